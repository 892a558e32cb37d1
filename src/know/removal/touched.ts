import { staffSource } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { pageRow } from '#src/know/customers/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Touched } from './contract.ts'
import { boughtOf, invoicesOf, type OwnRecord, recordsOf, timelineOf } from './queries.ts'

/** Vouchers are kept six years from the end of the calendar year (bookkeeping act 1336/1997, chapter 2, section 10). */
const keptYears = 6

/** What archiving, deleting and erasing a customer would touch. */
export async function touched(context: Context, id: Uuid): Promise<Touched> {
  authorize(context.actor, 'customer.archive')
  return (await look(context, context.db, id)).touched
}

/** The same in the caller's transaction, with the records themselves. */
export async function look(
  context: Context,
  runner: Runner,
  id: Uuid,
): Promise<{ touched: Touched; records: OwnRecord[] }> {
  const { timeZone } = context.config
  const row = await pageRow(runner, id)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
  const records = await recordsOf(runner, id)
  const timeline = await timelineOf(runner, id)
  const bought = await boughtOf(runner, id)
  const sinceYear = Number(dayIn(context.now, timeZone).slice(0, 4)) - keptYears
  const invoices = await invoicesOf(runner, id, sinceYear, timeZone)
  const { kept, youngest } = invoices
  const elsewhere = toldElsewhere(records)
  const touched: Touched = {
    id,
    version: row.version,
    archived: row.archived_at !== null,
    records: records.length,
    sources: bySource(records),
    timeline: timeline.map(({ kind, count }) => ({ kind, count })),
    notes: timeline.reduce((sum, one) => sum + one.notes, 0),
    purchases: bought.reduce((sum, one) => sum + one.count, 0),
    sums: may(context.actor, 'value.read') ? bought.map(({ sum, currency }) => ({ minor: sum, currency })) : [],
    invoices: invoices.count,
    kept: { invoices: kept, until: kept > 0 && youngest !== null ? `${youngest + keptYears}-12-31` : null },
    objections: [
      ...(kept > 0 ? [{ code: 'invoice_kept' as const, count: kept }] : []),
      ...(elsewhere > 0 ? [{ code: 'told_elsewhere' as const, count: elsewhere }] : []),
    ],
  }
  return { touched, records }
}

/** Records made of somebody else's line (the contact person in a company's row): they would come back at once. */
function toldElsewhere(records: readonly OwnRecord[]): number {
  const own = new Set(records.map((record) => record.id))
  return records.filter(({ kind, parent_id }) => kind === 'customer' && parent_id !== null && !own.has(parent_id))
    .length
}

const bySource = (records: readonly OwnRecord[]): Touched['sources'] =>
  [...Map.groupBy(records, ({ source_id, kind }) => `${source_id} ${kind}`).values()].map((group) => ({
    source: group[0]!.source,
    staff: group[0]!.source_id === staffSource.id,
    kind: group[0]!.kind,
    count: group.length,
  }))
