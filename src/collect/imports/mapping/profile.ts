import { stat } from 'node:fs/promises'
import type { DateOrder } from '#src/collect/intake/index.ts'
import { decode } from '../reading/encoding.ts'
import { columnNames, type Format, type Row, type Source, type Told } from '../reading/format.ts'
import { cutterOf, openFile } from '../reading/read.ts'
import { pieceOf } from '../reading/source.ts'
import type { ValueLooks } from './looks.ts'
import { ColumnTally } from './tally.ts'

/** What the values of a column look like. */
export type Looks = ValueLooks | 'empty'

/** What a sample of one column shows. `min` and `max` only for numbers and dates: a profile holds no personal data. */
export interface ColumnProfile {
  at: number
  header: string
  /** Share of rows with a value, 0..1. */
  filled: number
  /** Distinct values among the filled ones, 0..1. */
  distinct: number
  /** No value occurs twice in the sample. */
  unique: boolean
  looksLike: Looks
  /** Share of filled cells that look so, 0..1. */
  share: number
  min?: string
  max?: string
  /** Length of the longest cell, in UTF-16 units. */
  longest: number
  dateOrder?: DateOrder
  /** No cell told day-month from month-day. */
  ambiguous?: boolean
  decimal?: ',' | '.'
  /** Texts that stand for "nothing" here. */
  nulls?: string[]
  /** All values are whole numbers ending in `.0`: what spreadsheets make of ids. */
  pointZero?: boolean
  /** A spreadsheet cut long figures to `3.58401E+11`: they are lost. */
  scientific?: boolean
  /** Some values are below zero. */
  negative?: boolean
  /** All values are `0` and `1`, or words for yes and no. */
  twoValued?: boolean
  /** The smallest hashes of the distinct values: estimates how much columns of different files have in common. */
  sketch: number[]
}
export interface Profile {
  /** Rows looked at. */
  rows: number
  /** The sample is the whole file. */
  whole: boolean
  columns: ColumnProfile[]
}

const sampleRows = 20_000
const spreadPieces = 8
const spreadBytes = 128 * 1024

/** Profile of rows already in memory; `whole` = they are the whole file. */
export function profile(format: Format, rows: Iterable<Row>, whole = true): Profile {
  const names = columnNames(format)
  const tallies = names.map((name, at) => new ColumnTally(at, name))
  let count = 0
  for (const row of rows) {
    if (row.unreadable || row.ragged) continue
    count++
    for (const [i, tally] of tallies.entries()) tally.add(row.cells[i] ?? '')
  }
  const columns = tallies.map((tally) => tally.result(count))
  agreeOnDates(columns, tallies)
  agreeOnDecimals(columns, tallies)
  keepNullNames(columns)
  return { rows: count, whole, columns }
}

/** Dates that could be read both ways follow the other columns of the file that have the same separator. */
function agreeOnDates(columns: ColumnProfile[], tallies: ColumnTally[]): void {
  for (const [i, column] of columns.entries()) {
    if (!column.ambiguous) continue
    const same = columns.filter(
      (c, k) => c.dateOrder && !c.ambiguous && tallies[k]!.separator === tallies[i]!.separator,
    )
    const orders = new Set(same.map((c) => c.dateOrder))
    if (orders.size === 1) column.dateOrder = same[0]!.dateOrder
  }
}

/** Columns whose numbers tell nothing certain (`1.234`) follow those that do. */
function agreeOnDecimals(columns: ColumnProfile[], tallies: ColumnTally[]): void {
  const certain = new Set(columns.filter((_, i) => tallies[i]!.decimalIsCertain).map((c) => c.decimal))
  if (certain.size !== 1) return
  for (const [i, column] of columns.entries())
    if (column.decimal && !tallies[i]!.decimalIsCertain) column.decimal = [...certain][0]
}

/** People are called Null: the word is "nothing" in a column of names only if other columns use it so, too. */
function keepNullNames(columns: ColumnProfile[]): void {
  const names = (column: ColumnProfile) => column.looksLike === 'name' || column.looksLike === 'word'
  for (const column of columns) {
    if (!column.nulls || !names(column)) continue
    const kept = column.nulls.filter(
      (text) =>
        text !== 'NULL' || columns.some((other) => other !== column && !names(other) && other.nulls?.includes(text)),
    )
    if (kept.length > 0) column.nulls = kept
    else delete column.nulls
  }
}

/** What a person says of the dates and numbers of a file goes before what they look like. */
function obeyed(profile: Profile, { dateOrder, decimal }: Told): Profile {
  const counted = dateOrder === 'unix' || dateOrder === 'excel'
  for (const column of profile.columns) {
    const number = column.looksLike === 'integer' || column.looksLike === 'decimal'
    if (dateOrder && (column.dateOrder || (counted && number))) {
      column.dateOrder = dateOrder
      delete column.ambiguous
    }
    if (decimal && (column.decimal || column.looksLike === 'decimal')) column.decimal = decimal
  }
  return profile
}

/** Profile of the first 20,000 rows of a file, and of rows from places spread over the rest where seeking is cheap. */
export async function profileFile(source: Source, format: Format, told: Told = {}): Promise<Profile> {
  const rows: Row[] = []
  let whole = true
  const opened = openFile(source, format)
  const size = typeof source === 'string' ? (await stat(source)).size : Number.POSITIVE_INFINITY
  for await (const batch of opened) {
    // What has been read already is looked at, too: nothing else would come to it.
    if (rows.length >= sampleRows && (opened.bytesRead < size || rows.length >= 2 * sampleRows)) {
      whole = false
      break
    }
    rows.push(...batch)
  }
  const spread = whole || typeof source !== 'string' ? [] : await spreadRows(source, format, opened.bytesRead)
  return obeyed(profile(format, [...rows, ...spread], whole), told)
}

/**
 * Proper rows from the rest of a plain file, none of them twice: dates and numbers there may settle what the top cannot.
 * @param from byte after those read already
 */
export async function spreadRows(path: string, format: Format, from: number): Promise<Row[]> {
  const seekable = format.compression === 'none' && !format.encoding.startsWith('utf-16') && format.lineEnd !== 'cr'
  if (!seekable || ['json', 'xlsx', 'vcard'].includes(format.kind)) return []
  const { size } = await stat(path)
  const step = Math.floor((size - from) / spreadPieces)
  const rows: Row[] = []
  for (let i = 0; i < spreadPieces && step > 0; i++) {
    const length = Math.min(step, spreadBytes)
    const bytes = await pieceOf(path, from + step * (i + 1) - length, length)
    const start = bytes.indexOf(10) + 1
    const end = bytes.lastIndexOf(10) + 1
    if (start <= 0 || end <= start) continue
    const found = cutterOf({ ...format, skip: 0 }).push(decode(bytes.subarray(start, end), format.encoding), true)
    rows.push(...found.slice(1, -1).filter((row) => row.cells.filter((c) => c !== '').length > format.width / 3))
  }
  return rows
}
