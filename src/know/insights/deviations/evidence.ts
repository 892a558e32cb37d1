/**
 * The evidence that a customer's rate changed, week by week (Shiryaev 1963, Roberts 1966, with the rate integrated out).
 *
 * The usual rate is known as Gamma(A, B): the prior and the baseline. Had it become f times as large at week τ, the y purchases in the
 * exposure e of the weeks since then would be LR(τ) = f^y₂ · ((B + E) / (B + E₁ + f·E₂))^(A + Y) times as likely, with Y and E over all
 * watched weeks and 1, 2 before and after τ. The statistic is ln of the mean of LR over all weeks of the window: those to come count 0.
 * While nothing has changed, the chance that it ever exceeds s is at most e^−s (Ville); the threshold comes from redraws, which know better.
 *
 * Measured against the CUSUM of analytics §2 with thresholds redrawn alike (seven made-up fleets of 14,000 with seasons of any phase, 5.3 %
 * false alarms both): full stops 42 → 48 %, drops 30 → 34 %, of frequent customers 95 → 99 and 76 → 79 %. What CUSUM takes as one number,
 * the rate, is a distribution here: whoever is little known is accused later.
 */
export class Evidence {
  readonly #logs = new Map<number, Float64Array>()
  readonly #exposure: Float64Array
  readonly #lnFactor: number
  readonly #factor: number
  readonly weeks: number
  readonly #bought: Float64Array

  /** @param index exposure of each watched week, in average weeks */
  constructor(index: readonly number[], factor: number) {
    this.weeks = index.length
    this.#factor = factor
    this.#lnFactor = Math.log(factor)
    this.#exposure = new Float64Array(index.length + 1)
    for (const [t, e] of index.entries()) this.#exposure[t + 1] = this.#exposure[t]! + e
    this.#bought = new Float64Array(index.length + 1)
  }

  /** Looks at a customer's watched weeks; `at` and `since` answer for the one looked at last. */
  see(counts: ArrayLike<number>, shape: number, rate: number): EvidenceOf {
    for (let t = 0; t < this.weeks; t++) this.#bought[t + 1] = this.#bought[t]! + counts[t]!
    const bought = this.#bought
    const logs = this.#logsOf(rate)
    const lnRatio = (from: number, t: number) =>
      (bought[t]! - bought[from]!) * this.#lnFactor + (shape + bought[t]!) * logs[(t - 1) * this.weeks + from]!
    const at = (week: number, from = 0) => {
      let sum = 0
      for (let tau = from; tau <= week; tau++) sum += Math.exp(Math.min(600, lnRatio(tau, week + 1)))
      return Math.log(sum / this.weeks)
    }
    return {
      at,
      above: (least, week, from = 0) => {
        for (let tau = from; tau <= week; tau++)
          if (lnRatio(tau, week + 1) > least) {
            const found = at(week, from)
            return found > least ? found : undefined
          }
        return undefined
      },
      since: (week, from = 0) => {
        let best = from
        for (let tau = from; tau <= week; tau++) if (lnRatio(tau, week + 1) >= lnRatio(best, week + 1)) best = tau
        return best
      },
      usual: (week) => (shape + bought[week]!) / (rate + this.#exposure[week]!),
      exposure: (from, until) => this.#exposure[until]! - this.#exposure[from]!,
      bought: (from, until) => bought[until]! - bought[from]!,
    }
  }

  /** ln((B + E) / (B + E₁ + f·E₂)) for each week and change: the same for all customers with the same rate parameter. */
  #logsOf(rate: number): Float64Array {
    let logs = this.#logs.get(rate)
    if (logs === undefined) {
      logs = new Float64Array(this.weeks * this.weeks)
      for (let t = 1; t <= this.weeks; t++)
        for (let tau = 0; tau < t; tau++) {
          const [before, all] = [this.#exposure[tau]!, this.#exposure[t]!]
          logs[(t - 1) * this.weeks + tau] = Math.log((rate + all) / (rate + before + this.#factor * (all - before)))
        }
      if (this.#logs.size > 2000) this.#logs.clear()
      this.#logs.set(rate, logs)
    }
    return logs
  }
}

/** What is known of one customer; weeks are watched weeks, counted from 0. */
export interface EvidenceOf {
  /** The statistic at the end of this week, of changes in `from` or later. */
  at(week: number, from?: number): number
  /** The same when it is more than `least`: a mean is not above its largest term, and looking at those takes a tenth of the time. */
  above(least: number, week: number, from?: number): number | undefined
  /** The most likely first week of the change. */
  since(week: number, from?: number): number
  /** Expected purchases in an average week, by all that was known before this week. */
  usual(week: number): number
  /** Of the weeks from … until − 1. */
  exposure(from: number, until: number): number
  bought(from: number, until: number): number
}
