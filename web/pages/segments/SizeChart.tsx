import type { Sizes } from '#src/know/segments/kept/contract.ts'
import { Chart } from '../../ui/Chart.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './segments.module.css'
import { daily } from './sizes.ts'

const [height, ground, ceiling] = [190, 160, 22]

/** Round numbers that hold all sizes, a few lines apart. */
function scaleOf(least: number, most: number): { from: number; to: number } {
  const span = Math.max(1, most - least)
  const rough = span / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10))
  // a small movement of a large segment is a small movement: the ground is zero unless that would flatten it to a line
  const from = least < most * 0.75 ? 0 : Math.max(0, Math.floor(least / step - 1) * step)
  return { from, to: Math.max(from + 1, Math.ceil(most / step) * step) }
}

/** The size of a segment day by day, over half a year at most. */
export function SizeChart({ sizes, now }: { sizes: Sizes['sizes']; now: number }) {
  const words = useWords().segments.one
  const format = useFormat()
  const line = daily(sizes, now, format.today, 182)
  if (line.length < 2) return <p className="soft">{words.noSizes}</p>
  return (
    <Chart
      label={words.size}
      height={height}
      places={line.length}
      line
      className={css.chart}
      head={[words.sizeDay, words.members]}
      rows={sizes.map(({ day, members }) => ({ key: day, cells: [format.day(day), format.n(members)] }))}
    >
      {(width, at) => <Drawn line={line} now={now} width={width} at={at} />}
    </Chart>
  )
}

function Drawn({
  line,
  now,
  width,
  at,
}: {
  line: ReturnType<typeof daily>
  now: number
  width: number
  at: number | null
}) {
  const words = useWords().segments.one
  const format = useFormat()
  const all = line.map(({ members }) => members)
  const { from, to } = scaleOf(Math.min(...all), Math.max(...all))
  const x = (i: number) => (i / (line.length - 1)) * width
  const y = (members: number) => ground - ((members - from) / (to - from)) * (ground - ceiling)
  const points = line.map(({ members }, i) => `${x(i)},${y(members)}`).join(' ')
  const said = at === null ? undefined : line[at]
  return (
    <>
      <g className={css.grid}>
        {[from, (from + to) / 2, to].map((one) => (
          <line key={one} x1="0" x2={width} y1={y(one)} y2={y(one)} />
        ))}
      </g>
      <polygon className={css.area} points={`0,${ground} ${points} ${width},${ground}`} />
      <polyline className={css.curve} points={points} />
      <circle className={css.end} cx={x(line.length - 1) - 3} cy={y(now)} r="3.500" />
      <g className={css.axis}>
        {at === null && (
          <>
            <text x="0" y={y(to) - 6}>
              {format.n(to)}
            </text>
            {from > 0 && (
              <text x="0" y={ground - 6}>
                {format.n(from)}
              </text>
            )}
          </>
        )}
        <text x="0" y={height - 10}>
          {format.day(line[0]!.day)}
        </text>
        <text x={width} y={height - 10} textAnchor="end">
          {format.day(line.at(-1)!.day)}
        </text>
      </g>
      {said && (
        <g>
          <line className={css.hair} x1={x(at!)} x2={x(at!)} y1={ceiling} y2={ground} />
          <circle className={css.end} cx={x(at!)} cy={y(said.members)} r="3.500" />
          <text
            className={css.pointed}
            x={x(at!)}
            y="13"
            textAnchor={at! < line.length / 4 ? 'start' : at! > (line.length * 3) / 4 ? 'end' : 'middle'}
          >
            {words.sizeAt(format.day(said.day), said.members)}
          </text>
        </g>
      )}
    </>
  )
}
