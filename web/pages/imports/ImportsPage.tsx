import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { importsQuery } from '../../api/queries.ts'
import type { Import } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Pill } from '../../ui/parts.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Bar } from './Bar.tsx'
import css from './imports.module.css'
import { bucketsOf, stateTone } from './state.ts'

/** What has come in, and how each delivery ended. */
export function ImportsPage() {
  const words = useWords()
  const may = useMay()
  const query = useInfiniteQuery(importsQuery)
  const imports = query.data?.pages.flatMap((page) => page.imports) ?? []
  const add = may('import.run') && (
    <Button variant="filled" component={Link} to="/imports/new">
      {words.imports.add}
    </Button>
  )
  return (
    <Page title={words.imports.title} lead={words.imports.intro} actions={imports.length > 0 && add}>
      {query.isPending && <Loading lines={6} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && imports.length === 0 && (
        <Empty title={words.imports.empty} text={words.imports.emptyNext}>
          {add}
        </Empty>
      )}
      {imports.length > 0 && (
        <ul className={css.list} aria-label={words.imports.list}>
          {imports.map((job) => (
            <li key={job.id}>
              <Row job={job} />
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
          {words.shell.state.more}
        </button>
      )}
    </Page>
  )
}

function Row({ job }: { job: Import }) {
  const words = useWords().imports
  const format = useFormat()
  const may = useMay()
  const shown = bucketsOf(job.counts)
  const repairs = job.dryRun ? 0 : (job.counts.quarantined ?? 0)
  return (
    <div className={css.row}>
      <span className={css.source}>
        <Link to="/imports/$id" params={{ id: job.id }} className={css.open}>
          <Written text={job.source.name} />
        </Link>
        <small>
          {format.moment(job.createdAt)}
          {job.startedBy && (
            <>
              {' · '}
              <Written text={words.by(job.startedBy)} />
            </>
          )}
        </small>
      </span>
      <span className={css.files}>
        <Written text={job.files.map((file) => file.name).join(', ')} />
      </span>
      <span className={`num ${css.counts}`}>
        <Bar job={job} />
        {shown.length > 0 ? (
          <small>
            {shown
              .map(([bucket, count]) => `${(job.dryRun ? words.bucketDry : words.bucket)[bucket]} ${format.n(count)}`)
              .join(' · ')}
          </small>
        ) : (
          <small>{words.nothingYet}</small>
        )}
      </span>
      <span className={css.state}>
        {job.dryRun && <Pill tone="plain">{words.dryRun}</Pill>}{' '}
        <Pill tone={stateTone(job)}>{words.state[job.state]}</Pill>
        {repairs > 0 && may('quality.read') && (
          <Link to="/repairs" search={{ import: job.id }} className={`link ${css.repair}`}>
            {words.toRepair(repairs)}
          </Link>
        )}
      </span>
    </div>
  )
}
