import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { RepairCause, RepairSummary } from '#src/clean/quality/quarantine/contract.ts'
import { repairSummaryQuery } from '../../api/queries-repairs.ts'
import { importsQuery } from '../../api/queries.ts'
import { Page } from '../../ui/Page.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useWords } from '../../words/index.tsx'
import { useRepairActs } from './acts.ts'
import { Causes } from './Causes.tsx'
import { NoticeLine, RunLine } from './Notices.tsx'
import css from './repairs.module.css'
import { Rows } from './Rows.tsx'

/** Rows that could not enter (Korjattavat): why on the left, the rows themselves on the right. */
export function RepairsPage() {
  const words = useWords().repairs
  const search = useSearch({ from: '/frame/repairs' })
  const navigate = useNavigate({ from: '/repairs' })
  const within = { ...(search.source && { source: search.source }), ...(search.import && { import: search.import }) }
  const query = useQuery(repairSummaryQuery(within))
  const summary = query.data
  const layout = summary && (summary.causes.find((cause) => cause.layout === search.layout) ?? summary.causes[0])
  // rows that wait no more stand beside no causes: of all files, as they were told
  const settled = search.state === 'dropped' || search.state === 'mended' ? search.state : undefined
  const acts = useRepairActs()
  return (
    <Page
      title={words.title}
      lead={summary && summary.waiting > 0 ? words.lead(summary.waiting, summary.ready) : undefined}
    >
      {query.isPending && <Loading lines={8} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      <NoticeLine acts={acts} />
      {acts.run && <RunLine id={acts.run} acts={acts} />}
      {summary && summary.waiting === 0 && !settled && <Nothing summary={summary} />}
      {summary && (layout || settled) && (
        <div className={css.both}>
          {summary.causes.length > 0 && (
            <Causes
              summary={summary}
              chosen={settled ? undefined : { layout: layout!.layout, ...chosenCause(search, summary.causes) }}
            />
          )}
          <Rows
            key={settled ?? `${layout!.layout} ${search.code} ${search.field} ${search.ready}`}
            acts={acts}
            summary={summary}
            search={{
              ...within,
              ...(layout && !settled && { layout: layout.layout, ...chosenCause(search, summary.causes) }),
            }}
            state={settled ?? 'waiting'}
            show={(state) => void navigate({ search: { ...within, ...(state !== 'waiting' && { state }) } })}
          />
        </div>
      )}
    </Page>
  )
}

/** The cause in the address, while it has rows. */
function chosenCause(
  search: { code?: string; field?: string; ready?: string; layout?: string },
  causes: readonly RepairCause[],
): { code?: string; field?: string; ready?: string } {
  if (search.ready === 'true') return { ready: 'true' }
  const cause = causes.find(
    (one) => one.layout === search.layout && one.code === search.code && one.field === (search.field ?? ''),
  )
  return cause ? { code: cause.code, field: cause.field } : {}
}

function Nothing({ summary }: { summary: RepairSummary }) {
  const words = useWords().repairs
  const imports = useInfiniteQuery(importsQuery)
  const last = imports.data?.pages[0]?.imports.find((job) => job.state === 'finished' && !job.dryRun)
  const clean = last !== undefined && (last.counts.quarantined ?? 0) === 0
  return (
    <Empty title={clean ? words.emptyClean : words.empty} text={words.emptyNext}>
      <Button component={Link} to="/imports">
        {words.toImports}
      </Button>
      {(['mended', 'dropped'] as const).map(
        (state) =>
          summary[state] > 0 && (
            <Link key={state} to="/repairs" search={{ state }} className="link">
              {words.state[state]}
            </Link>
          ),
      )}
    </Empty>
  )
}
