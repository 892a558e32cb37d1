import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Lines that told these records: their number stays, what was written of them goes. */
export function blankLines(tx: Tx, records: Uuid[]): Promise<number> {
  return tx.run(sql`
    update collect.import_line set record_id = null, faults = null, cells = null where record_id = any(${records}::uuid[])`)
}
/** Lines that no record keeps and that may name somebody. */
export function keptLines(
  tx: Tx,
  texts: string[],
  numbers: string[],
): Promise<{ import_id: Uuid; bucket: string; file_no: number; line_no: number; cells: Buffer; source_id: Uuid }[]> {
  return tx.rows(sql<{
    import_id: Uuid
    bucket: string
    file_no: number
    line_no: number
    cells: Buffer
    source_id: Uuid
  }>`
    select l.import_id, l.bucket, l.file_no, l.line_no, l.cells, i.source_id
    from collect.import_line l join collect.import i on i.id = l.import_id, lateral (select lower(convert_from(l.cells, 'UTF8')) as text) t
    where l.cells is not null and (exists (select from unnest(${texts}::text[]) n where strpos(text, n) > 0)
      or exists (select from unnest(${numbers}::text[]) n where strpos(regexp_replace(text, '[^0-9]', '', 'g'), n) > 0))`)
}
export async function blankKept(
  tx: Tx,
  rows: { import_id: Uuid; bucket: string; file_no: number; line_no: number }[],
): Promise<void> {
  await tx.run(sql`
    update collect.import_line l set faults = null, cells = null
    from unnest(${rows.map((r) => r.import_id)}::uuid[], ${rows.map((r) => r.bucket)}::text[], ${rows.map((r) => r.file_no)}::smallint[],
      ${rows.map((r) => r.line_no)}::int[]) as t (import_id, bucket, file_no, line_no)
    where l.import_id = t.import_id and l.bucket = t.bucket and l.file_no = t.file_no and l.line_no = t.line_no`)
}

/** Effects of imports on this customer, and those that only say such values of somebody a dry run would have made. */
export function dropEffects(tx: Tx, customers: Uuid[], values: string[]): Promise<number> {
  return tx.run(sql`
    delete from collect.import_effect where customer_id = any(${customers}::uuid[])
      or (customer_id is null and (lower(told) = any(${values}::text[]) or lower(old) = any(${values}::text[])))`)
}

/** What the plans and reports of imports show as examples. */
export function shownParts(
  tx: Tx,
): Promise<{ import_id: Uuid; file_no: number; notes: unknown; plan: unknown; problem: unknown }[]> {
  return tx.rows(sql<{ import_id: Uuid; file_no: number; notes: unknown; plan: unknown; problem: unknown }>`
    select f.import_id, f.file_no, f.notes, f.plan, i.problem from collect.import_file f join collect.import i on i.id = f.import_id`)
}
export async function showLess(
  tx: Tx,
  row: { import_id: Uuid; file_no: number; notes: unknown; plan: unknown; problem: unknown },
): Promise<void> {
  await tx.run(sql`
    update collect.import_file set notes = ${JSON.stringify(row.notes)}::jsonb, plan = ${JSON.stringify(row.plan)}::jsonb
    where import_id = ${row.import_id} and file_no = ${row.file_no}`)
  if (row.problem !== null)
    await tx.run(
      sql`update collect.import set problem = ${JSON.stringify(row.problem)}::jsonb where id = ${row.import_id}`,
    )
}

/** Dropped files that still stand on the disk. */
export function standingFiles(runner: Runner): Promise<{ id: Uuid; state: string; name: string; path: string }[]> {
  return runner.rows(sql<{ id: Uuid; state: string; name: string; path: string }>`
    select i.id, i.state, f.name, f.path from collect.import i join collect.import_file f on f.import_id = i.id
    where i.files_cleared_at is null order by i.id, f.file_no`)
}
