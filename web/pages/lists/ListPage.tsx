import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { FieldInfo, FieldList, ListName, ListRequest, View } from '#src/know/lists/contract.ts'
import { listCountQuery, listFieldsQuery, listQuery, viewsQuery } from '../../api/queries-lists.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Empty, Failure, Loading } from '../../ui/States.tsx'
import { useAddCustomer } from '../../ui/shell-context.ts'
import { visible } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import { BulkDialog, BulkStrip, useBulk } from './Bulk.tsx'
import { ColumnChoice } from './ColumnChoice.tsx'
import { Builder } from './conditions/Builder.tsx'
import { sentence } from './conditions/sentence.ts'
import { useSpeaker } from './conditions/speaker.ts'
import { ExportDialog } from './ExportDialog.tsx'
import css from './lists.module.css'
import { Rows } from './Rows.tsx'
import {
  addresses,
  anyPicked,
  differs,
  type ListSearch,
  nonePicked,
  type Picked,
  type Shown,
  shownOf,
  writeSort,
} from './state.ts'
import { ViewTabs } from './ViewTabs.tsx'

/** One of the lists: what it shows stands in its address, so that it can be sent to somebody else. */
export function ListPage({ list }: { list: ListName }) {
  const words = useWords()
  const fields = useQuery(listFieldsQuery(list))
  const views = useQuery(viewsQuery(list))
  const failed = fields.error ?? views.error
  return (
    <Page title={words.lists.tabs[list]} actions={list === 'customers' && <AddCustomer />}>
      <ListTabs list={list} />
      {failed ? (
        <Failure
          error={failed}
          retry={() => {
            void fields.refetch()
            void views.refetch()
          }}
        />
      ) : fields.data && views.data ? (
        <List key={list} list={list} fields={fields.data} views={views.data.views} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  )
}

function AddCustomer() {
  const words = useWords().customers
  const may = useMay()
  const add = useAddCustomer()
  return (
    may('customer.create') && (
      <Button className={css.adding} onClick={() => add('')}>
        {words.add}
      </Button>
    )
  )
}

function ListTabs({ list }: { list: ListName }) {
  const all = useWords()
  const words = all.lists.tabs
  const past = all.standing.past.title
  const may = useMay()
  const every = ['customers', 'purchases', 'products', 'interactions'] as const
  const seen = every.filter((one) =>
    may(one === 'customers' ? 'customer.read' : one === 'interactions' ? 'timeline.read' : 'purchase.read'),
  )
  return (
    <nav className={css.bar} aria-label={words.label}>
      <span className={css.lists}>
        {seen.map((one) => (
          <Link
            key={one}
            to={addresses[one]}
            search={{}}
            data-on={one === list || undefined}
            aria-current={one === list ? 'page' : undefined}
          >
            {words[one]}
          </Link>
        ))}
      </span>
      {(may('customer.bulk') || may('export.run')) && (
        <Link to="/lists/past" className="link small">
          {past}
        </Link>
      )}
    </nav>
  )
}

type Panel = 'conditions' | 'columns' | 'export' | 'bulk' | undefined

function List({ list, fields, views }: { list: ListName; fields: FieldList; views: View[] }) {
  const { lists: words, standing } = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ListSearch
  const [panel, setPanel] = useState<Panel>()
  const [picked, pick] = useState<Picked>(nonePicked)
  const [changing, setChanging] = useState<string>()
  const view = views.find(({ id }) => id === search.view)
  const shown = shownOf(search, view, fields)
  const { sort, conditions } = shown
  const columns = shown.columns.flatMap((id): FieldInfo[] => fields.fields.filter((field) => field.id === id))
  const request: ListRequest = { columns: columns.map(({ id }) => id), sort, ...(conditions && { conditions }) }
  const go = (change: ListSearch) =>
    void navigate({ to: addresses[list], search: { ...search, ...change }, replace: true, resetScroll: false })
  const exports = may('export.run')
  const bulks = list === 'customers' && may('customer.bulk')
  const bulk = useBulk(shown, picked, (id) => {
    setPanel(undefined)
    setChanging(id)
    pick(nonePicked)
  })
  return (
    <>
      <ViewTabs
        list={list}
        views={views}
        view={view}
        shown={shown}
        changed={differs(shown, view, fields)}
        open={(id) => {
          pick(nonePicked)
          void navigate({ to: addresses[list], search: id === undefined ? {} : { view: id } })
        }}
      />
      {view && view.hidden.length > 0 && (
        <p className={css.notice}>{words.views.hidden(view.hidden.map((id) => words.field(list, id)).join(', '))}</p>
      )}
      <div className={css.bar}>
        <Said list={list} fields={fields} shown={shown} />
        <span className={css.acts}>
          <NativeSelect
            className={css.order}
            aria-label={words.sort}
            value={writeSort(sort)}
            data={fields.fields
              .filter((field) => field.sortable)
              .flatMap(({ id }) => [
                { value: id, label: `${visible(words.field(list, id))} ↑` },
                { value: `-${id}`, label: `${visible(words.field(list, id))} ↓` },
              ])}
            onChange={(event) => go({ sort: event.target.value })}
          />
          <Button
            aria-expanded={panel === 'conditions'}
            onClick={() => setPanel(panel === 'conditions' ? undefined : 'conditions')}
          >
            {conditions ? words.conditions.change : words.conditions.open}
          </Button>
          <Button onClick={() => setPanel('columns')}>{words.columns.open}</Button>
          {exports && <Button onClick={() => setPanel('export')}>{words.export.open}</Button>}
        </span>
      </div>
      {panel === 'conditions' && (
        <Builder
          key={JSON.stringify(conditions)}
          list={list}
          fields={fields.fields}
          conditions={conditions}
          apply={(where) => {
            pick(nonePicked)
            const { where: _, ...rest } = search
            const cleared = view?.conditions && where === undefined ? { all: [] } : where
            void navigate({ to: addresses[list], search: cleared === undefined ? rest : { ...rest, where: cleared } })
          }}
        />
      )}
      {changing && <BulkStrip key={changing} id={changing} close={() => setChanging(undefined)} />}
      {exports && anyPicked(picked) && (
        <PickedBar list={list} shown={shown} picked={picked} pick={pick} act={() => setPanel('export')}>
          {bulks && (
            <>
              <Button onClick={() => setPanel('bulk')}>{standing.bulk.open}</Button>
              <Button loading={bulk.isPending} onClick={() => bulk.mutate({ standing: 'archived' })}>
                {standing.archive}
              </Button>
              {bulk.isError && panel !== 'bulk' && <Failure error={bulk.error} />}
            </>
          )}
        </PickedBar>
      )}
      {bulks && <BulkDialog open={panel === 'bulk'} close={() => setPanel(undefined)} bulk={bulk} />}
      <Found list={list} columns={columns} request={request} picked={picked} pick={pick} pickable={exports} go={go} />
      <ColumnChoice
        open={panel === 'columns'}
        close={() => setPanel(undefined)}
        list={list}
        fields={fields.fields}
        columns={shown.columns}
        change={(next) => go({ columns: next.join(',') })}
      />
      <ExportDialog
        open={panel === 'export'}
        close={() => setPanel(undefined)}
        list={list}
        shown={shown}
        picked={picked}
      />
    </>
  )
}

/** What is shown, in one sentence: how many, and of which conditions. */
function Said({ list, fields, shown: { conditions } }: { list: ListName; fields: FieldList; shown: Shown }) {
  const words = useWords()
  const speaker = useSpeaker(list, fields.fields)
  const count = useQuery(listCountQuery(list, conditions))
  const { of, about, counting } = words.lists
  const number = count.data && (count.data.about ? about(of[list](count.data.count)) : of[list](count.data.count))
  return (
    <p className={css.said}>
      <strong role="status">{number ?? (count.isError ? '' : counting)}</strong>
      {conditions && (
        <span className="soft">
          <bdi>{sentence(conditions, speaker)}</bdi>
        </span>
      )}
    </p>
  )
}

export interface FoundProps {
  list: ListName
  columns: FieldInfo[]
  request: ListRequest
  picked: Picked
  pick: (picked: Picked) => void
  pickable: boolean
  go: (change: ListSearch) => void
}
/** What fits, as rows. */
export function Found({ list, columns, request, picked, pick, pickable, go }: FoundProps) {
  const words = useWords().lists
  const may = useMay()
  const query = useInfiniteQuery(listQuery(list, request))
  // while other columns are fetched the old rows stand: each cell goes under its own header
  const rows = (query.data?.pages ?? []).flatMap((page) => {
    const at = columns.map(({ id }) => page.columns.indexOf(id))
    return page.rows.map((row) => ({ ...row, cells: at.map((i) => row.cells[i]) }))
  })
  const empty = query.isSuccess && rows.length === 0
  return (
    <>
      {query.isPending && <Loading lines={10} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {empty && request.conditions && <Empty title={words.nobody} text={words.nobodyNext} />}
      {empty && !request.conditions && (
        <Empty title={words.empty[list].title} text={words.empty[list].next}>
          {may('import.run') && (
            <Link to="/imports/new" className="link">
              {words.bring}
            </Link>
          )}
        </Empty>
      )}
      {rows.length > 0 && !query.isError && (
        <Rows
          list={list}
          fields={columns}
          rows={rows}
          sort={request.sort!}
          picked={picked}
          pick={pick}
          pickable={pickable}
          order={(sort) => go({ sort: writeSort(sort) })}
          more={query.hasNextPage}
          fetchMore={() => {
            if (!query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage()
          }}
        />
      )}
    </>
  )
}

interface PickedBarProps {
  list: ListName
  shown: Shown
  picked: Picked
  pick: (picked: Picked) => void
  act: () => void
  children?: ReactNode
}
/** What can be done to the picked rows. */
function PickedBar({ list, shown, picked, pick, act, children }: PickedBarProps) {
  const words = useWords().lists
  const count = useQuery(listCountQuery(list, shown.conditions))
  const { all, ids } = picked
  const exact = count.data && !count.data.about ? count.data.count - ids.size : undefined
  const text = !all
    ? words.select.chosen(ids.size)
    : exact !== undefined
      ? words.select.chosen(exact)
      : ids.size === 0
        ? words.select.chosenAll
        : words.select.chosenBut(ids.size)
  return (
    <div className={css.picked}>
      <strong role="status">{text}</strong>
      <Button onClick={act}>{words.export.open}</Button>
      {children}
      {!all && (
        <button type="button" className="link" onClick={() => pick({ all: true, ids: new Set() })}>
          {words.select.every}
        </button>
      )}
      <button type="button" className="link" onClick={() => pick(nonePicked)}>
        {words.select.none}
      </button>
    </div>
  )
}
