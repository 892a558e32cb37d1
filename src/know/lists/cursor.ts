import { unknownPlace } from '#src/platform/refusal.ts'
import type { Sort } from './contract.ts'
import type { Place } from './queries/page.ts'
import type { KeyType } from './queries/specs.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** What PostgreSQL writes for a key of each type: anything else is none of ours. */
const forms: Record<KeyType, RegExp> = {
  uuid,
  text: /^[^\0]{0,2000}$/u,
  timestamptz: /^\d{4,5}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/,
  date: /^\d{4,5}-\d\d-\d\d$/,
  numeric: /^-?\d{1,40}(\.\d{1,20})?$/,
}

/** The place after which the next page begins, bound to its order. */
export function writeCursor({ field, direction }: Sort, { key, id }: Place): string {
  return Buffer.from(JSON.stringify([field, direction, key, id])).toString('base64url')
}

/** Throws 400 `cursor` for what was not written by `writeCursor` for this order. */
export function readCursor(cursor: string, sort: Sort, type: KeyType): Place {
  try {
    const [field, direction, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const known = key === null || (typeof key === 'string' && forms[type].test(key) && key.isWellFormed())
    if (field === sort.field && direction === sort.direction && known && typeof id === 'string' && uuid.test(id))
      return { key: key as string | null, id }
  } catch {}
  throw unknownPlace()
}
