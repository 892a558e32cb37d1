import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AlikeCustomers } from '#src/know/customers/contract.ts'
import type { ApiError } from '../../api/problem.ts'
import { visible, Written } from '../../ui/Text.tsx'
import { useWords } from '../../words/index.tsx'
import css from './customers.module.css'

interface Known {
  id: string
  name: string
  city: string | null
  same: string[]
}

/** Somebody shares a contact point with the one being added: who, and what is the same. */
export function Alike({ error, close, anyway }: { error: ApiError; close: () => void; anyway: () => void }) {
  const words = useWords()
  const known = (error.details.customers ?? []) as Known[]
  return (
    <div className={css.alike} role="alert">
      <strong>{words.customers.exists.title}</strong>
      <p>{words.customers.exists.text}</p>
      <ul>
        {known.map((one) => (
          <li key={one.id}>
            <Link to="/customers/$id" params={{ id: one.id }} onClick={close} className="plain">
              <strong>
                <Written text={one.name} />
              </strong>
              <small>
                {[one.city, ...one.same.map((kind) => words.shell.search.matched[kind])].filter(Boolean).join(' · ')}
              </small>
            </Link>
            <Link to="/customers/$id" params={{ id: one.id }} onClick={close} className="link">
              {words.customers.exists.open}
            </Link>
          </li>
        ))}
      </ul>
      <Button onClick={anyway}>{words.customers.exists.anyway}</Button>
    </div>
  )
}

/** While one types: who this may be already, how surely, and why. Says nothing when nobody is alike. */
export function MayBe({ known, close }: { known: AlikeCustomers['customers']; close: () => void }) {
  const words = useWords().values.alike
  return (
    <div role="status" className={css.maybe}>
      {known.length > 0 && (
        <>
          <strong>{words.title}</strong>
          <ul>
            {known.map((one) => (
              <li key={one.id}>
                <div>
                  <strong>
                    <Written text={one.name} />
                  </strong>
                  {one.city && (
                    <span className="soft">
                      {' '}
                      <Written text={one.city} />
                    </span>
                  )}
                  <small>
                    <span className={one.sure === 'possible' ? undefined : 'warn'}>{words.sure[one.sure]}</span>
                    {': '}
                    {one.because.map((why) => words.because[why]).join(', ')}
                  </small>
                </div>
                <Link
                  to="/customers/$id"
                  params={{ id: one.id }}
                  onClick={close}
                  className="link"
                  aria-label={words.openOf(visible(one.name))}
                >
                  {words.open}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
