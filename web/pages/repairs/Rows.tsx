import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import type { RepairCause, RepairRow, RepairSummary } from '#src/clean/quality/quarantine/contract.ts'
import { repairFileAddress, repairsQuery } from '../../api/queries-repairs.ts'
import type { RepairSearch } from '../../api/routes.ts'
import { useMay } from '../../api/session.ts'
import { Choice } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import type { RepairActs } from './acts.ts'
import { Cards } from './Cards.tsx'
import { DropDialog } from './DropDialog.tsx'
import { FixMany } from './FixMany.tsx'
import { Grid } from './Grid.tsx'
import { AlikeOffer, type Offer } from './Notices.tsx'
import css from './repairs.module.css'

interface RowsProps {
  summary: RepairSummary
  search: RepairSearch
  state: 'waiting' | 'mended' | 'dropped'
  acts: RepairActs
  show: (state: string) => void
}

/** The rows of one file or cause, with what can be done to them. */
export function Rows({ summary, search, state, acts, show }: RowsProps) {
  const words = useWords()
  const may = useMay()
  const phone = useMediaQuery('(max-width: 760px)')
  const query = useInfiniteQuery(repairsQuery({ ...search, state }))
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [offer, setOffer] = useState<Offer | null>(null)
  const [fixing, setFixing] = useState<boolean | 'suggested'>(false)
  const [dropping, setDropping] = useState(false)
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const layouts = query.data?.pages.flatMap((page) => page.layouts) ?? []
  const layout = layouts.find((one) => one.id === rows[0]?.layout)
  const cause = summary.causes.find(
    (one) => one.layout === search.layout && one.code === search.code && one.field === search.field,
  )
  const chosen = [...picked].filter((id) => rows.some((row) => row.id === id))
  const edits = may('quality.repair')
  const save = (row: RepairRow, at: number, text: string) => {
    const column = layout!.columns[at]?.header ?? `#${at + 1}`
    const from = row.cells[at] ?? ''
    if (from === text) return
    acts.edit.mutate(
      { id: row.id, cells: { [column]: text } },
      { onSuccess: ({ alike }) => setOffer(alike > 0 ? { like: row.id, column, from, text, rows: alike } : null) },
    )
  }
  // dropped rows can be of several files, each with columns of its own
  const tables = [...Map.groupBy(rows, (row) => row.layout)].flatMap(([id, group]) => {
    const own = layouts.find((one) => one.id === id)
    return own ? [{ key: id, rows: group, layout: own }] : []
  })
  const table = {
    picked,
    pick: state === 'mended' ? undefined : setPicked,
    save: edits && state === 'waiting' ? save : undefined,
    more: query.hasNextPage,
    fetchMore: () => {
      if (!query.isFetchingNextPage && !query.isFetchNextPageError) void query.fetchNextPage()
    },
  }
  return (
    <section className={css.rows} aria-label={words.repairs.title}>
      <div className={css.bar}>
        <Choice
          label={words.repairs.show}
          value={state}
          options={(['waiting', 'mended', 'dropped'] as const).map((value) => ({
            value,
            label: words.repairs.state[value]!,
          }))}
          change={show}
        />
        {edits && state === 'waiting' && layout && (
          <>
            <ReadyButton summary={summary} search={search} acts={acts} />
            {search.code !== undefined && <Button onClick={() => setFixing(true)}>{words.repairs.alike.act}</Button>}
          </>
        )}
        {state === 'waiting' && layout && (
          <a
            className="link"
            href={repairFileAddress({ ...search, layout: layout.id })}
            title={words.repairs.downloadHelp}
          >
            {words.repairs.download}
          </a>
        )}
      </div>
      {state === 'waiting' && (
        <How cause={cause} ready={search.ready === 'true'} fix={edits ? () => setFixing('suggested') : undefined} />
      )}
      {edits && state !== 'mended' && chosen.length > 0 && (
        <div className={css.selection}>
          <span className="num">{words.repairs.selected(chosen.length)}</span>
          {state === 'waiting' ? (
            <>
              <Button loading={acts.replay.isPending} onClick={() => acts.replay.mutate({ ids: chosen })}>
                {words.repairs.replay.selected}
              </Button>
              <Button onClick={() => setDropping(true)}>{words.repairs.drop.selected}</Button>
            </>
          ) : (
            <Button loading={acts.restore.isPending} onClick={() => acts.restore.mutate({ ids: chosen })}>
              {words.repairs.drop.restore}
            </Button>
          )}
          <button type="button" className="link" onClick={() => setPicked(new Set())}>
            {words.repairs.clear}
          </button>
        </div>
      )}
      {offer && <AlikeOffer offer={offer} acts={acts} close={() => setOffer(null)} />}
      <Failures acts={acts} />
      {query.isPending && <Loading lines={6} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <p className={`soft ${css.none}`}>
          {state === 'waiting' ? words.repairs.noneHere : words.repairs.noneSettled[state]}
        </p>
      )}
      {tables.map(({ key, ...one }) => (
        <Fragment key={key}>
          {tables.length > 1 && (
            <h2>
              <Written text={one.layout.name} />
            </h2>
          )}
          {phone ? <Cards {...table} {...one} /> : <Grid {...table} {...one} />}
        </Fragment>
      ))}
      {fixing !== false && layout && rows[0] && (
        <FixMany
          layout={layout}
          like={rows.find((row) => row.faults.some((fault) => fault.fatal && fault.code === search.code)) ?? rows[0]}
          suggested={fixing === 'suggested' ? (cause?.act ?? null) : null}
          acts={acts}
          close={() => setFixing(false)}
        />
      )}
      {dropping && (
        <DropDialog rows={chosen.length} acts={acts} choice={{ ids: chosen }} close={() => setDropping(false)} />
      )}
    </section>
  )
}

/** What could not be done, each with another try: what was written is not lost. */
function Failures({ acts }: { acts: RepairActs }) {
  const { edit, alike, undo, replay, drop, restore } = acts
  const again = <V,>(one: { variables: V | undefined; mutate: (input: V) => void }) => {
    const { variables } = one
    return variables === undefined ? {} : { retry: () => one.mutate(variables) }
  }
  return (
    <>
      {edit.isError && <Failure error={edit.error} {...again(edit)} />}
      {alike.isError && <Failure error={alike.error} />}
      {undo.isError && <Failure error={undo.error} {...again(undo)} />}
      {replay.isError && <Failure error={replay.error} {...again(replay)} />}
      {drop.isError && <Failure error={drop.error} {...again(drop)} />}
      {restore.isError && <Failure error={restore.error} {...again(restore)} />}
    </>
  )
}

/** Takes in what is ready among the rows shown; all of the page's when the cause shown has none of its own. */
function ReadyButton({ summary, search, acts }: { summary: RepairSummary; search: RepairSearch; acts: RepairActs }) {
  const words = useWords().repairs.replay
  const ready = summary.causes.find((one) => one.layout === search.layout && one.code === '')?.rows ?? 0
  const { source, import: importId, layout } = search
  const filter = {
    ...(source && { source }),
    ...(importId && { import: importId }),
    ...(layout && { layout }),
    ready: true,
  }
  return (
    <Button
      variant="filled"
      disabled={ready === 0}
      loading={acts.replay.isPending}
      onClick={() => acts.replay.mutate({ filter })}
    >
      {words.ready(ready)}
    </Button>
  )
}

/** What is wrong with these rows, how it is mended, and the act that would mend most of them. */
function How({ cause, ready, fix }: { cause: RepairCause | undefined; ready: boolean; fix: (() => void) | undefined }) {
  const words = useWords().repairs
  if (ready) return <p className={css.how}>{words.readyHow}</p>
  if (!cause) return null
  const { act } = cause
  const say = act && words.alike.suggestion[act.operation]
  return (
    <div className={css.how}>
      <p>{words.how[cause.code]}</p>
      {act && say && fix && (
        <p>
          <button type="button" className="link" onClick={fix}>
            {say(act.column, act.to ?? '')}
          </button>{' '}
          <span className="soft">{words.alike.suggested(act.mends, act.tried)}</span>
        </p>
      )}
    </div>
  )
}
