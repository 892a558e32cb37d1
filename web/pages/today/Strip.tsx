import { Link } from '@tanstack/react-router'
import type { Attention, Line, Today } from '#src/act/today/contract.ts'
import { useMay } from '../../api/session.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './today.module.css'

/** Lines that still wait for somebody. */
export const openOf = (list: Attention): readonly Line[] => list.lines.filter((line) => line.solved === null)

/** Three figures of the day; each opens the rows behind it. */
export function Strip({ today, list }: { today: Today; list: Attention | undefined }) {
  const words = useWords().today
  const format = useFormat()
  const may = useMay()
  const sum = (of: 'quarantined' | 'unassigned' | 'waiting') => today.imports.reduce((all, one) => all + one[of], 0)
  const waits = [sum('quarantined'), sum('unassigned'), sum('waiting')] as const
  const waiting = waits[0] + waits[1] + waits[2]
  return (
    <div className={css.strip} data-count={1 + Number(may('value.read')) + Number(may('import.read'))}>
      <Link to="/customers" className={css.cell}>
        <h2>{words.customers}</h2>
        <div className={css.figure}>{format.n(today.customers)}</div>
        <div className="soft">{words.customersNote}</div>
      </Link>
      {may('value.read') && <ListCell list={list} />}
      {may('import.read') && (
        <Link to="/imports" className={css.cell}>
          <h2>{words.waiting}</h2>
          <div className={css.figure}>{format.n(waiting)}</div>
          <div className="soft num">{waiting === 0 ? words.waitingNone : words.waitingNote(...waits)}</div>
        </Link>
      )}
    </div>
  )
}

/** How many people wait for the reader, and their worth in the currency of the most. */
function ListCell({ list }: { list: Attention | undefined }) {
  const words = useWords().attention
  const format = useFormat()
  const open = list ? openOf(list) : []
  const sums = new Map<string, bigint>()
  for (const { worth } of open)
    if (worth.amount)
      sums.set(worth.amount.currency, (sums.get(worth.amount.currency) ?? 0n) + BigInt(worth.amount.minor))
  const [most] = [...sums].sort((a, b) => (b[1] > a[1] ? 1 : -1))
  const worth = most ? format.money({ minor: String(most[1]), currency: most[0] }, 'whole') : null
  return (
    <a href="#list" className={css.cell}>
      <h2>{words.figure}</h2>
      <div className={css.figure}>{list ? format.n(open.length) : '–'}</div>
      <div className="soft num">{list && words.figureNote(worth, list.done.length)}</div>
    </a>
  )
}
