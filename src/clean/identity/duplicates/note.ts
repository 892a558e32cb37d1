import type { Batch, Work } from '#src/collect/intake/index.ts'
import { markArrived } from './queries/stale.ts'

const listeners = new Set<() => void>()

/** Tells whoever works in this process that customers were marked; what is committed later is found by looking. Returns the way to stop. */
export function onArrival(heard: () => void): () => void {
  listeners.add(heard)
  return () => listeners.delete(heard)
}

/** Pipeline step: whoever is new, told something new of, or gone, is compared anew after the commit. */
export async function noteArrivals(work: Work, batch: Batch): Promise<void> {
  const ids = new Set(batch.emptied)
  for (const { id } of batch.created) ids.add(id)
  for (const { id } of batch.changed) ids.add(id)
  for (const { record, customerId, echo } of batch.items)
    if (record.kind === 'customer' && customerId !== null && !echo) ids.add(customerId)
  for (const { kind, customerId } of batch.gone) if (kind === 'customer' && customerId !== null) ids.add(customerId)
  if (ids.size === 0) return
  markArrived(work.tx, [...ids], batch.bulk)
  if (!batch.bulk) for (const heard of listeners) heard()
}
