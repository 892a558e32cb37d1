import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './connection.ts'

/** Column types that bulk writing knows. `jsonb` takes any JSON value, `bytea` a Buffer, `timestamptz` a Date or ISO text. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'jsonb'
  | 'bytea'
  | 'timestamptz'
  | 'date'
  | 'int'
  | 'smallint'
  | 'bigint'
  | 'numeric'
  | 'boolean'
/** A table as its owner writes it: full name and the columns in writing order. */
export interface Table<Column extends string = string> {
  readonly name: string
  readonly columns: Readonly<Record<Column, ColumnType>>
}
type Row<Column extends string> = Readonly<Record<Column, unknown>>

export function table<Column extends string>(name: string, columns: Record<Column, ColumnType>): Table<Column> {
  return { name, columns }
}

const copyFromRows = 100

/**
 * Writes rows: one COPY for many, one INSERT … SELECT unnest for few. `onConflict` (fixed text of the caller) forces INSERT.
 * Order of rows is kept; returns how many. A COPY goes on while the caller works: the rows must not be changed afterwards, and the
 * transaction waits for it. A few rows are held and go with the next statement.
 */
export async function insertMany<Column extends string>(
  tx: Tx,
  into: Table<Column>,
  rows: readonly Row<Column>[],
  onConflict?: string,
): Promise<number> {
  if (rows.length === 0) return 0
  if (rows.length < copyFromRows || onConflict !== undefined) return insertUnnest(tx, into, rows, onConflict)
  const names = Object.keys(into.columns) as Column[]
  const copy = `copy ${into.name} (${names.join(', ')}) from stdin`
  tx.later(() => pipeline(Readable.from(lines(into, names, rows)), tx.client.query(copyFrom(copy))))
  return rows.length
}

function* lines<Column extends string>(
  into: Table<Column>,
  names: Column[],
  rows: readonly Row<Column>[],
): Generator<Buffer> {
  const writers = names.map((name) => copyWriters[into.columns[name]] ?? plainly)
  let text = ''
  for (const row of rows) {
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i]!]
      if (i > 0) text += '\t'
      text += value === null || value === undefined ? '\\N' : writers[i]!(value)
    }
    text += '\n'
    if (text.length > 65_536) {
      yield Buffer.from(text, 'utf8')
      text = ''
    }
  }
  if (text.length > 0) yield Buffer.from(text, 'utf8')
}

const special = /[\\\t\n\r]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string) => (special.test(text) ? text.replace(/[\\\t\n\r]/g, (c) => escapes[c]!) : text)
const plainly = (value: unknown) => (typeof value === 'string' ? value : String(value))

// rows of one batch mostly carry one and the same moment
let lastDate: Date | undefined
let lastText = ''
function dateText(value: unknown): string {
  if (!(value instanceof Date)) return value as string
  if (value !== lastDate) {
    lastDate = value
    lastText = value.toISOString()
  }
  return lastText
}

/** Values in the text format of COPY; types without a line hold nothing that needs escaping. */
const copyWriters: Partial<Record<ColumnType, (value: unknown) => string>> = {
  text: (value) => escaped(plainly(value)),
  jsonb: (value) => escaped(JSON.stringify(value)),
  bytea: (value) => `\\\\x${(value as Buffer).toString('hex')}`,
  timestamptz: dateText,
}

function plain(value: unknown, type: ColumnType): string {
  if (type === 'jsonb') return JSON.stringify(value)
  return value instanceof Date ? value.toISOString() : plainly(value)
}

async function insertUnnest<Column extends string>(
  tx: Tx,
  into: Table<Column>,
  rows: readonly Row<Column>[],
  onConflict?: string,
): Promise<number> {
  const names = Object.keys(into.columns) as Column[]
  const arrays = names.map((name) => {
    const type = into.columns[name]
    return rows.map((row) =>
      row[name] === null || row[name] === undefined ? null : type === 'bytea' ? row[name] : plain(row[name], type),
    )
  })
  const params = names.map((name, i) => `$${i + 1}::${into.columns[name]}[]`)
  const text = `insert into ${into.name} (${names.join(', ')}) select * from unnest(${params.join(', ')}) ${onConflict ?? ''}`
  if (onConflict === undefined) {
    tx.hold({ text, values: arrays })
    return rows.length
  }
  return tx.run({ text, values: arrays })
}
