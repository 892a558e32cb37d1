import type { Context } from '#src/platform/context.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type BulkRow, bulkById, nextRows, passTo } from '../queries/bulk.ts'
import { changeOne, undoOne } from './one.ts'

/** How many between two looks at whether to stop. */
const piece = 50

/**
 * Changes, or changes back, whoever is left of a selection; in the name of the one who asked, each customer in a transaction of its own.
 * A killed worker's run goes on where it was.
 */
export async function carryOut(context: Context, id: Uuid, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted()
    const bulk = await bulkById(context.db, id)
    if (!bulk || (bulk.state !== 'running' && bulk.state !== 'undoing')) return
    const undoing = bulk.state === 'undoing'
    if (bulk.cancel_asked) return end(context, id, bulk.state, 'cancelled')
    const rows = await nextRows(context.db, id, undoing ? 'done' : 'waiting', piece)
    if (rows.length === 0) return end(context, id, bulk.state, undoing ? 'undone' : 'finished')
    const theirs = inTheNameOf(context, bulk)
    for (const one of rows) await (undoing ? undoOne : changeOne)(theirs, id, one, bulk.change)
    await announce(context.db, { topic: 'list', id })
  }
}

async function end(context: Context, id: Uuid, from: BulkRow['state'], to: BulkRow['state']): Promise<void> {
  await passTo(context.db, id, [from], to, context.clock.now())
  await announce(context.db, { topic: 'list', id })
}

function inTheNameOf(context: Context, { actor }: BulkRow): Context {
  if (context.actor.kind !== 'system') return context
  return { ...context, now: context.clock.now(), actor: { ...actor, verbs: new Set(actor.verbs) } }
}
