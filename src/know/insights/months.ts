import type { Currency, Day } from '#src/terms/index.ts'
import { dayNumber, monthsUpTo } from './days.ts'

/** Purchases and money of one calendar day in one currency (null: purchases without a sum). `net` in minor units. */
export interface DayRow {
  day: Day
  currency: Currency | null
  net: string
  purchases: number
}
/** Purchases and money of one calendar month in one currency (null: purchases without a sum). */
export interface MonthRow {
  month: string
  currency: Currency | null
  /** Minor units. */
  net: string
  purchases: number
  /** Last purchase day of the month, of any sum. */
  last: Day | null
}
export interface Month {
  month: string
  net: { minor: string; currency: Currency }
  purchases: number
  expected: boolean
}

/** Days gathered into months. */
export function gathered(days: readonly DayRow[]): MonthRow[] {
  const rows = new Map<string, MonthRow>()
  for (const { day, currency, net, purchases } of days) {
    const month = day.slice(0, 7)
    const key = `${month} ${currency}`
    const row = rows.get(key) ?? { month, currency, net: '0', purchases: 0, last: null }
    row.net = (BigInt(row.net) + BigInt(net)).toString()
    row.purchases += purchases
    if (purchases > 0 && (row.last === null || day > row.last)) row.last = day
    rows.set(key, row)
  }
  return [...rows.values()]
}

/** How many calendar months the customer page shows. */
export const shownMonths = 24

/**
 * The last 24 calendar months in one currency; purchases of all currencies are counted. A month without a purchase is `expected` when a
 * day falls in it, today at the latest, that is a whole number of own intervals after the latest purchase before it.
 * @param interval own interval in days; null when there is no rhythm to expect by
 * @param last latest purchase day of all, which may be before the first month
 */
export function monthsOf(
  rows: readonly MonthRow[],
  { today, currency, interval, last }: { today: Day; currency: Currency; interval: number | null; last: Day | null },
): Month[] {
  const months = monthsUpTo(today, shownMonths)
  const end = dayNumber(today)
  const first = dayNumber(`${months[0]!}-01`)
  let before = last !== null && dayNumber(last) < first ? dayNumber(last) : null
  return months.map((month, i) => {
    const start = dayNumber(`${month}-01`)
    const next = i + 1 < months.length ? dayNumber(`${months[i + 1]!}-01`) : end + 1
    const own = rows.filter((row) => row.month === month)
    const purchases = own.reduce((sum, row) => sum + row.purchases, 0)
    const expected = purchases === 0 && before !== null && interval !== null && falls(before, interval, start, next)
    for (const row of own) if (row.last !== null) before = Math.max(before ?? 0, dayNumber(row.last))
    const net = own.find((row) => row.currency === currency)?.net ?? '0'
    return { month, net: { minor: net, currency }, purchases, expected }
  })
}

/** Whether a whole number of intervals after `from` lies in [start, next). */
function falls(from: number, interval: number, start: number, next: number): boolean {
  const count = Math.max(1, Math.ceil((start - from) / interval))
  return from + count * interval < next
}
