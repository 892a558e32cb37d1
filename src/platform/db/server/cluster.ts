import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Random } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { firstStatements } from '../queries.ts'
import { type Account, succeeds } from './account.ts'
import type { Binaries } from './binaries.ts'
import { explain } from './faults.ts'
import { type Connection, type Folder, folderAt, makeFolder } from './folder.ts'
import { freePort } from './ports.ts'
import { pgHbaConf, postgresqlConf, type Tuning } from './settings.ts'

/** Character types differ by system; the first that exists is used. Order and case come from ICU in any case. */
const locales = process.platform === 'darwin' ? ['en_US.UTF-8', 'C'] : ['C.UTF-8', 'en_US.UTF-8', 'fi_FI.UTF-8', 'C']

/** Runs commands of one PostgreSQL as one account. */
export interface Programs {
  readonly binaries: Binaries
  readonly account: Account
}

/**
 * Makes a cluster with its roles, passwords and empty database beside `folder` and moves it into place whole, so that a
 * program that dies half-way leaves nothing to be mistaken for one. When another program was first, theirs stays.
 */
export async function createCluster(folder: Folder, programs: Programs, tuning: Tuning, random: Random): Promise<void> {
  const beside = makeBeside(folder)
  try {
    const made = folderAt(beside)
    giveTo(made, programs)
    const connection: Connection = {
      port: await freePort(),
      adminPassword: random.bytes(24).toString('base64url'),
      password: random.bytes(24).toString('base64url'),
    }
    await initdb(made, programs, tuning)
    await setRoles(made, programs, connection)
    writeFileSync(made.connection, `${JSON.stringify(connection)}\n`, { mode: 0o600 })
    renameSync(beside, folder.root)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Writes the settings files; they are ours and follow the version of the program. */
export function configure(folder: Folder, account: Account, tuning: Tuning): void {
  for (const [name, content] of [
    ['postgresql.conf', postgresqlConf(tuning, existsSync(join(folder.root, 'settings.conf')))],
    ['pg_hba.conf', pgHbaConf],
  ] as const) {
    const path = join(folder.cluster, name)
    writeFileSync(path, content, { mode: 0o600 })
    if (account.owner !== undefined) chownSync(path, account.owner.uid, account.owner.gid)
  }
}

/** The environment of PostgreSQL's programs: nothing of ours leaks into it. */
export function environment(binaries: Binaries): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LANG: 'C', ...binaries.env }
}

function makeBeside(folder: Folder): string {
  makeFolder(dirname(folder.root))
  sweep(folder)
  return mkdtempSync(join(dirname(folder.root), `${besides(folder)}${process.pid}-`))
}

const besides = (folder: Folder) => `${basename(folder.root)}.new-`

/** Removes what programs killed while making a cluster left behind. */
export function sweep(folder: Folder): void {
  const parent = dirname(folder.root)
  for (const name of readdirSync(parent).filter((one) => one.startsWith(besides(folder)))) {
    if (isAlive(Number(name.slice(besides(folder).length).split('-')[0]))) continue
    try {
      rmSync(join(parent, name), { recursive: true, force: true })
    } catch {
      // its `initdb` is still dying: the next start removes it
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function giveTo(folder: Folder, { account, binaries }: Programs): void {
  mkdirSync(folder.cluster, { mode: 0o700 })
  writeFileSync(folder.log, '', { mode: 0o600 })
  if (account.owner === undefined) return
  chownSync(folder.cluster, account.owner.uid, account.owner.gid)
  for (const path of [folder.root, dirname(folder.root)]) chmodSync(path, 0o711)
  for (const path of [folder.cluster, join(binaries.bin, 'postgres')]) {
    if (succeeds([...account.prefix, 'test', '-x', path])) continue
    throw new Refusal(
      503,
      'postgres_refuses_root',
      `PostgreSQL does not run as root, and the account that would run it instead may not reach ${path}.`,
      'Start the program as an ordinary user, or place it and its data where every account may pass.',
    )
  }
}

async function initdb(folder: Folder, programs: Programs, tuning: Tuning): Promise<void> {
  let said = ''
  for (const locale of locales) {
    const [code, output] = await run(
      programs,
      'initdb',
      [
        `--pgdata=${folder.cluster}`,
        '--username=postgres',
        '--auth=trust', // until the passwords are set, before which nobody can connect
        '--encoding=UTF8',
        `--locale=${locale}`,
        '--locale-provider=icu',
        '--icu-locale=fi-FI',
        '--data-checksums',
        '--no-instructions',
        ...(tuning.durable ? [] : ['--no-sync']),
      ],
      '',
    )
    if (code === 0) return
    said = output
    if (!/invalid locale name/.test(output)) break
  }
  throw refusalOf(said, folder)
}

async function setRoles(folder: Folder, programs: Programs, connection: Connection): Promise<void> {
  const [code, output] = await run(
    programs,
    'postgres',
    ['--single', '-D', folder.cluster, '-c', 'log_min_error_statement=panic', '-c', 'exit_on_error=on', 'postgres'],
    firstStatements(connection).join('\n'),
  )
  if (code !== 0) throw refusalOf(output, folder)
}

function refusalOf(output: string, folder: Folder): Error {
  const fault = explain(output, folder)
  return fault.kind === 'refusal' ? fault.refusal : new Error(output)
}

async function run(programs: Programs, name: string, args: string[], input: string): Promise<[number | null, string]> {
  const { binaries, account } = programs
  const [command, ...rest] = [...account.prefix, join(binaries.bin, name), ...args]
  const child: ChildProcess = spawn(command!, rest, { env: environment(binaries), stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin!.on('error', () => {}) // it ended early: its words tell why
  child.stdin!.end(input)
  const ended = once(child, 'exit')
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  const [code] = (await ended) as [number | null]
  return [code, `${out}\n${err}`]
}
