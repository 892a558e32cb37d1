import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Value } from '#src/know/insights/contract.ts'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import { timelineQuery } from '../../api/queries.ts'
import type { CustomerPageAnswer } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './customer.module.css'
import { EntryRow } from './EntryRow.tsx'
import { LookedAt } from '../access/Looks.tsx'
import { History } from './History.tsx'
import { isTab, type Tab, tabs } from './kinds.ts'

type Page = CustomerPageAnswer['timeline']
type Entry = Page['entries'][number]

interface TimelineProps {
  identity: CustomerIdentity
  value: Value | null
  first: Page
  tab: string
}

/** Whatever happened to or with the customer, newest first, by days. */
export function Timeline({ identity, value, first, tab }: TimelineProps) {
  const words = useWords().customer
  const may = useMay()
  const customerId = identity.id
  const history = tab === 'history' && may('history.read')
  const shown: Tab = isTab(tab) ? tab : 'all'
  return (
    <section id="events" aria-label={words.tabs.all}>
      <Tabs value={value} current={tab === 'facts' || history ? tab : shown} history={may('history.read')} />
      <div className={css.entries}>
        {history ? (
          <>
            {may('access.read') && <LookedAt id={identity.id} />}
            <History identity={identity} />
          </>
        ) : shown === 'all' ? (
          <Everything customerId={customerId} first={first} />
        ) : (
          <Filtered key={shown} customerId={customerId} tab={shown} />
        )}
      </div>
    </section>
  )
}

function Tabs({ value, current, history }: { value: Value | null; current: string; history: boolean }) {
  const { customer, values } = useWords()
  const words = customer.tabs
  const format = useFormat()
  const count: Partial<Record<Tab, number>> = value
    ? { purchases: value.purchases + value.returns, contacts: value.contacts }
    : {}
  const items: [string, string][] = (Object.keys(tabs) as Tab[]).map((tab) => [
    tab,
    count[tab] ? `${words[tab]} ${format.n(count[tab])}` : words[tab],
  ])
  return (
    <nav className={css.tabs} aria-label={words.label}>
      {[...items, ...(history ? [['history', values.history.tab] as const] : []), ['facts', words.facts] as const].map(
        ([tab, label]) => (
          <Link
            key={tab}
            from="/customers/$id"
            to="."
            search={tab === 'all' ? {} : { tab }}
            replace
            resetScroll={false}
            activeOptions={{ exact: true, includeSearch: true }}
            activeProps={{}}
            className={tab === 'facts' ? css.factsTab : undefined}
            aria-current={current === tab ? 'true' : undefined}
          >
            {label}
          </Link>
        ),
      )}
    </nav>
  )
}

/** The lines that came with the page, and behind them the rest as far as one scrolls. */
function Everything({ customerId, first }: { customerId: string; first: Page }) {
  const words = useWords().customer
  const rest = useInfiniteQuery({ ...timelineQuery(customerId, [], first.next), enabled: false })
  const entries = [...first.entries, ...(rest.data?.pages.flatMap((page) => page.entries) ?? [])]
  const more = first.next !== null && (!rest.data || rest.hasNextPage)
  if (entries.length === 0) return <p className={`soft ${css.none}`}>{words.none.all}</p>
  return (
    <>
      <Days customerId={customerId} entries={entries} />
      <More
        more={more}
        busy={rest.isFetching}
        error={rest.error}
        fetchMore={() => void (rest.data ? rest.fetchNextPage() : rest.refetch())}
      />
    </>
  )
}

function Filtered({ customerId, tab }: { customerId: string; tab: Tab }) {
  const words = useWords().customer
  const query = useInfiniteQuery(timelineQuery(customerId, tabs[tab], null))
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  if (query.isPending) return <Loading />
  if (query.isError && entries.length === 0) {
    return <Failure error={query.error} retry={() => void query.refetch()} />
  }
  if (entries.length === 0) return <p className={`soft ${css.none}`}>{words.none[tab]}</p>
  return (
    <>
      <Days customerId={customerId} entries={entries} />
      <More
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        error={query.error}
        fetchMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function Days({ customerId, entries }: { customerId: string; entries: readonly Entry[] }) {
  const format = useFormat()
  const days = Map.groupBy(entries, (entry) => format.dayOf(entry.at))
  return [...days].map(([day, list]) => (
    <section key={day} className={css.day}>
      <h2>{format.dayHeading(day)}</h2>
      {list.map((entry) => (
        <EntryRow key={entry.id} customerId={customerId} entry={entry} />
      ))}
    </section>
  ))
}

interface MoreProps {
  more: boolean
  busy: boolean
  error: unknown
  fetchMore: () => void
}

/** The end of what is loaded: coming near it fetches more; a button for those who do not scroll. */
function More({ more, busy, error, fetchMore }: MoreProps) {
  const words = useWords().shell.state
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!more || busy || error) return
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && fetchMore(), {
      rootMargin: '600px',
    })
    if (ref.current) watch.observe(ref.current)
    return () => watch.disconnect()
  })
  if (error) return <Failure error={error} retry={fetchMore} />
  if (!more) return <p className={`faint small ${css.none}`}>{words.end}</p>
  return (
    <div ref={ref} className={css.none}>
      {busy ? (
        <span className="faint small">{words.loadingMore}</span>
      ) : (
        <button type="button" className="link" onClick={fetchMore}>
          {words.more}
        </button>
      )}
    </div>
  )
}
