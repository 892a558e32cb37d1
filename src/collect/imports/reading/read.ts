import { FixedCutter } from './fixed.ts'
import { RecordCutter } from './delimited.ts'
import { textOf } from './encoding.ts'
import type { Format, Row, Source } from './format.ts'
import { JsonCutter, JsonLineCutter } from './json.ts'
import { sheetRows } from './sheet.ts'
import { bytesOf } from './source.ts'
import { CardRows } from './vcard.ts'

export interface OpenedFile extends AsyncIterable<Row[]> {
  readonly format: Format
  /** Compressed bytes taken from the source by the latest iteration, for a progress bar. */
  readonly bytesRead: number
  /** Pieces of the latest iteration that held bytes foreign to UTF-8; they were read as windows-1252. */
  readonly strayPieces: number
}

const batchRows = 1000

/**
 * Rows of a file in batches of up to 1,000, in bounded memory. Each iteration opens the source anew from the start;
 * `fromLine` leaves out the rows before it.
 * @throws Refusal 422 `file_truncated`, `file_gzip_broken`, `file_expands_too_much` (while iterating)
 */
export function openFile(source: Source, format: Format, options: { fromLine?: number } = {}): OpenedFile {
  const opened = {
    format,
    bytesRead: 0,
    strayPieces: 0,
    async *[Symbol.asyncIterator](): AsyncGenerator<Row[]> {
      opened.bytesRead = opened.strayPieces = 0
      if (format.kind === 'xlsx') {
        for await (const rows of sheetRows(source, format)) {
          const kept = options.fromLine === undefined ? rows : rows.filter(({ line }) => line >= options.fromLine!)
          if (kept.length > 0) yield kept
        }
        return
      }
      const bytes = bytesOf(source, format.compression, (count) => {
        opened.bytesRead += count
      })
      const text = textOf(bytes, format.encoding, () => {
        opened.strayPieces++
      })
      yield* batches(text, format, options.fromLine ?? 1)
    },
  }
  return opened
}

/** Turns pieces of text into rows. */
export interface Cutter {
  push(text: string, last?: boolean): Row[]
}

export function cutterOf(format: Format): Cutter {
  if (format.kind === 'delimited') return new RecordCutter(format)
  if (format.kind === 'fixed') return new FixedCutter(format)
  if (format.kind === 'vcard') return new CardRows(format)
  return format.kind === 'ndjson' ? new JsonLineCutter(format) : new JsonCutter(format)
}

async function* batches(text: AsyncIterable<string>, format: Format, fromLine: number): AsyncGenerator<Row[]> {
  const cutter = cutterOf(format)
  let batch: Row[] = []
  const wanted = (rows: Row[]) => {
    const before = fromLine - (rows[0]?.line ?? fromLine)
    return before > 0 ? rows.slice(before) : rows
  }
  for await (const piece of text) {
    const rows = wanted(cutter.push(piece))
    batch = batch.length > 0 ? [...batch, ...rows] : rows
    while (batch.length >= batchRows) {
      yield batch.slice(0, batchRows)
      batch = batch.slice(batchRows)
    }
  }
  const rest = [...batch, ...wanted(cutter.push('', true))]
  for (let i = 0; i < rest.length; i += batchRows) yield rest.slice(i, i + batchRows)
}
