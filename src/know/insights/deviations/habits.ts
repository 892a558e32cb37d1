import { seeded } from '../statistics/index.ts'
import { basketOf, fitBaskets, type BasketModel } from './baskets.ts'
import { fitShares, type ShareModel, sharesOf } from './shares.ts'

/** Something a customer bought or brought back. */
export interface Deed {
  /** Days since 1970-01-01. */
  readonly day: number
  /** Week, counted from the first of the baseline; earlier ones are not asked. */
  readonly week: number
  /** A return or cancellation. */
  readonly back: boolean
  /** Money in any unit of one currency; null where unknown. */
  readonly amount: number | null
  readonly channel: string | null
  readonly categories: readonly string[]
}

export const habitKinds = ['basketDown', 'basketUp', 'returns', 'category', 'channel'] as const
export type HabitKind = (typeof habitKinds)[number]

/** A change in what somebody buys, or how. */
export interface Finding {
  readonly kind: HabitKind
  /** Days since 1970-01-01. */
  readonly since: number
  readonly found: number
  readonly size: number
  readonly p: number
  /** The category or channel. */
  readonly name?: string
  readonly figures: Readonly<Record<string, number>>
}

export interface HabitModel {
  readonly baskets: BasketModel
  readonly shares: ShareModel
  /** The largest p that is shown (Benjamini and Hochberg over all tests of all customers). */
  readonly cut: number
}

/** Of what is shown beside drops and rises, the share that may be chance. */
export const falseShare = 0.2
/** No more by chance than one in 256, however few tests there are. */
export const leastBits = 8
export const bitsOfChance = (p: number): number => -Math.log2(Math.max(p, 1e-300))

interface Windows {
  readonly baseline: number
  readonly weeks: number
}

/** Learns what is usual in the fleet from some of its watched customers. */
export function fitHabits(customers: readonly (readonly Deed[])[], windows: Windows, seed = 1): HabitModel {
  const baskets = fitBaskets(customers, windows, seeded(seed))
  const shares = fitShares(customers, windows)
  const ps = customers.flatMap((deeds) => tests(deeds, windows, { baskets, shares }).map((test) => test.p))
  return { baskets, shares, cut: benjaminiHochberg(ps, falseShare) }
}

/** What changed in a customer's habits, strongest first; at most one of each kind. */
export function findHabits(deeds: readonly Deed[], windows: Windows, model: HabitModel): Finding[] {
  const best = new Map<HabitKind, Finding>()
  for (const test of tests(deeds, windows, model)) {
    if (!(test.p <= model.cut) || bitsOfChance(test.p) < leastBits) continue
    if (test.p < (best.get(test.kind)?.p ?? Infinity)) best.set(test.kind, test)
  }
  return [...best.values()].sort((a, b) => a.p - b.p)
}

const tests = (deeds: readonly Deed[], windows: Windows, { baskets, shares }: Omit<HabitModel, 'cut'>): Finding[] => [
  ...basketOf(deeds, windows, baskets),
  ...sharesOf(deeds, windows, shares),
]

/**
 * The largest of the chances p that may be shown so that at most a share q of what is shown is chance (Benjamini and Hochberg 1995).
 * Where none may, the chance that a single one would have to have.
 */
export function benjaminiHochberg(ps: readonly number[], q: number): number {
  const sorted = Float64Array.from(ps).sort()
  for (let k = sorted.length; k > 0; k--) {
    const allowed = (q * k) / sorted.length
    if (sorted[k - 1]! <= allowed) return allowed
  }
  return q / Math.max(1, sorted.length)
}
