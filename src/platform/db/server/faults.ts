import { closeSync, copyFileSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs'
import { Refusal } from '#src/platform/refusal.ts'
import { diskFull, type Folder, notOurs } from './folder.ts'

/** Why PostgreSQL ended, read from what it wrote. `taken` means another server has the folder, `port` that the port is. */
export type StartFault = { kind: 'taken' | 'port' } | { kind: 'refusal'; refusal: Refusal }

const known: [RegExp, (folder: Folder) => Refusal][] = [
  [/No space left on device|Disk quota exceeded/, (folder) => diskFull(folder.root)],
  [
    /initialized by PostgreSQL version|incompatible with (this version|server)/,
    (folder) =>
      new Refusal(
        503,
        'postgres_version_mismatch',
        `The data in ${folder.root} was made by another major version of PostgreSQL.`,
        'Use the version of this program that made it, export the data, and import it into the new one.',
      ),
  ],
  [
    /could not (map anonymous|resize|create) shared memory/,
    () =>
      new Refusal(
        503,
        'postgres_no_memory',
        'There is too little memory for the database.',
        'Free memory (PostgreSQL reserves 256 MB here), or give the container more of it.',
      ),
  ],
  [
    /error while loading shared libraries|Library not loaded/,
    () =>
      new Refusal(
        503,
        'postgres_not_installed',
        'The built-in PostgreSQL is not completely installed.',
        'Delete node_modules and start again, or set DATABASE_URL to a PostgreSQL of version 15 or newer.',
      ),
  ],
  [
    /Permission denied|has wrong ownership|has invalid permissions|Read-only file system/,
    (folder) => notOurs(folder.root),
  ],
]

/** Judges what a server or `initdb` wrote before it ended. */
export function explain(text: string, folder: Folder): StartFault {
  if (/lock file "postmaster.pid" already exists/.test(text)) return { kind: 'taken' }
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(text)) return { kind: 'port' }
  const found = known.find(([pattern]) => pattern.test(text))
  if (found !== undefined) return { kind: 'refusal', refusal: found[1](folder) }
  const last = text.trim().split('\n').slice(-3).join('\n')
  return {
    kind: 'refusal',
    refusal: new Refusal(
      503,
      'postgres_did_not_start',
      `PostgreSQL did not start. Its last words were:\n${last === '' ? '(none)' : last}`,
      `The whole log is ${folder.log}.`,
    ),
  }
}

/** What was written to a file after `from` bytes, at most the last 64 kB. */
export function tail(path: string, from: number): string {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const start = Math.max(from > size ? 0 : from, size - 65_536)
    const buffer = Buffer.alloc(size - start)
    readSync(file, buffer, 0, buffer.length, start)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}

const logLimit = 5_000_000

/** Keeps the log small: what passes the limit becomes `….1`, over the one before. Returns the log's length in bytes. */
export function boundLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < logLimit) return size
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
  return 0
}
