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

/** Applies whatever waits, sender by sender. Returns how many messages. */
export async function applyAll(contextFor: () => Context, signal?: AbortSignal, queue = events): Promise<number> {
  let sum = 0
  for (const sender of await queue.waiting(contextFor())) sum += await applyOf(queue, contextFor, sender, signal)
  return sum
}

async function applyOf(queue: Queue, contextFor: () => Context, sender: Uuid, signal?: AbortSignal): Promise<number> {
  let sum = 0
  while (!signal?.aborted) {
    await giveWay(contextFor().db)
    const count = await applyOrIsolate(queue, contextFor, sender)
    if (count === null || count === 0) break
    sum += count
  }
  return sum
}

/** Clients that wait for an answer go first, for a while: what is applied is on the disk already. */
async function giveWay(db: Db): Promise<void> {
  for (let tries = 0; tries < 15 && isBusy(db); tries++) await pauseFor(20)
}

/** A chunk that fails for a reason of its own is applied message by message, so that only the one that cannot be is put aside. */
async function applyOrIsolate(queue: Queue, contextFor: () => Context, sender: Uuid): Promise<number | null> {
  try {
    return await queue.next(contextFor(), sender)
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) throw error
    contextFor().log.error(`${queue.name} of a source fail together`, error, { source: sender })
  }
  for (let done = 0; done < isolated; done++) {
    try {
      if (!(await queue.next(contextFor(), sender, 1))) return done
    } catch (error) {
      if (error instanceof Refusal && error.status === 503) throw error
      const context = contextFor()
      context.log.error(`one of ${queue.name} cannot be applied`, error, { source: sender })
      await queue.putAside(context, sender)
    }
  }
  return isolated
}
const isolated = 500

/** Between two looks, in milliseconds, should news be missed. */
const betweenLooks = 1000
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
      const timer = setTimeout(done, ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  const run = async () => {
    while (!stopping.signal.aborted) {
      called = false
      try {
        if ((await applyAll(contextFor, stopping.signal, queue)) === 0 && !called) await pause(betweenLooks)
      } catch (error) {
        if (!(error instanceof Refusal && error.status === 503)) contextFor().log.error(`applying ${queue.name}`, error)
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
