/** The whole program on a database of its own, without a port: requests go in by `inject`. */
import { tmpdir } from 'node:os'
import { after } from 'node:test'
import { buildApp, contextMaker } from '#src/app.ts'
import { firstSecret, systemActor } from '#src/company/index.ts'
import type { Config } from '#src/platform/config.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { type AccessLog, accessLog } from '#src/know/access/index.ts'
import { heldJobs } from '#src/platform/jobs/index.ts'
import { jsonLog } from '#src/platform/log.ts'
import { fixedClock, systemRandom } from '#src/platform/ports/index.ts'
import type { Role } from '#src/terms/index.ts'
import { freshDatabase } from './database.ts'

export interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  /** Parsed JSON object; empty for anything else. */
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
}
export type Headers = Record<string, string>
/** Sends requests as one person in one browser, or as a program with a token. */
export interface Client {
  get(path: string, headers?: Headers): Promise<Answer>
  post(path: string, body?: unknown, headers?: Headers): Promise<Answer>
  patch(path: string, body?: unknown, headers?: Headers): Promise<Answer>
  delete(path: string, headers?: Headers): Promise<Answer>
  readonly cookie: string
}

export const origin = 'http://localhost:8080'
export const password = 'kolme sinistä hevosta'

/** `overrides` change the configuration. Closed after the test file, or after the test whose context is given. */
export async function testApp(t?: { after(work: () => Promise<void>): void }, overrides: Partial<Config> = {}) {
  const db = await freshDatabase(t)
  const clock = fixedClock('2026-11-23T09:00:00Z')
  const logged: string[] = []
  const jobs = heldJobs()
  const config: Config = {
    port: 8080,
    host: '127.0.0.1',
    publicUrl: origin,
    dataDir: tmpdir(),
    databaseUrl: undefined,
    timeZone: 'Europe/Helsinki',
    currency: 'EUR',
    language: 'en',
    insecureHttp: false,
    ...overrides,
  }
  const basic = { db, config, clock, random: systemRandom, log: jsonLog((line) => logged.push(line), clock) }
  const looks: AccessLog = accessLog(basic)
  const parts = { ...basic, looks }
  const contextFor = contextMaker(parts, () => jobs)
  const server = await buildApp(parts, contextFor)
  await server.ready()
  if (t === undefined) after(() => server.close())
  else
    t.after(async () => {
      await server.close()
    })

  /** A client with this cookie (`name=value`) or bearer token. */
  const client = (cookie = '', bearer?: string): Client => {
    const send = async (method: string, path: string, body: unknown, headers: Headers = {}): Promise<Answer> => {
      const answer = await server.inject({
        method: method as 'GET',
        url: path,
        headers: {
          host: config.publicUrl.replace(/^https?:\/\//, ''),
          ...(method === 'GET' || bearer !== undefined ? {} : { origin: config.publicUrl }),
          ...(cookie === '' ? {} : { cookie }),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const isJson = String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: isJson && answer.payload !== '' ? answer.json<Record<string, unknown>>() : {},
        text: answer.payload,
      }
    }
    return {
      cookie,
      get: (path, headers) => send('GET', path, undefined, headers),
      post: (path, body, headers) => send('POST', path, body, headers),
      patch: (path, body, headers) => send('PATCH', path, body, headers),
      delete: (path, headers) => send('DELETE', path, undefined, headers),
    }
  }
  const anonymous = client()
  const people = new Map<Role, Promise<Client>>()
  const entered = (answer: Answer): Client => {
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    return client(String(answer.headers['set-cookie']).split(';')[0])
  }
  const join = async (role: Role): Promise<Client> => {
    const email = `${role}@example.fi`
    if (role === 'administrator') {
      const token = await firstSecret(db, systemRandom, clock.now())
      return entered(await anonymous.post('/api/v1/setup', { token, email, name: 'Aino Arvo', password }))
    }
    const administrator = await as('administrator')
    const { body } = await administrator.post('/api/v1/users', { email, name: `Vilho ${role}`, role })
    const token = String(body.link).split('#')[1]
    return entered(await anonymous.post('/api/v1/invitations/accept', { token, password }))
  }
  /** Somebody of this role, signed in; made at first use (`ROLE@example.fi`). */
  const as = (role: Role): Promise<Client> => {
    const known = people.get(role) ?? join(role)
    people.set(role, known)
    return known
  }
  return {
    db,
    server,
    clock,
    config,
    jobs,
    logged,
    /** Who looked at whom; written when told. */
    looks,
    anonymous,
    as,
    client,
    entered,
    context: (): Context => contextFor(systemActor),
  }
}
export type TestApp = Awaited<ReturnType<typeof testApp>> & { readonly db: Db }
