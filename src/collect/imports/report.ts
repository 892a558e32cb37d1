import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { momentCursor, momentPlace } from '#src/platform/place.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Bucket, Uuid } from '#src/terms/index.ts'
import { ports } from '#src/collect/intake/index.ts'
import type { Import, ImportFile, ImportLines, ImportList, Preview } from './contract.ts'
import { missingIn } from './mapping/check.ts'
import { needsLook } from './mapping/plan.ts'
import { type Counts, type FileRow, filesOf, type ImportRow, importOf, linesOf, newestImports } from './queries.ts'
import { columnNames, firstLineOf } from './reading/format.ts'
import { openFile } from './reading/read.ts'

/** Sums of several files' buckets. */
export function sumCounts(files: { counts: Counts }[]): Counts {
  const sum: Counts = {}
  for (const { counts } of files)
    for (const [bucket, count] of Object.entries(counts)) sum[bucket as Bucket] = (sum[bucket as Bucket] ?? 0) + count
  return sum
}

function presentColumn(file: FileRow, header: string, at: number): ImportFile['columns'][number] {
  const column = file.mapping?.columns.find((other) => other.at === at)
  const guessed = file.plan.mappedBy === 'suggested' && column !== undefined
  const sure = guessed ? (file.plan.columnConfidence?.[at] ?? null) : null
  if (!column) return { at, header, field: 'ignore', confidence: null }
  const { field, label, dateOrder, decimal, nulls, values, split } = column
  return {
    at,
    header,
    field,
    ...(label !== undefined && { label }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(decimal !== undefined && { decimal }),
    ...(nulls !== undefined && { nulls }),
    ...(values !== undefined && { values }),
    ...(split !== undefined && { split }),
    confidence: sure,
  }
}

/** The word that most columns have; null where none has one. */
function usual<T extends string>(words: (T | undefined)[]): T | null {
  const counts = new Map<T, number>()
  for (const word of words) if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

function presentFile(file: FileRow, sample: string[][], preview: Preview | undefined): ImportFile {
  const { format, mapping, plan } = file
  const delimited = format.kind === 'delimited'
  const waits = needsLook(plan)
  return {
    fileNo: file.file_no,
    name: file.name,
    bytes: Number(file.bytes),
    kind: mapping?.kind ?? null,
    ignoreBecause: file.ignore_because,
    form: format.kind,
    compressed: format.compression !== 'none',
    encoding: format.encoding,
    delimiter: delimited ? format.delimiter : null,
    quote: delimited ? format.quote : null,
    header: format.header !== null,
    headerLine: format.header === null || format.header.line === 0 ? null : format.header.line,
    firstLine: firstLineOf(format),
    sheet: format.sheet ?? null,
    sheets: format.sheets ?? [],
    dateOrder: usual((mapping?.columns ?? []).map((column) => column.dateOrder)),
    decimal: usual((mapping?.columns ?? []).map((column) => column.decimal)),
    formatConfidence: Math.min(1, Math.max(0, format.confidence)),
    confidence: Math.min(1, Math.max(0, plan.confidence ?? (mapping ? 1 : 0))),
    needsLook: waits,
    lookBecause: waits ? (plan.look ?? []) : [],
    layoutChange: plan.layoutChange ?? null,
    mappedBy: plan.mappedBy ?? 'suggested',
    savedAt: plan.savedAt ?? null,
    key: mapping?.key ?? null,
    joins: mapping?.joins ?? [],
    constants: Object.entries(mapping?.constants ?? {}).map(([field, value]) => ({ field, value: String(value) })),
    missing: mapping ? missingIn(mapping) : [],
    columns: columnNames(format).map((header, at) => presentColumn(file, header, at)),
    sample,
    ...(preview && { preview }),
    notes: file.notes,
    doneLines: file.done_lines,
    lines: file.lines,
    counts: file.counts,
  }
}

function present(
  row: ImportRow,
  files: FileRow[],
  samples: Map<number, string[][]>,
  previews: ReadonlyMap<number, Preview> = new Map(),
): Import {
  return {
    id: row.id,
    source: { id: row.source_id, name: row.source },
    state: row.state,
    dryRun: row.dry_run,
    currency: row.currency,
    startedBy: row.started_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    phase: row.phase,
    doneLines: files.reduce((sum, file) => sum + file.done_lines, 0),
    counts: sumCounts(files),
    faults: row.faults,
    flags: row.flags,
    problem: row.problem,
    rollback: row.rolled_back_at && {
      done: row.rollback_done,
      total: row.rollback_total,
      by: row.rolled_back_by,
      at: row.rolled_back_at.toISOString(),
    },
    effects: row.effects,
    gate: row.measured,
    letIn: row.let_in_at && { by: row.let_in_by, at: row.let_in_at.toISOString() },
    files: files.map((file) => presentFile(file, samples.get(file.file_no) ?? [], previews.get(file.file_no))),
  }
}

const sampleRows = 8

/** First rows as they will be read; none when the file is no longer there. */
async function sampleOf(file: FileRow): Promise<string[][]> {
  try {
    for await (const rows of openFile(file.path, file.format))
      return rows
        .slice(0, sampleRows)
        .map((row) => row.cells.slice(0, 200).map((cell) => cell.slice(0, 200).toWellFormed()))
  } catch {}
  return []
}

/**
 * One import with what was detected and, for a planned one, the first rows of each file.
 * @param previews the file whose rows are shown cell by cell, after a change
 */
export async function importReport(
  context: Context,
  id: Uuid,
  previews?: ReadonlyMap<number, Preview>,
): Promise<Import> {
  authorize(context.actor, 'import.read')
  const [row, files] = await Promise.all([importOf(context.db, id), filesOf(context.db, [id])])
  if (!row) throw unknownImport()
  const samples = new Map<number, string[][]>()
  if (row.state === 'planned' || (row.state === 'finished' && row.dry_run))
    for (const file of files) samples.set(file.file_no, await sampleOf(file))
  return present(row, files, samples, previews)
}

const unknownImport = () =>
  new Refusal(404, 'not_found', 'There is no such import.', 'Open one from the list of imports.')

/** Imports, newest first. */
export async function importList(context: Context, after: string | undefined): Promise<ImportList> {
  authorize(context.actor, 'import.read')
  const limit = 50
  const rows = await newestImports(context.db, momentPlace(after), limit + 1)
  const page = rows.slice(0, limit)
  const files = await filesOf(
    context.db,
    page.map((row) => row.id),
  )
  const last = page.at(-1)
  return {
    imports: page.map((row) =>
      present(
        row,
        files.filter((file) => file.import_id === row.id),
        new Map(),
      ),
    ),
    next: rows.length > limit && last ? momentCursor({ at: last.created_at, id: last.id }) : null,
  }
}

/** The lines that ended in one bucket, each with what was written, what was wrong, and whose it is now. */
export async function importLines(
  context: Context,
  id: Uuid,
  bucket: Bucket,
  after: string | undefined,
): Promise<ImportLines> {
  authorize(context.actor, 'import.read')
  const limit = 100
  const place = /^(\d{1,5})\.(\d{1,10})$/.exec(after ?? '0.0')
  if (!place) throw unknownPlace()
  if (!(await importOf(context.db, id))) throw unknownImport()
  const rows = await linesOf(context.db, id, bucket, { fileNo: Number(place[1]), line: Number(place[2]) }, limit + 1)
  const page = rows.slice(0, limit)
  const owners = await ports().whoIs(
    context.db,
    page.flatMap((row) => (row.identity_id === null ? [] : [row.identity_id])),
  )
  const last = page.at(-1)
  return {
    bucket,
    lines: page.map((row) => {
      const owner = row.identity_id === null ? undefined : owners.get(row.identity_id)
      // what is told of a person under non-disclosure for safety: which cells hold it nobody can be sure of
      const concealed = owner?.protected === true && !may(context.actor, 'customer.protected')
      const veil = (text: string) => (concealed && text !== '' ? '•••' : text)
      return {
        fileNo: row.file_no,
        line: row.line_no,
        cells: readCells(row.cells ?? row.payload).map(veil),
        faults: (row.faults ?? []).map((fault) => ({ ...fault, written: veil(fault.written) })),
        customer: owner ? { id: owner.id, name: owner.name } : null,
      }
    }),
    next: rows.length > limit && last ? `${last.file_no}.${last.line_no}` : null,
  }
}

function readCells(json: Buffer | null): string[] {
  if (json === null || json.length === 0) return []
  const cells: unknown = JSON.parse(json.toString())
  // NUL and broken text stay in the record; what is sent is text that every reader can take
  return Array.isArray(cells)
    ? cells.map((cell) => String(cell).slice(0, 2000).toWellFormed().replaceAll('\u0000', '\u2400'))
    : []
}
