import type { Value } from '#src/know/insights/contract.ts'
import { decimalsOf } from '#src/terms/index.ts'
import { Chart } from '../../ui/Chart.tsx'
import chart from '../../ui/Chart.module.css'
import { amountOf } from '../../words/format.ts'
import { type Format, useFormat, useWords } from '../../words/index.tsx'
import css from './customer.module.css'

type Month = Value['months'][number]
const height = 150
const ground = 120
const ceiling = 20
/** About how wide the words over a missing month are, in pixels. */
const labelWidth = 140

/** The lowest round number that holds all bars: 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10)
}

/** Typical month with purchases: how high a missing one would have been. */
function usual(months: readonly Month[]): number {
  const sums = months.map((m) => amountOf(m.net)).filter((sum) => sum > 0)
  return sums.length === 0 ? 0 : sums.reduce((a, b) => a + b) / sums.length
}

/** Purchases of 24 months as bars. A month in which the rhythm expected a purchase that did not come is drawn as missing. */
export function MonthsChart({ months }: { months: readonly Month[] }) {
  const words = useWords().customer
  const format = useFormat()
  return (
    <Chart
      label={words.chart}
      height={height}
      places={months.length}
      head={[words.chartMonth, words.chartSum]}
      rows={months.map((month) => ({
        key: month.month,
        cells: [
          format.month(month.month, 'long'),
          month.expected ? words.expected : `${format.money(month.net)}, ${words.chartCount(month.purchases)}`,
        ],
      }))}
    >
      {(width, at) => <Drawn months={months} width={width} at={at} />}
    </Chart>
  )
}

function Drawn({ months, width, at }: { months: readonly Month[]; width: number; at: number | null }) {
  const words = useWords().customer
  const format = useFormat()
  const top = roundUp(Math.max(...months.map((m) => amountOf(m.net))))
  const step = width / months.length
  const bar = Math.min(20, Math.max(4, step * 0.66))
  const high = (sum: number) => Math.max(sum > 0 ? 2 : 0, (sum / top) * (ground - ceiling))
  const missing = high(usual(months))
  const said = at === null ? undefined : months[at]
  const lastMissing = months.findLastIndex((m) => m.expected)
  // the words stand above whatever they pass over
  const covered = months.slice(Math.max(0, lastMissing - Math.floor(labelWidth / step)), lastMissing + 1)
  const roof = Math.min(ground - ceiling - 4, Math.max(missing, ...covered.map((m) => high(amountOf(m.net)))))
  return (
    <>
      <g stroke="var(--line)">
        {[ground, (ground + ceiling) / 2, ceiling].map((y) => (
          <line key={y} x1="0" x2={width} y1={y} y2={y} />
        ))}
      </g>
      {months.map((month, i) => {
        const x = i * step + (step - bar) / 2
        const tall = month.expected ? missing : high(amountOf(month.net))
        return (
          <rect
            key={month.month}
            x={x}
            y={ground - tall}
            width={bar}
            height={tall}
            rx="2"
            className={month.expected ? css.missing : at === i ? chart.barOn : chart.bar}
          />
        )
      })}
      {at === null && (
        <g className={chart.axis}>
          <text x={width} y={ceiling - 6} textAnchor="end">
            {format.money(wholeMoney(top, months), 'whole')}
          </text>
        </g>
      )}
      <Labels months={months} step={step} width={width} format={format} />
      {lastMissing >= 0 && at === null && (
        <text x={(lastMissing + 1) * step} y={ground - roof - 7} textAnchor="end" className={css.missingText}>
          {words.expected}
        </text>
      )}
      {said && (
        <text
          x={Math.min(width - 4, Math.max(4, (at! + 0.5) * step))}
          y="12"
          textAnchor={at! < 4 ? 'start' : at! > 19 ? 'end' : 'middle'}
          className={chart.said}
        >
          {format.month(said.month)}:{' '}
          {said.expected ? words.expected : `${format.money(said.net)} · ${words.chartCount(said.purchases)}`}
        </text>
      )}
    </>
  )
}

/** The ceiling of the chart as money of its own currency. */
function wholeMoney(top: number, months: readonly Month[]) {
  const currency = months[0]?.net.currency ?? 'EUR'
  return { minor: String(Math.round(top * 10 ** decimalsOf(currency))), currency }
}

/** The first month, each January and the last: written where they do not touch. */
function Labels({
  months,
  step,
  width,
  format,
}: {
  months: readonly Month[]
  step: number
  width: number
  format: Format
}) {
  const last = months.length - 1
  const marks = months.flatMap((month, i) => {
    const january = month.month.endsWith('-01')
    if (i !== 0 && i !== last && !january) return []
    if (january && (i * step < 78 || (last - i) * step < 78)) return []
    return [{ month: month.month, i }]
  })
  return (
    <g className={chart.axis}>
      {marks.map(({ month, i }) => (
        <text
          key={month}
          x={i === 0 ? 0 : i === last ? width : (i + 0.5) * step}
          y="140"
          textAnchor={i === 0 ? 'start' : i === last ? 'end' : 'middle'}
        >
          {format.month(month)}
        </text>
      ))}
    </g>
  )
}
