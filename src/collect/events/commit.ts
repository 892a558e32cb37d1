import type { Db } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { insertEvents, type RawEvent } from './queries.ts'
import { wake } from './wake.ts'

/** Requests that come while a commit is under way share the next one: one write to the disk serves them all. */
class Committer {
  readonly #db: Db
  #waiting: Held[] = []
  readonly #held = { rows: 0, bytes: 0 }
  #running = 0
  constructor(db: Db) {
    this.#db = db
  }

  get isBusy(): boolean {
    return this.#held.rows > 0
  }

  add(rows: readonly RawEvent[]): Promise<void> {
    if (this.#held.rows >= mostHeld.rows || this.#held.bytes >= mostHeld.bytes)
      throw new Refusal(503, 'events_busy', 'Messages come faster than they can be kept.', 'Send them again.', {
        retryAfter: 2,
      })
    this.#hold(rows, 1)
    return new Promise((done, failed) => {
      this.#waiting.push({ rows, done, failed })
      // whatever else comes in this turn of the loop goes along
      if (this.#running < mostRunning) setImmediate(() => void this.#flush())
    })
  }

  #hold(rows: readonly RawEvent[], sign: 1 | -1): void {
    this.#held.rows += sign * rows.length
    this.#held.bytes += sign * bytesOf(rows)
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0 || this.#running >= mostRunning) return
    const taken = this.#take()
    this.#running++
    try {
      const rows = taken.flatMap((one) => one.rows)
      await this.#db.run(insertEvents(rows))
      for (const { done } of taken) done()
      wake(this.#db, new Set(rows.map((row) => row.sourceId)))
    } catch (error) {
      const refusal = unavailable(error)
      for (const { failed } of taken) failed(refusal)
    } finally {
      for (const { rows } of taken) this.#hold(rows, -1)
      this.#running--
      if (this.#waiting.length > 0) void this.#flush()
    }
  }

  #take(): Held[] {
    let rows = 0
    let bytes = 0
    let at = 0
    for (; at < this.#waiting.length; at++) {
      const next = this.#waiting[at]!.rows
      rows += next.length
      bytes += bytesOf(next)
      if (at > 0 && (rows > mostAtOnce.rows || bytes > mostAtOnce.bytes)) break
    }
    return this.#waiting.splice(0, at)
  }
}

interface Held {
  rows: readonly RawEvent[]
  done: () => void
  failed: (error: unknown) => void
}
const bytesOf = (rows: readonly RawEvent[]): number => rows.reduce((sum, row) => sum + row.payload.length, 0)
/** Messages held in memory before clients are asked to wait: some 20 MB of usual ones, and never much more than 64 MB. */
const mostHeld = { rows: 40_000, bytes: 64_000_000 }
const mostAtOnce = { rows: 5000, bytes: 16_000_000 }
/** While one is written to the disk, the next is being sent. */
const mostRunning = 2

/** The client throws away what is refused with 4xx and tries again after 5xx: our faults are always 503. */
function unavailable(error: unknown): Refusal {
  if (error instanceof Refusal && error.status === 503) return error
  const refusal = new Refusal(503, 'database_unavailable', 'The messages could not be kept.', 'Send them again.')
  refusal.cause = error
  return refusal
}

const committers = new WeakMap<Db, Committer>()

/** Keeps messages; fulfilled when they are on the disk. Known ones stay as they are. Throws 503 and nothing else. */
export function commit(db: Db, rows: readonly RawEvent[]): Promise<void> {
  let committer = committers.get(db)
  if (!committer) {
    committer = new Committer(db)
    committers.set(db, committer)
  }
  return committer.add(rows)
}

/** Whether clients of this process wait for an answer right now. */
export const isBusy = (db: Db): boolean => committers.get(db)?.isBusy ?? false
