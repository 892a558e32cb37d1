import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Matter } from '../matters.ts'

export const openMatter = (tx: Tx, customerId: Uuid, { kind, id, originId, since }: Matter): Promise<number> =>
  tx.run(sql`
    insert into know.open_matter (customer_id, kind, id, since, origin_id)
    values (${customerId}, ${kind}, ${id}, ${since}::timestamptz, ${originId})
    on conflict (customer_id, kind, id) do nothing`)

export const closeMatter = (tx: Tx, customerId: Uuid, { kind, id }: Matter): Promise<number> =>
  tx.run(sql`delete from know.open_matter where customer_id = ${customerId} and kind = ${kind} and id = ${id}`)
