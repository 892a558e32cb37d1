import { raw, type Statement, sql } from './sql.ts'

/** First words to a new server, one statement a line: what nobody can be asked a password for yet. */
export function firstStatements(passwords: { adminPassword: string; password: string }): string[] {
  return [
    `alter role postgres password '${passwords.adminPassword}';`,
    `create role kauppias login password '${passwords.password}';`,
    'create database kauppias owner kauppias;',
    '',
  ]
}

const migrationLock = 7_201_650_413

export const lockMigrations = sql`select pg_advisory_lock(${migrationLock})`
export const unlockMigrations = sql`select pg_advisory_unlock(${migrationLock})`

/** The migrator's own table: it must stand before the first migration. */
export const createMigrationTable: readonly Statement[] = [
  sql`create schema if not exists platform`,
  sql`create table if not exists platform.migration (
    name text primary key,
    sha256 bytea not null,
    applied_at timestamptz not null default now()
  )`,
]

export const migrationTableExists = sql<{ exists: boolean }>`
  select to_regclass('platform.migration') is not null as exists`

export interface AppliedMigration {
  name: string
  sha256: Buffer
}
export const appliedMigrations = sql<AppliedMigration>`select name, sha256 from platform.migration order by name`

export function recordMigration(name: string, sha256: Buffer): Statement {
  return sql`insert into platform.migration (name, sha256) values (${name}, ${sha256})`
}

export const serverVersion = sql<{ number: number; text: string }>`
  select current_setting('server_version_num')::int as number, current_setting('server_version') as text`

// The catalogue, for `dump.ts`. What belongs to an extension is the extension's; order is by name, never by the bytes of a locale.

const ours = sql`n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`
const notOfExtension = (catalogue: string, oid: string) => sql`not exists (
  select from pg_depend d where d.classid = ${raw(`'${catalogue}'`)}::regclass and d.objid = ${raw(oid)} and d.deptype = 'e')`

export const catalogueExtensions = sql<{ name: string; schema: string }>`
  select quote_ident(extname) as name, quote_ident(n.nspname) as schema
  from pg_extension join pg_namespace n on n.oid = extnamespace
  where extname <> 'plpgsql' order by extname collate "C"`

export const catalogueSchemas = sql<{ schema: string; name: string }>`
  select n.nspname as schema, quote_ident(n.nspname) as name from pg_namespace n
  where ${ours} and n.nspname <> 'public' and ${notOfExtension('pg_namespace', 'n.oid')}
  order by n.nspname collate "C"`

export interface CatalogueTable {
  oid: number
  schema: string
  name: string
  kind: 'r' | 'p' | 'v' | 'm'
  unlogged: boolean
  options: string | null
  partition_key: string | null
  partition_of: string | null
  definition: string | null
}
export const catalogueTables = sql<CatalogueTable>`
  select c.oid::int, n.nspname as schema, c.oid::regclass::text as name, c.relkind as kind,
    c.relpersistence = 'u' as unlogged, array_to_string(c.reloptions, ', ') as options,
    pg_get_partkeydef(c.oid) as partition_key,
    case when c.relispartition then
      (select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid) || ' ' || pg_get_expr(c.relpartbound, c.oid)
    end as partition_of,
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm') and ${ours} and ${notOfExtension('pg_class', 'c.oid')}
  order by n.nspname collate "C", c.relname collate "C"`

export interface CatalogueColumn {
  oid: number
  name: string
  type: string
  collation: string | null
  not_null: boolean
  initial: string | null
  generated: '' | 's' | 'v'
  identity: '' | 'a' | 'd'
}
export const catalogueColumns = sql<CatalogueColumn>`
  select a.attrelid::int as oid, quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
    a.attnotnull as not_null, pg_get_expr(d.adbin, d.adrelid) as initial,
    a.attgenerated as generated, a.attidentity as identity
  from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum`

/** Without "not null", which PostgreSQL 18 also keeps as constraints and 15 does not. */
export const catalogueConstraints = sql<{ oid: number; name: string; definition: string }>`
  select conrelid::int as oid, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where conrelid <> 0 and contype <> 'n' order by conrelid, contype <> 'p', conname collate "C"`

export const catalogueIndexes = sql<{ oid: number; definition: string }>`
  select i.indrelid::int as oid, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by i.indrelid, c.relname collate "C"`

export const catalogueTypes = sql<{ schema: string; definition: string }>`
  select n.nspname as schema, 'create ' || case t.typtype
    when 'e' then 'type ' || t.oid::regtype::text || ' as enum (' ||
      (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) || ')'
    else 'domain ' || t.oid::regtype::text || ' as ' || format_type(t.typbasetype, t.typtypmod) ||
      coalesce(' default ' || t.typdefault, '') || case when t.typnotnull then ' not null' else '' end ||
      coalesce((select string_agg(' constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), '' order by k.conname collate "C")
        from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '')
    end as definition
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype in ('e', 'd') and ${ours} and ${notOfExtension('pg_type', 't.oid')}
  order by n.nspname collate "C", t.typname collate "C"`

export const catalogueSequences = sql<{ schema: string; definition: string }>`
  select n.nspname as schema, 'create sequence ' || c.oid::regclass::text || ' as ' || s.seqtypid::regtype::text ||
    ' increment by ' || s.seqincrement || ' start with ' || s.seqstart as definition
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
  where ${ours} and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('e', 'i'))
  order by n.nspname collate "C", c.relname collate "C"`

export const catalogueFunctions = sql<{ schema: string; definition: string }>`
  select n.nspname as schema, pg_get_functiondef(p.oid) as definition
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.prokind in ('f', 'p') and ${ours} and ${notOfExtension('pg_proc', 'p.oid')}
  order by n.nspname collate "C", p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`

export const catalogueTriggers = sql<{ oid: number; definition: string }>`
  select tgrelid::int as oid, pg_get_triggerdef(oid) as definition
  from pg_trigger where not tgisinternal order by tgrelid, tgname collate "C"`

// What `doctor` asks.

export const finnishOrderExists = sql<{ exists: boolean }>`
  select exists (select from pg_collation where collname = 'fi-x-icu') as exists`

export const clocks = sql<{ now: Date; newest: Date | null }>`
  select clock_timestamp() as now, (select max(applied_at) from platform.migration) as newest`
