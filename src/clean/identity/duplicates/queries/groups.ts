import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'

/** Customers that may all be one: an item of the queue. */
export interface Group {
  id: Uuid
  kind: CustomerKind
  customers: Uuid[]
  pairs: number
  probability: number
  auto: boolean
  worth: number
  rank: number
  later: boolean
}
const columns = raw('id, kind, customers, pairs, probability, auto, worth, rank, later')

/** One at a time makes groups: two that join the same ones would each write half. Ends with the transaction. */
export async function holdGroups(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('duplicates.groups', 4))`)
}
export async function emptyGroups(tx: Tx): Promise<void> {
  await tx.run(sql`delete from clean.match_group`)
  await tx.run(sql`update clean.match_pair set group_id = null where group_id is not null`)
}
export async function deleteGroups(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from clean.match_group where id = any(${ids}::uuid[])`)
  await tx.run(sql`update clean.match_pair set group_id = null where group_id = any(${ids}::uuid[])`)
}

/** Writes groups, and into their pairs which group they stand in. */
export async function insertGroups(tx: Tx, groups: readonly Group[]): Promise<void> {
  if (groups.length === 0) return
  await tx.run(sql`
    insert into clean.match_group (id, kind, customers, pairs, probability, auto, worth, rank, later)
    select id, kind, customers, pairs, probability, auto, worth, rank, later
    from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
      as g (id uuid, kind text, customers uuid[], pairs int, probability real, auto boolean, worth real, rank real, later boolean)`)
  const members = groups.flatMap((group) => group.customers.map((customer) => ({ customer, group: group.id })))
  await tx.run(sql`
    with m as materialized (
      select * from unnest(${members.map((m) => m.customer)}::uuid[], ${members.map((m) => m.group)}::uuid[]) as m (customer_id, group_id)
    )
    update clean.match_pair p set group_id = m.group_id
    from m join m o on o.group_id = m.group_id and m.customer_id < o.customer_id
    where p.a = m.customer_id and p.b = o.customer_id`)
}

export interface GroupPlace {
  later: boolean
  rank: number
  id: Uuid
}
/** One page of the queue, the surest and worthiest first, those put off last. */
export function pageOfGroups(
  runner: Runner,
  after: GroupPlace | null,
  kind: CustomerKind | null,
  limit: number,
): Promise<Group[]> {
  const past = after
    ? sql`(later > ${after.later} or (later = ${after.later} and (rank < ${after.rank}::real or (rank = ${after.rank}::real and id > ${after.id}))))`
    : sql`true`
  const ofKind = kind === null ? sql`true` : sql`kind = ${kind}`
  return runner.rows(sql<Group>`
    select ${columns} from clean.match_group where ${past} and ${ofKind} order by later, rank desc, id limit ${limit}`)
}
/** How many groups wait, counted to `most` at the most. */
export async function countGroups(runner: Runner, most: number): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from (select from clean.match_group limit ${most}) g`)
  return n
}
export function groupOf(runner: Runner, id: Uuid): Promise<Group | undefined> {
  return runner.maybe(sql<Group>`select ${columns} from clean.match_group where id = ${id}`)
}
/** Groups with a pair of the automatic zone, from a place on. */
export function autoGroups(
  runner: Runner,
  after: Uuid | null,
  kinds: readonly CustomerKind[],
  limit: number,
): Promise<Group[]> {
  return runner.rows(sql<Group>`
    select ${columns} from clean.match_group
    where auto and id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000') and kind = any(${kinds}::text[])
    order by id limit ${limit}`)
}
export async function countAuto(runner: Runner, kinds: readonly CustomerKind[]): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from clean.match_group where auto and kind = any(${kinds}::text[])`)
  return n
}

/** How many source records each of these customers has. */
export function recordsOf(
  runner: Runner,
  customers: readonly Uuid[],
): Promise<{ customer_id: Uuid; records: number }[]> {
  return runner.rows(sql<{ customer_id: Uuid; records: number }>`
    select customer_id, count(*)::int as records from clean.link where customer_id = any(${customers}::uuid[]) group by customer_id`)
}
