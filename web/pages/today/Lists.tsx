import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { Today } from '#src/act/today/contract.ts'
import { useMay } from '../../api/session.ts'
import { Avatar } from '../../ui/parts.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { Empty } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './today.module.css'

/** Good customers beyond their own rhythm: who, why in one sentence, evidence, worth, one action. */
export function BeyondRhythm({ people, day }: { people: Today['beyondRhythm']; day: Today['day'] }) {
  const words = useWords().today
  const format = useFormat()
  const may = useMay()
  const id = useId()
  return (
    <section aria-labelledby={id} id="list">
      <h2 id={id}>{words.list}</h2>
      {people.length === 0 && <Empty title={words.beyondNone} text={words.listEmpty} />}
      <ul className={css.list}>
        {people.map((one) => {
          const lasted = format.daysBetween(one.firstPurchase, day) - one.sinceDays
          return (
            <li key={one.id}>
              <Avatar name={one.name} />
              <div>
                <h3>
                  <Link to="/customers/$id" params={{ id: one.id }} className="plain">
                    <Written text={one.name} />
                  </Link>
                </h3>
                <p className={css.why}>{words.why(one.rhythmDays, lasted, one.sinceDays)}</p>
                <div className={css.evidence}>
                  <Sparkline counts={one.months} />
                  <span className="num">{words.evidence(one.purchases, format.year(one.firstPurchase))}</span>
                </div>
              </div>
              <div className={css.act}>
                <small className="num">{words.worth(format.money(one.net, 'whole'))}</small>
                {may('note.write') && (
                  <Button
                    renderRoot={(props) => (
                      <Link {...props} to="/customers/$id" params={{ id: one.id }} search={{ write: 'call' }} />
                    )}
                    aria-label={`${words.act}: ${one.name}`}
                  >
                    {words.act}
                  </Button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

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
