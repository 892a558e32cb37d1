/** PostgreSQL that the program runs by itself: made, started, shared, stopped and mended without anybody's help. */
import { closeSync, existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Random, systemRandom } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { accountFor } from './account.ts'
import { type Binaries, embeddedBinaries } from './binaries.ts'
import { configure, createCluster, type Programs, sweep } from './cluster.ts'
import { boundLog, explain, tail } from './faults.ts'
import { clusterOwner, filesRefused, type Folder, folderAt, hasCluster, readConnection } from './folder.ts'
import { keep } from './keeper.ts'
import { freePort } from './ports.ts'
import { clearStale, livePostmaster } from './postmaster.ts'
import { production, type Tuning } from './settings.ts'
import { hasUsers, isKept, join, makePipe } from './users.ts'

export { makeFolder } from './folder.ts'
export { tryPort } from './ports.ts'
export { disposable } from './settings.ts'

export interface ServerOptions {
  /** The server's own folder; made when absent. Its cluster, password and log stand in it. */
  readonly folder: string
  /** Another PostgreSQL than the one npm installed. */
  readonly binaries?: Binaries
  readonly tuning?: Tuning
  readonly random?: Random
  /** Told in plain words when something takes long or was mended. */
  readonly report?: (line: string) => void
}

/** One program's share of a running server. */
export interface Server {
  /** For the program: owner of the database `kauppias`, no superuser. */
  readonly url: string
  /** For making and dropping databases. */
  readonly adminUrl: string
  /** Gives up the share. The last to do so waits until the server has stopped in order. */
  close(): Promise<void>
  /** Starts the server again whenever it has ended behind our back; `lost` hears why when that fails. */
  watch(lost: (error: unknown) => void): void
}

/** How long a server may take to stop, or to say anything at all. Recovery after a crash may take longer. */
const patience = 60_000

interface Setting extends ServerOptions {
  readonly at: Folder
  readonly programs: Programs
}

/** Joins the running server of a folder, or makes and starts it. Throws Refusal with what to do when it cannot be. */
export async function openServer(options: ServerOptions): Promise<Server> {
  const at = folderAt(options.folder)
  try {
    return await open(options, at)
  } catch (error) {
    throw filesRefused(error, at.root)
  }
}

async function open(options: ServerOptions, at: Folder): Promise<Server> {
  const binaries = options.binaries ?? embeddedBinaries(at.libraries)
  const programs = { binaries, account: accountFor(process.getuid?.(), clusterOwner(at)) }
  const setting = { ...options, at, programs }
  if (!hasCluster(at)) {
    await createCluster(at, programs, options.tuning ?? production, options.random ?? systemRandom)
  }
  const share = { user: await use(setting), watching: undefined as NodeJS.Timeout | undefined }
  const { password, adminPassword } = readConnection(at)
  const port = livePostmaster(at)?.port
  return {
    url: `postgres://kauppias:${password}@127.0.0.1:${port}/kauppias`,
    adminUrl: `postgres://postgres:${adminPassword}@127.0.0.1:${port}/postgres`,
    close: async () => {
      clearInterval(share.watching)
      closeSync(share.user)
      await leave(at)
    },
    watch: (lost) => {
      share.watching = watch(setting, share, port, lost)
    },
  }
}

function watch(setting: Setting, share: { user: number }, port: number | undefined, lost: (error: unknown) => void) {
  let busy = false
  const mend = async () => {
    setting.report?.('The database had stopped; starting it again.')
    closeSync(share.user)
    share.user = await use(setting)
    if (livePostmaster(setting.at)?.port === port) return
    throw new Refusal(
      503,
      'postgres_moved',
      `The database had stopped, and its port ${port} was taken meanwhile.`,
      'Start the program again; nothing that was confirmed is lost.',
    )
  }
  const timer = setInterval(() => {
    if (busy || (isKept(share.user) && livePostmaster(setting.at) !== undefined)) return
    busy = true
    mend().then(
      () => {
        busy = false
      },
      (error) => {
        clearInterval(timer)
        lost(error)
      },
    )
  }, 1000)
  return timer.unref()
}

/** Returns a place among the users of a server that answers. */
async function use(setting: Setting): Promise<number> {
  const { at } = setting
  if (!existsSync(at.users)) makePipe(at)
  for (let attempt = 1; attempt <= 10; attempt++) {
    const user = livePostmaster(at) === undefined ? await start(setting, attempt) : await joinRunning(setting)
    if (user !== undefined) return user
  }
  throw new Refusal(
    503,
    'postgres_did_not_start',
    'The database stops as soon as it has started.',
    `Run "doctor"; the server's log is ${at.log}.`,
  )
}

async function joinRunning(setting: Setting): Promise<number | undefined> {
  const { at } = setting
  const user = join(at)
  if (user === undefined) {
    const left = livePostmaster(at)
    if (left !== undefined && left.status !== 'stopping') process.kill(left.pid, 'SIGINT') // its keeper was killed
  } else {
    if (await untilReady(setting)) return user
    closeSync(user)
  }
  await untilStopped(at)
  return undefined
}

async function start(setting: Setting, attempt: number): Promise<number | undefined> {
  const { at, programs, tuning = production } = setting
  sweep(at)
  clearStale(at)
  configure(at, programs.account, tuning)
  const from = boundLog(at.log)
  const port = await freePort(attempt === 1 ? readConnection(at).port : 0)
  const keeper = keep(at, programs, port)
  const ended = () => keeper.child.exitCode !== null || keeper.child.signalCode !== null
  if (await untilReady(setting, ended)) return keeper.user
  closeSync(keeper.user)
  const fault = explain(tail(at.log, from), at)
  if (fault.kind === 'refusal') throw fault.refusal
  return undefined
}

/** True when the server answers; false when it stops, or when `ended` before there was one. */
async function untilReady(setting: Setting, ended?: () => boolean): Promise<boolean> {
  const begun = performance.now()
  let told = false
  for (;;) {
    const now = livePostmaster(setting.at)
    if (now?.status === 'ready' && now.port !== undefined) return true
    if (now?.status === 'stopping' || (now === undefined && (ended === undefined || ended()))) return false
    if (!told && performance.now() - begun > 5000) {
      told = true
      setting.report?.('The database is recovering from an abrupt end; this may take minutes.')
    }
    await pause(5)
  }
}

async function untilStopped(at: Folder): Promise<void> {
  const begun = performance.now()
  for (let now = livePostmaster(at); now !== undefined; now = livePostmaster(at)) {
    if (performance.now() - begun > patience) {
      throw new Refusal(
        503,
        'postgres_does_not_stop',
        `The database that uses ${at.root} does not stop (process ${now.pid}).`,
        'Wait until the disk is less busy and start again.',
      )
    }
    await pause(5)
  }
}

/** Waits for the server's end when nobody else uses it. */
async function leave(at: Folder): Promise<void> {
  const begun = performance.now()
  while (livePostmaster(at) !== undefined && !hasUsers(at) && performance.now() - begun < patience) await pause(5)
}

/** What can be told of a server's folder without starting anything. */
export interface ServerState {
  readonly exists: boolean
  readonly running: boolean
  /** The last start had to recover from an abrupt end. */
  readonly recovered: boolean
}

export function serverState(folder: string): ServerState {
  const at = folderAt(folder)
  const log = existsSync(at.log) ? tail(at.log, 0) : ''
  return {
    exists: hasCluster(at),
    running: livePostmaster(at) !== undefined,
    recovered: log.slice(log.lastIndexOf('LOG:  starting PostgreSQL')).includes('automatic recovery in progress'),
  }
}

/** The superuser's address of a server that runs from this folder now, and where its files stand; undefined when none runs. */
export function runningServer(folder: string): { adminUrl: string; cluster: string } | undefined {
  const at = folderAt(folder)
  const port = livePostmaster(at)?.port
  if (port === undefined) return undefined
  const { adminPassword } = readConnection(at)
  return { adminUrl: `postgres://postgres:${adminPassword}@127.0.0.1:${port}/postgres`, cluster: at.cluster }
}
