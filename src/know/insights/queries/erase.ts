import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Takes the figures of a customer. */
export async function eraseFigures(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`delete from know.rollup where customer_id = ${id}`)
  await tx.run(sql`delete from know.spend where customer_id = ${id}`)
  await tx.run(sql`delete from know.bucket where customer_id = ${id}`)
  await tx.run(sql`delete from know.stale where customer_id = ${id}`)
  await tx.run(sql`delete from know.forecast where customer_id = ${id}`)
  await tx.run(sql`delete from know.deviation where customer_id = ${id}`)
  await tx.run(sql`delete from know.suggestion_excluded where customer_id = ${id}`)
}
