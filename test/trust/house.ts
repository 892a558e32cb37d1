import { readdirSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildApp, contextMaker, routes } from '#src/app.ts'
import { importJob } from '#src/collect/imports/index.ts'
import { anonymous, authenticate, systemActor, verbsOf } from '#src/company/index.ts'
import { addSession, addToken, addUser, endSession, revokeToken, updateUser, userById } from '#src/company/queries.ts'
import { hashPassword } from '#src/company/passwords.ts'
import { hashOf, newSecret } from '#src/company/secrets.ts'
import { type Config, readConfig } from '#src/platform/config.ts'
import type { Context } from '#src/platform/context.ts'
import { type Db, raw, sql } from '#src/platform/db/index.ts'
import { httpServer } from '#src/platform/http/server.ts'
import { type AccessLog, accessLog } from '#src/know/access/index.ts'
import { heldJobs } from '#src/platform/jobs/index.ts'
import { jsonLog } from '#src/platform/log.ts'
import { fixedClock, systemRandom } from '#src/platform/ports/index.ts'
import { type Role, roles, type Verb } from '#src/terms/index.ts'
import '#src/pipeline.ts'

/** What a request comes with: a browser's cookie, a program's token, or nothing. */
export interface Visitor {
  name: string
  cookie?: string
  bearer?: string
  /** What they may do, as the table of roles says; empty for those who are nobody. */
  verbs: ReadonlySet<Verb>
}
export interface Person extends Visitor {
  id: string
  role: Role
  cookie: string
}

/** The whole program on one database, with a person of every role and some customers, as tests of trust need it. */
export interface House {
  app: FastifyInstance
  /** The same program without the guard at the entrance: only the verbs stand between a visitor and the data. */
  open: FastifyInstance
  db: Db
  people: Readonly<Record<Role, Person>>
  /** Those whom every door must stay shut for. */
  strangers: readonly Visitor[]
  /** A program's token of the administrator with these rights only. */
  program(scopes: readonly Verb[]): Promise<Visitor>
  ask(visitor: Visitor, request: InjectOptions, app?: FastifyInstance): Promise<LightMyRequestResponse>
  /** Uploads a delivery and runs its import; answers with its id. */
  deliver(source: string, files: Readonly<Record<string, string | Buffer>>): Promise<string>
  /** One text that is another as soon as a row of a table, a kept file or a job waiting to be done is. */
  fingerprint(): Promise<string>
  /** Who looked at whom; written only when told. */
  looks: AccessLog
  /** What the program itself acts with: jobs and commands. */
  context(): Context
  /** Lines that were logged. */
  log: readonly string[]
  close(): Promise<void>
}

/** The address that the program believes to be reached at. */
export const origin = 'http://localhost:8080'

/** Everybody's. */
export const password = 'kolme vihreää omenaa'

/** Opens a house on a fresh database. */
export async function openHouse(db: Db): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-trust-'))
  const config: Config = readConfig({ KAUPPIAS_DATA: folder, KAUPPIAS_URL: origin })
  const clock = fixedClock('2026-11-23T09:00:00.000Z')
  const log: string[] = []
  const jobs = heldJobs()
  const basic = { db, config, clock, random: systemRandom, log: jsonLog((line) => log.push(line), clock) }
  const looks = accessLog(basic)
  const parts = { ...basic, looks }
  const contextFor = contextMaker(parts, () => jobs)
  const app = await buildApp(parts, contextFor)
  const open = await httpServer({
    ...parts,
    contextFor,
    routes: routes.map((route) => ({ ...route, verb: 'public' as const })),
    problems: {},
    settings: config,
    version: '0',
    webFolder: folder,
    authenticate: (credentials) => authenticate(db, credentials, clock.now()),
    anonymous,
  })
  const hire = hirer(db, clock.now(), await hashPassword(password, systemRandom))
  const people = {} as Record<Role, Person>
  for (const role of roles) people[role] = await hire(role)
  const { administrator } = people
  const house: House = {
    app,
    open,
    db,
    people,
    strangers: await strangersOf(db, hire, clock.now()),
    program: async (scopes) => ({
      name: `a token for ${scopes.join(' ')}`,
      bearer: await tokenOf(db, administrator.id, scopes, clock.now()),
      verbs: new Set(scopes),
    }),
    ask: (visitor, request, through = app) => through.inject(as(visitor, request)),
    deliver: async (source, files) => {
      const answer = await house.ask(administrator, {
        method: 'POST',
        url: '/api/v1/imports',
        ...multipart({ source }, files),
      })
      if (answer.statusCode !== 201) throw new Error(`upload: ${answer.statusCode} ${answer.body}`)
      const { id } = answer.json<{ id: string }>()
      const run = { method: 'POST', url: `/api/v1/imports/${id}/run`, payload: { confirm: true, letIn: true } } as const
      if ((await house.ask(administrator, run)).statusCode !== 202) throw new Error('the import may not run')
      const signal = new AbortController().signal
      await importJob.handle({ input: { importId: id }, context: contextFor(systemActor), signal, attempt: 0 })
      return id
    },
    fingerprint: async () => `${await databaseDigest(db)} ${filesUnder(folder)} ${jobs.held.length}`,
    looks,
    context: () => contextFor(systemActor),
    log,
    close: async () => {
      await Promise.all([app.close(), open.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return house
}

/** The request as this visitor's browser or program would send it. A header that is given as undefined is not sent. */
export function as({ cookie, bearer }: Visitor, request: InjectOptions): InjectOptions {
  const own =
    bearer !== undefined
      ? { authorization: `Bearer ${bearer}` }
      : { ...(cookie && { cookie: `__Host-kauppias=${cookie}`, origin }) }
  const headers = Object.entries({ host: 'localhost:8080', ...own, ...request.headers })
  return { ...request, headers: Object.fromEntries(headers.filter(([, value]) => value !== undefined)) }
}

/** A multipart body, as a browser sends dropped files. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | Buffer>>,
): Pick<InjectOptions, 'payload' | 'headers'> {
  const boundary = '----of-the-house-7d91b2'
  const quoted = (text: string) => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
  const parts: Buffer[] = []
  const put = (disposition: string, content: string | Buffer) => {
    parts.push(
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    )
  }
  for (const [name, value] of Object.entries(fields)) put(`name="${quoted(name)}"`, value)
  for (const [name, content] of Object.entries(files)) put(`name="file"; filename="${quoted(name)}"`, content)
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

function hirer(db: Db, now: Date, passwordHash: string) {
  let count = 0
  return async (role: Role): Promise<Person> => {
    const id = `00000000-0000-7000-8000-${String(++count).padStart(12, '0')}`
    const email = `${role}.${count}@example.com`
    await db.run(
      addUser({
        id,
        email,
        emailKey: email,
        name: `${role} ${count}`,
        role,
        language: 'fi',
        passwordHash,
        at: now,
      }),
    )
    const cookie = newSecret(systemRandom)
    const expiresAt = new Date(now.getTime() + 24 * 3600_000)
    const session = `00000000-0000-7000-9000-${String(count).padStart(12, '0')}`
    await db.run(addSession({ tokenHash: hashOf(cookie), id: session, userId: id, at: now, expiresAt }))
    return { name: role, id, role, cookie, verbs: verbsOf(role) }
  }
}

let tokens = 0
async function tokenOf(db: Db, userId: string, scopes: readonly Verb[], now: Date): Promise<string> {
  const secret = `kpt_${newSecret(systemRandom)}`
  const id = `00000000-0000-7000-a000-${String(++tokens).padStart(12, '0')}`
  const expiresAt = new Date(now.getTime() + 24 * 3600_000)
  await db.run(
    addToken({ id, tokenHash: hashOf(secret), name: 'Kassa', userId, scopes: [...scopes], at: now, expiresAt }),
  )
  await db.run(sql`update company.token set last_used_at = ${now} where id = ${id}`)
  return secret
}

/** Nobody, those who were somebody once, and those who guess. */
async function strangersOf(db: Db, hire: (role: Role) => Promise<Person>, now: Date): Promise<Visitor[]> {
  const all = [...verbsOf('administrator')]
  const leaver = await hire('administrator')
  const leaverToken = await tokenOf(db, leaver.id, all, now)
  await db.run(updateUser({ ...(await db.one(userById(leaver.id))), active: false }, now))
  const signedOut = await hire('administrator')
  await db.run(endSession(`00000000-0000-7000-9000-${signedOut.id.slice(-12)}`, signedOut.id))
  const stays = await hire('administrator')
  const revoked = await tokenOf(db, stays.id, all, now)
  const [{ id }] = (await db.rows(sql<{ id: string }>`select id from company.token where user_id = ${stays.id}`)) as [
    { id: string },
  ]
  await db.run(revokeToken(id, null, now))
  const late = await hire('administrator')
  const past = new Date(now.getTime() - 1000)
  await db.run(sql`update company.session set expires_at = ${past} where user_id = ${late.id}`)
  const verbs = new Set<Verb>()
  return [
    { name: 'nobody', verbs },
    { name: 'a deactivated person', cookie: leaver.cookie, verbs },
    { name: 'the token of a deactivated person', bearer: leaverToken, verbs },
    { name: 'an ended session', cookie: signedOut.cookie, verbs },
    { name: 'an expired session', cookie: late.cookie, verbs },
    { name: 'a revoked token', bearer: revoked, verbs },
    { name: 'a guessed session', cookie: newSecret(systemRandom), verbs },
    { name: 'a guessed token', bearer: `kpt_${newSecret(systemRandom)}`, verbs },
    { name: 'a session given as a token', bearer: stays.cookie, verbs },
    { name: 'a token given as a session', cookie: revoked, verbs },
  ]
}

/** Exempt by name: counted tries and remembered answers (DESIGN, day-one decisions); last-seen times stand still with the clock. */
const exempt = ['platform.rate_limit', 'platform.idempotency', 'platform.migration']

const digests = new Map<Db, string>()
/** The statement that tells a hash of every row of every table. */
async function digestOf(db: Db): Promise<string> {
  const names = await db.rows(sql<{ name: string }>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname !~ '^(pg_|information_schema$)' and schemaname || '.' || tablename <> all(${exempt}::text[]) order by 1`)
  if (names.length < 20) throw new Error(`only ${names.length} tables seen`)
  const each = names.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as hash from ${name} t`,
  )
  return each.join(' union all ')
}

async function databaseDigest(db: Db): Promise<string> {
  const text = digests.get(db) ?? (await digestOf(db))
  digests.set(db, text)
  const rows = await db.rows(sql<{ name: string; hash: string }>`${raw(text)}`)
  // the server may answer the parts in any order
  return rows
    .map(({ name, hash }) => `${name}=${hash.slice(0, 12)}`)
    .sort()
    .join('\n')
}

function filesUnder(folder: string): string {
  return readdirSync(folder, { recursive: true }).sort().join(' ')
}
