import { staffSource } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** So many are kept to be looked at; the number is whole. */
const kept = 500

/**
 * Finds values that somebody vouched for and that a record nobody vouched for took the place of (MISSION C3: never). An entry of the history
 * is one when its old value is told by a vouched claim that was there before and still stands. What happened to one of two customers before
 * they were merged says nothing of what was vouched for of the other.
 */
export async function findRedirtied(tx: Tx): Promise<void> {
  await tx.run(sql`delete from know.redirtied`)
  const { found } = await tx.one(sql<{ found: number }>`
    with vouched as (
      select k.customer_id, k.origin_id, k.observed_at, f.field, f.value
      from clean.claim k
      cross join lateral (
        select 'name' as field, k.said -> 'name' ->> 'display' as value where k.said ? 'name'
        union all select 'email', e ->> 'value' from jsonb_array_elements(k.said -> 'emails') e
        union all select 'phone', e ->> 'value' from jsonb_array_elements(k.said -> 'phones') e
        union all select p.field, e ->> p.field from jsonb_array_elements(k.said -> 'addresses') e
          cross join (values ('street'), ('postcode'), ('city')) p (field)
        union all select p.field, k.said ->> p.field from (values ('language'), ('businessId'), ('birthDate'), ('title')) p (field)
      ) f
      where k.said ? 'verified' and f.value is not null
    ), found as (
      select distinct h.customer_id, h.id, v.field, h.source_id, h.at
      from vouched v
      join clean.history h on h.customer_id = v.customer_id and h.what = 'changed' and h.at > v.observed_at
        and h.changes -> v.field ->> 0 = v.value and h.changes -> v.field ->> 1 is distinct from v.value
        and h.source_id is distinct from ${staffSource.id}::uuid
      where not exists (
          select from clean.claim o where o.customer_id = h.customer_id and o.origin_id = h.origin_id and o.said ? 'verified')
        -- somebody vouched for another value, or ended this one, in between
        and not exists (
          select from vouched o where o.customer_id = v.customer_id and o.field = v.field and o.value <> v.value
            and o.observed_at >= v.observed_at and o.observed_at <= h.at)
        and not exists (
          select from clean.claim o cross join lateral jsonb_array_elements(o.said -> 'ended') e
          where o.customer_id = h.customer_id and o.origin_id <> v.origin_id and o.said ? 'ended' and o.observed_at >= v.observed_at and o.observed_at <= h.at
            and e ->> 'field' = case when v.field in ('street', 'postcode', 'city') then 'address' else v.field end)
        and not exists (
          select from clean.merge_record a
          join clean.merge_record b on b.merge_id = a.merge_id and b.came <> a.came and b.record_id = v.origin_id
          join clean.merge m on m.id = a.merge_id
          where a.record_id = h.origin_id and m.at > h.at)
    ), keep as (
      insert into know.redirtied (customer_id, entry_id, field, source_id, at)
      select customer_id, id, field, source_id, at from found order by at desc limit ${kept}
    )
    select count(*)::int as found from found`)
  await tx.run(sql`
    insert into know.watch_state (id, until, counted_at, redirtied) values (1, '-infinity', '-infinity', ${found})
    on conflict (id) do update set redirtied = excluded.redirtied`)
}

export interface RedirtiedRow {
  customer_id: Uuid
  name: string | null
  field: string
  source_id: Uuid | null
  source: string | null
  at: Date
}
/** The newest of them. */
export function redirtied(runner: Runner, limit: number): Promise<RedirtiedRow[]> {
  return runner.rows(sql<RedirtiedRow>`
    select r.customer_id, c.name, r.field, r.source_id, s.name as source, r.at
    from know.redirtied r left join know.customer c on c.id = r.customer_id left join collect.source s on s.id = r.source_id
    order by r.at desc, r.entry_id, r.field limit ${limit}`)
}

/** Of somebody erased. */
export async function eraseRedirtied(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`delete from know.redirtied where customer_id = ${id}`)
}
