import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Refusal } from '#src/platform/refusal.ts'

/** What stands in the server's folder. */
export interface Folder {
  readonly root: string
  /** PostgreSQL's own data directory. */
  readonly cluster: string
  readonly connection: string
  readonly log: string
  /** The pipe that everyone who uses the server keeps open. */
  readonly users: string
  readonly libraries: string
}

export function folderAt(root: string): Folder {
  return {
    root,
    cluster: join(root, 'cluster'),
    connection: join(root, 'connection.json'),
    log: join(root, 'server.log'),
    users: join(root, 'users'),
    libraries: join(root, 'lib'),
  }
}

/** Kept in a file that only its owner reads. `port` is the one tried first at every start. */
export interface Connection {
  readonly port: number
  readonly adminPassword: string
  readonly password: string
}

export function readConnection(folder: Folder): Connection {
  try {
    return JSON.parse(readFileSync(folder.connection, 'utf8')) as Connection
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw notOurs(folder.root)
    throw new Refusal(
      503,
      'postgres_connection_lost',
      `The file ${folder.connection}, which holds the database's password, is missing or broken.`,
      'Restore it from a backup together with the folder it stands in.',
    )
  }
}

/** Makes a folder that only this account may enter, and what is missing above it. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path)) // one by one: Node's own `recursive` does not end where nothing can be made, as in /proc
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** What the system says of files, as what to do; other errors as they are. */
export function filesRefused(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(code ?? '')) return notOurs(path)
  return code === 'ENOSPC' || code === 'EDQUOT' ? diskFull(path) : error
}

export function diskFull(path: string): Refusal {
  return new Refusal(
    503,
    'disk_full',
    `The disk that holds ${path} is full.`,
    'Free space on it and start again; nothing that was confirmed is lost.',
  )
}

export function notOurs(path: string): Refusal {
  return new Refusal(
    503,
    'data_folder_denied',
    `The folder ${path} belongs to another account, or cannot be written.`,
    'Run the program as the account that owns the folder, or name another folder with KAUPPIAS_DATA.',
  )
}

/** Who owns the cluster, or undefined when there is none yet. */
export function clusterOwner(folder: Folder): { uid: number; gid: number } | undefined {
  return statSync(folder.cluster, { throwIfNoEntry: false })
}

export function hasCluster(folder: Folder): boolean {
  try {
    return existsSync(folder.root) && statSync(join(folder.cluster, 'PG_VERSION')).isFile()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    if (code === 'EACCES') return existsSync(folder.connection)
    throw error
  }
}
