import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'
import type { FileEntry } from './manifest.ts'

const pieceBytes = 1 << 20
/** Files copied at once: the disk is kept busy while the processor works out hashes. */
const atOnce = 4

/**
 * Copies one file with its hash and brings it to the disk. Reading goes on while the piece before is being written. What is appended
 * meanwhile is copied or not.
 */
export async function copyFile(from: string, to: string, signal?: AbortSignal): Promise<Omit<FileEntry, 'path'>> {
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'wx', 0o600)
    try {
      return await pour(source, target, signal)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function pour(source: FileHandle, target: FileHandle, signal?: AbortSignal): Promise<Omit<FileEntry, 'path'>> {
  const hash = createHash('sha256')
  const buffers = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
  let bytes = 0
  let writing: Promise<void> = Promise.resolve()
  for (let turn = 0; ; turn ^= 1) {
    signal?.throwIfAborted()
    const { bytesRead } = await source.read(buffers[turn]!, 0, pieceBytes)
    await writing
    if (bytesRead === 0) break
    const piece = buffers[turn]!.subarray(0, bytesRead)
    writing = writeAll(target, piece)
    writing.catch(() => {}) // awaited, and thrown, in the next turn
    hash.update(piece)
    bytes += bytesRead
  }
  await target.datasync()
  return { bytes, sha256: hash.digest('hex') }
}

async function writeAll(target: FileHandle, piece: Buffer): Promise<void> {
  for (let done = 0; done < piece.length; ) done += (await target.write(piece, done)).bytesWritten
}

/** Does `work` for each, a few at a time; the first failure stops the rest and is thrown. */
export async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const item = items[next++]!
      try {
        await work(item)
      } catch (error) {
        next = items.length
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Everything below a folder, relative to it; what vanishes meanwhile is left out. */
export async function walk(
  folder: string,
  keep: (path: string, isFolder: boolean) => boolean = () => true,
  below = '',
): Promise<{ folders: string[]; files: string[] }> {
  const found = { folders: [] as string[], files: [] as string[] }
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) {
      found.folders.push(path)
      if (!keep(path, true)) continue
      const inside = await walk(folder, keep, path)
      found.folders.push(...inside.folders)
      found.files.push(...inside.files)
    } else if (entry.isFile() && keep(path, false)) found.files.push(path)
  }
  return found
}

/** Copies files into `to` below `prefix`; those that have vanished are left out. */
export async function copyAll(
  from: string,
  paths: readonly string[],
  to: { folder: string; prefix: string },
  options: { signal?: AbortSignal | undefined; copied?: (bytes: number) => void } = {},
): Promise<FileEntry[]> {
  const entries: FileEntry[] = []
  await forEach(paths, async (path) => {
    const name = `${to.prefix}${path}`
    try {
      const copied = await copyFile(join(from, path), join(to.folder, name), options.signal)
      entries.push({ path: name, ...copied })
      options.copied?.(copied.bytes)
    } catch (error) {
      const { code, syscall, path: where } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT' || syscall !== 'open' || where !== join(from, path)) throw error
    }
  })
  return entries
}

/** Writes a small file and brings it to the disk. */
export async function writeWhole(path: string, content: string | Buffer): Promise<Omit<FileEntry, 'path'>> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const target = await open(path, 'wx', 0o600)
  try {
    await target.writeFile(bytes)
    await target.datasync()
  } finally {
    await target.close()
  }
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** The hash of a file as it is now. */
export async function hashOfFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) {
    hash.update(piece as Buffer)
    bytes += (piece as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Brings the names in a folder to the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export async function makeFolders(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await mkdir(join(folder, path), { recursive: true, mode: 0o700 })
}

/** What the system says of the place for backups, as what to do. */
export function filesRefused(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new Refusal(
      507,
      'backup_disk_full',
      `The disk that holds ${path} is full: nothing was left behind.`,
      'Free space on it, remove old backups, or name another folder; then run it again.',
    )
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT'].includes(code ?? '')) {
    return new Refusal(
      422,
      'backup_folder_denied',
      `The folder ${dirname(path)} cannot be written (${code}).`,
      'Name a folder that this account may write.',
    )
  }
  return error
}
