import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

const erased = table('collect.erased', { hash: 'bytea', erasure_id: 'uuid', at: 'timestamptz' })

export async function anybodyErased(runner: Runner): Promise<boolean> {
  return (await runner.one(sql<{ yes: boolean }>`select exists (select from collect.erased) as yes`)).yes
}
export async function erasedOf(runner: Runner, hashes: Buffer[]): Promise<Set<string>> {
  const rows = await runner.rows(
    sql<{ hash: Buffer }>`select hash from collect.erased where hash = any(${hashes}::bytea[])`,
  )
  return new Set(rows.map(({ hash }) => hash.toString('base64')))
}
export const keepErased = (tx: Tx, rows: { hash: Buffer; erasure_id: Uuid; at: Date }[]): Promise<number> =>
  insertMany(tx, erased, rows, 'on conflict (hash) do nothing')
export async function liftErased(tx: Tx, hashes: Buffer[]): Promise<void> {
  await tx.run(sql`delete from collect.erased where hash = any(${hashes}::bytea[])`)
}

/** Everything that was told of a customer: its customer records, what belongs to it through them, and parts of that. */
export async function recordsOf(tx: Tx, identities: Uuid[]): Promise<{ id: Uuid; source_id: Uuid }[]> {
  return tx.rows(sql<{ id: Uuid; source_id: Uuid }>`
    with recursive theirs as (
      select id, source_id from collect.record where id = any(${identities}::uuid[])
      union
      select id, source_id from collect.record where identity_id = any(${identities}::uuid[]) and identity_id <> id
      union
      select r.id, r.source_id from collect.record_past p join collect.record r on r.id = p.record_id
      where p.identity_id = any(${identities}::uuid[]) and r.identity_id is null
    )
    select id, source_id from theirs
    union
    select r.id, r.source_id from collect.waiting w join collect.record r on r.id = w.record_id
    where w.waits_for in (select id from theirs)`)
}
/** The imports that told these records, with their past. */
export async function importsOf(tx: Tx, records: Uuid[]): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ id: Uuid }>`
    select import_id as id from collect.record where id = any(${records}::uuid[]) and import_id is not null
    union select import_id from collect.record_past where record_id = any(${records}::uuid[]) and import_id is not null
    union select read_import from collect.record where id = any(${records}::uuid[]) and read_import is not null`)
  return rows.map((row) => row.id)
}
/** Rows that name a person beside them: a company's row that told the contact. */
export function tellersBeside(tx: Tx, records: Uuid[]): Promise<{ id: Uuid; payload: Buffer }[]> {
  return tx.rows(sql<{ id: Uuid; payload: Buffer }>`
    select id, payload from collect.record where id in (
      select parent_id from collect.record where id = any(${records}::uuid[]) and kind = 'customer' and parent_id is not null)
    and not id = any(${records}::uuid[])`)
}
export async function blankPayload(tx: Tx, id: Uuid, payload: Buffer): Promise<void> {
  await tx.run(sql`update collect.record set payload = ${payload} where id = ${id}`)
  await tx.run(sql`delete from collect.record_past where record_id = ${id}`)
}

/** Rows to repair that may name somebody: a row became one of these records, or one of the texts or numbers stands in it. */
export function quarantinedLike(
  tx: Tx,
  records: Uuid[],
  texts: string[],
  numbers: string[],
): Promise<
  { id: Uuid; source_id: Uuid; import_id: Uuid | null; cells: Buffer; draft: Buffer | null; theirs: boolean }[]
> {
  return tx.rows(sql<{
    id: Uuid
    source_id: Uuid
    import_id: Uuid | null
    cells: Buffer
    draft: Buffer | null
    theirs: boolean
  }>`
    select id, source_id, import_id, cells, draft, coalesce(record_id = any(${records}::uuid[]), false) as theirs
    from collect.quarantine, lateral (
      select lower(convert_from(cells, 'UTF8') || coalesce(convert_from(draft, 'UTF8'), '') || coalesce(convert_from(before, 'UTF8'), '')) as text
    ) t
    where record_id = any(${records}::uuid[]) or exists (select from unnest(${texts}::text[]) n where strpos(text, n) > 0)
      or exists (select from unnest(${numbers}::text[]) n where strpos(regexp_replace(text, '[^0-9]', '', 'g'), n) > 0)`)
}
export async function dropQuarantined(tx: Tx, ids: Uuid[]): Promise<void> {
  await tx.run(sql`delete from collect.quarantine_line where quarantine_id = any(${ids}::uuid[])`)
  await tx.run(sql`delete from collect.quarantine where id = any(${ids}::uuid[])`)
}
