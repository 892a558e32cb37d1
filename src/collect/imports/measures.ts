import type { Db } from '#src/platform/db/index.ts'
import type { Measure } from '#src/platform/metrics/index.ts'
import { importedRows, importsByState } from './queries/measures.ts'

/** How many lines ended in which bucket, and how many imports are in which state. */
export async function measures(db: Db): Promise<Measure[]> {
  const rows = await db.rows(importedRows)
  const states = await db.rows(importsByState)
  return [
    {
      name: 'kauppias_import_rows',
      help: 'Lines of all imports, by where they ended',
      values: rows.map(({ bucket, rows: value }) => ({ labels: { bucket }, value })),
    },
    {
      name: 'kauppias_imports',
      help: 'Imports by state',
      values: states.map(({ state, count }) => ({ labels: { state }, value: count })),
    },
  ]
}
