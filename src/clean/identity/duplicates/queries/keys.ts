import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, table, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

const keyTable = table('clean.match_key', { key: 'bigint', customer_id: 'uuid' })
export interface KeyRow {
  key: bigint
  customer_id: Uuid
}

export async function deleteKeys(tx: Tx, customers: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from clean.match_key where customer_id = any(${customers}::uuid[])`)
}
export const insertKeys = (tx: Tx, rows: readonly KeyRow[]) => insertMany(tx, keyTable, rows)

/** All keys made anew: those who look for candidates meanwhile wait. */
export async function emptyKeys(tx: Tx): Promise<void> {
  await tx.run(sql`truncate clean.match_key`)
}

/** Who shares these keys, at most `most` of each key. */
export function sharers(
  runner: Runner,
  wanted: readonly { customer: Uuid; key: bigint }[],
  most: number,
): Promise<{ customer: Uuid; key: string; other: Uuid }[]> {
  return runner.rows(sql<{ customer: Uuid; key: string; other: Uuid }>`
    select w.customer, w.key::text, m.customer_id as other
    from unnest(${wanted.map((one) => one.customer)}::uuid[], ${wanted.map((one) => one.key.toString())}::bigint[]) as w (customer, key)
    cross join lateral (
      select k.customer_id from clean.match_key k where k.key = w.key and k.customer_id <> w.customer limit ${most}
    ) m`)
}
