import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Takes the figures of a customer. */
export async function eraseFigures(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`delete from know.rollup where customer_id = ${id}`)
  await tx.run(sql`delete from know.spend where customer_id = ${id}`)
  await tx.run(sql`delete from know.stale where customer_id = ${id}`)
}
