import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** A customer that went into another, as it stood then. */
export interface MergedRow {
  customer_id: Uuid
  version: number
  created_at: Date
  archived_at: Date | null
  into_id: Uuid
  woken_at: Date | null
}
const merged = table('know.merged', {
  customer_id: 'uuid',
  version: 'int',
  created_at: 'timestamptz',
  archived_at: 'timestamptz',
  into_id: 'uuid',
  woken_at: 'timestamptz',
})
export const insertMerged = (tx: Tx, rows: MergedRow[]): Promise<number> =>
  insertMany(
    tx,
    merged,
    rows,
    `on conflict (customer_id) do update set version = excluded.version, created_at = excluded.created_at,
      archived_at = excluded.archived_at, into_id = excluded.into_id, woken_at = excluded.woken_at`,
  )
/** Takes out how these customers stood. */
export function takeMerged(tx: Tx, ids: Uuid[]): Promise<MergedRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx.rows(sql<MergedRow>`
    delete from know.merged where customer_id = any(${ids}::uuid[])
    returning customer_id, version, created_at, archived_at, into_id, woken_at`)
}
