import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { ProductKey } from '../contract.ts'

/** The record that a customer is known by longest: what people say of the customer goes where it goes. */
export async function originOf(tx: Tx, customerId: Uuid): Promise<Uuid | undefined> {
  const row = await tx.maybe(sql<{ id: Uuid }>`
    select record_id as id from clean.link where customer_id = ${customerId} order by record_id limit 1`)
  return row?.id
}

/** Whether there is such a source: what it calls a product may be known from a line alone. */
export async function isSource(runner: Runner, id: Uuid): Promise<boolean> {
  return (await runner.maybe(sql`select 1 as one from collect.source where id = ${id}`)) !== undefined
}
/** Said again, it answers what stands already. */
export async function insertExcluded(
  tx: Tx,
  row: { customerId: Uuid; id: Uuid; at: Date; by: Uuid | null; originId: Uuid } & ProductKey,
): Promise<Uuid> {
  const known = await tx.maybe(sql<{ id: Uuid }>`
    select id from know.suggestion_excluded
    where customer_id = ${row.customerId} and source_id = ${row.sourceId} and code = ${row.code} limit 1`)
  if (known !== undefined) return known.id
  await tx.run(sql`
    insert into know.suggestion_excluded (customer_id, id, source_id, code, at, actor_id, origin_id)
    values (${row.customerId}, ${row.id}, ${row.sourceId}, ${row.code}, ${row.at}, ${row.by}, ${row.originId})`)
  return row.id
}
/** Takes back what was said of that product; two who merged may both have it. */
export async function deleteExcluded(runner: Runner, customerId: Uuid, id: Uuid): Promise<number> {
  return runner.run(sql`
    delete from know.suggestion_excluded e using know.suggestion_excluded said
    where said.customer_id = ${customerId} and said.id = ${id}
      and e.customer_id = ${customerId} and e.source_id = said.source_id and e.code = said.code`)
}
export async function insertSilenced(runner: Runner, row: { at: Date; by: Uuid | null } & ProductKey): Promise<void> {
  await runner.run(sql`
    insert into know.suggestion_silenced (source_id, code, at, actor_id) values (${row.sourceId}, ${row.code}, ${row.at}, ${row.by})
    on conflict do nothing`)
}
export async function deleteSilenced(runner: Runner, { sourceId, code }: ProductKey): Promise<number> {
  return runner.run(sql`delete from know.suggestion_silenced where source_id = ${sourceId} and code = ${code}`)
}
export interface SilencedRow {
  source_id: Uuid
  code: string
  name: string | null
  at: Date
  by: string | null
}
export function silenced(runner: Runner): Promise<SilencedRow[]> {
  return runner.rows(sql<SilencedRow>`
    select n.source_id, n.code, n.at, u.name as by, coalesce(
      (select p.name from know.product p where p.sku = n.code and p.source_id = n.source_id limit 1),
      (select s.name from know.suggestion_product s
        where s.version = (select max(version) from know.suggestion_model) and s.source_id = n.source_id and s.code = n.code)) as name
    from know.suggestion_silenced n left join company.user u on u.id = n.actor_id
    order by n.at desc, n.code limit 200`)
}
