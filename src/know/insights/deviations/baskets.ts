import type { Uniform } from '../statistics/index.ts'
import type { Deed, Finding } from './habits.ts'

export interface BasketModel {
  /** 1.4826 · the median of the customers' median absolute deviations of ln basket. */
  readonly spread: number
  /** By how much ln baskets of all were above their personal medians in each week; 0 where hardly anybody bought. */
  readonly drift: readonly number[]
  /** What the chart reaches by chance with 2⁻¹, 2⁻², …; empty when there was too little to learn it from. */
  readonly knots: readonly number[]
}

interface Windows {
  readonly baseline: number
  readonly weeks: number
}

const weight = 0.2
/** The usual three standard deviations of a chart; whatever the shuffles say, less is no alarm. */
const least = 3
const leastBaskets = 3
const deepest = 14

interface Baskets {
  readonly day: readonly number[]
  /** ln of each purchase day's sum, less what was usual for all in its week. */
  readonly level: readonly number[]
  /** How many are of the baseline. */
  readonly before: number
}

function basketsOf(
  deeds: readonly Deed[],
  { baseline, weeks }: Windows,
  drift: readonly number[],
): Baskets | undefined {
  const sums = new Map<number, { week: number; sum: number }>()
  for (const { day, week, back, amount } of deeds) {
    if (back || amount === null || !(amount > 0) || week < 0 || week >= weeks) continue
    const known = sums.get(day)
    if (known) known.sum += amount
    else sums.set(day, { week, sum: amount })
  }
  const days = [...sums].sort(([a], [b]) => a - b)
  const before = days.filter(([, { week }]) => week < baseline).length
  if (before < leastBaskets) return undefined
  return { day: days.map(([day]) => day), level: days.map(([, d]) => Math.log(d.sum) - (drift[d.week] ?? 0)), before }
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
const spreadOf = (values: readonly number[], middle: number): number =>
  1.4826 * median(values.map((v) => Math.abs(v - middle)))

/** Chart of the watched baskets: EWMA of (ln basket − personal median) / max(personal, fleet's spread), in its own standard deviations. */
function chart(level: readonly number[], before: number, fleet: number): number[] {
  const own = level.slice(0, before)
  const middle = median(own)
  const spread = Math.max(spreadOf(own, middle), fleet)
  let ewma = 0
  return level.slice(before).map((v, k) => {
    ewma = (1 - weight) * ewma + (weight * (v - middle)) / spread
    return ewma / Math.sqrt((weight / (2 - weight)) * (1 - (1 - weight) ** (2 * (k + 1))))
  })
}

/**
 * Learns spread and drift of all, and what the chart reaches while nothing changes: a customer's baskets, put into any order, are as likely as
 * in theirs, so shuffles of them need no label.
 */
export function fitBaskets(customers: readonly (readonly Deed[])[], windows: Windows, uniform: Uniform): BasketModel {
  const raw = customers.flatMap((deeds) => basketsOf(deeds, windows, []) ?? [])
  const middles = raw.map(({ level, before }) => median(level.slice(0, before)))
  const spreads = raw.map(({ level, before }, i) => spreadOf(level.slice(0, before), middles[i]!))
  const spread = Math.max(1e-3, raw.length === 0 ? 1 : median(spreads))
  const drift = driftOf(customers, windows)
  const known = customers
    .flatMap((deeds) => basketsOf(deeds, windows, drift) ?? [])
    .filter(({ level, before }) => level.length > before)
  if (known.length < 20) return { spread, drift, knots: [] }
  const peaks: number[] = []
  for (let round = 0; round < Math.max(1, 20_000 / known.length); round++)
    for (const { level, before } of known) {
      const all = chart(shuffled(level, uniform), before, spread)
      peaks.push(Math.max(...all), Math.max(...all.map((s) => -s))) // either direction is a test of its own
    }
  peaks.sort((a, b) => a - b)
  const knots = Array.from({ length: deepest }, (_, k) => peaks[Math.ceil(peaks.length * (1 - 2 ** -(k + 1))) - 1]!)
  return { spread, drift, knots: knots.slice(0, Math.floor(Math.log2(peaks.length)) - 2) }
}

function driftOf(customers: readonly (readonly Deed[])[], windows: Windows): number[] {
  const residuals = Array.from({ length: windows.weeks }, (): number[] => [])
  for (const deeds of customers) {
    const baskets = basketsOf(deeds, windows, [])
    if (baskets === undefined) continue
    const middle = median(baskets.level.slice(0, baskets.before))
    const weekOf = new Map(deeds.map((deed) => [deed.day, deed.week]))
    for (const [k, v] of baskets.level.entries()) residuals[weekOf.get(baskets.day[k]!)!]!.push(v - middle)
  }
  return residuals.map((all) => (all.length < 30 ? 0 : median(all)))
}

function shuffled(values: readonly number[], uniform: Uniform): number[] {
  const all = [...values]
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}

/** The chance that shuffled baskets ever reach this; beyond the shuffles, as the normal tail falls. */
function chanceOf(knots: readonly number[], peak: number): number {
  const k = knots.findIndex((knot) => knot >= peak)
  if (k === 0) return 1
  if (k > 0) return 2 ** -(k + (peak - knots[k - 1]!) / Math.max(1e-9, knots[k]! - knots[k - 1]!))
  const last = knots.at(-1)!
  return 2 ** -(knots.length + Math.min(30, ((peak * peak - last * last) / 2) * Math.LOG2E * 0.5))
}

/** Tests whether baskets have become smaller or larger and still are; two tests when there is something to test. */
export function basketOf(deeds: readonly Deed[], windows: Windows, { spread, drift, knots }: BasketModel): Finding[] {
  if (knots.length === 0) return []
  const baskets = basketsOf(deeds, windows, drift)
  if (baskets === undefined || baskets.level.length === baskets.before) return []
  const { level, day, before } = baskets
  const along = chart(level, before, spread)
  const usual = median(level.slice(0, before))
  return ([-1, 1] as const).map((sign) => {
    const peak = Math.max(...along.map((s) => s * sign))
    const now = along.at(-1)! * sign
    // what has gone back to half of the least alarm is over
    const p = now < least / 2 || peak < least ? 1 : chanceOf(knots, peak)
    const from = changeOf(level, before, usual, sign)
    const level2 = median(level.slice(from))
    return {
      kind: sign < 0 ? 'basketDown' : 'basketUp',
      since: day[from]!,
      found: day[before + along.findIndex((s) => s * sign >= least)] ?? day.at(-1)!,
      size: Math.expm1(level2 - usual),
      p,
      figures: { usual: Math.exp(usual), now: Math.exp(level2), baskets: level.length - from },
    }
  })
}

/** The first basket of the change: from where the mean of all that follow is furthest from usual, for its number. */
function changeOf(level: readonly number[], before: number, usual: number, sign: number): number {
  let best = level.length - 1
  let most = -Infinity
  let sum = 0
  for (let k = level.length - 1; k >= before; k--) {
    sum += (level[k]! - usual) * sign
    const strength = sum / Math.sqrt(level.length - k)
    if (strength > most) {
      most = strength
      best = k
    }
  }
  return best
}
