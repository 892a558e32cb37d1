import { cpSync, rmSync, statSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import {
  fillDatabase,
  layFiles,
  makeBackup,
  mustFit,
  readManifest,
  settle,
  verifyBackup,
} from '#src/platform/db/backup/index.ts'
import { connect } from '#src/platform/db/index.ts'
import { openServer } from '#src/platform/db/server/index.ts'
import { systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import { ownedTables, tables } from '#src/tables.ts'
import { ensureTimelines } from './base.ts'
import { readOptions, root } from './options.ts'
import { openBenchServer } from './server.ts'

// Backup and restore of the base, as files and as rows, beside a plain copy of the server's files.

const options = readOptions()
const folder = `${root}.cache/bench/backups`
const server = await openBenchServer(options)
const url = await ensureTimelines(server, options.customers, options.events)

async function timed<T>(name: string, megabytes: (done: T) => number, work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now()
  const done = await work()
  const seconds = (performance.now() - begun) / 1000
  console.log(`${name}: ${seconds.toFixed(1)} s, ${(megabytes(done) / seconds).toFixed(0)} MB/s`)
  return [done, seconds]
}
const mb = (bytes: number) => bytes / 1e6

rmSync(folder, { recursive: true, force: true })
const db = connect(url, { size: 4, name: 'bench' })
const make = (kind: 'physical' | 'logical') =>
  makeBackup({
    db,
    clock: systemClock,
    uuid: uuidMaker(systemClock, systemRandom),
    version: 'bench',
    tables: Object.keys(tables),
    folder: `${folder}/${kind}`,
    dataDir: `${root}.cache/bench`,
    kind,
  })
const given = { owned: ownedTables, owners: 'know.customer', now: systemClock.now() }
try {
  const [files, backup] = await timed(
    'backup as files',
    (made) => mb(made.bytes),
    () => make('physical'),
  )
  const [, plain] = await timed(
    'plain copy of the same files',
    () => mb(files.bytes),
    async () => cpSync(files.place, `${folder}/plain`, { recursive: true }),
  )
  console.log(`backup as files: ${(backup / plain).toFixed(2)} × plain copy`)
  rmSync(`${folder}/plain`, { recursive: true })
  await timed(
    'reading it again',
    () => mb(files.bytes),
    () => verifyBackup(files.place),
  )
  const manifest = await readManifest(files.place)
  mustFit(manifest)
  const [, back] = await timed(
    'restore of the files, started and checked',
    () => mb(files.bytes),
    async () => {
      await layFiles(files.place, manifest, `${folder}/restored`, { replace: false, stamp: manifest.startedAt })
      const other = await openServer({ folder: `${folder}/restored/postgres` })
      const on = connect(Object.assign(new URL(other.url), { pathname: new URL(url).pathname }).href, { size: 2 })
      console.log(await settle(on, files.place, manifest, given).finally(() => on.close()))
      await other.close()
    },
  )
  console.log(`restore of the files: ${(back / plain).toFixed(2)} × plain copy`)
  rmSync(`${folder}/restored`, { recursive: true })
  const [rows] = await timed(
    'backup as rows',
    (made) => mb(made.bytes),
    () => make('logical'),
  )
  await timed(
    'restore of the rows, checked',
    () => mb(rows.bytes),
    async () => {
      const logical = await readManifest(rows.place)
      const empty = await server.ensure('restored', async () => {})
      const on = connect(empty, { size: 2 })
      await fillDatabase(on, rows.place, logical, { replace: true })
      console.log(await settle(on, rows.place, logical, given).finally(() => on.close()))
    },
  )
  await server.drop('restored')
  console.log(`files ${mb(files.bytes).toFixed(0)} MB, rows ${mb(rows.bytes).toFixed(0)} MB packed, ${rows.rows} rows`)
  console.log(`manifest of the files: ${mb(statSync(`${files.place}/manifest.json`).size).toFixed(1)} MB`)
} finally {
  await db.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}
