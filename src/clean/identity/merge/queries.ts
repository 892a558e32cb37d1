import { type Claims, staffSource } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { MergeReason } from './contract.ts'

export interface MergeRow {
  id: Uuid
  from_id: Uuid
  to_id: Uuid
  at: Date
  actor_id: Uuid | null
  because: MergeReason
  aliases: Uuid[]
  /** Kind and value. */
  held: [kind: string, value: string][]
  strict_id: Uuid | null
  undone_at: Date | null
}
const mergeRecord = table('clean.merge_record', { record_id: 'uuid', merge_id: 'uuid', came: 'boolean' })
const columns = sql`m.id, m.from_id, m.to_id, m.at, m.actor_id, m.because, m.aliases, m.held, m.strict_id, m.undone_at`

export async function insertMerge(
  tx: Tx,
  row: Omit<MergeRow, 'undone_at'>,
  came: readonly Uuid[],
  was: readonly Uuid[],
): Promise<void> {
  await tx.run(sql`
    insert into clean.merge (id, from_id, to_id, at, actor_id, because, aliases, held, strict_id)
    values (${row.id}, ${row.from_id}, ${row.to_id}, ${row.at}, ${row.actor_id}, ${JSON.stringify(row.because)}::jsonb,
      ${row.aliases}::uuid[], ${JSON.stringify(row.held)}::jsonb, ${row.strict_id})`)
  const rowOf = (record_id: Uuid, is: boolean) => ({ record_id, merge_id: row.id, came: is })
  await insertMany(tx, mergeRecord, [...came.map((id) => rowOf(id, true)), ...was.map((id) => rowOf(id, false))])
}

export function mergeById(runner: Runner, id: Uuid): Promise<MergeRow | undefined> {
  return runner.maybe(sql<MergeRow>`select ${columns} from clean.merge m where m.id = ${id}`)
}
/** The same, held until the transaction ends. */
export function lockMerge(tx: Tx, id: Uuid): Promise<MergeRow | undefined> {
  return tx.maybe(sql<MergeRow>`select ${columns} from clean.merge m where m.id = ${id} for update`)
}
/** What has gone into a customer, or into one that has gone into it, and is in it still; the latest first. */
export function mergesInto(runner: Runner, customer: Uuid): Promise<MergeRow[]> {
  return runner.rows(sql<MergeRow>`
    select ${columns} from clean.merge m
    where m.undone_at is null and (
      m.to_id = ${customer} or m.to_id in (select old_id from clean.alias where customer_id = ${customer}))
    order by m.at desc, m.id desc`)
}
export async function setUndone(tx: Tx, id: Uuid, at: Date, by: Uuid | null): Promise<void> {
  await tx.run(sql`update clean.merge set undone_at = ${at}, undone_by = ${by} where id = ${id}`)
}

/** A record of a customer, and which merges in force it took part in. */
export interface Member {
  record_id: Uuid
  by_hand: boolean
  /** Merges that brought it, and merges into the customer that it was of. */
  came: Uuid[]
  met: Uuid[]
}
/** Records of a customer, the oldest first. */
export function membersWithMerges(runner: Runner, customer: Uuid): Promise<Member[]> {
  return runner.rows(sql<Member>`
    select l.record_id, coalesce(r.source_id = ${staffSource.id}, true) as by_hand,
      coalesce(m.came, '{}') as came, coalesce(m.met, '{}') as met
    from clean.link l
    left join collect.record r on r.id = l.record_id
    left join lateral (
      select array_agg(x.merge_id) filter (where x.came) as came, array_agg(x.merge_id) filter (where not x.came) as met
      from clean.merge_record x join clean.merge g on g.id = x.merge_id and g.undone_at is null
      where x.record_id = l.record_id
    ) m on true
    where l.customer_id = ${customer}
    order by l.since, r.received_at, r.file_no, r.line_no, l.record_id`)
}
/** Of these records of a customer, the merge that brought each in first; absent: it was told of the customer itself. */
export async function broughtBy(tx: Tx, records: Uuid[]): Promise<Map<Uuid, Uuid>> {
  if (records.length === 0) return new Map()
  const rows = await tx.rows(sql<{ record_id: Uuid; merge_id: Uuid }>`
    select distinct on (x.record_id) x.record_id, x.merge_id
    from clean.merge_record x join clean.merge g on g.id = x.merge_id and g.undone_at is null
    where x.record_id = any(${records}::uuid[]) and x.came
    order by x.record_id, g.at, g.id`)
  return new Map(rows.map((row) => [row.record_id, row.merge_id]))
}

// --- moving -----------------------------------------------------------------------------------------------------------------

/** Gives records to another customer. Since when they are told of somebody stays: their order is that of their coming. */
export async function giveLinks(tx: Tx, records: Uuid[], from: Uuid, to: Uuid): Promise<void> {
  await tx.run(sql`
    update clean.link set customer_id = ${to} where record_id = any(${records}::uuid[]) and customer_id = ${from}`)
  await tx.run(sql`
    update clean.rejoined set to_id = ${to} where record_id = any(${records}::uuid[]) and to_id = ${from}`)
}
export async function aliasesOf(tx: Tx, customer: Uuid): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ id: Uuid }>`select old_id as id from clean.alias where customer_id = ${customer}`)
  return rows.map((row) => row.id)
}
/** Ids that led to customers who have gone with these records lead where the records went. */
export async function giveAliases(tx: Tx, ids: Uuid[], records: Uuid[], from: Uuid, to: Uuid): Promise<void> {
  await tx.run(sql`
    update clean.alias set customer_id = ${to}
    where customer_id = ${from} and old_id <> ${to} and (old_id = any(${ids}::uuid[])
      or old_id in (select from_id from clean.rejoined where record_id = any(${records}::uuid[])))`)
}
/** Which of these strong identifiers a customer holds. */
export async function heldOf(tx: Tx, customer: Uuid): Promise<[kind: string, value: string][]> {
  const rows = await tx.rows(
    sql<{
      kind: string
      value: string
    }>`select kind, value from clean.identifier where customer_id = ${customer} and strong`,
  )
  return rows.map(({ kind, value }) => [kind, value])
}
export async function deleteAllIdentifiers(tx: Tx, customer: Uuid): Promise<void> {
  await tx.run(sql`delete from clean.identifier where customer_id = ${customer}`)
}

// --- never to be merged -----------------------------------------------------------------------------------------------------

const apart = table('clean.apart', {
  id: 'uuid',
  a_id: 'uuid',
  b_id: 'uuid',
  at: 'timestamptz',
  actor_id: 'uuid',
  because: 'jsonb',
})
const apartRecord = table('clean.apart_record', { record_id: 'uuid', apart_id: 'uuid', side: 'smallint' })

export async function insertApart(
  tx: Tx,
  row: { id: Uuid; a_id: Uuid; b_id: Uuid; at: Date; actor_id: Uuid | null; because: MergeReason },
  sides: readonly [readonly Uuid[], readonly Uuid[]],
): Promise<void> {
  await insertMany(tx, apart, [row])
  await insertMany(
    tx,
    apartRecord,
    sides.flatMap((records, i) => records.map((record_id) => ({ record_id, apart_id: row.id, side: i + 1 }))),
  )
}
/** Customer records of a customer, those of sources before what staff wrote, the oldest first. */
export async function tellersOf(runner: Runner, customer: Uuid, limit: number): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ id: Uuid }>`
    select k.origin_id as id from clean.claim k
    where k.customer_id = ${customer}
    order by k.source_id = ${staffSource.id}, k.observed_at, k.origin_id limit ${limit}`)
  return rows.map((row) => row.id)
}
export interface ApartRow {
  id: Uuid
  a: Uuid
  b: Uuid
  at: Date
}
/** Who among these customers is never to be merged with whom, as the records stand now. */
export function apartOf(runner: Runner, customers: Uuid[]): Promise<ApartRow[]> {
  return runner.rows(sql<ApartRow>`
    select distinct on (a.customer_id, b.customer_id) p.id, a.customer_id as a, b.customer_id as b, p.at
    from clean.link a
    join clean.apart_record x on x.record_id = a.record_id and x.side = 1
    join clean.apart p on p.id = x.apart_id and p.lifted_at is null
    join clean.apart_record y on y.apart_id = x.apart_id and y.side = 2
    join clean.link b on b.record_id = y.record_id
    where a.customer_id = any(${customers}::uuid[]) and b.customer_id = any(${customers}::uuid[])
      and a.customer_id <> b.customer_id
    order by a.customer_id, b.customer_id, p.at`)
}
/** Everybody who is never to be merged with somebody. */
export function allApart(runner: Runner): Promise<{ a: Uuid; b: Uuid }[]> {
  return runner.rows(sql<{ a: Uuid; b: Uuid }>`
    select distinct a.customer_id as a, b.customer_id as b
    from clean.apart p
    join clean.apart_record x on x.apart_id = p.id and x.side = 1
    join clean.apart_record y on y.apart_id = p.id and y.side = 2
    join clean.link a on a.record_id = x.record_id
    join clean.link b on b.record_id = y.record_id
    where p.lifted_at is null and a.customer_id <> b.customer_id`)
}
export async function setLifted(tx: Tx, ids: Uuid[], at: Date): Promise<void> {
  if (ids.length > 0) await tx.run(sql`update clean.apart set lifted_at = ${at} where id = any(${ids}::uuid[])`)
}

export type Strict = Pick<Claims, 'consents' | 'protected'>
