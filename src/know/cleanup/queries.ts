import type { Runner } from '#src/platform/db/connection.ts'
import { type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Cluster, Counted } from './clusters.ts'

/** The values in use of a field with how many customers have each; people under non-disclosure are left out. At most `most`. */
export function valuesInUse(runner: Runner, field: 'city' | 'title', most: number): Promise<Counted[]> {
  const column = field === 'city' ? sql`c.city` : sql`c.title`
  return runner.rows(sql<Counted>`
    select ${column} as text, count(*)::int as count from know.customer c
    where ${column} is not null and not c.protected and c.archived_at is null
    group by 1 order by 2 desc, 1 limit ${most}`)
}
/** The same of an attribute: of each customer what was vouched for, else the latest word. */
export function attributesInUse(runner: Runner, name: string, most: number): Promise<Counted[]> {
  return runner.rows(sql<Counted>`
    with latest as (
      select distinct on (k.customer_id) k.customer_id, k.said -> 'attributes' ->> ${name}::text as text
      from clean.claim k where k.said -> 'attributes' ? ${name}::text
      order by k.customer_id, (k.said ? 'verified') desc, k.observed_at desc, k.origin_id
    )
    select l.text, count(*)::int as count from latest l join know.customer c on c.id = l.customer_id
    where l.text <> '' and not c.protected and c.archived_at is null
    group by 1 order by 2 desc, 1 limit ${most}`)
}
/** Names of attributes that many customers have; read from ten thousand claims of the newest customers, so that a page need not read them all. */
export function attributeNames(runner: Runner): Promise<{ name: string }[]> {
  return runner.rows(sql<{ name: string }>`
    select name from (select said from clean.claim order by customer_id desc limit 10000) k, jsonb_object_keys(k.said -> 'attributes') name
    group by name order by count(*) desc, name limit 50`)
}

export interface SearchRow {
  id: Uuid
  field: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  asked_at: Date
  finished_at: Date | null
  distinct_values: number | null
  clusters: Cluster[] | null
}
export async function insertSearch(
  runner: Runner,
  row: { id: Uuid; field: string; at: Date; by: Uuid | null },
): Promise<void> {
  await runner.run(sql`
    insert into know.cleanup_search (id, field, asked_at, asked_by, state) values (${row.id}, ${row.field}, ${row.at}, ${row.by}, 'waiting')`)
}
export function searchById(runner: Runner, id: Uuid): Promise<SearchRow | undefined> {
  return runner.maybe(sql<SearchRow>`
    select id, field, state, asked_at, finished_at, distinct_values, clusters from know.cleanup_search where id = ${id}`)
}
const newest = (field: string) => sql<SearchRow>`
  select id, field, state, asked_at, finished_at, distinct_values, clusters from know.cleanup_search
  where field = ${field} order by asked_at desc, id desc limit 1`
export const newestSearch = (runner: Runner, field: string): Promise<SearchRow | undefined> =>
  runner.maybe(newest(field))
/** The same, held until the transaction ends: two who take clusters out of it do not bring each other's back. */
export const newestForChange = (tx: Tx, field: string): Promise<SearchRow | undefined> =>
  tx.maybe(sql<SearchRow>`${newest(field)} for update`)
export async function setSearch(
  runner: Runner,
  id: Uuid,
  to: { state: SearchRow['state']; at: Date | null; distinct?: number; clusters?: Cluster[] },
): Promise<void> {
  await runner.run(sql`
    update know.cleanup_search set state = ${to.state}, finished_at = ${to.at}, distinct_values = ${to.distinct ?? null},
      clusters = ${to.clusters ? JSON.stringify(to.clusters) : null}::jsonb
    where id = ${id}`)
}
/** Searches before the newest of their field tell nobody anything. */
export async function forgetSearches(runner: Runner, field: string, except: Uuid): Promise<void> {
  await runner.run(sql`delete from know.cleanup_search where field = ${field} and id <> ${except}`)
}

export async function insertLeft(
  runner: Runner,
  row: { field: string; key: Uuid; values: string[]; at: Date; by: Uuid | null },
): Promise<void> {
  await runner.run(sql`
    insert into know.cleanup_left (field, values_key, values_told, at, by_id)
    values (${row.field}, ${row.key}, ${JSON.stringify(row.values)}::jsonb, ${row.at}, ${row.by})
    on conflict (field, values_key) do nothing`)
}
export async function deleteLeft(runner: Runner, field: string, key: Uuid): Promise<void> {
  await runner.run(sql`delete from know.cleanup_left where field = ${field} and values_key = ${key}`)
}
export function leftOf(runner: Runner, field: string): Promise<{ values_key: Uuid }[]> {
  return runner.rows(sql<{ values_key: Uuid }>`select values_key from know.cleanup_left where field = ${field}`)
}

/** Customers (alias `c`) whose value in use is exactly one of these, letter by letter: a list's own conditions are blind to case. */
export function havingAny(field: string, attribute: string | undefined, values: readonly string[]): Statement {
  if (field === 'city') return sql`(c.city = any(${values}::text[]) and not c.protected and c.archived_at is null)`
  if (attribute === undefined)
    return sql`(c.title = any(${values}::text[]) and not c.protected and c.archived_at is null)`
  return sql`(not c.protected and c.archived_at is null and (
    select k.said -> 'attributes' ->> ${attribute}::text from clean.claim k
    where k.customer_id = c.id and k.said -> 'attributes' ? ${attribute}::text
    order by (k.said ? 'verified') desc, k.observed_at desc, k.origin_id limit 1) = any(${values}::text[]))`
}
