import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CustomerDeliveries } from '#src/clean/propagation/contract.ts'
import { customerSystemsQuery } from '../../api/queries-systems.ts'
import { useMay } from '../../api/session.ts'
import { Section } from '../../ui/parts.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { RowActs, Standing } from './Deliveries.tsx'
import css from './systems.module.css'
import { fieldName, momentOf } from './told.ts'

type One = CustomerDeliveries['systems'][number]

/** Where the customer's changes are: which system has them, which is tried again and when. Nothing while no system is connected. */
export function CustomerSystems({ id }: { id: string }) {
  const words = useWords().systems
  const { data } = useQuery(customerSystemsQuery(id))
  if (!data || data.systems.length === 0) return null
  const told = data.systems.filter((one) => one.known)
  return (
    <Section title={words.customer.title}>
      {told.length > 0 && <Summary told={told} />}
      <ul className={css.customer}>
        {data.systems.map((system) => (
          <Line key={system.id} customerId={id} system={system} />
        ))}
      </ul>
      <Changes data={data} />
    </Section>
  )
}

/** "3 of 4 have it; the fourth is tried again at 12:04." */
function Summary({ told }: { told: readonly One[] }) {
  const words = useWords().systems
  const format = useFormat()
  const open = told.filter(({ state }) => state !== 'acknowledged')
  const has = told.length - open.length
  return (
    <p role="status" className={open.length === 0 ? 'good' : undefined}>
      {open.length === 0 ? words.customer.all(told.length) : words.customer.some(has, told.length)}
      {open.map(({ id, name, state, nextTry }) =>
        state === 'retrying' && nextTry ? (
          <span key={id}>
            {' '}
            <Written text={words.customer.retried(name, momentOf(format, words, nextTry))} />
          </span>
        ) : null,
      )}
    </p>
  )
}

function Line({ customerId, system }: { customerId: string; system: One }) {
  const words = useWords().systems
  const may = useMay()
  return (
    <li data-state={system.known ? system.state : 'none'}>
      <div>
        {may('system.read') ? (
          <Link to="/systems/$id" params={{ id: system.id }} className={css.who}>
            <Written text={system.name} />
          </Link>
        ) : (
          <span className={css.who}>
            <Written text={system.name} />
          </span>
        )}
        {system.known ? <Standing row={system} /> : <small className={css.standing}>{words.customer.unknown}</small>}
        {system.conflicts.map(({ field, theirs, ours, why }) => (
          <p key={field} className={css.conflict}>
            <b>
              {words.customer.conflict}: {fieldName(words, field)}
            </b>
            <span>
              <Written text={words.customer.theirs(theirs)} />
            </span>
            {ours !== null && (
              <span>
                <Written text={words.customer.ours(ours)} />
              </span>
            )}
            {why !== null && <span className="soft">{words.why[why]}</span>}
          </p>
        ))}
      </div>
      {system.known && system.state !== 'acknowledged' && (
        <RowActs customerId={customerId} systemId={system.id} state={system.state} />
      )}
    </li>
  )
}

/** Change by change: when each system got it. */
function Changes({ data }: { data: CustomerDeliveries }) {
  const all = useWords()
  const words = all.systems
  const format = useFormat()
  const names = new Map(data.systems.map(({ id, name }) => [id, name]))
  const changes = data.changes.filter(({ got }) => got.some(({ at }) => at !== null))
  if (changes.length === 0) return null
  return (
    <details className={css.changes}>
      <summary>{words.customer.changes}</summary>
      <ul>
        {changes.map(({ id, at, what, fields, got }) => (
          <li key={id}>
            <b>{momentOf(format, words, at)}</b>{' '}
            {fields.length > 0 ? fields.map((field) => fieldName(words, field)).join(', ') : words.customer.whats[what]}
            <small>
              {got.map((one) => (
                <span key={one.systemId}>
                  <Written
                    text={
                      one.at === null
                        ? words.customer.notYet(names.get(one.systemId) ?? '')
                        : words.customer.got(names.get(one.systemId) ?? '', momentOf(format, words, one.at))
                    }
                  />
                </span>
              ))}
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
