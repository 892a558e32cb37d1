import { existsSync } from 'node:fs'
import { chown, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'
import type { Db } from '../connection.ts'
import { migrate, readMigrations } from '../migrate.ts'
import { accountFor } from '../server/account.ts'
import { serverState } from '../server/index.ts'
import { copyFile, filesRefused, forEach, makeFolders, syncFolder } from './files.ts'
import { fillTables, workFile } from './logical.ts'
import { counted } from './make.ts'
import { corrupt, isBeside, type Manifest, machine } from './manifest.ts'
import * as queries from './queries.ts'

/** Work that waited in the queue of a logical backup, to be put into the new queue. */
export interface Waiting {
  readonly name: string
  readonly data: unknown
  readonly key: string | null
  readonly at: string | null
}

/** The built-in server's PostgreSQL; a physical backup must be of the same one. */
export const ownPostgres = 18

/** Refuses a physical backup that this machine's server could not start on. */
export function mustFit(manifest: Manifest): void {
  if (manifest.kind === 'logical' || (manifest.machine === machine && manifest.postgres === ownPostgres)) return
  throw new Refusal(
    422,
    'backup_other_machine',
    `The backup holds files of PostgreSQL ${manifest.postgres} on ${manifest.machine}; this is ${ownPostgres} on ${machine}.`,
    'Restore it on such a machine, and take a backup with --logical there for this one.',
  )
}

/**
 * Lays the files of a physical backup into a data folder, comparing each with its hash. The database that stands there is refused, or with
 * `replace` moved aside to `postgres.before-…`, never deleted. Throws 409 `restore_target_used`, 422 `backup_corrupt`.
 */
export async function layFiles(
  from: string,
  manifest: Manifest,
  dataDir: string,
  options: { replace: boolean; stamp: string; progress?: (bytes: number) => void },
): Promise<void> {
  const root = join(dataDir, 'postgres')
  const stamp = options.stamp.slice(0, 19).replaceAll(':', '-')
  await makeAway(root, options.replace, stamp)
  const beside = `${root}.restoring-${stamp}`
  try {
    await makeFolders(beside, ['', ...manifest.folders.filter((path) => !isBeside(path))])
    const all = manifest.files.filter(({ path }) => !isBeside(path))
    let laid = 0
    await forEach(all, async (file) => {
      const copied = await copyFile(join(from, file.path), join(beside, file.path)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw corrupt([file.path])
        throw error
      })
      if (copied.sha256 !== file.sha256) throw corrupt([file.path])
      laid += file.bytes
      options.progress?.(laid)
    })
    await ownedBy(beside, manifest)
    for (const path of manifest.folders) if (!isBeside(path)) await syncFolder(join(beside, path))
    await syncFolder(beside)
    await rename(beside, root)
    await syncFolder(dataDir)
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => {})
    throw filesRefused(error, root)
  }
}

async function makeAway(root: string, replace: boolean, stamp: string): Promise<void> {
  if (!existsSync(root)) return
  if (serverState(root).running) {
    throw new Refusal(
      409,
      'restore_target_runs',
      'The program or its database still runs from this data folder.',
      'Stop it first.',
    )
  }
  if (!replace) {
    throw new Refusal(
      409,
      'restore_target_used',
      `There is a database in ${root} already.`,
      'Name an empty folder with --into, or add --replace: what is there is then moved aside.',
    )
  }
  await rename(root, `${root}.before-${stamp}`)
}

/** Root may run the server under another account, whose the files must be. */
async function ownedBy(root: string, manifest: Manifest): Promise<void> {
  const owner = process.getuid?.() === 0 ? accountFor(0).owner : undefined
  if (owner === undefined) return
  const paths = [...manifest.folders, ...manifest.files.map(({ path }) => path)].filter((path) =>
    path.startsWith('cluster'),
  )
  for (const path of paths) await chown(join(root, path), owner.uid, owner.gid)
}

/** Puts back the files that imports wait for, and the key and journal of erasures; those that are there stay: a newer journal knows more. */
export async function layUploads(from: string, manifest: Manifest, dataDir: string): Promise<void> {
  const all = manifest.files.filter(({ path }) => isBeside(path))
  if (all.length === 0) return
  await makeFolders(dataDir, manifest.folders.filter(isBeside))
  await forEach(all, async ({ path, sha256 }) => {
    const to = join(dataDir, path)
    if (existsSync(to)) return
    const copied = await copyFile(join(from, path), to)
    if (copied.sha256 !== sha256) throw corrupt([path])
  })
}

const ours = ['platform', 'company', 'collect', 'clean', 'know', 'act', 'jobs']

/**
 * Fills an empty database with the rows of a logical backup: migrations up to the backup's, the rows, then the newer migrations.
 * Throws 409 `restore_target_used` for one that is not empty; with `replace` what is ours in it is dropped first.
 */
export async function fillDatabase(
  db: Db,
  from: string,
  manifest: Manifest,
  options: { replace: boolean; progress?: (rows: number) => void },
): Promise<Waiting[]> {
  const there = await db.rows(queries.schemasOf(ours))
  if (there.length > 0 && !options.replace) {
    throw new Refusal(
      409,
      'restore_target_used',
      'The database is not empty.',
      'Make an empty one and name it with --database, or add --replace: what is in it is then lost.',
    )
  }
  for (const { name } of there) await db.run(queries.dropSchema(name))
  const wanted = new Map(manifest.migrations.map(({ name, sha256 }) => [name, sha256]))
  const known = readMigrations()
  const strange = manifest.migrations.find(
    ({ name, sha256 }) => !known.some((one) => one.name === name && one.sha256.toString('hex') === sha256),
  )
  if (strange !== undefined) {
    throw new Refusal(
      422,
      'backup_newer',
      `The backup knows a migration that this program does not (${strange.name}).`,
      'Update the program to the version that made the backup, or a newer one.',
    )
  }
  await migrate(
    db,
    known.filter(({ name }) => wanted.has(name)),
  )
  let rows = 0
  await fillTables(db, manifest.tables, from, (table) => {
    rows += table.rows
    options.progress?.(rows)
  })
  await db.run(queries.analyze)
  return JSON.parse(await readFile(join(from, workFile), 'utf8')) as Waiting[]
}

/** What was found after a restore; empty lists are good news. */
export interface Findings {
  /** Tables whose rows are not as many as the backup says. */
  readonly counts: readonly { table: string; expected: number; found: number }[]
  /** Tables with rows whose customer is not there. */
  readonly orphans: readonly { table: string; rows: number }[]
}

/**
 * Looks at a restored database: as many rows as the backup says, and nobody's row without its customer; then brings it to this version,
 * does what comes `last`, before anybody is let in (erasures made after the backup), and notes that the backup is proved. A physical backup made under writes may hold rows that came
 * after they were counted: more is no finding there, fewer is.
 */
export async function settle(
  db: Db,
  place: string,
  manifest: Manifest,
  given: { owned: readonly string[]; owners: string; now: Date; last?: () => Promise<void> },
): Promise<Findings> {
  const found = new Map(
    (
      await counted(
        db,
        manifest.tables.map(({ name }) => name),
      )
    ).map((one) => [one.name, one.rows]),
  )
  const counts = manifest.tables
    .map(({ name, rows }) => ({ table: name, expected: rows, found: found.get(name) ?? 0 }))
    .filter(({ expected, found: now }) => (manifest.kind === 'logical' ? now !== expected : now < expected))
  const orphans: { table: string; rows: number }[] = []
  for (const table of given.owned.filter((name) => found.has(name))) {
    const rows = Number((await db.one(queries.orphansOf(table, given.owners))).count)
    if (rows > 0) orphans.push({ table, rows })
  }
  await migrate(db)
  await given.last?.()
  await db.run(queries.endAbandoned(given.now))
  const { id, kind, startedAt } = manifest
  await db.run(queries.noteRestored(id, kind, place, startedAt, given.now))
  return { counts, orphans }
}
