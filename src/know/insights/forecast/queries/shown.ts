import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'
import type { ForecastState } from '../contract.ts'

export interface ForecastRow {
  version: number
  as_of: Day
  alive: number
  none: number
  purchases: number
  spend: string | null
  value: string | null
  currency: Currency | null
  next_purchase: Day | null
  state: ForecastState
  state_since: Day | null
  purchase_days: number
  first_purchase: Day
  last_purchase: Day
  net: string | null
  future_rank: number | null
  past_rank: number | null
}

/** The forecast of a customer; `known` is false where the id is nobody's now. */
export async function forecastRow(runner: Runner, id: Uuid): Promise<{ known: boolean; row: ForecastRow | null }> {
  const found = await runner.maybe(sql<{ row: ForecastRow | null }>`
    select (select to_json(s) from (
      select version, as_of, alive, none, purchases, spend::text, value::text, currency, next_purchase, state, state_since, purchase_days,
        first_purchase, last_purchase, net::text, future_rank, past_rank
      from know.forecast where customer_id = c.id) s) as row
    from know.customer c where c.id = ${id}`)
  return { known: found !== undefined, row: found?.row ?? null }
}

export interface RankedRow {
  id: Uuid
  name: string
  value: string | null
  net: string | null
  state: ForecastState
  future_rank: number | null
  past_rank: number | null
}
/** The best of a currency by one of the two ranks: one range of its index. */
export function ranked(runner: Runner, by: 'future' | 'past', currency: Currency, limit: number): Promise<RankedRow[]> {
  const rank = by === 'future' ? raw('f.future_rank') : raw('f.past_rank')
  return runner.rows(sql<RankedRow>`
    select c.id, c.name, f.value::text, f.net::text, f.state, f.future_rank, f.past_rank
    from know.forecast f join know.customer c on c.id = f.customer_id and c.archived_at is null
    where f.currency = ${currency} and ${rank} is not null
    order by ${rank}, c.id limit ${limit}`)
}
