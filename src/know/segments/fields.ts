import type { Figures } from '#src/know/insights/index.ts'
import type { Actor } from '#src/platform/context.ts'
import type { Statement } from '#src/platform/db/index.ts'
import type { Day, Uuid, Verb } from '#src/terms/index.ts'
import type { Condition, FieldType, Leaf, Operator } from './contract.ts'

/**
 * Where a field lives, seen from the row that is listed. `own`: an expression of that row; where it costs a search for each row, `whole` is the
 * same for everybody at once. `row`: a column of at most one row elsewhere; where there is no such row the value is `absent`, or empty. `many`:
 * any of several rows elsewhere, which belong to `key`; `veiled`: of people under non-disclosure there are none.
 */
export type Place =
  | { readonly at: 'own'; readonly value: Statement; readonly whole?: Joined | Found }
  | (Joined & { readonly at: 'row'; readonly absent?: 0 })
  | (Joined & { readonly at: 'many'; readonly key: Statement; readonly veiled?: true })

/** What is found for everybody at once: `id` and `value` of those who have one, and what is made of it. */
export interface Found {
  readonly found: Statement
  readonly of: (value: Statement) => Statement
}
/** Rows joined to the listed one. Of `many`, `on` is a condition of their own. */
export interface Joined {
  readonly from: Statement
  readonly on: Statement
  readonly value: Statement
}

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
  /** Kept in small letters (`folded`): what it is compared with becomes small too. */
  readonly folded?: true
  /**
   * For values that move with time: where the first day after today is found on which the answer to a condition may change by itself; a null
   * there: never.
   */
  readonly due?: (env: Env, leaf: Leaf) => Place
  /** Fewer operators than its type has. */
  readonly operators?: readonly Operator[]
  /** The currency of money: fixed, or an expression. */
  readonly currency?: string | Statement
  /** Can be asked, but is no column. */
  readonly filterOnly?: true
}

/** The fields of one list: fixed ones, and families like `spend.EUR` made when they are asked for. */
export interface FieldTable {
  readonly fixed: readonly Field[]
  readonly made?: (id: string) => Field | undefined
  /** Its rows are about nobody: what happened and segments cannot be asked. */
  readonly nobody?: true
}

/** For whom and when conditions are read. */
export interface Env {
  readonly actor: Actor
  /** Today in the company's zone, and that zone. */
  readonly today: Day
  readonly timeZone: string
  /** Mean days between purchases of all customers; null before the first figures. Only stages need it. */
  readonly meanInterval: number | null
  /** Cut points of the scores; absent or null before the first figures. Only RFM needs them. */
  readonly figures?: Figures | null
  /**
   * Segments that the reader may name: their conditions, null of lists and where the kept members are to be asked. Absent: the members of any
   * are asked, and whoever compiles has seen to what the reader may name.
   */
  readonly segments?: ReadonlyMap<Uuid, Condition | null>
  /** The fields that can be asked; those of customers unless told. */
  readonly fields?: FieldTable
}
