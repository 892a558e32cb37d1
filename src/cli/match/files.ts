import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { columnNames, detectFormat, openFile } from '#src/collect/imports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { sparing } from './sparing.ts'

/** A file as columns of text. */
export interface ReadFile {
  readonly name: string
  readonly headers: readonly string[]
  /** values[column][row] */
  readonly values: readonly (readonly string[])[]
  readonly rows: number
  /** Rows that could not be read and were left out. */
  readonly unreadable: number
}

/** Whether a header is the one that was named: blanks around it and capitals do not matter. */
export const sameHeader = (header: string, name: string | undefined) =>
  name !== undefined && header.trim().toLowerCase() === name.trim().toLowerCase()

/**
 * Reads a whole table of any shape the import reads into memory.
 * @throws Refusal 404 `file_missing` and what the reader refuses
 */
export async function readTable(cwd: string, word: string): Promise<ReadFile> {
  const path = resolve(cwd, word)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile())
    throw new Refusal(404, 'file_missing', `There is no file "${word}".`, 'Check the name and the folder.')
  const format = await detectFormat(path)
  const headers = columnNames(format)
  const values: string[][] = headers.map(() => [])
  const same = headers.map(() => sparing((cell) => cell.trim()))
  let rows = 0
  let unreadable = 0
  for await (const batch of openFile(path, format))
    for (const row of batch) {
      if (row.unreadable) {
        unreadable++
        continue
      }
      rows++
      for (const [at, column] of values.entries()) column.push(same[at]!(row.cells[at] ?? ''))
    }
  return { name: basename(path), headers: headers.map((header) => header.trim()), values, rows, unreadable }
}

/** The same files without the columns that nobody looks at any more: a million rows of text are heavy. */
export function keeping(files: readonly ReadFile[], isKept: (header: string) => boolean): ReadFile[] {
  return files.map((file) => ({
    ...file,
    values: file.values.map((column, at) => (isKept(file.headers[at]!) ? column : [])),
  }))
}
