import { createHash } from 'node:crypto'
import type { Runner } from '../db/connection.ts'
import { Refusal } from '../refusal.ts'
import { countTry, forgetLimits, forgetTries } from './queries.ts'

/** At most `most` tries in `seconds` for one `what` (an address, an account). */
export interface Limit {
  readonly what: string
  readonly most: number
  readonly seconds: number
}

const keyOf = (what: string) => createHash('sha256').update(what, 'utf8').digest()

/** Counts one try; throws 429 `too_many_requests` with the seconds to wait when there were too many. Shared by all processes. */
export async function countOrRefuse(db: Runner, limit: Limit, now: Date): Promise<void> {
  const start = new Date(now.getTime() - limit.seconds * 1000)
  const { count, since } = await db.one(countTry(keyOf(limit.what), now, start))
  if (count <= limit.most) return
  const retryAfter = Math.max(1, Math.ceil((since.getTime() - start.getTime()) / 1000))
  throw new Refusal(429, 'too_many_requests', 'Too many tries in a short time.', undefined, { retryAfter })
}

/** Forgets the tries for `what`: it went well. */
export async function forget(db: Runner, what: string): Promise<void> {
  await db.run(forgetTries(keyOf(what)))
}

/** Deletes windows that have passed. */
export function forgetOldLimits(db: Runner, now: Date): Promise<number> {
  return db.run(forgetLimits(new Date(now.getTime() - 24 * 3600_000)))
}

/** What counts as one address: an IPv4 address or an IPv6 network of one customer (/64). */
export function networkOf(address: string): string {
  const v4 = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  if (v4 !== null) return v4[1]!
  const [head = '', tail] = address.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0')
  return [...start, ...middle, ...end].slice(0, 4).join(':')
}
