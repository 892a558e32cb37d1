import { authorize, may } from '#src/company/index.ts'
import { passed } from '#src/know/customers/index.ts'
import { fieldsOf } from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { envOf } from '../env.ts'
import {
  askToCancel,
  type BulkActor,
  type BulkRow,
  bulkById,
  insertBulk,
  keepSelection,
  nextRows,
  outcomesOf,
  passTo,
} from '../queries/bulk.ts'
import { specs } from '../queries/specs.ts'
import { type BulkDraft, type BulkEdit, mostAtAll, mostAtOnce } from './contract.ts'
import { bulkJob } from './jobs.ts'
import { carryOut } from './run.ts'

/**
 * Makes one change to every customer of a selection, each through the same door as a change on its page. Up to 200 at once, more in the
 * background. Refuses 422 `bulk_too_large`, `bulk_mixed`, `value_faulty`.
 */
export async function bulkEdit(context: Context, { selection, change }: BulkDraft): Promise<BulkEdit> {
  const { actor } = context
  const { language, attributes, standing } = change
  authorize(actor, 'customer.bulk')
  authorize(actor, specs.customers.verb)
  authorize(actor, standing === undefined ? 'customer.edit' : 'customer.archive')
  if (standing !== undefined && (language !== undefined || attributes !== undefined)) throw mixed()
  if (language !== undefined) passed(context, { externalId: 'any', language })
  const env = await envOf(context, specs.customers, selection.conditions ? fieldsOf(selection.conditions) : [])
  const id = context.uuid()
  const total = await context.db.tx(async (tx) => {
    const chosen = await keepSelection(tx, id, selection, env, mostAtAll + 1)
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
  return present(context, (await bulkById(context.db, id))!)
}

/** How far it is, and what became of whom. */
export async function bulkReport(context: Context, id: Uuid): Promise<BulkEdit> {
  authorize(context.actor, 'customer.bulk')
  return present(context, await known(context, id))
}

/** Stops a change under way; what it has changed stays, and can be taken back. Refuses 409 `bulk_over`. */
export async function cancelBulk(context: Context, id: Uuid): Promise<BulkEdit> {
  authorize(context.actor, 'customer.bulk')
  await known(context, id)
  if (!(await askToCancel(context.db, id))) throw over()
  return present(context, await known(context, id))
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
  return present(context, await known(context, id))
}

async function known(context: Context, id: Uuid): Promise<BulkRow> {
  const row = await bulkById(context.db, id)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such change.', 'Look at the list.')
  return row
}

async function present(context: Context, row: BulkRow): Promise<BulkEdit> {
  const outcomes = await outcomesOf(context.db, row.id)
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
