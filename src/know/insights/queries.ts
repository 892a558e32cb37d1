import { largeBulk } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'
import { bucketsAnew, bucketsFrom } from './buckets/queries.ts'
import type { DayRow } from './months.ts'
import type { Figures } from './rfm.ts'

const contacts = raw(`('call', 'mail', 'visit', 'inquiry', 'complaint', 'feedback', 'wish')`)

/** Rows of know.rollup from rows of the timeline. */
const countedFrom = (entries: Statement, timeZone: string) => sql`
  select c.customer_id, c.events, c.purchases, coalesce(d.purchase_days, 0) as purchase_days,
    d.first_purchase, d.last_purchase, d.previous_purchase, c.returns, c.contacts, c.complaints, c.last_contact, c.last_event
  from (
    select customer_id,
      count(*)::int as events,
      (count(*) filter (where kind = 'purchase'))::int as purchases,
      (count(*) filter (where kind in ('return', 'cancellation')))::int as returns,
      (count(*) filter (where kind in ${contacts}))::int as contacts,
      (count(*) filter (where kind = 'complaint'))::int as complaints,
      max(at) filter (where kind in ${contacts}) as last_contact,
      max(at) as last_event
    from ${entries}
    group by customer_id
  ) c
  left join (
    select customer_id,
      count(*)::int as purchase_days,
      min(day) as first_purchase,
      max(day) as last_purchase,
      (array_agg(day order by day desc))[2] as previous_purchase
    from (select distinct customer_id, (at at time zone ${timeZone}::text)::date as day from ${entries} where kind = 'purchase') days
    group by customer_id
  ) d on d.customer_id = c.customer_id`

/** What an entry adds to a customer's spend: purchases as they are, of the others only what came back (a positive one never was a sale). */
const worth = sql`case when kind = 'purchase' then amount else least(amount, 0) end`
const withWorth = sql`kind in ('purchase', 'return', 'cancellation') and amount is not null and currency is not null`

/** Rows of know.spend from rows of the timeline. */
const summedFrom = (entries: Statement) => sql`
  select customer_id, currency,
    coalesce(sum(amount) filter (where kind = 'purchase'), 0) as gross,
    coalesce(-sum(least(amount, 0)) filter (where kind <> 'purchase'), 0) as refunded,
    coalesce(sum(${worth}), 0) as net
  from ${entries}
  where ${withWorth}
  group by customer_id, currency`

/** Locks the figures there are of these customers, in the order every refresh uses; returns whose. */
export async function lockRollups(tx: Tx, ids: readonly Uuid[]): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    select customer_id from know.rollup where customer_id = any(${ids}::uuid[]) order by customer_id for update`)
  return rows.map((row) => row.customer_id)
}

/**
 * Makes the figures of these customers anew; those of `locked` are ours to change. Returns the customers who had no figures when we looked and
 * whose figures another transaction has made meanwhile: theirs may not know our events, so they are to be locked and made again.
 */
export async function writeFigures(
  tx: Tx,
  ids: readonly Uuid[],
  locked: readonly Uuid[],
  timeZone: string,
): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    with locked as materialized (
      select customer_id from unnest(${locked}::uuid[]) as l (customer_id)
    ), entries as materialized (
      select customer_id, at, kind, amount, currency, channel, direction, title, status from know.timeline where customer_id = any(${ids}::uuid[])
    ), counted as materialized (${countedFrom(raw('entries'), timeZone)}
    ), updated as (
      update know.rollup r
      set (events, purchases, purchase_days, first_purchase, last_purchase, previous_purchase, returns, contacts, complaints, last_contact, last_event)
        = row (c.events, c.purchases, c.purchase_days, c.first_purchase, c.last_purchase, c.previous_purchase, c.returns, c.contacts, c.complaints,
          c.last_contact, c.last_event)
      from counted c, locked l
      where r.customer_id = c.customer_id and r.customer_id = l.customer_id
    ), absent as materialized (
      select * from counted c where not exists (select from locked l where l.customer_id = c.customer_id)
    ), inserted as (
      insert into know.rollup
        (customer_id, events, purchases, purchase_days, first_purchase, last_purchase, previous_purchase, returns, contacts, complaints, last_contact, last_event)
      select * from absent order by customer_id
      on conflict (customer_id) do nothing
      returning customer_id
    ), gone as (
      delete from know.rollup r using locked l
      where r.customer_id = l.customer_id and not exists (select from counted c where c.customer_id = l.customer_id)
    ), ours as materialized (
      select customer_id from locked union all select customer_id from inserted
    ), summed as materialized (
      select s.* from (${summedFrom(raw('entries'))}) s where s.customer_id in (select customer_id from ours)
    ), spent as (
      insert into know.spend (customer_id, currency, gross, refunded, net)
      select * from summed
      on conflict (customer_id, currency) do update set gross = excluded.gross, refunded = excluded.refunded, net = excluded.net
    ), ${bucketsAnew(ids, timeZone)}, unspent as (
      delete from know.spend s using locked l
      where s.customer_id = l.customer_id
        and not exists (select from summed n where n.customer_id = s.customer_id and n.currency = s.currency)
    )
    select customer_id from absent a where not exists (select from inserted i where i.customer_id = a.customer_id)`)
  return rows.map((row) => row.customer_id)
}

export function insertStale(tx: Tx, ids: readonly Uuid[]): Promise<number> {
  return tx.run(sql`
    insert into know.stale (customer_id, mark)
    select customer_id, pg_current_xact_id() from unnest(${ids}::uuid[]) as s (customer_id)
    on conflict do nothing`)
}

/** A plan made for one customer, which the server would keep, reads the timelines of thousands line by line: half as fast. */
export async function planForMany(tx: Tx): Promise<void> {
  await tx.run(sql`
    select set_config('plan_cache_mode', 'force_custom_plan', true) as plan, set_config('work_mem', '48MB', true) as memory,
      set_config('jit', 'off', true) as jit`)
}

/** Takes away at most `batch` marks that no other refresh has, and returns whose they were. */
export async function takeStale(tx: Tx, batch: number): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    with taken as materialized (
      select customer_id, mark from know.stale order by customer_id, mark limit ${batch} for update skip locked
    ), gone as (
      delete from know.stale s using taken t where s.customer_id = t.customer_id and s.mark = t.mark returning s.customer_id
    )
    select distinct customer_id from gone`)
  return rows.map((row) => row.customer_id)
}

/** Whether so many wait that whoever follows them had better look at everybody once. */
export async function isLarge(runner: Runner): Promise<boolean> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from (select from know.stale limit ${largeBulk + 1}::int) found`)
  return n > largeBulk
}

export async function countStale(runner: Runner): Promise<number> {
  return (await runner.one(sql<{ n: number }>`select count(distinct customer_id)::int as n from know.stale`)).n
}

/** Everything from the timeline, in the caller's transaction. Readers go on with the old figures, writers of figures wait. */
export async function rebuildAll(tx: Tx, timeZone: string): Promise<void> {
  // marks first: a refresh that has taken some holds them while it wants the table
  await tx.run(sql`delete from know.stale`)
  await tx.run(sql`lock table know.rollup, know.spend, know.bucket in exclusive mode`)
  await tx.run(sql`delete from know.rollup`)
  await tx.run(sql`delete from know.spend`)
  await tx.run(sql`insert into know.rollup ${countedFrom(raw('know.timeline'), timeZone)}`)
  await tx.run(sql`insert into know.spend ${summedFrom(raw('know.timeline'))}`)
  await tx.run(sql`set local work_mem = '128MB'`)
  await tx.run(sql`delete from know.bucket`)
  await tx.run(sql`
    insert into know.bucket (customer_id, day, events, kind, category, channel, currency, amount, quantity)
    ${bucketsFrom(raw('know.timeline'), raw('true'), timeZone)} order by customer_id, kind, day`)
}

export type StepRow = {
  measure: 'recency' | 'frequency' | 'monetary'
  currency: Currency
  step: number
  least: string
  customers: number
}

/** The least value of each step ⌊5 · #(strictly worse) / n⌋ of each measure, over all customers with purchases. */
export function steps(tx: Tx): Promise<StepRow[]> {
  return tx.rows(sql<StepRow>`
    with valued as (
      select 'recency' as measure, '' as currency, (last_purchase - date '1970-01-01')::numeric as value from know.rollup where purchase_days > 0
      union all
      select 'frequency', '', purchase_days from know.rollup where purchase_days > 0
      union all
      select 'monetary', s.currency, s.net from know.spend s join know.rollup r on r.customer_id = s.customer_id where r.purchase_days > 0
    ), ranked as (
      select measure, currency, value,
        sum(count(*)) over (partition by measure, currency order by value) - count(*) as worse,
        sum(count(*)) over (partition by measure, currency) as total
      from valued
      group by measure, currency, value
    )
    select measure, currency, div(5 * worse, total)::int as step, min(value)::text as least, min(total)::int as customers
    from ranked
    group by measure, currency, step`)
}

/** Mean days between purchase days over all customers who came again (Σt / Σx), and how many customers have purchases. */
export function fleet(tx: Tx): Promise<{ customers: number; meanInterval: number | null }> {
  return tx.one(sql<{ customers: number; meanInterval: number | null }>`
    select count(*)::int as customers,
      (sum(last_purchase - first_purchase)::float8 / nullif(sum(purchase_days - 1), 0)) as "meanInterval"
    from know.rollup where purchase_days > 0`)
}

/** Holds the versions for one writer until the transaction ends. */
export async function lockFigures(tx: Tx): Promise<void> {
  await tx.run(sql`lock table know.rfm_cut in share row exclusive mode`)
}

export async function insertCuts(tx: Tx, figures: Omit<Figures, 'version'>, now: Date): Promise<number> {
  const row = await tx.one(sql<{ version: number }>`
    insert into know.rfm_cut (version, made_at, customers, mean_interval, recency, frequency, monetary)
    select coalesce(max(version), 0) + 1, ${now}::timestamptz, ${figures.customers}::int, ${figures.meanInterval}::numeric,
      ${JSON.stringify(figures.recency)}::jsonb, ${JSON.stringify(figures.frequency)}::jsonb, ${JSON.stringify(figures.monetary)}::jsonb
    from know.rfm_cut
    returning version`)
  return row.version
}

const latest = raw(`select jsonb_build_object('version', version, 'customers', customers, 'meanInterval', mean_interval,
    'recency', recency, 'frequency', frequency, 'monetary', monetary) as figures
  from know.rfm_cut order by version desc limit 1`)

export async function readFigures(runner: Runner): Promise<Figures | null> {
  return (await runner.maybe({ text: latest.text, values: [] } as Statement<{ figures: Figures }>))?.figures ?? null
}

/** As JSON brings it: instants in ISO 8601. */
export interface ValueRow {
  lead_source: string | null
  /** In the company's calendar. */
  customer_since: Day | null
  purchases: number | null
  purchase_days: number | null
  first_purchase: Day | null
  last_purchase: Day | null
  previous_purchase: Day | null
  returns: number | null
  contacts: number | null
  complaints: number | null
  last_contact: string | null
  spend: { currency: Currency; net: string; refunded: string }[] | null
  bought: DayRow[] | null
  figures: Figures | null
}

/** Everything the value of one customer is made of, as one JSON object: the figures, and one range of the timeline for the months, by day. */
export function valueJson(
  customerId: Uuid,
  { today, months, timeZone }: { today: Day; months: number; timeZone: string },
): Statement<{ json: ValueRow | null }> {
  return sql`
    select to_json(v) as json from (select c.lead_source, (c.customer_since at time zone ${timeZone}::text)::date as customer_since, r.purchases, r.purchase_days, r.first_purchase, r.last_purchase, r.previous_purchase,
      r.returns, r.contacts, r.complaints, r.last_contact, f.figures,
      (select json_agg(json_build_object('currency', s.currency, 'net', s.net::text, 'refunded', s.refunded::text))
        from know.spend s where s.customer_id = c.id) as spend,
      (select json_agg(d) from (
        select (at at time zone ${timeZone}::text)::date as day, currency, coalesce(sum(${worth}), 0)::text as net,
          count(*) filter (where kind = 'purchase') as purchases
        from know.timeline
        where customer_id = c.id
          and at >= (date_trunc('month', ${today}::date::timestamp) - make_interval(months => ${months}::int - 1)) at time zone ${timeZone}::text
          and at < (${today}::date + 1)::timestamp at time zone ${timeZone}::text
          and kind in ('purchase', 'return', 'cancellation')
        group by 1, 2) d) as bought
    from know.customer c
    left join know.rollup r on r.customer_id = c.id
    left join lateral (${latest}) f on true
    where c.id = ${customerId}) v`
}
