import type { Cell, Field, MappedRow } from '#src/collect/intake/index.ts'
import type { Fault, FaultCode } from '#src/collect/intake/index.ts'
import type { Currency, Day, Instant } from '#src/terms/index.ts'
import { readDay, readInstant } from '../normalise/dates.ts'
import type { Reading } from '../normalise/reading.ts'
import { limits, oneLine, readId, readLine, readText, saysNothing, shortened } from '../normalise/text.ts'
import { isUnknown } from '../normalise/words.ts'

/** What the reading of a row depends on beside the row itself. */
export interface Gate {
  /** IANA name of the company's time zone, for timestamps without a zone of their own. */
  timeZone: string
  /** The company's currency, for amounts that name none. */
  currency: Currency
  /** ISO 3166-1 alpha-2, for phone numbers and postcodes of rows that name no country. */
  country: string
  now: Date
}

/** A row being read: hands out its values field by field and gathers what is wrong with them. */
export class RowReader {
  readonly row: MappedRow
  readonly context: Gate
  readonly faults: Fault[] = []

  constructor(row: MappedRow, context: Gate) {
    this.row = row
    this.context = context
  }

  /** The cells of a field that say something. */
  cells(field: Field): Cell[] {
    const cells = this.row.fields[field]
    if (cells === undefined) return []
    return cells.length === 1 && !isNothing(cells[0]!.text) ? cells : cells.filter((cell) => !isNothing(cell.text))
  }
  /** The first cell of a field that says something. */
  cell(field: Field): Cell | undefined {
    const cells = this.row.fields[field]
    if (cells === undefined) return undefined
    for (const cell of cells) if (!isNothing(cell.text)) return cell
    return undefined
  }
  has(field: Field): boolean {
    return this.cell(field) !== undefined
  }

  fault(field: string, code: FaultCode, written = '', fatal = false): undefined {
    this.faults.push({ field, code, written: shortened(written), fatal })
    return undefined
  }
  /** The value of a reading, or undefined after noting its fault. */
  take<T>(field: string, written: string, reading: Reading<T>, fatal = false): T | undefined {
    return 'value' in reading ? reading.value : this.fault(field, reading.fault, written, fatal)
  }
  /** Reads the first cell of a field; a fault is noted and gives undefined. */
  read<T>(field: Field, reader: (text: string, cell: Cell) => Reading<T>, fatal = false): T | undefined {
    const cell = this.cell(field)
    return cell === undefined ? undefined : this.take(field, cell.text, reader(cell.text, cell), fatal)
  }

  /** Reads a choice from a list of words; "not known" is no answer and no fault. */
  choice<T>(field: Field, reader: (text: string) => Reading<T>): T | undefined {
    const cell = this.cell(field)
    return cell === undefined || isUnknown(cell.text) ? undefined : this.take(field, cell.text, reader(cell.text))
  }

  line(field: Field, limit: number = limits.line): string | undefined {
    return this.read(field, (text) => readLine(text, limit))
  }
  text(field: Field): string | undefined {
    return this.read(field, (text) => readText(text))
  }
  /** The row's own id: one that cannot be kept whole makes the row unusable. */
  id(field: Field): string | undefined {
    return this.read(field, readId, true)
  }
  /** A reference to something else by its id; marks for "nobody" (0, -1, guest) are no reference. */
  ref(field: Field): string | undefined {
    const id = this.read(field, readId)
    return id === undefined || nobody.test(id) ? undefined : id
  }
  instant(field: Field, fatal = false): Instant | undefined {
    const cell = this.cell(field)
    if (cell === undefined || noDate.test(cell.text)) return undefined
    return this.take(field, cell.text, readInstant(cell.text, cell.dateOrder, this.context.timeZone), fatal)
  }
  day(field: Field, notAfter?: Day): Day | undefined {
    const cell = this.cell(field)
    if (cell === undefined || noDate.test(cell.text)) return undefined
    return this.take(field, cell.text, readDay(cell.text, cell.dateOrder, this.context.timeZone, notAfter))
  }

  /** The columns kept under their headers' names. */
  attributes(): Record<string, string> | undefined {
    const kept: [string, string][] = []
    for (const header in this.row.attributes) {
      const written = this.row.attributes[header]!
      if (isNothing(written)) continue
      const name = oneLine(header).slice(0, limits.place).toWellFormed()
      const value = this.take(name, written, readText(written, limits.attribute))
      if (value !== undefined && name !== '') kept.push([name, value])
    }
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  }
}

const nobody = /^(?:[0-]*|-1|null|none|anonymous|guest|undefined|vieras|tuntematon)$/i
/** How databases write "no date". */
const noDate = /^\s*(?:0{4}-00-00|0001-01-01|00\.00\.0000)/

function isNothing(text: string): boolean {
  const first = text.charCodeAt(0)
  // Ordinary letters and digits in front: something is said, unless it is one of the short marks.
  if (text.length >= 10 && first > 32 && first < 127) return false
  return saysNothing(text) || saysNothing(oneLine(text))
}
