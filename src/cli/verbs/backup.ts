import { readFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { makeBackup, type Manifest, rememberVerified, verifyBackup } from '#src/platform/db/backup/index.ts'
import { serverState } from '#src/platform/db/server/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import { tables } from '#src/tables.ts'
import type { Command, Invocation } from '../command.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: '[--to FOLDER] [--logical] [--json] | --verify BACKUP [--json]',
  about: [
    'Copies everything (database and files of unfinished imports) to a folder of its own while the program goes on.',
    'The built-in database is copied as files, which is quickest; with --logical, or from an outside database, its rows are.',
    'A backup appears under its name only when all of it is on the disk, and is read again at once (unless --no-verify).',
    'It holds personal data, and for the built-in database its passwords: keep it where only you may read.',
    'With --verify a backup is read again and every byte compared; "restore" into a spare folder is the better proof.',
  ],
  examples: [
    'backup',
    'backup --to /mnt/varalevy/kauppias',
    'backup --verify varmuuskopiot/kauppias-2026-11-23T02-07-00Z',
  ],
  options: {
    to: {
      about: 'folder in which the backup gets a folder of its own (KAUPPIAS_BACKUP_FOLDER, else data/backups)',
      value: 'FOLDER',
    },
    logical: { about: 'rows of every table, for any PostgreSQL, instead of files' },
    'no-verify': { about: 'do not read it again' },
    verify: { about: 'only check this backup', value: 'BACKUP' },
    json: { about: 'print the result as JSON' },
  },
  run: (invocation) =>
    typeof invocation.options.verify === 'string' ? check(invocation, invocation.options.verify) : make(invocation),
}

const standing = (cwd: string, path: string) => (isAbsolute(path) ? path : resolve(cwd, path))

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version

async function make(invocation: Invocation): Promise<number> {
  const { config, clock, random, options, output, cwd, signal } = invocation
  const db = await invocation.database()
  const kind = options.logical === true || config.databaseUrl !== undefined ? 'logical' : 'physical'
  const folder =
    typeof options.to === 'string'
      ? standing(cwd, options.to)
      : (config.backup?.folder ?? join(config.dataDir, 'backups'))
  const begun = performance.now()
  const bar = output.progress('Megabytes')
  const made = await makeBackup({
    db,
    clock,
    uuid: uuidMaker(clock, random),
    version: version(),
    tables: Object.keys(tables),
    folder,
    dataDir: config.dataDir,
    kind,
    signal,
    progress: (bytes) => bar.at(Math.round(bytes / 1e6)),
  }).finally(() => bar.end())
  if (options['no-verify'] !== true) {
    const manifest = await verifyBackup(made.place, { signal })
    await rememberVerified(db, manifest, clock.now())
  }
  const seconds = (performance.now() - begun) / 1000
  output.value({ ...made, seconds: Math.round(seconds * 100) / 100, verified: options['no-verify'] !== true })
  output.line(`${made.place}`)
  output.note(`${made.rows} rows, ${(made.bytes / 1e6).toFixed(0)} MB, ${seconds.toFixed(1)} s`)
  return exit.done
}

async function check(invocation: Invocation, word: string): Promise<number> {
  const { output, cwd, signal } = invocation
  const place = standing(cwd, word)
  const bar = output.progress('Megabytes')
  const manifest = await verifyBackup(place, { signal, progress: (bytes) => bar.at(Math.round(bytes / 1e6)) }).finally(
    () => bar.end(),
  )
  await remember(invocation, manifest)
  const { id, kind, files, bytes, startedAt } = manifest
  output.value({ id, kind, files: files.length, bytes, whole: true })
  output.line(`Whole: ${files.length} files, ${(bytes / 1e6).toFixed(0)} MB, made ${startedAt}.`)
  return exit.done
}

/** Only where the database is at hand: a backup can be checked on a machine that has none. */
async function remember(invocation: Invocation, manifest: Manifest): Promise<void> {
  const { config, clock, output } = invocation
  if (config.databaseUrl === undefined && !serverState(join(config.dataDir, 'postgres')).exists) return
  try {
    await rememberVerified(await invocation.database({ migrate: false }), manifest, clock.now())
  } catch {
    output.note('The database could not be told of it.')
  }
}
