import { type Batch, fresh, type Work } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { bare, noteTold, tellAll, tellGone } from './queries/deliveries.ts'
import { listening } from './queries/systems.ts'

/**
 * The last step of the pipeline: in the transaction that changes customers it is written down which system has to hear of whom, whatever
 * made the change: an edit, an import, a rollback, a merge. With no system connected it writes nothing (DESIGN, "fight" 11).
 */
export async function propagate(work: Work, batch: Batch): Promise<void> {
  const here = new Set([...batch.created, ...batch.changed].map(({ id }) => id))
  const says = new Set(fresh(batch, 'customer').flatMap(({ customerId }) => customerId ?? []))
  if (here.size + says.size + batch.emptied.length === 0) return
  const { any, own } = await listening(work.tx, batch.source.id)
  if (!any) return
  await tellAll(work.tx, [...here], work.now)
  if (own) await noteTold(work.tx, [...says], batch.source.id, work.now)
  await tellGone(
    work.tx,
    batch.emptied.filter((id) => !here.has(id)),
    work.now,
    false,
  )
}

/** What changes beside the pipeline, such as a customer put away: systems hear of it with the caller's transaction. */
export async function tellChanged(tx: Tx, ids: readonly Uuid[], now: Date): Promise<void> {
  await tellAll(tx, ids, now)
}

/**
 * Somebody is forgotten for good, by all ids they ever had: systems that have heard of them are told to forget too, and then nothing is left
 * here (GDPR Art. 19).
 */
export async function forgetEverywhere(tx: Tx, ids: readonly Uuid[], now: Date): Promise<void> {
  await tellGone(tx, ids, now, true)
  await bare(tx, ids)
}
