import { chiSquareTail, normalQuantile, normalTail } from './special.ts'

/** What is known of one arm: how many, their mean and the variance of one (n − 1). */
export interface Arm {
  readonly n: number
  readonly mean: number
  readonly variance: number
}

/** Takes values one by one (Welford), so that a million rows need no room. */
export function tally(): { add(value: number): void; arm(): Arm } {
  let n = 0
  let mean = 0
  let squares = 0
  return {
    add: (value) => {
      n++
      const step = value - mean
      mean += step / n
      squares += step * (value - mean)
    },
    arm: () => ({ n, mean, variance: n > 1 ? squares / (n - 1) : Number.NaN }),
  }
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** How one arm differs from the control. */
export interface Difference {
  readonly difference: number
  readonly standardError: number
  /** Of the difference at the level asked for, by the normal distribution. */
  readonly interval: Interval
  /** Two-sided, of no difference. */
  readonly p: number
  /** Difference ÷ mean of the control; null when that is 0. */
  readonly lift: number | null
  /** Of the relative lift (delta method, both means uncertain); null with `lift`. */
  readonly liftInterval: Interval | null
}

/**
 * Difference of two means, unequal variances (analytics §5). Both arms need two values at least.
 * @param alpha chance that the interval misses the truth
 */
export function difference(arm: Arm, control: Arm, alpha = 0.05): Difference {
  const z = normalQuantile(1 - alpha / 2)
  const d = arm.mean - control.mean
  const [va, vc] = [arm.variance / arm.n, control.variance / control.n]
  const standardError = Math.sqrt(va + vc)
  const around = (middle: number, half: number) => ({ low: middle - half, high: middle + half })
  const lift = control.mean === 0 ? null : d / control.mean
  const ratio = arm.mean / control.mean
  return {
    difference: d,
    standardError,
    interval: around(d, z * standardError),
    p: standardError > 0 ? 2 * normalTail(Math.abs(d) / standardError) : d === 0 ? 1 : 0,
    lift,
    liftInterval:
      lift === null ? null : around(lift, (z * Math.sqrt(va + ratio * ratio * vc)) / Math.abs(control.mean)),
  }
}

/**
 * Half-width of the interval that stays valid however often one looks (asymptotic confidence sequence, Waudby-Smith et al.; analytics §5):
 * σ̂ √(2 (nρ² + 1) / (n²ρ²) · ln(√(nρ² + 1) / α)), σ̂² = s₁² + s₂², n the smaller arm, ρ² = (−2 ln α + ln(1 − 2 ln α)) / n*.
 * @param planned n*: per arm, where the interval is to be narrowest
 */
export function alwaysValidHalfWidth(arm: Arm, control: Arm, planned: number, alpha = 0.05): number {
  const n = Math.min(arm.n, control.n)
  const spread = Math.sqrt(arm.variance + control.variance)
  const rho = (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / planned
  const grown = n * rho + 1
  return spread * Math.sqrt(((2 * grown) / (n * n * rho)) * Math.log(Math.sqrt(grown) / alpha))
}

/**
 * Whether people fell into the arms as planned (sample ratio mismatch): χ² and its p. A p below .001 means that the split is broken and
 * differences are not to be trusted.
 * @param planned shares of the arms, in any unit; equal when absent
 */
export function ratioMismatch(
  counts: readonly number[],
  planned: readonly number[] = counts.map(() => 1),
): { chiSquare: number; p: number } {
  const all = counts.reduce((sum, n) => sum + n, 0)
  const shares = planned.reduce((sum, n) => sum + n, 0)
  const chiSquare = counts.reduce((sum, n, i) => {
    const expected = (all * planned[i]!) / shares
    return sum + (n - expected) ** 2 / expected
  }, 0)
  return { chiSquare, p: counts.length < 2 ? 1 : chiSquareTail(chiSquare, counts.length - 1) }
}
