import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { importQuery } from '../../api/queries.ts'
import type { Import } from '../../api/routes.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { stateTone } from '../imports/state.ts'
import { Held } from './Held.tsx'
import { Plan } from './Plan.tsx'
import { Progress, RollingBack } from './Progress.tsx'
import { Report } from './Report.tsx'

const ended = new Set<Import['state']>(['finished', 'failed', 'cancelled', 'rolledBack'])

/** One import in its ages: the plan to check, the progress to watch, the report to read. */
export function ImportPage() {
  const { id } = useParams({ from: '/frame/imports/$id' })
  const words = useWords()
  const query = useQuery(importQuery(id))
  if (query.data) return <Loaded job={query.data} />
  return (
    <Page title={words.imports.title}>
      {query.isError ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Loading lines={8} />}
    </Page>
  )
}

function Loaded({ job }: { job: Import }) {
  const words = useWords().imports
  const format = useFormat()
  const lead = (
    <>
      <Pill tone={stateTone(job)}>{words.state[job.state]}</Pill>{' '}
      {job.dryRun && <Pill tone="plain">{words.dryRun}</Pill>}
      {'  '}
      {format.moment(job.startedAt ?? job.createdAt)}
      {job.startedBy && (
        <>
          {' · '}
          <Written text={words.by(job.startedBy)} />
        </>
      )}
    </>
  )
  return (
    <Page title={job.source.name} lead={lead}>
      {job.state === 'planned' && <Plan job={job} />}
      {job.state === 'held' && <Held job={job} />}
      {job.state === 'rollingBack' && <RollingBack job={job} />}
      {(job.state === 'queued' || job.state === 'running') && <Progress job={job} />}
      {ended.has(job.state) && <Report job={job} />}
    </Page>
  )
}
