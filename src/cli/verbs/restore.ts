import { isAbsolute, resolve } from 'node:path'
import { Type } from 'typebox'
import type { Config } from '#src/platform/config.ts'
import {
  fillDatabase,
  type Findings,
  layFiles,
  layUploads,
  type Manifest,
  mustFit,
  readManifest,
  settle,
  verifyBackup,
  type Waiting,
} from '#src/platform/db/backup/index.ts'
import type { Db } from '#src/platform/db/index.ts'
import { makeFolder } from '#src/platform/db/server/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { ownedTables } from '#src/tables.ts'
import type { Command, Invocation } from '../command.ts'
import { commandContext } from '../context.ts'
import { openDatabase } from '../database.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: 'BACKUP [--into FOLDER | --database URL] [--replace] [--json]',
  about: [
    'Brings a backup back: into the data folder (KAUPPIAS_DATA), another folder, or for a logical one an empty database.',
    'Every byte is compared while it is copied; afterwards rows are counted and checked, and the backup counts as proved.',
    'Refuses a place that holds a database already. With --replace the files there are moved aside (postgres.before-…),',
    'while what is in an outside database is dropped.',
    'To prove a backup without touching anything, restore it into a spare folder and delete that.',
  ],
  examples: [
    'restore varmuuskopiot/kauppias-2026-11-23T02-07-00Z --into /tmp/koe',
    'restore varmuuskopiot/kauppias-2026-11-23T02-07-00Z --database postgres://kauppias@db.example.fi/uusi',
  ],
  options: {
    into: { about: 'data folder to make', value: 'FOLDER' },
    database: { about: 'outside database to fill (logical backups)', value: 'URL' },
    replace: { about: 'take the place of what is there' },
    json: { about: 'print the result as JSON' },
  },
  words: { least: 1, most: 1 },
  run,
}

const standing = (cwd: string, path: string) => (isAbsolute(path) ? path : resolve(cwd, path))

/** Where it goes: the configuration with the folder or database that was named. */
function target({ config, options, cwd }: Invocation): Config {
  const { into, database } = options
  if (typeof into === 'string' && typeof database === 'string') {
    throw new Refusal(400, 'usage', 'Only one of --into and --database can be named.', 'Leave one away.')
  }
  if (typeof database === 'string') {
    if (!/^postgres(ql)?:\/\//.test(database))
      throw new Refusal(
        422,
        'invalid_request',
        'The database is not named as a URL.',
        'Give postgres://name@host/database.',
      )
    return { ...config, databaseUrl: database }
  }
  if (typeof into === 'string') return { ...config, dataDir: standing(cwd, into), databaseUrl: undefined }
  return config
}

async function run(invocation: Invocation): Promise<number> {
  const { words, options, output, clock, cwd } = invocation
  const begun = performance.now()
  const place = standing(cwd, words[0]!)
  const manifest = await readManifest(place)
  const to = target(invocation)
  const replace = options.replace === true
  mustFit(manifest)
  if (manifest.kind === 'physical') {
    if (to.databaseUrl !== undefined) {
      throw new Refusal(
        422,
        'backup_physical',
        'This backup holds files of the built-in database; an outside one cannot take them.',
        'Restore it with --into, or make a backup with --logical.',
      )
    }
    makeFolder(to.dataDir)
    const bar = output.progress('Megabytes', Math.round(manifest.bytes / 1e6))
    const progress = (bytes: number) => bar.at(Math.round(bytes / 1e6))
    await layFiles(place, manifest, to.dataDir, { replace, stamp: clock.now().toISOString(), progress }).finally(() =>
      bar.end(),
    )
  } else await verifyBackup(place)
  const opened = await openDatabase(to, { migrate: false, report: output.note, lost: () => {} })
  try {
    if (manifest.kind === 'logical') await fill(invocation, opened.db, place, manifest, replace)
    await layUploads(place, manifest, to.dataDir)
    const last = async () => {
      await eraseAgain(invocation, opened.db, to)
      // seals after the backup are gone with what they sealed: that is no tampering
      const { anchor } = await import('#src/clean/audit/index.ts')
      await anchor(to.dataDir, { restored: clock.now().toISOString() })
    }
    const findings = await settle(opened.db, place, manifest, {
      owned: ownedTables,
      owners: 'know.customer',
      now: clock.now(),
      last,
    })
    return report(invocation, manifest, findings, (performance.now() - begun) / 1000)
  } finally {
    await opened.close()
  }
}

/** Whoever was erased after the backup stays erased: the journal of the place that is configured counts for every place. */
async function eraseAgain(invocation: Invocation, db: Db, to: Config): Promise<void> {
  await import('#src/pipeline.ts')
  const [{ replayErasures }, { bringJournal }] = await Promise.all([
    import('#src/know/erasure/index.ts'),
    import('#src/collect/intake/index.ts'),
  ])
  if (to.dataDir !== invocation.config.dataDir) await bringJournal(invocation.config.dataDir, to.dataDir)
  const again = await replayErasures(commandContext({ ...invocation, config: to }, db))
  if (again > 0) invocation.output.note(`Erased again: ${again}`)
}

async function fill(
  invocation: Invocation,
  db: Db,
  place: string,
  manifest: Manifest,
  replace: boolean,
): Promise<void> {
  const bar = invocation.output.progress(
    'Rows',
    manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  )
  const waiting = await fillDatabase(db, place, manifest, { replace, progress: (rows) => bar.at(rows) }).finally(() =>
    bar.end(),
  )
  if (waiting.length > 0) await queueAgain(invocation, db, waiting)
}

/** Work that waited goes into the new queue, but for what the timetable brings anyway. */
async function queueAgain(invocation: Invocation, db: Db, waiting: readonly Waiting[]): Promise<void> {
  const [{ jobs }, { startJobs }] = await Promise.all([import('#src/app.ts'), import('#src/platform/jobs/index.ts')])
  const wanted = waiting.filter(({ name }) => jobs.some((job) => job.name === name && job.options.cron === undefined))
  const queue = await startJobs({
    url: db.url,
    jobs,
    work: false,
    timeZone: invocation.config.timeZone,
    log: silentLog,
    contextFor: () => commandContext(invocation, db),
  })
  try {
    for (const { name, data, key } of wanted)
      await queue.enqueue(db, { name, input: Type.Unknown() }, data, key === null ? {} : { key })
  } finally {
    await queue.stop()
  }
}

function report({ output }: Invocation, manifest: Manifest, findings: Findings, seconds: number): number {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const well = findings.counts.length === 0 && findings.orphans.length === 0
  output.value({ id: manifest.id, kind: manifest.kind, rows, ...findings, seconds: Math.round(seconds * 100) / 100 })
  for (const { table, expected, found } of findings.counts)
    output.line(`${table}: ${found} rows, the backup says ${expected}`)
  for (const orphan of findings.orphans)
    output.line(`${orphan.table}: ${orphan.rows} rows of customers who are not there`)
  output.line(
    `${well ? 'Restored and checked' : 'Restored, but look at the tables above'}: ${rows} rows, made ${manifest.startedAt}, ${seconds.toFixed(1)} s`,
  )
  return well ? exit.done : exit.repair
}
