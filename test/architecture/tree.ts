import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A source tree: path relative to the root -> text. Rules are functions of nothing else. */
export type Tree = ReadonlyMap<string, string>

/** One broken rule: where, and what to do instead. */
export type Finding = string

const binary = /\.(png|jpe?g|gif|ico|woff2?|gz|zip|xlsx)$/

/** Everything git tracks or would track: new files count before they are added. Binary files are listed with an empty text. */
export function readTree(root: string): Tree {
  const args = ['-c', `safe.directory=${root}`, 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0')
  const tree = new Map<string, string>()
  for (const path of new Set(paths.filter(Boolean))) {
    const text = binary.test(path) ? '' : readIfThere(join(root, path))
    if (text !== undefined) tree.set(path, text)
  }
  return tree
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR') return undefined // deleted but not yet committed
    throw error
  }
}

export const isCode = (path: string): boolean => /\.([cm]?ts|tsx|[cm]?js|jsx)$/.test(path)
/** Tests, and generators of their values (`*.arbitrary.ts`). */
export const isTest = (path: string): boolean => path.startsWith('test/') || /\.(test|arbitrary)\.tsx?$/.test(path)
export const isServer = (path: string): boolean => path.startsWith('src/') && isCode(path) && !isTest(path)
export const isQueries = (path: string): boolean => /\/queries(\.ts|\/[^/]+\.ts)$/.test(path) || isMover(path)
/** The one place that may write other slices' tables: rows that change owner (DESIGN, fight 2). */
export const isMover = (path: string): boolean => /^src\/clean\/identity\/mover[^/]*\.ts$/.test(path)
