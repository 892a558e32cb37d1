import { Readable } from 'node:stream'
import { guarded, type LayoutRow, ownHeaders } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { FileAnswer } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { cellOf } from './check.ts'
import type { RepairFilter } from './contract.ts'
import { causes, type Place, placeOf, type QuarantineRow, rowsAfter } from './queries.ts'
import { reasonOf } from './reasons.ts'
import { cellsOf, Layouts, mayOpen } from './rows.ts'

const pageRows = 1_000

/**
 * Waiting rows as a file with the columns they came with, and before them why each waits and which row it is. Brought back by an import
 * of the same source, the mended rows enter and wait no more. Rows of different columns do not fit one file: 409 `repair_layouts`.
 */
export async function repairFile(context: Context, filter: RepairFilter): Promise<FileAnswer> {
  authorize(context.actor, 'quality.read')
  const found = await causes(context.db, filter)
  const ids = [...new Set(found.map((cause) => cause.layout_id))]
  if (ids.length > 1)
    throw new Refusal(
      409,
      'repair_layouts',
      'The rows have different columns and do not fit one file.',
      'Choose the rows of one file or cause.',
      { layouts: ids },
    )
  const layouts = await Layouts.of(context, context.db, ids)
  const layout = ids[0] === undefined ? undefined : layouts.get(ids[0])
  const base = (layout?.name ?? 'kauppias').replace(/(\.(csv|tsv|txt|json|jsonl|ndjson|xlsx|vcf|gz))+$/i, '')
  return {
    file: Readable.from(lines(context, filter, layouts, layout)),
    name: `${base}-${context.actor.language === 'fi' ? 'korjattavat' : 'repairs'}.csv`,
    type: 'text/csv; charset=utf-8',
  }
}

async function* lines(
  context: Context,
  filter: RepairFilter,
  layouts: Layouts,
  layout: LayoutRow | undefined,
): AsyncGenerator<string> {
  const { language } = context.actor
  const delimiter = [',', ';', '\t', '|'].find((sign) => sign === layout?.delimiter) ?? ','
  const line = (cells: readonly string[]) => `${cells.map((cell) => written(cell, delimiter)).join(delimiter)}\r\n`
  // spreadsheets take a file for UTF-8 by this mark only
  yield `\uFEFF${line([ownHeaders[language].reason, ownHeaders[language].row, ...(layout?.columns ?? [])])}`
  if (layout === undefined) return
  let after: Place | null = null
  for (;;) {
    const rows: QuarantineRow[] = await rowsAfter(context.db, filter, 'waiting', after, pageRows)
    const last = rows.at(-1)
    if (!last) return
    let text = ''
    for (const row of rows) {
      if (!mayOpen(context, row, layouts)) continue
      const cells = cellsOf(row)
      const faults = row.faults.map((fault) => {
        const at = cellOf(layout, cells, fault)
        return { ...fault, column: at === null ? undefined : layout.columns[at] }
      })
      text += line([reasonOf(language, faults), row.id, ...cells])
    }
    yield text
    after = placeOf(last)
  }
}

/** One cell (RFC 4180), with an apostrophe before what a spreadsheet would run; the import takes it away again. */
function written(cell: string, delimiter: string): string {
  const text = guarded(cell.toWellFormed())
  return text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
