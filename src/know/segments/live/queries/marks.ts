import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'

/** A mark for each customer, of this transaction. */
export async function insertMarks(tx: Tx, marks: ReadonlyMap<Uuid, number>, bulk: boolean): Promise<void> {
  if (marks.size === 0) return
  tx.hold(sql`
    insert into know.segment_stale (customer_id, mark, areas, bulk)
    select m.customer_id, pg_current_xact_id(), m.areas, ${bulk}::boolean
    from unnest(${[...marks.keys()]}::uuid[], ${[...marks.values()]}::int[]) as m (customer_id, areas)
    on conflict do nothing`)
}

/** A mark for everybody, of this transaction. `bulk`: one of many that tell of the same bulk. */
export function insertWide(tx: Tx, bits: number, bulk: boolean): void {
  tx.hold(sql`
    insert into know.segment_wide as w (mark, areas, bulk) values (pg_current_xact_id(), ${bits}::int, ${bulk}::boolean)
    on conflict (mark, areas) do update set bulk = w.bulk and excluded.bulk`)
}

export interface Waiting {
  marked: boolean
  /** The latest note of a bulk that is large; null: there is none. */
  bulk: string | null
  /** The first day on which something is due. */
  due: Day | null
}
/** Whether anything waits to be looked at: looks at the beginnings of indexes. */
export function waiting(runner: Runner): Promise<Waiting> {
  return runner.one(sql<Waiting>`
    select exists (select from know.segment_stale) or exists (select from know.segment_wide where not bulk) as marked,
      (select mark::text from know.segment_wide where bulk order by mark desc limit 1) as bulk,
      (
        select min(d.due) from know.segment s cross join lateral (
          select due from know.segment_due where segment_id = s.id order by due limit 1
        ) d
      ) as due`)
}

export interface Mark {
  customer_id: Uuid
  areas: number
}
/** Takes marks away; their customers are looked at in the same transaction, with a later statement. */
export function takeMarks(tx: Tx, bulk: boolean, limit: number): Promise<Mark[]> {
  const which = bulk ? raw('where bulk') : raw('where not bulk order by mark')
  return tx.rows(sql<Mark>`
    with taken as (
      delete from know.segment_stale s
      using (select customer_id, mark, areas from know.segment_stale ${which} limit ${limit}::int) t
      where s.customer_id = t.customer_id and s.mark = t.mark and s.areas = t.areas
      returning s.customer_id, s.areas
    )
    select customer_id, bit_or(areas) as areas from taken group by customer_id`)
}

/** Whether more marks of bulk work wait than `most`. */
export async function floods(tx: Tx, most: number): Promise<boolean> {
  const { n } = await tx.one(sql<{ n: number }>`
    select count(*)::int as n from (select from know.segment_stale where bulk limit ${most + 1}::int) found`)
  return n > most
}

/** Takes all marks of bulk work at once: what changed, of anybody. */
export async function takeFlood(tx: Tx): Promise<number> {
  const { areas } = await tx.one(sql<{ areas: number | null }>`
    with taken as (delete from know.segment_stale where bulk returning areas) select bit_or(areas) as areas from taken`)
  return areas ?? 0
}

/** Takes the marks for everybody; those of a bulk that may go on only along with others, unless they are asked for. */
export async function takeWide(tx: Tx, bulk: boolean): Promise<number> {
  const { areas } = await tx.one(sql<{ areas: number | null }>`
    with taken as (
      delete from know.segment_wide where ${bulk}::boolean or exists (select from know.segment_wide where not bulk) returning areas
    ) select bit_or(areas) as areas from taken`)
  return areas ?? 0
}
/** Where there is no segment nobody need be looked at: one that is made meanwhile sees all that these marks tell of. */
export async function dropMarks(tx: Tx): Promise<void> {
  await tx.run(sql`with wide as (delete from know.segment_wide) delete from know.segment_stale`)
}

/** Whose answers may have changed by today, with the segments in question. */
export function dueBy(tx: Tx, today: Day, limit: number): Promise<{ customer_id: Uuid; segments: Uuid[] }[]> {
  return tx.rows(sql<{ customer_id: Uuid; segments: Uuid[] }>`
    select customer_id, array_agg(segment_id) as segments
    from (
      select d.customer_id, d.segment_id from know.segment s cross join lateral (
        select customer_id, segment_id from know.segment_due
        where segment_id = s.id and due <= ${today}::date order by due limit ${limit}::int
      ) d limit ${limit}::int
    ) coming group by customer_id`)
}

/** Days that have come of segments which are not looked at now: their builders count the days anew. */
export async function dropDue(tx: Tx, today: Day, customers: readonly Uuid[], looked: readonly Uuid[]): Promise<void> {
  await tx.run(sql`
    delete from know.segment_due
    where customer_id = any(${customers}::uuid[]) and due <= ${today}::date and segment_id <> all(${looked}::uuid[])`)
}

/** Notes the day; returns the latest one that was noted before. */
export async function noteDay(tx: Tx, today: Day): Promise<Day | null> {
  const row = await tx.maybe(sql<{ day: Day }>`select day from know.segment_day where id = 1`)
  if (row?.day !== today)
    await tx.run(sql`
      insert into know.segment_day (id, day) values (1, ${today}::date) on conflict (id) do update set day = excluded.day`)
  return row?.day ?? null
}

/**
 * One looks at a time: holds the members of all segments until the transaction ends, if nobody else does. Fifty conditions over a few customers
 * take longer to plan, and to compile, than to answer: one plan serves all, as it is. Made without knowing the days, it would take the index of
 * buckets by kind and day, which answers without the rows, for the shortest way to those of one customer.
 */
export async function tryLook(tx: Tx): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('segments', 0)) as got,
      set_config('plan_cache_mode', 'force_generic_plan', true) as plan, set_config('jit', 'off', true) as jit, set_config('enable_indexonlyscan', 'off', true) as scans`)
  return got
}
/** The same, waiting for one's turn. */
export async function awaitLook(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('segments', 0))`)
}

/** Work of which nothing is left when it fails, while the transaction goes on. */
export async function inside<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.run(sql`savepoint alone`)
  try {
    return await work()
  } catch (error) {
    await tx.run(sql`rollback to savepoint alone`)
    throw error
  } finally {
    await tx.run(sql`release savepoint alone`)
  }
}
