import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Holds } from '../decide.ts'

export function aliasesOf(runner: Runner, ids: readonly Uuid[]): Promise<{ old_id: Uuid; customer_id: Uuid }[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<{ old_id: Uuid; customer_id: Uuid }>`
    select old_id, customer_id from clean.alias where old_id = any(${ids}::uuid[])`)
}

/** What is due to one more change: counted, and tried at once whatever the earlier one came to. */
const oneMore = sql`
  wanted = d.wanted + 1, wanted_at = excluded.wanted_at, state = 'pending', attempts = 0, next_at = excluded.next_at,
  since = case when d.state = 'acknowledged' then excluded.since else d.since end, erased = false`

/** Every connected system is to hear of these customers. In the order of the key, so that two writers never wait crosswise. */
export async function tellAll(tx: Tx, ids: readonly Uuid[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    insert into clean.delivery as d (customer_id, system_id, state, wanted, since, wanted_at, next_at)
    select c.id, s.id, 'pending', 1, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    from unnest(${[...ids].sort()}::uuid[]) c (id) cross join clean.system s where s.state <> 'removed'
    order by c.id, s.id
    on conflict (customer_id, system_id) do update set ${oneMore}`)
}

/** The systems of a source have told something themselves: what they hold is theirs to say. */
export async function noteTold(tx: Tx, ids: readonly Uuid[], sourceId: Uuid, now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    insert into clean.delivery as d (customer_id, system_id, state, wanted, since, wanted_at, next_at, told)
    select c.id, s.id, 'pending', 1, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, true
    from unnest(${[...ids].sort()}::uuid[]) c (id) cross join clean.system s where s.state <> 'removed' and s.source_id = ${sourceId}
    order by c.id, s.id
    on conflict (customer_id, system_id) do update set ${oneMore}, told = true`)
}

/** Customers that are no more: systems that may have heard of them are told, the others never knew. */
export async function tellGone(tx: Tx, ids: readonly Uuid[], now: Date, erased: boolean): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    delete from clean.delivery where customer_id = any(${ids}::uuid[])
      and acked = 0 and sent = 0 and attempts = 0 and lease_until is null and feed_no is null and last_error is null`)
  await tx.run(sql`
    update clean.delivery d set wanted = d.wanted + 1, wanted_at = ${now}, state = 'pending', attempts = 0, next_at = ${now}::timestamptz,
      since = case when d.state = 'acknowledged' then ${now}::timestamptz else d.since end, erased = ${erased}, told = false
    where customer_id = any(${ids}::uuid[])`)
}

/** What is kept of somebody erased until all have heard: that there is somebody to forget. */
export async function bare(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await tx.run(sql`
    update clean.delivery set holds = null, corrected = null, done_hash = null where customer_id = any(${ids}::uuid[])`)
  await tx.run(sql`delete from clean.delivered where customer_id = any(${ids}::uuid[])`)
}

export interface Due {
  customer_id: Uuid
  wanted: number
  wanted_at: Date
  attempts: number
  fence: number
  holds: Holds | null
  told: boolean
  corrected: string | null
  erased: boolean
  external_id: string | null
}
/** Takes what is due of one system, the longest waiting first. Two senders never take the same; a lease that ran out is taken again. */
export function claim(
  runner: Runner,
  { systemId, most, now, leaseUntil }: { systemId: Uuid; most: number; now: Date; leaseUntil: Date },
): Promise<Due[]> {
  return runner.rows(sql<Due>`
    with due as (
      select customer_id, system_id from clean.delivery
      where system_id = ${systemId} and state = 'pending' and next_at <= ${now} and (lease_until is null or lease_until <= ${now})
      order by next_at, customer_id limit ${most} for update skip locked
    )
    update clean.delivery d set lease_until = ${leaseUntil}, attempts = d.attempts + 1, fence = d.fence + 1
    from due where d.customer_id = due.customer_id and d.system_id = due.system_id
    returning d.customer_id, d.wanted, d.wanted_at, d.attempts, d.fence, d.holds, d.told, d.corrected, d.erased, d.external_id`)
}

export interface Taken {
  due: Due
  how: 'sent' | 'same' | 'echo' | 'theirs'
  holds: Holds | null
  corrected: string | null
  externalId: string | null
}
/** It was told this already and has not said yet that it has it. */
const unsaid = sql`(a.how = 'same' and d.sent > d.acked)`

/**
 * The system has these. What came meanwhile stays pending; who lost the lease settles nothing; what was handed over before and nobody has
 * answered for goes on waiting for the answer. The acknowledgement before goes into the record of deliveries; of the erased nothing stays.
 */
export async function acknowledge(runner: Runner, systemId: Uuid, taken: readonly Taken[], now: Date): Promise<void> {
  if (taken.length === 0) return
  const ordered = [...taken].sort((a, b) => (a.due.customer_id < b.due.customer_id ? -1 : 1))
  const column = <T>(of: (one: Taken) => T) => ordered.map(of)
  await runner.run(sql`
    with a as materialized (
      select * from unnest(${column((t) => t.due.customer_id)}::uuid[], ${column((t) => t.due.fence)}::int[],
        ${column((t) => t.due.wanted)}::int[], ${column((t) => t.due.wanted_at)}::timestamptz[], ${column((t) => t.how)}::text[],
        ${column((t) => JSON.stringify(t.holds))}::jsonb[], ${column((t) => t.corrected)}::text[], ${column((t) => t.externalId)}::text[])
        as a (customer_id, fence, wanted, as_of, how, holds, corrected, external_id)
    ), past as (
      insert into clean.delivered (customer_id, system_id, as_of, at, how)
      select d.customer_id, d.system_id, d.acked_as_of, d.acked_at, coalesce(d.acked_how, 'sent')
      from a join clean.delivery d on d.customer_id = a.customer_id and d.fence = a.fence
      where d.system_id = ${systemId} and d.acked_as_of is not null and not d.erased and d.acked_as_of < a.as_of
      on conflict do nothing
    ), gone as (
      delete from clean.delivery d using a
      where d.customer_id = a.customer_id and d.system_id = ${systemId} and d.fence = a.fence and d.erased and d.wanted = a.wanted
    )
    update clean.delivery d set
      state = case when d.wanted > a.wanted then 'pending' when ${unsaid} then 'sent' else 'acknowledged' end,
      since = case when d.wanted > a.wanted and not ${unsaid} then d.wanted_at else d.since end,
      told = d.told and d.wanted > a.wanted, sent = greatest(d.sent, a.wanted),
      sent_at = case when ${unsaid} then d.sent_at else ${now}::timestamptz end,
      acked = case when ${unsaid} then d.acked else a.wanted end,
      acked_at = case when ${unsaid} then d.acked_at else ${now}::timestamptz end,
      acked_as_of = case when ${unsaid} then d.acked_as_of else a.as_of end,
      acked_how = case when ${unsaid} then d.acked_how else a.how end, holds = nullif(a.holds, 'null'::jsonb), corrected = a.corrected, external_id = a.external_id, attempts = 0,
      lease_until = null, last_error = null, last_error_at = null
    from a where d.customer_id = a.customer_id and d.system_id = ${systemId} and d.fence = a.fence
      and not (d.erased and d.wanted = a.wanted)`)
}

/** Handed to a person, who has yet to say that it is done. */
export async function handOver(runner: Runner, systemId: Uuid, taken: Taken, now: Date): Promise<void> {
  const { due, holds, corrected, externalId } = taken
  await runner.run(sql`
    update clean.delivery d set state = case when d.wanted > ${due.wanted} then 'pending' else 'sent' end,
      sent = ${due.wanted}, sent_at = ${now}, holds = ${JSON.stringify(holds)}::jsonb, corrected = ${corrected}, external_id = ${externalId},
      told = d.told and d.wanted > ${due.wanted}, attempts = 0, lease_until = null, last_error = null, last_error_at = null
    where customer_id = ${due.customer_id} and system_id = ${systemId} and fence = ${due.fence}`)
}

/** Tried in vain, all for the same reason: again at a later moment, or (null) given up. */
export async function putOff(
  runner: Runner,
  systemId: Uuid,
  { due, error, at, now }: { due: readonly Due[]; error: string; at: Date | null; now: Date },
): Promise<void> {
  if (due.length === 0) return
  await runner.run(sql`
    update clean.delivery d set lease_until = null, last_error = ${error}, last_error_at = ${now},
      state = case when ${at}::timestamptz is null and d.wanted = b.wanted then 'dead' else 'pending' end,
      next_at = case when d.wanted > b.wanted then d.next_at else coalesce(${at}::timestamptz, d.next_at) end
    from unnest(${due.map((d) => d.customer_id)}::uuid[], ${due.map((d) => d.fence)}::int[], ${due.map((d) => d.wanted)}::int[])
      as b (customer_id, fence, wanted)
    where d.customer_id = b.customer_id and d.system_id = ${systemId} and d.fence = b.fence`)
}

/** Not tried after all: as if it had not been taken. */
export async function putBack(runner: Runner, systemId: Uuid, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return
  await runner.run(sql`
    update clean.delivery d set lease_until = null, attempts = greatest(0, d.attempts - 1)
    from unnest(${due.map((d) => d.customer_id)}::uuid[], ${due.map((d) => d.fence)}::int[]) as b (customer_id, fence)
    where d.customer_id = b.customer_id and d.system_id = ${systemId} and d.fence = b.fence`)
}

/** Remembers the link before the mail goes out: whoever holds it may say "done". */
export async function keepLink(runner: Runner, systemId: Uuid, due: Due, hash: Buffer): Promise<void> {
  await runner.run(sql`
    update clean.delivery set done_hash = ${hash} where customer_id = ${due.customer_id} and system_id = ${systemId} and fence = ${due.fence}`)
}

export interface Linked {
  customer_id: Uuid
  system_id: Uuid
  system: string
  state: string
  wanted_at: Date
}
export function linked(runner: Runner, hash: Buffer): Promise<Linked | undefined> {
  return runner.maybe(sql<Linked>`
    select d.customer_id, d.system_id, s.name as system, d.state, d.wanted_at
    from clean.delivery d join clean.system s on s.id = d.system_id where d.done_hash = ${hash}`)
}

/**
 * A person says that the system has it. What is said of a message counts for that message; otherwise for everything up to now. Of the erased
 * nothing stays.
 */
export function markDone(
  runner: Runner,
  { customerId, systemId, onlySent, now }: { customerId: Uuid; systemId: Uuid; onlySent: boolean; now: Date },
): Promise<number> {
  const isLast = sql`(d.sent >= d.wanted or not ${onlySent}::boolean)`
  return runner.run(sql`
    with gone as (
      delete from clean.delivery d
      where customer_id = ${customerId} and system_id = ${systemId} and state <> 'acknowledged' and erased and ${isLast}
    ), past as (
      insert into clean.delivered (customer_id, system_id, as_of, at, how)
      select customer_id, system_id, acked_as_of, acked_at, coalesce(acked_how, 'sent') from clean.delivery
      where customer_id = ${customerId} and system_id = ${systemId} and acked_as_of is not null and state <> 'acknowledged' and not erased
      on conflict do nothing
    )
    update clean.delivery d set state = case when ${isLast} then 'acknowledged' else 'pending' end,
      acked = case when ${onlySent}::boolean then d.sent else d.wanted end, acked_at = ${now}, acked_how = 'done',
      acked_as_of = case when ${isLast} then d.wanted_at else coalesce(d.sent_at, ${now}::timestamptz) end,
      attempts = 0, lease_until = null, fence = d.fence + 1, last_error = null, last_error_at = null
    where customer_id = ${customerId} and system_id = ${systemId} and state <> 'acknowledged' and not (erased and ${isLast})`)
}

/** Tried again now: one, told once more if it was handed over already, or all of a system that were tried in vain. */
export function again(
  runner: Runner,
  { customerId, systemId, now }: { customerId: Uuid | null; systemId: Uuid; now: Date },
): Promise<number> {
  return runner.run(sql`
    update clean.delivery set state = 'pending', attempts = 0, next_at = ${now}, holds = case when state = 'sent' then null else holds end
    where system_id = ${systemId} and (${customerId}::uuid is null or customer_id = ${customerId}::uuid)
      and (state = 'dead' or (state = 'pending' and (attempts > 0 or last_error is not null)) or (state = 'sent' and ${customerId}::uuid is not null))`)
}

/** Puts the next so many customers after one into a system's queue; answers the last of them. */
export function tellNext(
  runner: Runner,
  { systemId, after, most, now }: { systemId: Uuid; after: Uuid; most: number; now: Date },
): Promise<{ last: Uuid | null; count: number }> {
  return runner.one(sql<{ last: Uuid | null; count: number }>`
    with these as materialized (
      select distinct customer_id from clean.claim where customer_id > ${after} order by customer_id limit ${most}
    ), put as (
      insert into clean.delivery as d (customer_id, system_id, state, wanted, since, wanted_at, next_at)
      select customer_id, ${systemId}, 'pending', 1, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz from these
      on conflict (customer_id, system_id) do update set ${oneMore}, holds = null
    )
    select (select customer_id from these order by customer_id desc limit 1) as last, (select count(*) from these)::int as count`)
}

/** Takes what stood for a removed system, of the next so many customers after one; answers the last of them, null = that was all. */
export async function forgetNext(
  runner: Runner,
  { systemId, after, most }: { systemId: Uuid; after: Uuid; most: number },
): Promise<Uuid | null> {
  const { last } = await runner.one(sql<{ last: Uuid | null }>`
    with these as materialized (
      select customer_id from clean.delivery where system_id = ${systemId} and customer_id > ${after} order by customer_id limit ${most}
    ), gone as (
      delete from clean.delivery d using these t where d.customer_id = t.customer_id and d.system_id = ${systemId}
    ), past as (
      delete from clean.delivered p using these t where p.customer_id = t.customer_id and p.system_id = ${systemId}
    )
    select (select customer_id from these order by customer_id desc limit 1) as last`)
  return last
}
