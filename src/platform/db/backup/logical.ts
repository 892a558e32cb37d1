import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Db } from '../connection.ts'
import type { Statement } from '../sql.ts'
import { writeWhole } from './files.ts'
import type { FileEntry, TableEntry } from './manifest.ts'
import type { CopyOptions } from './physical.ts'
import * as queries from './queries.ts'

export const workFile = 'waiting.json'
const fileOf = (table: string) => `tables/${table}.copy.gz`

type Ask = <Row>(statement: Statement<Row>) => Promise<Row[]>
const asker =
  (client: pg.PoolClient): Ask =>
  async <Row>({ text, values }: Statement<Row>) =>
    (await client.query(text, values as unknown[])).rows as Row[]

/** Those that others refer to first, otherwise in the given order. Refuses none: circles keep the given order. */
export function inOrder<T extends { name: string; needs: readonly string[] }>(tables: readonly T[]): T[] {
  const sorted: T[] = []
  const seen = new Set<string>()
  const visit = (table: T) => {
    if (seen.has(table.name)) return
    seen.add(table.name)
    for (const need of table.needs) {
      const needed = tables.find(({ name }) => name === need)
      if (needed !== undefined) visit(needed)
    }
    sorted.push(table)
  }
  for (const table of tables) visit(table)
  return sorted
}

/** Writes every table's rows, all of one moment, as compressed COPY text; and the work that waits in the queue. */
export async function copyTables(
  db: Db,
  names: readonly string[],
  to: string,
  options: CopyOptions = {},
): Promise<{ files: FileEntry[]; folders: string[]; tables: TableEntry[] }> {
  const client = await db.pool.connect()
  let whole = false
  try {
    const ask = asker(client)
    await ask(queries.beginSnapshot)
    await mkdir(join(to, 'tables'), { mode: 0o700 })
    const files: FileEntry[] = []
    const tables: TableEntry[] = []
    for (const { name, columns } of inOrder(await ask(queries.tablesOf(names)))) {
      options.signal?.throwIfAborted()
      const { entry, rows } = await copyTable(client, name, columns, to, options.signal)
      files.push(entry)
      tables.push({ name, columns, rows })
      options.copied?.(entry.bytes)
    }
    const [{ exists } = { exists: false }] = await ask(queries.queueExists)
    const waiting = exists ? await ask(queries.waitingWork) : []
    files.push({ path: workFile, ...(await writeWhole(join(to, workFile), JSON.stringify(waiting))) })
    await ask(queries.endSnapshot)
    whole = true
    return { files, folders: ['tables'], tables }
  } finally {
    client.release(!whole)
  }
}

async function copyTable(
  client: pg.PoolClient,
  name: string,
  columns: readonly string[],
  to: string,
  signal?: AbortSignal,
): Promise<{ entry: FileEntry; rows: number }> {
  const path = join(to, fileOf(name))
  const hash = createHash('sha256')
  let rows = 0
  let bytes = 0
  const counted = new Transform({
    transform: (piece: Buffer, _, done) => {
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows++ // text of COPY: one line, one row
      done(null, piece)
    },
  })
  const hashed = new Transform({
    transform: (piece: Buffer, _, done) => {
      hash.update(piece)
      bytes += piece.length
      done(null, piece)
    },
  })
  await pipeline(
    client.query(copyTo(queries.copyOut(name, columns))),
    counted,
    createGzip({ level: 1, chunkSize: 1 << 18 }),
    hashed,
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    ...(signal === undefined ? [] : [{ signal }]),
  )
  const written = await open(path, 'r')
  await written.datasync().finally(() => written.close())
  return { entry: { path: fileOf(name), bytes, sha256: hash.digest('hex') }, rows }
}

/** Reads the rows of all tables into a database of the same migrations, in one transaction: all of it or nothing. */
export async function fillTables(
  db: Db,
  tables: readonly TableEntry[],
  from: string,
  filled: (table: TableEntry) => void = () => {},
): Promise<void> {
  await db.tx(async (tx) => {
    // what migrations wrote themselves is in the backup too
    for (const { name } of tables.toReversed()) await tx.run(queries.empty(name))
    for (const table of tables) {
      const stream = tx.client.query(copyFrom(queries.copyIn(table.name, table.columns)))
      await pipeline(createReadStream(join(from, fileOf(table.name))), createGunzip(), stream)
      filled(table)
    }
  })
}
