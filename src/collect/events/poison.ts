import { quarantine, workOf } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { strangeLayout } from './layouts.ts'
import { parsed } from './message.ts'
import { lockEvents, settleEvents, waitingEvents } from './queries.ts'
import { strangeCells } from './translate.ts'

/** Puts the message that comes first aside: it failed in a way of its own, and those behind it are not to wait. */
export async function putAside(context: Context, sourceId: Uuid): Promise<void> {
  await context.db.tx(async (tx) => {
    if (!(await lockEvents(tx, sourceId))) return
    const [row] = await waitingEvents(tx, sourceId, 1)
    if (!row) return
    const { company } = workOf(context, tx)
    const { kind, name, columns, mapping } = strangeLayout
    const cells = strangeCells(row.message_id, parsed(row.payload), row.received_at)
    const fault = { field: 'text', code: 'text_unreadable' as const, written: '', fatal: true }
    await quarantine(
      tx,
      { sourceId, kind, name, columns, mapping, currency: company.currency, delimiter: null },
      { entrance: 'event', importId: null, fileNo: 0, at: row.received_at },
      [{ line: 1, cells, faults: [fault] }],
    )
    await settleEvents(tx, sourceId, [{ id: row.message_id, state: 'bad', at: null, visitor: null, person: null }])
  })
}
