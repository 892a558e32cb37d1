import type { Batch, Work } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { differences, goldenOf } from './golden.ts'
import { claimsOf, type HistoryRow, insertHistory, lockCustomers } from './queries.ts'

/**
 * Chooses the values in use of these customers anew after the batch's source got another trust rank; `was` is the rank before. Notes those that
 * change in the batch and in their history.
 */
export async function reweigh(work: Work, batch: Batch, customers: Uuid[], was: number): Promise<void> {
  await lockCustomers(work.tx, customers)
  const history: HistoryRow[] = []
  for (const [id, claims] of await claimsOf(work.tx, customers)) {
    const own = claims.find((claim) => claim.sourceId === batch.source.id)
    if (own === undefined) continue
    const before = claims.map((claim) => (claim.sourceId === batch.source.id ? { ...claim, trust: was } : claim))
    const golden = goldenOf(id, claims)
    const changes = differences(goldenOf(id, before), golden)
    if (Object.keys(changes).length === 0) continue
    batch.changed.push(golden)
    history.push({
      customer_id: id,
      at: work.now,
      id: work.uuid(),
      what: 'changed',
      actor_id: work.actorId,
      source_id: batch.source.id,
      origin_id: own.origin,
      changes,
    })
  }
  await insertHistory(work.tx, history)
}
