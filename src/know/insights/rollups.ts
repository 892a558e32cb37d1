import { noteChanged } from '#src/collect/intake/index.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { keepForecasts, straighten } from './forecast/keep.ts'
import {
  countStale,
  insertStale,
  isLarge,
  lockRollups,
  planForMany,
  rebuildAll,
  takeStale,
  writeFigures,
} from './queries.ts'

/**
 * Makes the figures and forecasts of these customers anew from their timelines, in the caller's transaction, which must be read committed:
 * a few statements for one customer or 20,000. Customers without events lose their figures. Safe beside other refreshes of the same customers: the one that
 * comes second waits and sees the events of both.
 * @param timeZone IANA name; purchase days are calendar days in it
 */
export async function refresh(tx: Tx, customerIds: readonly Uuid[], timeZone: string): Promise<void> {
  let ids = [...new Set(customerIds)]
  while (ids.length > 0) {
    const locked = await lockRollups(tx, ids)
    ids = await writeFigures(tx, ids, locked, timeZone)
  }
  await keepForecasts(tx, [...new Set(customerIds)])
}

/** Leaves the figures of these customers to `refreshStale`; never waits for anybody. For many customers at once, in the transaction of their events. */
export async function markStale(tx: Tx, customerIds: readonly Uuid[]): Promise<void> {
  if (customerIds.length > 0) await insertStale(tx, customerIds)
}

export interface RefreshOptions {
  /** IANA name; purchase days are calendar days in it. */
  timeZone: string
  /** Marks taken in one transaction. */
  batch?: number
  /** After each batch; `total` is what was waiting at the start. */
  onProgress?: (progress: { done: number; total: number }) => void
  /** Stops between batches. */
  signal?: AbortSignal
}

/**
 * Refreshes the customers marked stale, batch by batch, until none is left. A mark goes away in the transaction that took its events into account,
 * so a crash loses nothing, several may run at once, and whoever is marked meanwhile ends current too.
 * @returns how many customers were refreshed
 */
export async function refreshStale(
  db: Db,
  { timeZone, batch = 5000, onProgress, signal }: RefreshOptions,
): Promise<number> {
  const total = onProgress === undefined ? 0 : await countStale(db)
  const large = await isLarge(db)
  let done = 0
  while (!signal?.aborted) {
    const count = await db.tx(async (tx) => {
      await planForMany(tx)
      const ids = await takeStale(tx, batch)
      await refresh(tx, ids, timeZone)
      if (ids.length > 0) await noteChanged(tx, large ? 'all' : ids, ['timeline', 'forecast', 'deviation'], true)
      return ids.length
    })
    if (count === 0) break
    done += count
    onProgress?.({ done, total: Math.max(total, done) })
  }
  return done
}

/** All figures of all customers from the timeline, in one transaction: the oracle of the incremental path, and the way to a new time zone. */
export async function rebuild(db: Db, timeZone: string): Promise<void> {
  await db.tx(async (tx) => {
    await rebuildAll(tx, timeZone)
    await straighten(tx)
    await noteChanged(tx, 'all', ['timeline', 'forecast'])
  })
}
