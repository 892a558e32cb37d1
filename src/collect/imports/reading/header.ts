import { Refusal } from '#src/platform/refusal.ts'
import { rowColumnOf } from '#src/collect/intake/index.ts'
import { meaningOf } from '../mapping/headers.ts'
import { looksOf } from '../mapping/looks.ts'
import type { Format } from './format.ts'

/** Titles, header and rule at the top of a table. */
export interface Top {
  header: Format['header']
  /** Records before the first data record. */
  skip: number
  confidence: number
  notes: string[]
}

const figure = /^[+-]?[€$£]?\s?\d[\d\s.,']*\s?[%€$£]?$/
const dateLike = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?$/
const mailLike = /^[^\s@]+@[^\s@]+\.\w+$/

const isValue = (cell: string) => figure.test(cell) || dateLike.test(cell) || mailLike.test(cell)
const isYear = (cell: string) => /^(19|20)\d\d$/.test(cell)
const filled = (record: string[]) => record.filter((cell) => cell.trim() !== '').length

/**
 * Where the header stands among the first records, if there is one.
 * @param records cut records from the top of the file
 * @param width cells of a proper row
 * @param told the 1-based record of the header as a person says, null = none
 */
export function topOf(records: string[][], width: number, told?: number | null): Top {
  if (told === null) return { header: null, skip: 0, confidence: 1, notes: ['header_missing'] }
  if (told !== undefined) return toldTop(records, width, told)
  if (rowColumnOf(records[0] ?? []) !== undefined) return toldTop(records, width, 1) // a file that we gave out
  const first = firstRow(records, width)
  const candidate = records[first]
  if (!candidate) return { header: null, skip: 0, confidence: 0.3, notes: ['no_rows'] }
  const data = records.slice(first + 1).filter((record) => filled(record) > 0)
  const notes = first > 0 ? [`title_lines:${first}`] : []
  const score = headerScore(candidate, data, width)
  if (score <= 0)
    return { header: null, skip: first, confidence: score < -1 ? 0.9 : 0.6, notes: [...notes, 'header_missing'] }
  const rule = records[first + 1]?.every((cell) => /^[-=+\s]*$/.test(cell) && cell.trim().length > 1) ?? false
  if (candidate.some((cell) => /[\r\n]/.test(cell))) notes.push('header_multiline')
  const shifted =
    candidate.length === width - 1 && data.length > 1 && data.slice(0, 50).every((r, i) => r[0] === String(i + 1))
  const names = uniqueNames(shifted ? ['', ...candidate] : candidate, Math.max(width, candidate.length), notes)
  return { header: { line: first + 1, names }, skip: first + (rule ? 2 : 1), confidence: score > 1 ? 0.95 : 0.7, notes }
}

function toldTop(records: string[][], width: number, told: number): Top {
  const candidate = records[told - 1]
  if (!candidate)
    throw new Refusal(422, 'header_unknown', 'The file has no such row for a header.', 'Name one of its first rows.')
  const notes = told > 1 ? [`title_lines:${told - 1}`] : []
  const names = uniqueNames(candidate, Math.max(width, candidate.length), notes)
  return { header: { line: told, names }, skip: told, confidence: 1, notes }
}

/** The first record that is as full as the table itself; what stands above it are titles. */
function firstRow(records: string[][], width: number): number {
  const top = records.slice(0, 30)
  const full = (record: string[]) =>
    width < 3
      ? record.length >= Math.min(width, 2) && filled(record) > 0
      : filled(record) >= Math.max(2, Math.ceil(width * 0.5))
  const usual = top.map(filled).sort((a, b) => a - b)[Math.floor(top.length / 2)] ?? 0
  const at = top.findIndex(
    (record) => full(record) || (filled(record) >= 2 && filled(record) >= usual && record.length === width),
  )
  return Math.max(at, 0)
}

/** Above 0 = a header. Known words and texts over columns of values speak for it, values and repetitions against. */
function headerScore(candidate: string[], data: string[][], width: number): number {
  const cells = candidate.map((cell) => cell.trim())
  const named = cells.filter((cell) => cell !== '')
  if (named.length === 0) return -2
  const known = named.filter((cell) => cell.length < 60 && meaningOf(cell).concepts.length > 0).length / named.length
  const values = named.filter((cell) => isValue(cell) && !isYear(cell)).length
  const years = named.filter(isYear).length
  let score = known * 3 - (values / named.length) * 4
  if (named.some((cell) => mailLike.test(cell))) score -= 2
  if (values === 0 && named.every((cell) => cell.length < 100)) score += 0.3
  if (new Set(named).size < named.length && known < 0.5) score -= 0.5
  if (data.length === 0) return score + (years > 0 && values + years === named.length ? -1 : 0)
  let contrast = 0
  let repeated = 0
  const sample = data.slice(0, 100)
  for (let i = 0; i < Math.min(width, cells.length); i++) {
    const column = sample.map((record) => record[i]?.trim() ?? '').filter((cell) => cell !== '')
    if (cells[i] === '' || column.length === 0) continue
    const typed = column.filter(isValue).length / column.length
    if (typed > 0.7 && (!isValue(cells[i]!) || isYear(cells[i]!))) contrast++
    if (column.includes(cells[i]!) || (known < 0.5 && looksAlike(cells[i]!, column))) repeated++
  }
  score += (contrast / width) * 3
  if (sample.length > 1) score -= (repeated / width) * 3
  return named.length < width * 0.5 && known < 0.5 ? score - 0.5 : score
}

/** Whether a cell is such a name, town or street as those below it: a first row, not their heading. */
function looksAlike(cell: string, column: string[]): boolean {
  const looks = looksOf(cell)
  if (
    !['name', 'city', 'street', 'organisation', 'phone', 'postcodeCity', 'country', 'businessId', 'id'].includes(looks)
  )
    return false
  return column.filter((other) => looksOf(other) === looks).length > column.length * 0.6
}

/** Names without line breaks, none blank, none twice: attributes are kept under them. */
function uniqueNames(cells: string[], width: number, notes: string[] = []): string[] {
  const taken = new Set<string>()
  const names: string[] = []
  for (let i = 0; i < width; i++) {
    const written = (cells[i] ?? '').replace(/\s+/g, ' ').trim().slice(0, 200)
    if (written === '' && !notes.includes('header_blank_names')) notes.push('header_blank_names')
    const base = written === '' ? `Column ${i + 1}` : written
    let name = base
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`
    if (name !== base && written !== '' && !notes.includes('header_duplicate_names'))
      notes.push('header_duplicate_names')
    taken.add(name)
    names.push(name)
  }
  return names
}
