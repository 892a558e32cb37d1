import { RecordCutter } from './delimited.ts'
import { fixedCells } from './fixed.ts'
import type { Format } from './format.ts'

export type Dialect = Pick<
  Format,
  'kind' | 'delimiter' | 'quote' | 'escape' | 'strictEnd' | 'starts' | 'width' | 'confidence'
> & {
  /** The first records, uncut by width. */
  records: string[][]
}

const common = [',', ';', '\t', '|']
const rare = [
  '||',
  '::',
  '|~|',
  '^',
  '~',
  '\u0001',
  '\u001f',
  '\u001e',
  '¦',
  '§',
  ':',
  '*',
  '#',
  '&',
  '!',
  '$',
  '@',
  '%',
]
const sampleRecords = 400

/** Line ends of the text, those within quoted cells weighing little. */
export function lineEndOf(text: string): Format['lineEnd'] {
  const crlf = text.split('\r\n').length - 1
  const lf = text.split('\n').length - 1 - crlf
  const cr = text.split('\r').length - 1 - crlf
  if (crlf + lf + cr === 0) return 'lf'
  if (cr > 0 && cr > (crlf + lf) * 4) return crlf + lf > 0 && cr < (crlf + lf) * 20 ? 'mixed' : 'cr'
  if (cr > 2 && cr > (crlf + lf) * 0.2) return 'mixed'
  return crlf > lf ? 'crlf' : 'lf'
}

/** How the cells of the text are parted: the way that makes the most even and the most meaningful table, as far as it is not told. */
export function dialectOf(
  text: string,
  lineEnd: Format['lineEnd'],
  whole: boolean,
  told: { delimiter?: string | undefined; quote?: string | undefined } = {},
): Dialect {
  if (told.delimiter === '')
    return { ...tried({ delimiter: '', quote: '"' }, text, lineEnd, whole), ...singleColumn(text, lineEnd, whole) }
  const candidates: (Dialect & { score: number })[] = []
  for (const delimiter of told.delimiter === undefined ? [...common, ...rare] : [told.delimiter]) {
    if (!text.includes(delimiter) || (rare.includes(delimiter + delimiter) && alwaysDouble(text, delimiter))) continue
    if (told.quote !== undefined) {
      candidates.push(tried({ delimiter, quote: told.quote }, text, lineEnd, whole))
      continue
    }
    const quotes = text.includes(`'${delimiter}`) || text.includes(`${delimiter}'`) ? ['"', "'"] : ['"']
    for (const quote of text.includes('"') || quotes.length > 1 ? [...quotes, ''] : ['"'])
      candidates.push(tried({ delimiter, quote }, text, lineEnd, whole))
    if (text.includes('\\"')) candidates.push(tried({ delimiter, quote: '"', escape: '\\' }, text, lineEnd, whole))
  }
  const blanks = told.delimiter === undefined && told.quote === undefined ? blankTable(text, whole) : undefined
  if (blanks) candidates.push(blanks)
  let best: (Dialect & { score: number }) | undefined
  for (const candidate of candidates) if (!best || candidate.score > best.score + 1e-9) best = candidate
  if (best && (best.score >= 0.3 || told.delimiter !== undefined)) return strictly(best, text, lineEnd, whole)
  return { ...tried({ delimiter: ',', quote: '"' }, text, lineEnd, whole), ...singleColumn(text, lineEnd, whole) }
}

/** Some programs end records with CR LF and leave lone LFs in cells unquoted: taken so if that evens out the rows. */
function strictly(
  best: Dialect & { score: number },
  text: string,
  lineEnd: Format['lineEnd'],
  whole: boolean,
): Dialect {
  if (lineEnd !== 'crlf' || best.kind !== 'delimited' || !/[^\r]\n/.test(text)) return best
  const { delimiter, quote } = best
  const strict = tried(
    { delimiter, quote, ...(best.escape ? { escape: best.escape } : {}), strictEnd: true },
    text,
    lineEnd,
    whole,
  )
  return strict.width >= best.width && strict.score > best.score + 0.005 ? strict : best
}

const alwaysDouble = (text: string, delimiter: string) =>
  !text.replaceAll(delimiter + delimiter, '').includes(delimiter)

function singleColumn(text: string, lineEnd: Format['lineEnd'], whole: boolean) {
  const { records } = tried({ delimiter: '', quote: '"' }, text, lineEnd, whole)
  const confidence = records.length > 3 ? 0.6 : 0.3
  return { kind: 'delimited' as const, delimiter: '', quote: '"', width: 1, records, confidence }
}

type Way = Pick<Format, 'delimiter' | 'quote' | 'escape' | 'strictEnd'>

/** The text cut one way, and how good a table that makes, 0..1. */
function tried(way: Way, text: string, lineEnd: Format['lineEnd'], whole: boolean): Dialect & { score: number } {
  const cutter = new RecordCutter({ ...way, lineEnd, width: 0, skip: 0 })
  const rows = cutter.push(text, whole)
  const damaged = rows.some((row) => row.unreadable) || (rows.length === 0 && text.length > 1000)
  const records = rows.slice(0, sampleRecords).map((row) => row.cells)
  const width = usualWidth(records)
  const even = evenness(records, width)
  const cells = cellQuality(records, way)
  const strict = rare.includes(way.delimiter)
  const odd = Math.min(1, cutter.oddRecords / (rows.length || 1))
  let score = even * cells * (1 - 1 / (width + 1)) * (damaged ? 0.6 : 1) * (1 - odd * 0.2)
  if (width < 2) score = 0
  if (strict && (even < 1 || records[0]?.length !== width || !records[0].every((c) => /[\p{L}\d]/u.test(c)))) score = 0
  if (strict) score *= 0.7
  return { kind: 'delimited', ...way, width, records, score, confidence: Math.min(1, even * (damaged ? 0.6 : 1)) }
}

/** The width that most records have; where several are as usual, the widest. */
function usualWidth(records: string[][]): number {
  const counts = new Map<number, number>()
  for (const record of records) counts.set(record.length, (counts.get(record.length) ?? 0) + 1)
  let best = 0
  for (const [width, count] of counts) {
    const bestCount = counts.get(best) ?? 0
    if (count > bestCount || (count === bestCount && width > best)) best = width
  }
  return best
}

/** Share of records that have the usual width; too short ones count half (trailing empty cells left out). */
function evenness(records: string[][], width: number): number {
  if (records.length === 0) return 0
  let sum = 0
  for (const { length } of records) sum += length === width ? 1 : length < width && length > 1 ? 0.5 : 0
  return sum / records.length
}

const clean =
  /^(|[+-]?[\d\s.,']*\d\s?[%€$£]?|[€$£]\s?[\d.,]+|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T]\d{1,2}[:.]\d{2}.*)?|[^\s@]+@[^\s@]+\.\w+|\+?[\d ()-]{5,20}|https?:\S+|[\p{L}\d][\p{L}\d \-_.'/()&+#]*)$/u

/** Share of cells that look like one thing; what holds quotes at its edges or other delimiters was likely cut wrong. */
function cellQuality(records: string[][], { quote }: Way): number {
  let sum = 0
  let seen = 0
  for (const record of records.slice(0, 100))
    for (const raw of record.slice(0, 200)) {
      const cell = raw.trim()
      seen++
      if (quote !== '"' && /^"|"$/.test(cell)) sum += 0.2
      else if (quote !== "'" && /^'.*'$/.test(cell)) sum += 0.6
      else if (cell.length < 200 && clean.test(cell)) sum += 1
      else sum += /[;\t|]/.test(cell) ? 0.5 : 0.8
    }
  return seen === 0 ? 0 : sum / seen
}

/** A table without delimiters: the same number of words on each line, or columns of blanks through all lines. */
function blankTable(text: string, whole: boolean): (Dialect & { score: number }) | undefined {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  if (!whole) lines.pop()
  if (lines.length < 2) return undefined
  const sample = lines.slice(0, sampleRecords)
  const plain = { kind: 'fixed' as const, delimiter: '', quote: '' }
  const words = sample.map((line) => fixedCells(line, undefined))
  const width = usualWidth(words)
  if (width >= 2 && words.every((cells) => cells.length === width) && looksTabular(sample, words))
    return { ...plain, width, records: words, confidence: 0.9, score: 0.55 * cellQuality(words, plain) }
  const starts = blankColumns(sample)
  if (starts.length < 2) return undefined
  const records = sample.map((line) => fixedCells(line, starts))
  return { ...plain, starts, width: starts.length, records, confidence: 0.7, score: 0.5 * cellQuality(records, plain) }
}

/** Prose has one blank between words and no figures; a table has runs of blanks or columns of figures. */
function looksTabular(lines: string[], words: string[][]): boolean {
  const runs = lines.filter((line) => / {2,}|\t/.test(line.trim())).length
  const figures = words[0]!.filter((_, i) => words.slice(1).every((w) => /^[-+]?[\d.,:/-]+$/.test(w[i] ?? ''))).length
  return runs > lines.length * 0.5 || (figures >= 2 && lines.length >= 3)
}

/** Where columns start if some places (two blanks wide) are blank in every line. */
function blankColumns(lines: string[]): number[] {
  const length = Math.max(...lines.map((line) => line.length))
  if (lines.length < 3 || length > 2000 || lines.some((line) => line.includes('\t'))) return []
  const blank = (i: number) => lines.every((line) => (line[i] ?? ' ') === ' ')
  const starts: number[] = []
  for (let i = 0; i < length; i++)
    if (!blank(i) && (i === 0 || (blank(i - 1) && (i === 1 || blank(i - 2))) || starts.length === 0)) starts.push(i)
  const used = starts.filter(
    (start, k) => lines.filter((l) => l.slice(start, starts[k + 1]).trim()).length >= lines.length * 0.3,
  )
  return used.length === starts.length ? starts.map((start, k) => (k === 0 ? 0 : start)) : []
}
