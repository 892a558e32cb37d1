import { type Baskets, buyersOf, dayless } from './baskets.ts'

/** How each product is bought again. */
export interface Refill {
  /** Mean days between two purchases of it by one customer, drawn to the mean of all products where few came again; NaN without days. */
  readonly days: Float64Array
  /** Customers who bought it, and the share of them who bought it on more than one day, drawn likewise. */
  readonly buyers: Uint32Array
  readonly share: Float64Array
}

/** Intervals, and buyers, that the mean of all products counts for. */
const [drawnDays, drawnShare] = [5, 20]

/** The rhythm in which customers come back to each product. */
export function refillOf(baskets: Baskets): Refill {
  const { item, times, first, last, items } = baskets
  const buyers = buyersOf(baskets)
  const spans = new Float64Array(items)
  const intervals = new Float64Array(items)
  const again = new Float64Array(items)
  let [allSpans, allIntervals, allAgain] = [0, 0, 0]
  for (let at = 0; at < item.length; at++) {
    if (times[at]! < 2) continue
    const i = item[at]!
    again[i]!++
    allAgain++
    if (first[at] === dayless) continue
    spans[i]! += last[at]! - first[at]!
    intervals[i]! += times[at]! - 1
    allSpans += last[at]! - first[at]!
    allIntervals += times[at]! - 1
  }
  const mean = allSpans / allIntervals
  const usual = item.length === 0 ? 0 : allAgain / item.length
  return {
    days: spans.map((span, i) => (span + drawnDays * mean) / (intervals[i]! + drawnDays)),
    buyers,
    share: again.map((count, i) => (count + drawnShare * usual) / (buyers[i]! + drawnShare)),
  }
}

/** How many times its own rhythm a product may rest before it counts for less. */
export const patience = 6

/**
 * How likely a customer buys a product again soon, for ranking only: how often they did, more for what others come back to as well, less for
 * what has rested far longer than it usually does. Own count alone is nearly as good (analytics, section 4),
 * with some shops better: `chooseAgain`.
 * @param since days since the last purchase; undefined where not known
 */
export function againScore(
  times: number,
  since: number | undefined,
  product: { days: number; buyers: number; share: number },
): number {
  const rested = patience * product.days
  const late = since === undefined || !(rested > 0) || since <= rested ? 1 : rested / since
  return times * late * Math.sqrt(product.share) * product.buyers ** 0.25
}
