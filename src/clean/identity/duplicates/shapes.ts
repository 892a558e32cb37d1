import type { CustomerKind, Uuid } from '#src/terms/index.ts'

/** One comparison of a pair: its name, the level reached, and what that adds to the weight (log2 of the likelihood ratio). No values. */
export type Evidence = readonly [comparison: string, level: string, weight: number]

/** `auto`: sure enough to merge without asking; `ask`: a person decides. */
export type Zone = 'auto' | 'ask'

/** Two customers that may be one. */
export interface FoundPair {
  /** a < b, as texts. */
  a: Uuid
  b: Uuid
  kind: CustomerKind
  /** Version of the model that scored it. */
  model: number
  weight: number
  probability: number
  zone: Zone
  evidence: readonly Evidence[]
}
/** A pair as it waits in the queue. */
export interface OpenPair extends FoundPair {
  state: 'open' | 'later'
  group: Uuid | null
}

/** One zone of a model: from which weight, how many pairs stand in it, and what share of them is expected to be wrong. */
export interface ZoneFacts {
  /** Least weight. */
  from: number
  pairs: number
  /** Of pairs merged in it: share expected not to be one customer. */
  expectedError: number
}

/** What customers are worth, in whatever measure orders them; a customer without a line is worth 0. */
export type WorthOf = (ids: readonly Uuid[]) => Promise<Map<Uuid, number>>

export const pairKey = (a: Uuid, b: Uuid): string => (a < b ? `${a} ${b}` : `${b} ${a}`)
