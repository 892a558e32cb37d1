import { Link } from '@tanstack/react-router'
import type { Today } from '#src/act/today/contract.ts'
import { useMay } from '../../api/session.ts'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './today.module.css'

/** Three figures of the day; each opens the rows behind it. */
export function Strip({ today }: { today: Today }) {
  const words = useWords().today
  const format = useFormat()
  const may = useMay()
  const sum = (of: 'quarantined' | 'unassigned' | 'waiting') => today.imports.reduce((all, one) => all + one[of], 0)
  const waits = [sum('quarantined'), sum('unassigned'), sum('waiting')] as const
  const waiting = waits[0] + waits[1] + waits[2]
  const { beyondRhythm } = today
  const currency = beyondRhythm[0]?.net.currency
  const worth = beyondRhythm.reduce((all, one) => all + BigInt(one.net.minor), 0n)
  return (
    <div className={css.strip} data-count={1 + Number(may('value.read')) + Number(may('import.read'))}>
      <Link to="/customers" className={css.cell}>
        <h2>{words.customers}</h2>
        <div className={css.figure}>{format.n(today.customers)}</div>
        <div className="soft">{words.customersNote}</div>
      </Link>
      {may('value.read') && (
        <a href="#list" className={css.cell}>
          <h2>{words.beyond}</h2>
          <div className={css.figure}>{format.n(beyondRhythm.length)}</div>
          <div className="soft num">
            {currency ? words.beyondNote(format.money({ minor: String(worth), currency }, 'whole')) : words.beyondNone}
          </div>
        </a>
      )}
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
