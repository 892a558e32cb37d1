import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'

/** `physical`: the built-in server's files with the log that makes them whole. `logical`: every table's rows, for any server. */
export type BackupKind = 'physical' | 'logical'
/** The form of backups that this program writes; older ones it reads, newer ones it refuses. */
export const newestFormat = 1

export interface FileEntry {
  /** Relative to the backup, with `/`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}
export interface TableEntry {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
}

/** What a backup is and holds: `manifest.json`, the last file written. */
export interface Manifest {
  readonly format: number
  readonly id: Uuid
  readonly kind: BackupKind
  /** Of the program that wrote it. */
  readonly version: string
  /** Major version of PostgreSQL and the kind of machine, which must be the same for a physical one. */
  readonly postgres: number
  readonly machine: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[]
  /** Rows of each table: exact for a logical one, of the last moment for a physical one. */
  readonly tables: readonly TableEntry[]
  /** Folders to make, also those that stand empty. */
  readonly folders: readonly string[]
  readonly files: readonly FileEntry[]
  readonly bytes: number
}

/** Folders of the data folder that are kept beside the database: dropped files, the key and journal of erasures, and the heads of the sealed history. */
export const besideDatabase = ['uploads', 'erasure', 'audit'] as const
export const isBeside = (path: string): boolean =>
  besideDatabase.some((folder) => path === folder || path.startsWith(`${folder}/`))

export const manifestName = 'manifest.json'
export const machine = `${process.platform}-${process.arch}`

/** The text of a manifest: its own hash stands on the first line, so that a changed byte in it is seen too. */
export function manifestText(manifest: Manifest): string {
  const body = JSON.stringify(manifest, null, 1)
  return `${sha256(body)}\n${body}\n`
}

/** Reads the manifest of a backup. Refuses what is no backup, what was changed, and what a newer program wrote. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => {
    throw new Refusal(
      422,
      'backup_not_one',
      `The folder ${folder} is no whole backup.`,
      'Name the folder that "backup" printed; it holds manifest.json.',
    )
  })
  const end = text.indexOf('\n')
  const body = text.slice(end + 1).trimEnd()
  if (text.slice(0, end) !== sha256(body)) throw corrupt([manifestName])
  const manifest = JSON.parse(body) as Manifest
  if (manifest.format > newestFormat) {
    throw new Refusal(
      422,
      'backup_newer',
      `The backup was written by a newer version of the program (${manifest.version}).`,
      'Update the program, then restore.',
    )
  }
  return manifest
}

/** The refusal that names the first broken files. */
export function corrupt(paths: readonly string[]): Refusal {
  const named = paths.slice(0, 5).join(', ')
  return new Refusal(
    422,
    'backup_corrupt',
    `The backup is not as it was written: ${named}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}.`,
    'Do not rely on it: make a new one now, and use an older one if you must restore.',
    { files: paths.slice(0, 100) },
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
