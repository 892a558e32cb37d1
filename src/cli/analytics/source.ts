import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '#src/platform/refusal.ts'

/** A file that can be read more than once. */
export interface Source {
  readonly path: string
  /** Without folders. */
  readonly name: string
}

/**
 * The file that a word of the command line names; "-" is the standard input. What can be read only once, such as a pipe, is put into a
 * temporary file first, which is gone when `use` has ended.
 * @throws Refusal 404 `file_missing`
 */
export async function withSource<T>(
  cwd: string,
  word: string,
  use: (source: Source) => Promise<T>,
  input: Readable = process.stdin,
): Promise<T> {
  const path = resolve(cwd, word)
  const found = word === '-' ? undefined : await stat(path).catch(() => undefined)
  if (found?.isFile()) return use({ path, name: basename(path) })
  const piped = found?.isFIFO() || found?.isCharacterDevice() || found?.isSocket()
  if (word !== '-' && !piped)
    throw new Refusal(
      404,
      'file_missing',
      found?.isDirectory() ? `"${word}" is a folder.` : `There is no file "${word}".`,
      'Check the name and the folder.',
    )
  const folder = await mkdtemp(join(tmpdir(), 'kauppias-'))
  try {
    const copy = join(folder, 'input')
    const from = word === '-' ? input : (await open(path)).createReadStream()
    await pipeline(from, createWriteStream(copy))
    return await use({ path: copy, name: word })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
