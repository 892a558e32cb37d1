import type { Item, Work } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { mend } from './finish.ts'
import { layoutNamed } from './layouts.ts'
import { awaitEvents } from './queries.ts'

/** A row of an event that has been mended, as the page of repairs keeps it. */
export interface MendedRow {
  id: Uuid
  /** Name of its layout. */
  layout: string
  cells: readonly string[]
  toldAt: Date
}

/** Whoever replays events of a source has its turn before the source itself: so does whoever applies them. */
export const lockForMending = (tx: Tx, sourceId: Uuid): Promise<void> => awaitEvents(tx, sourceId)

/**
 * Takes mended rows of one source in, as if their messages had said so: each takes its place in time, and what was told later stays.
 * Returns by row the record that it became; null = something later is known; absent = nobody can tell whose it is.
 */
export async function takeMended(
  work: Work,
  sourceId: Uuid,
  rows: readonly MendedRow[],
): Promise<Map<Uuid, Item | null>> {
  const known = rows.flatMap(({ id, layout, cells, toldAt }) => {
    const found = layoutNamed(layout)
    const person = found?.columns.indexOf('userId') ?? -1
    const happened = found?.kind === 'interaction' || found?.kind === 'feedback'
    if (found === undefined || (person >= 0 && happened && !cells[person]?.trim())) return []
    return [{ id, layout: found, cells, at: toldAt.getTime() }]
  })
  const { batch, keys } = await mend(work, sourceId, known)
  const items = new Map(batch.items.filter((item) => !item.derived).map((item) => [item.key, item]))
  return new Map(
    known.map(({ id }) => {
      const key = keys.get(id)
      return [id, key === null || key === undefined ? null : (items.get(key) ?? null)]
    }),
  )
}
