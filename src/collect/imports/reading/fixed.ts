import { longestRecord } from './delimited.ts'
import type { Format, Row } from './format.ts'

/** Cuts text into physical lines, whatever chunks it comes in; blank lines are left out, overlong ones shortened. */
export class LineCutter {
  private text = ''
  private overlong = false
  private readonly ends: RegExp

  constructor(lineEnd: Format['lineEnd']) {
    this.ends = lineEnd === 'cr' ? /\r/g : lineEnd === 'mixed' ? /\r\n|\n|\r/g : /\r?\n/g
  }

  push(chunk: string, last = false): { text: string; tooLong: boolean }[] {
    const text = this.text + chunk
    const lines: { text: string; tooLong: boolean }[] = []
    let from = 0
    const add = (to: number) => {
      if (!this.overlong && text.slice(from, to).trim() !== '')
        lines.push({ text: text.slice(from, to), tooLong: to - from > longestRecord })
      this.overlong = false
    }
    // What was left of the last piece holds no end, but perhaps the CR of one.
    this.ends.lastIndex = Math.max(0, this.text.length - 1)
    for (let end = this.ends.exec(text); end; end = this.ends.exec(text)) {
      if (end.index + end[0].length === text.length && end[0] === '\r' && !last) break
      add(end.index)
      from = end.index + end[0].length
    }
    if (last) add(text.length)
    else if (text.length - from > longestRecord) {
      if (!this.overlong) lines.push({ text: text.slice(from, from + 1000), tooLong: true })
      this.overlong = true
      from = text.length
    }
    this.text = last ? '' : text.slice(from)
    return lines
  }
}

/** The cells of a line whose columns stand at fixed places, or are parted by runs of blanks. */
export function fixedCells(line: string, starts: number[] | undefined): string[] {
  if (!starts) return line.trim().split(/[ \t]+/)
  return starts.map((start, i) => line.slice(start, starts[i + 1] ?? line.length).trim())
}

/** Rows of a text table without delimiters. */
export class FixedCutter {
  private readonly lines: LineCutter
  private readonly format: Format
  private line = 0
  private skip: number

  constructor(format: Format) {
    this.format = format
    this.lines = new LineCutter(format.lineEnd)
    this.skip = format.skip
  }

  push(chunk: string, last = false): Row[] {
    const rows: Row[] = []
    const { width, starts } = this.format
    for (const { text, tooLong } of this.lines.push(chunk, last)) {
      if (this.skip > 0) {
        this.skip--
        continue
      }
      const cells = tooLong ? [text.slice(0, 1000)] : fixedCells(text, starts)
      const row: Row = { line: ++this.line, cells }
      if (cells.length > width) row.ragged = true
      while (cells.length < width) cells.push('')
      if (tooLong) Object.assign(row, { unreadable: true, why: 'tooLong' })
      rows.push(row)
    }
    return rows
  }
}
