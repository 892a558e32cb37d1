import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Takes the whole timeline of a customer, and what is open with them; returns how many entries that was. */
export async function eraseTimeline(tx: Tx, id: Uuid): Promise<number> {
  await tx.run(sql`delete from know.open_matter where customer_id = ${id}`)
  return tx.run(sql`delete from know.timeline where customer_id = ${id}`)
}
