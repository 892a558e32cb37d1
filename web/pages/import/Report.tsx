import { Button } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { buckets } from '#src/terms/index.ts'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Section } from '../../ui/parts.tsx'
import { Failure } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { bucketsOf } from '../imports/state.ts'
import { Buckets } from './Buckets.tsx'
import css from './import.module.css'
import { Rows } from './Rows.tsx'
import { useImportActs } from './run.ts'

/** Where every line ended. The numbers open the rows behind them. */
export function Report({ job }: { job: Import }) {
  const words = useWords().imports
  const may = useMay()
  const { rows } = useSearch({ from: '/frame/imports/$id' })
  const { run } = useImportActs(job)
  const opened = buckets.find((bucket) => bucket === rows)
  const unfinished = job.state === 'failed' || job.state === 'cancelled'
  return (
    <>
      <Outcome job={job} />
      {run.isError && <Failure error={run.error} />}
      {may('import.run') && (unfinished || job.dryRun) && (
        <div className={css.acts}>
          <Button variant="filled" loading={run.isPending} onClick={() => run.mutate(false)}>
            {unfinished ? words.report.goOn : words.report.runNow}
          </Button>
        </div>
      )}
      <Buckets job={job} opened={opened} />
      {opened && <Rows key={opened} job={job} bucket={opened} />}
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

function Outcome({ job }: { job: Import }) {
  const words = useWords().imports.report
  const { by } = useWords().shell.problem
  const repair = job.counts.quarantined ?? 0
  if (job.state === 'failed') {
    const known = job.problem ? by[job.problem.code] : undefined
    return (
      <div className={css.stopped} role="alert">
        <p>
          <strong>{words.failed(job.doneLines)}</strong>
        </p>
        {job.problem && <p>{known?.because ?? job.problem.because}</p>}
        {job.problem?.next && <p>{known?.next ?? job.problem.next}</p>}
      </div>
    )
  }
  if (job.state === 'cancelled') return <p className={css.intro}>{words.cancelled}</p>
  if (job.dryRun) return <p className={css.intro}>{words.dry}</p>
  return repair === 0 ? <p className={`good ${css.intro}`}>{words.clean}</p> : null
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
                  ([bucket, count]) => `${words.imports.bucket[bucket]} ${format.n(count)}`,
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
          <p className="soft small">{words.imports.report.faultsNote}</p>
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
