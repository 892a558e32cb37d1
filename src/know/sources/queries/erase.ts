import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { eraseRedirtied } from '../watch/queries/redirtied.ts'

/** Takes the place of a customer out of the places known where nobody else tells of it, and what the watch noted of them. Before the customer goes. */
export async function erasePlaces(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`
    delete from know.postcode_city p using know.customer c
    where c.id = ${id} and p.postcode = c.postcode and p.addresses <= 1`)
  await eraseRedirtied(tx, id)
}
