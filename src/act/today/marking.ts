import { setTimeout as pauseFor } from 'node:timers/promises'
import type { Batch, Work } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { anyMarked, deleteActs, mark, unmark } from './queries/acts.ts'
import { deleteLines } from './queries/lines.ts'
import { everybody, renewMarked } from './renew.ts'

/** Between two looks when nobody tells; what is written in this process is looked at at once. */
const lookEveryMs = 700
/** Time for what was just marked to be committed. */
const settleMs = 40
const afterFaultMs = 10_000

const listeners = new Set<() => void>()

/**
 * Customers of whom something changed: their lines are looked at within a second of the commit; of all of them, the list is made anew, after a bulk
 * by whoever ends it.
 */
export function markAttention(tx: Tx, customers: readonly Uuid[] | 'all', bulk = false): void {
  if (customers.length === 0) return
  if (customers === 'all') {
    if (!bulk) mark(tx, [everybody], false)
  } else mark(tx, customers, bulk)
  if (!bulk) for (const heard of listeners) heard()
}

/**
 * A step of the pipeline: of whoever the batch changed anything the line is looked at anew after the commit. In a bulk only of those who
 * stand on the list; the list is made anew when it ends. Customers who are gone leave the list; into whom they went is looked at too.
 */
export async function noteAttention(work: Work, batch: Batch): Promise<void> {
  const ids = new Set<Uuid>([...batch.touched, ...batch.emptied])
  for (const { id } of [...batch.created, ...batch.changed]) ids.add(id)
  for (const to of batch.joined?.values() ?? []) ids.add(to)
  const ended = batch.emptied.filter((id) => !batch.joined?.has(id))
  if (ended.length > 0) await deleteActs(work.tx, ended)
  markAttention(work.tx, [...ids], batch.bulk)
}

/** Takes everything of people who are forgotten for good. */
export async function forgetAttention(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await deleteLines(tx, ids)
  await deleteActs(tx, ids)
  await unmark(tx, ids)
}

/** Keeps the list current until stopped. */
export function watchAttention(contextFor: () => Context): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  let wake = () => {}
  const heard = () => wake()
  listeners.add(heard)
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
        const { db, config, clock } = contextFor()
        if (await anyMarked(db)) await renewMarked(db, config, () => clock.now(), signal)
        await pause(lookEveryMs)
      } catch (error) {
        if (!signal.aborted) contextFor().log.error('attention', error)
        await pause(afterFaultMs)
      }
    }
  })()
  return {
    stop: async () => {
      listeners.delete(heard)
      stopping.abort()
      await working
    },
  }
}
