import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Language, languages } from '#src/terms/index.ts'
import { parseBackup, parseMail, parseProvider, secretVariables, sideVariables } from './config-sides.ts'
import type { Settings } from './context.ts'
import { Refusal } from './refusal.ts'

/** Everything that the environment decides, parsed once. */
export interface Config extends Settings {
  /** Port to serve on; 0 takes any free one. */
  readonly port: number
  /** Address to listen at. */
  readonly host: string
  /** An outside PostgreSQL; undefined = the built-in one in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Plain HTTP is accepted beyond this machine. */
  readonly insecureHttp: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

/** A variable whose value was not accepted, and what would be. */
export interface ConfigFault {
  readonly name: string
  readonly value: string
  readonly accepted: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The variables, for `--help` and for naming the one that was meant. */
export const variables: Readonly<Record<string, string>> = {
  PORT: 'port to serve on (8080)',
  HOST: 'address to listen at (127.0.0.1: this machine only; 0.0.0.0: the network)',
  DATABASE_URL: 'an outside PostgreSQL of version 15 or newer (default: its own, in the data folder)',
  KAUPPIAS_DATA: 'data folder (./data)',
  KAUPPIAS_URL: 'address at which browsers reach the program (http://localhost:PORT)',
  KAUPPIAS_TIME_ZONE: 'time zone of the company (Europe/Helsinki)',
  KAUPPIAS_CURRENCY: 'currency of the company (EUR)',
  KAUPPIAS_LANGUAGE: `language of the company: ${languages.join(', ')} (fi)`,
  KAUPPIAS_INSECURE_HTTP: '1 allows plain HTTP beyond this machine, where anybody on the network can read along (0)',
  ...sideVariables,
}

/** Reads the environment. Throws one Refusal that names every wrong variable and what is accepted. */
export function readConfig(env: Environment): Config {
  const { config, faults } = parse(env)
  if (faults.length === 0) return config
  throw new Refusal(
    500,
    'config_refused',
    ['The settings are not accepted:', ...faults.map((f) => `  ${f.name}="${f.value}": ${f.accepted}`)].join('\n'),
    'Correct or remove these environment variables and start again.',
    { variables: faults.map((f) => f.name) },
  )
}

/** Reads what can be read and tells every fault; wrong values become their defaults. For `doctor`. */
export function parse(env: Environment): { config: Config; faults: ConfigFault[] } {
  const faults: ConfigFault[] = []
  const read = <T>(name: string, initial: T, accepted: string, accept: (text: string) => T | undefined): T => {
    const text = env[name]?.trim()
    if (text === undefined || text === '') return initial
    const value = accept(text)
    if (value !== undefined) return value
    faults.push({ name, value: shown(name, text), accepted })
    return initial
  }
  const port = read('PORT', 8080, 'a number from 0 to 65535', portOf)
  const host = read('HOST', '127.0.0.1', 'an address or host name, without a port', hostOf)
  const insecureHttp = read('KAUPPIAS_INSECURE_HTTP', false, '1 or 0', yesNo)
  const publicUrl = read('KAUPPIAS_URL', defaultUrl(host, port), 'http(s)://name[:port], with no path', originOf)
  const databaseUrl = read<string | undefined>(
    'DATABASE_URL',
    undefined,
    'postgres://name:password@host:port/database',
    databaseOf,
  )
  const backup = parseBackup(read, (text) => folderOf(env, text))
  const provider = parseProvider(env, read, faults)
  const mail = parseMail(read, publicUrl)
  const outgoing = read<string | undefined>('KAUPPIAS_OUTGOING', undefined, 'a folder', (text) => folderOf(env, text))
  const config: Config = {
    port,
    host,
    insecureHttp,
    publicUrl,
    databaseUrl,
    ownServer: databaseUrl === undefined,
    ...(backup === undefined ? {} : { backup }),
    ...(provider === undefined ? {} : { provider }),
    ...(mail === undefined ? {} : { mail }),
    ...(outgoing === undefined ? {} : { outgoing }),
    openMetrics: read('KAUPPIAS_METRICS', false, 'local or token', (t) =>
      t === 'local' ? true : t === 'token' ? false : undefined,
    ),
    dataDir: folderOf(env, env.KAUPPIAS_DATA?.trim() || undefined),
    timeZone: read('KAUPPIAS_TIME_ZONE', 'Europe/Helsinki', 'a time zone such as Europe/Helsinki', zoneOf),
    currency: read('KAUPPIAS_CURRENCY', 'EUR', 'a currency code of three capitals, such as EUR', currencyOf),
    language: read<Language>('KAUPPIAS_LANGUAGE', 'fi', languages.join(' or '), (t) => languages.find((l) => l === t)),
  }
  if (!insecureHttp && publicUrl.startsWith('http:') && !isLoopback(new URL(publicUrl).hostname)) {
    faults.push({
      name: 'KAUPPIAS_URL',
      value: publicUrl,
      accepted:
        'an https:// address when browsers are on other machines (or KAUPPIAS_INSECURE_HTTP=1 to send passwords unprotected)',
    })
  }
  return { config, faults: [...faults, ...unknown(env)] }
}

function portOf(text: string): number | undefined {
  const port = Number(text)
  return /^\d{1,5}$/.test(text) && port <= 65535 ? port : undefined
}

function hostOf(text: string): string | undefined {
  return /^[a-z0-9.-]+$|^[0-9a-f:]+$/i.test(text) && !/^[\d]+$/.test(text) ? text : undefined
}

function yesNo(text: string): boolean | undefined {
  if (['1', 'true', 'yes'].includes(text.toLowerCase())) return true
  return ['0', 'false', 'no'].includes(text.toLowerCase()) ? false : undefined
}

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, pathname, search, hash, origin, username } = new URL(text)
  const bare = pathname === '/' && search === '' && hash === '' && username === ''
  return bare && (protocol === 'http:' || protocol === 'https:') ? origin : undefined
}

function databaseOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, pathname } = new URL(text)
  return ['postgres:', 'postgresql:'].includes(protocol) && pathname.length > 1 ? text : undefined
}

function zoneOf(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

function currencyOf(text: string): string | undefined {
  return Intl.supportedValuesOf('currency').includes(text) ? text : undefined
}

/** npm runs scripts in the project's folder; a relative path means the folder where the person stands. */
function folderOf(env: Environment, text: string | undefined): string {
  if (text === undefined) return resolve(root, 'data')
  return isAbsolute(text) ? text : resolve(env.INIT_CWD ?? '.', text)
}

function defaultUrl(host: string, port: number): string {
  if (isLoopback(host)) return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

/** A password must not end up on a screen. */
function shown(name: string, text: string): string {
  if (secretVariables.has(name)) return '…'
  return name === 'DATABASE_URL' ? text.replace(/:.*$/s, ':…') : text
}

function unknown(env: Environment): ConfigFault[] {
  return Object.keys(env)
    .filter((name) => /^KAUPPIAS_(?!TEST_|BENCH_)/.test(name) && !(name in variables))
    .map((name) => ({
      name,
      value: env[name] ?? '',
      accepted: `no such variable; known are ${Object.keys(variables).join(', ')}`,
    }))
}
