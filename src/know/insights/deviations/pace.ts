import { setImmediate } from 'node:timers/promises'
import { gammaDraw, poissonDraw, seeded } from '../statistics/index.ts'
import { Evidence, type EvidenceOf } from './evidence.ts'
import { type Bunch, fitPrior, type Prior } from './prior.ts'
import { baselineOf, watchedOf, type WeeklyCounts } from './weeks.ts'

/** Who has bought so often in the baseline is watched. */
export const leastPurchases = 3

/**
 * Of unchanged customers, the shares that may get an alarm within the watched weeks. Drops get most: they are what a shop can act on, and
 * five in a hundred in all are what may be asked of people.
 */
export const boundOf = { drop: 0.04, rise: 0.004 } as const
/** A drop to a quarter finds full stops and drops to a fifth alike; a rise to three times the usual is what §2 looks for. */
const factorOf = { drop: 0.25, rise: 3 } as const
export type Pace = keyof typeof factorOf
export const paces: readonly Pace[] = ['drop', 'rise']

/** From when on a customer is there: the whole baseline, or since the week of the first purchase. */
export type Begins = 'start' | 'first'

interface Scale {
  readonly factor: number
  /** More than this is an alarm. */
  readonly threshold: number
  /** What is exceeded by chance with 2⁻¹, 2⁻², …: turns the statistic into bits. */
  readonly knots: readonly number[]
}

/** What all customers do. Plain data. */
export interface PaceModel {
  readonly weeks: number
  readonly baseline: number
  readonly begins: Begins
  readonly prior: Prior
  /** Purchases of a week against an average week of the baseline, for all weeks. */
  readonly index: readonly number[]
  /** How many customers are watched. */
  readonly watched: number
  readonly scales: Readonly<Record<Pace, Scale>>
  /** Measured in the redraw: unchanged customers with an alarm of a drop or a rise. */
  readonly falseAlarms: number
}

export interface FitOptions {
  readonly begins?: Begins | 'auto'
  readonly bounds?: Readonly<Record<Pace, number>>
  /** Redraws in all, shared by the watched customers. */
  readonly redraws?: number
  readonly seed?: number
  readonly onProgress?: (share: number) => void
}

/** Learns prior, weekly index and thresholds from the counts alone; no label is needed. The same counts and seed give the same model. */
export function fitPace(counts: WeeklyCounts, options: FitOptions = {}): PaceModel {
  const steps = fitting(counts, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    options.onProgress?.(value)
  }
}

/** The same where others want the processor, too: every few milliseconds whoever waits has a turn. */
export async function fitPaceInTurns(counts: WeeklyCounts, options: FitOptions = {}): Promise<PaceModel> {
  const steps = fitting(counts, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await setImmediate()
  }
}

function* fitting(counts: WeeklyCounts, options: FitOptions): Generator<number, PaceModel> {
  const { begins = 'auto', bounds = boundOf } = options
  const decided = begins === 'auto' ? whenTheyBegin(counts) : begins
  const base = baselineIndex(counts, decided)
  yield 0
  const exposures = exposuresOf(base)
  const prior = fitPrior(bunches(counts, decided, exposures))
  yield 0
  const watched = watchedCustomers(counts)
  const model = { weeks: counts.weeks, baseline: counts.baseline, begins: decided, prior, watched: watched.length }
  const known = watched.map((i) => rateOf(counts, i, prior, decided, exposures))
  const index = [...base, ...watchedIndex(counts, watched, known)]
  const { scales, falseAlarms } = yield* redraw(index.slice(counts.baseline), known, bounds, options)
  return { ...model, index, scales, falseAlarms }
}

export function watchedCustomers(counts: WeeklyCounts): number[] {
  const watched: number[] = []
  for (let i = 0; i < counts.n; i++) if (baselineOf(counts, i) >= leastPurchases) watched.push(i)
  return watched
}

/** What the baseline says of a customer's weekly rate: Gamma(shape, rate). */
interface Rate {
  readonly shape: number
  readonly rate: number
}

function rateOf(counts: WeeklyCounts, i: number, prior: Prior, begins: Begins, exposures: Float64Array): Rate {
  return {
    shape: prior.shape + boughtSince(counts, i, begins),
    rate: prior.rate + exposures[exposedFrom(counts, i, begins)]!,
  }
}

/** The first week in which purchases tell of the rate: the one after the first purchase, or the first of all. */
function exposedFrom({ begun, baseline }: WeeklyCounts, i: number, begins: Begins): number {
  return begins === 'start' ? 0 : Math.min(begun[i]! + 1, baseline)
}

function boughtSince(counts: WeeklyCounts, i: number, begins: Begins): number {
  const first = begins === 'first' && counts.begun[i]! >= 0 ? counts.count[counts.from[i]!]! : 0
  return baselineOf(counts, i) - first
}

/**
 * Whether customers came to the shop over time, or were all there from week 0. A customer with x purchases who was always there has the first
 * of them at a uniform place: (1 − place)^x is uniform. A mean clearly below one half says that many came later.
 */
function whenTheyBegin(counts: WeeklyCounts): Begins {
  const exposures = exposuresOf(baselineIndex(counts, 'start'))
  let sum = 0
  let n = 0
  for (let i = 0; i < counts.n; i++) {
    const x = baselineOf(counts, i)
    const begun = counts.begun[i]!
    if (begun < 0) return 'first' // there is a time before: who is not known from it has come later
    if (x < leastPurchases) continue
    const left = (exposures[begun]! + exposures[begun + 1]!) / 2 / exposures[0]!
    sum += left ** x
    n++
  }
  return n > 0 && sum / n < 0.5 - Math.max(0.05, 3 / Math.sqrt(12 * n)) ? 'first' : 'start'
}

/** Purchases of each week of the baseline by customer who was there, against the mean. */
function baselineIndex(counts: WeeklyCounts, begins: Begins): number[] {
  const bought = new Float64Array(counts.baseline)
  const there = new Float64Array(counts.baseline)
  for (let i = 0; i < counts.n; i++) {
    const since = exposedFrom(counts, i, begins)
    if (since < counts.baseline) there[since]!++
    for (let at = counts.from[i]!; at < counts.from[i + 1]! && counts.week[at]! < counts.baseline; at++)
      if (counts.week[at]! >= since) bought[counts.week[at]!]! += counts.count[at]!
  }
  for (let t = 1; t < counts.baseline; t++) there[t]! += there[t - 1]!
  const all = bought.reduce((sum, y) => sum + y, 0)
  const customerWeeks = there.reduce((sum, k) => sum + k, 0)
  if (all === 0) return Array.from(bought, () => 1)
  return Array.from(bought, (y, t) => (there[t] === 0 ? 1 : (y / there[t]!) * (customerWeeks / all)))
}

/** Exposure of the baseline from each week on. */
function exposuresOf(index: readonly number[]): Float64Array {
  const left = new Float64Array(index.length + 1)
  for (let t = index.length - 1; t >= 0; t--) left[t] = left[t + 1]! + index[t]!
  return left
}

function bunches(counts: WeeklyCounts, begins: Begins, exposures: Float64Array): Bunch[] {
  const found = new Map<string, { x: number; exposure: number; customers: number }>()
  for (let i = 0; i < counts.n; i++) {
    const since = exposedFrom(counts, i, begins)
    const x = boughtSince(counts, i, begins)
    const key = `${since} ${x}`
    const bunch = found.get(key)
    if (bunch) bunch.customers++
    else found.set(key, { x, exposure: exposures[since]!, customers: 1 })
  }
  return [...found.values()]
}

/** What the watched did in each watched week, against what their rates expect: the fleet's own season, growth and decline are nobody's change. */
function watchedIndex(counts: WeeklyCounts, watched: readonly number[], rates: readonly Rate[]): number[] {
  const bought = new Float64Array(counts.weeks - counts.baseline)
  for (const i of watched)
    for (let at = counts.from[i + 1]! - 1; at >= counts.from[i]! && counts.week[at]! >= counts.baseline; at--)
      bought[counts.week[at]! - counts.baseline]! += counts.count[at]!
  const expected = rates.reduce((sum, { shape, rate }) => sum + shape / rate, 0)
  return Array.from(bought, (y) => (expected > 0 ? y / expected : 1))
}

const deepest = 12

/** Draws unchanged customers from what is known of the watched, and looks from which evidence on a share of them as large as the bound would be accused. */
function* redraw(
  index: readonly number[],
  rates: readonly Rate[],
  bounds: Readonly<Record<Pace, number>>,
  { redraws = 100_000, seed = 1 }: FitOptions,
): Generator<number, Pick<PaceModel, 'scales' | 'falseAlarms'>> {
  const uniform = seeded(seed)
  const many = rates.length === 0 ? 0 : redraws
  const evidence = { drop: new Evidence(index, factorOf.drop), rise: new Evidence(index, factorOf.rise) }
  const peaks = { drop: new Float64Array(many), rise: new Float64Array(many) }
  const week = new Float64Array(index.length)
  for (let j = 0; j < many; j++) {
    const { shape, rate } = rates[Math.floor((j * rates.length) / many)]!
    const lambda = gammaDraw(uniform, shape) / rate
    for (const [t, e] of index.entries()) week[t] = poissonDraw(uniform, lambda * e)
    for (const pace of paces) peaks[pace][j] = peakOf(evidence[pace].see(week, shape, rate), index.length)
    if (j % 1000 === 0) yield j / many
  }
  const scaleOf = (pace: Pace): Scale => {
    const sorted = peaks[pace].slice().sort()
    const above = (share: number) => (many === 0 ? Infinity : sorted[Math.ceil(many * (1 - share)) - 1]!)
    const knots = Array.from({ length: deepest }, (_, k) => above(2 ** -(k + 1)))
    return { factor: factorOf[pace], threshold: above(bounds[pace]), knots }
  }
  const scales = { drop: scaleOf('drop'), rise: scaleOf('rise') }
  let accused = 0
  for (let j = 0; j < many; j++)
    if (peaks.drop[j]! > scales.drop.threshold || peaks.rise[j]! > scales.rise.threshold) accused++
  return { scales, falseAlarms: many === 0 ? 0 : accused / many }
}

function peakOf(evidence: EvidenceOf, weeks: number): number {
  let peak = -Infinity
  for (let t = 0; t < weeks; t++) peak = evidence.above(peak, t) ?? peak
  return peak
}

/** −log2 of the chance that an unchanged customer ever shows such evidence; beyond what redraws can tell, by Ville's e^−s. */
export function bitsOf({ knots }: Scale, statistic: number): number {
  let k = 0
  while (k < knots.length && knots[k]! < statistic) k++
  if (k === knots.length) return k + (statistic - knots[k - 1]!) / Math.LN2
  const below = k === 0 ? Math.min(statistic, knots[0]! - 1) : knots[k - 1]!
  return k + (statistic - below) / Math.max(1e-9, knots[k]! - below)
}

/** A change of pace. Weeks are counted from the first of the baseline. */
export interface Shift {
  readonly pace: Pace
  readonly since: number
  /** The week at whose end the evidence sufficed. */
  readonly found: number
  /** The week at whose end behaviour was back; null while it goes on. */
  readonly ended: number | null
  /** Rate since the change / usual rate − 1. */
  readonly size: number
  readonly bits: number
  readonly bought: number
  readonly expected: number
  /** Weeks from `since` to the end. */
  readonly weeks: number
  readonly usualPerWeek: number
}

/** Judges customers by a model; reused for many. */
export function judgeOf(model: PaceModel) {
  const index = model.index.slice(model.baseline)
  const exposures = exposuresOf(model.index.slice(0, model.baseline))
  const evidence = {
    drop: new Evidence(index, model.scales.drop.factor),
    rise: new Evidence(index, model.scales.rise.factor),
  }
  const week = new Float64Array(index.length)
  return {
    /** The changes of one customer, oldest first; nothing when not watched. */
    shifts(counts: WeeklyCounts, i: number): Shift[] {
      if (baselineOf(counts, i) < leastPurchases) return []
      const { shape, rate } = rateOf(counts, i, model.prior, model.begins, exposures)
      watchedOf(counts, i, week)
      return paces
        .flatMap((pace) => episodes(pace, evidence[pace].see(week, shape, rate), model, index.length))
        .sort((a, b) => a.found - b.found)
    },
    /** What was expected of a customer in each watched week. */
    expected(counts: WeeklyCounts, i: number): number[] {
      const { shape, rate } = rateOf(counts, i, model.prior, model.begins, exposures)
      return index.map((e) => (shape / rate) * e)
    },
  }
}

/** Evidence in nats that behaviour is back: about two purchases at the usual pace. */
const returned = 2

function episodes(pace: Pace, evidence: EvidenceOf, model: PaceModel, weeks: number): Shift[] {
  const scale = model.scales[pace]
  const shifts: Shift[] = []
  let from = 0
  for (let t = 0; t < weeks; t++) {
    if (evidence.above(scale.threshold, t, from) === undefined) continue
    const { ended, peak, told } = follow(evidence, scale, { from, found: t, weeks })
    const until = (ended ?? weeks - 1) + 1
    const since = evidence.since(told, from)
    const usual = evidence.usual(since)
    const expected = usual * evidence.exposure(since, told + 1)
    const bought = evidence.bought(since, told + 1)
    shifts.push({
      pace,
      since: model.baseline + since,
      found: model.baseline + t,
      ended: ended === null ? null : model.baseline + ended,
      size: expected > 0 ? bought / expected - 1 : 0,
      bits: bitsOf(scale, peak),
      bought,
      expected,
      weeks: told + 1 - since,
      usualPerWeek: usual,
    })
    from = until
    t = until - 1
  }
  return shifts
}

/** From the alarm on: how strong it grows, and whether the usual rate is more likely again than the changed one. */
function follow(
  evidence: EvidenceOf,
  { factor }: Scale,
  { from, found, weeks }: { from: number; found: number; weeks: number },
): { ended: number | null; peak: number; told: number } {
  const usual = evidence.usual(evidence.since(found, from))
  let back = 0
  let peak = evidence.at(found, from)
  let told = found
  for (let t = found + 1; t < weeks; t++) {
    const now = evidence.at(t, from)
    if (now >= peak) {
      peak = now
      told = t
    }
    back = Math.max(
      0,
      back - evidence.bought(t, t + 1) * Math.log(factor) - (1 - factor) * usual * evidence.exposure(t, t + 1),
    )
    if (back >= returned) return { ended: t, peak, told }
  }
  return { ended: null, peak, told }
}
