import type { CustomerDeviations } from '#src/know/insights/deviations/contract.ts'
import { Chart } from '../../ui/Chart.tsx'
import chart from '../../ui/Chart.module.css'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './deviations.module.css'

type Weeks = CustomerDeviations['weeks']
const height = 96
const ground = 72
const ceiling = 18

/** The watched weeks: purchase days as bars, the expected pace as a line over them. */
export function WeeksChart({ weeks }: { weeks: Weeks }) {
  const words = useWords().deviations
  const format = useFormat()
  return (
    <Chart
      label={words.chart}
      height={height}
      places={weeks.length}
      className={css.chart}
      head={[words.week, words.bought, words.expected]}
      rows={weeks.map(({ week, purchases, expected }) => ({
        key: week,
        cells: [format.day(week), format.n(purchases), format.n(expected, 1)],
      }))}
    >
      {(width, at) => <Drawn weeks={weeks} width={width} at={at} />}
    </Chart>
  )
}

function Drawn({ weeks, width, at }: { weeks: Weeks; width: number; at: number | null }) {
  const words = useWords().deviations
  const format = useFormat()
  const top = Math.max(1, ...weeks.map((week) => Math.max(week.purchases, week.expected)))
  const step = width / weeks.length
  const bar = Math.max(3, step * 0.6)
  const high = (n: number) => (n / top) * (ground - ceiling)
  const said = at === null ? undefined : weeks[at]
  const pace = weeks
    .map(({ expected }, i) => `${i === 0 ? 'M' : 'L'}${i * step} ${ground - high(expected)}h${step}`)
    .join('')
  return (
    <>
      <line x1="0" x2={width} y1={ground} y2={ground} className={css.ground} />
      {weeks.map(({ week, purchases }, i) => (
        <rect
          key={week}
          x={i * step + (step - bar) / 2}
          y={ground - high(purchases)}
          width={bar}
          height={high(purchases)}
          rx="1.5"
          className={at === i ? chart.barOn : chart.bar}
        />
      ))}
      <path d={pace} className={css.pace} />
      <g className={chart.axis}>
        <text x="0" y={height - 8}>
          {format.day(weeks[0]!.week)}
        </text>
        <text x={width} y={height - 8} textAnchor="end">
          {format.day(weeks.at(-1)!.week)}
        </text>
      </g>
      <text
        x={said ? Math.min(width, Math.max(0, (at! + 0.5) * step)) : width}
        y="11"
        textAnchor={
          said === undefined || at! > weeks.length * 0.6 ? 'end' : at! < weeks.length * 0.4 ? 'start' : 'middle'
        }
        className={said ? chart.said : css.legend}
      >
        {said
          ? words.inWeek(format.day(said.week), said.purchases, said.expected)
          : `— ${words.expected.toLowerCase()}`}
      </text>
    </>
  )
}
