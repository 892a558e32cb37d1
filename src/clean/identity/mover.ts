import type { Tx } from '#src/platform/db/index.ts'
import { tables, type TableEntry } from '#src/tables.ts'
import type { Uuid } from '#src/terms/index.ts'
import { columnsOf, moveRows } from './mover-queries.ts'

const movable = (Object.entries(tables) as [string, TableEntry][])
  .filter(([, entry]) => entry.moves)
  .map(([name]) => name)

/**
 * The one way a row changes owner: everything that came to `from` through the given source records goes to `to`, in every table that
 * the manifest says moves, by delete-and-insert in the caller's transaction. Merge, un-merge, rollback and erasure all use it.
 * Moving back is exact, since `origin_id` never changes. Derived rows (golden values, identifiers, figures) are the caller's to make anew.
 * @returns how many rows moved, by table
 */
export async function move(tx: Tx, origins: Uuid[], from: Uuid, to: Uuid): Promise<Record<string, number>> {
  const moved: Record<string, number> = {}
  for (const table of movable) {
    const known = columns.get(table) ?? (await columnsOf(tx, table))
    columns.set(table, known)
    moved[table] = await moveRows(tx, table, known, origins, from, to)
  }
  return moved
}

/** Columns by table: they change by migrations only, which run before the program does. */
const columns = new Map<string, string[]>()
