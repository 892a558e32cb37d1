import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Said } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'

export interface BaseRow {
  customer_id: Uuid
  origin_id: Uuid
  source_id: Uuid
  observed_at: Date
  said: Said
}
/** The next claims in order of customers. */
export function nextClaims(
  runner: Runner,
  after: { customer: Uuid; origin: Uuid } | null,
  limit: number,
): Promise<BaseRow[]> {
  const past = after ? sql`(customer_id, origin_id) > (${after.customer}::uuid, ${after.origin}::uuid)` : sql`true`
  return runner.rows(sql<BaseRow>`
    select customer_id, origin_id, source_id, observed_at, said from clean.claim
    where ${past} order by customer_id, origin_id limit ${limit}`)
}
export function sourcesOf(runner: Runner): Promise<{ id: Uuid; name: string; trust: number }[]> {
  return runner.rows(sql<{ id: Uuid; name: string; trust: number }>`select id, name, trust from collect.source`)
}
/** About how many claims there are, as the server's own statistics tell; -1 where it has none. */
export async function aboutClaims(runner: Runner): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select reltuples::float8 as n from pg_class where oid = 'clean.claim'::regclass`)
  return n
}
