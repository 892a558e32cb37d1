import { expectation, predict } from './predict.ts'
import type { Fit } from './types.ts'

export interface ValueTerms {
  /** Share of the spend that stays; 1 when absent. */
  readonly margin?: number
  /** Monthly discount rate; .01 when absent. */
  readonly discount?: number
  /** 12 when absent. */
  readonly months?: number
}

/** A month, in weeks: 365.25/12 days. */
const month = 365.25 / 12 / 7

/**
 * Purchases expected in the months to come, each discounted to today: Σ_k (E[Y(kΔ)] − E[Y((k−1)Δ)]) / (1+d)^k. Times spend and margin it is the
 * customer's lifetime value over those months.
 */
export function discountedPurchases(
  fit: Pick<Fit, 'model' | 'parameters'>,
  { discount = 0.01, months = 12 }: ValueTerms = {},
): (x: number, lastDays: number, ageDays: number) => number {
  const expected = expectation(fit)
  return (x, lastDays, ageDays) => {
    const { alive } = predict(fit, x, lastDays, ageDays, 0)
    let [sum, before] = [0, 0]
    for (let k = 1; k <= months; k++) {
      const upTo = expected(x, ageDays / 7, k * month)
      sum += (upTo - before) / (1 + discount) ** k
      before = upTo
    }
    return alive * sum
  }
}

/** Value of one customer over the next 12 months, in the unit of `spend` (expected spend at a time). */
export function lifetimeValue(
  fit: Pick<Fit, 'model' | 'parameters'>,
  { x, last, age }: { x: number; last: number; age: number },
  spend: number,
  terms: ValueTerms = {},
): number {
  return (terms.margin ?? 1) * spend * discountedPurchases(fit, terms)(x, last, age)
}
