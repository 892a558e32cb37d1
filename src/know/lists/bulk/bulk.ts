import { authorize, may } from '#src/company/index.ts'
import { passed } from '#src/know/customers/index.ts'
import { fieldsOf } from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Statement } from '#src/platform/db/index.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { envOf } from '../env.ts'
import {
  askToCancel,
  type BulkActor,
  type BulkRow,
  bulkById,
  bulksBefore,
  insertBulk,
  keepSelection,
  nextRows,
  type Outcome,
  outcomesOf,
  passTo,
} from '../queries/bulk.ts'
import { selected } from '../queries/page.ts'
import { specs } from '../queries/specs.ts'
import { type BulkDraft, type BulkEdit, type BulkList, mostAtAll, mostAtOnce } from './contract.ts'
import { bulkJob } from './jobs.ts'
import { carryOut } from './run.ts'

/** Changes on a page of them. */
const pageSize = 20

/**
 * Makes one change to every customer of a selection, each through the same door as a change on its page. Up to 200 at once, more in the
 * background. Refuses 422 `bulk_too_large`, `bulk_mixed`, `value_faulty`.
 */
export async function bulkEdit(context: Context, { selection, change }: BulkDraft): Promise<BulkEdit> {
  authorize(context.actor, 'customer.bulk')
  authorize(context.actor, specs.customers.verb)
  const { conditions } = selection
  const env = await envOf(context, specs.customers, conditions ? fieldsOf(conditions) : [], conditions)
  return bulkWhere(context, selected(specs.customers, selection, env), { selection, change })
}

/** The same for the customers (alias `c` of know.customer) that a condition of another slice chooses; `selection` is what the log keeps of it. */
export async function bulkWhere(
  context: Context,
  where: Statement,
  { selection, change }: BulkDraft,
): Promise<BulkEdit> {
  const { actor } = context
  const { standing, ...values } = change
  authorize(actor, 'customer.bulk')
  authorize(actor, standing === undefined ? 'customer.edit' : 'customer.archive')
  if (standing !== undefined && Object.keys(values).length > 0) throw mixed()
  if (change.city !== undefined) authorize(actor, 'customer.contact')
  const { attributes: _, ...fields } = values
  if (Object.keys(fields).length > 0) passed(context, { externalId: 'any', ...fields })
  const id = context.uuid()
  const total = await context.db.tx(async (tx) => {
    const chosen = await keepSelection(tx, id, where, mostAtAll + 1)
    if (chosen > mostAtAll) throw tooMany()
    const by: BulkActor = {
      kind: actor.kind === 'token' ? 'token' : actor.kind === 'system' ? 'system' : 'user',
      id: actor.id,
      name: actor.name,
      role: actor.role,
      verbs: [...actor.verbs],
      language: actor.language,
    }
    await insertBulk(tx, { id, selection, change, actor: by, now: context.now, total: chosen })
    if (chosen > mostAtOnce) await context.jobs.enqueue(tx, bulkJob, { id })
    return chosen
  })
  if (total <= mostAtOnce) await carryOut(context, id)
  return told(context, (await bulkById(context.db, id))!)
}

/** How far it is, and what became of whom. */
export async function bulkReport(context: Context, id: Uuid): Promise<BulkEdit> {
  authorize(context.actor, 'customer.bulk')
  return told(context, await known(context, id))
}

/** Changes of many customers, whoever made them, newest first, `pageSize` at a time. Refuses 400 `cursor`. */
export async function bulkEdits(context: Context, after: string | undefined): Promise<BulkList> {
  authorize(context.actor, 'customer.bulk')
  if (after !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) throw unknownPlace()
  const rows = await bulksBefore(context.db, after ?? null, pageSize + 1)
  const shown = rows.slice(0, pageSize)
  const outcomes = Map.groupBy(
    await outcomesOf(
      context.db,
      shown.map(({ id }) => id),
    ),
    (one) => one.bulk_id,
  )
  return {
    edits: shown.map((row) => present(context, row, outcomes.get(row.id) ?? [])),
    next: rows.length > pageSize ? shown.at(-1)!.id : null,
  }
}

/** Stops a change under way; what it has changed stays, and can be taken back. Refuses 409 `bulk_over`. */
export async function cancelBulk(context: Context, id: Uuid): Promise<BulkEdit> {
  authorize(context.actor, 'customer.bulk')
  await known(context, id)
  if (!(await askToCancel(context.db, id))) throw over()
  return told(context, await known(context, id))
}

/** Takes back every edit of it that nobody has changed since. Refuses 409 `bulk_not_undoable`. */
export async function undoBulk(context: Context, id: Uuid): Promise<BulkEdit> {
  authorize(context.actor, 'customer.bulk')
  const { change } = await known(context, id)
  authorize(context.actor, change.standing === undefined ? 'customer.edit' : 'customer.archive')
  const few = (await nextRows(context.db, id, 'done', mostAtOnce + 1)).length <= mostAtOnce
  await context.db.tx(async (tx) => {
    if (!(await passTo(tx, id, ['finished', 'cancelled'], 'undoing', null))) throw notUndoable()
    if (!few) await context.jobs.enqueue(tx, bulkJob, { id })
  })
  if (few) await carryOut(context, id)
  return told(context, await known(context, id))
}

async function known(context: Context, id: Uuid): Promise<BulkRow> {
  const row = await bulkById(context.db, id)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such change.', 'Look at the list.')
  return row
}

async function told(context: Context, row: BulkRow): Promise<BulkEdit> {
  return present(context, row, await outcomesOf(context.db, [row.id]))
}

function present(context: Context, row: BulkRow, outcomes: readonly Outcome[]): BulkEdit {
  const of = (...states: string[]) =>
    outcomes.filter(({ state }) => states.includes(state)).reduce((sum, one) => sum + one.count, 0)
  const reasons = (state: string) =>
    outcomes.flatMap((one) => (one.state === state ? [{ because: one.because ?? state, count: one.count }] : []))
  const undoing = row.state === 'undoing' || row.state === 'undone'
  return {
    id: row.id,
    state: row.state,
    change: row.change,
    by: row.actor.name,
    at: row.asked_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    total: undoing ? of('done', 'undone', 'kept') : row.total,
    through: undoing ? of('undone', 'kept') : row.total - of('waiting'),
    done: of('done'),
    same: of('same'),
    refused: reasons('refused'),
    undone: of('undone'),
    kept: reasons('kept'),
    undoable:
      (row.state === 'finished' || row.state === 'cancelled') && of('done') > 0 && may(context.actor, 'customer.bulk'),
  }
}

const mixed = () =>
  new Refusal(422, 'bulk_mixed', 'Values and archiving do not go in one change.', 'Do them one after the other.')
const tooMany = () =>
  new Refusal(422, 'bulk_too_large', 'Too many customers for one change.', 'Choose fewer.', { rows: mostAtAll })
const over = () => new Refusal(409, 'bulk_over', 'The change is over.', 'Look at what became of it.')
const notUndoable = () =>
  new Refusal(409, 'bulk_not_undoable', 'The change is under way or taken back already.', 'Look at how far it is.')
