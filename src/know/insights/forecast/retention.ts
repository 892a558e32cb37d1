import type { PurchaseDays } from '../models/index.ts'

/** Of those who bought in the year before last, how many bought in the last; null where there are not two years. */
export function retentionOf(
  days: PurchaseDays,
  asOf: number,
  from: number,
): { customers: number; stayed: number } | null {
  if (asOf - from < 730) return null
  let [customers, stayed] = [0, 0]
  for (let c = 0; c < days.customers; c++) {
    let [before, lately] = [false, false]
    for (let at = days.from[c]!; at < days.from[c + 1]!; at++) {
      const ago = asOf - days.days[at]!
      if (ago >= 0 && ago < 365) lately = true
      else if (ago >= 365 && ago < 730) before = true
    }
    if (!before) continue
    customers++
    if (lately) stayed++
  }
  return customers === 0 ? null : { customers, stayed }
}
