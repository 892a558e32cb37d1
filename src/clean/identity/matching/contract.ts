/**
 * Shapes the matching engine works on: columnar, without SQL, made for a million rows.
 * The way of the data: Table → candidatePairs (blocking/) → compareAll (workers/) → learn → scoreAll → cluster, explain.
 */

/** What a column holds, as far as comparing is concerned. */
export const columnKinds = [
  'given',
  'family',
  'fullName',
  'organisation',
  'birthDate',
  'year',
  'month',
  'day',
  'email',
  'phone',
  'street',
  'houseNumber',
  'postcode',
  'city',
  'businessId',
  'code',
  'category',
  'text',
] as const
export type ColumnKind = (typeof columnKinds)[number]

/** Several columns may share a kind. */
export interface Column {
  readonly name: string
  readonly kind: ColumnKind
}

/** Joins several values of one field in one row. */
export const valueMark = '\u001f'

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: number
  /** values[column][row]: normalised by `normalise(kind, written)` of values.ts; several values joined by `valueMark`; '' = not known. */
  readonly values: readonly (readonly string[])[]
  /** The file or source of each row, when rows of one source are not to be paired with each other. */
  readonly source?: Uint16Array
}

/** Distinct pairs of rows, a < b. */
export interface Pairs {
  readonly a: Uint32Array
  readonly b: Uint32Array
  readonly length: number
}

/** What `prepare` made of the values of one row; only the comparison itself looks inside. */
export type Prepared = unknown

/**
 * One comparison of two records. Levels are small integers: 0 = not known on either side, 1 = differs, higher = more alike, last = the same.
 * `comparisonsFor(columns, facts)` makes them from plain data alone, so a worker thread makes its own.
 */
export interface Comparison {
  readonly name: string
  /** What it is about; decides what a pair needs to be merged without asking (zones.ts). */
  readonly kind: ColumnKind
  /** Indexes into Table.columns of what it reads, in the order `prepare` wants the values. */
  readonly columns: readonly number[]
  /** Those of them that people are shown as what was compared. */
  readonly shown: readonly number[]
  /** Names of the levels, for people; index = level. */
  readonly levels: readonly string[]
  /** How matching records are expected to spread over the levels 1… before any data is seen; sums to 1. */
  readonly prior: readonly number[]
  /** By level: how far the rarity of the term counts, 0 = not at all, 1 = fully (the same value). */
  readonly rarity: readonly number[]
  /** Once per distinct combination of values (see workers/shared.ts); undefined when nothing is known: the level with it is 0. */
  prepare(values: readonly string[]): Prepared | undefined
  /** Symmetric. */
  level(a: Prepared, b: Prepared): number
  /** The term in these values whose frequency tells how much agreement means; '' = none. */
  term(values: readonly string[]): string
}

/** Facts about the whole table that comparisons need (how common each word is); structured-cloneable and JSON. */
export interface Facts {
  readonly rows: number
  /** Share of rows whose names, organisations or texts hold the word; words rarer than kept are missing. By column index. */
  readonly words: Readonly<Record<number, Readonly<Record<string, number>>>>
}

/** levels[pair * comparisons.length + comparison] */
export type Levels = Uint8Array

/** MATCH-B's parallel comparer as `learn` wants it: it asks for random pairs of its own beside the candidates. */
export type Compare = (pairs: Pairs) => Promise<Levels>
