import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Statement, type Tx } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { DeviationKind } from './contract.ts'
import type { DeviationModel } from './model.ts'

/** A purchase or return of a customer: day since 1970, whether it came back, minor units, currency, channel, categories. */
export type DeedRow = [number, boolean, number | null, string | null, string | null, string[] | null]
export interface CustomerRow {
  customer_id: Uuid
  /** How many entries the timeline has: whoever has got more since was judged again. */
  events: number
  /** Days since 1970; null without purchases. */
  first: number | null
  deeds: DeedRow[] | null
}

/**
 * What customers bought and brought back from a day on, oldest first; one range of the timeline and one of the lines for each. Customers without
 * figures are absent.
 */
export function deedsOf(
  runner: Runner,
  ids: readonly Uuid[],
  { from, timeZone }: { from: Day; timeZone: string },
): Promise<CustomerRow[]> {
  return runner.rows(sql<CustomerRow>`
    select r.customer_id, r.events, r.first_purchase - date '1970-01-01' as first, d.deeds
    from know.rollup r
    left join (
      select t.customer_id, json_agg(json_build_array(
          (t.at at time zone ${timeZone}::text)::date - date '1970-01-01', t.kind <> 'purchase', t.amount, t.currency, t.channel, c.categories)
        order by t.at, t.id) as deeds
      from know.timeline t
      left join (
        select l.customer_id, l.purchase_id, json_agg(distinct coalesce(l.category, p.category)) as categories
        from know.purchase_line l
        left join know.product p on p.sku = l.sku and p.source_id = l.source_id
        where l.customer_id = any(${ids}::uuid[]) and coalesce(l.category, p.category) is not null
        group by l.customer_id, l.purchase_id
      ) c on c.customer_id = t.customer_id and c.purchase_id = t.id
      where t.customer_id = any(${ids}::uuid[]) and t.kind in ('purchase', 'return', 'cancellation')
        and t.at >= ${from}::date::timestamp at time zone ${timeZone}::text
      group by t.customer_id
    ) d on d.customer_id = r.customer_id
    where r.customer_id = any(${ids}::uuid[])`)
}

/** Purchase days since `from` of customers after `after` in the order of ids, as days since 1970. */
export interface DaysRow {
  customer_id: Uuid
  first: number
  /** Those of the window, with commas between. */
  days: string
}
export function daysAfter(
  runner: Runner,
  after: Uuid | null,
  { from, until, limit }: { from: Day; until: Day; limit: number },
): Promise<{ read: number; last: Uuid | null; rows: DaysRow[] | null }> {
  return runner.one(sql<{ read: number; last: Uuid | null; rows: DaysRow[] | null }>`
    with page as materialized (
      select customer_id, first_purchase, last_purchase from know.rollup
      where customer_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by customer_id limit ${limit}
    ), bought as (
      select p.customer_id, min(p.first_purchase) - date '1970-01-01' as first,
        string_agg(distinct (b.day - date '1970-01-01')::text, ',') as days
      from page p
      join know.bucket b on b.customer_id = p.customer_id and b.kind = 'purchase' and b.category = ''
        and b.day >= ${from}::date and b.day < ${until}::date
      where p.last_purchase >= ${from}::date
      group by p.customer_id
    )
    select (select count(*)::int from page) as read, (select max(customer_id::text) from page) as last, (select json_agg(bought) from bought) as rows`)
}

/** The first day on which anybody bought anything, and how many customers have figures. */
export function extentOf(runner: Runner): Promise<{ first: Day | null; customers: number }> {
  return runner.one(sql<{ first: Day | null; customers: number }>`
    select min(first_purchase) as first, count(*)::int as customers from know.rollup`)
}

export interface ModelHead {
  id: Uuid
  version: number
  made_at: Date
  first_week: Day
  monitored_from: Day
  as_of: Day
  customers: number
}
/** The model in force, without its figures. */
export function modelHead(runner: Runner): Promise<ModelHead | undefined> {
  return runner.maybe(sql<ModelHead>`
    select id, version, made_at, first_week, monitored_from, as_of, customers from know.deviation_model order by version desc limit 1`)
}
export async function modelOf(runner: Runner, version: number): Promise<DeviationModel> {
  return (
    await runner.one(sql<{ model: DeviationModel }>`select model from know.deviation_model where version = ${version}`)
  ).model
}
export async function insertModel(
  tx: Tx,
  id: Uuid,
  { firstWeek, monitoredFrom, asOf, model }: { firstWeek: Day; monitoredFrom: Day; asOf: Day; model: DeviationModel },
  now: Date,
): Promise<number> {
  await tx.run(sql`lock table know.deviation_model in share row exclusive mode`)
  const row = await tx.one(sql<{ version: number }>`
    insert into know.deviation_model (id, version, made_at, first_week, monitored_from, as_of, customers, model)
    select ${id}::uuid, coalesce(max(version), 0) + 1, ${now}::timestamptz, ${firstWeek}::date, ${monitoredFrom}::date, ${asOf}::date,
      ${model.pace.watched}::int, ${JSON.stringify(model)}::jsonb
    from know.deviation_model
    returning version`)
  return row.version
}
/** Old models tell nobody anything. */
export async function forgetModels(tx: Tx, before: number): Promise<void> {
  await tx.run(sql`delete from know.deviation_model where version < ${before}`)
}

/** One deviation that goes on, as it is found now. */
export interface Found {
  customerId: Uuid
  kind: DeviationKind
  since: Day
  foundOn: Day
  size: number
  bits: number
  evidence: Readonly<Record<string, string>>
}

/**
 * Brings what is kept of these customers to what was found: what goes on stays with its first day, what is new is written, what is no more
 * ends today. Customers whose timeline has grown since they were read are left to whoever let it grow; figures being made anew are waited for,
 * so that of a kind only one goes on. Returns whose deviations came or went.
 */
export async function settle(
  tx: Tx,
  read: readonly Pick<CustomerRow, 'customer_id' | 'events'>[],
  found: readonly Found[],
  { today, version }: { today: Day; version: number },
): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    with known as materialized (
      select r.customer_id from unnest(${read.map((r) => r.customer_id)}::uuid[], ${read.map((r) => r.events)}::int[]) as x (customer_id, events)
      join know.rollup r on r.customer_id = x.customer_id and r.events = x.events
      order by r.customer_id for share of r
    ), found as materialized (
      select f.* from unnest(${found.map((f) => f.customerId)}::uuid[], ${found.map((f) => f.kind)}::text[], ${found.map((f) => f.since)}::date[],
        ${found.map((f) => f.foundOn)}::date[], ${found.map((f) => f.size)}::real[], ${found.map((f) => f.bits)}::real[],
        ${found.map((f) => JSON.stringify(f.evidence))}::jsonb[]) as f (customer_id, kind, since, found_on, size, bits, evidence)
      join known k on k.customer_id = f.customer_id
    ), open as materialized (
      select d.customer_id, d.kind, d.found_on from know.deviation d join known k on k.customer_id = d.customer_id where d.ended_on is null
    ), seen as (
      update know.deviation d set size = f.size, bits = f.bits, evidence = f.evidence, version = greatest(d.version, ${version}::int)
      from found f, open o
      where o.customer_id = f.customer_id and o.kind = f.kind
        and d.customer_id = o.customer_id and d.kind = o.kind and d.found_on = o.found_on
    ), over as (
      update know.deviation d set ended_on = ${today}::date, version = greatest(d.version, ${version}::int)
      from open o
      where d.customer_id = o.customer_id and d.kind = o.kind and d.found_on = o.found_on
        and not exists (select from found f where f.customer_id = o.customer_id and f.kind = o.kind)
      returning d.customer_id
    ), begun as (
      insert into know.deviation (customer_id, kind, since, found_on, size, bits, evidence, version)
      select f.customer_id, f.kind, f.since, f.found_on, f.size, f.bits, f.evidence, ${version}::int from found f
      where not exists (select from open o where o.customer_id = f.customer_id and o.kind = f.kind)
      on conflict (customer_id, kind, found_on) do update
        set ended_on = null, size = excluded.size, bits = excluded.bits, evidence = excluded.evidence, version = excluded.version
      returning customer_id
    )
    select customer_id from over union select customer_id from begun`)
  return rows.map((row) => row.customer_id)
}

/** What a run over everybody did not see any more: of customers who are not watched now. */
export async function endUnseen(tx: Tx, version: number, today: Day): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    update know.deviation set ended_on = ${today}::date where ended_on is null and version < ${version} returning customer_id`)
  return rows.map((row) => row.customer_id)
}

/** Customers who are no more: theirs goes with them. */
export async function dropDeparted(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await tx.run(sql`
    delete from know.deviation d where d.customer_id = any(${ids}::uuid[])
      and not exists (select from know.rollup r where r.customer_id = d.customer_id)`)
}
/** The same for everybody. */
export async function dropAllDeparted(tx: Tx): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    delete from know.deviation d where not exists (select from know.rollup r where r.customer_id = d.customer_id) returning customer_id`)
  return [...new Set(rows.map((row) => row.customer_id))]
}

export interface DeviationRow {
  customer_id: Uuid
  kind: DeviationKind
  since: Day
  found_on: Day
  ended_on: Day | null
  size: number
  bits: number
  evidence: Record<string, string>
}

/** All of one customer: going on first, then the newest. Null where the id is nobody's now. */
export async function deviationsOf(runner: Runner, id: Uuid): Promise<DeviationRow[] | null> {
  const rows = await runner.rows(sql<DeviationRow | { kind: null }>`
    select d.customer_id, d.kind, d.since, d.found_on, d.ended_on, d.size, d.bits, d.evidence
    from know.customer c left join know.deviation d on d.customer_id = c.id
    where c.id = ${id} order by d.ended_on is not null, coalesce(d.ended_on, d.found_on) desc, d.bits desc, d.kind`)
  return rows.length === 0 ? null : rows.filter((row): row is DeviationRow => row.kind !== null)
}

/** Where a page of the list ends. */
export interface Place {
  foundOn: Day
  customerId: Uuid
  kind: DeviationKind
}

/** What goes on with customers who are not put away, found last first; one range of the index. */
export function goingOn(
  runner: Runner,
  { kinds, since, after, limit }: { kinds?: readonly DeviationKind[]; since?: Day; after?: Place; limit: number },
): Promise<DeviationRow[]> {
  const beyond: Statement = after
    ? sql`and (d.found_on, d.customer_id, d.kind) < (${after.foundOn}::date, ${after.customerId}::uuid, ${after.kind}::text)`
    : sql``
  return runner.rows(sql<DeviationRow>`
    select d.customer_id, d.kind, d.since, d.found_on, d.ended_on, d.size, d.bits, d.evidence
    from know.deviation d
    join know.customer c on c.id = d.customer_id and c.archived_at is null
    where d.ended_on is null ${kinds ? sql`and d.kind = any(${[...kinds]}::text[])` : sql``}
      ${since ? sql`and d.found_on >= ${since}::date` : sql``} ${beyond}
    order by d.found_on desc, d.customer_id desc, d.kind desc
    limit ${limit}`)
}

/** Of these customers, what goes on; strongest first. */
export function goingOnOf(runner: Runner, ids: readonly Uuid[]): Promise<DeviationRow[]> {
  return runner.rows(sql<DeviationRow>`
    select customer_id, kind, since, found_on, ended_on, size, bits, evidence from know.deviation
    where customer_id = any(${ids}::uuid[]) and ended_on is null order by customer_id, bits desc, kind`)
}

/** One run over everybody. */
export interface RunRow {
  id: Uuid
  state: 'waiting' | 'running' | 'done' | 'failed'
  done: number
  total: number
  asked_at: Date
  started_at: Date | null
  finished_at: Date | null
}
export async function insertRun(runner: Runner, run: { id: Uuid; by: Uuid | null; now: Date }): Promise<void> {
  await runner.run(sql`
    insert into know.deviation_run (id, state, done, total, asked_by, asked_at) values (${run.id}, 'waiting', 0, 0, ${run.by}, ${run.now})`)
}
export function runOf(runner: Runner, id: Uuid): Promise<RunRow | undefined> {
  return runner.maybe(
    sql<RunRow>`select id, state, done, total, asked_at, started_at, finished_at from know.deviation_run where id = ${id}`,
  )
}
/** The newest; a dead one that still waits or goes on is passed over after two hours. */
export function newestRun(runner: Runner, now: Date): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`
    select id, state, done, total, asked_at, started_at, finished_at from know.deviation_run
    where state in ('done', 'failed') or asked_at > ${new Date(now.getTime() - 2 * 3_600_000)}
    order by asked_at desc, id desc limit 1`)
}
export async function setRun(
  runner: Runner,
  id: Uuid,
  { state, done, total, now }: { state: RunRow['state']; done: number; total: number; now: Date },
): Promise<void> {
  const over = state === 'done' || state === 'failed'
  await runner.run(sql`
    update know.deviation_run set state = ${state}, done = ${done}, total = ${total}, started_at = coalesce(started_at, ${now}::timestamptz),
      finished_at = ${over ? now : null}::timestamptz
    where id = ${id}`)
}
export async function forgetRuns(runner: Runner, before: Date): Promise<void> {
  await runner.run(sql`delete from know.deviation_run where asked_at < ${before}`)
}

/** Whether an import brought something, or was taken back, after the last run began. */
export async function fedSince(runner: Runner): Promise<boolean> {
  const row = await runner.one(sql<{ fed: boolean }>`
    select exists (
      select from collect.import i where not i.dry_run and greatest(i.finished_at, i.rolled_back_at) > coalesce(
        (select max(r.started_at) from know.deviation_run r where r.state = 'done'), '-infinity')) as fed`)
  return row.fed
}
