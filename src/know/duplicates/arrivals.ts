import { setTimeout as pauseFor } from 'node:timers/promises'
import { lastRun, mergeArrived, onArrival, ready, workArrived } from '#src/clean/identity/index.ts'
import type { Context } from '#src/platform/context.ts'
import { askSearch } from './runs.ts'
import { worthIn } from './worth.ts'

/** Between two looks when nobody tells; what is written in this process is looked at at once. */
const lookEveryMs = 1000
/** Time for what was just marked to be committed. */
const settleMs = 40
const afterFaultMs = 10_000
/** So many at once are found quicker by a search through the whole base. */
const tooMany = 20_000

/** Compares every new or changed customer with the others right after its commit, until stopped. */
export function watchArrivals(contextFor: () => Context): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  let wake = () => {}
  const forget = onArrival(() => wake())
  const pause = async (ms: number) => {
    const early = new AbortController()
    wake = () => early.abort()
    await pauseFor(ms, undefined, { signal: AbortSignal.any([signal, early.signal]) }).catch(() => {})
    if (early.signal.aborted && !signal.aborted) await pauseFor(settleMs, undefined, { signal }).catch(() => {})
    wake = () => {}
  }
  const working = (async () => {
    while (!signal.aborted) {
      try {
        await workOnce(contextFor(), signal)
        await pause(lookEveryMs)
      } catch (error) {
        if (!signal.aborted) contextFor().log.error('duplicates', error)
        await pause(afterFaultMs)
      }
    }
  })()
  return {
    stop: async () => {
      forget()
      stopping.abort()
      await working
    },
  }
}

/** Compares whoever waits now, and merges what is sure where that is switched on. Very many are left to a search through the whole base. */
export async function workOnce(context: Context, signal?: AbortSignal): Promise<number> {
  const count = await ready(context.db, tooMany + 1)
  if (count === 0) return 0
  const last = count > tooMany ? await lastRun(context.db) : undefined
  // one that failed, or that somebody stopped, is not begun again by itself
  if (last && last.state !== 'failed' && last.state !== 'cancelled') {
    await askSearch(context)
    return 0
  }
  const worthOf = worthIn(context)
  const now = () => context.clock.now()
  const done = await workArrived(context.db, { worthOf, now, ...(signal && { signal }) })
  if (done > 0) await mergeArrived(context, worthOf, signal)
  return done
}
