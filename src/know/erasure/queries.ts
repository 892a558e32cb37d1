import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

const erasure = table('know.erasure', {
  id: 'uuid',
  customer_id: 'uuid',
  at: 'timestamptz',
  actor_id: 'uuid',
  reason: 'text',
  removed: 'jsonb',
  held: 'jsonb',
  kept_as: 'uuid',
})
export const insertErasure = (tx: Tx, row: Record<keyof typeof erasure.columns, unknown>): Promise<number> =>
  insertMany(tx, erasure, [row])

/** Which of these erasures the database knows. */
export async function erasuresAmong(runner: Runner, ids: Uuid[]): Promise<Set<Uuid>> {
  const rows = await runner.rows(sql<{ id: Uuid }>`select id from know.erasure where id = any(${ids}::uuid[])`)
  return new Set(rows.map((row) => row.id))
}

/** Source records and timeline entries of a customer. */
export function touchedOf(runner: Runner, id: Uuid): Promise<{ records: number; entries: number }> {
  return runner.one(sql<{ records: number; entries: number }>`
    select (select count(*)::int from clean.link where customer_id = ${id}) + (
        select count(*)::int from collect.record r join clean.link l on l.record_id = r.identity_id
        where l.customer_id = ${id} and r.identity_id <> r.id) as records,
      (select count(*)::int from know.timeline where customer_id = ${id}) as entries`)
}
