import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Puts customers on a list, by all the records that they are known by. Returns who they are. */
export async function insertPicks(tx: Tx, segment: Uuid, customers: readonly Uuid[], now: Date): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    with known as materialized (
      select l.customer_id, l.record_id from clean.link l join know.customer c on c.id = l.customer_id
      where l.customer_id = any(${customers}::uuid[])
    ), put as (
      insert into know.segment_pick (customer_id, segment_id, origin_id, picked_at)
      select customer_id, ${segment}::uuid, record_id, ${now}::timestamptz from known order by customer_id, record_id
      on conflict do nothing
    )
    select distinct customer_id from known`)
  return rows.map((row) => row.customer_id)
}
/** All members of a segment, on a list. */
export async function copyMembers(tx: Tx, from: Uuid, to: Uuid, now: Date): Promise<void> {
  await tx.run(sql`
    insert into know.segment_pick (customer_id, segment_id, origin_id, picked_at)
    select m.customer_id, ${to}::uuid, l.record_id, ${now}::timestamptz
    from know.segment_member m join clean.link l on l.customer_id = m.customer_id
    where m.segment_id = ${from}
    order by m.customer_id, l.record_id`)
}
export async function deletePicks(tx: Tx, segment: Uuid, customers: readonly Uuid[]): Promise<void> {
  await tx.run(
    sql`delete from know.segment_pick where segment_id = ${segment} and customer_id = any(${customers}::uuid[])`,
  )
}
/** Who these ids are now: those merged away are the ones that stayed. */
export function standing(runner: Runner, ids: readonly Uuid[]): Promise<{ asked: Uuid; id: Uuid }[]> {
  return runner.rows(sql<{ asked: Uuid; id: Uuid }>`
    select u.id as asked, c.id
    from unnest(${ids}::uuid[]) as u (id)
    left join clean.alias a on a.old_id = u.id
    join know.customer c on c.id = coalesce(a.customer_id, u.id)`)
}

/** Without `all` nobody who is under non-disclosure: whoever looks would learn what is theirs. */
const shown = (all: boolean) =>
  sql`(${all}::boolean or not exists (select from know.customer c where c.id = i.customer_id and c.protected))`

/** Whom values of a kind lead to; one value may lead to several. */
export function byIdentifier(
  runner: Runner,
  kinds: readonly string[],
  values: readonly string[],
  all: boolean,
): Promise<{ value: string; customer_id: Uuid }[]> {
  return runner.rows(sql<{ value: string; customer_id: Uuid }>`
    select distinct i.value, i.customer_id
    from clean.identifier i where i.kind = any(${kinds}::text[]) and i.value = any(${values}::text[]) and ${shown(all)}`)
}
/** The same for customers' numbers, whichever source gave them. */
export function byNumber(
  runner: Runner,
  numbers: readonly string[],
  all: boolean,
): Promise<{ value: string; customer_id: Uuid }[]> {
  return runner.rows(sql<{ value: string; customer_id: Uuid }>`
    select distinct n.value, i.customer_id
    from unnest(${numbers}::text[]) as n (value)
    cross join unnest(array['external', 'person']) as k (kind)
    join clean.identifier i on i.kind = k.kind and i.value > n.value || '|' and i.value < n.value || '}'
    where ${shown(all)}`)
}
