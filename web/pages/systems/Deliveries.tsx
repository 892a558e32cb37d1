import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DeliveryRow, System } from '#src/clean/propagation/contract.ts'
import { api } from '../../api/client.ts'
import { systemDeliveriesQuery } from '../../api/queries-systems.ts'
import { useMay } from '../../api/session.ts'
import { Choice, Section } from '../../ui/parts.tsx'
import { Failure, Loading } from '../../ui/States.tsx'
import { Written } from '../../ui/Text.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import css from './systems.module.css'
import { errorOf, momentOf } from './told.ts'

const shows = ['open', 'failing', 'dead', 'all'] as const

/** Which customers' changes it has not got, the oldest first. */
export function Deliveries({ system }: { system: System }) {
  const words = useWords().systems.deliveries
  const [show, setShow] = useState<(typeof shows)[number]>('open')
  const query = useInfiniteQuery(systemDeliveriesQuery(system.id, show))
  const rows = query.data?.pages.flatMap((page) => page.rows)
  return (
    <Section title={words.title}>
      <Choice
        label={words.show}
        value={show}
        options={shows.map((value) => ({ value, label: words[value] }))}
        change={setShow}
      />
      {query.isPending && <Loading lines={4} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {rows?.length === 0 && (
        <p className={show === 'open' ? 'good' : 'soft'}>{show === 'open' ? words.none : words.noneHere}</p>
      )}
      <ul className={css.deliveries}>
        {rows?.map((row) => (
          <Row key={row.customerId} row={row} system={system} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {words.more}
        </Button>
      )}
    </Section>
  )
}

function Row({ row, system }: { row: DeliveryRow; system: System }) {
  const words = useWords().systems
  return (
    <li>
      <div>
        {row.name === null ? (
          <span className="soft">{words.deliveries.nobody}</span>
        ) : (
          <Link to="/customers/$id" params={{ id: row.customerId }} className={css.who}>
            <Written text={row.name} />
          </Link>
        )}
        <Standing row={row} />
      </div>
      {row.state !== 'acknowledged' && <RowActs customerId={row.customerId} systemId={system.id} state={row.state} />}
    </li>
  )
}

/** How one delivery stands: state, times, what went wrong. */
export function Standing({ row }: { row: Omit<DeliveryRow, 'customerId' | 'name'> }) {
  const words = useWords().systems
  const format = useFormat()
  const at = (moment: string) => momentOf(format, words, moment)
  const parts = [
    words.states[row.state],
    row.at && at(row.at),
    row.how && words.hows[row.how],
    row.since && words.since(at(row.since)),
    row.attempts > 0 && row.state !== 'sent' && words.attempts(row.attempts),
    row.nextTry && row.state === 'retrying' && words.nextTry(at(row.nextTry)),
    row.nextTry && row.state === 'waiting' && row.nextTry > new Date().toISOString() && words.leaves(at(row.nextTry)),
  ]
  return (
    <small className={css.standing}>
      {parts.filter(Boolean).join(' · ')}
      {row.error && <span className={css.fault}> {errorOf(words, row.error)}</span>}
    </small>
  )
}

/** Try it now, or say that the system has it. */
export function RowActs({ customerId, systemId, state }: { customerId: string; systemId: string; state: string }) {
  const words = useWords().systems
  const may = useMay()
  const client = useQueryClient()
  const params = { params: { id: customerId, systemId } }
  const fresh = () => client.invalidateQueries({ queryKey: ['systems'] })
  const retry = useMutation({
    mutationFn: () => api.post('/customers/:id/systems/:systemId/retry', undefined, params),
    onSuccess: fresh,
  })
  const done = useMutation({
    mutationFn: () => api.post('/customers/:id/systems/:systemId/done', undefined, params),
    onSuccess: fresh,
  })
  if (!may('system.run')) return null
  return (
    <div className={css.rowActs}>
      {(state === 'retrying' || state === 'dead' || state === 'sent') && (
        <button type="button" className="link small" onClick={() => retry.mutate()} disabled={retry.isPending}>
          {words.retry}
        </button>
      )}
      <button type="button" className="link small" onClick={() => done.mutate()} disabled={done.isPending}>
        {words.done}
      </button>
      {(retry.isError || done.isError) && <Failure error={retry.error ?? done.error} />}
    </div>
  )
}
