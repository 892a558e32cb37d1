import { createHash } from 'node:crypto'
import type { Value, Values } from './standing.ts'

/** Hashes of values by field: enough to know a value again. */
export type Holds = Readonly<Record<string, string>>

const short = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 16)
const hashOfValue = (value: Value): string => short(JSON.stringify(value))
export const holdsOf = (values: Values): Holds =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, hashOfValue(value)]))
/** One text for all that a system holds. */
export const digestOf = (holds: Holds): string =>
  short(JSON.stringify(Object.entries(holds).sort(([a], [b]) => (a < b ? -1 : 1))))

const nothing = hashOfValue(null)

export interface Situation {
  /** What it should have. */
  readonly values: Values
  /** What it has as far as we know; null = nothing is known. */
  readonly holds: Holds | null
  /** What its own source has told since we last told it something; null = nothing. */
  readonly told: Values | null
  /** What it was sent against its own word. */
  readonly corrected: string | null
}
/** `send` with, when it is against the system's own word, what is remembered of that. */
export type Decision =
  | { readonly kind: 'send'; readonly holds: Holds; readonly corrected: string | null }
  | { readonly kind: 'known'; readonly how: 'same' | 'echo' | 'theirs'; readonly holds: Holds }

/**
 * Whether a system needs to be told. It does not when it has all values already: because it was told them, or because it told them itself
 * (an echo, which would otherwise go round for ever). A system that contradicts what it was told is corrected once; if it says its own
 * word again, that word stays there and people see both. Pure.
 */
export function decide({ values, holds, told, corrected }: Situation): Decision {
  const wanted = holdsOf(values)
  const fields = Object.keys(wanted)
  const known: Holds = { ...holds, ...(told && holdsOf(told)) }
  const has = (one: Holds) => fields.every((field) => (one[field] ?? nothing) === wanted[field])
  const isKnown = holds !== null || told !== null
  if (isKnown && has(known)) return { kind: 'known', how: told === null ? 'same' : 'echo', holds: wanted }
  if (holds === null || told === null || !has(holds)) return { kind: 'send', holds: wanted, corrected: null }
  const digest = digestOf(wanted)
  if (corrected === digest) return { kind: 'known', how: 'theirs', holds: wanted }
  return { kind: 'send', holds: wanted, corrected: digest }
}
