import { join } from 'node:path'
import type { Db } from '../connection.ts'
import { forEach, hashOfFile, walk } from './files.ts'
import { corrupt, type Manifest, manifestName, readManifest } from './manifest.ts'
import { noteVerified } from './queries.ts'

/**
 * Reads a backup again from the disk and compares every byte with what was written. Throws 422 `backup_corrupt` naming the files that are
 * missing, changed or too many. With the database it came from, notes that it was found whole.
 */
export async function verifyBackup(
  folder: string,
  options: { progress?: (bytes: number) => void; signal?: AbortSignal } = {},
): Promise<Manifest> {
  const manifest = await readManifest(folder)
  const wrong: string[] = []
  let read = 0
  await forEach(manifest.files, async (file) => {
    options.signal?.throwIfAborted()
    const now = await hashOfFile(join(folder, file.path)).catch(() => undefined)
    if (now?.bytes !== file.bytes || now.sha256 !== file.sha256) wrong.push(file.path)
    read += file.bytes
    options.progress?.(read)
  })
  const known = new Set([manifestName, ...manifest.files.map(({ path }) => path)])
  for (const path of (await walk(folder)).files) if (!known.has(path)) wrong.push(path)
  if (wrong.length > 0) throw corrupt(wrong.sort())
  return manifest
}

/** Notes in the database that the backup was read again and found whole. */
export async function rememberVerified(db: Db, manifest: Manifest, at: Date): Promise<void> {
  await db.run(noteVerified(manifest.id, at))
}
