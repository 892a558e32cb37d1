import { keyOf, problemsOf, rowMapper, timeFields, numberFields } from '#src/collect/imports/index.ts'
import {
  type Column,
  type Fault,
  type Field,
  type GateContext,
  type IntakeRecord,
  type MappedRow,
  type Mapping,
  ports,
  type ValueMap,
} from '#src/collect/intake/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { JsonObject } from '#src/collect/events/index.ts'
import type { Part, PartColumn } from './contract.ts'
import { cellsOf, elementsAt, momentIn } from './payload.ts'

/** A part as the program uses it. Those of shops know more than the form of a hand-made one says. */
export interface Meaning extends Omit<Part, 'columns'> {
  columns: readonly (PartColumn & { values?: ValueMap })[]
  /** Values for fields that the payload lacks. */
  constants?: Partial<Record<Field, string>>
  /** Told on the way of something else: it never takes the place of what was told of the same record by itself. */
  onTheWay?: true
}

/** How a part stands as a row: what a bad one is shown and mended as (Korjattavat), and what the gate reads. */
export interface Layout {
  meaning: Meaning
  columns: string[]
  mapping: Mapping
  read: (cells: readonly string[]) => MappedRow
}

/** Programs write days year first and numbers with a point, unless told otherwise. */
function columnOf({ path, field, label, dateOrder, decimal, values }: Meaning['columns'][number], at: number): Column {
  const written = field as Field
  return {
    at,
    header: path,
    field: field as Column['field'],
    ...(label !== undefined && label !== '' && { label }),
    ...(timeFields.has(written) && { dateOrder: dateOrder ?? ('ymd' as const) }),
    ...(numberFields.has(written) && { decimal: decimal ?? ('.' as const) }),
    ...(values && { values }),
  }
}

export function layoutOf(meaning: Meaning): Layout {
  const columns = meaning.columns.map(columnOf)
  const { kind, key, constants } = meaning
  const mapping: Mapping = { kind, columns, key, ...(constants && { constants }) }
  return { meaning, columns: columns.map(({ header }) => header), mapping, read: rowMapper(mapping) }
}

/** Refuses 422 `hook_parts` for parts that cannot be right, with what is wrong with each. */
export function mustHold(parts: readonly Part[]): void {
  const problems = parts.flatMap((part, at) =>
    problemsOf(layoutOf(part).mapping, part.columns.length).map(({ code, field }) => ({
      part: at,
      code,
      ...(field !== undefined && { field }),
    })),
  )
  if (problems.length > 0)
    throw new Refusal(422, 'hook_parts', 'The parts do not hold together.', 'Check the fields and the keys.', {
      problems,
    })
}

/** One element of a payload as the gate read it. */
export interface Read {
  layout: Layout
  cells: string[]
  mapped: MappedRow
  record?: IntakeRecord
  faults: Fault[]
  /** Natural key within source and kind; null where it has none. */
  key: string | null
}

function readOne(layout: Layout, element: JsonObject, payload: JsonObject, gate: GateContext): Read {
  const cell = cellsOf(element, payload)
  const cells = layout.columns.map(cell)
  const mapped = layout.read(cells)
  return { layout, cells, mapped, ...ports().gate(mapped, gate), key: keyOf(mapped, layout.mapping) }
}

/** What belongs together: a record, and with a purchase its lines. */
export interface Unit {
  head: Read
  /** Null: the payload says nothing of lines. */
  lines: Read[] | null
  fullness: 0 | 1
  /** When the sender changed it last; undefined where it does not say. */
  updated: number | undefined
}

/** Takes a payload apart. Lines go with the purchase of the same payload, where there is just one. */
export function unitsOf(payload: JsonObject, layouts: readonly Layout[], gate: GateContext): Unit[] {
  const units: Unit[] = []
  const lines: Read[] = []
  let toldLines = false
  for (const layout of layouts) {
    const { at, kind, updated, onTheWay } = layout.meaning
    const elements = elementsAt(payload, at)
    if (kind === 'purchaseLine' && elements !== undefined) toldLines = true
    for (const element of elements ?? []) {
      const head = readOne(layout, element, payload, gate)
      if (kind === 'purchaseLine') lines.push(head)
      else if (!onTheWay || head.key !== null) {
        const moment = updated === null ? undefined : momentIn(cellsOf(element, payload)(updated))
        units.push({ head, lines: null, fullness: onTheWay ? 0 : 1, updated: moment })
      }
    }
  }
  const purchases = units.filter(({ head }) => head.mapped.kind === 'purchase')
  if (purchases.length === 1) purchases[0]!.lines = toldLines ? lines : null
  else for (const head of lines) units.push({ head, lines: null, fullness: 1, updated: undefined })
  return units
}
