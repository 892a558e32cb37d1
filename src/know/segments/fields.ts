import type { Actor } from '#src/platform/context.ts'
import type { Statement } from '#src/platform/db/index.ts'
import type { Day, Verb } from '#src/terms/index.ts'
import type { FieldType } from './contract.ts'

/**
 * Where a field lives, seen from the row that is listed. `own`: an expression of that row (or of one value found for it). `row`: a column of at
 * most one row elsewhere; where there is no such row the value is `absent`, or empty. `many`: any of several rows elsewhere.
 */
export type Place =
  | { readonly at: 'own'; readonly value: Statement }
  | {
      readonly at: 'row'
      readonly from: Statement
      readonly on: Statement
      readonly value: Statement
      readonly absent?: 0
    }
  | { readonly at: 'many'; readonly from: Statement; readonly on: Statement; readonly value: Statement }

/** One field that can be asked, shown and exported. Nothing else of the database can be reached. */
export interface Field {
  readonly id: string
  readonly type: FieldType
  /** The right that a reader needs beside the list's own. */
  readonly verb?: Verb
  /** Hidden where the person is under non-disclosure, unless the reader has `customer.protected`: then it is as if it were empty. */
  readonly veiled?: true
  /** A date that is kept as an instant. */
  readonly instant?: true
  /** Values of other than text and number type: what a parameter is cast to. */
  readonly cast?: 'uuid'
  /** The words that a choice knows. */
  readonly choices?: readonly string[]
  readonly place: (env: Env) => Place
  /** What is shown in the place of the compared value. */
  readonly shown?: (env: Env) => Statement
  /** The currency of money: fixed, or an expression. */
  readonly currency?: string | Statement
  /** Can be asked, but is no column. */
  readonly filterOnly?: true
}

/** The fields of one list: fixed ones, and families like `spend.EUR` made when they are asked for. */
export interface FieldTable {
  readonly fixed: readonly Field[]
  readonly made?: (id: string) => Field | undefined
}

/** For whom and when conditions are read. */
export interface Env {
  readonly actor: Actor
  /** Today in the company's zone, and that zone. */
  readonly today: Day
  readonly timeZone: string
  /** Mean days between purchases of all customers; null before the first figures. Only stages need it. */
  readonly meanInterval: number | null
  /** The fields that can be asked; those of customers unless told. */
  readonly fields?: FieldTable
}
