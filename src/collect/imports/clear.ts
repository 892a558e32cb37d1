import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Context } from '#src/platform/context.ts'
import { clearable, knownPaths, setCleared } from './queries.ts'

const day = 86_400_000
/** Days for which dropped files stay on the disk: they hold personal data that the database holds already. */
export const keptDays = { finished: 7, left: 30 } as const

export const uploadsOf = (context: Pick<Context, 'config'>): string => join(context.config.dataDir, 'uploads')

/**
 * Takes dropped files from the disk that no import needs any more: those of imports finished a week ago, and of plans left a month ago.
 * A stopped import keeps its files until it has gone on. Files imported from the command line are the person's own and are never touched.
 * @returns how many imports and abandoned uploads were cleared
 */
export async function clearUploads(context: Context): Promise<{ imports: number; abandoned: number }> {
  const { db, now } = context
  const root = uploadsOf(context)
  const at = (days: number) => new Date(now.getTime() - days * day)
  let imports = 0
  for (;;) {
    const rows = await clearable(db, { finished: at(keptDays.finished), left: at(keptDays.left) }, 100)
    for (const { id, paths } of rows) {
      // the disk first: what is told to be cleared is cleared
      const folders = new Set(paths.map(dirname).filter((folder) => dirname(folder) === root))
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
      await setCleared(db, id, now)
      imports++
    }
    if (rows.length < 100) break
  }
  return { imports, abandoned: await clearAbandoned(context, root) }
}

/** Folders of uploads that broke off before a plan was made of them. */
async function clearAbandoned(context: Context, root: string): Promise<number> {
  const folders = await readdir(root, { withFileTypes: true }).catch(() => [])
  let count = 0
  for (const folder of folders) {
    if (!folder.isDirectory()) continue
    const path = join(root, basename(folder.name))
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (mtimeMs > context.now.getTime() - day) continue
    const files = await readdir(path).catch(() => [])
    const known = await knownPaths(
      context.db,
      files.map((name) => join(path, name)),
    )
    if (known.size > 0) continue
    await rm(path, { recursive: true, force: true })
    count++
  }
  return count
}
