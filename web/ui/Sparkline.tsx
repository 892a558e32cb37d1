import { useWords } from '../words/index.tsx'

/** Purchases per month as small bars, oldest first; months without any are a grey foot. */
export function Sparkline({ counts }: { counts: readonly number[] }) {
  const words = useWords()
  const most = Math.max(1, ...counts)
  const width = counts.length * 9
  return (
    <svg
      width={width}
      height="22"
      viewBox={`0 0 ${width} 22`}
      role="img"
      aria-label={`${words.customer.tabs.purchases}: ${counts.join(', ')}`}
    >
      {counts.map((count, i) => {
        const height = count === 0 ? 2 : 4 + Math.round((count / most) * 16)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a month is its place
            key={i}
            x={i * 9}
            y={22 - height}
            width="5"
            height={height}
            rx="1"
            fill={count === 0 ? 'var(--field)' : 'var(--accent)'}
          />
        )
      })}
    </svg>
  )
}
