import type { Random } from '#src/platform/ports/index.ts'

const first = 5_000
const longest = 3_600_000

/** Milliseconds until the next try after so many in vain: doubling from 5 s to 1 h, a fifth more or less, so that not all come back at once. */
export function pause(attempts: number, random: Random): number {
  const whole = Math.min(longest, first * 2 ** Math.min(20, Math.max(0, attempts - 1)))
  const chance = random.bytes(2).readUInt16BE(0) / 65_535
  return Math.round(whole * (0.8 + 0.4 * chance))
}

/** Tries until it is given up: what the receiver refuses for what it is, and what may just be away. */
export const mostTries = { refused: 10, away: 60 }

/** What the fault lies in: this one change, or the whole system, which then is left in peace for a while. */
export const isOfChange = (code: string): boolean => /^http_4(00|06|09|11|13|15|22)$|^mail_refused$/.test(code)
