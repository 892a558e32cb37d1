import { access, constants, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'
import { write } from '../match/write.ts'

/** A file to be written, as comma-separated values. */
export interface OutFile {
  write(lines: Iterable<readonly (string | number)[]>): Promise<void>
}

const refused = (word: string, code: string | undefined) =>
  new Refusal(
    422,
    'out_unwritable',
    code === 'EISDIR'
      ? `"${word}" is a folder.`
      : `"${word}" cannot be written${code === undefined ? '' : ` (${code})`}.`,
    'Name a file in a folder that exists and may be written to.',
  )
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : undefined)

/**
 * Where `--out` goes; looked at before anything is read, so that nothing is reckoned in vain. Undefined when not asked for.
 * @throws Refusal 422 `out_unwritable`
 */
export async function outFile(cwd: string, word: string | undefined): Promise<OutFile | undefined> {
  if (word === undefined) return undefined
  const path = resolve(cwd, word)
  const found = await stat(path).catch(() => undefined)
  if (word === '' || basename(path) === '' || found?.isDirectory()) throw refused(word, 'EISDIR')
  await access(found === undefined ? dirname(path) : path, constants.W_OK).catch((error) => {
    throw refused(word, codeOf(error))
  })
  return {
    write: (lines) =>
      write(path, lines).catch((error) => {
        if (codeOf(error) === undefined) throw error
        throw refused(word, codeOf(error))
      }),
  }
}
