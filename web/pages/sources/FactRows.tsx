import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type QualityMeasure, qualityMeasures } from '#src/terms/index.ts'
import { factRowsQuery, type RowsAsked } from '../../api/queries-sources.ts'
import type { FactLine, Rows } from '../../api/routes.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Choice } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './sources.module.css'
import { factName } from './told.ts'

type Side = RowsAsked['side']
interface FactRowsProps {
  source: string
  asked: { fact?: string; measure?: string; side?: string }
  facts: readonly FactLine[]
  change: (side: Side) => void
  close: () => void
}

/** The rows behind one number, side by side with what is not in it. */
export function FactRows({ source, asked, facts, change, close }: FactRowsProps) {
  const words = useWords().sources
  const fact = facts.find((one) => one.fact === asked.fact)
  const measure = qualityMeasures.find((one) => one === asked.measure)
  const open = fact !== undefined && measure !== undefined
  const title = open ? words.rows.title(factName(fact.fact, words), words.measure[measure]) : ''
  return (
    <Dialog open={open} close={close} as="side" label={title}>
      {open && (
        <Inside source={source} fact={fact} measure={measure} side={sideOf(asked.side)} {...{ title, change, close }} />
      )}
    </Dialog>
  )
}

const sides = ['passes', 'fails', 'unchecked'] as const
const sideOf = (text: string | undefined): Side => sides.find((side) => side === text) ?? 'fails'

interface InsideProps {
  source: string
  fact: FactLine
  measure: QualityMeasure
  side: Side
  title: string
  change: (side: Side) => void
  close: () => void
}
function Inside({ source, fact, measure, side, title, change, close }: InsideProps) {
  const words = useWords()
  const query = useInfiniteQuery(factRowsQuery({ source, fact: fact.fact, measure, side }))
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const { hasNextPage, isFetching, fetchNextPage } = query
  const few = rows.length < 10
  // what is rare may lie far apart: a short page goes on by itself
  useEffect(() => {
    if (few && hasNextPage && !isFetching) void fetchNextPage()
  }, [few, hasNextPage, isFetching, fetchNextPage])
  const shown = sides.filter((one) => one !== 'unchecked' || measure !== 'completeness')
  return (
    <>
      <div className={css.panelHead}>
        <h2>
          <Written text={title} />
        </h2>
        <button type="button" className={css.close} aria-label={words.shell.state.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <Choice
        label={words.sources.rows.choose}
        value={side}
        options={shown.map((value) => ({ value, label: words.sources.side[measure][value] }))}
        change={change}
      />
      {query.isPending && <Loading lines={5} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <p className={`soft ${css.rows}`}>{hasNextPage ? words.sources.rows.seeking : words.sources.rows.none}</p>
      )}
      <ul className={css.rows}>
        {rows.map((row) => (
          <Row key={`${row.customer.id} ${row.id}`} row={row} />
        ))}
      </ul>
      {hasNextPage && rows.length > 0 && (
        <button type="button" className="link" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {isFetching ? words.sources.rows.seeking : words.shell.state.more}
        </button>
      )}
      <p className={`soft small ${css.more}`}>{words.sources.rows.now}</p>
    </>
  )
}

function Row({ row }: { row: Rows['rows'][number] }) {
  const words = useWords()
  const format = useFormat()
  return (
    <li>
      <Link to="/customers/$id" params={{ id: row.customer.id }} className={css.who}>
        <Written text={row.customer.name} />
      </Link>
      {(row.shown || row.at) && (
        <small className="num">
          {row.shown && <Written text={row.shown} />}
          {row.shown && row.at && ' · '}
          {row.at && format.moment(row.at)}
        </small>
      )}
      {row.leftOut.map((fault) => (
        <small key={`${fault.code} ${fault.written}`} className="warn">
          <Written
            text={
              fault.written
                ? words.sources.rows.leftOut(fault.written, words.codes.fault[fault.code] ?? fault.code)
                : (words.codes.fault[fault.code] ?? fault.code)
            }
          />
        </small>
      ))}
    </li>
  )
}
