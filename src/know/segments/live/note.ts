import { type Area, type Batch, fresh, type Work } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { bitsOf, everything } from './areas.ts'
import { insertMarks, insertWide } from './queries/marks.ts'

const listeners = new Set<() => void>()
/** Calls when somebody is noted in this process, before it is committed; the returned function ends that. */
export function onNote(heard: () => void): () => void {
  listeners.add(heard)
  return () => listeners.delete(heard)
}
const wake = (bulk: boolean) => {
  if (!bulk) for (const heard of listeners) heard()
}

/**
 * Notes of whom what has changed, with the caller's transaction: one insert, which waits for nobody. In a bulk, everybody is looked at when no
 * more such notes come.
 */
export async function changed(
  tx: Tx,
  customers: readonly Uuid[] | 'all',
  what: readonly Area[],
  bulk: boolean,
): Promise<void> {
  const bits = bitsOf(what)
  if (customers === 'all') insertWide(tx, bits, bulk)
  else await insertMarks(tx, new Map(customers.map((id) => [id, bits])), bulk)
  wake(bulk)
}

/** A step of the pipeline: notes whomever the batch has changed. The figures of a bulk come later, and are noted when they do. */
export async function noteBatch(work: Work, batch: Batch): Promise<void> {
  const marks = new Map<Uuid, number>()
  const note = (id: Uuid | null, bits: number) => {
    if (id !== null) marks.set(id, (marks.get(id) ?? 0) | bits)
  }
  // rows that change customer take everything along
  const moving = batch.gone.length > 0 || batch.joined !== undefined || batch.returned !== undefined
  const told = moving ? everything : bitsOf(['customer', 'claims'])
  // what insights make of it is kept in the same step
  const happened = bitsOf(['timeline', 'forecast', 'deviation'])
  for (const { id } of batch.created) note(id, everything)
  for (const { id } of batch.changed) note(id, told)
  for (const id of batch.emptied) note(id, everything)
  for (const item of fresh(batch, 'customer')) note(item.customerId, told)
  for (const item of batch.items) if (item.formerCustomerId !== null) note(item.formerCustomerId, everything)
  if (!batch.bulk || moving) for (const id of batch.touched) note(id, moving ? everything : happened)
  if (batch.large) {
    if (marks.size > 0)
      insertWide(
        work.tx,
        [...marks.values()].reduce((all, bits) => all | bits),
        true,
      )
    return
  }
  await insertMarks(work.tx, marks, batch.bulk)
  if (marks.size > 0) wake(batch.bulk)
}
