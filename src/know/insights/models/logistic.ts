import type { Histories } from './types.ts'

/** Logistic regression for "no purchase in a window"; plain JSON. Weights stand in the order of `features`. */
export interface LapseFit {
  /** Length of the window. */
  readonly horizonDays: number
  /** Mean days between purchases of all: what the own rhythm of few purchases is leant on. */
  readonly meanDays: number
  readonly weights: readonly number[]
  readonly customers: number
  /** Share of them without a purchase in the window that it learned from. */
  readonly share: number
}

/** Silence, number of purchases, age, and silence against the own rhythm, (μ+t_x)/(1+x). In weeks, all ln(1+·). */
export const features = ['constant', 'silence', 'purchases', 'age', 'silenceByRhythm'] as const
const size = features.length

function featuresOf(into: Float64Array, meanDays: number, x: number, last: number, age: number): void {
  const gap = age - last
  into[0] = 1
  into[1] = Math.log1p(gap / 7)
  into[2] = Math.log1p(x)
  into[3] = Math.log1p(age / 7)
  into[4] = Math.log1p((gap * (1 + x)) / (meanDays + last))
}

const chance = (weights: readonly number[], f: Float64Array) => {
  let sum = 0
  for (let i = 0; i < size; i++) sum += weights[i]! * f[i]!
  return 1 / (1 + Math.exp(-sum))
}

/** Mean days between purchase days of all who came again; a quarter of a year when nobody has. */
export function meanIntervalDays({ n, x, last, weight }: Histories): number {
  let [purchases, days] = [0, 0]
  for (let i = 0; i < n; i++) {
    purchases += (weight?.[i] ?? 1) * x[i]!
    days += (weight?.[i] ?? 1) * last[i]!
  }
  return purchases > 0 && days > 0 ? days / purchases : 91
}

/**
 * Learns from the shop's own window before: histories at its beginning, and who bought nothing in it.
 * Iteratively reweighted least squares with a ridge too small to matter but for columns that say nothing. Null where all or none came.
 * @param none 1 = no purchase in the window
 * @param use rows to learn from; all when absent
 */
export function fitLapse(
  histories: Histories,
  none: Uint8Array,
  horizonDays: number,
  use: (row: number) => boolean = () => true,
): LapseFit | null {
  const meanDays = meanIntervalDays(histories)
  let [customers, without] = [0, 0]
  for (let i = 0; i < histories.n; i++) {
    if (!use(i)) continue
    customers++
    without += none[i]!
  }
  if (without === 0 || without === customers) return null
  let weights: number[] = [Math.log(without / (customers - without)), 0, 0, 0, 0]
  for (let round = 0; round < 30; round++) {
    const step = newtonStep(histories, none, meanDays, weights, use)
    weights = weights.map((w, i) => w + step[i]!)
    if (step.every((s) => Math.abs(s) < 1e-8)) break
  }
  return { horizonDays, meanDays, weights, customers, share: without / customers }
}

function newtonStep(
  { n, x, last, age }: Histories,
  none: Uint8Array,
  meanDays: number,
  weights: readonly number[],
  use: (row: number) => boolean,
): number[] {
  const h = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size + 1 }, (_, j) => (i === j ? 1e-3 : 0)),
  )
  for (let i = 0; i < size; i++) h[i]![size] = i === 0 ? 0 : -1e-3 * weights[i]!
  const f = new Float64Array(size)
  for (let row = 0; row < n; row++) {
    if (!use(row)) continue
    featuresOf(f, meanDays, x[row]!, last[row]!, age[row]!)
    const p = chance(weights, f)
    const [w, off] = [p * (1 - p), none[row]! - p]
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) h[i]![j]! += w * f[i]! * f[j]!
      h[i]![size]! += off * f[i]!
    }
  }
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) h[i]![j] = h[j]![i]!
  return solved(h)
}

/** Solves a small system of equations by Gauss with pivots; the right side is the last column. */
function solved(rows: Float64Array[]): number[] {
  const n = rows.length
  for (let i = 0; i < n; i++) {
    let pivot = i
    for (let k = i + 1; k < n; k++) if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k
    ;[rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!]
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k]![i]! / rows[i]![i]!
      for (let j = i; j <= n; j++) rows[k]![j]! -= factor * rows[i]![j]!
    }
  }
  const found = Array.from(rows, () => 0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!
    for (let j = i + 1; j < n; j++) sum -= rows[i]![j]! * found[j]!
    found[i] = sum / rows[i]![i]!
  }
  return found
}

/** Probability of no purchase within the window's length, of one customer. Days as in `predict`. */
export function lapseScorer({ weights, meanDays }: LapseFit): (x: number, last: number, age: number) => number {
  const f = new Float64Array(size)
  return (x, last, age) => {
    featuresOf(f, meanDays, x, last, age)
    return chance(weights, f)
  }
}
