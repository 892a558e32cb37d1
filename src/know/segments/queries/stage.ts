import { rhythmRule } from '#src/know/insights/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Env } from '../fields.ts'

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

/** The stage of a customer (`stageOf` of insights, which the tests hold it to), over alias `c`. */
export function stage(env: Env): Statement {
  const now = rhythm(sql`r.purchase_days`, sql`(r.last_purchase - r.first_purchase)`, env)
  const before = rhythm(sql`(r.purchase_days - 1)`, sql`(r.previous_purchase - r.first_purchase)`, env)
  return sql`coalesce((
    select case
      when s.since > s.lost then 'lost'
      when s.since > s.within then 'slipping'
      when r.purchase_days = 1 then 'new'
      when r.previous_purchase is null or r.last_purchase - r.previous_purchase <= ${before.lost} then 'regular'
      else 'wonBack' end
    from know.rollup r cross join lateral (
      select greatest(0, ${env.today}::date - r.last_purchase) as since, ${now.limit} as within, ${now.lost} as lost
    ) s where r.customer_id = c.id and r.purchase_days > 0
  ), case when c.lead_source is null then 'prospect' else 'lead' end)`
}
