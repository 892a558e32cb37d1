import { retract, workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import { standingAt } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Deleted } from './contract.ts'
import { lock } from './queries.ts'
import { look } from './touched.ts'

/**
 * Deletes a customer: all its source records go to nothing, and everything made of them with them. The history keeps that it was. A source
 * that tells the same again brings the customer back. `records` is the number that was shown.
 * Refuses 404, 409 `changed_meanwhile`, `touched_changed`, and `delete_refused` with the reasons in details.objections.
 */
export async function remove(context: Context, id: Uuid, version: number, records: number): Promise<Deleted> {
  authorize(context.actor, 'customer.delete')
  return context.db.tx(async (tx) => {
    await lock(tx, id)
    await standingAt(tx, id, version)
    const found = await look(context, tx, id)
    const { objections } = found.touched
    if (objections.length > 0) throw refused(objections)
    if (found.records.length !== records) throw stale(found.records.length)
    const work = workOf(context, tx)
    // what belongs to the customer first: else it would look for another place to be
    const customers = found.records.filter(({ kind }) => kind === 'customer')
    const others = found.records.filter(({ kind }) => kind !== 'customer')
    for (const group of [others, customers]) {
      if (group.length === 0) continue
      const ids = group.map((record) => record.id)
      const batch = await retract(work, ids, { what: 'deleted', whole: true })
      if (batch.created.length > 0) throw refused([{ code: 'told_elsewhere', count: batch.created.length }])
    }
    return { id, records }
  })
}

const refused = (objections: readonly { code: string; count: number }[]) =>
  new Refusal(
    409,
    'delete_refused',
    'The customer cannot be deleted.',
    'Archive the customer instead, or take out what stands against it.',
    { objections },
  )
const stale = (records: number) =>
  new Refusal(
    409,
    'touched_changed',
    'More or less is known of the customer than was shown.',
    'Look again at what goes.',
    { records },
  )
