import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { Refusal } from '#src/platform/refusal.ts'

/** How PostgreSQL's programs are run: under which identity, and what becomes the owner of its files. */
export interface Account {
  readonly prefix: readonly string[]
  /** Set when the files must belong to somebody other than the one who runs the program. */
  readonly owner?: { readonly uid: number; readonly gid: number }
}

/** Whether a command runs and ends well. */
export function succeeds([command, ...args]: readonly string[]): boolean {
  return spawnSync(command!, args, { stdio: 'ignore', timeout: 10_000 }).status === 0
}

/**
 * PostgreSQL refuses to run as root, and its `initdb` wants an account that has a name.
 * Root is shown to it as an ordinary account through a user namespace, so the files stay root's own; where namespaces are
 * forbidden another account runs it. `clusterOwner` is the owner of existing files, which decides when it is not root.
 */
export function accountFor(uid: number | undefined, clusterOwner?: { uid: number; gid: number }): Account {
  if (uid === undefined) return { prefix: [] }
  if (uid !== 0) return named() || clusterOwner !== undefined ? { prefix: [] } : unnamed(uid)
  if (clusterOwner !== undefined && clusterOwner.uid !== 0) return other(clusterOwner)
  const seen = mapped()
  if (seen !== undefined) return { prefix: seen }
  const account = accounts().find(({ name }) => name === 'postgres') ?? accounts().find(({ name }) => name === 'nobody')
  if (account !== undefined && succeeds([...other(account).prefix, 'true'])) return other(account)
  throw new Refusal(
    503,
    'postgres_refuses_root',
    'PostgreSQL does not run as root, and this machine allows neither user namespaces nor another account.',
    'Start the program as an ordinary user, or set DATABASE_URL to a PostgreSQL of version 15 or newer.',
  )
}

function other({ uid, gid }: { uid: number; gid: number }): Account {
  return { prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'], owner: { uid, gid } }
}

function unnamed(uid: number): Account {
  const seen = mapped()
  if (seen !== undefined) return { prefix: seen }
  throw new Refusal(
    503,
    'postgres_needs_account',
    `The account with number ${uid} has no name on this machine, and PostgreSQL cannot be set up without one.`,
    'Add the account to /etc/passwd, or set DATABASE_URL to a PostgreSQL of version 15 or newer.',
  )
}

function mapped(): string[] | undefined {
  const as = accounts().find((account) => account.uid !== 0)
  if (as === undefined) return undefined
  const command = ['unshare', '--user', `--map-user=${as.uid}`, `--map-group=${as.gid}`, '--']
  return succeeds([...command, 'true']) ? command : undefined
}

function named(): boolean {
  try {
    userInfo()
    return true
  } catch {
    return false
  }
}

function accounts(): { name: string; uid: number; gid: number }[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((field) => field.length >= 4)
      .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
  } catch {
    return []
  }
}
