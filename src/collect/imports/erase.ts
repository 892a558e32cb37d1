import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  cellsFromJson,
  erasedRows,
  type Fault,
  isNamed,
  type Named,
  textsOf,
  type Trace,
  withoutNamed,
  type Work,
} from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Reading } from './chunk.ts'
import { uploadsOf } from './clear.ts'
import { setCleared } from './queries.ts'
import { blankKept, blankLines, dropEffects, keptLines, showLess, shownParts, standingFiles } from './queries/erase.ts'

/** What a line says that was left out since its person was erased. */
export const erasedFault: Fault = { field: '', code: 'erased', written: '', fatal: true }

/** Rows that cannot be read and tell of somebody erased are left out without their cells. */
export async function withoutErased(work: Work, sourceId: Uuid, chunk: Reading): Promise<Reading> {
  const erased = await erasedRows(work, sourceId, chunk.aside)
  if (erased.size === 0) return chunk
  return {
    ...chunk,
    aside: chunk.aside.map((row) =>
      erased.has(row) ? { line: row.line, bucket: 'ignored' as const, faults: [erasedFault], cells: [] } : row,
    ),
  }
}

/** Takes what imports kept of somebody: lines, effects and examples. Returns the imports that named them, and rows to keep out. */
export async function eraseLines(
  work: Work,
  given: { customers: Uuid[]; records: Uuid[]; named: Named },
): Promise<{ lines: number; imports: Uuid[]; traces: Trace[] }> {
  const { tx } = work
  const { customers, records, named } = given
  const blanked = await blankLines(tx, records)
  const kept = (await keptLines(tx, textsOf(named), named.numbers)).filter((row) =>
    isNamed(named, cellsFromJson(row.cells), row.source_id),
  )
  await blankKept(tx, kept)
  await dropEffects(tx, customers, [...named.values])
  for (const row of await shownParts(tx)) {
    const less = withoutNamed(named, row)
    if (JSON.stringify(less) !== JSON.stringify(row)) await showLess(tx, { ...less, import_id: row.import_id })
  }
  return {
    lines: blanked + kept.length,
    imports: [...new Set(kept.map((row) => row.import_id))],
    traces: kept.map((row): Trace => ['row', `${row.source_id}|${JSON.stringify(cellsFromJson(row.cells))}`]),
  }
}

const ended = new Set(['finished', 'rolledBack', 'cancelled'])

/**
 * Clears at once the dropped files of ended imports that told of somebody. Files of imports that have not ended stay until they have:
 * those are told. Files that were imported from the command line are the person's own and are never touched.
 */
export async function eraseFiles(
  context: Context,
  imports: Uuid[],
  named: Named,
): Promise<{ cleared: number; standing: string[] }> {
  const root = uploadsOf(context)
  const files = (await standingFiles(context.db)).filter(({ path }) => dirname(dirname(path)) === root)
  const theirs = new Set(imports)
  const standing = new Set<string>()
  let cleared = 0
  for (const [id, all] of Map.groupBy(files, (file) => file.id)) {
    if (!theirs.has(id) && !(await anyNames(all, named))) continue
    if (!ended.has(all[0]!.state)) {
      for (const file of all) standing.add(file.name)
      continue
    }
    for (const folder of new Set(all.map(({ path }) => dirname(path))))
      await rm(folder, { recursive: true, force: true })
    await setCleared(context.db, id, context.now)
    cleared++
  }
  return { cleared, standing: [...standing] }
}

async function anyNames(files: readonly { path: string }[], named: Named): Promise<boolean> {
  for (const { path } of files) if (await names(path, named)) return true
  return false
}

/** Looks for the e-mails and full names in a file of text; letters beyond ASCII as UTF-8 or as Latin-1. */
async function names(path: string, named: Named): Promise<boolean> {
  const texts = [...named.emails, ...named.names.map((words) => words.join(' '))]
  const wanted = texts.flatMap((text) => [text, Buffer.from(text).toString('latin1').toLowerCase()])
  let tail = ''
  try {
    for await (const piece of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
      const text = tail + (piece as string).toLowerCase()
      if (wanted.some((one) => text.includes(one))) return true
      tail = text.slice(-400)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return false
}
