import type { Uuid } from '#src/terms/index.ts'
import { type Statement, sql } from '../sql.ts'
import type { BackupKind } from './manifest.ts'

/** One backup at a time per database. */
export const holdBackup = sql<{ held: boolean }>`select pg_try_advisory_lock(7201650415) as held`

/** Keeps the log from being thrown away while we copy; goes with the session, however that ends. */
export const keepLog = sql`select pg_create_physical_replication_slot(${'kauppias_backup'}, true, true)`
export const startCopy = sql<{ first: string }>`
  select pg_walfile_name(pg_backup_start(${'kauppias'}, true)) as first`
export const stopCopy = sql<{ last: string; label: string; places: string }>`
  select pg_walfile_name(lsn) as last, labelfile as label, spcmapfile as places from pg_backup_stop(false)`

export const beginSnapshot = sql`begin isolation level repeatable read read only`
export const endSnapshot = sql`commit`

export const majorVersion = sql<{ major: number }>`
  select current_setting('server_version_num')::int / 10000 as major`

/** Our own tables and the migrator's list, with their columns, those first that others refer to. */
export function tablesOf(names: readonly string[]): Statement<{ name: string; columns: string[]; needs: string[] }> {
  return sql`
    select n.nspname || '.' || c.relname as name,
      (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select array_agg(fn.nspname || '.' || f.relname) from pg_constraint k
        join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '{}') as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname || '.' || c.relname = any(${names}::text[])
    order by array_position(${names}::text[], n.nspname || '.' || c.relname)`
}

const known = /^[a-z_]+\.[a-z0-9_]+$/
/** The names come from our own manifest of tables; anything else must not become text of a statement. */
function quoted(table: string): string {
  if (!known.test(table)) throw new Error(`no table of ours: ${table}`)
  return table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')
}
export const countRows = (table: string): Statement<{ count: string }> => ({
  text: `select count(*) as count from ${quoted(table)}`,
  values: [],
})
/** `columns` are quoted already, by the database. */
export const copyOut = (table: string, columns: readonly string[]): string =>
  `copy ${quoted(table)} (${columns.join(', ')}) to stdout`
export const copyIn = (table: string, columns: readonly string[]): string =>
  `copy ${quoted(table)} (${columns.join(', ')}) from stdin`
export const empty = (table: string): Statement => ({ text: `delete from ${quoted(table)}`, values: [] })
/** Rows of a customer's table whose customer is not there. */
export const orphansOf = (table: string, owners: string): Statement<{ count: string }> => ({
  text: `select count(*) as count from ${quoted(table)} t
    where not exists (select from ${quoted(owners)} c where c.id = t.customer_id)`,
  values: [],
})
export const analyze = sql`analyze`

/** Work that waits: it is put into the queue anew, for the queue's own tables belong to its version. */
export const waitingWork = sql<{ name: string; data: unknown; key: string | null; at: Date | null }>`
  select name, data, singleton_key as key, start_after as at from jobs.job
  where state in ('created', 'retry', 'active') order by created_on`
export const queueExists = sql<{ exists: boolean }>`select to_regclass('jobs.job') is not null as exists`

/** What of ours stands in a database: a restore wants none. */
export const schemasOf = (names: readonly string[]): Statement<{ name: string }> => sql`
  select nspname as name from pg_namespace where nspname = any(${names}::text[])`
export const dropSchema = (name: string): Statement => ({
  text: `drop schema "${quoted(`x.${name}`).split('"')[3]}" cascade`,
  values: [],
})

export function addBackup(row: { id: Uuid; kind: BackupKind; place: string; at: Date }): Statement {
  return sql`
    insert into platform.backup (id, kind, place, state, started_at)
    values (${row.id}, ${row.kind}, ${row.place}, 'running', ${row.at})`
}
export function endBackup(id: Uuid, end: { at: Date; bytes: number | null; problem: string | null }): Statement {
  return sql`
    update platform.backup set state = case when ${end.problem}::text is null then 'done' else 'failed' end,
      finished_at = ${end.at}, bytes = ${end.bytes}, problem = ${end.problem} where id = ${id}`
}
/** A program that was killed could not say so. */
export function endAbandoned(at: Date): Statement {
  return sql`
    update platform.backup set state = 'failed', finished_at = ${at}, problem = 'interrupted' where state = 'running'`
}
export function noteVerified(id: Uuid, at: Date): Statement {
  return sql`update platform.backup set verified_at = ${at} where id = ${id}`
}
/** The backup that a restored database came from: it was running then, and is proved now. */
export function noteRestored(id: Uuid, kind: BackupKind, place: string, begun: string, at: Date): Statement {
  return sql`
    insert into platform.backup (id, kind, place, state, started_at, finished_at, restored_at)
    values (${id}, ${kind}, ${place}, 'done', ${begun}, ${at}, ${at})
    on conflict (id) do update set state = 'done', finished_at = ${at}, restored_at = ${at}, problem = null`
}
export interface BackupRow {
  id: Uuid
  kind: BackupKind
  place: string
  state: 'running' | 'done' | 'failed'
  started_at: Date
  finished_at: Date | null
  bytes: string | null
  problem: string | null
  verified_at: Date | null
  restored_at: Date | null
}
export const latestBackups = sql<BackupRow>`
  select id, kind, place, state, started_at, finished_at, bytes, problem, verified_at, restored_at
  from platform.backup order by started_at desc limit 20`
/** Whether one was made since then. */
export function backupsSince(at: Date): Statement<{ done: boolean }> {
  return sql`
    select exists (select from platform.backup where started_at >= ${at} and state = 'done') as done`
}
