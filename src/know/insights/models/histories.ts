import type { Histories } from './types.ts'

/** Purchases of customers: `customer` is 0 … customers−1, `day` any day numbers; in any order. */
export interface Purchases {
  readonly customers: number
  readonly customer: Int32Array
  readonly day: Int32Array
}

/** Purchase days of each customer, ascending and each once: those of customer c stand at from[c] … from[c+1]−1 of `days`. */
export interface PurchaseDays {
  readonly customers: number
  readonly from: Uint32Array
  readonly days: Int32Array
}

/** Merges purchases of one day. */
export function purchaseDays({ customers, customer, day }: Purchases): PurchaseDays {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const one of day) {
    if (one < first) first = one
    if (one > last) last = one
  }
  const span = day.length === 0 ? 1 : last - first + 1
  const order = new Float64Array(day.length)
  for (let i = 0; i < day.length; i++) order[i] = customer[i]! * span + (day[i]! - first)
  order.sort()
  const from = new Uint32Array(customers + 1)
  const days = new Int32Array(day.length)
  let at = 0
  let before = -1
  for (const key of order) {
    if (key === before) continue
    before = key
    const who = Math.floor(key / span)
    from[who + 1]!++
    days[at++] = key - who * span + first
  }
  for (let c = 0; c < customers; c++) from[c + 1]! += from[c]!
  return { customers, from, days: days.slice(0, at) }
}

export interface HistoriesOf extends Histories {
  /** The customer of each row. */
  readonly customer: Int32Array
}

/** Histories at the end of a day: of those who had bought by then. */
export function historiesAt({ customers, from, days }: PurchaseDays, cutOff: number): HistoriesOf {
  const customer = new Int32Array(customers)
  const x = new Uint32Array(customers)
  const last = new Int32Array(customers)
  const age = new Int32Array(customers)
  let n = 0
  for (let c = 0; c < customers; c++) {
    const begin = from[c]!
    let end = from[c + 1]!
    while (end > begin && days[end - 1]! > cutOff) end--
    if (end === begin) continue
    customer[n] = c
    x[n] = end - begin - 1
    last[n] = days[end - 1]! - days[begin]!
    age[n] = cutOff - days[begin]!
    n++
  }
  return { n, customer: customer.slice(0, n), x: x.slice(0, n), last: last.slice(0, n), age: age.slice(0, n) }
}

/** Purchase days of the rows' customers within (after, until]. */
export function boughtWithin(days: PurchaseDays, rows: HistoriesOf, after: number, until: number): Uint32Array {
  const bought = new Uint32Array(rows.n)
  for (let i = 0; i < rows.n; i++)
    for (let at = days.from[rows.customer[i]!]!; at < days.from[rows.customer[i]! + 1]!; at++)
      if (days.days[at]! > after && days.days[at]! <= until) bought[i]!++
  return bought
}

/** Equal histories as one row with their number as weight, sorted by x, then last, then age: all that a likelihood needs. */
export function compress(h: Histories): Histories & { readonly weight: Float64Array } {
  let [most, days] = [0, 0]
  for (let i = 0; i < h.n; i++) {
    if (h.x[i]! > most) most = h.x[i]!
    if (h.age[i]! > days) days = h.age[i]!
  }
  const span = days + 1
  const order = new Float64Array(h.n)
  for (let i = 0; i < h.n; i++) order[i] = (h.x[i]! * span + h.last[i]!) * span + h.age[i]!
  if ((most + 1) * span * span > Number.MAX_SAFE_INTEGER) throw new RangeError('histories are too long')
  const weights = h.weight === undefined ? undefined : weightsOf(order, h.weight)
  order.sort()
  const x = new Uint32Array(h.n)
  const last = new Int32Array(h.n)
  const age = new Int32Array(h.n)
  const weight = new Float64Array(h.n)
  let n = 0
  let before = -1
  for (const key of order) {
    if (key !== before) {
      before = key
      const rest = Math.floor(key / span)
      age[n] = key - rest * span
      x[n] = Math.floor(rest / span)
      last[n] = rest - x[n]! * span
      weight[n] = weights?.get(key) ?? 0
      n++
    }
    if (weights === undefined) weight[n - 1]!++
  }
  return {
    n,
    x: x.slice(0, n),
    last: last.slice(0, n),
    age: age.slice(0, n),
    weight: weight.slice(0, n),
  }
}

function weightsOf(keys: Float64Array, weight: Float64Array): Map<number, number> {
  const sums = new Map<number, number>()
  for (const [i, key] of keys.entries()) sums.set(key, (sums.get(key) ?? 0) + weight[i]!)
  return sums
}
