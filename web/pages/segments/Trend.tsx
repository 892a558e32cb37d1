import type { Sizes } from '#src/know/segments/kept/contract.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './segments.module.css'
import { daily } from './sizes.ts'

const [width, height] = [112, 28]

/** The size over eight weeks as a small line. */
export function Trend({ sizes, now }: { sizes: Sizes['sizes']; now: number }) {
  const words = useWords().segments
  const format = useFormat()
  const line = daily(sizes, now, format.today, 56)
  if (line.length < 3) return null
  const all = line.map(({ members }) => members)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const span = most - least || 1
  const x = (i: number) => 2 + (i / (line.length - 1)) * (width - 6)
  const y = (members: number) => (most === least ? height / 2 : 3 + (1 - (members - least) / span) * (height - 6))
  const last = line.length - 1
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${words.trend}: ${format.n(all[0]!)} → ${format.n(now)}`}
    >
      <polyline className={css.trendLine} points={line.map(({ members }, i) => `${x(i)},${y(members)}`).join(' ')} />
      <circle className={css.end} cx={x(last)} cy={y(now)} r="2.5" />
    </svg>
  )
}
