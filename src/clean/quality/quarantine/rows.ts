import { cellsFromJson, type GateContext, type LayoutRow, layoutsOf, ports } from '#src/collect/intake/index.ts'
import { may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { becomesOf, type Checked, checker, columnAt, faultsOf, isProtected } from './check.ts'
import type { RepairLayout, RepairRow } from './contract.ts'
import { lineOf, type Place, type QuarantineRow } from './queries.ts'

export type Check = (cells: readonly string[]) => Checked

/** The layouts of some rows with the check of each. */
export class Layouts {
  readonly #rows: Map<Uuid, LayoutRow>
  readonly #checks = new Map<Uuid, Check>()
  readonly #context: Context
  private constructor(context: Context, rows: LayoutRow[]) {
    this.#context = context
    this.#rows = new Map(rows.map((row) => [row.id, row]))
  }

  static async of(context: Context, runner: Runner, ids: Iterable<Uuid>): Promise<Layouts> {
    return new Layouts(context, await layoutsOf(runner, [...new Set(ids)]))
  }

  get(id: Uuid): LayoutRow {
    return this.#rows.get(id)!
  }
  get all(): LayoutRow[] {
    return [...this.#rows.values()]
  }
  check(id: Uuid): Check {
    const known = this.#checks.get(id)
    if (known) return known
    const layout = this.get(id)
    const made = checker(layout, gateOf(this.#context, layout))
    this.#checks.set(id, made)
    return made
  }
}

const gateOf = ({ config, now }: Context, layout: LayoutRow): GateContext => ({
  timeZone: config.timeZone,
  currency: layout.currency,
  country: 'FI',
  now,
})

/** Cells as mended so far. */
export const cellsOf = (row: QuarantineRow): string[] => cellsFromJson(row.draft ?? row.cells)

// NUL and broken text stay in the row; what is sent is text that every reader can take
const shown = (cell: string) => cell.slice(0, 20_000).toWellFormed().replaceAll('\u0000', '\u2400')

const contactFields = /^(street|streetExtra|postcode|city|postcodeCity|region|phone|customerPhone)$/

/** Rows as they may leave; of people under non-disclosure, address and phone only for those who may see them. */
export async function presentRows(
  context: Context,
  rows: readonly QuarantineRow[],
  layouts: Layouts,
): Promise<RepairRow[]> {
  const owners = await ports().whoIs(
    context.db,
    rows.flatMap((row) => (row.identity_id === null ? [] : [row.identity_id])),
  )
  return rows.map((row) => {
    const layout = layouts.get(row.layout_id)
    const original = cellsFromJson(row.cells)
    const cells = cellsOf(row)
    const width = Math.max(original.length, cells.length)
    const hidden = !mayOpen(context, row, layouts)
    const closed = (at: number) => hidden && contactFields.test(columnAt(layout, at)?.field ?? '')
    const changed = Array.from({ length: width }, (_, at) => at).filter(
      (at) => (original[at] ?? '') !== (cells[at] ?? '') && !closed(at),
    )
    return {
      id: row.id,
      layout: row.layout_id,
      source: { id: row.source_id, name: row.source },
      import: row.import_id,
      line: lineOf(row),
      toldAt: row.told_at.toISOString(),
      times: row.times,
      state: row.state,
      cells: cells.map((cell, at) => (closed(at) ? '•••' : shown(cell))),
      changed,
      written: changed.map((at) => shown(original[at] ?? '')),
      faults: faultsOf(layout, cells, row.faults).map((fault) =>
        fault.at !== null && closed(fault.at) ? { ...fault, written: '•••' } : fault,
      ),
      becomes: becomesOf(layout, cells, layouts.check(layout.id)(cells)).map((text, at) =>
        text === null || closed(at) ? null : shown(text),
      ),
      outcome: row.outcome,
      reason: row.reason,
      customer: named(row.identity_id === null ? undefined : owners.get(row.identity_id)),
      hidden,
    }
  })
}

/** Whether the reader may see and mend the whole row. */
export function mayOpen(context: Context, row: QuarantineRow, layouts: Layouts): boolean {
  if (may(context.actor, 'customer.protected')) return true
  const checked = layouts.check(row.layout_id)(cellsOf(row))
  const cell = checked.mapped.fields.protected?.[0]?.text ?? ''
  return (
    !isProtected(checked) && (checked.record !== undefined || !/^\s*(1|k|kyllä|on|true|x|y|yes|ja)\s*$/i.test(cell))
  )
}

/** A customer as a link: the id and the name, and nothing else that is known of them. */
export const named = (who: { id: Uuid; name: string } | undefined): { id: Uuid; name: string } | null =>
  who === undefined ? null : { id: who.id, name: who.name }

export const presentLayout = (layout: LayoutRow, source: string): RepairLayout => ({
  id: layout.id,
  source: { id: layout.source_id, name: source },
  kind: layout.kind,
  name: layout.name,
  columns: layout.columns.map((header, at) => {
    const column = columnAt(layout, at)
    return {
      header,
      field: column?.field ?? 'ignore',
      ...(column?.label !== undefined && { label: column.label }),
    }
  }),
})

/** The position of a column by its name. */
export function columnNamed(layout: LayoutRow, name: string): number {
  const at = layout.columns.indexOf(name)
  if (at >= 0) return at
  throw new Refusal(
    400,
    'repair_column',
    'The rows have no column of that name.',
    'Take the name from the columns of the rows.',
    { column: name },
  )
}

export const unknownRow = (): Refusal =>
  new Refusal(404, 'not_found', 'There is no such row.', 'Open it from the list of rows to repair.')

export const cursorOf = (place: Place): string =>
  Buffer.from(JSON.stringify([place.at.toISOString(), place.fileNo, place.line, place.id])).toString('base64url')

export function readCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw unknownPlace()
  }
  const [at, fileNo, line, id] = Array.isArray(parts) ? (parts as unknown[]) : []
  const moment = typeof at === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) ? Date.parse(at) : Number.NaN
  if (
    Number.isNaN(moment) ||
    !within(fileNo, 32_767) ||
    !within(line, 2 ** 31 - 1) ||
    typeof id !== 'string' ||
    !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  )
    throw unknownPlace()
  return { at: new Date(moment), fileNo, line, id }
}
const within = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
