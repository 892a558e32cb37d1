import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Re-owns the rows of one table that came through the given records. The one statement that writes tables of other slices. */
export async function moveRows(
  tx: Tx,
  table: string,
  columns: string[],
  origins: Uuid[],
  from: Uuid,
  to: Uuid,
): Promise<number> {
  const rest = columns.filter((c) => c !== 'customer_id')
  const list = raw(rest.map((c) => `"${c}"`).join(', '))
  return tx.run(sql`
    with gone as (
      delete from ${raw(table)} where customer_id = ${from} and origin_id = any(${origins}::uuid[]) returning ${list}
    )
    insert into ${raw(table)} (customer_id, ${list}) select ${to}::uuid, ${list} from gone`)
}

export async function columnsOf(tx: Tx, table: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`)
  return rows.map((row) => row.name)
}
