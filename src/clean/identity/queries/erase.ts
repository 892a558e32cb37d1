import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** The customer records of a customer, and the ids by which it was known before others joined it. */
export async function recordsOfCustomer(tx: Tx, id: Uuid): Promise<{ records: Uuid[]; former: Uuid[] }> {
  const records = await tx.rows(sql<{ id: Uuid }>`select record_id as id from clean.link where customer_id = ${id}`)
  const former = await tx.rows(sql<{ id: Uuid }>`select old_id as id from clean.alias where customer_id = ${id}`)
  return { records: records.map((row) => row.id), former: former.map((row) => row.id) }
}
/** E-mails and business ids that somebody else has too. */
export async function sharedWith(tx: Tx, id: Uuid): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ value: string }>`
    select distinct o.value from clean.identifier i join clean.identifier o on o.kind = i.kind and o.value = i.value
    where i.customer_id = ${id} and o.customer_id <> ${id}`)
  return new Set(rows.map((row) => row.value))
}
/** Takes whatever identity knows of a customer, and of those that went into it. */
export async function eraseIdentity(tx: Tx, id: Uuid): Promise<{ claims: number; history: number }> {
  const all = (await recordsOfCustomer(tx, id)).former.concat(id)
  await tx.run(sql`
    delete from clean.merge_record where merge_id in (
      select id from clean.merge where from_id = any(${all}::uuid[]) or to_id = any(${all}::uuid[]))`)
  await tx.run(sql`delete from clean.merge where from_id = any(${all}::uuid[]) or to_id = any(${all}::uuid[])`)
  await tx.run(sql`
    delete from clean.apart_record where apart_id in (
      select id from clean.apart where a_id = any(${all}::uuid[]) or b_id = any(${all}::uuid[])
      union select x.apart_id from clean.apart_record x join clean.link l on l.record_id = x.record_id where l.customer_id = ${id})`)
  await tx.run(
    sql`delete from clean.apart a where not exists (select from clean.apart_record x where x.apart_id = a.id)`,
  )
  await tx.run(sql`
    delete from clean.rejoined where record_id in (select record_id from clean.link where customer_id = ${id})
      or from_id = ${id} or to_id = ${id}`)
  await tx.run(sql`delete from clean.link where customer_id = ${id}`)
  await tx.run(sql`delete from clean.identifier where customer_id = ${id}`)
  await tx.run(sql`delete from clean.alias where customer_id = ${id} or old_id = ${id}`)
  const claims = await tx.run(sql`delete from clean.claim where customer_id = ${id}`)
  const history = await tx.run(sql`delete from clean.history where customer_id = any(${all}::uuid[])`)
  return { claims, history }
}
/** The one entry of whoever keeps what the law keeps of somebody erased. */
export async function tellErased(
  tx: Tx,
  row: { id: Uuid; customerId: Uuid; at: Date; actorId: Uuid | null; originId: Uuid },
): Promise<void> {
  await tx.run(sql`
    insert into clean.history (customer_id, at, id, what, actor_id, source_id, origin_id, changes)
    values (${row.customerId}, ${row.at}, ${row.id}, 'erased', ${row.actorId}, null, ${row.originId}, null)`)
}
