import { stat } from 'node:fs/promises'
import { type Dialect, dialectOf, lineEndOf } from './dialect.ts'
import { decode, detectEncoding } from './encoding.ts'
import type { Format, Source, Told } from './format.ts'
import { topOf } from './header.ts'
import { flatten, parsed, ValueCutter } from './json.ts'
import { empty, isPackage, isVCard, refuseBinary, refuseNonTables } from './refuse.ts'
import { type Head, headOf, pieceOf } from './source.ts'
import { cardFormat } from './vcard.ts'
import { workbookFormat } from './workbook-format.ts'

/** Bytes read for the encoding, and characters for the rest. */
const headBytes = 4 * 1024 * 1024
const sampleText = 512 * 1024

/**
 * What a file is and how its rows are cut.
 * @param told what a person says of it: the rest is found with that as given
 * @throws Refusal 422: `file_empty`, `file_is_pdf`, `file_is_binary`, `file_truncated`, `file_is_xlsx_broken`… when it is
 *   not a table
 */
export async function detectFormat(source: Source, told: Told = {}): Promise<Format> {
  const head = await headOf(source, headBytes)
  if (head.compression === 'none' && isPackage(head.bytes)) return workbookFormat(source, told)
  refuseNonTables(head.bytes)
  const found = detectEncoding(await withSpread(source, head), head.whole)
  const { encoding, notes } = told.encoding === undefined ? found : { encoding: told.encoding, notes: [] }
  const decoded = decode(head.bytes, encoding).replace(/^\ufeff/, '')
  if (decoded.trim() === '') throw empty()
  refuseBinary(decoded)
  const whole = head.whole && decoded.length <= sampleText
  const common = { compression: head.compression, encoding, notes }
  if (isVCard(decoded)) return cardFormat(source, common)
  const json = told.delimiter === undefined ? jsonFormat(decoded, head.whole, common) : undefined
  return json ?? tableFormat(decoded.slice(0, sampleText), whole, common, told)
}

/** The head, and pieces from places over the rest of a plain file: the first ä may be far down. */
async function withSpread(source: Source, head: Head): Promise<Buffer> {
  if (head.whole || head.compression !== 'none' || typeof source !== 'string') return head.bytes
  const { size } = await stat(source)
  const pieces = [head.bytes]
  for (let i = 1; i <= 8; i++) {
    const piece = await pieceOf(source, Math.floor(((size - headBytes) * i) / 9) + headBytes, 65536)
    pieces.push(wholeLines(piece))
  }
  return Buffer.concat(pieces)
}

function wholeLines(bytes: Buffer): Buffer {
  const from = bytes.indexOf(10)
  const to = bytes.lastIndexOf(10)
  return from < 0 || to <= from ? Buffer.alloc(0) : bytes.subarray(from + 1, to + 1)
}

type Common = Pick<Format, 'compression' | 'encoding' | 'notes'>

function tableFormat(written: string, whole: boolean, common: Common, told: Told): Format {
  // Spreadsheet programs name the delimiter in a line of its own, which is neither title nor header.
  const first = /^sep=(.)[\r\n]+/i.exec(written)
  const text = first ? written.slice(first[0].length) : written
  const before = first ? 1 : 0
  const lineEnd = lineEndOf(text)
  const dialect = dialectOf(text, lineEnd, whole, { delimiter: told.delimiter ?? first?.[1], quote: told.quote })
  const header = typeof told.header === 'number' ? Math.max(1, told.header - before) : told.header
  const top = topOf(dialect.records, dialect.width, header)
  const width = Math.max(dialect.width, top.header?.names.length ?? 0)
  const blank = blankAbove(text, top.skip)
  const notes = [...common.notes, ...top.notes, ...raggedNotes(dialect, top.skip)]
  return {
    ...common,
    kind: dialect.kind,
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    ...(dialect.escape ? { escape: dialect.escape } : {}),
    lineEnd,
    ...(dialect.strictEnd ? { strictEnd: true } : {}),
    ...(dialect.starts ? { starts: dialect.starts } : {}),
    skip: top.skip + before,
    ...(blank > 0 ? { blank } : {}),
    header: top.header && { ...top.header, line: top.header.line + before },
    width,
    confidence: Math.round(Math.min(dialect.confidence, 1) * top.confidence * 100) / 100,
    notes,
  }
}

/** Blank lines before and between so many others, and after them up to the next. */
function blankAbove(text: string, others: number): number {
  let [seen, blank] = [0, 0]
  for (const line of text.slice(0, 65_536).split(/\r\n|\n|\r/)) {
    if (line.trim() === '') blank++
    else if (seen++ === others) return blank
  }
  return 0
}

function raggedNotes(dialect: Dialect, skip: number): string[] {
  const ragged = dialect.records.slice(skip).filter((r) => r.length > dialect.width).length
  return ragged > 0 ? [`ragged_rows:${ragged}`] : []
}

/** Objects in JSON, one per line or in a list; undefined when the text is not JSON. */
function jsonFormat(text: string, whole: boolean, common: Common): Format | undefined {
  const start = text.trimStart()
  if (!/^(\{|\[\s*[{\]])/.test(start)) return undefined
  const lineEnd = lineEndOf(text.slice(0, sampleText))
  const lines = start.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  if (!whole && lines.length > 1) lines.pop()
  const perLine = lines.slice(0, 20).map(parsed)
  const isObject = (v: unknown) => typeof v === 'object' && v !== null && !Array.isArray(v)
  const good = perLine.filter(isObject).length
  const base = { ...common, delimiter: '', quote: '', lineEnd, skip: 0 }
  if (
    start.startsWith('{') &&
    isObject(perLine[0]) &&
    good >= perLine.length * 0.5 &&
    !(lines.length === 1 && listKey(perLine[0]))
  )
    return { ...base, kind: 'ndjson', ...namesOf(lines.map(parsed)), confidence: good === perLine.length ? 1 : 0.7 }
  const recordsAt = start.startsWith('{') ? keyOfList(start) : undefined
  const values = new ValueCutter(recordsAt).push(start, whole).map(({ text: value }) => parsed(value))
  const objects = values.filter(isObject)
  if (objects.length === 0 && !/^\[\s*\]\s*$/.test(start)) return undefined
  if (objects.length === 0) throw empty()
  const at = recordsAt === undefined ? {} : { recordsAt }
  return { ...base, kind: 'json', ...at, ...namesOf(values), confidence: objects.length / values.length }
}

function namesOf(values: unknown[]): Pick<Format, 'header' | 'width'> {
  const names = new Set<string>()
  for (const value of values)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const name of flatten(value).keys()) names.add(name)
  return { header: { line: 0, names: [...names] }, width: names.size }
}

/** The key of a parsed object under which a list of objects stands, if there is exactly one. */
function listKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const lists = Object.entries(value).filter(([, v]) => Array.isArray(v) && v.length > 1 && typeof v[0] === 'object')
  return lists.length === 1 && Object.keys(value).length <= 6 ? lists[0]![0] : undefined
}

/** The same for the beginning of a text that may be cut off. */
function keyOfList(text: string): string | undefined {
  const value = parsed(text)
  if (value !== undefined) return listKey(value)
  const key =
    /^\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|[\d.]+|true|false|null|\{[^{}]*\})\s*,)*\s*("(?:[^"\\]|\\.)*")\s*:\s*\[\s*\{/.exec(
      text,
    )?.[1]
  return key === undefined ? undefined : (parsed(key) as string)
}
