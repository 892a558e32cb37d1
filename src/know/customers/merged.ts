import type { Batch, Work } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Standing } from './queries.ts'
import { insertMerged, type MergedRow, takeMerged } from './queries/merged.ts'

/** What of customers no source record tells, when they go into others and come back. */
export interface Standings {
  /** Those who come back, as they stood when they went. */
  back: Map<Uuid, MergedRow>
  /** Archived from now on: since when, or null where a customer is taken back into use. */
  archived: Map<Uuid, Date | null>
}

/**
 * Keeps how customers stood who go into others, and finds how those stood who come back. A customer in use that goes into an archived one takes
 * it back into use; when it leaves again, that one goes back to the archive, if nobody has put it there meanwhile.
 */
export async function standings(work: Work, batch: Batch, before: ReadonlyMap<Uuid, Standing>): Promise<Standings> {
  const found: Standings = { back: new Map(), archived: new Map() }
  if (batch.joined === undefined && batch.returned === undefined) return found
  const back = await takeMerged(work.tx, [...(batch.returned ?? [])])
  for (const row of back) {
    found.back.set(row.customer_id, row)
    if (row.archived_at !== null) found.archived.set(row.customer_id, row.archived_at)
    const into = before.get(row.into_id)
    if (row.woken_at !== null && into?.archived_at === null) found.archived.set(into.id, row.woken_at)
  }
  const rows: MergedRow[] = []
  for (const [id, into] of batch.joined ?? []) {
    const was = before.get(id)
    if (!was) continue
    const asleep = before.get(into)?.archived_at ?? null
    const wakes = was.archived_at === null && asleep !== null
    if (wakes) found.archived.set(into, null)
    rows.push({
      customer_id: id,
      version: was.version + 1,
      created_at: was.created_at,
      archived_at: was.archived_at,
      into_id: into,
      woken_at: wakes ? asleep : null,
    })
  }
  await insertMerged(work.tx, rows)
  return found
}
