/*
 * 64-bit hashes as two 32-bit halves. Keys of stored records are kept in the database, so these figures may never
 * change without a new `keysVersion`. The two halves are FNV-1a-like with multipliers of their own, finished as MurmurHash3
 * finishes (Appleby, public domain).
 */

/** The halves of the last hash; read them before the next. */
export const hash = { low: 0, high: 0 }

const finish = (h: number): number => {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Hashes code units `from` up to `to` into `hash`. Zeros among them are left out. */
export function hashCodes(codes: Uint16Array, from: number, to: number, salt: number): void {
  let low = 0x811c9dc5 ^ salt
  let high = 0x9747b28c ^ Math.imul(salt, 0x9e3779b1)
  for (let i = from; i < to; i++) {
    const code = codes[i]!
    if (code === 0) continue
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
    high ^= high >>> 15
  }
  hash.low = finish(low)
  hash.high = finish(high ^ Math.imul(low, 0x27d4eb2f))
}

/** Mixes two halves of different keys into one half; not symmetric. */
export const mix = (a: number, b: number): number =>
  finish(Math.imul(a ^ 0x2c1b3c6d, 0x297a2d39) ^ Math.imul(b, 0x9e3779b1))

/** A salt for a name, such as that of a column. */
export function saltOf(name: string): number {
  let salt = 0x811c9dc5
  for (let i = 0; i < name.length; i++) salt = Math.imul(salt ^ name.charCodeAt(i), 0x01000193)
  return salt >>> 0
}
