import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

export function keyHolder(runner: Runner, key: string): Promise<{ source_id: Uuid } | undefined> {
  return runner.maybe(sql<{ source_id: Uuid }>`
    select source_id from collect.write_key where key = ${key} and revoked_at is null`)
}

export async function insertEventSource(tx: Tx, row: { sourceId: Uuid; currency: string; at: Date }): Promise<void> {
  await tx.run(sql`
    insert into collect.event_source (source_id, currency, created_at) values (${row.sourceId}, ${row.currency}, ${row.at})`)
}
export async function insertKey(
  runner: Runner,
  row: { id: Uuid; sourceId: Uuid; key: string; name: string; at: Date; by: Uuid | null },
): Promise<void> {
  await runner.run(sql`
    insert into collect.write_key (id, source_id, key, name, created_at, created_by)
    values (${row.id}, ${row.sourceId}, ${row.key}, ${row.name}, ${row.at}, ${row.by})`)
}
export async function revokeKey(runner: Runner, sourceId: Uuid, id: Uuid, at: Date): Promise<boolean> {
  return (
    (await runner.run(sql`
      update collect.write_key set revoked_at = ${at} where id = ${id} and source_id = ${sourceId} and revoked_at is null`)) >
    0
  )
}

export interface EventSourceRow {
  id: Uuid
  name: string
  currency: string
  created_at: Date
  last_at: Date | null
  waiting: number
}
const counted = 10_000
export function eventSources(runner: Runner): Promise<EventSourceRow[]> {
  return runner.rows(sql<EventSourceRow>`
    select s.id, s.name, e.currency, e.created_at,
      e.last_at,
      (select count(*)::int from (select from collect.event w where w.source_id = s.id and w.state = 'waiting' limit ${counted}) w) as waiting
    from collect.event_source e join collect.source s on s.id = e.source_id order by s.name_key`)
}
export async function isEventSource(runner: Runner, id: Uuid): Promise<boolean> {
  return (await runner.maybe(sql`select 1 from collect.event_source where source_id = ${id}`)) !== undefined
}
export function currencyOf(runner: Runner, id: Uuid): Promise<{ currency: string } | undefined> {
  return runner.maybe(sql<{ currency: string }>`select currency from collect.event_source where source_id = ${id}`)
}

export interface KeyRow {
  id: Uuid
  source_id: Uuid
  key: string
  name: string
  created_at: Date
}
export function livingKeys(runner: Runner): Promise<KeyRow[]> {
  return runner.rows(sql<KeyRow>`
    select id, source_id, key, name, created_at from collect.write_key where revoked_at is null order by created_at, id`)
}

/** Something of the source was applied. */
export async function heardOf(tx: Tx, id: Uuid, at: Date): Promise<void> {
  await tx.run(sql`update collect.event_source set last_at = ${at} where source_id = ${id}`)
}
