import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Makes two changes of one customer go one after the other: the second then sees the first's version. */
export async function lockCustomer(tx: Tx, id: Uuid): Promise<void> {
  await tx.run(sql`select from know.customer where id = ${id} for update`)
}

/** The version of a customer, and the entry of its history that a source record made. */
export function entryOfRecord(tx: Tx, id: Uuid, record: Uuid): Promise<{ version: number; entry: Uuid | null }> {
  return tx.one(sql<{ version: number; entry: Uuid | null }>`
    select version, (
      select h.id from clean.history h where h.customer_id = c.id and h.origin_id = ${record} order by h.at desc, h.id desc limit 1
    ) as entry
    from know.customer c where id = ${id}`)
}

/** Of each record that tells something of a customer: the import it came with, and the member of staff who wrote it. */
export function tellersOf(
  runner: Runner,
  id: Uuid,
): Promise<{ record_id: Uuid; import_id: Uuid | null; who: string | null }[]> {
  return runner.rows(sql<{ record_id: Uuid; import_id: Uuid | null; who: string | null }>`
    select k.origin_id as record_id, r.import_id, u.name as who
    from clean.claim k
    left join collect.record r on r.id = k.origin_id
    left join (
      select distinct on (origin_id) origin_id, actor_id from clean.history
      where customer_id = ${id} and actor_id is not null order by origin_id, at desc
    ) h on h.origin_id = k.origin_id
    left join company.user u on u.id = h.actor_id
    where k.customer_id = ${id}`)
}

export interface HistoryRow {
  id: Uuid
  at: Date
  what: string
  actor_id: Uuid | null
  actor: string | null
  source_id: Uuid | null
  source: string | null
  origin_id: Uuid
  import_id: Uuid | null
  changes: Record<string, [unknown, unknown]> | null
  verified: { by: 'customer' | 'staff'; channel?: string } | null
  /** What it told is still a claim. */
  live: boolean
}
export interface HistoryFilter {
  /** Any of these fields changed. */
  fields: string[] | null
  source: Uuid | null
  actor: Uuid | null
  what: string | null
  entry: Uuid | null
}

/** Entries of one customer's history, newest first: one range of the key. */
export function historyRows(
  runner: Runner,
  id: Uuid,
  filter: HistoryFilter,
  before: { at: Date; id: Uuid } | null,
  limit: number,
): Promise<HistoryRow[]> {
  const { fields, source, actor, what, entry } = filter
  return runner.rows(sql<HistoryRow>`
    select h.id, h.at, h.what, h.actor_id, u.name as actor, h.source_id, s.name as source, h.origin_id, r.import_id, h.changes,
      k.said -> 'verified' as verified, k.origin_id is not null as live
    from clean.history h
    left join company.user u on u.id = h.actor_id
    left join collect.source s on s.id = h.source_id
    left join collect.record r on r.id = h.origin_id
    left join clean.claim k on k.customer_id = h.customer_id and k.origin_id = h.origin_id
    where h.customer_id = ${id}
      and (${before?.at ?? null}::timestamptz is null or (h.at, h.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
      and (${fields}::text[] is null or h.changes ?| ${fields}::text[])
      and (${source}::uuid is null or h.source_id = ${source}::uuid)
      and (${actor}::uuid is null or h.actor_id = ${actor}::uuid)
      and (${what}::text is null or h.what = ${what}::text)
      and (${entry}::uuid is null or h.id = ${entry}::uuid)
    order by h.at desc, h.id desc limit ${limit}`)
}

/** Puts a customer away or (null) takes it back out; answers its new version. */
export async function setArchived(tx: Tx, id: Uuid, at: Date | null, now: Date): Promise<number> {
  const { version } = await tx.one(sql<{ version: number }>`
    update know.customer set archived_at = ${at}, version = version + 1, updated_at = ${now} where id = ${id} returning version`)
  return version
}

/** Who of these is put away. */
export async function archivedAmong(runner: Runner, ids: Uuid[]): Promise<Set<Uuid>> {
  if (ids.length === 0) return new Set()
  const rows = await runner.rows(sql<{ id: Uuid }>`
    select id from know.customer where id = any(${ids}::uuid[]) and archived_at is not null`)
  return new Set(rows.map(({ id }) => id))
}
