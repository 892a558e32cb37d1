import {
  historiesAt,
  type HistoriesOf,
  type PurchaseDays,
  purchaseDays,
  type Spending,
} from '#src/know/insights/index.ts'
import type { Keys } from '../cells.ts'

/** Rows of a file: who, on what day (since 1970), for how much (undefined: no sums are known). */
export interface Rows {
  readonly rows: number
  readonly customer: Keys
  readonly date: Int32Array
  readonly amount?: Float64Array
}

/** Purchases and returns of a file. */
export interface Ledger {
  readonly rows: Rows
  /** Days on which something was bought. A row below zero is a return and makes no purchase day. */
  readonly days: PurchaseDays
  readonly first: number
  readonly last: number
  readonly returns: number
}

export function ledgerOf(rows: Rows): Ledger {
  const { customer, date, amount } = rows
  let bought = 0
  const who = new Int32Array(rows.rows)
  const day = new Int32Array(rows.rows)
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < rows.rows; i++) {
    if (date[i]! < first) first = date[i]!
    if (date[i]! > last) last = date[i]!
    if (amount !== undefined && amount[i]! < 0) continue
    who[bought] = customer.of[i]!
    day[bought++] = date[i]!
  }
  const days = purchaseDays({
    customers: customer.names.length,
    customer: who.subarray(0, bought),
    day: day.subarray(0, bought),
  })
  return { rows, days, first, last, returns: rows.rows - bought }
}

/** What customers had bought by a cut-off, row by row as in `histories`. Sums are absent when the file has none. */
export interface Known {
  readonly histories: HistoriesOf
  readonly cutOff: number
  readonly sums?: {
    /** Sales less returns up to the cut-off. */
    readonly spend: Float64Array
    /** Sales after the first purchase day, as many as purchases of the model. */
    readonly repeat: Float64Array
    /** What is spent at a time: on the days after the first, as in the literature, and on all. */
    readonly each: Readonly<Record<'repeat' | 'all', Spending>>
  }
}

export function knownAt({ rows, days }: Ledger, cutOff: number): Known {
  const histories = historiesAt(days, cutOff)
  if (rows.amount === undefined) return { histories, cutOff }
  const { customer, x, n } = histories
  const sales = new Float64Array(days.customers)
  const onFirst = new Float64Array(days.customers)
  const returned = new Float64Array(days.customers)
  for (let i = 0; i < rows.rows; i++) {
    if (rows.date[i]! > cutOff) continue
    const who = rows.customer.of[i]!
    const amount = rows.amount[i]!
    if (amount < 0) returned[who]! -= amount
    else {
      sales[who]! += amount
      if (rows.date[i] === days.days[days.from[who]!]) onFirst[who]! += amount
    }
  }
  const net = Float64Array.from(customer, (who) => sales[who]! - returned[who]!)
  const repeat = Float64Array.from(customer, (who) => sales[who]! - onFirst[who]!)
  // less the customer's own share of returns
  const kept = (i: number, sum: number) => (sum * Math.max(0, net[i]!)) / sales[customer[i]!]!
  const meanOf = (of: Uint32Array, sum: (i: number) => number): Spending => ({
    n,
    x: of,
    mean: Float64Array.from(of, (times, i) => (times > 0 && sum(i) > 0 ? kept(i, sum(i)) / times : 0)),
  })
  const each = {
    repeat: meanOf(x, (i) => repeat[i]!),
    all: meanOf(
      x.map((times) => times + 1),
      (i) => sales[customer[i]!]!,
    ),
  }
  return { histories, cutOff, sums: { spend: net, repeat, each } }
}

/** Sales less returns of the customers of `known` within (after, until]; purchase days when no sums are known. Never below zero. */
export function worthWithin(
  { rows }: Ledger,
  { histories, sums }: Known,
  bought: Uint32Array,
  until: number,
  after: number,
): Float64Array {
  if (sums === undefined || rows.amount === undefined) return Float64Array.from(bought)
  const net = new Float64Array(rows.customer.names.length)
  for (let i = 0; i < rows.rows; i++)
    if (rows.date[i]! > after && rows.date[i]! <= until) net[rows.customer.of[i]!]! += rows.amount[i]!
  return Float64Array.from(histories.customer, (who) => Math.max(0, net[who]!))
}
