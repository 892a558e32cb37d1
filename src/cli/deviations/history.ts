import type { Deed, WeeklyCounts } from '#src/know/insights/index.ts'
import { weeklyCounts, windowsFor } from '#src/know/insights/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { noDay } from '../analytics/cells.ts'

/** Rows of a file: by day, or by week with how often. */
export interface Rows {
  readonly customer: Int32Array
  /** Days since 1970. */
  readonly day?: Int32Array
  readonly week?: Float64Array
  readonly count?: Float64Array
  readonly amount?: Float64Array
  readonly channel?: readonly string[]
  readonly category?: readonly string[]
  readonly returns?: readonly string[]
}

export interface Wish {
  readonly baseline: number
  readonly watched: number
  /** The first watched day or week, as the file counts. */
  readonly cutOff?: number
}

/** What a file tells of its customers. `first` is the day or week of week 0. */
export interface History {
  readonly counts: WeeklyCounts
  readonly unit: 'day' | 'week'
  readonly first: number
  /** The last day or week of the file. */
  readonly last: number
  readonly purchases: number
  readonly returns: number
  /** Of a customer, oldest first; empty without amounts, channels, categories and returns. */
  deeds(customer: number): Deed[]
}

const plainPurchase = /^(|0+([.,]0+)?|no|n|false|f|ei|e|purchase|sale|order|osto|null|nan|na|-)$/i

/** Rows that came back: those that the column of returns marks, else those of a negative amount or count. */
function comesBack({ amount, count, returns }: Rows, row: number): boolean {
  if (returns !== undefined) return !plainPurchase.test(returns[row]!)
  return (amount?.[row] ?? 0) < 0 || (count?.[row] ?? 1) < 0
}

/** @throws Refusal 422 `history_short` when there is too little to tell what is usual */
export function historyOf(rows: Rows, customers: number, wish: Wish): History {
  const unit = rows.day === undefined ? 'week' : 'day'
  const when = Float64Array.from(rows.day ?? rows.week ?? [], (at) => (at === noDay ? Number.NaN : Math.floor(at)))
  const { first, last } = extent(when)
  const windows = unit === 'day' ? ofDays(first, last, wish) : ofWeeks(first, last, wish)
  const weekOf = (at: number) => (unit === 'day' ? Math.floor((at - windows.first) / 7) : at - windows.first)
  const customer: number[] = []
  const week: number[] = []
  const count: number[] = []
  const seen = new Set<number>()
  let [purchases, returns] = [0, 0]
  for (let row = 0; row < when.length; row++) {
    const who = rows.customer[row]!
    if (who < 0 || Number.isNaN(when[row]!)) continue
    if (comesBack(rows, row)) {
      returns++
      continue
    }
    const times = rows.count?.[row] ?? 1
    if (!(times > 0)) continue
    if (unit === 'day' && rows.count === undefined) {
      // purchases of one day are one
      const key = who * 200_000 + (when[row]! - first)
      if (seen.has(key)) continue
      seen.add(key)
    }
    purchases++
    customer.push(who)
    week.push(weekOf(when[row]!))
    count.push(times)
  }
  const bought = { customer: Int32Array.from(customer), week: Int32Array.from(week), count: Float64Array.from(count) }
  const counts = weeklyCounts(bought, customers, windows)
  const rowsOf = rowsByCustomer(rows, customers, when)
  const deeds = (who: number) => deedsOf(rows, rowsOf(who), { when, weekOf, unit })
  return { counts, unit, first: windows.first, last, purchases, returns, deeds }
}

function extent(when: Float64Array): { first: number; last: number } {
  let [first, last] = [Infinity, -Infinity]
  for (const at of when) {
    if (at < first) first = at
    if (at > last) last = at
  }
  if (first > last) throw new Refusal(422, 'no_rows', 'No row has a time.', 'Name the column with --date or --week.')
  return { first, last }
}

const short = () =>
  new Refusal(
    422,
    'history_short',
    'The file does not reach far enough to tell what is usual.',
    'A baseline of 13 weeks and some weeks after it are needed. See --cutoff and --baseline.',
  )

/** Weeks of days end with the file's last day. With a cut-off they begin there, and the last may be short. */
function ofDays(first: number, last: number, { baseline, watched, cutOff }: Wish) {
  if (cutOff !== undefined) {
    const before = Math.min(baseline, Math.floor((cutOff - first) / 7))
    const seen = Math.ceil((last + 1 - cutOff) / 7)
    if (before < 1 || seen < 1) throw short()
    return { first: cutOff - 7 * before, baseline: before, weeks: before + seen }
  }
  const { baseline: before, weeks } = ofWeeks(0, Math.floor((last + 1 - first) / 7) - 1, { baseline, watched })
  return { first: last + 1 - 7 * weeks, baseline: before, weeks }
}

function ofWeeks(first: number, last: number, { baseline, watched, cutOff }: Wish) {
  if (cutOff !== undefined) {
    const before = Math.min(baseline, cutOff - first)
    if (before < 1 || last < cutOff) throw short()
    return { first: cutOff - before, baseline: before, weeks: before + last + 1 - cutOff }
  }
  // the same rule as in the base, told in whole weeks from a Monday
  const windows = windowsFor(4, 4 + 7 * (last + 1 - first), { baseline, watched })
  if (windows === null) throw short()
  return { first: last + 1 - windows.weeks, baseline: windows.baseline, weeks: windows.weeks }
}

function rowsByCustomer(
  { customer, amount, channel, category, returns }: Rows,
  customers: number,
  when: Float64Array,
): (who: number) => ArrayLike<number> {
  if (!amount && !channel && !category && !returns) return () => []
  const from = new Uint32Array(customers + 1)
  const good = (row: number) => customer[row]! >= 0 && !Number.isNaN(when[row]!)
  for (let row = 0; row < customer.length; row++) if (good(row)) from[customer[row]! + 1]!++
  for (let i = 0; i < customers; i++) from[i + 1]! += from[i]!
  const place = from.slice(0, customers)
  const order = new Uint32Array(from[customers]!)
  for (let row = 0; row < customer.length; row++) if (good(row)) order[place[customer[row]!]!++] = row
  return (who) => order.subarray(from[who]!, from[who + 1]!)
}

/** Rows of one day are one purchase; what came back on it is one return. */
function deedsOf(
  rows: Rows,
  own: ArrayLike<number>,
  { when, weekOf, unit }: { when: Float64Array; weekOf: (at: number) => number; unit: 'day' | 'week' },
): Deed[] {
  const days = new Map<
    string,
    { at: number; back: boolean; amount: number | null; channel: string | null; categories: Set<string> }
  >()
  for (let k = 0; k < own.length; k++) {
    const row = own[k]!
    const back = comesBack(rows, row)
    const key = `${when[row]} ${back}`
    const deed = days.get(key) ?? { at: when[row]!, back, amount: null, channel: null, categories: new Set<string>() }
    days.set(key, deed)
    const amount = rows.amount?.[row]
    if (amount !== undefined && !Number.isNaN(amount)) deed.amount = (deed.amount ?? 0) + amount
    if (rows.channel?.[row]) deed.channel ??= rows.channel[row]!
    if (rows.category?.[row]) deed.categories.add(rows.category[row]!)
  }
  return [...days.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ at, categories, ...deed }) => ({
      ...deed,
      day: unit === 'day' ? at : at * 7,
      week: weekOf(at),
      categories: [...categories],
    }))
}
