import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

export async function buildingNow(tx: Tx): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ segment_id: Uuid }>`
    select segment_id from know.segment_build where state = 'building' order by segment_id`)
  return rows.map((row) => row.segment_id)
}

/** Takes customers out of all segments without a word of who they were; the sizes stay right. */
export async function forgetCustomers(tx: Tx, customers: readonly Uuid[]): Promise<void> {
  await tx.run(sql`
    with members as (
      delete from know.segment_member where customer_id = any(${customers}::uuid[]) returning segment_id
    ), counted as materialized (
      select m.segment_id, count(*)::int as n, (select max(day) from know.segment_size z where z.segment_id = m.segment_id) as day
      from members m group by m.segment_id
    ), changes as (delete from know.segment_change where customer_id = any(${customers}::uuid[])
    ), picks as (delete from know.segment_pick where customer_id = any(${customers}::uuid[])
    ), due as (delete from know.segment_due where customer_id = any(${customers}::uuid[])
    ), stale as (delete from know.segment_stale where customer_id = any(${customers}::uuid[])
    ), meanwhile as (delete from know.segment_meanwhile where customer_id = any(${customers}::uuid[])
    )
    update know.segment_size z set members = z.members - c.n, "left" = z."left" + c.n
    from counted c where z.segment_id = c.segment_id and z.day = c.day`)
}

/** Picks that came through records which are no more. */
export async function deletePicksOf(tx: Tx, rows: readonly { customerId: Uuid; origin: Uuid }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from know.segment_pick p
    using unnest(${rows.map((row) => row.customerId)}::uuid[], ${rows.map((row) => row.origin)}::uuid[]) as d (customer_id, origin_id)
    where p.customer_id = d.customer_id and p.origin_id = d.origin_id`)
}

export interface Naming {
  id: Uuid
  name: string
  about: string
  condition: unknown
  origin: unknown
}
/** Segments that one of these texts stands in; small letters. */
export function segmentsNaming(tx: Tx, texts: readonly string[]): Promise<Naming[]> {
  return tx.rows(sql<Naming>`
    select id, name, about, condition, origin from know.segment
    where exists (
      select from unnest(${texts}::text[]) n where strpos(lower(concat_ws(' ', name, about, condition::text, origin::text)), n) > 0)
    order by id for update`)
}
export async function segmentLess(
  tx: Tx,
  row: Omit<Naming, 'condition'> & { condition: string | null },
): Promise<void> {
  await tx.run(sql`
    update know.segment set name = ${row.name}, about = ${row.about}, condition = ${row.condition}::jsonb,
      origin = ${row.origin === null ? null : JSON.stringify(row.origin)}::jsonb, version = version + 1
    where id = ${row.id}`)
}
