import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** What exports were asked for that names one of these texts; small letters. */
export function exportsNaming(tx: Tx, texts: string[]): Promise<{ id: Uuid; asked: unknown }[]> {
  return tx.rows(sql<{ id: Uuid; asked: unknown }>`
    select id, asked from know.export where exists (select from unnest(${texts}::text[]) n where strpos(lower(asked::text), n) > 0)`)
}
export async function askLess(tx: Tx, id: Uuid, asked: unknown): Promise<void> {
  await tx.run(sql`update know.export set asked = ${JSON.stringify(asked)}::jsonb where id = ${id}`)
}
/** Kept views whose name or conditions name one of these texts. */
export function viewsNaming(tx: Tx, texts: string[]): Promise<{ id: Uuid; name: string; conditions: unknown }[]> {
  return tx.rows(sql<{ id: Uuid; name: string; conditions: unknown }>`
    select id, name, conditions from know.view
    where exists (select from unnest(${texts}::text[]) n where strpos(lower(concat_ws(' ', name, conditions::text)), n) > 0)`)
}
export async function viewLess(tx: Tx, view: { id: Uuid; name: string; conditions: unknown }): Promise<void> {
  const conditions = view.conditions === null ? null : JSON.stringify(view.conditions)
  await tx.run(sql`
    update know.view set name = ${view.name}, conditions = ${conditions}::jsonb, version = version + 1 where id = ${view.id}`)
}
/** Changes to many customers whose choice or value names one of these texts. */
export function bulkNaming(tx: Tx, texts: string[]): Promise<{ id: Uuid; selection: unknown; change: unknown }[]> {
  return tx.rows(sql<{ id: Uuid; selection: unknown; change: unknown }>`
    select id, selection, change from know.bulk_edit
    where exists (select from unnest(${texts}::text[]) n where strpos(lower(selection::text || change::text), n) > 0)`)
}
export async function bulkLess(tx: Tx, row: { id: Uuid; selection: unknown; change: unknown }): Promise<void> {
  await tx.run(sql`
    update know.bulk_edit set selection = ${JSON.stringify(row.selection)}::jsonb, change = ${JSON.stringify(row.change)}::jsonb
    where id = ${row.id}`)
}
