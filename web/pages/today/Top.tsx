import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { Today } from '#src/act/today/contract.ts'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './today.module.css'

/** The customers who have bought the most. */
export function Top({ people }: { people: Today['top'] }) {
  const words = useWords().today
  const format = useFormat()
  const id = useId()
  return (
    <section aria-labelledby={id} className={css.top}>
      <h2 id={id}>{words.top}</h2>
      <ul>
        {people.map((one) => (
          <li key={one.id}>
            <Link to="/customers/$id" params={{ id: one.id }} className={css.line}>
              <span className={css.name}>
                <Written text={one.name} />
              </span>
              <span className="soft">{one.city && <Written text={one.city} />}</span>
              <span className={`soft num ${css.count}`}>
                {words.purchases(one.purchases)}
                {one.lastPurchase && ` · ${words.topLast(format.day(one.lastPurchase))}`}
              </span>
              <span className="num">{format.money(one.net, 'whole')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
