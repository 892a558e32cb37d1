import { digamma, logGamma } from '../statistics/index.ts'
import { type Minimum, minimise, type Objective } from './minimise.ts'
import type { Warning } from './types.ts'

/** How much customers spend at a time. `mean` = mean over the repeat purchase days of a customer; customers without both are left out. */
export interface Spending {
  readonly n: number
  /** Purchase days after the first. */
  readonly x: Uint32Array
  readonly mean: Float64Array
}

/** A fitted Gamma–Gamma model; plain JSON. Spend of one customer is Gamma(p, ν), ν over the customers Gamma(q, gamma). */
export interface SpendFit {
  readonly p: number
  readonly q: number
  readonly gamma: number
  readonly logLikelihood: number
  /** Customers it was fitted on. */
  readonly customers: number
  /** Mean of the customers' means. */
  readonly observedMean: number
  /** Between x and the mean spend. */
  readonly correlation: number
  readonly warnings: readonly Warning[]
}

/** Rows with x > 0 and a positive mean, sorted by x, with spend in units of its mean. */
interface Sorted {
  readonly groups: readonly {
    readonly x: number
    readonly begin: number
    readonly end: number
    readonly logs: number
  }[]
  readonly mean: Float64Array
}

const least = 3
/** Rows on which starts are tried. */
const trialRows = 5000

/** Fits the Gamma–Gamma model (Fader and Hardie 2013); null when fewer than three customers came again and spent something. */
export function fitSpend(spending: Spending): SpendFit | null {
  const kept = Uint32Array.from(spending.x.keys()).filter((i) => spending.x[i]! > 0 && spending.mean[i]! > 0)
  if (kept.length < least) return null
  const unit = kept.reduce((sum, i) => sum + spending.mean[i]!, 0) / kept.length
  const sorted = sortedOf(spending, kept, unit)
  const starts = [
    [1, 3, 2],
    [6, 4, 0.5],
    [0.5, 20, 40],
    [30, 2, 0.05],
  ].map((start) => start.map(Math.log))
  const { at, value } = leastOf(sorted, starts)
  const [p, q, gamma] = Array.from(at, Math.exp) as [number, number, number]
  const correlation = correlationOf(spending, kept)
  return {
    p,
    q,
    gamma: gamma * unit,
    logLikelihood: -value - kept.length * Math.log(unit),
    customers: kept.length,
    observedMean: unit,
    correlation,
    warnings: [
      ...(Math.abs(correlation) > 0.3 ? [{ code: 'spendDependsOnFrequency' as const, figures: { correlation } }] : []),
      ...(q > 1e3 || p > 1e5 ? [{ code: 'spendAlike' as const, figures: { q, p } }] : []),
      ...(q <= 1 ? [{ code: 'spendHeavyTail' as const, figures: { q } }] : []),
    ],
  }
}

/** Every start on a part of the rows, the best of them on all. */
function leastOf(sorted: Sorted, starts: readonly number[][]): Minimum {
  const every = Math.floor(sorted.mean.length / trialRows)
  const part = every < 2 ? sorted : partOf(sorted, every)
  const some = spendObjective(part)
  const best = starts.map((start) => minimise(some, start)).reduce((a, b) => (b.value < a.value ? b : a))
  if (part === sorted) return best
  const inverse = best.inverse.map((row) => row.map((v) => v / every))
  return minimise(spendObjective(sorted), [...best.at], 1e-5, inverse)
}

function partOf({ groups, mean }: Sorted, every: number): Sorted {
  const kept = mean.filter((_, i) => i % every === 0)
  const parts = groups.map(({ x, begin, end }) => {
    const [from, to] = [Math.ceil(begin / every), Math.ceil(end / every)]
    return { x, begin: from, end: to, logs: kept.subarray(from, to).reduce((sum, v) => sum + Math.log(v), 0) }
  })
  return { groups: parts.filter(({ begin, end }) => end > begin), mean: kept }
}

function sortedOf({ x, mean }: Spending, kept: Uint32Array, unit: number): Sorted {
  const order = kept.slice().sort((a, b) => x[a]! - x[b]!)
  const scaled = Float64Array.from(order, (i) => mean[i]! / unit)
  const groups: { x: number; begin: number; end: number; logs: number }[] = []
  for (let begin = 0; begin < order.length; ) {
    const own = x[order[begin]!]!
    let [end, logs] = [begin, 0]
    while (end < order.length && x[order[end]!] === own) logs += Math.log(scaled[end++]!)
    groups.push({ x: own, begin, end, logs })
    begin = end
  }
  return { groups, mean: scaled }
}

/** Minus the log-likelihood over the logarithms of p, q and γ, with its gradient. lnΓ and ψ only once for each x. */
function spendObjective({ groups, mean }: Sorted): Objective {
  return (at, gradient) => {
    const [p, q, gamma] = [Math.exp(at[0]!), Math.exp(at[1]!), Math.exp(at[2]!)]
    const [gammaQ, psiQ] = [logGamma(q), digamma(q)]
    let [value, dp, dq, dgamma] = [0, 0, 0, 0]
    for (const { x, begin, end, logs } of groups) {
      const n = end - begin
      const shape = p * x
      let [sum, inverse] = [0, 0]
      for (let i = begin; i < end; i++) {
        const all = gamma + x * mean[i]!
        sum += Math.log(all)
        inverse += 1 / all
      }
      const psiAll = digamma(shape + q)
      value += n * (logGamma(shape + q) - logGamma(shape) - gammaQ + q * at[2]! + shape * Math.log(x))
      value += (shape - 1) * logs - (shape + q) * sum
      dp += x * (n * (psiAll - digamma(shape) + Math.log(x)) + logs - sum)
      dq += n * (psiAll - psiQ + at[2]!) - sum
      dgamma += (n * q) / gamma - (shape + q) * inverse
    }
    gradient[0] = -p * dp
    gradient[1] = -q * dq
    gradient[2] = -gamma * dgamma
    return -value
  }
}

function correlationOf({ x, mean }: Spending, kept: Uint32Array): number {
  const n = kept.length
  const of = (value: (i: number) => number) => kept.reduce((sum, i) => sum + value(i), 0) / n
  const [mx, my] = [of((i) => x[i]!), of((i) => mean[i]!)]
  const cov = of((i) => (x[i]! - mx) * (mean[i]! - my))
  const spread = of((i) => (x[i]! - mx) ** 2) * of((i) => (mean[i]! - my) ** 2)
  return spread > 0 ? cov / Math.sqrt(spread) : 0
}

/**
 * Expected spend of a customer at a time: between what was observed and the mean of all. x = 0 gives the mean of all. Where the model has no
 * mean (q ≤ 1), what was observed stands.
 */
export function expectedSpend({ p, q, gamma, observedMean }: SpendFit, x: number, mean: number): number {
  const own = p * x + q - 1
  if (q <= 1) return x > 0 && mean > 0 ? mean : observedMean
  return (p * (gamma + x * mean)) / own
}
