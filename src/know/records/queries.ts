import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

export interface StoredRow {
  id: Uuid
  kind: string
  state: 'live' | 'unassigned' | 'waiting'
  version: number
  received_at: Date
  payload: Buffer
  identity_id: Uuid | null
  customer_id: Uuid | null
}
export function storedRecord(runner: Runner, id: Uuid): Promise<StoredRow | undefined> {
  return runner.maybe(sql<StoredRow>`
    select r.id, r.kind, r.state, r.version, r.received_at, r.payload, r.identity_id, l.customer_id
    from collect.record r left join clean.link l on l.record_id = r.identity_id
    where r.id = ${id}`)
}
/** The lines of a purchase, in the order in which they were told. */
export function linesOf(runner: Runner, parent: Uuid): Promise<{ id: Uuid; payload: Buffer }[]> {
  return runner.rows(sql<{ id: Uuid; payload: Buffer }>`
    select id, payload from collect.record where parent_id = ${parent} and kind = 'purchaseLine' order by file_no, line_no, id`)
}
