import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type GateContext, ports } from '#src/collect/intake/index.ts'
import type { Preview, PreviewRow } from './contract.ts'
import { spreadRows } from './mapping/profile.ts'
import { PreviewReader } from './preview/rows.ts'
import { type FileRow, filesOf, type ImportRow, importOf } from './queries.ts'
import { columnNames, type Row } from './reading/format.ts'
import { openFile } from './reading/read.ts'

/** Rows from the top and about as many from places spread over the rest. */
const topRows = 1_000
const spreadMost = 1_000
/** Rows with the same faults that are shown. */
const alike = 3

/**
 * The first rows of a file as they would be read, some of those with faults, and the share of faulty cells of each column in a sample of
 * some 2,000 rows spread over the file.
 * @throws Refusal 404; 410 `files_cleared` when the dropped file is no longer kept
 */
export async function filePreview(
  context: Context,
  importId: Uuid,
  fileNo: number,
  wanted: { rows?: number | undefined; faulty?: number | undefined } = {},
): Promise<Preview> {
  authorize(context.actor, 'import.read')
  const row = await importOf(context.db, importId)
  const file = (await filesOf(context.db, [importId])).find((one) => one.file_no === fileNo)
  if (!row || !file) throw new Refusal(404, 'not_found', 'There is no such import or file.', 'Open it from the list.')
  try {
    return await previewOf(file, gateOf(context, row), wanted.rows ?? 20, wanted.faulty ?? 50)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'file_not_found') throw cleared()
    throw error
  }
}

export const cleared = () =>
  new Refusal(410, 'files_cleared', 'The files of this import are no longer kept.', 'Bring them again in a new import.')

export const gateOf = (context: Context, row: Pick<ImportRow, 'currency'>): GateContext => ({
  timeZone: context.config.timeZone,
  currency: row.currency,
  country: 'FI',
  now: context.now,
})

/** The preview of a planned file: reads, maps and judges a sample of its rows with the gate itself. */
export async function previewOf(
  file: Pick<FileRow, 'path' | 'format' | 'mapping'>,
  gate: GateContext,
  rows: number,
  faulty: number,
): Promise<Preview> {
  const reader = new PreviewReader(file.mapping, columnNames(file.format), ports().gate, gate)
  const first: PreviewRow[] = []
  const wrong: PreviewRow[] = []
  const seen = new Map<string, number>()
  const look = (row: Row, line: number | null) => {
    const shown = reader.read(row, line)
    if (first.length < rows && line !== null) first.push(shown)
    if (shown.faults.length === 0 || wrong.length >= faulty) return
    const pattern = shown.faults.map(({ field, code }) => `${field} ${code}`).join('|')
    const count = seen.get(pattern) ?? 0
    seen.set(pattern, count + 1)
    if (count < alike) wrong.push(shown)
  }
  let top = 0
  let whole = true
  const opened = openFile(file.path, file.format)
  for await (const batch of opened) {
    if (top >= topRows) {
      whole = false
      break
    }
    for (const row of batch) look(row, row.line)
    top += batch.length
  }
  if (!whole) {
    const rest = await spreadRows(file.path, file.format, opened.bytesRead)
    const step = Math.max(1, Math.ceil(rest.length / spreadMost))
    for (let i = 0; i < rest.length; i += step) look(rest[i]!, null)
  }
  reader.sample.whole = whole
  return { columns: reader.columns(), rows: first, faulty: wrong, sample: reader.sample }
}
