import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import type { CustomerIdentity } from '#src/know/customers/contract.ts'
import { historyQuery } from '../../api/queries.ts'
import type { HistoryFilter } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { useUndo } from './edit.tsx'
import css from './history.module.css'
import { entrySentence, type HistoryEntry, whoOf } from './sentences.ts'

const fields = ['name', 'email', 'phone', 'address', 'language', 'businessId', 'birthDate', 'title'] as const
const whats = ['changed', 'verified', 'pinned', 'undone', 'rolledBack', 'merged', 'unmerged', 'created'] as const

/** Who changed what, when, from what source: in sentences, newest first. */
export function History({ identity }: { identity: CustomerIdentity }) {
  const words = useWords()
  const said = words.values.history
  const [filter, setFilter] = useState<HistoryFilter>({})
  const query = useInfiniteQuery(historyQuery(identity.id, filter))
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  const [known, setKnown] = useState<readonly HistoryEntry[]>([])
  // whom one can choose are those seen before anything was filtered away
  if (known.length < entries.length && Object.keys(filter).length === 0) setKnown(entries)
  const filtered = Object.keys(filter).length > 0
  return (
    <section aria-label={said.label}>
      {(filtered || known.length > 3) && <Filters filter={filter} change={setFilter} known={known} />}
      {query.isPending && <Loading />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && entries.length === 0 && (
        <p className={`soft ${css.none}`}>{filtered ? said.noneFiltered : said.none}</p>
      )}
      <Days identity={identity} entries={entries} />
      {query.hasNextPage && (
        <button type="button" className="link" onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? words.shell.state.loadingMore : words.shell.state.more}
        </button>
      )}
    </section>
  )
}

interface FiltersProps {
  filter: HistoryFilter
  change: (filter: HistoryFilter) => void
  known: readonly HistoryEntry[]
}

function Filters({ filter, change, known }: FiltersProps) {
  const words = useWords()
  const said = words.values.history
  const all = { value: '', label: said.all }
  const people = new Map<string, string>()
  for (const entry of known) {
    if (entry.actor) people.set(`actor ${entry.actor.id}`, entry.actor.name)
    else if (entry.source) people.set(`source ${entry.source.id}`, whoOf(entry, words))
  }
  const who = filter.actor ? `actor ${filter.actor}` : filter.source ? `source ${filter.source}` : ''
  const put = (part: HistoryFilter) => {
    const next = { ...filter, ...part }
    change(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as HistoryFilter)
  }
  return (
    <div className={css.filters}>
      <NativeSelect
        label={said.fieldFilter}
        value={filter.field ?? ''}
        data={[all, ...fields.map((value) => ({ value, label: words.values.field[value]! }))]}
        onChange={(event) => put({ field: event.target.value })}
      />
      <NativeSelect
        label={said.whatFilter}
        value={filter.what ?? ''}
        data={[all, ...whats.map((value) => ({ value, label: said.what[value]! }))]}
        onChange={(event) => put({ what: event.target.value })}
      />
      <NativeSelect
        label={said.whoFilter}
        value={who}
        data={[all, ...[...people].map(([value, label]) => ({ value, label }))]}
        onChange={(event) => {
          const [kind, id = ''] = event.target.value.split(' ')
          put({ actor: kind === 'actor' ? id : '', source: kind === 'source' ? id : '' })
        }}
      />
    </div>
  )
}

function Days({ identity, entries }: { identity: CustomerIdentity; entries: readonly HistoryEntry[] }) {
  const format = useFormat()
  const days = Map.groupBy(entries, (entry) => format.dayOf(entry.at))
  return [...days].map(([day, list]) => (
    <section key={day} className={css.day}>
      <h2>{format.dayHeading(day)}</h2>
      <ul>
        {list.map((entry) => (
          <Row key={entry.id} identity={identity} entry={entry} />
        ))}
      </ul>
    </section>
  ))
}

/** The arrow between old and new is drawn, since not every font has it. */
function Arrows({ text }: { text: string }) {
  return text.split('→').map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts keep their places
    <Fragment key={i}>
      {i > 0 && (
        <>
          <span className="hidden-text">→</span>
          <svg
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            className={css.arrow}
            aria-hidden="true"
          >
            <path d="M4 12h15m-5-5 5 5-5 5" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </>
      )}
      <Written text={part} />
    </Fragment>
  ))
}

function Row({ identity, entry }: { identity: CustomerIdentity; entry: HistoryEntry }) {
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  const undo = useUndo(identity.id)
  const said = words.values.history
  const sentence = entrySentence(entry, words, format)
  return (
    <li className={css.entry}>
      <time dateTime={entry.at} className="soft">
        {format.time(entry.at)}
      </time>
      <div className={css.sentence}>
        <Arrows text={sentence} />
        {entry.importId && may('import.read') && (
          <>
            {' '}
            <Link to="/imports/$id" params={{ id: entry.importId }} className="link small">
              {said.import}
            </Link>
          </>
        )}
        {undo.isError && <Failure error={undo.error} />}
      </div>
      {entry.undoable && may('customer.edit') && (
        <button
          type="button"
          className="link small"
          disabled={undo.isPending}
          aria-label={said.undoOf(sentence)}
          onClick={() => undo.mutate(entry.id)}
        >
          {said.undo}
        </button>
      )}
    </li>
  )
}
