import { authorize, may } from '#src/company/index.ts'
import { allowedField, compile, fieldOf, fieldsOf } from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { ListName, View, ViewChange, ViewDraft, ViewList } from './contract.ts'
import { envOf } from './env.ts'
import { columnsOf, orderOf } from './lists.ts'
import { deleteView, insertView, updateView, viewById, type ViewRow, viewsOf } from './queries/kept.ts'
import { specs } from './queries/specs.ts'

/** Kept views of a list that the reader may see: shared ones and their own. */
export async function views(context: Context, list: ListName): Promise<ViewList> {
  const spec = specs[list]
  authorize(context.actor, 'customer.read')
  authorize(context.actor, spec.verb)
  const rows = await viewsOf(context.db, list, context.actor.id)
  const env = await envOf(context, spec, [])
  return { views: rows.map((row) => present(context, row, (id) => fieldOf(id, env)?.verb)) }
}

function present(context: Context, row: ViewRow, verbOf: (id: string) => Parameters<typeof may>[1] | undefined): View {
  const { actor } = context
  const unseen = (id: string) => {
    const verb = verbOf(id)
    return verb !== undefined && !may(actor, verb)
  }
  const asked = row.conditions ? fieldsOf(row.conditions) : []
  const hidden = [...new Set([...row.columns, ...asked, ...(row.sort ? [row.sort.field] : [])])].filter(unseen)
  return {
    id: row.id,
    list: row.list,
    name: row.name,
    columns: row.columns.filter((id) => !hidden.includes(id)),
    sort: row.sort && !unseen(row.sort.field) ? row.sort : null,
    conditions: asked.some(unseen) ? null : (row.conditions ?? null),
    shared: row.shared,
    mine: row.owner_id === actor.id,
    owner: row.owner,
    version: row.version,
    hidden,
  }
}

/** Refuses what the list could not show: unknown or unseen fields, no such order, faulty conditions. */
async function check(context: Context, list: ListName, { columns, sort, conditions }: ViewChange): Promise<void> {
  const spec = specs[list]
  authorize(context.actor, spec.verb)
  const env = await envOf(context, spec, [])
  columnsOf(columns, env)
  if (sort) orderOf(spec, sort, env)
  if (conditions) {
    for (const id of fieldsOf(conditions)) allowedField(id, env)
    compile(conditions, env)
  }
}

/** Keeps a view. */
export async function keep(context: Context, draft: ViewDraft): Promise<View> {
  authorize(context.actor, 'customer.read')
  const { list, ...change } = draft
  await check(context, list, change)
  const id = context.uuid()
  await insertView(context.db, { id, list, owner: context.actor.id, now: context.now }, change)
  return read(context, id)
}

async function read(context: Context, id: Uuid): Promise<View> {
  const row = await viewById(context.db, id)
  if (!row) throw unknown()
  const env = await envOf(context, specs[row.list], [])
  return present(context, row, (field) => fieldOf(field, env)?.verb)
}

const unknown = () => new Refusal(404, 'not_found', 'There is no such view.', 'Choose one from the list.')

/** The view, if it is the actor's to change: their own, or a shared one for those who manage settings. Others' own views are as if not there. */
async function owned(context: Context, id: Uuid): Promise<ViewRow> {
  const row = await viewById(context.db, id)
  const mine = row?.owner_id === context.actor.id
  if (!row || (!mine && !row.shared)) throw unknown()
  if (!mine) authorize(context.actor, 'settings.manage')
  return row
}

/** Changes a view; `version` guards against somebody else's change (409 `view_changed`). */
export async function change(context: Context, id: Uuid, version: number, draft: ViewChange): Promise<View> {
  authorize(context.actor, 'customer.read')
  const row = await owned(context, id)
  await check(context, row.list, draft)
  const changed = await updateView(context.db, { id, version, now: context.now }, draft)
  if (changed === 0)
    throw new Refusal(409, 'view_changed', 'Somebody changed the same view meanwhile.', 'Look at it and change again.')
  return read(context, id)
}

/** Forgets a view. */
export async function forget(context: Context, id: Uuid): Promise<void> {
  authorize(context.actor, 'customer.read')
  await owned(context, id)
  await deleteView(context.db, id)
}
