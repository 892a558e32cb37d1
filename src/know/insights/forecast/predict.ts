import type { Currency } from '#src/terms/index.ts'
import {
  chances,
  discountedPurchases,
  expectedSpend,
  lapseModel,
  lapseState,
  nextPurchaseDays,
  noneScorer,
  predictor,
} from '../models/index.ts'
import { type Customers, type Forecasts, noDay } from './columns.ts'
import { forecastStates } from './contract.ts'
import type { ModelRow } from './queries/model.ts'

/** What of a model forecasts are made with. */
export type InForce = Pick<ModelRow, 'horizon' | 'fit' | 'spend' | 'lapse'>

/** Twelve months. */
export const year = 365.25
const ranks = new Map(forecastStates.map((state, i) => [state, i]))

/** Of a year, from that of twelve months. */
export const monthly = (yearly: number) => (1 + yearly) ** (1 / 12) - 1

/** Discounted purchase days of the next 12 months, as `value` counts them. Days as in the models. */
export function purchasesAhead({ fit }: Pick<InForce, 'fit'>): (x: number, last: number, age: number) => number {
  const { discount } = fit.counted
  if (discount !== null && discount > 0) return discountedPurchases(fit, { discount: monthly(discount), months: 12 })
  const of = predictor(fit, year)
  return (x, last, age) => of(x, last, age).expected
}

/** Expected spend per purchase day, minor units, from what so many purchase days brought. NaN where no sum is known. */
export function spendAhead({
  spend,
}: Pick<InForce, 'spend'>): (currency: Currency, days: number, net: number) => number {
  return (currency, days, net) => {
    const mean = Math.max(0, net) / days
    const fit = spend[currency]
    return fit === undefined ? mean : expectedSpend(fit, days, mean)
  }
}

/**
 * What the model expects of these customers on the day `asOf` (days since 1970), or on that of their last purchase when that is later: the same
 * for one as for a million.
 */
export function forecast(model: InForce, customers: Customers, asOf: number): Forecasts {
  const { n, purchaseDays, first, last, currency, net, currencies } = customers
  const all: Forecasts = {
    alive: new Float64Array(n),
    none: new Float64Array(n),
    purchases: new Float64Array(n),
    spend: new Float64Array(n),
    value: new Float64Array(n),
    next: new Int32Array(n),
    state: new Uint8Array(n),
    since: new Int32Array(n),
  }
  const within = chances(model.fit, model.horizon)
  const yearly = predictor(model.fit, year)
  const { margin, discount } = model.fit.counted
  const discounted = discount !== null && discount > 0 ? purchasesAhead(model) : undefined
  const spendOf = spendAhead(model)
  const noneOf = noneScorer(lapseModel(model.fit), model.lapse)
  for (let i = 0; i < n; i++) {
    const x = purchaseDays[i]! - 1
    const from = first[i]!
    const until = Math.max(asOf, last[i]!)
    const [recent, age] = [last[i]! - from, until - from]
    all.alive[i] = within(x, recent, age).alive
    all.none[i] = noneOf(x, recent, age)
    all.purchases[i] = yearly(x, recent, age).expected
    const own = currency[i]!
    all.spend[i] = own < 0 ? Number.NaN : spendOf(currencies[own]!, x + 1, net[i]!)
    const ahead = discounted === undefined ? all.purchases[i]! : discounted(x, recent, age)
    all.value[i] = (margin ?? 1) * all.spend[i]! * ahead
    const days = nextPurchaseDays(model.fit, x, recent, age)
    all.next[i] = days === null ? noDay : until + days
    all.state[i] = ranks.get(lapseState(all.none[i]!, x))!
  }
  sinces(all, customers, noneOf, asOf)
  return all
}

/**
 * Since when each is in the state: the day on which the silence became long enough; for the active, the last purchase when it brought them (back),
 * else none. A silence only makes a purchase less likely, so the day is found by halving.
 */
function sinces(
  all: Forecasts,
  { n, purchaseDays, first, last, previous }: Customers,
  noneOf: (x: number, last: number, age: number) => number,
  asOf: number,
): void {
  const rank = (x: number, recent: number, age: number) => ranks.get(lapseState(noneOf(x, recent, age), x))!
  for (let i = 0; i < n; i++) {
    const state = all.state[i]!
    const x = purchaseDays[i]! - 1
    const recent = last[i]! - first[i]!
    if (state === 0) {
      const before = previous[i]!
      const was = x === 0 || before === noDay || rank(x - 1, before - first[i]!, recent) > 0
      all.since[i] = was ? last[i]! : noDay
      continue
    }
    let [low, high] = [0, Math.max(0, asOf - last[i]!)]
    while (low < high) {
      const middle = (low + high) >> 1
      if (rank(x, recent, recent + middle) >= state) high = middle
      else low = middle + 1
    }
    all.since[i] = last[i]! + low
  }
}
