import type { Format, Row } from './format.ts'

/** Characters of one record beyond which it is not read: a register's row is never this long, a lost quote's is. */
export const longestRecord = 2 * 1024 * 1024

const LF = 10
const CR = 13
const BLANK = 32
const BACKSLASH = 92

export type Cutting = Pick<Format, 'delimiter' | 'quote' | 'escape' | 'lineEnd' | 'strictEnd' | 'width' | 'skip'>

/**
 * Cuts text into records, whatever chunks it comes in. Own work rather than papaparse because of what real exports do:
 * backslashes before quotes beside doubled quotes, a lost quote that must not swallow the rest of the file (damage ends
 * with its line), line ends of several kinds, and a bound on the memory of one record.
 * With `width` 0 cells are neither filled up nor judged.
 */
export class RecordCutter {
  private readonly how: Cutting
  private readonly delimiter: number
  private readonly delimiterLength: number
  private readonly quote: number
  private text = ''
  private enough = 0
  private last = false
  private line = 0
  private skip: number
  private cells: string[] = []
  private odd = false
  private multiline = false
  private quoted = false
  private overflow: Overflow | undefined
  /** Records so far with a quote where none should be: a sign of the wrong dialect. */
  oddRecords = 0

  constructor(how: Cutting) {
    this.how = how
    this.delimiter = how.delimiter === '' ? -1 : how.delimiter.charCodeAt(0)
    this.delimiterLength = how.delimiter.length
    this.quote = how.quote === '' ? -1 : how.quote.charCodeAt(0)
    this.skip = how.skip
  }

  /** The records that end within the text so far; `last` = no more text comes. */
  push(chunk: string, last = false): Row[] {
    const rows: Row[] = []
    this.text = this.text === '' ? chunk : this.text + chunk
    this.last = last
    if (!last && this.text.length < this.enough) return rows
    let from = 0
    if (this.overflow) from = this.skipOverlong(this.overflow, 0)
    while (from < this.text.length) {
      const end = this.record(from)
      if (end < 0 && !this.last && this.text.length - from <= longestRecord) break
      if (end < 0 || end - from > longestRecord) {
        from = this.unended(from, rows)
        continue
      }
      from = this.emit(from, end, rows)
    }
    this.text = from >= this.text.length ? '' : this.text.slice(from)
    // A long record is looked at again only when twice as much of it is there: its length costs once, not squared.
    this.enough = this.text.length > 65_536 ? Math.min(this.text.length * 2, longestRecord + 1) : 0
    return rows
  }

  /** Parses one record into `cells`; the position after it, or -1 if it does not end in the text at hand. */
  private record(from: number): number {
    const { text, delimiter, quote } = this
    const length = text.length
    const cells: string[] = []
    this.cells = cells
    this.odd = this.multiline = this.quoted = false
    let i = from
    for (;;) {
      const start = i
      let code = text.charCodeAt(i)
      if (quote >= 0 && (code === quote || (code === BLANK && this.quoteAfterBlanks(i)))) {
        i = this.quotedCell(i)
        if (i < 0) return -1
        code = text.charCodeAt(i)
      } else {
        while (i < length) {
          code = text.charCodeAt(i)
          if (code === delimiter || code === LF || code === CR) {
            if (code !== delimiter ? this.endsAt(i) : this.delimiterLength === 1 || this.delimiterAt(i)) break
          }
          i++
        }
        if (i >= length && !this.last) return -1
        cells.push(text.slice(start, i))
      }
      if (i >= length) return this.last ? length : -1
      if (code === delimiter) {
        i += this.delimiterLength
        if (i >= length && !this.last) return -1
        continue
      }
      if (code === CR) {
        if (i + 1 >= length && !this.last && this.how.lineEnd !== 'cr') return -1
        return text.charCodeAt(i + 1) === LF && this.how.lineEnd !== 'cr' ? i + 2 : i + 1
      }
      return i + 1
    }
  }

  /** Whether the CR or LF at `i` ends a record. */
  private endsAt(i: number): boolean {
    const isCr = this.text.charCodeAt(i) === CR
    if (this.how.lineEnd === 'mixed') return true
    if (this.how.lineEnd === 'cr') return isCr
    if (!isCr) return !this.how.strictEnd
    return this.text.charCodeAt(i + 1) === LF || i + 1 >= this.text.length
  }

  private delimiterAt(i: number): boolean {
    if (this.text.charCodeAt(i) !== this.delimiter) return false
    return this.delimiterLength === 1 || this.text.startsWith(this.how.delimiter, i)
  }

  private quoteAfterBlanks(i: number): boolean {
    while (this.text.charCodeAt(i) === BLANK && this.delimiter !== BLANK) i++
    return this.text.charCodeAt(i) === this.quote
  }

  /** Adds the quoted cell that starts at `i`; the position of what ends it, or -1. */
  private quotedCell(i: number): number {
    const { text, quote } = this
    while (text.charCodeAt(i) === BLANK) i++
    const start = i + 1
    let content = ''
    let from = start
    let search = start
    for (;;) {
      const close = text.indexOf(this.how.quote, search)
      if (close < 0) return -1
      if (this.how.escape && this.escaped(close, start)) {
        search = close + 1
        continue
      }
      if (text.charCodeAt(close + 1) === quote) {
        content += text.slice(from, close + 1)
        from = search = close + 2
        continue
      }
      let after = close + 1
      while (text.charCodeAt(after) === BLANK && !this.delimiterAt(after)) after++
      if (after >= text.length && !this.last) return -1
      if (after >= text.length || this.endsCell(after)) {
        content += text.slice(from, close)
        this.quoted = true
        if (!this.multiline) this.multiline = content.includes('\n') || content.includes('\r')
        this.cells.push(this.how.escape ? content.replace(/\\(["'\\])/g, '$1') : content)
        return after
      }
      // A quote in the middle of a quoted cell that nobody doubled: taken as written.
      this.odd = true
      search = close + 1
    }
  }

  private endsCell(i: number): boolean {
    const code = this.text.charCodeAt(i)
    return code === this.delimiter ? this.delimiterAt(i) : (code === LF || code === CR) && this.endsAt(i)
  }

  private escaped(at: number, start: number): boolean {
    let slashes = 0
    while (at - 1 - slashes >= start && this.text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
    return slashes % 2 === 1
  }

  /** Takes the parsed record in, or what can be saved of it; the position where the next one starts. */
  private emit(from: number, end: number, rows: Row[]): number {
    const { cells } = this
    const { width } = this.how
    if (this.odd) this.oddRecords++
    if (cells.length === 1 && !this.quoted && cells[0]!.trim() === '') return end
    if ((this.odd || this.multiline) && (cells.length !== width || (this.odd && this.multiline)) && width > 0) {
      const saved = this.skip > 0 ? undefined : this.firstLine(from, end)
      if (saved) {
        this.add(rows, saved.cells)
        return saved.end
      }
    }
    this.add(rows, cells)
    return end
  }

  private add(rows: Row[], cells: string[], why?: Row['why']): void {
    if (this.skip > 0) {
      this.skip--
      return
    }
    const { width } = this.how
    const row: Row = { line: ++this.line, cells }
    if (width > 0) {
      while (cells.length > width && cells[cells.length - 1] === '') cells.pop()
      if (cells.length > width) row.ragged = true
      while (cells.length < width) cells.push('')
    }
    if (why) {
      row.unreadable = true
      row.why = why
    }
    rows.push(row)
  }

  /** The first physical line of a record read as if its odd quotes were letters, if that gives a proper row. */
  private firstLine(from: number, end: number): { cells: string[]; end: number } | undefined {
    const lineEnd = this.physicalEnd(from)
    if (lineEnd.at > end || this.how.width === 0) return undefined
    const cells = this.properCells(from, lineEnd.at)
    return cells && this.rowsFollow(lineEnd.next, end) ? { cells, end: lineEnd.next } : undefined
  }

  /** A physical line as cells, odd quotes kept as written if that fits, if it makes a proper row at all. */
  private properCells(from: number, to: number): string[] | undefined {
    const line = this.text.slice(from, to)
    const asWritten = this.how.delimiter === '' ? [line] : line.split(this.how.delimiter)
    if (asWritten.length === this.how.width) return asWritten.map((cell) => unwrapped(cell, this.how.quote))
    const alone = new RecordCutter({ ...this.how, width: 0, skip: 0 }).push(line, true)[0]
    for (const cells of [alone?.unreadable ? [] : (alone?.cells ?? []), lenientCells(line, this.how)])
      if (cells.length === this.how.width) return cells
    return undefined
  }

  private physicalEnd(from: number): { at: number; next: number } {
    for (let i = from; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i)
      if ((code !== LF && code !== CR) || !this.endsAt(i)) continue
      return { at: i, next: code === CR && this.text.charCodeAt(i + 1) === LF ? i + 2 : i + 1 }
    }
    return { at: this.text.length, next: this.text.length }
  }

  /** A record that does not end, or not in time: a lost quote, if the lines after it are rows; else just too long. */
  private unended(from: number, rows: Row[]): number {
    const first = this.physicalEnd(from)
    const wholeLine = first.at - from <= longestRecord && (this.last || first.at < this.text.length)
    const saved = wholeLine ? this.firstLine(from, this.text.length) : undefined
    if (
      saved ||
      (this.how.width > 1 && first.next < this.text.length && this.rowsFollow(first.next, this.text.length))
    ) {
      const cells = saved?.cells ?? [this.text.slice(from, Math.min(first.at, from + 1000))]
      this.add(rows, cells, saved ? undefined : 'openQuote')
      return first.next
    }
    const tooLong = this.text.length - from > longestRecord
    this.add(rows, [this.text.slice(from, from + 1000)], tooLong ? 'tooLong' : 'openQuote')
    if (!tooLong) return this.text.length
    this.overflow = { state: 'start' }
    return this.skipOverlong(this.overflow, from)
  }

  /** Whether what stands between reads as rows, line by line (true where nothing stands). */
  private rowsFollow(from: number, end: number): boolean {
    let proper = 0
    let seen = 0
    for (let i = from; i < end && seen < 20; ) {
      const { at, next } = this.physicalEnd(i)
      const cut = at >= this.text.length && !this.last
      if (!cut && at > i) seen++
      if (!cut && at > i && this.properCells(i, at)) proper++
      i = next
    }
    return proper >= seen * 0.8
  }

  /** Goes on to the end of an overlong record without keeping it; the position after it, or the end of the text. */
  private skipOverlong(overflow: Overflow, from: number): number {
    const { text, quote } = this
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (overflow.state === 'quoted') {
        if (code === quote) overflow.state = 'closing'
      } else if (overflow.state === 'closing' && code === quote) overflow.state = 'quoted'
      else if (code === this.delimiter && this.delimiterAt(i)) overflow.state = 'start'
      else if ((code === LF || code === CR) && this.endsAt(i)) {
        this.overflow = undefined
        return code === CR && text.charCodeAt(i + 1) === LF ? i + 2 : i + 1
      } else if (overflow.state === 'start' && code === quote) overflow.state = 'quoted'
      else overflow.state = overflow.state === 'closing' ? 'quoted' : 'plain'
    }
    return text.length
  }
}

interface Overflow {
  state: 'start' | 'plain' | 'quoted' | 'closing'
}

/** The content of a cell that is wrapped in quotes as a whole; else the cell. */
function unwrapped(cell: string, quote: string): string {
  const text = cell.trim()
  if (quote === '' || text.length < 2 || !text.startsWith(quote) || !text.endsWith(quote)) return cell
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

/** Cells of one physical line; a closing quote followed by letters ends the quoting, not the cell. */
function lenientCells(line: string, how: Cutting): string[] {
  const { delimiter, quote } = how
  if (delimiter === '') return [line]
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (quoted) {
      if (c !== quote) cell += c
      else if (line[i + 1] === quote) cell += line[i++]
      else quoted = false
    } else if (c === quote && cell === '') quoted = true
    else if (line.startsWith(delimiter, i)) {
      cells.push(cell)
      cell = ''
      i += delimiter.length - 1
    } else cell += c
  }
  return quoted ? [] : [...cells, cell]
}
