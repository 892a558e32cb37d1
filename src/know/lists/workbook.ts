import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import { dayIn } from '#src/know/insights/index.ts'
import type { Field } from '#src/know/segments/index.ts'
import { decimalsOf } from '#src/terms/index.ts'

type Contents = Parameters<typeof writeXlsxFile>[0]

/** A workbook of one sheet. Texts are cells of type text, which no spreadsheet runs. */
export async function workbook(
  headers: readonly string[],
  fields: readonly Field[],
  rows: readonly unknown[][],
  timeZone: string,
): Promise<Buffer> {
  const sheet: Cell[][] = [
    headers.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...rows.map((cells) => cells.map((value, i) => cellOf(fields[i]!, value, timeZone))),
  ]
  return writeXlsxFile(sheet as unknown as Contents, { stickyRowsCount: 1 } as never).toBuffer()
}

/** The most characters of a cell. */
const longest = 32_767

function cellOf({ type, instant }: Field, value: unknown, timeZone: string): Cell {
  if (value === null || value === undefined) return null
  if (type === 'number') return { value: Number(value), type: Number }
  if (type === 'yesno') return { value: Boolean(value), type: Boolean }
  if (type === 'money') {
    const { minor, currency } = value as { minor: string; currency: string }
    const decimals = decimalsOf(currency)
    return {
      value: Number(minor) / 10 ** decimals,
      type: Number,
      format: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`,
    }
  }
  if (type === 'date') {
    const day = instant ? dayIn(new Date(String(value)), timeZone) : String(value)
    return { value: new Date(`${day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  }
  // a control character would make the file unreadable
  const text = String(value).replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
  return { value: text.slice(0, longest), type: String }
}
