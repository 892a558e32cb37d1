import { causeOf, cellsFromJson, cellsToJson, keepDrafts } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { cellOf } from './check.ts'
import type { RepairChange, RepairChecked, RepairFilter, RepairList, RepairSummary } from './contract.ts'
import { bestAct } from './operations.ts'
import {
  type CauseRow,
  causes,
  lockWaiting,
  placeOf,
  type QuarantineRow,
  rowsAfter,
  rowsById,
  settledCounts,
} from './queries.ts'
import {
  cellsOf,
  columnNamed,
  cursorOf,
  Layouts,
  mayOpen,
  presentLayout,
  presentRows,
  readCursor,
  unknownRow,
} from './rows.ts'

const pageRows = 100
/** Rows of a cause on which acts are tried for the summary, and causes for which that is done. */
const tried = 30
const causesTried = 12
/** Waiting rows looked through for others alike in one request. */
export const mostAlike = 20_000

/** What waits, by what is wrong, where it came from and in which field; and the act that would mend the most. */
export async function repairSummary(context: Context, filter: RepairFilter): Promise<RepairSummary> {
  authorize(context.actor, 'quality.read')
  const { db } = context
  const [found, settled] = await Promise.all([causes(db, filter), settledCounts(db, filter)])
  const layouts = await Layouts.of(
    context,
    db,
    found.map((cause) => cause.layout_id),
  )
  const acts = new Map<CauseRow, Awaited<ReturnType<typeof actFor>>>()
  const largest = found.filter(({ code }) => code !== '').sort((a, b) => b.rows - a.rows)
  for (const cause of largest.slice(0, causesTried)) acts.set(cause, await actFor(context, cause, layouts))
  const bySource = Map.groupBy(found, (cause) => cause.source_id)
  const sum = (rows: readonly CauseRow[]) => rows.reduce((all, row) => all + row.rows, 0)
  const inState = (state: string) => settled.find((row) => row.state === state)?.rows ?? 0
  return {
    waiting: sum(found),
    ready: sum(found.filter(({ code }) => code === '')),
    mended: inState('mended'),
    dropped: inState('dropped'),
    sources: [...bySource].map(([id, rows]) => ({ source: { id, name: rows[0]!.source }, waiting: sum(rows) })),
    causes: found.map((cause) => {
      const layout = layouts.get(cause.layout_id)
      return {
        layout: cause.layout_id,
        source: { id: cause.source_id, name: cause.source },
        kind: layout.kind,
        name: layout.name,
        code: cause.code,
        field: cause.field,
        rows: cause.rows,
        act: acts.get(cause) ?? null,
      }
    }),
  }
}

async function actFor(context: Context, cause: CauseRow, layouts: Layouts) {
  const filter = { source: cause.source_id, layout: cause.layout_id, code: cause.code, field: cause.field }
  const rows = await rowsAfter(context.db, filter, 'waiting', null, tried)
  const layout = layouts.get(cause.layout_id)
  const cells = rows.map(cellsOf)
  const place = rows.flatMap((row, i) => {
    const fatal = row.faults.find((fault) => fault.fatal)
    const at = fatal && cellOf(layout, cells[i]!, fatal)
    return at === undefined || at === null ? [] : [at]
  })[0]
  if (place === undefined) return null
  const best = bestAct(place, cells, layout, layouts.check(layout.id), context.config.timeZone)
  if (best === undefined) return null
  const { operation, to, order, prefix } = best.act
  return {
    column: layout.columns[place]!,
    operation,
    ...(to !== undefined && { to: layout.columns[to]! }),
    ...(order && { order }),
    ...(prefix !== undefined && { prefix }),
    mends: best.mends,
    tried: rows.length,
  }
}

/** Rows in the order in which they were told, with the columns of their files. */
export async function repairList(
  context: Context,
  filter: RepairFilter,
  state: QuarantineRow['state'],
  after: string | undefined,
): Promise<RepairList> {
  authorize(context.actor, 'quality.read')
  const rows = await rowsAfter(context.db, filter, state, readCursor(after), pageRows + 1)
  const page = rows.slice(0, pageRows)
  const layouts = await Layouts.of(
    context,
    context.db,
    page.map((row) => row.layout_id),
  )
  const names = new Map(page.map((row) => [row.source_id, row.source]))
  const last = page.at(-1)
  return {
    layouts: layouts.all.map((layout) => presentLayout(layout, names.get(layout.source_id)!)),
    rows: await presentRows(context, page, layouts),
    next: rows.length > pageRows && last ? cursorOf(placeOf(last)) : null,
  }
}

/** Keeps changed cells as a draft and says at once what the gate makes of the row. Nothing enters yet. */
export async function editRepair(context: Context, id: Uuid, change: RepairChange): Promise<RepairChecked> {
  authorize(context.actor, 'quality.repair')
  return context.db.tx(async (tx) => {
    const free = await lockWaiting(tx, [id])
    const [row] = await rowsById(tx, [id])
    if (!row) throw unknownRow()
    if (free.length === 0) throw settledAlready()
    const layouts = await Layouts.of(context, tx, [row.layout_id])
    if (!mayOpen(context, row, layouts)) throw hiddenRow()
    const layout = layouts.get(row.layout_id)
    const before = cellsOf(row)
    const cells = [...before]
    const places: number[] = []
    for (const [name, text] of Object.entries(change.cells)) {
      const beyond = layout.columns.includes(name) ? undefined : placeOfCell(name, before.length)
      const at = beyond ?? columnNamed(layout, name)
      while (cells.length <= at) cells.push('')
      cells[at] = text
      places.push(at)
    }
    const check = layouts.check(layout.id)
    const checked = check(cells)
    const draft = sameCells(cells, cellsFromJson(row.cells)) ? null : cellsToJson(cells)
    await keepDrafts(tx, [{ id, draft, ...causeOf(checked.faults), faults: checked.faults }], null)
    const now = { ...row, draft, faults: checked.faults, code: checked.code, field: checked.field }
    const [presented] = await presentRows(context, [now], layouts)
    return {
      row: presented!,
      enters: checked.record !== undefined,
      alike: places.length === 1 ? await alikeText(context, row, places[0]!, before[places[0]!] ?? '') : 0,
    }
  })
}

/** Cells beyond the columns have no name: they go by `#` and their position, counted from 1. */
function placeOfCell(name: string, width: number): number | undefined {
  const at = Number(/^#(\d{1,4})$/.exec(name)?.[1] ?? Number.NaN) - 1
  return at >= 0 && at < width ? at : undefined
}

const sameCells = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((cell, at) => cell === b[at])

/** Other waiting rows of the same columns that have this text in this cell. */
async function alikeText(context: Context, row: QuarantineRow, at: number, text: string): Promise<number> {
  if (text === '') return 0
  const rows = await rowsAfter(context.db, { layout: row.layout_id, source: row.source_id }, 'waiting', null, mostAlike)
  return rows.filter((other) => other.id !== row.id && (cellsOf(other)[at] ?? '') === text).length
}

export const settledAlready = (): Refusal =>
  new Refusal(409, 'repair_settled', 'The row does not wait any more.', 'Load the list anew.')
export const hiddenRow = (): Refusal =>
  new Refusal(
    403,
    'repair_hidden',
    'The row is of a person under non-disclosure.',
    'Ask somebody to mend it who may see such addresses.',
  )
