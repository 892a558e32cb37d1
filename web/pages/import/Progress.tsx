import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { bucketsOf, expectedLines } from '../imports/state.ts'
import css from './import.module.css'
import { useImportActs } from './run.ts'

/** Lines per second over the last moments on the screen; null before there are two to compare. */
function useRate(doneLines: number): number | null {
  const seen = useRef<{ at: number; lines: number }[]>([])
  const [rate, setRate] = useState<number | null>(null)
  useEffect(() => {
    const at = performance.now()
    seen.current = [...seen.current.filter((one) => at - one.at < 8000), { at, lines: doneLines }]
    const first = seen.current[0]!
    const seconds = (at - first.at) / 1000
    if (seconds > 1 && doneLines > first.lines) setRate((doneLines - first.lines) / seconds)
  }, [doneLines])
  return rate
}

/** How far the import is, how fast it goes, how long it takes still. */
export function Progress({ job }: { job: Import }) {
  const words = useWords().imports
  const format = useFormat()
  const may = useMay()
  const { cancel } = useImportActs(job)
  const rate = useRate(job.doneLines)
  const all = expectedLines(job)
  const left = all !== null && rate ? Math.max(0, all - job.doneLines) / rate : null
  const { counting, reading, figures } = words.going
  const phases: Record<string, string> = { counting, reading, figures }
  const phase = job.state === 'queued' ? words.going.queued : (phases[job.phase ?? ''] ?? words.going.reading)
  return (
    <section className={css.progress} aria-live="polite" aria-busy="true">
      <p className={css.phase}>{phase}</p>
      <progress
        {...(all && job.phase !== 'figures' ? { value: Math.min(job.doneLines, all), max: all } : {})}
        aria-label={phase}
      />
      <p className={`num ${css.numbers}`}>
        <span>{all ? words.going.of(job.doneLines, Math.max(all, job.doneLines)) : words.lines(job.doneLines)}</span>
        {rate && <span>{words.going.rate(Math.round(rate))}</span>}
        {left !== null && job.phase !== 'figures' && <span>{words.going.left(left)}</span>}
      </p>
      <p className="soft num">
        {bucketsOf(job.counts)
          .map(([bucket, count]) => `${(job.dryRun ? words.bucketDry : words.bucket)[bucket]} ${format.n(count)}`)
          .join(' · ')}
      </p>
      <p className="soft">{words.going.leave}</p>
      {cancel.isError && <Failure error={cancel.error} />}
      {may('import.run') && (
        <div className={css.acts}>
          <Button onClick={() => cancel.mutate()} loading={cancel.isPending}>
            {words.going.cancel}
          </Button>
          <span className="faint small">{words.going.cancelNote}</span>
        </div>
      )}
    </section>
  )
}

/** A rollback is never stopped halfway: there is only its progress to see. */
export function RollingBack({ job }: { job: Import }) {
  const words = useWords().imports
  const done = job.rollback?.done ?? 0
  const all = job.rollback?.total ?? null
  const rate = useRate(done)
  const left = all !== null && rate ? Math.max(0, all - done) / rate : null
  return (
    <section className={css.progress} aria-live="polite" aria-busy="true">
      <p className={css.phase}>{words.rollback.going}</p>
      <progress {...(all ? { value: done, max: all } : {})} aria-label={words.rollback.going} />
      <p className={`num ${css.numbers}`}>
        {all !== null && <span>{words.rollback.doing(done, all)}</span>}
        {left !== null && <span>{words.going.left(left)}</span>}
      </p>
      <p className="soft">{words.rollback.leave}</p>
    </section>
  )
}
