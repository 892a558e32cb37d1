import type { Format, Row, Source } from './format.ts'
import { cellText, openWorkbook, readPart, type Workbook } from './workbook.ts'
import { attribute, type XmlHandler } from './xml.ts'

/** Columns that a sheet can have (XFD). */
const mostColumns = 16_384
const longestCell = 100_000
const dayLength = 86_400_000

/** Gathers the rows of a sheet as text, blank ones left out. */
class SheetRows implements XmlHandler {
  readonly #book: Workbook
  #records: string[][] = []
  #held = 0
  #cells: string[] = []
  #at = 0
  #type = 'n'
  #style = 0
  #value = ''
  #reading = false

  constructor(book: Workbook) {
    this.#book = book
  }

  /** The rows so far, when they are enough; a batch is bounded by its cells, for a row may have thousands. */
  taken(all = false): string[][] | undefined {
    if (!all && this.#records.length < 1000 && this.#held < 200_000) return undefined
    const records = this.#records
    this.#records = []
    this.#held = 0
    return records
  }

  open(name: string, attributes: string, closed: boolean): void {
    if (name === 'c') {
      const place = columnOf(attribute(attributes, 'r'))
      if (place !== undefined) this.#at = place
      this.#type = attribute(attributes, 't') ?? 'n'
      this.#style = Number(attribute(attributes, 's') ?? 0)
      this.#value = ''
      if (closed) this.#endCell()
    } else if (name === 'v' || name === 't') this.#reading = !closed
  }
  close(name: string): void {
    if (name === 'v' || name === 't') this.#reading = false
    else if (name === 'c') this.#endCell()
    else if (name === 'row') {
      if (this.#cells.some((cell) => cell.trim() !== '')) {
        this.#records.push(this.#cells)
        this.#held += this.#cells.length
      }
      this.#cells = []
      this.#at = 0
    }
  }
  text(text: string): void {
    if (this.#reading && this.#value.length < longestCell) this.#value += text
  }

  #endCell(): void {
    const at = this.#at++
    if (this.#value === '' || at >= mostColumns) return
    const text = this.#text()
    if (text === '') return
    while (this.#cells.length < at) this.#cells.push('')
    this.#cells[at] = text
  }

  #text(): string {
    const written = this.#value
    if (this.#type === 's') return this.#book.strings[Number(written)] ?? ''
    if (this.#type === 'inlineStr' || this.#type === 'str') return cellText(written)
    if (this.#type === 'b') return written.trim() === '1' ? 'true' : 'false'
    if (this.#type === 'e' || this.#type === 'd') return cellText(written)
    return numberText(written.trim(), this.#book, this.#style)
  }
}

/** "C7" is column 2. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined
  let at = 0
  let i = 0
  for (; i < reference.length && i < 4; i++) {
    const letter = reference.charCodeAt(i) & ~32
    if (letter < 65 || letter > 90) break
    at = at * 26 + letter - 64
  }
  return i === 0 ? undefined : at - 1
}

function numberText(written: string, { styles, from1904 }: Workbook, style: number): string {
  const number = Number(written)
  if (written === '' || !Number.isFinite(number)) return written
  const shown = styles[style]
  if (shown?.date) return dateText(number, from1904)
  // a workbook holds 15 figures of a number; what follows them is noise of the binary form
  const text = /^-?\d{1,15}$/.test(written) ? written : plainNumber(number)
  return shown && shown.zeros > text.length && /^\d+$/.test(text) ? text.padStart(shown.zeros, '0') : text
}

function plainNumber(number: number): string {
  const rounded = Number(number.toPrecision(15))
  if (Math.abs(rounded) >= 1e21 || (rounded !== 0 && Math.abs(rounded) < 1e-6))
    return rounded.toFixed(10).replace(/\.?0+$/, '')
  return String(rounded)
}

/** A day count as a date (`2026-11-23`), a moment (`2026-11-23 08:30:00`) or, below one day, a time of day. */
function dateText(number: number, from1904: boolean): string {
  if (number < 0 || number > 2_958_466) return plainNumber(number)
  const milliseconds = Math.round((number % 1) * 86_400) * 1000
  if (number < 1 && !from1904) return clockOf(milliseconds)
  // Excel counts a 29 February 1900 that never was
  const days = Math.floor(number) + (from1904 ? 1462 : number < 60 ? 1 : 0)
  const at = Date.UTC(1899, 11, 30) + days * dayLength + milliseconds
  const iso = isoOf(at)
  return milliseconds === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

const isoOf = (at: number): string => new Date(at).toISOString()
const clockOf = (milliseconds: number): string => isoOf(milliseconds).slice(11, 19)

/** Rows of cells of one sheet, blank rows left out, from first to last. */
export async function* recordsOf(book: Workbook, part: string): AsyncGenerator<string[][]> {
  const rows = new SheetRows(book)
  for await (const _ of readPart(book.file, part, rows)) {
    const records = rows.taken()
    if (records) yield records
  }
  const rest = rows.taken(true)
  if (rest && rest.length > 0) yield rest
}

/** The rows of the sheet that the format names, as `openFile` gives them. */
export async function* sheetRows(source: Source, format: Format): AsyncGenerator<Row[]> {
  const book = await openWorkbook(source)
  try {
    const sheet = book.sheets.find(({ name }) => name === format.sheet) ?? book.sheets[0]!
    const { width } = format
    let { skip } = format
    let line = 0
    for await (const records of recordsOf(book, sheet.part)) {
      const rows: Row[] = []
      for (const cells of records) {
        if (skip > 0) {
          skip--
          continue
        }
        const row: Row = { line: ++line, cells }
        if (cells.length > width) row.ragged = true
        while (cells.length < width) cells.push('')
        rows.push(row)
      }
      if (rows.length > 0) yield rows
    }
  } finally {
    await book.file.close()
  }
}
