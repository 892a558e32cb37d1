import { rhythmRule } from '#src/know/insights/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Stage } from '#src/terms/index.ts'
import type { Leaf } from '../contract.ts'
import type { Env, Joined } from '../fields.ts'

/** `rhythmOf` of insights in SQL: limit and lost in whole days, of `count` purchase days over `t` days. */
function rhythm(count: Statement, t: Statement, env: Env): { limit: Statement; lost: Statement } {
  const { assumedInterval, season, odds } = rhythmRule
  const mean = env.meanInterval ?? assumedInterval
  const silence = (one: number) => sql`(case when ${count} <= 1 then ${String(mean * Math.log(one))}::float8
    else (${String(mean)}::float8 + ${t}) * (power(${String(one)}::float8, 1.0::float8 / ${count}) - 1) end)`
  const whole = (days: Statement) => sql`greatest(1, floor(${days} + 0.5))`
  const limit = whole(silence(odds.beyond))
  const fleet = Math.max(season, Math.round(mean * Math.log(odds.lost)))
  return { limit, lost: sql`greatest(${whole(silence(odds.lost))}, ${String(fleet)}::float8, ${limit})` }
}

const now = (env: Env) => rhythm(sql`r.purchase_days`, sql`(r.last_purchase - r.first_purchase)`, env)
const since = (env: Env) => sql`greatest(0, ${env.today}::date - r.last_purchase)`

/** Of a customer who has bought. */
function bought(env: Env): Statement {
  const { limit, lost } = now(env)
  const before = rhythm(sql`(r.purchase_days - 1)`, sql`(r.previous_purchase - r.first_purchase)`, env)
  return sql`case
      when ${since(env)} > ${lost} then 'lost'
      when ${since(env)} > ${limit} then 'slipping'
      when r.purchase_days = 1 then 'new'
      when r.previous_purchase is null or r.last_purchase - r.previous_purchase <= ${before.lost} then 'regular'
      else 'wonBack' end`
}
const unbought = sql`case when c.lead_source is null then 'prospect' else 'lead' end`

/** The stage of a customer (`stageOf` of insights, which the tests hold it to), over alias `c`. */
export const stage = (env: Env): Statement => sql`coalesce((
    select ${bought(env)} from know.rollup r where r.customer_id = c.id and r.purchase_days > 0), ${unbought})`

const rollup = { from: sql`know.rollup r`, on: sql`r.customer_id = c.id` }
/** The same where the figures are joined. */
export const stageJoined = (env: Env): Joined => ({
  ...rollup,
  value: sql`(case when r.purchase_days > 0 then ${bought(env)} else ${unbought} end)`,
})

/**
 * The day on which silence moves a customer into the stages that a condition names, or out of them: first to `slipping`, then to `lost`. Null
 * where the stages still before them are all named, or none is.
 */
const moves = (env: Env, leaf: Leaf): Statement => {
  const named = namedBy(leaf)
  const { limit, lost } = now(env)
  const later = named.has('slipping') === named.has('lost') ? sql`null` : lost
  const next = (stage: Stage) => (named.has(stage) === named.has('slipping') ? later : limit)
  const back =
    next('regular') === next('wonBack')
      ? next('regular')
      : sql`case when ${bought(env)} = 'wonBack' then ${next('wonBack')} else ${next('regular')} end`
  const first = next('new') === back ? back : sql`case when r.purchase_days = 1 then ${next('new')} else ${back} end`
  return sql`(case when r.purchase_days > 0 then r.last_purchase + (case
    when ${since(env)} <= ${limit} then ${first} when ${since(env)} <= ${lost} then ${later} end)::int + 1 end)`
}
const namedBy = ({ value }: Leaf): ReadonlySet<unknown> =>
  new Set((Array.isArray(value) ? value : [value]).map((one) => String(one).trim()))
export const stageDue = (env: Env, leaf: Leaf): Joined => ({ ...rollup, value: moves(env, leaf) })
