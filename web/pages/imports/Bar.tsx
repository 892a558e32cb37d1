import type { Import } from '../../api/routes.ts'
import css from './bar.module.css'
import { bucketsOf } from './state.ts'

/** How the lines of an import divide among the buckets, at a glance; pale where nothing of it stays. The numbers stand beside it in words. */
export function Bar({ job: { counts, dryRun, state } }: { job: Pick<Import, 'counts' | 'dryRun' | 'state'> }) {
  const held = bucketsOf(counts)
  const all = held.reduce((sum, [, count]) => sum + count, 0)
  if (all === 0) return <span className={css.none} aria-hidden="true" />
  // a few lines among a million must still be seen, hence the least width of each part
  const least = 1.5
  const width = (count: number) => least + (count / all) * (100 - least * held.length)
  let from = 0
  return (
    <svg className={css.bar} data-gone={dryRun || state === 'rolledBack' || undefined} aria-hidden="true">
      {held.map(([bucket, count]) => {
        const x = from
        from += width(count)
        return <rect key={bucket} data-bucket={bucket} x={`${x}%`} width={`${width(count)}%`} height="100%" />
      })}
    </svg>
  )
}
