import {
  cellsToJson,
  cellsFromJson,
  type Drafted,
  keepDrafts,
  type LayoutRow,
  rowsOfAct,
  settleDropped,
  waitAgain,
} from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { RepairAlike, RepairAlikeDone, RepairChoice, RepairDrop } from './contract.ts'
import { type Act, mendedBy } from './operations.ts'
import { idsOf, lineOf, lockWaiting, type QuarantineRow, rowsAfter, rowsById } from './queries.ts'
import { hiddenRow, mostAlike, settledAlready } from './repairs.ts'
import { cellsOf, columnNamed, Layouts, mayOpen, unknownRow } from './rows.ts'

const examples = 5

/** Does one thing to all rows with the same fault in the same column, or with the same text there. A preview changes nothing. */
export async function fixAlike(context: Context, wanted: RepairAlike): Promise<RepairAlikeDone> {
  authorize(context.actor, 'quality.repair')
  return context.db.tx(async (tx) => {
    const [like] = await rowsById(tx, [wanted.like])
    if (!like) throw unknownRow()
    if (like.state !== 'waiting') throw settledAlready()
    const layouts = await Layouts.of(context, tx, [like.layout_id])
    if (!mayOpen(context, like, layouts)) throw hiddenRow()
    const layout = layouts.get(like.layout_id)
    const act = actOf(wanted, layout)
    const same = { source: like.source_id, layout: like.layout_id }
    // the same text is the same wherever it stands; an operation is for the rows that it was offered for
    const filter = act.operation === 'replace' ? same : { ...same, code: like.code, field: like.field }
    const rows = (await rowsAfter(tx, filter, 'waiting', null, mostAlike)).filter((row) =>
      mayOpen(context, row, layouts),
    )
    const alike = act.operation === 'replace' ? rows.filter((row) => (cellsOf(row)[act.at] ?? '') === act.from) : rows
    const check = layouts.check(layout.id)
    const drafts: Drafted[] = []
    const shown: RepairAlikeDone['examples'] = []
    let mended = 0
    for (const row of alike) {
      const before = cellsOf(row)
      const after = mendedBy(act, before, layout, context.config.timeZone)
      if (after === undefined) continue
      const { record, faults, code, field } = check(after)
      if (record) mended++
      drafts.push({ id: row.id, draft: cellsToJson(after), code, field, faults })
      if (shown.length < examples)
        shown.push({ id: row.id, line: lineOf(row), ...around(act, before, after), enters: record !== undefined })
    }
    const done = { rows: alike.length, changed: drafts.length, mended, examples: shown }
    if (wanted.preview === true || drafts.length === 0) return { ...done, act: null }
    const id = context.uuid()
    await lockWaiting(
      tx,
      drafts.map((draft) => draft.id),
    )
    await keepDrafts(tx, drafts, id)
    return { ...done, act: id }
  })
}

function actOf(wanted: RepairAlike, layout: LayoutRow): Act {
  const { operation, order, prefix, from, text } = wanted
  const needs = { swap: wanted.to, move: wanted.to, dateOrder: order, prefix, replace: from }
  if (operation in needs && needs[operation as keyof typeof needs] === undefined)
    throw new Refusal(
      422,
      'repair_act',
      'It is not told what exactly to do.',
      'Name the other column, order, prefix or text.',
    )
  return {
    operation,
    at: columnNamed(layout, wanted.column),
    ...(wanted.to !== undefined && { to: columnNamed(layout, wanted.to) }),
    ...(order && { order }),
    ...(prefix !== undefined && { prefix }),
    ...(from !== undefined && { from }),
    ...(text !== undefined && { text }),
  }
}

const around = (act: Act, before: readonly string[], after: readonly string[]) => {
  const places = act.to === undefined ? [act.at] : [act.at, act.to]
  const cells = (row: readonly string[]) => places.map((at) => (row[at] ?? '').slice(0, 200).toWellFormed())
  return { before: cells(before), after: cells(after) }
}

const mostChosen = 50_000

/** Rows that are chosen by id or by filter; refuses a choice of both or neither. */
export async function chosen(
  context: Context,
  choice: RepairChoice,
  state: QuarantineRow['state'] = 'waiting',
): Promise<Uuid[]> {
  if ((choice.ids === undefined) === (choice.filter === undefined))
    throw new Refusal(422, 'repair_choice', 'Rows are chosen by id or by filter.', 'Give one of `ids` and `filter`.')
  return choice.ids ?? idsOf(context.db, choice.filter!, state, mostChosen)
}

/** Puts rows aside for good, with a reason. They are kept and counted, and can be restored. */
export async function dropRows(context: Context, wanted: RepairDrop): Promise<{ rows: number; act: Uuid | null }> {
  authorize(context.actor, 'quality.repair')
  const ids = await chosen(context, wanted)
  const act = context.uuid()
  const by = context.actor.kind === 'system' ? null : context.actor.id
  const reason = wanted.reason?.trim() ?? ''
  const rows = await context.db.tx(async (tx) => {
    const free = (await lockWaiting(tx, ids)).map((row) => row.id)
    return settleDropped(tx, free, { reason, act, now: context.now, by })
  })
  return { rows, act: rows > 0 ? act : null }
}

/** Lets dropped rows wait again. */
export async function restoreRows(context: Context, choice: RepairChoice): Promise<{ rows: number }> {
  authorize(context.actor, 'quality.repair')
  const ids = await chosen(context, choice, 'dropped')
  return context.db.tx(async (tx) => {
    const dropped = (await rowsById(tx, ids)).filter((row) => row.state === 'dropped')
    return {
      rows: await waitAgain(
        tx,
        dropped.map((row) => row.id),
      ),
    }
  })
}

/** Takes back one act on many rows: those that have been changed or taken in since stay as they are. */
export async function undoAct(context: Context, act: Uuid): Promise<{ rows: number }> {
  authorize(context.actor, 'quality.repair')
  return context.db.tx(async (tx) => {
    const rows = await rowsOfAct(tx, act)
    const dropped = rows.filter((row) => row.state === 'dropped').map((row) => row.id)
    if (dropped.length > 0) await waitAgain(tx, dropped)
    const drafted = rows.filter((row) => row.state === 'waiting')
    const before = new Map(drafted.map((row) => [row.id, row.before]))
    const full = await rowsById(tx, [...before.keys()])
    const layouts = await Layouts.of(
      context,
      tx,
      full.map((row) => row.layout_id),
    )
    const drafts = full.map((row): Drafted => {
      const draft = before.get(row.id) ?? null
      const { code, field, faults } = layouts.check(row.layout_id)(cellsFromJson(draft ?? row.cells))
      return { id: row.id, draft, code, field, faults }
    })
    await keepDrafts(tx, drafts, null)
    return { rows: rows.length }
  })
}
