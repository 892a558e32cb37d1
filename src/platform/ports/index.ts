import { randomBytes } from 'node:crypto'

/** Time as a port: rules take `now`, and only this file reads the machine's clock. */
export interface Clock {
  now(): Date
}
/** Randomness as a port. */
export interface Random {
  bytes(count: number): Buffer
}

export const systemClock: Clock = { now: () => new Date() }
export const systemRandom: Random = { bytes: (count) => randomBytes(count) }

/** A clock that stands still until told otherwise. For tests. */
export function fixedClock(at: string): Clock & { set(at: string): void } {
  let now = new Date(at)
  return {
    now: () => new Date(now),
    set: (next) => {
      now = new Date(next)
    },
  }
}
