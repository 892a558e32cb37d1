import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join as path } from 'node:path'
import { succeeds } from './account.ts'
import { environment, type Programs } from './cluster.ts'
import type { Folder } from './folder.ts'
import { openBoth } from './users.ts'

/**
 * Runs the server until nobody uses it, then stops it at once but in order. It is no child of any one program's terminal or
 * group, so it outlives whoever happened to start it while others still work; should it be killed itself, the system stops
 * the server for it (where `setpriv` exists).
 */
const script = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap '' INT TERM HUP
( while read -r _; do :; done; kill -INT "$server" 2>/dev/null ) <&3 3<&- &
watcher=$!
exec 3<&- </dev/null
wait "$server"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit $status`

/** A running keeper, and the place among the server's users that its starter holds. */
export interface Keeper {
  readonly child: ChildProcess
  readonly user: number
}

export function keep(folder: Folder, programs: Programs, port: number): Keeper {
  const { user, keeper } = openBoth(folder)
  const log = openSync(folder.log, 'a', 0o600)
  try {
    const tied = succeeds(['setpriv', '--pdeathsig=INT', '--', 'true']) ? ['setpriv', '--pdeathsig=INT', '--'] : []
    const server = [path(programs.binaries.bin, 'postgres'), '-D', folder.cluster, '-p', String(port)]
    const child = spawn('/bin/sh', ['-c', script, 'keeper', ...programs.account.prefix, ...tied, ...server], {
      cwd: folder.root,
      env: environment(programs.binaries),
      stdio: [keeper, log, log],
      detached: true,
    })
    child.unref()
    return { child, user }
  } catch (error) {
    closeSync(user)
    throw error
  } finally {
    closeSync(keeper)
    closeSync(log)
  }
}
