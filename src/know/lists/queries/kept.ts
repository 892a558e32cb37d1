import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { ExportDraft, ExportFormat, ListName, ViewChange } from '../contract.ts'

export interface ViewRow {
  id: Uuid
  list: ListName
  name: string
  columns: string[]
  sort: ViewChange['sort'] | null
  conditions: ViewChange['conditions'] | null
  owner_id: Uuid
  owner: string
  shared: boolean
  version: number
}

/** Shared views and the reader's own, by name. */
export function viewsOf(runner: Runner, list: ListName, reader: Uuid): Promise<ViewRow[]> {
  return runner.rows(sql<ViewRow>`
    select v.id, v.list, v.name, v.columns, v.sort, v.conditions, v.owner_id, coalesce(u.name, '') as owner, v.shared, v.version
    from know.view v left join company."user" u on u.id = v.owner_id
    where v.list = ${list} and (v.shared or v.owner_id = ${reader}) order by v.name, v.id limit 200`)
}
export function viewById(runner: Runner, id: Uuid): Promise<ViewRow | undefined> {
  return runner.maybe(sql<ViewRow>`
    select v.id, v.list, v.name, v.columns, v.sort, v.conditions, v.owner_id, coalesce(u.name, '') as owner, v.shared, v.version
    from know.view v left join company."user" u on u.id = v.owner_id where v.id = ${id}`)
}
/** Views whose conditions name a segment; the name of somebody else's own one is not told. */
export function viewsNaming(runner: Runner, segment: Uuid, reader: Uuid): Promise<{ id: Uuid; name: string }[]> {
  return runner.rows(sql<{ id: Uuid; name: string }>`
    select id, case when shared or owner_id = ${reader} then name else '' end as name
    from know.view where jsonb_path_exists(conditions, '$.**.segment ? (@ == $id)', jsonb_build_object('id', ${segment}::text))
    order by name, id`)
}
const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

export async function insertView(
  runner: Runner,
  { id, list, owner, now }: { id: Uuid; list: ListName; owner: Uuid; now: Date },
  { name, columns, sort, conditions, shared }: ViewChange,
): Promise<void> {
  await runner.run(sql`
    insert into know.view (id, list, name, columns, sort, conditions, owner_id, shared, version, created_at, updated_at)
    values (${id}, ${list}, ${name}, ${json(columns)}::jsonb, ${json(sort)}::jsonb, ${json(conditions)}::jsonb, ${owner}, ${shared}, 1, ${now}, ${now})`)
}
/** Number of views changed: none when it is of another version meanwhile. */
export function updateView(
  runner: Runner,
  { id, version, now }: { id: Uuid; version: number; now: Date },
  { name, columns, sort, conditions, shared }: ViewChange,
): Promise<number> {
  return runner.run(sql`
    update know.view set name = ${name}, columns = ${json(columns)}::jsonb, sort = ${json(sort)}::jsonb, conditions = ${json(conditions)}::jsonb,
      shared = ${shared}, version = version + 1, updated_at = ${now}
    where id = ${id} and version = ${version}`)
}
export async function deleteView(runner: Runner, id: Uuid): Promise<void> {
  await runner.run(sql`delete from know.view where id = ${id}`)
}

export interface ExportRow {
  id: Uuid
  list: ListName
  format: ExportFormat
  asked: ExportDraft
  actor_id: Uuid
  by: string
  asked_at: Date
  fetched_at: Date | null
  rows: number | null
}
export async function insertExport(
  runner: Runner,
  { id, actor, now }: { id: Uuid; actor: Uuid; now: Date },
  asked: ExportDraft,
): Promise<void> {
  await runner.run(sql`
    insert into know.export (id, list, format, asked, actor_id, asked_at)
    values (${id}, ${asked.list}, ${asked.format}, ${JSON.stringify(asked)}::jsonb, ${actor}, ${now})`)
}
export function exportById(runner: Runner, id: Uuid): Promise<ExportRow | undefined> {
  return runner.maybe(sql<ExportRow>`
    select id, list, format, asked, actor_id, '' as by, asked_at, fetched_at, rows from know.export where id = ${id}`)
}
export async function noteFetched(runner: Runner, id: Uuid, rows: number, now: Date): Promise<void> {
  await runner.run(sql`update know.export set rows = ${rows}, fetched_at = ${now} where id = ${id}`)
}
/** Newest first: ids are made in the order of time. */
export function exportsBefore(runner: Runner, before: Uuid | null, limit: number): Promise<ExportRow[]> {
  return runner.rows(sql<ExportRow>`
    select e.id, e.list, e.format, e.asked, e.actor_id, coalesce(u.name, '') as by, e.asked_at, e.fetched_at, e.rows
    from know.export e left join company."user" u on u.id = e.actor_id
    where e.id < ${before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'} order by e.id desc limit ${limit}`)
}
