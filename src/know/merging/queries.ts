import { staffSource } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Holds customers in one order, as every change of a customer does before it touches anything else. */
export async function holdCustomers(tx: Tx, ids: Uuid[]): Promise<void> {
  await tx.run(sql`select from know.customer where id = any(${ids}::uuid[]) order by id for update`)
}
export function versionsOf(runner: Runner, ids: Uuid[]): Promise<{ id: Uuid; version: number }[]> {
  return runner.rows(sql<{ id: Uuid; version: number }>`
    select id, version from know.customer where id = any(${ids}::uuid[])`)
}

export interface Counts {
  customer_id: Uuid
  entries: number
  purchases: number
}
/** How much there is on the timelines of these customers. */
export function countsOf(runner: Runner, ids: Uuid[]): Promise<Counts[]> {
  return runner.rows(sql<Counts>`
    select w.id as customer_id,
      (select count(*)::int from know.timeline t where t.customer_id = w.id) as entries,
      (select count(*)::int from know.purchase p where p.customer_id = w.id) as purchases
    from unnest(${ids}::uuid[]) as w (id)`)
}

/** Names of staff. */
export function actorsOf(runner: Runner, ids: Uuid[]): Promise<{ id: Uuid; name: string }[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<{ id: Uuid; name: string }>`
    select id, name from company.user where id = any(${ids}::uuid[])`)
}

export interface RecordOf {
  id: Uuid
  source: string
  staff: boolean
  at: Date
  name: string | null
  external_id: string | null
  purchases: number
}
/** What is told of a customer, by customer record, the oldest first. */
export function customerRecords(runner: Runner, id: Uuid): Promise<RecordOf[]> {
  return runner.rows(sql<RecordOf>`
    select k.origin_id as id, s.name as source, k.source_id = ${staffSource.id} as staff, k.observed_at as at,
      k.said -> 'name' ->> 'display' as name, k.said ->> 'externalId' as external_id,
      (select count(*)::int from know.purchase p where p.customer_id = k.customer_id and p.origin_id = k.origin_id) as purchases
    from clean.claim k join collect.source s on s.id = k.source_id
    where k.customer_id = ${id} order by k.observed_at, k.origin_id limit 500`)
}
