import type { Json } from './message.ts'

/** A value with the moment at which it was true and the message that said so. */
export type Told<T = Json> = readonly [value: T, at: number, id: string]

/**
 * What has been told so far, name by name. Of two words the later one holds, whichever came first; of two of one moment the one with the
 * larger id: merging is commutative, associative and idempotent, so every order of arrival ends in the same state.
 */
export type State<T = Json> = Record<string, Told<T>>

export const isLater = (a: Told<unknown>, b: Told<unknown>): boolean =>
  a[1] === b[1] ? a[2] > b[2] || (a[2] === b[2] && JSON.stringify(a[0]) !== JSON.stringify(b[0])) : a[1] > b[1]

/** Puts a word in. False: something later is known already, or the very same. */
export function tell<T>(state: State<T>, name: string, told: Told<T>): boolean {
  const known = state[name]
  if (known !== undefined && !isLater(told, known)) return false
  state[name] = told
  return true
}

/** The latest moment of some names; 0 = none of them was told. */
export const latest = (state: State<unknown>, names: readonly string[]): number =>
  names.reduce((at, name) => Math.max(at, state[name]?.[1] ?? 0), 0)
