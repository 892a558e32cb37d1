import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { MomentPlace } from '#src/platform/place.ts'
import type { Uuid } from '#src/terms/index.ts'

/** A delivery as people look at it. */
export interface SeenRow {
  customer_id: Uuid
  system_id: Uuid
  state: 'pending' | 'sent' | 'acknowledged' | 'dead'
  since: Date
  attempts: number
  next_at: Date
  last_error: string | null
  sent_at: Date | null
  acked_at: Date | null
  acked_as_of: Date | null
  acked_how: string | null
}
const columns = sql`d.customer_id, d.system_id, d.state, d.since, d.attempts, d.next_at, d.last_error, d.sent_at, d.acked_at, d.acked_as_of, d.acked_how`

export const ofCustomer = (runner: Runner, id: Uuid) =>
  runner.rows(sql<SeenRow>`select ${columns} from clean.delivery d where d.customer_id = ${id}`)
export const deliveryOf = (runner: Runner, id: Uuid, systemId: Uuid) =>
  runner.maybe(
    sql<SeenRow>`select ${columns} from clean.delivery d where d.customer_id = ${id} and d.system_id = ${systemId}`,
  )
export const earlierOf = (runner: Runner, id: Uuid, from: Date) =>
  runner.rows(sql<{ system_id: Uuid; as_of: Date; at: Date }>`
    select system_id, as_of, at from clean.delivered where customer_id = ${id} and as_of >= ${from} order by as_of`)

/** The latest entries of a customer's history: which change is where. */
export function changesOf(
  runner: Runner,
  id: Uuid,
  limit: number,
): Promise<{ id: Uuid; at: Date; what: string; fields: string[] }[]> {
  return runner.rows(sql<{ id: Uuid; at: Date; what: string; fields: string[] }>`
    select h.id, h.at, h.what, coalesce((select array_agg(f order by f) from jsonb_object_keys(h.changes) f), '{}') as fields
    from clean.history h where h.customer_id = ${id} order by h.at desc, h.id desc limit ${limit}`)
}

interface Page {
  systemId: Uuid
  after: MomentPlace | null
  limit: number
}
/** What a system has not got, the oldest first: one range. `failing`: tried in vain; `dead`: given up. */
export function openOf(
  runner: Runner,
  { systemId, after, limit }: Page,
  only: 'failing' | 'dead' | null,
): Promise<SeenRow[]> {
  return runner.rows(sql<SeenRow>`
    select ${columns} from clean.delivery d
    where d.system_id = ${systemId} and d.state <> 'acknowledged'
      and (${after?.at ?? null}::timestamptz is null or (d.since, d.customer_id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
      and (${only}::text is null or (${only}::text = 'dead' and d.state = 'dead') or (${only}::text = 'failing' and d.state = 'pending' and d.last_error is not null))
    order by d.since, d.customer_id limit ${limit}`)
}
/** Everything of a system by customer. */
export function allOf(
  runner: Runner,
  { systemId, after, limit }: { systemId: Uuid; after: Uuid | null; limit: number },
): Promise<SeenRow[]> {
  return runner.rows(sql<SeenRow>`
    select ${columns} from clean.delivery d
    where d.system_id = ${systemId} and d.acked_at is not null
      and (${after}::uuid is null or d.customer_id > ${after}::uuid) order by d.customer_id limit ${limit}`)
}

// --- the feed ---------------------------------------------------------------------------------------------------------------

/** What is up to the place that the reader has come to is taken. */
export function takenUpTo(tx: Tx, systemId: Uuid, place: string, now: Date): Promise<number> {
  return tx.run(sql`
    with taken as (
      select customer_id from clean.delivery where system_id = ${systemId} and feed_no <= ${place}::bigint and state = 'sent'
      order by customer_id for update
    ), past as (
      insert into clean.delivered (customer_id, system_id, as_of, at, how)
      select d.customer_id, d.system_id, d.acked_as_of, d.acked_at, coalesce(d.acked_how, 'sent')
      from taken join clean.delivery d on d.customer_id = taken.customer_id
      where d.system_id = ${systemId} and d.acked_as_of is not null and not d.erased
      on conflict do nothing
    )
    update clean.delivery d set state = 'acknowledged', acked = d.sent, acked_at = ${now}, acked_as_of = d.wanted_at, acked_how = 'sent'
    from taken where d.customer_id = taken.customer_id and d.system_id = ${systemId}`)
}
/** The erased who have been heard of are forgotten here too. */
export async function forgetErased(tx: Tx, systemId: Uuid, place: string): Promise<void> {
  await tx.run(sql`
    delete from clean.delivery where system_id = ${systemId} and feed_no <= ${place}::bigint and state = 'acknowledged' and erased`)
}
/** Gives these changes their places in the feed; the system's row is locked, so that places come in the order in which they can be seen. */
export async function place(
  tx: Tx,
  {
    systemId,
    from,
    rows,
    now,
  }: { systemId: Uuid; from: string; rows: { id: Uuid; holds: unknown; externalId: string | null }[]; now: Date },
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update clean.delivery d set feed_no = ${from}::bigint + p.n, state = 'sent', sent = d.wanted, sent_at = ${now}, attempts = 0,
      last_error = null, lease_until = null, told = false, holds = nullif(p.holds, 'null'::jsonb), external_id = p.external_id
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => JSON.stringify(r.holds))}::jsonb[], ${rows.map((r) => r.externalId)}::text[])
      with ordinality as p (id, holds, external_id, n)
    where d.customer_id = p.id and d.system_id = ${systemId}`)
  await tx.run(sql`update clean.system set feed_no = ${from}::bigint + ${rows.length} where id = ${systemId}`)
}
export interface FeedRow {
  customer_id: Uuid
  feed_no: string
  sent: number
  wanted_at: Date
  erased: boolean
  external_id: string | null
}
export function feedAfter(runner: Runner, systemId: Uuid, since: string, limit: number): Promise<FeedRow[]> {
  return runner.rows(sql<FeedRow>`
    select customer_id, feed_no::text, sent, wanted_at, erased, external_id from clean.delivery
    where system_id = ${systemId} and feed_no > ${since}::bigint order by feed_no limit ${limit}`)
}
