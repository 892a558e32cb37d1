import type { Db } from '#src/platform/db/index.ts'
import {
  changedDays,
  changedImports,
  clear,
  countDay,
  countDuplicates,
  countEvidence,
  countImports,
  duplicatesChanged,
  holdCounting,
  keepState,
  toldUntil,
  watchState,
} from './queries/count.ts'
import { findRedirtied } from './queries/redirtied.ts'

export interface CountOptions {
  now: Date
  timeZone: string
  /** What comes to light afterwards (bounces, values put right, verified values lost) is counted too: it looks at every claim, so only at night. */
  evidence: boolean
  signal?: AbortSignal
}

/** Transactions that began before the last counting and ended after it are looked at once more: none is open for longer. */
const overlap = 3_600_000

/**
 * Counts what changed since the last counting: deliveries that came or were taken back, days of the other entrances, duplicates when customers
 * were merged, parted or compared. The first time everything. The same as `recount`, in less time. Returns whether anything was counted.
 */
export async function catchUp(db: Db, options: CountOptions): Promise<boolean> {
  const { now, timeZone, evidence, signal } = options
  return db.tx(async (tx) => {
    await holdCounting(tx)
    const state = await watchState(tx)
    if (state === undefined) return countAll(tx, options)
    const since = new Date(state.until.getTime() - overlap)
    const until = await toldUntil(tx, now)
    const deliveries = await changedImports(tx, since)
    await clear(tx, 'import', { deliveries })
    await countImports(tx, timeZone, deliveries)
    const days = await changedDays(tx, since, timeZone)
    for (const day of days) {
      signal?.throwIfAborted()
      await clear(tx, 'day', { day })
      await countDay(tx, { day, timeZone })
    }
    const duplicates = evidence || (await duplicatesChanged(tx, since))
    if (duplicates) await countWhole(tx, options)
    await keepState(tx, { until, now, rebuilt: false })
    return deliveries.length > 0 || days.length > 0 || duplicates
  })
}

/** Counts everything anew. */
export async function recount(db: Db, options: CountOptions): Promise<void> {
  await db.tx(async (tx) => {
    await holdCounting(tx)
    await countAll(tx, options)
  })
}

type Tx = Parameters<typeof holdCounting>[0]

async function countAll(tx: Tx, options: CountOptions): Promise<true> {
  const { now, timeZone } = options
  const until = await toldUntil(tx, now)
  await clear(tx, 'import')
  await countImports(tx, timeZone, null)
  await clear(tx, 'day')
  await countDay(tx, { day: null, timeZone })
  await countWhole(tx, { ...options, evidence: true })
  await keepState(tx, { until, now, rebuilt: true })
  return true
}

/** What depends on how records belong together now: made anew as a whole, from its small side. */
async function countWhole(tx: Tx, { timeZone, evidence }: CountOptions): Promise<void> {
  await clear(tx, 'whole', { evidence })
  await countDuplicates(tx, timeZone)
  if (!evidence) return
  await countEvidence(tx, timeZone)
  await findRedirtied(tx)
}
