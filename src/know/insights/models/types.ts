/**
 * Purchase histories of many customers, in columns. Purchases of one day are one. `x` = purchase days after the first, `last` = days from
 * the first purchase day to the last one, `age` = days from the first purchase day to the cut-off. Order of rows is the caller's.
 */
export interface Histories {
  readonly n: number
  readonly x: Uint32Array
  readonly last: Int32Array
  readonly age: Int32Array
  /** How many customers a row stands for; one when absent. */
  readonly weight?: Float64Array
}

export type ModelName = 'bgnbd' | 'mbgnbd' | 'nbd'

/**
 * Rates of purchase per week are Gamma(r, alpha) over the customers; the chance to leave after a purchase is Beta(a, b).
 * NBD knows no leaving: a and b are null.
 */
export interface Parameters {
  readonly r: number
  readonly alpha: number
  readonly a: number | null
  readonly b: number | null
}

export interface Attempt {
  readonly model: ModelName
  readonly parameters: Parameters
  readonly logLikelihood: number
}

/**
 * Why parameters must not be read as facts, though predictions are sound:
 * `noDropout` nobody is seen to leave (a/(a+b) below 1/1000), NBD is used; `sameDropout` all leave with the same chance (b over 1,000);
 * `sameRate` all buy at the same rate; `edge` a parameter runs away otherwise; `nobodyAgain` nobody has bought twice.
 */
export const degenerateCodes = ['noDropout', 'sameDropout', 'sameRate', 'edge', 'nobodyAgain'] as const
export type DegenerateCode = (typeof degenerateCodes)[number]

/**
 * What a reader of the figures should know; `figures` are plain numbers.
 * `leftTruncated` {share, usual}: the data seem to begin in the middle of things: `share` of the customers appear in the first tenth of the
 * time, `usual` would; ages count from there. `noSeasonality` {years}: fewer than two years, no season can be told. `fewRepeaters`
 * {repeaters}: some, but under 100 customers came again (none: `nobodyAgain`). `spendDependsOnFrequency` {correlation}: |corr(x, mean spend)| over .3, the Gamma–Gamma
 * model does not hold. `spendAlike`, `spendHeavyTail` {q}: its parameters are at an edge.
 */
export const warningCodes = [
  'leftTruncated',
  'noSeasonality',
  'fewRepeaters',
  'spendDependsOnFrequency',
  'spendAlike',
  'spendHeavyTail',
] as const
export interface Warning {
  readonly code: (typeof warningCodes)[number]
  readonly figures: Readonly<Record<string, number>>
}

/** A fitted model of purchases; plain JSON. Times in weeks. */
export interface Fit extends Attempt {
  readonly customers: number
  readonly repeaters: number
  /** Purchase days after the first, of all. */
  readonly purchases: number
  /** Different (x, last, age) that the customers have. */
  readonly unique: number
  readonly degenerate: DegenerateCode | null
  /** All models that were fitted, with flagged ones as they came out. */
  readonly tried: readonly Attempt[]
  readonly warnings: readonly Warning[]
}

/** What is foretold of one customer. */
export interface Prediction {
  /** Probability that the customer has not left. */
  readonly alive: number
  /** Probability of no purchase at all within the horizon. */
  readonly none: number
  /** Expected purchase days within the horizon. */
  readonly expected: number
}
