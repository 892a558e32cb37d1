import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'

/** One version of a source record, without what was written. */
export interface VersionRow {
  id: Uuid
  version: number
  kind: RecordKind
  key: string
  source_id: Uuid
  hash: Uuid
  identity_id: Uuid | null
  /** Null of a past version. */
  state: 'live' | 'unassigned' | 'waiting' | null
  parent_id: Uuid | null
  import_id: Uuid | null
  file_no: number | null
  line_no: number | null
  received_at: Date
  read_import: Uuid | null
  read_file: number | null
}

export async function sourcesOf(tx: Tx, records: Uuid[]): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ source_id: Uuid }>`
    select distinct source_id from collect.record where id = any(${records}::uuid[]) order by source_id`)
  return rows.map((row) => row.source_id)
}

/** All versions of a source's records, the current one last. */
export async function versionsOf(tx: Tx, sourceId: Uuid, records: Uuid[]): Promise<Map<Uuid, VersionRow[]>> {
  const rows = await tx.rows(sql<VersionRow>`
    select r.id, r.version, r.kind, r.key, r.source_id, r.hash, r.identity_id, r.state, r.parent_id, r.import_id, r.file_no, r.line_no,
      r.received_at, r.read_import, r.read_file
    from collect.record r where r.id = any(${records}::uuid[]) and r.source_id = ${sourceId}
    union all
    select r.id, p.version, r.kind, r.key, r.source_id, p.hash, p.identity_id, null, r.parent_id, p.import_id, p.file_no, p.line_no,
      p.received_at, p.read_import, p.read_file
    from collect.record_past p join collect.record r on r.id = p.record_id
    where p.record_id = any(${records}::uuid[]) and r.source_id = ${sourceId}
    order by id, version`)
  return Map.groupBy(rows, (row) => row.id)
}

/** What was written, by record. */
export async function payloadsOf(tx: Tx, ids: Uuid[]): Promise<Map<Uuid, Buffer>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: Uuid; payload: Buffer }>`
    select id, payload from collect.record where id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.payload]))
}

const columns = sql`r.id, r.version, r.kind, r.key, r.source_id, r.hash, r.identity_id, r.state, r.parent_id, r.import_id, r.file_no, r.line_no,
  r.received_at, r.read_import, r.read_file`

/** Records that are parts of these purchases and invoices. */
export async function childrenOf(tx: Tx, parents: Uuid[]): Promise<VersionRow[]> {
  if (parents.length === 0) return []
  return tx.rows(sql<VersionRow>`select ${columns} from collect.record r where r.parent_id = any(${parents}::uuid[])`)
}
/** Records that belong to a customer through these customer records. */
export async function attachedTo(tx: Tx, identities: Uuid[]): Promise<VersionRow[]> {
  if (identities.length === 0) return []
  return tx.rows(sql<VersionRow>`
    select ${columns} from collect.record r where r.identity_id = any(${identities}::uuid[]) and r.identity_id <> r.id`)
}

/** Of each of these customer records the first past version, of whatever told it, that names it; an import's own do not count. */
export function firstNaming(
  tx: Tx,
  identities: Uuid[],
  except: Uuid | undefined,
): Promise<(VersionRow & { payload: Buffer })[]> {
  if (identities.length === 0) return Promise.resolve([])
  return tx.rows(sql<VersionRow & { payload: Buffer }>`
    select distinct on (p.identity_id) r.id, p.version, r.kind, r.key, r.source_id, p.hash, p.identity_id, null as state, r.parent_id,
      p.import_id, p.file_no, p.line_no, p.received_at, p.read_import, p.read_file, p.payload
    from collect.record_past p join collect.record r on r.id = p.record_id
    where p.identity_id = any(${identities}::uuid[]) and p.identity_id <> p.record_id
      and p.import_id is distinct from ${except ?? null}::uuid
    order by p.identity_id, p.received_at, p.file_no, p.line_no`)
}

/** Whether something of an import was kept in a form that nobody reads any more: lines that know no order, versions before without their text. */
export async function anyUnreadable(runner: Runner, importId: Uuid): Promise<boolean> {
  const { yes } = await runner.one(sql<{ yes: boolean }>`
    select exists (select from collect.record where import_id = ${importId} and kind = 'purchaseLine' and parent_id is null)
      or exists (select from collect.record_past p join collect.record r on r.id = p.record_id
        where octet_length(p.payload) = 0 and r.import_id = ${importId}) as yes`)
  return yes
}

/** Makes past versions the current ones. */
export async function bringBack(tx: Tx, rows: { id: Uuid; version: number }[]): Promise<void> {
  if (rows.length === 0) return
  const wanted = sql`unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.version)}::int[]) as w (id, version)`
  await tx.run(sql`
    update collect.record r set version = p.version, hash = p.hash, observed_at = p.observed_at, import_id = p.import_id,
      file_no = p.file_no, line_no = p.line_no, received_at = p.received_at, payload = p.payload, read_import = p.read_import,
      read_file = p.read_file
    from ${wanted} join collect.record_past p on p.record_id = w.id and p.version = w.version where r.id = w.id`)
  await tx.run(
    sql`delete from collect.record_past p using ${wanted} where p.record_id = w.id and p.version = w.version`,
  )
}

/** Forgets past versions. */
export async function dropPast(tx: Tx, rows: { id: Uuid; version: number }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from collect.record_past p
    using unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.version)}::int[]) as w (id, version)
    where p.record_id = w.id and p.version = w.version`)
}

export async function dropRecords(tx: Tx, ids: Uuid[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`delete from collect.record where id = any(${ids}::uuid[])`)
  await tx.run(sql`delete from collect.record_past where record_id = any(${ids}::uuid[])`)
  await tx.run(sql`delete from collect.waiting where record_id = any(${ids}::uuid[])`)
}

/** A version goes on in the name of a later delivery that told the same; its writer's mapping still reads it. */
export async function handOver(
  tx: Tx,
  rows: { id: Uuid; version: number; importId: Uuid; fileNo: number; line: number; at: Date }[],
): Promise<void> {
  if (rows.length === 0) return
  const told = sql`unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.version)}::int[], ${rows.map((r) => r.importId)}::uuid[],
    ${rows.map((r) => r.fileNo)}::smallint[], ${rows.map((r) => r.line)}::int[], ${rows.map((r) => r.at)}::timestamptz[])
    as t (id, version, import_id, file_no, line_no, at)`
  await tx.run(sql`
    update collect.record r set import_id = t.import_id, file_no = t.file_no, line_no = t.line_no, received_at = t.at,
      read_import = coalesce(r.read_import, r.import_id), read_file = coalesce(r.read_file, r.file_no)
    from ${told} where r.id = t.id and r.version = t.version`)
  await tx.run(sql`
    update collect.record_past r set import_id = t.import_id, file_no = t.file_no, line_no = t.line_no, received_at = t.at,
      read_import = coalesce(r.read_import, r.import_id), read_file = coalesce(r.read_file, r.file_no)
    from ${told} where r.record_id = t.id and r.version = t.version`)
}
export async function redate(tx: Tx, rows: { id: Uuid; at: Date }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.record r set received_at = t.at
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.at)}::timestamptz[]) as t (id, at) where r.id = t.id`)
}

/** Where records stand from now on. */
export async function setPlaces(
  tx: Tx,
  rows: { id: Uuid; identityId: Uuid | null; state: string; parentId: Uuid | null }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.record r set identity_id = s.identity_id, state = s.state, parent_id = s.parent_id
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.identityId)}::uuid[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.parentId)}::uuid[]) as s (id, identity_id, state, parent_id)
    where r.id = s.id and (r.identity_id, r.state, r.parent_id) is distinct from (s.identity_id, s.state, s.parent_id)`)
}
export async function stopWaiting(tx: Tx, ids: Uuid[]): Promise<void> {
  if (ids.length > 0) await tx.run(sql`delete from collect.waiting where record_id = any(${ids}::uuid[])`)
}

/** The next records that an import has written, the parts before the wholes and the customers last. Few of one kind at a time. */
export async function writtenBy(tx: Tx, importId: Uuid, limit: number): Promise<Uuid[]> {
  const kinds: RecordKind[] = [
    'feedback',
    'interaction',
    'payment',
    'invoice',
    'purchaseLine',
    'purchase',
    'customer',
    'product',
  ]
  for (const kind of kinds) {
    const rows = await tx.rows(sql<{ id: Uuid }>`
      select id from collect.record where import_id = ${importId} and kind = ${kind} limit ${limit}`)
    if (rows.length > 0) return rows.map((row) => row.id)
  }
  // versions that later ones have taken the place of
  const rows = await tx.rows(sql<{ id: Uuid }>`
    select distinct record_id as id from (
      select record_id from collect.record_past where import_id = ${importId} limit ${limit}) p`)
  return rows.map((row) => row.id)
}

/** Lines of these purchases other than those kept. */
export async function linesBeside(tx: Tx, purchases: readonly Uuid[], kept: readonly Uuid[]): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ id: Uuid }>`
    select id from collect.record
    where parent_id = any(${purchases}::uuid[]) and kind = 'purchaseLine' and not (id = any(${kept}::uuid[]))`)
  return rows.map(({ id }) => id)
}
