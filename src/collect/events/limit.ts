import type { Db } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Messages of one source per second that one process takes, and how many may come at once after a rest. */
const perSecond = 20_000
const atOnce = 200_000

interface Bucket {
  left: number
  at: number
}
const buckets = new WeakMap<Db, Map<Uuid, Bucket>>()

/** Throws 429 `events_too_many` with the seconds to wait: clients keep their messages and send them again. */
export function countMessages(db: Db, source: Uuid, count: number, now: number): void {
  const all = buckets.get(db) ?? new Map<Uuid, Bucket>()
  buckets.set(db, all)
  const bucket = all.get(source) ?? { left: atOnce, at: now }
  all.set(source, bucket)
  bucket.left = Math.min(atOnce, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1000)
  bucket.at = now
  if (bucket.left < count)
    throw new Refusal(429, 'events_too_many', 'More messages than this source may send at once.', 'Send them again.', {
      retryAfter: Math.max(1, Math.ceil((count - bucket.left) / perSecond)),
    })
  bucket.left -= count
}
