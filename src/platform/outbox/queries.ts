import type { Uuid } from '#src/terms/index.ts'
import { type Statement, sql } from '../db/index.ts'

export function addEffect(row: {
  id: Uuid
  topic: string
  key: string
  payload: unknown
  at: Date
  availableAt: Date
}): Statement {
  return sql`
    insert into platform.outbox (id, topic, key, payload, at, state, available_at, attempts, fence)
    values (${row.id}, ${row.topic}, ${row.key}, ${JSON.stringify(row.payload)}::jsonb, ${row.at}, 'pending',
      ${row.availableAt}, 0, 0)
    on conflict (key) do nothing`
}

export interface ClaimRow {
  id: Uuid
  key: string
  payload: unknown
  attempts: number
  fence: string
}
/** Takes what is due and whose earlier lease, if any, has run out. Two claimers never take the same row. */
export function claimDue(topic: string, most: number, now: Date, leaseUntil: Date): Statement<ClaimRow> {
  return sql`
    with due as (
      select id from platform.outbox
      where topic = ${topic} and state = 'pending' and available_at <= ${now}
        and (lease_until is null or lease_until <= ${now})
      order by available_at, id
      limit ${most}
      for update skip locked
    )
    update platform.outbox o
    set lease_until = ${leaseUntil}, attempts = o.attempts + 1, fence = o.fence + 1
    from due where o.id = due.id
    returning o.id, o.key, o.payload, o.attempts, o.fence`
}

/** Leases that ran out with the effect begun, where carrying it out again could do it twice. */
export function markUnknown(topic: string, now: Date): Statement {
  return sql`
    update platform.outbox
    set state = 'unknown', lease_until = null, last_error = 'the worker died after it began'
    where topic = ${topic} and state = 'pending' and lease_until <= ${now}`
}

export function settleEffect(row: {
  id: Uuid
  fence: string
  state: 'pending' | 'sent' | 'unknown' | 'dead'
  availableAt: Date
  error: string | null
}): Statement {
  return sql`
    update platform.outbox
    set state = ${row.state}, available_at = ${row.availableAt}, lease_until = null, last_error = ${row.error}
    where id = ${row.id} and fence = ${row.fence}::bigint and state = 'pending'`
}

/** Effects whose payload tells of this customer. */
export function dropEffectsOf(customerId: Uuid): Statement {
  return sql`delete from platform.outbox where payload ->> 'customerId' = ${customerId}`
}
