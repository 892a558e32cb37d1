import { entryKinds } from '#src/terms/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'

/** Currencies that anything was bought in: a jump through the index for each. */
export async function currenciesInUse(runner: Runner): Promise<string[]> {
  const rows = await runner.rows(sql<{ currency: string }>`
    with recursive used as (
      (select currency from know.spend order by currency limit 1)
      union all
      select (select s.currency from know.spend s where s.currency > u.currency order by s.currency limit 1)
      from used u where u.currency is not null
    )
    select currency from used where currency is not null limit 20`)
  return rows.map(({ currency }) => currency)
}

/** Names of further facts that the newest customers' sources told. */
export async function attributeNames(runner: Runner): Promise<string[]> {
  const rows = await runner.rows(sql<{ name: string }>`
    select distinct name from (
      select said from clean.claim order by customer_id desc limit 2000
    ) newest cross join lateral jsonb_object_keys(newest.said -> 'attributes') as name
    order by name limit 100`)
  return rows.map(({ name }) => name)
}

export function sources(runner: Runner): Promise<{ value: string; label: string }[]> {
  return runner.rows(sql<{ value: string; label: string }>`
    select id as value, name as label from collect.source order by name limit 200`)
}

/** Kinds of what has happened to anybody: a look into the index for each that there is. */
export async function kindsSeen(runner: Runner): Promise<Set<string>> {
  const rows = await runner.rows(sql<{ kind: string }>`
    with recursive seen as (
      (select kind from know.bucket order by kind limit 1)
      union all
      select (select b.kind from know.bucket b where b.kind > s.kind order by b.kind limit 1) from seen s where s.kind is not null
    )
    select kind from seen where kind is not null limit ${entryKinds.length * 2}::int`)
  return new Set(rows.map(({ kind }) => kind))
}

/** Names that a kind has come under, in small letters: categories of what was bought, names of events. */
export async function namesOf(runner: Runner, kind: 'purchase' | 'event'): Promise<string[]> {
  const rows = await runner.rows(sql<{ name: string }>`
    with recursive seen as (
      (select category as name from know.bucket where kind = ${kind}::text and category > '' order by category limit 1)
      union all
      select (select b.category from know.bucket b where b.kind = ${kind}::text and b.category > s.name order by b.category limit 1)
      from seen s where s.name is not null
    )
    select name from seen where name is not null limit 200`)
  return rows.map(({ name }) => name)
}

/** How the company itself writes these categories. */
export async function spelled(runner: Runner, names: readonly string[]): Promise<Map<string, string>> {
  const rows = await runner.rows(sql<{ name: string; written: string }>`
    select lower(btrim(category)) as name, min(btrim(category)) as written from know.product
    where lower(btrim(category)) = any(${names}::text[]) group by 1`)
  return new Map(rows.map(({ name, written }) => [name, written]))
}
