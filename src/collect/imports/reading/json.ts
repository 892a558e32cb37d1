import { longestRecord } from './delimited.ts'
import { LineCutter } from './fixed.ts'
import type { Format, Row } from './format.ts'

/** Lists of plain values up to this long become columns of their own (`emails.0`, `emails.1`). */
const longestList = 10

/** An object as flat texts: nested keys joined with dots; lists of objects, and long lists, stay JSON. */
export function flatten(object: object, into: Map<string, string> = new Map(), prefix = ''): Map<string, string> {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = prefix + key
    if (value === null || value === undefined) into.set(name, '')
    else if (typeof value !== 'object') into.set(name, String(value))
    else if (Array.isArray(value)) flattenList(value, into, name)
    else if (Object.keys(value).length > 0) flatten(value, into, `${name}.`)
    else into.set(name, '')
  }
  return into
}

function flattenList(list: unknown[], into: Map<string, string>, name: string): void {
  const plain = list.length <= longestList && list.every((v) => v === null || typeof v !== 'object')
  if (list.length === 0) into.set(name, '')
  else if (plain) for (const [i, v] of list.entries()) into.set(`${name}.${i}`, v === null ? '' : String(v))
  else into.set(name, JSON.stringify(list))
}

/** No record of a register nests deeper; what does is made to exhaust a program. */
const deepest = 64

function isTooDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '{' || c === '[') {
      if (++depth > deepest) return true
    } else if (c === '}' || c === ']') depth--
  }
  return false
}

/** JSON.parse that keeps the digits of numbers too long for a number (ids of 18 digits). Undefined = not JSON, or nested too deep. */
export function parsed(text: string): unknown {
  try {
    if (isTooDeep(text)) return undefined
    if (!/\d{16}/.test(text)) return JSON.parse(text)
    return JSON.parse(text, keepDigits)
  } catch {
    return undefined
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const exact =
    typeof value === 'number' && String(value) !== context?.source && /^-?\d{16,}$/.test(context?.source ?? '')
  return exact ? context!.source : value
}

/** Makes rows of JSON values. A key that the format does not know is written `key=value` in a ragged row. */
class ObjectRows {
  private readonly places: Map<string, number>
  private readonly blank: string[]
  private line = 0

  constructor(format: Format) {
    this.places = new Map(format.header?.names.map((name, i) => [name, i]))
    this.blank = Array.from({ length: format.width }, () => '')
  }

  row(text: string, tooLong: boolean): Row {
    const line = ++this.line
    const value = tooLong ? undefined : parsed(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const cells = [text.slice(0, 1000), ...this.blank.slice(1)]
      return { line, cells, unreadable: true, why: tooLong ? 'tooLong' : 'notJson' }
    }
    const cells = this.blank.slice()
    const row: Row = { line, cells }
    for (const [key, cell] of flatten(value)) {
      const at = this.places.get(key)
      if (at !== undefined) cells[at] = cell
      else if (cell !== '') {
        cells.push(`${key}=${cell}`)
        row.ragged = true
      }
    }
    return row
  }
}

/** Rows of a file with one JSON object per line. */
export class JsonLineCutter {
  private readonly lines: LineCutter
  private readonly rows: ObjectRows

  constructor(format: Format) {
    this.lines = new LineCutter(format.lineEnd)
    this.rows = new ObjectRows(format)
  }

  push(chunk: string, last = false): Row[] {
    return this.lines.push(chunk, last).map(({ text, tooLong }) => this.rows.row(text, tooLong))
  }
}

/** Rows of a JSON list of objects, of one under a key of the top object, or of objects one after another. */
export class JsonCutter {
  private readonly values: ValueCutter
  private readonly rows: ObjectRows

  constructor(format: Format) {
    this.values = new ValueCutter(format.recordsAt)
    this.rows = new ObjectRows(format)
  }

  push(chunk: string, last = false): Row[] {
    return this.values.push(chunk, last).map(({ text, tooLong }) => this.rows.row(text, tooLong))
  }
}

/** Cuts a JSON text into the texts of its records without parsing it as a whole. */
export class ValueCutter {
  private text = ''
  private at = 0
  private from = -1
  private depth = 0
  private inString = false
  private key = ''
  private keyFrom = -1
  private tooLong = false
  private readonly recordsAt: string | undefined
  /** Depth at which records stand; -1 while their list is not reached or left behind. */
  private level: number

  constructor(recordsAt?: string) {
    this.recordsAt = recordsAt
    this.level = recordsAt === undefined ? 0 : -1
  }

  push(chunk: string, last = false): { text: string; tooLong: boolean }[] {
    const found: { text: string; tooLong: boolean }[] = []
    this.text += chunk
    const { text } = this
    let i = this.at
    for (; i < text.length; i++) i = this.step(text, i, found)
    this.at = i
    this.drop(found)
    if (last && this.from >= 0 && !this.tooLong) found.push({ text: this.text.slice(this.from), tooLong: false })
    return found
  }

  private step(text: string, i: number, found: { text: string; tooLong: boolean }[]): number {
    const c = text.charCodeAt(i)
    if (this.inString) {
      if (c === 92) return i + 1
      if (c === 34) this.endString(i)
      return i
    }
    if (c === 34) {
      this.inString = true
      if (this.depth === 1 && this.level < 0) this.keyFrom = i
    } else if (c === 123 || c === 91) this.open(c, i)
    else if (c === 125 || c === 93) this.close(i, found)
    return i
  }

  private endString(i: number): void {
    this.inString = false
    if (this.keyFrom < 0) return
    const key = parsed(this.text.slice(this.keyFrom, i + 1))
    // A text value cannot be taken for the key: the list must follow it directly, and only a key is followed by one.
    this.key = typeof key === 'string' ? key : ''
    this.keyFrom = -1
  }

  private open(c: number, i: number): void {
    const isList = c === 91
    if (this.depth === 0 && isList && this.recordsAt === undefined) this.level = 1
    else if (this.depth === 1 && isList && this.level < 0 && this.key === this.recordsAt) this.level = 2
    else if (this.depth === this.level && this.from < 0) this.from = i
    this.depth++
  }

  private close(i: number, found: { text: string; tooLong: boolean }[]): void {
    this.depth--
    if (this.depth === this.level && this.from >= 0) {
      if (!this.tooLong) found.push({ text: this.text.slice(this.from, i + 1), tooLong: false })
      this.from = -1
      this.tooLong = false
    } else if (this.depth < this.level) this.level = this.recordsAt === undefined ? 0 : -1
  }

  /** Lets go of the text that is no longer needed. */
  private drop(found: { text: string; tooLong: boolean }[]): void {
    if (this.from >= 0 && this.text.length - this.from > longestRecord) {
      if (!this.tooLong) found.push({ text: this.text.slice(this.from, this.from + 1000), tooLong: true })
      this.tooLong = true
      this.from = this.text.length - 1
    }
    const keep = this.from >= 0 ? this.from : this.keyFrom >= 0 ? this.keyFrom : this.text.length
    this.text = this.text.slice(keep)
    this.at -= keep
    if (this.from >= 0) this.from = 0
    if (this.keyFrom >= 0) this.keyFrom = 0
  }
}
