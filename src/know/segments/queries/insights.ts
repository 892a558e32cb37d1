import { deviationKinds, forecastStates, groupOf } from '#src/know/insights/index.ts'
import { rfmGroups } from '#src/know/insights/contract.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Env, Field, Place } from '../fields.ts'

const value = { verb: 'value.read' } as const
const forecast = (of: Statement) => (): Place => ({
  at: 'row',
  from: sql`know.forecast f`,
  on: sql`f.customer_id = c.id`,
  value: of,
})
const deviation = (of: Statement) => (): Place => ({
  at: 'many',
  from: sql`know.deviation d`,
  key: sql`d.customer_id`,
  on: sql`d.ended_on is null`,
  value: of,
})
const percent = (chance: Statement) => sql`round(100 * ${chance}::numeric)`

/** A score 1..5 by the cut points in force; empty before there are any. */
function score(of: Statement, cuts: readonly string[] | undefined): Statement {
  if (cuts === undefined) return sql`null::int`
  const reached = cuts.map((cut) => sql`(${of} >= ${cut}::numeric)::int`)
  return sql`(case when r.purchase_days > 0 then ${reached.reduce((all, one) => sql`${all} + ${one}`, sql`1`)} end)`
}
const recency = ({ figures }: Env) => score(sql`(r.last_purchase - date '1970-01-01')`, figures?.recency)
const frequency = ({ figures }: Env) => score(sql`r.purchase_days`, figures?.frequency)
const groups = [1, 2, 3, 4, 5].flatMap((r) => [1, 2, 3, 4, 5].map((f) => groupOf(r, f)))
const group = (env: Env) => sql`(${groups}::text[])[(${recency(env)} - 1) * 5 + ${frequency(env)}]`

const scored =
  (of: (env: Env) => Statement) =>
  (env: Env): Place => ({
    at: 'row',
    from: sql`know.rollup r`,
    on: sql`r.customer_id = c.id`,
    value: of(env),
  })

/** What insights make of a customer. Shares are whole percents. None of it moves by time alone: it is made anew, and told. */
export const insightFields: readonly Field[] = [
  { id: 'rfm.group', type: 'choice', choices: rfmGroups, ...value, place: scored(group) },
  { id: 'rfm.recency', type: 'number', ...value, place: scored(recency) },
  { id: 'rfm.frequency', type: 'number', ...value, place: scored(frequency) },
  { id: 'forecast.state', type: 'choice', choices: forecastStates, ...value, place: forecast(sql`f.state`) },
  { id: 'forecast.stateSince', type: 'date', ...value, place: forecast(sql`f.state_since`) },
  { id: 'forecast.alive', type: 'number', ...value, place: forecast(percent(sql`f.alive`)) },
  { id: 'forecast.buys', type: 'number', ...value, place: forecast(percent(sql`(1 - f.none)`)) },
  { id: 'forecast.purchases', type: 'number', ...value, place: forecast(sql`round(f.purchases::numeric, 2)`) },
  { id: 'forecast.nextPurchase', type: 'date', ...value, place: forecast(sql`f.next_purchase`) },
  { id: 'deviation', type: 'choice', choices: deviationKinds, ...value, place: deviation(sql`d.kind`) },
  { id: 'deviationSince', type: 'date', ...value, place: deviation(sql`d.since`) },
]

/** Expected value of the next 12 months in one currency: `forecast.value.EUR`. */
export function madeInsight(id: string): Field | undefined {
  const currency = /^forecast\.(?:value|spend)\.([A-Z]{3})$/.exec(id)?.[1]
  if (currency === undefined) return undefined
  const amount = id.startsWith('forecast.value') ? sql`f.value` : sql`f.spend`
  const of = sql`(case when f.currency = ${currency}::text then ${amount} end)`
  return { id, type: 'money', ...value, currency, place: forecast(of) }
}
