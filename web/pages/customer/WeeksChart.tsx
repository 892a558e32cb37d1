import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import type { CustomerDeviations } from '#src/know/insights/deviations/contract.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './deviations.module.css'

type Week = CustomerDeviations['weeks'][number]
const height = 96
const ground = 72
const ceiling = 18

/** The watched weeks: purchase days as bars, the expected pace as a line over them. */
export function WeeksChart({ weeks }: { weeks: readonly Week[] }) {
  const words = useWords().deviations
  const format = useFormat()
  const { ref, width } = useElementSize()
  const [at, setAt] = useState<number | null>(null)
  const top = Math.max(1, ...weeks.map((week) => Math.max(week.purchases, week.expected)))
  const step = width / weeks.length
  const bar = Math.max(3, step * 0.6)
  const high = (n: number) => (n / top) * (ground - ceiling)
  const said = at === null ? undefined : weeks[at]
  const pace = weeks
    .map(({ expected }, i) => `${i === 0 ? 'M' : 'L'}${i * step} ${ground - high(expected)}h${step}`)
    .join('')
  return (
    <figure className={css.chart} ref={ref}>
      <figcaption className="hidden-text">{words.chart}</figcaption>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          aria-hidden="true"
          onPointerMove={(event) => {
            const x = event.clientX - event.currentTarget.getBoundingClientRect().left
            setAt(Math.min(weeks.length - 1, Math.max(0, Math.floor(x / step))))
          }}
          onPointerLeave={() => setAt(null)}
        >
          <line x1="0" x2={width} y1={ground} y2={ground} className={css.ground} />
          {weeks.map(({ week, purchases }, i) => (
            <rect
              key={week}
              x={i * step + (step - bar) / 2}
              y={ground - high(purchases)}
              width={bar}
              height={high(purchases)}
              rx="1.5"
              className={at === i ? css.barOn : css.bar}
            />
          ))}
          <path d={pace} className={css.pace} />
          <g className={css.axis}>
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
            className={said ? css.said : css.legend}
          >
            {said
              ? words.inWeek(format.day(said.week), said.purchases, said.expected)
              : `— ${words.expected.toLowerCase()}`}
          </text>
        </svg>
      )}
      <table className="hidden-text">
        <caption>{words.chart}</caption>
        <thead>
          <tr>
            <th scope="col">{words.week}</th>
            <th scope="col">{words.bought}</th>
            <th scope="col">{words.expected}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ week, purchases, expected }) => (
            <tr key={week}>
              <th scope="row">{format.day(week)}</th>
              <td>{format.n(purchases)}</td>
              <td>{format.n(expected, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
