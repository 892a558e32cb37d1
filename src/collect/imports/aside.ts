import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import {
  type Batch,
  causeOf,
  cellsFromJson,
  cellsToJson,
  type GateContext,
  type Incoming,
  isOwnHeader,
  keepDrafts,
  layoutLike,
  type MappedRow,
  type Mapping,
  type MendedBefore,
  ports,
  quarantine,
  rowColumnOf,
  type Settled,
  settleMended,
  unguarded,
  waitAgain,
  withOwnColumns,
  withoutOwnCells,
  type Work,
} from '#src/collect/intake/index.ts'
import type { Aside, Reading } from './chunk.ts'
import { contentOf, keyOf } from './keys.ts'
import { rowMapper } from './mapping/map-row.ts'
import { columnNames, type Format } from './reading/format.ts'

/** Where the rows of a chunk stand. */
export interface AsidePlace {
  sourceId: Uuid
  importId: Uuid
  file: { file_no: number; name: string; format: Format; mapping: Mapping | null }
  gate: GateContext
}

/**
 * Rows that cannot enter wait for repair from the transaction of their chunk on. Those that were mended before, and come again as they
 * were, enter with their mend. Rows of a file that we gave out for mending keep being the rows they are: what is still faulty becomes
 * their draft, and `close` ends the waiting of those that entered.
 */
export async function setAsideRows(
  work: Work,
  place: AsidePlace,
  chunk: Reading,
): Promise<{ chunk: Reading; close: (batch: Batch) => Promise<void> }> {
  const { mapping, format, file_no, name } = place.file
  const nothing = { chunk, close: async () => {} }
  if (mapping === null) return nothing
  const headers = columnNames(format)
  const at = rowColumnOf(headers)
  const read = at === undefined ? mapping : ((await returnedLayout(work.tx, place.sourceId, headers)) ?? mapping)
  const faulty = chunk.aside.filter((row) => row.bucket === 'quarantined')
  const back = at === undefined ? new Map<Aside, Uuid>() : await draftsFrom(work, faulty, headers, at)
  const told = faulty.filter((row) => !back.has(row))
  const mended = await quarantine(
    work.tx,
    {
      sourceId: place.sourceId,
      kind: mapping.kind,
      name,
      columns: headers
        .filter((header) => !isOwnHeader(header))
        .map((name) => (at === undefined ? name : unguarded(name))),
      mapping: read,
      currency: place.gate.currency,
      delimiter: format.kind === 'delimited' ? format.delimiter : null,
    },
    { entrance: 'import', importId: place.importId, fileNo: file_no, at: work.now },
    told.map((row) => ({ ...row, cells: at === undefined ? row.cells : withoutOwnCells(row.cells, headers) })),
  )
  const entering = await reenter(work, place, read, mended)
  const lines = new Set(entering.map((row) => row.line))
  return {
    chunk:
      entering.length === 0
        ? chunk
        : {
            ...chunk,
            incoming: [...chunk.incoming, ...entering].sort((a, b) => a.line - b.line),
            aside: chunk.aside.filter((row) => !lines.has(row.line)),
          },
    close: at === undefined ? nothing.close : (batch) => closeReturned(work, batch, headers, at),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const rowIdIn = (cell: string | undefined): Uuid | undefined => {
  const text = cell?.trim().toLowerCase() ?? ''
  return uuid.test(text) ? text : undefined
}

/** Rows that came back and are still faulty: what is written now is kept as their draft. */
async function draftsFrom(work: Work, rows: Aside[], headers: string[], at: number): Promise<Map<Aside, Uuid>> {
  const back = new Map<Aside, Uuid>()
  const drafts = rows.flatMap((row) => {
    const id = rowIdIn(row.cells[at])
    if (id === undefined) return []
    back.set(row, id)
    const draft = cellsToJson(withoutOwnCells(row.cells, headers))
    return [{ id, draft, ...causeOf(row.faults), faults: row.faults }]
  })
  await keepDrafts(work.tx, drafts, null)
  return back
}

/** Ends the waiting of rows that entered by the file that we gave out for them. */
async function closeReturned(work: Work, batch: Batch, headers: string[], at: number): Promise<void> {
  const settled: Settled[] = batch.items.flatMap((item) => {
    if (item.derived || item.payload.length === 0) return []
    const cells = cellsFromJson(item.payload)
    const id = rowIdIn(cells[at])
    const draft = cellsToJson(withoutOwnCells(cells, headers))
    return id === undefined ? [] : [{ id, outcome: item.bucket, recordId: item.id, draft }]
  })
  await settleMended(work.tx, settled, work.now, work.actorId)
}

/** Rows mended before, as they were mended. One that the gate no longer lets through waits again. */
async function reenter(
  work: Work,
  place: AsidePlace,
  mapping: Mapping,
  mended: readonly MendedBefore[],
): Promise<Incoming[]> {
  if (mended.length === 0) return []
  const toRow = rowMapper(mapping)
  const entering: Incoming[] = []
  const faulty: Uuid[] = []
  for (const { id, line, cells, key } of mended) {
    const mapped = toRow(cells)
    const { record } = ports().gate(mapped, place.gate)
    if (!record) faulty.push(id)
    else if (record.kind !== 'customer' || !record.deleted)
      entering.push({
        ...named(mapped, mapping),
        ...(key !== null && { key }),
        fileNo: place.file.file_no,
        line,
        record,
        payload: cellsToJson(cells),
      })
  }
  if (faulty.length > 0) await waitAgain(work.tx, faulty)
  return entering
}

function named(mapped: MappedRow, mapping: Mapping): Pick<Incoming, 'key' | 'hash' | 'copy' | 'overtaken'> {
  const content = contentOf(mapped)
  return {
    key: keyOf(mapped, mapping) ?? `${uuidOf(content)}#1`,
    hash: uuidOf(content),
    copy: false,
    overtaken: false,
  }
}

/** What the columns of a file mean that we gave out for mending; undefined for other files. */
export async function returnedLayout(
  runner: Runner,
  sourceId: Uuid,
  headers: readonly string[],
): Promise<Mapping | undefined> {
  if (rowColumnOf(headers) === undefined) return undefined
  const layout = await layoutLike(runner, sourceId, headers.filter((header) => !isOwnHeader(header)).map(unguarded))
  return layout?.mapping
}

/** The same, as the mapping of the file itself: ours are left out. */
export async function returnedMapping(
  runner: Runner,
  sourceId: Uuid,
  headers: readonly string[],
): Promise<Mapping | undefined> {
  const mapping = await returnedLayout(runner, sourceId, headers)
  return mapping && withOwnColumns(mapping, headers)
}
