import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'

/** Counts at most so many customers one by one. */
const countable = 10_000

/** How many customers there are: counted while they are few, else from the planner's statistics scaled to the size the table has now. */
export async function countCustomers(runner: Runner): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from (select from know.customer where archived_at is null limit ${countable + 1}) c`)
  if (n <= countable) return n
  const { estimate } = await runner.one(sql<{ estimate: number }>`
    select (case when relpages > 0 and reltuples > 0 then reltuples / relpages else 20 end
      * pg_relation_size(oid) / current_setting('block_size')::int)::int as estimate
    from pg_class where oid = 'know.customer'::regclass`)
  return Math.max(estimate, n)
}

export interface ImportRow {
  id: Uuid
  source: string
  state: string
  at: Date
  lines: number
  quarantined: number
  waiting: number
  unassigned: number
}
/** The newest imports that have been set going. */
export function lastImports(runner: Runner, limit: number): Promise<ImportRow[]> {
  return runner.rows(sql<ImportRow>`
    select i.id, s.name as source, i.state, coalesce(i.finished_at, i.started_at, i.created_at) as at,
      f.lines, f.quarantined, f.waiting, f.unassigned
    from collect.import i
    join collect.source s on s.id = i.source_id
    cross join lateral (
      select coalesce(sum(done_lines), 0)::int as lines, coalesce(sum((counts ->> 'quarantined')::int), 0)::int as quarantined,
        coalesce(sum((counts ->> 'waiting')::int), 0)::int as waiting, coalesce(sum((counts ->> 'unassigned')::int), 0)::int as unassigned
      from collect.import_file where import_id = i.id
    ) f
    where i.state <> 'planned' and not i.dry_run
    order by i.created_at desc, i.id
    limit ${limit}`)
}

export interface BestRow {
  id: Uuid
  net: string
  name: string
  city: string | null
  purchases: number
  last_purchase: Day | null
}
/** The customers with the largest net spend in one currency, of the `limit` first those who are not put away. */
export function best(runner: Runner, { currency, limit }: { currency: Currency; limit: number }): Promise<BestRow[]> {
  return runner.rows(sql<BestRow>`
    select s.customer_id as id, s.net::text as net, c.name, case when c.protected then null else c.city end as city,
      coalesce(r.purchases, 0) as purchases, r.last_purchase
    from (
      select customer_id, net from know.spend where currency = ${currency} and net > 0 order by net desc, customer_id limit ${limit}
    ) s
    join know.customer c on c.id = s.customer_id and c.archived_at is null
    left join know.rollup r on r.customer_id = s.customer_id
    order by s.net desc, s.customer_id`)
}

export interface MonthCount {
  id: Uuid
  month: string
  purchases: number
}
/** Purchases per calendar month of these customers since the first of a month: by day they are counted already. */
export function purchaseMonths(runner: Runner, ids: readonly Uuid[], firstMonth: string): Promise<MonthCount[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<MonthCount>`
    select customer_id as id, to_char(day, 'YYYY-MM') as month, sum(events)::int as purchases
    from know.bucket
    where customer_id = any(${ids}::uuid[]) and kind = 'purchase' and category = '' and day >= ${`${firstMonth}-01`}::date
    group by 1, 2`)
}

export interface HeardRow {
  id: Uuid
  name: string
  at: Date
  kind: string
  text: string
  handler: string | null
}
/** Wishes and complaints of the last `days` days, newest first. */
export function heard(
  runner: Runner,
  { now, days, limit }: { now: Date; days: number; limit: number },
): Promise<HeardRow[]> {
  return runner.rows(sql<HeardRow>`
    select t.customer_id as id, c.name, t.at, t.kind, left(coalesce(t.body, t.title, ''), 280) as text, t.handler
    from know.timeline t
    join know.customer c on c.id = t.customer_id and c.archived_at is null
    where t.kind in ('wish', 'complaint') and t.at > ${now}::timestamptz - make_interval(days => ${days}::int) and t.at <= ${now}::timestamptz
    order by t.at desc, t.customer_id
    limit ${limit}`)
}
