import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { insertRemoved, takeSalts } from './queries.ts'

/**
 * Before the history of somebody erased goes: the salts of its sealed entries go with it, so that what the chain keeps tells nothing, and
 * the next seal tells which entries they were. To be called in the transaction of the erasure, while the entries still stand.
 */
export async function forgetSealed(tx: Tx, customerId: Uuid, erasure: { id: Uuid; at: Date }): Promise<void> {
  const places = await takeSalts(tx, customerId)
  await insertRemoved(
    tx,
    places.map((place) => ({ ...place, erasure_id: erasure.id, at: erasure.at })),
  )
}
