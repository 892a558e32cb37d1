import type { Uuid } from '#src/terms/index.ts'
import type { Identifier } from '../identifiers.ts'

/** Why two customers are held to be one, or not: kept with the merge and shown to whoever asks. No values of people in it. */
export interface MergeReason {
  /** A person said so, the match was certain enough to go by itself, or an un-merge or split told them apart. */
  by: 'person' | 'match' | 'unmerge' | 'split'
  /** Version of the model and its word, where a match was behind it. */
  model?: string
  weight?: number
  probability?: number
  /** The merge that was taken back, where that told them apart. */
  mergeId?: Uuid
}

export interface MergeWish {
  /** Goes into `to`; its id leads there afterwards. */
  from: Uuid
  to: Uuid
  because: MergeReason
  /** A person knows better than an earlier "these are two": the memory is lifted. */
  anyway?: boolean
}
export interface MergeResult {
  mergeId: Uuid
  /** `to`: the customer that stays. */
  customerId: Uuid
  /** Customer records and notes that came along. */
  records: number
}
export interface UnmergeResult {
  /** Is there again. */
  customerId: Uuid
  /** The customer it was a part of; null: nothing else was left of that one, which is gone. */
  from: Uuid | null
  records: number
}
export interface SplitResult {
  /** The new customer. */
  customerId: Uuid
  records: number
}

/** What speaks against a merge. All but `kept_apart` hold against everybody. */
export type MergeObjection =
  | { code: 'same_customer' }
  | { code: 'customer_gone'; id: Uuid }
  /** Each has a strong identifier of this kind and they share none: the source itself says that they are two. */
  | { code: 'strong_conflict'; kind: Identifier['kind'] }
  | { code: 'kept_apart'; at: string }
/** What speaks against taking a merge back. */
export interface UnmergeObjection {
  code: 'undone_already' | 'nothing_left' | 'survivor_gone'
}
