import type { Queue } from '#src/collect/events/index.ts'
import { workOf } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { applyNext, asStrange } from './apply.ts'
import { hookById, hooksWaiting, lockTold, settle, waitingDeliveries } from './queries.ts'

async function putAside(context: Context, hookId: Uuid): Promise<void> {
  await context.db.tx(async (tx) => {
    const hook = await hookById(tx, hookId)
    if (hook === undefined || !(await lockTold(tx, hook.source_id))) return
    const [row] = await waitingDeliveries(tx, hookId, 1)
    if (!row) return
    await asStrange(workOf(context, tx), hook, row)
    await settle(tx, hookId, [{ id: row.delivery_id, state: 'faulty', faults: [] }], context.now)
  })
}

/** Deliveries of web hooks, applied by the loop that applies events. */
export const deliveries: Queue = {
  name: 'web hooks',
  waiting: ({ db }) => hooksWaiting(db),
  next: applyNext,
  putAside,
}
