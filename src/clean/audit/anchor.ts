import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The heads of the seals, kept beside the database: who rewrites the database does not reach them. Copy the file elsewhere for more. */
const folderOf = (dataDir: string) => join(dataDir, 'audit')
export const anchorFile = (dataDir: string) => join(folderOf(dataDir), 'heads.ndjson')

/** One seal with its head in hexadecimal, or a restore, after which the seals of an older copy go on. */
export type AnchorLine = { seal: number; at: string; leaves: number; head: string } | { restored: string }

/** On the disk before the seal commits: a head without its seal is harmless, since the next try writes the same number again. */
export async function anchor(dataDir: string, line: AnchorLine): Promise<void> {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  const file = await open(anchorFile(dataDir), 'a', 0o600)
  try {
    await file.appendFile(`${JSON.stringify(line)}\n`)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** What the file says now: the last head told of each seal, and the newest seal since the last restore. */
export async function anchors(dataDir: string): Promise<{ heads: Map<number, Set<string>>; newest: number }> {
  const text = await readFile(anchorFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const heads = new Map<number, Set<string>>()
  let newest = 0
  for (const row of text.split('\n')) {
    // a line that a crash cut short belongs to a seal that never came to be
    if (!row.endsWith('}')) continue
    const line = JSON.parse(row) as AnchorLine
    if ('restored' in line) {
      newest = 0
      continue
    }
    const told = heads.get(line.seal) ?? new Set()
    heads.set(line.seal, told.add(line.head))
    newest = Math.max(newest, line.seal)
  }
  return { heads, newest }
}
