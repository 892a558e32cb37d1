import { Type } from 'typebox'
import { reweigh } from '#src/clean/identity/index.ts'
import { type Batch, noteChanged, setTrust, sourceInfo, staffSource, workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import { apply } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { shape } from '#src/platform/http/index.ts'
import { defineJob } from '#src/platform/jobs/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { customersOf } from './queries/reading.ts'

/** Customers weighed anew in one transaction. */
const chunk = 1000
const first: Uuid = '00000000-0000-0000-0000-000000000000'

/**
 * Chooses the values in use of a source's customers anew, a chunk at a time: each chunk puts the next into the queue in its own transaction,
 * so that a killed worker goes on where it was.
 */
export const reweighJob = defineJob(
  'sources.reweigh',
  shape({
    sourceId: Type.String({ format: 'uuid' }),
    was: Type.Integer(),
    after: Type.String({ format: 'uuid' }),
  }),
  async ({ input, context }) => {
    const { sourceId, was, after } = input
    await context.db.tx(async (tx) => {
      const customers = await customersOf(tx, sourceId, after, chunk)
      if (customers.length === 0) return
      const source = await sourceInfo(tx, sourceId)
      const batch: Batch = {
        source,
        importId: null,
        bulk: true,
        items: [],
        gone: [],
        taking: null,
        created: [],
        changed: [],
        emptied: [],
        touched: new Set(),
      }
      const work = workOf(context, tx)
      await reweigh(work, batch, customers, was)
      await apply(work, batch)
      await noteChanged(tx, customers, ['customer', 'claims'], true)
      const last = customers.at(-1)!
      if (customers.length === chunk) await context.jobs.enqueue(tx, reweighJob, { sourceId, was, after: last })
    })
  },
  { batch: 1 },
)

/** Sets how far a source is believed and has the values in use chosen anew. Refuses an unknown source and the staff's own. */
export async function changeTrust(context: Context, id: Uuid, trust: number): Promise<{ id: Uuid; trust: number }> {
  authorize(context.actor, 'source.manage')
  if (id === staffSource.id)
    throw new Refusal(
      422,
      'trust_of_staff',
      'What staff write themselves is believed as the program says.',
      'Change the trust of another source.',
    )
  await context.db.tx(async (tx) => {
    const { trust: was } = await sourceInfo(tx, id)
    if (was === trust) return
    await setTrust(tx, id, trust)
    await context.jobs.enqueue(tx, reweighJob, { sourceId: id, was, after: first })
  })
  return { id, trust }
}
