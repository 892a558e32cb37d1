import { ports } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { ImportEffects, RollbackPreview } from '../contract.ts'
import { type EffectKind, filesOf, importOf } from '../queries.ts'
import { sumCounts } from '../report.ts'
import { effectsOf, quarantinedOf, recordsOf } from './queries.ts'
import { objectionsTo } from './rollback.ts'

/** Records that are looked at; of a larger import the rest is taken to be like them. */
const most = 20_000
const onTimeline = ['purchase', 'invoice', 'payment', 'interaction', 'feedback']

/** What taking an import back would touch, and what stands against it. */
export async function rollbackPreview(context: Context, id: Uuid): Promise<RollbackPreview> {
  authorize(context.actor, 'import.read')
  const { db } = context
  const [row, files, found] = await Promise.all([importOf(db, id), filesOf(db, [id]), recordsOf(db, id, most + 1)])
  if (!row) throw new Refusal(404, 'not_found', 'There is no such import.', 'Open one from the list of imports.')
  const counts = sumCounts(files)
  const sum = (['new', 'updated', 'duplicate', 'unassigned', 'waiting'] as const).reduce(
    (all, b) => all + (counts[b] ?? 0),
    0,
  )
  const looked = found.slice(0, most)
  const factor = found.length > most ? Math.max(1, sum / most) : 1
  const identities = [...new Set(looked.flatMap((r) => r.identity_id ?? []))]
  const [leaning, quarantined, objections] = await Promise.all([
    ports().leaningOn(db, identities, id),
    quarantinedOf(db, id),
    objectionsTo(context, id),
  ])
  const because = row.dry_run
    ? 'dryRun'
    : !['finished', 'cancelled', 'failed'].includes(row.state)
      ? 'state'
      : objections.length > 0
        ? 'objections'
        : null
  const about = (n: number) => Math.round(n * factor)
  return {
    possible: because === null,
    because,
    records: factor > 1 ? sum : looked.length,
    customers: about(leaning.customers),
    customersGone: about(leaning.gone),
    timeline: about(looked.filter((r) => r.state === 'live' && onTimeline.includes(r.kind)).length),
    editsStay: about(leaning.edits),
    quarantined,
    estimated: factor > 1,
    objections,
  }
}

/** Examples of what an import did, or a dry run would do, to one field of known customers. */
export async function importEffects(
  context: Context,
  id: Uuid,
  field: string,
  what: EffectKind,
): Promise<ImportEffects> {
  authorize(context.actor, 'import.read')
  if (!(await importOf(context.db, id)))
    throw new Refusal(404, 'not_found', 'There is no such import.', 'Open one from the list of imports.')
  const rows = await effectsOf(context.db, id, field, what)
  const customers = await ports().named(
    context.db,
    rows.flatMap((row) => row.customer_id ?? []),
  )
  return {
    rows: rows.map((row) => {
      const customer = row.customer_id === null ? undefined : customers.get(row.customer_id)
      const hidden = customer?.protected === true && !may(context.actor, 'customer.protected')
      return {
        field: row.field,
        what: row.what,
        customer: customer ? { id: customer.id, name: customer.name } : null,
        fileNo: row.file_no,
        line: row.line_no,
        old: hidden ? null : row.old,
        told: hidden ? null : row.told,
      }
    }),
  }
}
