import { type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Whether a customer (alias `c`) is on a list. */
export const onList = (id: Uuid): Statement => sql`
  (c.archived_at is null and exists (select from know.segment_pick p where p.customer_id = c.id and p.segment_id = ${id}::uuid))`

/** Whether anything of a segment's members has been written already. */
export async function anyMembers(tx: Tx, segment: Uuid): Promise<boolean> {
  const { any } = await tx.one(sql<{ any: boolean }>`
    select exists (select from know.segment_member where segment_id = ${segment})
      or exists (select from know.segment_change where segment_id = ${segment})
      or exists (select from know.segment_size where segment_id = ${segment}) as any`)
  return any
}

/** The same over everybody. */
export const onAnyList = (id: Uuid): { from: Statement; where: Statement } => ({
  from: sql`know.customer c join (select distinct customer_id from know.segment_pick where segment_id = ${id}::uuid) p on p.customer_id = c.id`,
  where: sql`c.archived_at is null`,
})
