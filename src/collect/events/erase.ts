import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { awaitEvents, forgetEvents, peopleOf } from './queries.ts'

/** Takes out what events kept of the people behind these customer records: their states, visits as a stranger, and what waits. */
export async function eraseEvents(tx: Tx, records: readonly Uuid[]): Promise<void> {
  for (const [source, rows] of Map.groupBy(await peopleOf(tx, records), (row) => row.source_id)) {
    await awaitEvents(tx, source)
    await forgetEvents(
      tx,
      source,
      rows.map((row) => row.key),
    )
  }
}
