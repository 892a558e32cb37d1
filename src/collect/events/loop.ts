import { setTimeout as pauseFor } from 'node:timers/promises'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { follow } from '#src/platform/live/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { applyNext } from './apply.ts'
import { isBusy } from './commit.ts'
import { sourcesWaiting } from './queries.ts'
import { putAside } from './poison.ts'

/** Messages that wait, apart for each of those who send them. */
export interface Queue {
  /** As the log names its messages. */
  name: string
  /** Who has sent something that waits. */
  waiting(context: Context): Promise<Uuid[]>
  /** Applies what came first of one of them, in one transaction. Returns how many; null = somebody else is at it. */
  next(context: Context, sender: Uuid, limit?: number): Promise<number | null>
  /** Puts the one that came first aside: it failed in a way of its own. */
  putAside(context: Context, sender: Uuid): Promise<void>
}

const events: Queue = {
  name: 'events',
  waiting: ({ db }) => sourcesWaiting(db),
  next: applyNext,
  putAside,
}

/**
 * Applies whatever waits: some of each sender in turn, so that nobody waits behind one who has sent a lot, or of whom nothing can be applied.
 * Returns how many messages; throws what a sender failed with when all others are through, 503 at once.
 */
export async function applyAll(contextFor: () => Context, signal?: AbortSignal, queue = events): Promise<number> {
  const failures = new Map<Uuid, unknown>()
  let sum = 0
  for (let round = 1; round > 0 && !signal?.aborted; sum += round) {
    round = 0
    for (const sender of await queue.waiting(contextFor())) {
      if (signal?.aborted) break
      if (failures.has(sender)) continue
      await giveWay(contextFor().db)
      try {
        round += (await applyOrIsolate(queue, contextFor, sender)) ?? 0
      } catch (error) {
        if (isAway(error)) throw error
        failures.set(sender, error)
      }
    }
  }
  for (const error of failures.values()) throw error
  return sum
}

/** The database is away: that is nobody's fault. */
const isAway = (error: unknown): boolean => error instanceof Refusal && error.status === 503

/** Clients that wait for an answer go first, for a while: what is applied is on the disk already. */
async function giveWay(db: Db): Promise<void> {
  for (let tries = 0; tries < 15 && isBusy(db); tries++) await pauseFor(20)
}

/** A chunk that fails for a reason of its own is applied message by message, so that only the one that cannot be is put aside. */
async function applyOrIsolate(queue: Queue, contextFor: () => Context, sender: Uuid): Promise<number | null> {
  try {
    return await queue.next(contextFor(), sender)
  } catch (error) {
    if (isAway(error)) throw error
    contextFor().log.error(`${queue.name} of a source fail together`, error, { source: sender })
  }
  for (let done = 0; done < isolated; done++) {
    try {
      if (!(await queue.next(contextFor(), sender, 1))) return done
    } catch (error) {
      if (isAway(error)) throw error
      const context = contextFor()
      context.log.error(`one of ${queue.name} cannot be applied`, error, { source: sender })
      await queue.putAside(context, sender)
    }
  }
  return isolated
}
const isolated = 500

/** Between two looks, in milliseconds, should news be missed: the longer nothing came, the seldomer. */
const betweenLooks = { first: 1000, longest: 8000 }
const afterFailure = 2000

export interface Applying {
  stop(): Promise<void>
}

/** Applies messages as they come, until stopped: woken by the one who keeps them, and by the clock. Several may run; one sender has one at a time. */
export function startApplying(url: string, contextFor: () => Context, queue = events): Applying {
  const stopping = new AbortController()
  let called = true
  let wake = () => {}
  const listener = follow(url, 'event', () => {
    called = true
    wake()
  })
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      // told to stop while it looked: the call came before there was anybody to wake
      const timer = setTimeout(done, stopping.signal.aborted ? 0 : ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  const run = async () => {
    let idle = betweenLooks.first
    while (!stopping.signal.aborted) {
      called = false
      try {
        if ((await applyAll(contextFor, stopping.signal, queue)) > 0 || called) idle = betweenLooks.first
        else {
          await pause(idle)
          idle = Math.min(idle * 2, betweenLooks.longest)
        }
      } catch (error) {
        if (!isAway(error)) contextFor().log.error(`applying ${queue.name}`, error)
        await pause(afterFailure)
      }
    }
  }
  const ended = run()
  return {
    stop: async () => {
      stopping.abort()
      wake()
      await Promise.all([listener.stop(), ended])
    },
  }
}
