import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Takes the whole timeline of a customer; returns how many entries that was. */
export const eraseTimeline = (tx: Tx, id: Uuid): Promise<number> =>
  tx.run(sql`delete from know.timeline where customer_id = ${id}`)
