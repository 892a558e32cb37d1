import { Refusal } from '#src/platform/refusal.ts'
import type { Format, Source, Told } from './format.ts'
import { topOf } from './header.ts'
import { empty } from './refuse.ts'
import { recordsOf } from './sheet.ts'
import { openWorkbook, type Workbook } from './workbook.ts'

const sampleRecords = 400

/**
 * How the rows of a workbook are read: from the sheet told, else from the first shown one that holds anything.
 * @throws Refusal 422 `sheet_unknown`, `file_empty` and those of `openWorkbook`
 */
export async function workbookFormat(source: Source, told: Told): Promise<Format> {
  const book = await openWorkbook(source)
  try {
    const { sheet, records } = await chosen(book, told.sheet)
    const widest = records.reduce((most, record) => Math.max(most, record.length), 0)
    const top = topOf(records, widest, told.header)
    const others = book.sheets.filter((other) => other.name !== sheet).slice(0, 10)
    return {
      kind: 'xlsx',
      compression: 'none',
      encoding: 'utf-8',
      delimiter: '',
      quote: '',
      lineEnd: 'lf',
      sheet,
      sheets: book.sheets.map(({ name }) => name).slice(0, 200),
      skip: top.skip,
      header: top.header,
      width: Math.max(widest, top.header?.names.length ?? 0),
      confidence: top.confidence,
      notes: [...top.notes, ...others.map(({ name }) => `sheets_other:${name}`)],
    }
  } finally {
    await book.file.close()
  }
}

async function chosen(book: Workbook, told: string | undefined): Promise<{ sheet: string; records: string[][] }> {
  if (told !== undefined) {
    const sheet = book.sheets.find(({ name }) => name === told)
    if (!sheet)
      throw new Refusal(422, 'sheet_unknown', 'The workbook has no such sheet.', 'Choose one of its sheets.', {
        sheets: book.sheets.map(({ name }) => name).slice(0, 200),
      })
    const records = await firstRecords(book, sheet.part)
    if (records.length === 0) throw empty()
    return { sheet: sheet.name, records }
  }
  for (const { name, part } of [...book.sheets].sort((a, b) => Number(a.hidden) - Number(b.hidden))) {
    const records = await firstRecords(book, part)
    if (records.length > 0) return { sheet: name, records }
  }
  throw empty()
}

async function firstRecords(book: Workbook, part: string): Promise<string[][]> {
  const records: string[][] = []
  for await (const batch of recordsOf(book, part)) {
    records.push(...batch)
    if (records.length >= sampleRecords) break
  }
  return records.slice(0, sampleRecords)
}
