/** A function to minimise: answers its value and puts its gradient into the second argument. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

export interface Minimum {
  readonly at: Float64Array
  readonly value: number
  readonly evaluations: number
  /** Inverse of the Hessian, as far as it was learned. */
  readonly inverse: readonly Float64Array[]
}

/** How far a logarithm of a parameter may go: 1e-7 … 9e6. */
const bound = 16
const mostEvaluations = 400
const longestStep = 2
/** A new beginning from where one ended must have brought more than this, or that was the end. */
const slight = 1e-6

/**
 * Least value of a smooth function of a few logarithms, by BFGS with backtracking, within ±16 of zero.
 * Ends when no step promises to lower the value by more than `gain`.
 * @param known inverse Hessian to begin with, from a function much like this one
 */
export function minimise(
  f: Objective,
  start: readonly number[],
  gain = 1e-9,
  known?: readonly Float64Array[],
): Minimum {
  const size = start.length
  let at = Float64Array.from(start, within)
  let gradient = new Float64Array(size)
  let value = f(at, gradient)
  let evaluations = 1
  let h = known ?? scaledIdentity(gradient)
  let before = known === undefined ? Number.POSITIVE_INFINITY : value + slight // at the last new beginning
  while (evaluations < mostEvaluations) {
    const held = gradient.map((g, i) => (Math.abs(at[i]!) >= bound && g * at[i]! < 0 ? 0 : g)) // pressed against its bound
    const step = direction(h, held)
    const slope = dot(step, held)
    const promising = -slope / 2 > Math.max(gain, 1e-14 * Math.abs(value))
    const found = promising ? backtrack(f, at, value, step, slope) : undefined
    evaluations += found?.evaluations ?? 0
    if (found?.at === undefined) {
      if (before - value < slight) break
      before = value
      h = scaledIdentity(held)
      continue
    }
    const moved = found.at.map((v, i) => v - at[i]!)
    const change = found.gradient.map((g, i) => g - gradient[i]!)
    h = updated(h, moved, change)
    ;[at, value, gradient] = [found.at, found.value, found.gradient]
  }
  return { at, value, evaluations, inverse: h }
}

const within = (v: number) => Math.max(-bound, Math.min(bound, v))
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0)

/** Inverse Hessian to begin with: a first step of a quarter at most. */
function scaledIdentity(gradient: Float64Array): Float64Array[] {
  const steepest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0)
  const scale = steepest > 0 ? 0.25 / steepest : 1
  return Array.from(gradient, (_, i) => Float64Array.from(gradient, (_, j) => (i === j ? scale : 0)))
}

function direction(h: readonly Float64Array[], gradient: Float64Array): Float64Array {
  const step = Float64Array.from(h, (row) => -dot(row, gradient))
  const longest = step.reduce((most, s) => Math.max(most, Math.abs(s)), 0)
  return longest > longestStep ? step.map((s) => (s * longestStep) / longest) : step
}

/** Halves the step, or goes to the least of the parabola through what is known, until the value is low enough (Armijo). */
function backtrack(f: Objective, at: Float64Array, value: number, step: Float64Array, slope: number) {
  const gradient = new Float64Array(at.length)
  const most = 20
  let length = 1
  for (let evaluations = 1; evaluations <= most; evaluations++) {
    const trial = at.map((v, i) => within(v + length * step[i]!))
    const reached = f(trial, gradient)
    if (reached <= value + 1e-4 * length * slope && Number.isFinite(reached) && reached < value)
      return { at: trial, value: reached, gradient, evaluations }
    const bend = reached - value - slope * length
    const least = Number.isFinite(bend) && bend > 0 ? (-slope * length * length) / (2 * bend) : 0
    length = Math.max(length * 0.1, Math.min(length * 0.5, least))
  }
  return { at: undefined, value, gradient, evaluations: most }
}

function updated(h: readonly Float64Array[], moved: Float64Array, change: Float64Array): readonly Float64Array[] {
  const curvature = dot(moved, change)
  if (!(curvature > 1e-14)) return h
  const hc = Float64Array.from(h, (row) => dot(row, change))
  const factor = (1 + dot(change, hc) / curvature) / curvature
  return h.map((row, i) =>
    row.map((v, j) => v + factor * moved[i]! * moved[j]! - (hc[i]! * moved[j]! + moved[i]! * hc[j]!) / curvature),
  )
}
