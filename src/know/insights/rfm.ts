import type { Currency, Day } from '#src/terms/index.ts'
import type { RfmGroup } from './contract.ts'
import { dayNumber } from './days.ts'

/** Whole numbers as digits, ascending, at most four: the more of them a value has reached, the better its score. */
export type Cuts = readonly string[]

/** The nightly figures about all customers that single customers are measured by. */
export interface Figures {
  version: number
  /** Customers with purchases. */
  customers: number
  /** Mean days between purchase days over all who came again; null when nobody has. */
  meanInterval: number | null
  /** Of the last purchase day, as days since 1970: the cuts do not drift while days pass. */
  recency: Cuts
  /** Of the number of purchase days. */
  frequency: Cuts
  /** Of net spend in minor units, within each currency. */
  monetary: Readonly<Record<Currency, { customers: number; cuts: Cuts }>>
}

/** The least of the values that have the same ⌊5 · #(strictly worse) / n⌋. */
export interface Step {
  step: number
  least: string
}

/** Cut points from the least value of each step: cut k is the least value that scores more than k; none where ties leave none. */
export function cutsFrom(steps: readonly Step[]): Cuts {
  const ascending = [...steps].sort((a, b) => a.step - b.step)
  return [1, 2, 3, 4].flatMap((k) => ascending.find(({ step }) => step >= k)?.least ?? [])
}

/** Score 1..5 = 1 + ⌊5 · #(strictly worse) / n⌋ for any value the cuts were made of; ties are equal (analytics §3). */
export function scoreOf(cuts: Cuts, value: bigint): number {
  return 1 + cuts.filter((cut) => value >= BigInt(cut)).length
}

/** Scores of all values at once, by the same rule. */
export function scoresOf(values: Float64Array): Uint8Array {
  const ascending = values.slice().sort()
  const cuts: number[] = []
  for (let i = 0; i < ascending.length; ) {
    const value = ascending[i]!
    while (cuts.length < Math.floor((5 * i) / ascending.length)) cuts.push(value)
    while (i < ascending.length && ascending[i] === value) i++
  }
  return Uint8Array.from(values, (value) => 1 + cuts.filter((cut) => value >= cut).length)
}

const rows: readonly (readonly RfmGroup[])[] = [
  ['hibernating', 'hibernating', 'atRisk', 'atRisk', 'cantLose'],
  ['hibernating', 'hibernating', 'atRisk', 'atRisk', 'cantLose'],
  ['aboutToSleep', 'aboutToSleep', 'needAttention', 'loyal', 'loyal'],
  ['promising', 'potentialLoyalist', 'potentialLoyalist', 'loyal', 'loyal'],
  ['new', 'potentialLoyalist', 'potentialLoyalist', 'champions', 'champions'],
]
/** The group of a recency and a frequency score: each of the 25 cells belongs to exactly one. */
export function groupOf(recency: number, frequency: number): RfmGroup {
  return rows[recency - 1]![frequency - 1]!
}

export interface Rfm {
  recency: number
  frequency: number
  monetary: number | null
  group: RfmGroup
}

/** Scores of one customer. `spend` is in the customer's largest currency; monetary is null without it or while its currency has no cuts. */
export function rfmOf(
  figures: Figures,
  purchases: { last: Day; count: number },
  spend: { currency: Currency; net: string } | undefined,
): Rfm {
  const recency = scoreOf(figures.recency, BigInt(dayNumber(purchases.last)))
  const frequency = scoreOf(figures.frequency, BigInt(purchases.count))
  const cuts = spend && figures.monetary[spend.currency]?.cuts
  const monetary = spend && cuts ? scoreOf(cuts, BigInt(spend.net)) : null
  return { recency, frequency, monetary, group: groupOf(recency, frequency) }
}
