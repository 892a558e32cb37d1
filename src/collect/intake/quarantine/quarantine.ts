import type { Tx } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import type { Mapping } from '../fields.ts'
import type { Fault } from '../records.ts'
import {
  insertQuarantined,
  insertTold,
  keepLayout,
  type LineRow,
  lockKnown,
  type NewRow,
  tellAgain,
  toldBefore,
} from './queries.ts'

/** How rows of one file or endpoint are to be read: what a repaired row is read with. */
export interface Layout {
  sourceId: Uuid
  kind: RecordKind
  /** File or endpoint, for people. */
  name: string
  columns: string[]
  mapping: Mapping
  /** For amounts that name none. */
  currency: string
  /** Between the cells of the file, so that rows can be given back as they came; null where there is none. */
  delimiter: string | null
}
/** Where rows were told. Messages have no import; their number within a batch is the line. */
export interface Place {
  entrance: 'import' | 'event' | 'mail' | 'api'
  importId: Uuid | null
  fileNo: number
  at: Date
}
export interface Told {
  line: number
  cells: string[]
  faults: Fault[]
  /** When this row was told, where its place says another time. */
  at?: Date
}
/** A row told again that was mended before: the cells that entered then. */
export interface MendedBefore {
  id: Uuid
  line: number
  cells: string[]
  /** Of the record that it became. */
  key: string | null
}

/** The first thing that keeps a row out, for counting each row once; '' when nothing does. */
export function causeOf(faults: readonly Fault[]): { code: string; field: string } {
  const fatal = faults.find((fault) => fault.fatal)
  return { code: fatal?.code ?? '', field: fatal?.field ?? '' }
}

/** Cells of a row as they are kept. */
export const cellsToJson = (cells: readonly string[]): Buffer => Buffer.from(JSON.stringify(cells))
export const cellsFromJson = (json: Buffer): string[] => JSON.parse(json.toString()) as string[]

const contentOf = (layout: Layout, cells: Buffer): Uuid =>
  uuidOf(layout.sourceId, layout.kind, layout.columns.join('\u001f'), cells.toString())

/**
 * Sets rows aside that cannot enter. The same row of the same source told again is the same row: it is seen last now, and its draft
 * stays; one that was dropped stays dropped. The n-th copy within a file is a row of its own, since it is a line of its own.
 * Returns those mended before: they need not wait again, the caller takes them in as they were mended.
 */
export async function quarantine(tx: Tx, layout: Layout, place: Place, told: readonly Told[]): Promise<MendedBefore[]> {
  if (told.length === 0) return []
  const rows = await named(tx, layout, place, told)
  const ids = rows.map((row) => row.id)
  const known = new Map((await lockKnown(tx, ids)).map((row) => [row.id, row]))
  const layoutId = await kept(tx, layout, place.at)
  const at = { layout_id: layoutId, import_id: place.importId, file_no: place.fileNo }
  const again = rows
    .filter(({ id }) => known.has(id))
    .map(({ id, row }) => ({ ...at, id, line_no: row.line, told_at: row.at ?? place.at }))
  const fresh = rows.filter(({ id }) => !known.has(id))
  await tellAgain(tx, again)
  await insertQuarantined(
    tx,
    fresh.map(
      ({ id, content, cells, row }): NewRow => ({
        ...at,
        id,
        content,
        source_id: layout.sourceId,
        entrance: place.entrance,
        kind: layout.kind,
        state: 'waiting',
        line_no: row.line,
        told_at: row.at ?? place.at,
        first_at: row.at ?? place.at,
        times: 1,
        cells,
        ...causeOf(row.faults),
        faults: row.faults,
        // imports keep the faults of each line themselves
        came_with: place.importId === null ? row.faults.map(({ field, code }) => ({ field, code })) : null,
      }),
    ),
  )
  if (place.importId !== null) await insertTold(tx, lines(place, rows))
  if (fresh.length > 0) await announce(tx, { topic: 'quarantine', id: layout.sourceId })
  return rows.flatMap(({ id, row }) => {
    const before = known.get(id)
    return before?.state === 'mended'
      ? [{ id, line: row.line, cells: cellsFromJson(before.draft ?? before.cells), key: before.record_key }]
      : []
  })
}

async function kept(tx: Tx, layout: Layout, at: Date): Promise<Uuid> {
  const { sourceId, kind, name, columns, mapping, currency, delimiter } = layout
  const id = uuidOf(sourceId, currency, columns.join('\u001f'), JSON.stringify(mapping))
  await keepLayout(tx, {
    id,
    source_id: sourceId,
    kind,
    name: name.slice(0, 200),
    columns,
    mapping,
    currency,
    delimiter,
    told_at: at,
  })
  return id
}

interface NamedRow {
  id: Uuid
  content: Uuid
  cells: Buffer
  row: Told
}

async function named(tx: Tx, layout: Layout, place: Place, told: readonly Told[]): Promise<NamedRow[]> {
  const kept = told.map((row) => {
    const cells = cellsToJson(row.cells)
    return { row, cells, content: contentOf(layout, cells) }
  })
  const counts = new Map<Uuid, number>()
  if (place.importId !== null) {
    const contents = [...new Set(kept.map((one) => one.content))]
    for (const { content, count } of await toldBefore(tx, place.importId, place.fileNo, contents))
      counts.set(content, count)
  }
  return kept.map((one) => {
    const nth = (counts.get(one.content) ?? 0) + 1
    counts.set(one.content, nth)
    return { ...one, id: uuidOf(one.content, String(nth)) }
  })
}

const lines = (place: Place, rows: readonly NamedRow[]): LineRow[] =>
  rows.map(({ id, row }) => ({
    import_id: place.importId,
    file_no: place.fileNo,
    line_no: row.line,
    quarantine_id: id,
    told_at: place.at,
  }))
