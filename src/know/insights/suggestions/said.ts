import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Excluded, ProductKey } from './contract.ts'
import { deleteExcluded, deleteSilenced, insertExcluded, insertSilenced, isSource, originOf } from './queries/said.ts'

const by = ({ actor }: Context) => (actor.kind === 'system' ? null : actor.id)

async function known(runner: Runner, { sourceId }: ProductKey): Promise<void> {
  if (!(await isSource(runner, sourceId)))
    throw new Refusal(404, 'not_found', 'There is no such source.', 'Take source and code from a list of suggestions.')
}

/** Not this for this customer, from now on; said again, nothing more happens. Throws 404 `not_found`. */
export async function exclude(context: Context, customerId: Uuid, product: ProductKey): Promise<Excluded> {
  authorize(context.actor, 'note.write')
  return context.db.tx(async (tx) => {
    const originId = await originOf(tx, customerId)
    if (originId === undefined)
      throw new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
    await known(tx, product)
    const row = { ...product, customerId, id: context.uuid(), at: context.now, by: by(context), originId }
    return { id: await insertExcluded(tx, row) }
  })
}

/** Takes it back. Throws 404 `not_found`. */
export async function include(context: Context, customerId: Uuid, id: Uuid): Promise<void> {
  authorize(context.actor, 'note.write')
  if ((await deleteExcluded(context.db, customerId, id)) === 0)
    throw new Refusal(404, 'not_found', 'Nothing like that was left out for this customer.', 'Look at the list again.')
}

/** Never suggest this product to anybody. Throws 404 `not_found`. */
export async function silence(context: Context, product: ProductKey): Promise<void> {
  authorize(context.actor, 'insights.manage')
  await known(context.db, product)
  await insertSilenced(context.db, { ...product, at: context.now, by: by(context) })
}

/** Suggest it again. */
export async function unsilence(context: Context, product: ProductKey): Promise<void> {
  authorize(context.actor, 'insights.manage')
  await deleteSilenced(context.db, product)
}
