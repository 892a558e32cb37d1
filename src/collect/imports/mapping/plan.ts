import type { RecordKind } from '#src/terms/index.ts'
import type { Told } from '../reading/format.ts'
import type { LayoutChange } from './layout.ts'

/** Why a person must look at a file before it may run. */
export type LookBecause = 'confidence' | 'kind_unknown' | 'layout_changed' | 'format'

/** What is known of the plan of one file beside its format and its mapping; absent parts are as nothing was said. */
export interface FilePlan {
  /** 0..1 for the meaning of the rows, and per column by position. */
  confidence?: number
  columnConfidence?: number[]
  look?: LookBecause[]
  /** A person has looked at it: told the kind, changed the mapping or confirmed it. */
  looked?: boolean
  mappedBy?: 'suggested' | 'saved' | 'carried' | 'told'
  /** When the saved mapping was last used, as an instant. */
  savedAt?: string
  layoutChange?: LayoutChange
  /** What a person told of the format and the kind; a later look at the file keeps to it. */
  told?: Told
  kindTold?: RecordKind
}

/** A guess below it is shown, not run. */
export const leastConfidence = 0.6

/** Whether the file waits for a person. Files left out wait for nobody, unless it is not known what they are. */
export function needsLook(plan: FilePlan): boolean {
  return plan.looked !== true && (plan.look?.length ?? 0) > 0
}
