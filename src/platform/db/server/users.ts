import { execFileSync } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readSync, writeSync } from 'node:fs'
import type { Folder } from './folder.ts'

const maker = 'mkfifo'

/**
 * The server lives as long as anybody keeps its named pipe open for writing. The system closes the pipe of a program that
 * dies in whatever way, so no count can go stale and the server is neither taken from under others nor left behind.
 */
export function makePipe(folder: Folder): void {
  try {
    execFileSync(maker, ['-m', '600', folder.users], { stdio: 'pipe' })
  } catch (error) {
    if (!existsSync(folder.users)) throw error // else another program was first
  }
}

/** Joins the users of a server whose keeper listens; undefined when no keeper does. */
export function join(folder: Folder): number | undefined {
  try {
    return openSync(folder.users, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (['ENXIO', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** Both ends at once for the first user: `keeper` is handed to the keeper, `user` kept. */
export function openBoth(folder: Folder): { user: number; keeper: number } {
  const both = openSync(folder.users, constants.O_RDWR) // opening one end alone would wait for the other
  try {
    const user = openSync(folder.users, constants.O_WRONLY | constants.O_NONBLOCK)
    return { user, keeper: openSync(folder.users, constants.O_RDONLY) }
  } finally {
    closeSync(both)
  }
}

/** Whether a keeper still listens on a joined pipe. */
export function isKept(user: number): boolean {
  try {
    writeSync(user, '\n')
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN'
  }
}

/** Whether anybody keeps the pipe open for writing. */
export function hasUsers(folder: Folder): boolean {
  const reader = openSync(folder.users, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return readSync(reader, Buffer.alloc(1)) > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return true
    throw error
  } finally {
    closeSync(reader)
  }
}
