import type { Uuid } from '#src/terms/index.ts'
import { unknownPlace } from './refusal.ts'

/** Where a page ends that is ordered by moment and id. */
export interface MomentPlace {
  readonly at: Date
  readonly id: Uuid
}

/** The place as the `next` of a page tells it. */
export const momentCursor = ({ at, id }: MomentPlace): string => `${at.toISOString()}_${id}`

/** Reads it back; null for the first page. Refuses 400 `cursor` what was never given out. */
export function momentPlace(cursor: string | undefined): MomentPlace | null {
  if (cursor === undefined) return null
  const [, at = '', id = ''] = /^([\dT:.Z-]{24})_([0-9a-f-]{36})$/.exec(cursor) ?? []
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) throw unknownPlace()
  return { at: new Date(ms), id }
}
