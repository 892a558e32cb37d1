import { createHmac } from 'node:crypto'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Beside the database, never in it: the key of the hashes, and the journal that a restore replays. Only the program may read them. */
const folderOf = (dataDir: string) => join(dataDir, 'erasure')
const keyFile = (dataDir: string) => join(folderOf(dataDir), 'key')
const journalFile = (dataDir: string) => join(folderOf(dataDir), 'journal.ndjson')
const absent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The secret of this installation. Refuses 503 `erasure_key_missing` when it is gone: another one would let everybody erased come back. */
export async function erasureKey(dataDir: string): Promise<Buffer> {
  return readFile(keyFile(dataDir)).catch((error: unknown) => {
    if (!absent(error)) throw error
    throw new Refusal(
      503,
      'erasure_key_missing',
      'The key by which erased people are known is not in the data folder.',
      'Bring the folder "erasure" back from a backup.',
    )
  })
}

/** The same, made at the first erasure. */
export async function madeKey(dataDir: string, random: Random): Promise<Buffer> {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  await writeFile(keyFile(dataDir), random.bytes(32), { flag: 'wx', mode: 0o600, flush: true }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    },
  )
  return erasureKey(dataDir)
}

/** What a trace says: its kind and value. */
export type Trace = readonly [
  kind: 'record' | 'email' | 'phone' | 'businessId' | 'person' | 'birth' | 'row',
  value: string,
]

export const hashOf = (key: Buffer, [kind, value]: Trace): Buffer =>
  createHmac('sha256', key).update(`${kind}\u0000${value}`, 'utf8').digest()

/** One line of the journal: an erasure, or hashes that hold no more since the person came back. No value of anybody. */
export type JournalLine =
  | { erasure: Uuid; at: string; by: Uuid | null; reason: string; customers: Uuid[]; hashes: string[] }
  | { lifted: string[]; at: string }

/** Brought to the disk before the erasure is confirmed: a restore must know of it. */
export async function note(dataDir: string, line: JournalLine): Promise<void> {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  const file = await open(journalFile(dataDir), 'a', 0o600)
  try {
    await file.appendFile(`${JSON.stringify(line)}\n`)
    await file.datasync()
  } finally {
    await file.close()
  }
}

export async function journal(dataDir: string): Promise<JournalLine[]> {
  const text = await readFile(journalFile(dataDir), 'utf8').catch((error: unknown) => {
    if (absent(error)) return ''
    throw error
  })
  // a line that a crash cut short belongs to an erasure that was never confirmed
  return text.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as JournalLine] : []))
}

/** Takes over what the journal of another data folder knows more, where both have the same key or the other has none. */
export async function bringJournal(from: string, to: string): Promise<void> {
  const key = await readFile(keyFile(from)).catch((error: unknown) => {
    if (absent(error)) return undefined
    throw error
  })
  if (key === undefined) return
  await madeKey(to, { bytes: () => key })
  if (!(await erasureKey(to)).equals(key)) return
  const known = new Set((await journal(to)).map((line) => JSON.stringify(line)))
  for (const line of await journal(from)) if (!known.has(JSON.stringify(line))) await note(to, line)
}
