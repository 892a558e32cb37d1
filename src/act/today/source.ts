import type { Figures } from '#src/know/insights/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'

/** What is known of a customer when lines are looked for: read set-based, thousands at once. Money in minor units. */
export interface Subject {
  readonly id: Uuid
  readonly protected: boolean
  readonly purchases: number
  readonly purchaseDays: number
  readonly first: Day | null
  readonly last: Day | null
  readonly previous: Day | null
  readonly customerSince: Day | null
  readonly leadSource: string | null
  /** Net spend in the customer's largest currency; null where nothing is known of sums. */
  readonly spend: { readonly currency: Currency; readonly net: string } | null
  readonly forecast: Forecasted | null
}
export interface Forecasted {
  /** Chance of no purchase within the horizon. */
  readonly none: number
  /** Purchase days expected in 12 months. */
  readonly purchases: number
  readonly spend: number | null
  readonly value: number | null
  readonly currency: Currency | null
}

/** The moment and the company that lines are looked for in. */
export interface Env {
  readonly now: Date
  readonly day: Day
  readonly timeZone: string
  /** Figures about all customers; null before the first. */
  readonly figures: Figures | null
  /** Of the forecast in force: days that "no purchase" is about; null before the first. */
  readonly horizon: number | null
  /** Share of sales as the company says it; null: not known. */
  readonly margin: number | null
  /** Yearly spend of the best customer, minor units: what sizes are measured by. */
  readonly top: number
}

/** How the worth is computed: see `Line` of the contract. */
export interface Worth {
  /** Minor units; null: not known. */
  readonly amount: number | null
  readonly currency: Currency | null
  readonly how: { readonly code: string; readonly figures: Record<string, string> }
}

/** One reason why a customer deserves attention. */
export interface Found {
  readonly customerId: Uuid
  /** When the state began or the thing was said. The same as long as it is the same: what people did with it stays done. */
  readonly since: Date
  readonly figures: Record<string, string>
  /** 0..1; where the source has more to say than its usual urgency. */
  readonly urgency?: number
}

export interface Asked {
  readonly runner: Runner
  readonly env: Env
  /** Whom to look at; null: everybody, for the morning. */
  readonly ids: readonly Uuid[] | null
  /** Those of `ids`, or in the morning the best customers. */
  readonly subjects: readonly Subject[]
  /** Reasons of this kind that stand now. */
  readonly standing: readonly Found[]
}

/**
 * A source of lines: one file in `sources/`, one line in `sources/index.ts`. `find` answers for everybody, bounded, in a few statements, and for
 * given customers by their keys. Slices that are built later stand before `act/today` in the flow: their source is a file here that asks
 * their door or reads their table, and the pipeline marks their customers (`markAttention`) when what it reads changes.
 */
export interface Source {
  readonly kind: string
  /** 0..1: how soon it wants somebody; with the customer's size it makes the score. */
  readonly urgency: number
  /** 0..1: the part of the score that does not depend on how much the customer buys; .4 unless said: who waits for an answer waits, however small. */
  readonly base?: number
  /** Teams whose work it is; anybody who may attend when none of them has room. */
  readonly teams: readonly string[]
  readonly find: (asked: Asked) => Promise<Found[]>
  readonly worth: (subject: Subject, env: Env) => Worth
}
