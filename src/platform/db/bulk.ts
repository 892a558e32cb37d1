import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './connection.ts'
import { raw, sql } from './sql.ts'

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
 * Order of rows is kept; returns how many were written.
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
  const stream = tx.client.query(copyFrom(`copy ${into.name} (${names.join(', ')}) from stdin`))
  await pipeline(Readable.from(lines(into, names, rows)), stream)
  return rows.length
}

function* lines<Column extends string>(
  into: Table<Column>,
  names: Column[],
  rows: readonly Row<Column>[],
): Generator<Buffer> {
  let text = ''
  for (const row of rows) {
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      text += (i === 0 ? '' : '\t') + copyValue(row[name], into.columns[name])
    }
    text += '\n'
    if (text.length > 65_536) {
      yield Buffer.from(text, 'utf8')
      text = ''
    }
  }
  if (text.length > 0) yield Buffer.from(text, 'utf8')
}

const special = /[\\\t\n\r]/g
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
function copyValue(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return '\\N'
  if (type === 'bytea') return `\\\\x${(value as Buffer).toString('hex')}`
  return plain(value, type).replace(special, (c) => escapes[c]!)
}

function plain(value: unknown, type: ColumnType): string {
  if (type === 'jsonb') return JSON.stringify(value)
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : String(value)
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
  return tx.run({ text, values: arrays })
}

/** Deletes by one uuid column; for re-writing rows of known owners. */
export function deleteIn(tx: Tx, from: Table, column: string, ids: readonly string[]): Promise<number> {
  return ids.length === 0
    ? Promise.resolve(0)
    : tx.run(sql`delete from ${raw(from.name)} where ${raw(column)} = any(${ids}::uuid[])`)
}
