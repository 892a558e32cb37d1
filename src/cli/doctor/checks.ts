import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, parse } from '#src/platform/config.ts'
import { tryPort } from '#src/platform/db/server/index.ts'
import type { Language } from '#src/terms/index.ts'
import type { Invocation } from '../command.ts'
import { databaseChecks } from './database.ts'
import { localWords, type WordKey } from './words.ts'

/** `bad` keeps the program from working or loses data; `note` is worth knowing. */
export type State = 'good' | 'note' | 'bad'
export interface Finding {
  readonly state: State
  readonly key: WordKey
  readonly values?: Readonly<Record<string, string | number>>
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Looks at everything the program stands on, one thing after another. Changes nothing but may start the built-in server. */
export async function* examine(invocation: Invocation, language: Language): AsyncGenerator<Finding> {
  const { config, faults } = parse(invocation.env)
  yield nodeVersion(process.versions.node)
  if (faults.length === 0) yield { state: 'good', key: 'config' }
  for (const fault of faults)
    yield {
      state: 'bad',
      key: 'configWrong',
      values: { ...fault, accepted: localWords(language, fault.name, [fault.accepted])[0] },
    }
  const folder = [...dataFolder(config.dataDir)]
  yield* folder
  if (existsSync(config.dataDir)) yield diskSpace(config.dataDir, language)
  const denied = folder.some(({ key }) => key === 'folderDenied')
  if (!denied || config.databaseUrl !== undefined) yield* databaseChecks(config, invocation.clock, language)
  yield await port(config)
  yield browser(invocation.env.CHROMIUM_PATH)
}

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const runs = major > 22 || (major === 22 && minor >= 18)
  return { state: runs ? 'good' : 'bad', key: runs ? 'node' : 'nodeOld', values: { version } }
}

function* dataFolder(path: string): Generator<Finding> {
  const there = existsSync(path)
  const values = { path, account: account() }
  try {
    accessSync(there ? path : nearest(path), constants.W_OK | constants.X_OK)
    yield { state: there ? 'good' : 'note', key: there ? 'folder' : 'folderNone', values }
  } catch {
    yield { state: 'bad', key: 'folderDenied', values }
    return
  }
  if (there && process.platform !== 'win32' && (statSync(path).mode & 0o066) !== 0) {
    yield { state: 'note', key: 'folderOpen', values }
  }
}

function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path))
}

function account(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '?')
  }
}

const lowBytes = 5e9
const fullBytes = 3e8

function diskSpace(path: string, language: Language): Finding {
  const { bavail, bsize } = statfsSync(path)
  return judgeSpace(bavail * bsize, language)
}

export function judgeSpace(bytes: number, language: Language): Finding {
  const [giga, mega] = language === 'fi' ? ['Gt', 'Mt'] : ['GB', 'MB']
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: bytes >= 1e9 ? 1 : 0 })
  const values = { free: `${number.format(bytes / (bytes >= 1e9 ? 1e9 : 1e6))} ${bytes >= 1e9 ? giga : mega}` }
  if (bytes < fullBytes) return { state: 'bad', key: 'diskFull', values }
  return bytes < lowBytes ? { state: 'note', key: 'diskLow', values } : { state: 'good', key: 'disk', values }
}

async function port({ port: wanted, host }: Config): Promise<Finding> {
  const got = await tryPort(wanted, host)
  const values = { port: wanted, host, other: wanted + 1, code: String(got) }
  if (typeof got === 'number') return { state: 'good', key: 'port', values }
  return got === 'EADDRINUSE'
    ? { state: 'note', key: 'portTaken', values }
    : { state: 'bad', key: 'portDenied', values }
}

function browser(own: string | undefined): Finding {
  const there = own
    ? existsSync(own)
    : existsSync(join(root, 'node_modules', '@sparticuz', 'chromium', 'bin', 'chromium.br'))
  return there ? { state: 'good', key: 'browser' } : { state: 'note', key: 'browserNone' }
}
