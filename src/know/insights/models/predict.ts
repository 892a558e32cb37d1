import type { Fit, Histories, Parameters, Prediction } from './types.ts'

type Fitted = Pick<Fit, 'model' | 'parameters'>

const week = 7

/** Parameters with the ones NBD lacks: nobody leaves. */
const full = ({ r, alpha, a, b }: Parameters) => ({ r, alpha, a: a ?? 0, b: b ?? 1 })

/** Probability that the customer has not left. `last` and `age` in weeks. */
function aliveOf({ model, parameters }: Fitted, x: number, last: number, age: number): number {
  const { r, alpha, a, b } = full(parameters)
  const k = model === 'mbgnbd' ? x + 1 : x
  if (k === 0 || model === 'nbd') return 1
  const u = Math.log(a) - Math.log(b + k - 1) + (r + x) * Math.log1p((age - last) / (alpha + last))
  return u > 0 ? Math.exp(-u) / (1 + Math.exp(-u)) : 1 / (1 + Math.exp(u))
}

/** Coefficients of the series below without the powers of z, for one x; they grow as they are needed. */
export class Series {
  private coefficients: Float64Array
  private known = 1
  private readonly lower: number
  private readonly a: number
  private readonly upper: number

  /** @param upper A, @param lower C */
  constructor(upper: number, lower: number, a: number) {
    this.upper = upper
    this.lower = lower
    this.a = a
    this.coefficients = new Float64Array(64)
    this.coefficients[0] = upper / lower
  }

  /** S = Σ_{j≥1} τ_j with τ_1 = (A/C) z and τ_{j+1} = τ_j z (A+j)(ε+j) / ((C+j)(j+1)), ε = a − 1. */
  sum(z: number): number {
    let sum = 0
    let power = z
    for (let j = 0; ; j++, power *= z) {
      if (j === this.known) this.grow()
      const term = this.coefficients[j]! * power
      sum += term
      if (Math.abs(term) <= 1e-16 * Math.abs(sum) * (1 - z) || j > 500_000) return sum
    }
  }

  private grow(): void {
    const j = this.known
    if (j === this.coefficients.length) {
      const wider = new Float64Array(j * 2)
      wider.set(this.coefficients)
      this.coefficients = wider
    }
    this.coefficients[j] =
      (this.coefficients[j - 1]! * (this.upper + j) * (this.a - 1 + j)) / ((this.lower + j) * (j + 1))
    this.known++
  }
}

/** Purchases that a customer who is alive is expected to make within `t` weeks. */
export type Expected = (x: number, age: number, t: number) => number

/**
 * The expectation in a form that neither divides by a − 1 nor takes differences of large numbers (Fader, Hardie and Lee 2005, after Euler's
 * transformation of their ₂F₁). With z = t/(α+T+t), C = a+b+k−1, A = a+b−1−r+m, ε = a−1:
 * E = C (g − (1−z)^ε S), g = −expm1(ε log1p(−z))/ε. Where A is far below zero or a is large the series would swing or dwindle slowly, and
 * purchases are counted one by one instead.
 */
export function expectation({ model, parameters }: Fitted): Expected {
  const { r, alpha, a, b } = full(parameters)
  if (model === 'nbd') return (x, age, t) => ((r + x) / (alpha + age)) * t
  const m = model === 'mbgnbd' ? 1 : 0
  const upper = a + b - 1 - r + m
  const series = new Map<number, Series>()
  const epsilon = a - 1
  return (x, age, t) => {
    const k = x + m
    const lower = a + b + k - 1
    const z = t / (alpha + age + t)
    if (t <= 0) return 0
    if (upper < -0.5 * lower || lower < 0.05 || a > 30) return oneByOne(r + x, b + k, a, z)
    let own = series.get(x)
    if (own === undefined) {
      own = new Series(upper, lower, a)
      if (series.size < 5000) series.set(x, own)
    }
    const rest = Math.log1p(-z)
    const g = Math.abs(epsilon) < 1e-300 ? -rest : -Math.expm1(epsilon * rest) / epsilon
    return lower * (g - Math.exp(epsilon * rest) * own.sum(z))
  }
}

/**
 * The same expectation as Σ_{i≥0} P(N > i) · (B)_i/(a+B)_i, all terms positive: the purchase i+1 comes when a customer who never leaves would make more
 * than i (N is negative binomial with shape R and z) and when none of the i purchases before it was the last. Exact for all parameters.
 */
export function oneByOne(shape: number, stays: number, a: number, z: number): number {
  const logNone = shape * Math.log1p(-z)
  let scale = Math.max(0, Math.ceil((-logNone - 600) / 100)) // e^(−100·scale) keeps the first probabilities from vanishing
  let chance = Math.exp(logNone + 100 * scale) // P(N = i) e^(100·scale)
  let more = scale > 0 ? 1 : -Math.expm1(logNone) // P(N > i)
  let staying = 1
  let sum = more
  for (let i = 0; i < 500_000; i++) {
    const ratio = (z * (shape + i)) / (i + 1)
    chance *= ratio
    while (scale > 0 && chance > 1) {
      chance *= Math.exp(-100)
      scale--
    }
    if (scale === 0) more = Math.max(0, more - chance)
    staying *= (stays + i) / (a + stays + i)
    sum += more * staying
    if (scale === 0 && ratio < 1 && chance * ratio <= 1e-17 * (1 - z)) break
  }
  return sum
}

/**
 * What is foretold of one customer.
 * @param last days from the first purchase day to the last, @param age days from the first to the cut-off
 */
export function predict(fit: Fitted, x: number, last: number, age: number, horizonDays: number): Prediction {
  return predictor(fit, horizonDays)(x, last, age)
}

/** `predict` for many customers. */
export function predictor(fit: Fitted, horizonDays: number): (x: number, last: number, age: number) => Prediction {
  const expected = expectation(fit)
  const { r, alpha } = fit.parameters
  const t = horizonDays / week
  return (x, lastDays, ageDays) => {
    const [last, age] = [lastDays / week, ageDays / week]
    const alive = aliveOf(fit, x, last, age)
    const none = 1 + alive * Math.expm1(-(r + x) * Math.log1p(t / (alpha + age)))
    return { alive, none, expected: alive * expected(x, age, t) }
  }
}

/** The two probabilities of `predict` alone, for many customers: what is expected takes most of the time. */
export function chances(
  fit: Fitted,
  horizonDays: number,
): (x: number, last: number, age: number) => Omit<Prediction, 'expected'> {
  const { r, alpha } = fit.parameters
  const t = horizonDays / week
  return (x, lastDays, ageDays) => {
    const alive = aliveOf(fit, x, lastDays / week, ageDays / week)
    return { alive, none: 1 + alive * Math.expm1(-(r + x) * Math.log1p(t / (alpha + ageDays / week))) }
  }
}

export interface Predictions {
  readonly alive: Float64Array
  readonly none: Float64Array
  readonly expected: Float64Array
}

/** `predict` for all rows, in columns. */
export function predictAll(fit: Fitted, { n, x, last, age }: Histories, horizonDays: number): Predictions {
  const of = predictor(fit, horizonDays)
  const all = { alive: new Float64Array(n), none: new Float64Array(n), expected: new Float64Array(n) }
  for (let i = 0; i < n; i++) {
    const one = of(x[i]!, last[i]!, age[i]!)
    all.alive[i] = one.alive
    all.none[i] = one.none
    all.expected[i] = one.expected
  }
  return all
}

/** Purchase days after the first that a customer who comes now is expected to make in so many days. */
export function expectedNew(fit: Fitted, days: number): number {
  const { a, b } = full(fit.parameters)
  const stays = fit.model === 'mbgnbd' ? b / (a + b) : 1
  return stays * expectation(fit)(0, 0, days / week)
}

const longest = Math.round(3 * 365.25)

/** Days from the cut-off until the customer has bought again with a chance of ½; null when not within three years. */
export function nextPurchaseDays({ model, parameters }: Fitted, x: number, last: number, age: number): number | null {
  const alive = aliveOf({ model, parameters }, x, last / week, age / week)
  if (alive <= 0.5) return null
  const { r, alpha } = parameters
  const weeks = (alpha + age / week) * Math.expm1(-Math.log(1 - 0.5 / alive) / (r + x))
  const days = Math.ceil(weeks * week)
  return days <= longest ? days : null
}
