import { Button } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { buckets } from '#src/terms/index.ts'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { bucketsOf } from '../imports/state.ts'
import { Buckets } from './Buckets.tsx'
import { Effects } from './Effects.tsx'
import css from './import.module.css'
import { Plan } from './Plan.tsx'
import { Rollback } from './Rollback.tsx'
import { Rows } from './Rows.tsx'
import { useImportActs } from './run.ts'

/** Where every line ended and what it changed. The numbers open the rows behind them. */
export function Report({ job }: { job: Import }) {
  const words = useWords().imports
  const may = useMay()
  const { rows } = useSearch({ from: '/frame/imports/$id' })
  const [mending, setMending] = useState(false)
  const opened = buckets.find((bucket) => bucket === rows)
  return (
    <>
      <Outcome job={job} />
      <Acts job={job} mending={mending} mend={() => setMending(!mending)} />
      {mending && <Plan job={job} />}
      <Buckets job={job} opened={opened} />
      {opened && !job.dryRun && <Rows key={opened} job={job} bucket={opened} />}
      <Effects job={job} opened={rows} />
      <div className={css.cols}>
        <Files job={job} />
        <Asides job={job} />
      </div>
      {may('import.run') && (
        <Button component={Link} to="/imports/new">
          {words.report.again}
        </Button>
      )}
    </>
  )
}

/** What can be done next: import what was tried, go on with what stopped, take it all back. */
function Acts({ job, mending, mend }: { job: Import; mending: boolean; mend: () => void }) {
  const words = useWords().imports
  const may = useMay()
  const { run } = useImportActs(job)
  const unfinished = job.state === 'failed' || job.state === 'cancelled'
  const repairs = job.dryRun || job.state === 'rolledBack' ? 0 : (job.counts.quarantined ?? 0)
  return (
    <>
      {run.isError && <Failure error={run.error} />}
      <div className={css.acts}>
        {may('import.run') && !mending && (unfinished || (job.dryRun && job.state === 'finished')) && (
          <Button variant="filled" loading={run.isPending} onClick={() => run.mutate(false)}>
            {unfinished ? words.report.goOn : words.report.runNow}
          </Button>
        )}
        {may('import.run') && job.dryRun && (
          <Button onClick={mend} aria-expanded={mending}>
            {mending ? words.report.mended : words.report.mend}
          </Button>
        )}
        {repairs > 0 && may('quality.read') && (
          <Button renderRoot={(props) => <Link {...props} to="/repairs" search={{ import: job.id }} />}>
            {words.report.repair(repairs)}
          </Button>
        )}
        <Rollback job={job} />
      </div>
    </>
  )
}

function Outcome({ job }: { job: Import }) {
  const words = useWords().imports
  const format = useFormat()
  const { by } = useWords().shell.problem
  const { report, held, rollback } = words
  const repair = job.counts.quarantined ?? 0
  const letIn = job.letIn && (
    <p className={`soft ${css.intro}`}>
      <Written text={held.letInBy(job.letIn.by ?? '', format.moment(job.letIn.at))} />
    </p>
  )
  if (job.state === 'rolledBack') {
    const when = format.moment(job.rollback?.at ?? job.finishedAt ?? job.createdAt)
    return (
      <div className={css.intro}>
        <p>
          <Written text={job.rollback?.by ? rollback.doneBy(job.rollback.by, when) : rollback.done(when)} />
        </p>
        {job.rollback && <p className="soft num">{rollback.outcome(job.rollback.done)}</p>}
      </div>
    )
  }
  if (job.state === 'failed') {
    const known = job.problem ? by[job.problem.code] : undefined
    return (
      <div className={css.stopped} role="alert">
        <p>
          <strong>{report.failed(job.doneLines)}</strong>
        </p>
        {job.problem && <p>{known?.because ?? job.problem.because}</p>}
        {job.problem?.next && <p>{known?.next ?? job.problem.next}</p>}
        {!job.dryRun && <p>{rollback.offer}</p>}
      </div>
    )
  }
  if (job.state === 'cancelled') {
    return (
      <p className={css.intro}>
        {job.doneLines > 0 ? `${report.cancelled} ${job.dryRun ? '' : rollback.offer}` : report.dropped}
      </p>
    )
  }
  if (job.dryRun) return <p className={css.intro}>{report.dry}</p>
  return (
    <>
      {repair === 0 && <p className={`good ${css.intro}`}>{report.clean}</p>}
      {letIn}
    </>
  )
}

function Files({ job }: { job: Import }) {
  const words = useWords()
  const format = useFormat()
  return (
    <Section title={words.imports.report.files}>
      <ul className={css.files}>
        {job.files.map((file) => (
          <li key={file.fileNo}>
            <strong className={css.fileName}>
              <Written text={file.name} />
            </strong>
            <span className="soft num">
              {[
                file.kind
                  ? words.imports.kind[file.kind]
                  : (words.codes.ignored[file.ignoreBecause ?? ''] ?? file.ignoreBecause),
                words.imports.lines(file.doneLines),
                ...bucketsOf(file.counts).map(
                  ([bucket, count]) =>
                    `${(job.dryRun ? words.imports.bucketDry : words.imports.bucket)[bucket]} ${format.n(count)}`,
                ),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Values left out of rows that otherwise entered, and what the buckets cannot say. */
function Asides({ job }: { job: Import }) {
  const words = useWords()
  const format = useFormat()
  const faults = Object.entries(job.faults).sort((a, b) => b[1] - a[1])
  const flags = Object.entries(job.flags).filter(([, count]) => count > 0)
  return (
    <div>
      {faults.length > 0 && (
        <Section title={words.imports.report.faults}>
          <p className="soft small">
            {job.dryRun ? words.imports.report.faultsNoteDry : words.imports.report.faultsNote}
          </p>
          <dl className={css.faults}>
            {faults.map(([code, count]) => (
              <div key={code}>
                <dt>{words.codes.fault[code] ?? code}</dt>
                <dd className="num">{format.n(count)}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      {flags.length > 0 && (
        <Section title={words.imports.report.flags}>
          {flags.map(([code, count]) => (
            <p key={code} className="num">
              {words.imports.report.flag[code]?.(count) ?? `${code}: ${format.n(count)}`}
            </p>
          ))}
        </Section>
      )}
    </div>
  )
}
