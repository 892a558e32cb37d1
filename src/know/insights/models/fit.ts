import { compress } from './histories.ts'
import { type Compressed, dropoutObjective, nbdObjective } from './likelihood.ts'
import { type Minimum, minimise, type Objective } from './minimise.ts'
import type { Attempt, DegenerateCode, Fit, Histories, ModelName, Parameters } from './types.ts'
import { warningsOf } from './warnings.ts'

/** Rows on which starts are tried before the best go on with all. */
const trialRows = 4000
/** What a model with leaving must be better by than NBD to be kept where its parameters run away: two parameters more. */
const worth = 2

/**
 * Fits a model of purchases. `auto` takes BG/NBD or MBG/NBD by likelihood. Where nobody is seen to leave, NBD is used and `degenerate`
 * says so. Fits of several starts; the likelihood is within .01 of the optimum.
 */
export function fit(histories: Histories, { model = 'auto' }: { model?: ModelName | 'auto' } = {}): Fit {
  const rows = compress(histories)
  const counted = countsOf(rows)
  const warnings = warningsOf(rows, counted.repeaters)
  if (counted.purchases === 0) return { ...nobodyAgain(rows), ...counted, warnings }
  const nbd = fitNbd(rows)
  const models: ModelName[] = model === 'auto' ? ['bgnbd', 'mbgnbd'] : model === 'nbd' ? [] : [model]
  const tried = [...models.map((name) => fitDropout(rows, name === 'bgnbd' ? 0 : 1, nbd)), nbd]
  const best = tried.slice(0, models.length).reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a), tried[0]!)
  return { ...settled(best, nbd), ...counted, tried, warnings }
}

/** The attempt to use, and what is wrong with it: NBD instead where nobody is seen to leave, or runaway parameters are worth nothing. */
function settled(best: Attempt, nbd: Attempt): Attempt & { degenerate: DegenerateCode | null } {
  const degenerate = flagOf(best)
  if (best.model === 'nbd' || degenerate === null) return { ...best, degenerate }
  if (best.logLikelihood - nbd.logLikelihood < worth) return { ...nbd, degenerate: 'noDropout' }
  // One in thousands leaves after a purchase, yet it shows: of those who buy daily many are gone after years
  return { ...best, degenerate: degenerate === 'noDropout' ? 'edge' : degenerate }
}

/** The model by which lapse is foretold: MBG/NBD if it was tried, because BG/NBD has no one-time buyer leave; else the one of the fit. */
export function lapseModel(fit: Fit): Pick<Fit, 'model' | 'parameters'> {
  const modified = fit.tried.find(({ model }) => model === 'mbgnbd')
  const nbd = fit.tried.find(({ model }) => model === 'nbd')
  return modified === undefined || nbd === undefined ? fit : settled(modified, nbd)
}

function countsOf({ n, x, weight }: Compressed) {
  let [customers, repeaters, purchases] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    customers += weight[i]!
    if (x[i]! > 0) repeaters += weight[i]!
    purchases += weight[i]! * x[i]!
  }
  return { customers, repeaters, purchases, unique: n }
}

/** Nothing can be learned of coming again: the rate is taken as if half a customer had come once more in all the time, or in a year if that is longer. */
function nobodyAgain({ n, age, weight }: Compressed) {
  let weeks = 0
  for (let i = 0; i < n; i++) weeks += (weight[i]! * age[i]!) / 7
  const parameters: Parameters = { r: 0.5, alpha: Math.max(weeks, 52), a: null, b: null }
  return { model: 'nbd' as const, parameters, logLikelihood: 0, degenerate: 'nobodyAgain' as const, tried: [] }
}

function fitNbd(rows: Compressed): Attempt {
  const { weeks, rate } = paceOf(rows)
  const starts = [0.1, 1, 10].map((share) => [Math.log(rate * weeks * share), Math.log(weeks * share)])
  const { at, value } = bestOf((some) => nbdObjective(some), rows, starts)
  const [r, alpha] = [Math.exp(at[0]!), Math.exp(at[1]!)]
  return { model: 'nbd', parameters: { r, alpha, a: null, b: null }, logLikelihood: -value }
}

function fitDropout(rows: Compressed, m: 0 | 1, nbd: Attempt): Attempt {
  const { weeks, rate } = paceOf(rows)
  const from = (share: number, a: number, b: number) =>
    [rate * weeks * share * 2, weeks * share, a, b].map((v) => Math.log(v))
  const starts = [0.1, 1].flatMap((share) => [from(share, 1, 3), from(share, 0.1, 2), from(share, 1, 0.5)])
  // Corners: who stays stays for good, all buy alike
  starts.push(from(0.3, 0.05, 0.02), from(100, 0.05, 0.02), from(100, 1, 3), from(1e4, 1e-4, 1e-5))
  const without = [Math.log(nbd.parameters.r), Math.log(nbd.parameters.alpha)]
  starts.push([...without, Math.log(0.01), Math.log(5)], [...without, Math.log(20), Math.log(200)])
  const { at, value } = bestOf((some) => dropoutObjective(some, m), rows, starts)
  const [r, alpha, a, b] = Array.from(at, Math.exp) as [number, number, number, number]
  return { model: m === 0 ? 'bgnbd' : 'mbgnbd', parameters: { r, alpha, a, b }, logLikelihood: -value }
}

/** Mean age in weeks and purchases a week. */
function paceOf({ n, x, age, weight }: Compressed): { weeks: number; rate: number } {
  let [all, weeks, purchases] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    all += weight[i]!
    weeks += (weight[i]! * age[i]!) / 7
    purchases += weight[i]! * x[i]!
  }
  return { weeks: Math.max(weeks / all, 1 / 7), rate: Math.max(purchases, 0.5) / Math.max(weeks, 1) }
}

/** Every start on a part of the rows, the best two that differ on all of them, with what was learned of the curvature. */
function bestOf(objective: (rows: Compressed) => Objective, rows: Compressed, starts: readonly number[][]): Minimum {
  const part = partOf(rows)
  const some = objective(part)
  const rough = starts.map((start) => minimise(some, start)).sort((a, b) => a.value - b.value)
  if (part === rows) return rough[0]!
  const whole = objective(rows)
  const scale = weightOf(rows) / weightOf(part)
  const refined = ({ at, inverse }: Minimum) =>
    minimise(
      whole,
      [...at],
      1e-5,
      inverse.map((row) => row.map((v) => v / scale)),
    )
  const first = refined(rough[0]!)
  const other = rough.find((one) => one.at.some((v, i) => Math.abs(v - rough[0]!.at[i]!) > 0.5))
  if (other === undefined || other.value > rough[0]!.value + 20) return first
  const second = refined(other)
  return second.value < first.value ? second : first
}

const weightOf = ({ weight }: Compressed) => weight.reduce((sum, one) => sum + one, 0)

function partOf(rows: Compressed): Compressed {
  if (rows.n <= trialRows * 2) return rows
  const every = Math.floor(rows.n / trialRows)
  const keep = (_: number, i: number) => i % every === 0
  return {
    n: Math.ceil(rows.n / every),
    x: rows.x.filter(keep),
    last: rows.last.filter(keep),
    age: rows.age.filter(keep),
    weight: rows.weight.filter(keep),
  }
}

const outside = (v: number | null) => v !== null && (v < 1e-6 || v > 1e6)

function flagOf({ parameters: { r, alpha, a, b } }: Attempt): DegenerateCode | null {
  if (a !== null && b !== null) {
    if (a / (a + b) < 1e-3) return 'noDropout'
    if (b > 1e3 || a > 1e6) return 'sameDropout'
  }
  if (r > 1e6 || alpha > 1e6) return 'sameRate'
  return [r, alpha, a, b].some(outside) ? 'edge' : null
}
