import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'
import type { Fit, Lapse, SpendFit } from '../../models/index.ts'
import type { Warning } from '../contract.ts'

/** What value is counted with; share of sales, and of money in a year. */
export interface ValueTerms {
  margin: number | null
  discount: number | null
}
/** Counts over all customers at a making, archived ones left out. */
export interface Summary {
  states: number[]
  /** Of the best tenth by forecast, how many are in the best tenth by spend, within each currency. */
  overlap: Record<Currency, { both: number; tenth: number }>
  newCustomers: number
  retention: { customers: number; stayed: number } | null
  /** Customers who are not lost and their value, within each currency. */
  kept: Record<Currency, { customers: number; value: number }>
  /** What all have brought in a year so far, minor units. */
  pastYear: Record<Currency, number>
}

/** A model as SQL brings it within JSON. */
export interface ModelRow {
  version: number
  made_at: string
  as_of: Day
  data_from: Day | null
  customers: number
  horizon: number
  terms: number | null
  fit: Fit & { meanDays: number; counted: ValueTerms }
  spend: Record<Currency, SpendFit>
  /** How "no purchase within the horizon" is told. */
  lapse: Lapse
  warnings: Warning[]
  summary: Summary | null
}

/** The model in force; undefined before the first. */
export async function modelInForce(runner: Runner): Promise<ModelRow | undefined> {
  const row = await runner.maybe(sql<{ json: ModelRow }>`
    select to_json(m) as json from know.forecast_model m order by version desc limit 1`)
  return row?.json
}
export async function modelOf(runner: Runner, version: number): Promise<ModelRow | undefined> {
  const row = await runner.maybe(sql<{ json: ModelRow }>`
    select to_json(m) as json from know.forecast_model m where version = ${version}`)
  return row?.json
}

/** Puts a model in force. Whoever makes another at the same time waits. */
export async function insertModel(
  tx: Tx,
  model: Omit<ModelRow, 'version' | 'made_at' | 'summary'>,
  now: Date,
): Promise<number> {
  await tx.run(sql`lock table know.forecast_model in share row exclusive mode`)
  const row = await tx.one(sql<{ version: number }>`
    insert into know.forecast_model (version, made_at, as_of, data_from, customers, horizon, terms, fit, spend, lapse, warnings)
    select coalesce(max(version), 0) + 1, ${now}::timestamptz, ${model.as_of}::date, ${model.data_from}::date, ${model.customers}::int,
      ${model.horizon}::int, ${model.terms}::int, ${JSON.stringify(model.fit)}::jsonb, ${JSON.stringify(model.spend)}::jsonb,
      ${JSON.stringify(model.lapse)}::jsonb, ${JSON.stringify(model.warnings)}::jsonb
    from know.forecast_model
    returning version`)
  return row.version
}

export async function setSummary(tx: Tx, version: number, summary: Summary): Promise<void> {
  await tx.run(
    sql`update know.forecast_model set summary = ${JSON.stringify(summary)}::jsonb where version = ${version}`,
  )
}
export type Made = ModelRow & { summary: Summary }
/** The model of the latest making that came to its end. */
export async function lastMade(runner: Runner): Promise<Made | undefined> {
  const row = await runner.maybe(sql<{ json: Made }>`
    select to_json(m) as json from know.forecast_model m where summary is not null order by version desc limit 1`)
  return row?.json
}

/** The last `keep` versions stay; the rest tell nobody anything. */
export async function forgetModels(tx: Tx, keep: number): Promise<void> {
  await tx.run(sql`
    delete from know.forecast_model where version <= (select max(version) from know.forecast_model) - ${keep}::int`)
}

export interface TermsRow extends ValueTerms {
  version: number
  /** Minor units. */
  acquisition: number | null
  keeping: number | null
  currency: Currency
  horizon: number | null
}
export function termsInForce(runner: Runner): Promise<TermsRow | undefined> {
  return runner.maybe(sql<TermsRow>`
    select version, margin::float8 as margin, discount::float8 as discount, acquisition::float8 as acquisition, keeping::float8 as keeping,
      currency, horizon
    from know.forecast_terms order by version desc limit 1`)
}
export async function insertTerms(tx: Tx, terms: Omit<TermsRow, 'version'>, by: Uuid | null, now: Date): Promise<void> {
  await tx.run(sql`lock table know.forecast_terms in share row exclusive mode`)
  await tx.run(sql`
    insert into know.forecast_terms (version, made_at, made_by, margin, discount, acquisition, keeping, currency, horizon)
    select coalesce(max(version), 0) + 1, ${now}::timestamptz, ${by}::uuid, ${terms.margin}::numeric, ${terms.discount}::numeric,
      ${terms.acquisition}::bigint, ${terms.keeping}::bigint, ${terms.currency}::text, ${terms.horizon}::int
    from know.forecast_terms`)
}

/** First and newest purchase day up to `today`, as days since 1970; null before any purchase. */
export function window(
  runner: Runner,
  today: Day,
): Promise<{ first: number | null; last: number | null; customers: number }> {
  return runner.one(sql<{ first: number | null; last: number | null; customers: number }>`
    select min(first_purchase) - date '1970-01-01' as first, max(last_purchase) filter (where last_purchase <= ${today}::date) - date '1970-01-01' as last,
      count(*)::int as customers
    from know.rollup where purchase_days > 0`)
}

/** Customers with purchases at the last cutting of RFM. */
export async function customersCounted(runner: Runner): Promise<number> {
  const row = await runner.maybe(
    sql<{ customers: number }>`select customers from know.rfm_cut order by version desc limit 1`,
  )
  return row?.customers ?? 0
}

export interface EquityRow {
  currency: Currency
  customers: number
  /** Whole minor units, as digits. */
  value: string
  before: string | null
  new: string
  lapsed: string
  frequency: string
  spend: string
}
/** The equity of a day; made again the same day, the later one stands. */
export async function putEquity(tx: Tx, day: Day, version: number, rows: readonly EquityRow[]): Promise<void> {
  await tx.run(sql`delete from know.forecast_equity where day = ${day}`)
  await tx.run(sql`
    insert into know.forecast_equity (day, currency, version, customers, value, before, new, lapsed, frequency, spend)
    select ${day}::date, e.currency, ${version}::int, e.customers, e.value, e.before, e.new, e.lapsed, e.frequency, e.spend
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e (currency text, customers int, value numeric, before numeric, new numeric, lapsed numeric, frequency numeric, spend numeric)`)
}

export interface EquityShown {
  day: Day
  currency: Currency
  version: number
  customers: number
  value: string
  before: string | null
  new: string
  lapsed: string
  frequency: string
  spend: string
  trend: { day: Day; minor: string }[]
}
/** The latest equity of each currency with its trend over `days` makings. */
export function equities(runner: Runner, days: number): Promise<EquityShown[]> {
  return runner.rows(sql<EquityShown>`
    with latest as (select max(day) as day from know.forecast_equity)
    select e.day, e.currency, e.version, e.customers, e.value::text, e.before::text, e.new::text, e.lapsed::text, e.frequency::text, e.spend::text, (
      select json_agg(json_build_object('day', t.day, 'minor', t.value::text) order by t.day) from (
        select day, value from know.forecast_equity where currency = e.currency order by day desc limit ${days}) t) as trend
    from know.forecast_equity e join latest l on l.day = e.day`)
}
