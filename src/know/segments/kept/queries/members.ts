import type { Runner } from '#src/platform/db/connection.ts'
import { fresh, type Statement, sql } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { Everybody } from '../../live/queries/evaluate.ts'
import type { becauses } from '../contract.ts'

export interface PersonRow {
  id: Uuid
  name: string
  kind: 'person' | 'organisation'
  city: string | null
}
/** What is shown of a person: where somebody under non-disclosure lives only to those who may see it. */
export interface Sight {
  city: boolean
  protected: boolean
}
const person = ({ city, protected: all }: Sight): Statement =>
  sql`c.id, c.name, c.kind, case when ${city}::boolean and (${all}::boolean or not c.protected) then c.city end as city`

export function countInside(runner: Runner, { from, where }: Everybody): Promise<{ count: number }> {
  return runner.one(fresh(sql<{ count: number }>`select count(*)::int as count from ${from} where ${where}`))
}
/** The planner's guess. */
export async function guessInside(runner: Runner, { from, where }: Everybody): Promise<number> {
  const row = await runner.one(
    fresh(sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
      explain (format json) select from ${from} where ${where}`),
  )
  return row['QUERY PLAN'][0].Plan['Plan Rows']
}
/**
 * How many it may be of so many, by asking some thousands of customers from pages picked at random. Where too few of them fit to tell, or
 * nobody was met, undefined.
 */
export async function sampledInside(runner: Runner, inside: Statement, of: number): Promise<number | undefined> {
  const share = Math.min(100, (100 * sampleSize) / Math.max(1, of))
  const { met, fit } = await runner.one(
    fresh(sql<{ met: number; fit: number }>`
      select count(*)::int as met, (count(*) filter (where ${inside}))::int as fit from know.customer c tablesample system (${share}::real)`),
  )
  return fit < 5 ? undefined : Math.round((of * fit) / met)
}
const sampleSize = 4000
/** Customers one after the other, each asked for themselves. */
export const oneByOne = (inside: Statement): Everybody => ({ from: sql`know.customer c`, where: inside })
export function someInside(
  runner: Runner,
  { from, where }: Pick<Everybody, 'from' | 'where'>,
  sight: Sight,
  limit: number,
): Promise<PersonRow[]> {
  return runner.rows(fresh(sql<PersonRow>`select ${person(sight)} from ${from} where ${where} limit ${limit}::int`))
}
export async function anyInside(runner: Runner, inside: Statement): Promise<boolean> {
  const { any } = await runner.one(
    fresh(sql<{ any: boolean }>`select exists (select from know.customer c where ${inside}) as any`),
  )
  return any
}
/** All customers who are not put away: counted, or when there are very many as the database last counted them. */
export async function allCustomers(runner: Runner): Promise<number> {
  const { about } = await runner.one(sql<{ about: number }>`
    select reltuples::int as about from pg_class where oid = 'know.customer'::regclass`)
  if (about > 200_000) return about
  return (await countInside(runner, { from: sql`know.customer c`, where: sql`c.archived_at is null` })).count
}
/** Since when anything is known to have been bought. */
export async function firstDay(runner: Runner): Promise<Day | null> {
  const { day } = await runner.one(sql<{ day: Day | null }>`select min(first_purchase) as day from know.rollup`)
  return day
}

export interface MemberRow extends PersonRow {
  entered_at: Date
}
/** Members by id, after one: a range of an index. */
export function members(
  runner: Runner,
  segment: Uuid,
  { after, limit, sight }: { after: Uuid | null; limit: number; sight: Sight },
): Promise<MemberRow[]> {
  return runner.rows(sql<MemberRow>`
    select ${person(sight)}, m.entered_at
    from know.segment_member m join know.customer c on c.id = m.customer_id
    where m.segment_id = ${segment} and m.customer_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by m.customer_id limit ${limit}::int`)
}

export interface ChangeRow extends Partial<PersonRow> {
  customer_id: Uuid
  turn: number
  entered: boolean
  at: Date
  because: (typeof becauses)[number]
}
export interface ChangesAsked {
  from: Day
  timeZone: string
  entered: boolean | null
  after: { at: Date; customer: Uuid; turn: number } | null
  limit: number
  sight: Sight
}
/** Who entered and left, newest first. */
export function changes(runner: Runner, segment: Uuid, asked: ChangesAsked): Promise<ChangeRow[]> {
  const { from, timeZone, entered, after, limit, sight } = asked
  return runner.rows(sql<ChangeRow>`
    select h.customer_id, h.turn, h.entered, h.at, h.because, ${person(sight)}
    from know.segment_change h left join know.customer c on c.id = h.customer_id
    where h.segment_id = ${segment} and h.at >= ${from}::date::timestamp at time zone ${timeZone}::text
      and (${entered}::boolean is null or h.entered = ${entered}::boolean)
      and (${after === null}::boolean or (h.at, h.customer_id, h.turn) < (${after?.at ?? null}::timestamptz, ${after?.customer ?? null}::uuid, ${after?.turn ?? null}::int))
    order by h.at desc, h.customer_id desc, h.turn desc limit ${limit}::int`)
}

export interface SizeRow {
  day: Day
  members: number
  entered: number
  left: number
}
export function sizes(runner: Runner, segment: Uuid): Promise<SizeRow[]> {
  return runner.rows(sql<SizeRow>`
    select day, members, entered, "left" from (
      select day, members, entered, "left" from know.segment_size where segment_id = ${segment} order by day desc limit 2000
    ) z order by day`)
}
export async function changedSince(
  runner: Runner,
  segment: Uuid,
  since: Day,
): Promise<{ entered: number; left: number }> {
  return runner.one(sql<{ entered: number; left: number }>`
    select coalesce(sum(entered), 0)::int as entered, coalesce(sum("left"), 0)::int as "left"
    from know.segment_size where segment_id = ${segment} and day >= ${since}::date`)
}

/** How many members two segments have in common. */
export function overlaps(
  runner: Runner,
  segment: Uuid,
  others: readonly Uuid[],
): Promise<{ segment_id: Uuid; both: number }[]> {
  return runner.rows(
    fresh(sql<{ segment_id: Uuid; both: number }>`
      select o.segment_id, count(*)::int as both
      from know.segment_member m join know.segment_member o on o.customer_id = m.customer_id
      where m.segment_id = ${segment} and o.segment_id = any(${others}::uuid[])
      group by o.segment_id`),
  )
}

export function segmentsOfCustomer(
  runner: Runner,
  customer: Uuid,
  reader: Uuid,
): Promise<{ id: Uuid; name: string; list: boolean; entered_at: Date }[]> {
  return runner.rows(sql<{ id: Uuid; name: string; list: boolean; entered_at: Date }>`
    select s.id, s.name, s.condition is null as list, m.entered_at
    from know.segment_member m join know.segment s on s.id = m.segment_id
    where m.customer_id = ${customer} and (s.shared or s.owner_id = ${reader}::uuid)
    order by lower(s.name), s.id`)
}

export async function customerIs(runner: Runner, id: Uuid): Promise<boolean> {
  return (await runner.maybe(sql<{ id: Uuid }>`select id from know.customer where id = ${id}`)) !== undefined
}
