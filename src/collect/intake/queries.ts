import { insertMany, raw, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Limits } from './limits.ts'
import type { SourceInfo } from './pipeline.ts'

const record = table('collect.record', {
  id: 'uuid',
  source_id: 'uuid',
  kind: 'text',
  key: 'text',
  hash: 'uuid',
  version: 'int',
  identity_id: 'uuid',
  state: 'text',
  observed_at: 'timestamptz',
  import_id: 'uuid',
  file_no: 'smallint',
  line_no: 'int',
  received_at: 'timestamptz',
  payload: 'bytea',
  parent_id: 'uuid',
})
const waiting = table('collect.waiting', { record_id: 'uuid', waits_for: 'uuid', item: 'jsonb', since: 'timestamptz' })

export type RecordRow = Record<keyof typeof record.columns, unknown>
export interface KnownRecord {
  id: Uuid
  hash: Uuid
  version: number
  identity_id: Uuid | null
  state: 'live' | 'unassigned' | 'waiting'
  import_id: Uuid | null
  file_no: number | null
}

/** Bulk writers of one source take turns; single writers of it may go side by side but not beside a bulk writer. */
export async function lockSource(tx: Tx, sourceId: Uuid, bulk: boolean): Promise<void> {
  const lock = raw(bulk ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
  await tx.run(sql`select ${lock}(hashtextextended(${sourceId}, 0))`)
}

export function knownRecords(tx: Tx, ids: Uuid[]): Promise<KnownRecord[]> {
  return tx.rows(sql<KnownRecord>`
    select id, hash, version, identity_id, state, import_id, file_no from collect.record where id = any(${ids}::uuid[])`)
}

export function insertRecords(tx: Tx, rows: RecordRow[]): Promise<number> {
  return insertMany(tx, record, rows)
}

/** Puts the earlier versions aside, so that an import can be taken back, and writes the new ones. */
export async function replaceRecords(tx: Tx, rows: RecordRow[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map((row) => row.id)
  await tx.run(sql`
    insert into collect.record_past (record_id, version, hash, identity_id, observed_at, import_id, file_no, line_no, received_at, payload,
      read_import, read_file)
    select id, version, hash, identity_id, observed_at, import_id, file_no, line_no, received_at, payload, read_import, read_file
    from collect.record where id = any(${ids}::uuid[])`)
  await tx.run(sql`delete from collect.record where id = any(${ids}::uuid[])`)
  await insertMany(tx, record, rows)
}

export async function setAside(
  tx: Tx,
  rows: { record_id: Uuid; waits_for: Uuid; item: unknown; since: Date }[],
): Promise<void> {
  await insertMany(
    tx,
    waiting,
    rows,
    'on conflict (record_id) do update set waits_for = excluded.waits_for, item = excluded.item',
  )
}

/** Takes out the children that waited for any of these records. */
export function release(tx: Tx, parents: Uuid[]): Promise<{ record_id: Uuid; item: unknown }[]> {
  if (parents.length === 0) return Promise.resolve([])
  return tx.rows(sql<{ record_id: Uuid; item: unknown }>`
    delete from collect.waiting where waits_for = any(${parents}::uuid[]) returning record_id, item`)
}

export async function anybodyWaits(tx: Tx): Promise<boolean> {
  return (await tx.one(sql<{ yes: boolean }>`select exists (select from collect.waiting) as yes`)).yes
}

/** Marks released records as belonging to a customer now, or to nobody. */
export async function settle(tx: Tx, rows: { id: Uuid; identityId: Uuid | null; state: string }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.record r set identity_id = s.identity_id, state = s.state
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.identityId)}::uuid[], ${rows.map((r) => r.state)}::text[])
      as s (id, identity_id, state)
    where r.id = s.id`)
}

interface SourceRow {
  id: Uuid
  name: string
  trust: number
  has_customers: boolean
  created_at: Date
  limits: Partial<Limits> | null
}
const sourceColumns = raw('id, name, trust, has_customers, created_at, limits')
export const toInfo = (row: SourceRow): SourceInfo => ({
  id: row.id,
  name: row.name,
  trust: row.trust,
  hasCustomers: row.has_customers,
})
export async function setLimits(runner: Runner, id: Uuid, limits: Limits): Promise<boolean> {
  return (
    (await runner.run(sql`update collect.source set limits = ${JSON.stringify(limits)}::jsonb where id = ${id}`)) > 0
  )
}

/** How far a source is believed, 0..100. */
export async function setTrust(runner: Runner, id: Uuid, trust: number): Promise<void> {
  await runner.run(sql`update collect.source set trust = ${trust}::smallint where id = ${id}`)
}

export function sourceByKey(runner: Runner, nameKey: string): Promise<SourceRow | undefined> {
  return runner.maybe(sql<SourceRow>`select ${sourceColumns} from collect.source where name_key = ${nameKey}`)
}
export function sourceById(runner: Runner, id: Uuid): Promise<SourceRow | undefined> {
  return runner.maybe(sql<SourceRow>`select ${sourceColumns} from collect.source where id = ${id}`)
}
export function sources(runner: Runner): Promise<SourceRow[]> {
  return runner.rows(sql<SourceRow>`select ${sourceColumns} from collect.source order by name_key`)
}
export async function insertSource(
  runner: Runner,
  source: { id: Uuid; name: string; nameKey: string; trust: number; now: Date },
): Promise<void> {
  await runner.run(sql`
    insert into collect.source (id, name, name_key, trust, created_at)
    values (${source.id}, ${source.name}, ${source.nameKey}, ${source.trust}, ${source.now})
    on conflict (name_key) do nothing`)
}
/** Whether customers of the source come in files of their own. Returns whether that changed. */
export async function setHasCustomers(runner: Runner, id: Uuid, has: boolean): Promise<boolean> {
  return (
    (await runner.run(sql`
      update collect.source set has_customers = ${has} where id = ${id} and has_customers is distinct from ${has}`)) > 0
  )
}
/** Records of a source that wait, some at a time in the order of their ids. */
export async function waitingOf(tx: Tx, sourceId: Uuid, after: Uuid, limit: number): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ id: Uuid }>`
    select r.id from collect.waiting w join collect.record r on r.id = w.record_id
    where r.source_id = ${sourceId} and w.record_id > ${after} order by w.record_id limit ${limit}`)
  return rows.map((row) => row.id)
}
export async function markHasCustomers(runner: Runner, id: Uuid): Promise<void> {
  await runner.run(sql`update collect.source set has_customers = true where id = ${id} and not has_customers`)
}
