import { setTimeout as pauseFor } from 'node:timers/promises'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import { announce, follow } from '#src/platform/live/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { lookNext } from './looking.ts'
import { onNote } from './note.ts'
import type { Difference } from './queries/evaluate.ts'
import { waiting } from './queries/marks.ts'

/** Tells pages that look on, of each segment at most so often (ms). */
const telling = 300

/**
 * Looks at everything that waits: whoever has changed, and whose day has come. Returns how much it was; 0 also while somebody else is at it.
 * `large`: also at what large bulks have noted, which are taken to have ended.
 */
export async function lookAll(contextFor: () => Context, signal?: AbortSignal, large = true): Promise<number> {
  const news = new Map<string, Difference>()
  let told = performance.now()
  let sum = 0
  while (!signal?.aborted) {
    const looked = await lookNext(contextFor(), large)
    if (looked === null || looked.count === 0) break
    sum += looked.count
    for (const one of looked.differences) {
      const before = news.get(one.segment_id)
      news.set(one.segment_id, {
        ...one,
        entered: one.entered + (before?.entered ?? 0),
        left: one.left + (before?.left ?? 0),
      })
    }
    if (performance.now() - told < telling) continue
    await tell(contextFor(), news)
    told = performance.now()
  }
  await tell(contextFor(), news)
  return sum
}

/** What fails is let be: it is on the disk already. */
async function tell({ db }: Context, news: Map<string, Difference>): Promise<void> {
  for (const [id, { members, entered, left }] of news)
    await announce(db, { topic: 'segment', id, numbers: { members, entered, left } }).catch(() => {})
  news.clear()
}

const isAway = (error: unknown): boolean => error instanceof Refusal && error.status === 503
/**
 * Between two looks at what waits, in milliseconds, the longer nothing came the seldomer: other processes that change customers one by one tell
 * nobody.
 */
const betweenLooks = { first: 150, longest: 700 }
/** Time for what was just noted to be committed. */
const settling = 30
const afterFailure = 2000
/** A large bulk that has noted nothing for so long has ended, or was broken off; members are made anew while it goes on so often (ms). */
const large = { quiet: 30_000, longest: 600_000 }

/** Tells when a large bulk is to be looked at, by its latest note. */
function patience(): (latest: string | null, now: number) => boolean {
  let seen: { latest: string; since: number; first: number } | undefined
  return (latest, now) => {
    if (latest === null) seen = undefined
    else if (seen?.latest !== latest) seen = { latest, since: now, first: seen?.first ?? now }
    return seen !== undefined && (now - seen.since >= large.quiet || now - seen.first >= large.longest)
  }
}

export interface Looking {
  stop(): Promise<void>
}

/**
 * Keeps members current until stopped: woken by whoever tells of customers, and by the clock, which is asked for the day each time: it may jump.
 * Several may run; one at a time looks.
 */
export function startLooking(url: string, contextFor: () => Context): Looking {
  const stopping = new AbortController()
  let called = false
  let wake = () => {}
  const listener = follow(url, 'customer', () => {
    called = true
    wake()
  })
  const forget = onNote(() => {
    called = true
    wake()
  })
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, stopping.signal.aborted ? 0 : ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  const isOver = patience()
  const next = async (): Promise<number> => {
    const { db, clock, config } = contextFor()
    const { marked, bulk, due } = await waiting(db)
    const over = isOver(bulk, performance.now())
    if (!marked && !over && (due === null || due > dayIn(clock.now(), config.timeZone))) return 0
    return lookAll(contextFor, stopping.signal, over)
  }
  const run = async () => {
    let idle = betweenLooks.first
    while (!stopping.signal.aborted) {
      called = false
      try {
        if ((await next()) > 0) idle = betweenLooks.first
        else if (!called) {
          await pause(idle)
          idle = called ? betweenLooks.first : Math.min(idle * 2, betweenLooks.longest)
        }
        if (called) await pauseFor(settling)
      } catch (error) {
        if (!isAway(error)) contextFor().log.error('looking at segments', error)
        await pause(afterFailure)
      }
    }
  }
  const ended = run()
  return {
    stop: async () => {
      forget()
      stopping.abort()
      wake()
      await Promise.all([listener.stop(), ended])
    },
  }
}
