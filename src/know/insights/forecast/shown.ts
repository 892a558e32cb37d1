import { authorize } from '#src/company/index.ts'
import { leadsTo } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Currency, Uuid } from '#src/terms/index.ts'
import { dayIn, daysBetween } from '../days.ts'
import type { CustomerForecast, Forecast, ModelBrief } from './contract.ts'
import { perYear } from './counting.ts'
import { type ModelRow, modelInForce } from './queries/model.ts'
import { type ForecastRow, forecastRow } from './queries/shown.ts'

/** What is expected of a customer, with what it was made of and the model behind it. Throws 404 `not_found`. */
export async function customerForecast(context: Context, id: Uuid): Promise<CustomerForecast> {
  authorize(context.actor, 'value.read')
  const { db, now, config } = context
  const [{ known, row }, model] = await Promise.all([forecastRow(db, id), modelInForce(db)])
  if (!known) return customerForecast(context, await leadsTo(db, id))
  const today = dayIn(now, config.timeZone)
  return {
    forecast: row && present(row, today),
    none: row !== null ? null : model === undefined ? 'noModel' : 'noPurchases',
    model: model === undefined ? null : brief(model),
  }
}

/** A model as whoever reads a figure should know it. */
export function brief(model: ModelRow): ModelBrief {
  return {
    version: model.version,
    madeAt: new Date(model.made_at).toISOString(),
    from: model.data_from,
    asOf: model.as_of,
    customers: model.customers,
    model: model.fit.model,
    lapse: model.lapse.by,
    horizonDays: model.horizon,
    margin: model.fit.counted.margin,
    discount: model.fit.counted.discount,
    warnings: model.warnings,
  }
}

const money = (minor: string | null, currency: Currency | null) =>
  minor === null || currency === null ? null : { minor: minor.replace(/\..*/, ''), currency }

function present(row: ForecastRow, today: string): Forecast {
  const { currency, purchase_days: days, first_purchase: first, last_purchase: last } = row
  const net = row.net === null ? null : Number(row.net)
  return {
    version: row.version,
    asOf: row.as_of,
    state: row.state,
    stateSince: row.state_since,
    alive: row.alive,
    buys: Math.round((1 - row.none) * 1e6) / 1e6,
    purchases: row.purchases,
    spend: money(row.spend, currency),
    value: money(row.value, currency),
    nextPurchase: row.next_purchase,
    why: {
      purchaseDays: days,
      first,
      last,
      sinceDays: Math.max(0, daysBetween(last, today)),
      intervalDays: days > 1 ? Math.max(1, Math.round(daysBetween(first, last) / (days - 1))) : null,
      perPurchase: net === null ? null : money(String(Math.round(net / days)), currency),
    },
    past: {
      net: money(row.net, currency),
      perYear: net === null ? null : money(String(Math.round(perYear(net, daysBetween(first, row.as_of)))), currency),
    },
    rank: { future: row.future_rank, past: row.past_rank },
  }
}
