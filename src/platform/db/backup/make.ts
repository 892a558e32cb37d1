import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { announce } from '../../live/index.ts'
import type { Clock } from '../../ports/index.ts'
import type { Db } from '../connection.ts'
import { appliedMigrations } from '../queries.ts'
import { runningServer } from '../server/index.ts'
import { copyAll, filesRefused, makeFolders, syncFolder, walk, writeWhole } from './files.ts'
import { copyTables } from './logical.ts'
import {
  type BackupKind,
  type FileEntry,
  type Manifest,
  besideDatabase,
  machine,
  manifestName,
  manifestText,
  newestFormat,
  type TableEntry,
} from './manifest.ts'
import { copyCluster } from './physical.ts'
import * as queries from './queries.ts'

export interface BackupOptions {
  readonly db: Db
  readonly clock: Clock
  readonly uuid: () => Uuid
  /** Of the program. */
  readonly version: string
  /** All tables of ours, `src/tables.ts`. */
  readonly tables: readonly string[]
  /** Where backups stand, each in a folder of its own. */
  readonly folder: string
  readonly dataDir: string
  readonly kind: BackupKind
  readonly signal?: AbortSignal | undefined
  /** Bytes written so far. */
  readonly progress?: (bytes: number) => void
}
export interface BackupMade {
  readonly id: Uuid
  readonly kind: BackupKind
  /** Folder of the backup. */
  readonly place: string
  readonly bytes: number
  readonly files: number
  readonly rows: number
}

const partOf = '.part-'

/**
 * Makes a backup beside the work that goes on. It is written under another name and renamed when all of it is on the disk, so that half a
 * backup is never taken for one. Throws 409 `backup_runs`, 507 `backup_disk_full`; the failure is recorded in the database.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupMade> {
  const { db, clock, folder } = options
  const keeper = await db.pool.connect()
  try {
    const held = await keeper.query(queries.holdBackup.text)
    if ((held.rows[0] as { held: boolean }).held !== true) {
      throw new Refusal(409, 'backup_runs', 'Another backup is being made.', 'Wait until it is done.')
    }
    const begun = clock.now()
    const name = `kauppias-${begun.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
    const id = options.uuid()
    const place = join(folder, name)
    await db.run(queries.endAbandoned(begun))
    await db.run(queries.addBackup({ id, kind: options.kind, place, at: begun }))
    const part = join(folder, `${partOf}${process.pid}-${name}`)
    try {
      await prepare(folder, part)
      const made = await write(options, { id, begun, part })
      await rename(part, place)
      await syncFolder(folder)
      await db.run(queries.endBackup(id, { at: clock.now(), bytes: made.bytes, problem: null }))
      await announce(db, { topic: 'backup', id })
      const rows = made.tables.reduce((sum, table) => sum + table.rows, 0)
      return { id, kind: made.kind, place, bytes: made.bytes, files: made.files.length, rows }
    } catch (error) {
      await rm(part, { recursive: true, force: true }).catch(() => {})
      const told = filesRefused(error, place)
      const problem = options.signal?.aborted ? 'interrupted' : told instanceof Refusal ? told.code : 'failed'
      await db.run(queries.endBackup(id, { at: clock.now(), bytes: null, problem })).catch(() => {})
      await announce(db, { topic: 'backup', id }).catch(() => {})
      throw told
    }
  } finally {
    keeper.release(true)
  }
}

/** Makes the folder, and removes what killed backups left in it. */
async function prepare(folder: string, part: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    if (!name.startsWith(partOf)) continue
    // one backup runs at a time per database, but several databases may share the folder
    if (!isAlive(Number(name.slice(partOf.length).split('-')[0])))
      await rm(join(folder, name), { recursive: true, force: true })
  }
  await mkdir(part, { mode: 0o700 })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function write(
  options: BackupOptions,
  { id, begun, part }: { id: Uuid; begun: Date; part: string },
): Promise<Manifest> {
  const { db, kind, clock, signal } = options
  let written = 0
  const copied = (bytes: number) => {
    written += bytes
    options.progress?.(written)
  }
  const body =
    kind === 'physical'
      ? await physical(options, part, copied)
      : await copyTables(db, options.tables, part, { signal, copied })
  const uploads = await keepUploads(options.dataDir, part, { signal, copied })
  const files = [...body.files, ...uploads.files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const manifest: Manifest = {
    format: newestFormat,
    id,
    kind,
    version: options.version,
    postgres: (await db.one(queries.majorVersion)).major,
    machine,
    startedAt: begun.toISOString(),
    finishedAt: clock.now().toISOString(),
    migrations: (await db.rows(appliedMigrations)).map((one) => ({
      name: one.name,
      sha256: one.sha256.toString('hex'),
    })),
    tables: body.tables,
    folders: [...body.folders, ...uploads.folders].sort(),
    files,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  }
  await writeWhole(join(part, manifestName), manifestText(manifest))
  for (const name of manifest.folders) await syncFolder(join(part, name))
  await syncFolder(part)
  return manifest
}

interface Body {
  files: FileEntry[]
  folders: string[]
  tables: TableEntry[]
}

async function physical(options: BackupOptions, part: string, copied: (bytes: number) => void): Promise<Body> {
  const { dataDir, db, signal } = options
  const root = join(dataDir, 'postgres')
  const server = runningServer(root)
  if (server === undefined) {
    throw new Refusal(
      422,
      'backup_not_own',
      'Only the built-in database can be copied as files.',
      'Use --logical for an outside one.',
    )
  }
  let tables: TableEntry[] = []
  const count = async () => {
    tables = await counted(db, options.tables)
  }
  const { files, folders } = await copyCluster(server, part, count, { signal, copied })
  const beside = (await readdir(root)).filter((name) => name === 'connection.json' || name === 'settings.conf')
  files.push(...(await copyAll(root, beside, { folder: part, prefix: '' })))
  return { files, folders: ['cluster', ...folders], tables }
}

/** Rows of every table, all of one moment. */
export async function counted(db: Db, tables: readonly string[]): Promise<TableEntry[]> {
  const client = await db.pool.connect()
  try {
    const ask = async <Row>(statement: { text: string; values: readonly unknown[] }) =>
      (await client.query(statement.text, statement.values as unknown[])).rows as Row[]
    await ask(queries.beginSnapshot)
    const found = await ask<{ name: string; columns: string[] }>(queries.tablesOf(tables))
    const entries: TableEntry[] = []
    for (const { name, columns } of found) {
      const [row] = await ask<{ count: string }>(queries.countRows(name))
      entries.push({ name, columns, rows: Number(row?.count ?? 0) })
    }
    await ask(queries.endSnapshot)
    return entries
  } finally {
    client.release()
  }
}

/** Files that imports wait for, and what is known of the erased. Taken after the database, so that whatever it knows of is there. */
async function keepUploads(
  dataDir: string,
  part: string,
  options: { signal?: AbortSignal | undefined; copied: (bytes: number) => void },
): Promise<{ files: FileEntry[]; folders: string[] }> {
  const kept = { files: [] as FileEntry[], folders: [] as string[] }
  for (const name of besideDatabase) {
    const root = join(dataDir, name)
    const { files, folders } = await walk(root)
    if (files.length === 0) continue
    const all = [name, ...folders.map((path) => `${name}/${path}`)]
    await makeFolders(part, all)
    kept.files.push(...(await copyAll(root, files, { folder: part, prefix: `${name}/` }, options)))
    kept.folders.push(...all)
  }
  return kept
}

/** Removes all but the newest `keep` whole backups of a folder; returns the names removed. */
export async function keepNewest(folder: string, keep: number): Promise<string[]> {
  const whole = (await readdir(folder)).filter((name) => /^kauppias-\d{4}-\d\d-\d\dT[\d-]+Z$/.test(name)).sort()
  const old = whole.slice(0, Math.max(0, whole.length - Math.max(1, keep)))
  for (const name of old) {
    const going = join(folder, `${partOf}0-${name}`) // a removal that is cut short leaves no half backup either
    await rename(join(folder, name), going)
    await rm(going, { recursive: true, force: true })
  }
  return old
}
