import type { Objective } from './minimise.ts'
import type { Histories } from './types.ts'

/** Rows sorted by x, as `compress` makes them. */
export type Compressed = Histories & { readonly weight: Float64Array }

/** Rows with the same x: begin … end−1. */
interface Group {
  readonly x: number
  readonly begin: number
  readonly end: number
  readonly weight: number
}

function groupsOf({ n, x, weight }: Compressed): Group[] {
  const groups: Group[] = []
  for (let begin = 0; begin < n; ) {
    let end = begin
    let sum = 0
    while (end < n && x[end] === x[begin]) sum += weight[end++]!
    groups.push({ x: x[begin]!, begin, end, weight: sum })
    begin = end
  }
  return groups
}

/** Logarithms of α + days/7, and their inverses, for all days of a data set. */
function timeTables(longest: number): { log: Float64Array; inverse: Float64Array; fill(alpha: number): void } {
  const log = new Float64Array(longest + 1)
  const inverse = new Float64Array(longest + 1)
  const fill = (alpha: number) => {
    for (let d = 0; d <= longest; d++) {
      log[d] = Math.log(alpha + d / 7)
      inverse[d] = 1 / (alpha + d / 7)
    }
  }
  return { log, inverse, fill }
}

const longestOf = ({ age, n }: Compressed) => {
  let longest = 0
  for (let i = 0; i < n; i++) if (age[i]! > longest) longest = age[i]!
  return longest
}

/**
 * Σ_{j<n} ln(v + j) and Σ_{j<n} 1/(v + j) for the n asked for one after the other, never less than the one before: lnΓ(v+n) − lnΓ(v) and
 * ψ(v+n) − ψ(v) without either function.
 */
export function rising(v: number): (n: number) => { log: number; slope: number } {
  let at = 0
  const sums = { log: 0, slope: 0 }
  return (n) => {
    for (; at < n; at++) {
      sums.log += Math.log(v + at)
      sums.slope += 1 / (v + at)
    }
    return sums
  }
}

/**
 * Minus the log-likelihood of BG/NBD (m = 0) or MBG/NBD (m = 1) over the logarithms of r, α, a and b, with its gradient (Fader, Hardie and
 * Lee 2005; Batislam, Denizel and Filiztekin 2007; written with k = x + m for both). Rows of one x share all but the times.
 */
export function dropoutObjective(rows: Compressed, m: 0 | 1): Objective {
  const groups = groupsOf(rows)
  const times = timeTables(longestOf(rows))
  return (at, gradient) => {
    const [r, alpha, a, b] = [Math.exp(at[0]!), Math.exp(at[1]!), Math.exp(at[2]!), Math.exp(at[3]!)]
    times.fill(alpha)
    const [gammaR, betaB, betaAB] = [rising(r), rising(b), rising(a + b)]
    const sums: Sums = { value: 0, r: 0, alpha: 0, left: 0 }
    let [constant, dr, dalpha, da, db] = [0, 0, 0, 0, 0]
    for (const group of groups) {
      const k = group.x + m
      const [overR, overB, overAB] = [gammaR(group.x), betaB(k), betaAB(k)]
      constant += group.weight * (overR.log + r * at[1]! + overB.log - overAB.log)
      sums.left = 0
      const tilt = k === 0 ? undefined : at[2]! - Math.log(b + k - 1)
      addGroup(rows, group, r + group.x, tilt, times, sums)
      dr += group.weight * (overR.slope + at[1]!)
      dalpha += (group.weight * r) / alpha
      da += sums.left / a - group.weight * overAB.slope
      db += group.weight * (overB.slope - overAB.slope) - (k === 0 ? 0 : sums.left / (b + k - 1))
    }
    gradient[0] = -r * (dr - sums.r)
    gradient[1] = -alpha * (dalpha - sums.alpha)
    gradient[2] = -a * da
    gradient[3] = -b * db
    return -(constant + sums.value)
  }
}

interface Sums {
  value: number
  /** Σ w1 ln(α+T) + w2 ln(α+t_x) */
  r: number
  /** Σ (r+x) (w1/(α+T) + w2/(α+t_x)) */
  alpha: number
  /** Σ w2: how many have left, as it seems. */
  left: number
}

/** The rows of one x. `tilt` = ln a − ln(b+k−1); undefined where nobody can have left. */
function addGroup(
  { age, last, weight }: Compressed,
  { begin, end }: Group,
  shape: number,
  tilt: number | undefined,
  { log, inverse }: { log: Float64Array; inverse: Float64Array },
  sums: Sums,
): void {
  let [value, r, alpha, left] = [0, 0, 0, 0]
  for (let i = begin; i < end; i++) {
    const w = weight[i]!
    const logT = log[age[i]!]!
    if (tilt === undefined) {
      value -= w * shape * logT
      r += w * logT
      alpha += w * inverse[age[i]!]!
      continue
    }
    const logLast = log[last[i]!]!
    const u = tilt + shape * (logT - logLast) // ℓ2 − ℓ1
    const small = Math.exp(-Math.abs(u))
    const gone = u > 0 ? 1 / (1 + small) : small / (1 + small)
    value += w * (Math.max(u, 0) + Math.log(1 + small) - shape * logT)
    r += w * (logT + gone * (logLast - logT))
    alpha += w * (inverse[age[i]!]! + gone * (inverse[last[i]!]! - inverse[age[i]!]!))
    left += w * gone
  }
  sums.value += value
  sums.r += r
  sums.alpha += shape * alpha
  sums.left += left
}

/** Minus the log-likelihood of the NBD over the logarithms of r and α: the same without leaving. */
export function nbdObjective(rows: Compressed): Objective {
  const groups = groupsOf(rows)
  const times = timeTables(longestOf(rows))
  return (at, gradient) => {
    const [r, alpha] = [Math.exp(at[0]!), Math.exp(at[1]!)]
    times.fill(alpha)
    const gammaR = rising(r)
    const sums: Sums = { value: 0, r: 0, alpha: 0, left: 0 }
    let [constant, dr, dalpha] = [0, 0, 0]
    for (const group of groups) {
      const over = gammaR(group.x)
      constant += group.weight * (over.log + r * at[1]!)
      addGroup(rows, group, r + group.x, undefined, times, sums)
      dr += group.weight * (over.slope + at[1]!)
      dalpha += (group.weight * r) / alpha
    }
    gradient[0] = -r * (dr - sums.r)
    gradient[1] = -alpha * (dalpha - sums.alpha)
    return -(constant + sums.value)
  }
}
