import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Folder } from './folder.ts'

/** The running server as its `postmaster.pid` tells. `status` and `port` are absent in its first moments. */
export interface Postmaster {
  readonly pid: number
  readonly port: number | undefined
  readonly status: 'starting' | 'stopping' | 'ready' | undefined
}

/** Reads the live server of this folder. A file left by a server that died is no server; undefined then. */
export function livePostmaster(folder: Folder): Postmaster | undefined {
  const text = pidFile(folder)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isServerOf(pid, folder)) return undefined
  const port = Number(lines[3])
  const status = lines[7]?.trim()
  return {
    pid,
    port: lines.length > 4 && Number.isInteger(port) && port > 0 ? port : undefined,
    status: status === 'starting' || status === 'stopping' || status === 'ready' ? status : undefined,
  }
}

/**
 * Removes the file of a dead server. PostgreSQL does so itself unless its number now belongs to another process,
 * which is usual in a container where the numbers start afresh.
 */
export function clearStale(folder: Folder): void {
  const text = pidFile(folder)
  if (text === undefined || livePostmaster(folder) !== undefined || pidFile(folder) !== text) return
  unlinkSync(join(folder.cluster, 'postmaster.pid'))
}

function pidFile(folder: Folder): string | undefined {
  try {
    return readFileSync(join(folder.cluster, 'postmaster.pid'), 'utf8')
  } catch {
    return undefined
  }
}

function isServerOf(pid: number, folder: Folder): boolean {
  try {
    process.kill(pid, 0)
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder.cluster)
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).includes(folder.cluster)
  } catch {
    return false // gone, or a process of somebody else: no server of ours can be that
  }
}
