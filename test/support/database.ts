/**
 * Databases for tests: each test file works on its own clone of a template that holds all migrations.
 * One server in `.cache` is shared by all that run at the same time and stops with the last of them.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { connect, type Db } from '#src/platform/db/index.ts'
import { type Migration, migrate, readMigrations } from '#src/platform/db/migrate.ts'
import { disposable, openServer, type Server } from '#src/platform/db/server/index.ts'
import { systemRandom } from '#src/platform/ports/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Where another PostgreSQL's programs stand when the tests run on it a second time (`npm test` sets it). */
const otherServer = process.env.KAUPPIAS_TEST_POSTGRES

let opened: Promise<Server> | undefined

/** The shared test server. Held until the process ends; the system lets go for it even then. */
export function testServer(): Promise<Server> {
  opened ??= openTestServer(otherServer)
  return opened
}

function openTestServer(bin: string | undefined): Promise<Server> {
  return openServer({
    folder: join(root, '.cache', bin === undefined ? 'test-postgres' : 'test-postgres-other'),
    tuning: disposable,
    ...(bin === undefined ? {} : { binaries: { bin, env: {} } }),
  })
}

/** Makes the server and its template ready and cleans up after killed runs; for whoever runs many test files. */
export async function prepareTestServer(bin: string | undefined): Promise<Server> {
  const server = await openTestServer(bin)
  const admin = connect(server.adminUrl, { size: 1, name: 'test support' })
  try {
    await dropAbandoned(admin)
    await ensureTemplate(admin, server)
  } finally {
    await admin.close()
  }
  return server
}

/** A URL of the test server for another database; `admin` as superuser. */
export function databaseUrl(server: Server, name: string, admin = false): string {
  const url = new URL(admin ? server.adminUrl : server.url)
  url.pathname = `/${name}`
  return url.href
}

/**
 * A database of its own with all migrations, dropped after the test file (or after the test whose context is given).
 * ```ts
 * const db = await freshDatabase()          // top of the file
 * test('…', async (t) => { const db = await freshDatabase(t) })
 * ```
 */
export async function freshDatabase(t?: { after(work: () => Promise<void>): void }): Promise<Db> {
  const server = await testServer()
  const admin = connect(server.adminUrl, { size: 1, name: 'test support' })
  const name = `t_${process.pid}_${systemRandom.bytes(4).toString('hex')}`
  await clone(admin, server, name)
  const db = connect(databaseUrl(server, name), { name: 'test' })
  const drop = async () => {
    await db.close()
    await admin.run({ text: `drop database if exists ${name} with (force)`, values: [] })
    await admin.close()
  }
  if (t === undefined) after(drop)
  else t.after(drop)
  return db
}

/** Once more when a run with newer migrations has just dropped the template. */
async function clone(admin: Db, server: Server, name: string, again = true): Promise<void> {
  const template = await ensureTemplate(admin, server)
  try {
    // copying files beats copying through the log five times over while nothing must reach the disk
    const text = `create database ${name} template ${template} strategy file_copy owner kauppias`
    await admin.run({ text, values: [] })
  } catch (error) {
    if (!again || (error as { code?: string }).code !== '3D000') throw error
    await clone(admin, server, name, false)
  }
}

const lock = 7_201_650_414

async function ensureTemplate(admin: Db, server: Server): Promise<string> {
  const migrations = readMigrations()
  const name = `template_${fingerprint(migrations)}`
  if (await exists(admin, name)) return name
  return admin.tx(async (tx) => {
    await tx.run({ text: 'select pg_advisory_xact_lock($1)', values: [lock] })
    const other = connect(server.adminUrl, { size: 1, name: 'test support' }) // databases are not made in transactions
    try {
      if (!(await exists(other, name))) await makeTemplate(other, server, name, migrations)
    } finally {
      await other.close()
    }
    return name
  })
}

async function makeTemplate(admin: Db, server: Server, name: string, migrations: readonly Migration[]): Promise<void> {
  await dropAbandoned(admin)
  const making = `making_${process.pid}`
  await admin.run({ text: `drop database if exists ${making} with (force)`, values: [] })
  await admin.run({ text: `create database ${making} owner kauppias`, values: [] })
  const db = connect(databaseUrl(server, making), { size: 1, name: 'test support' })
  try {
    await migrate(db, migrations)
  } finally {
    await db.close()
  }
  await admin.run({ text: `alter database ${making} rename to ${name}`, values: [] })
}

/** Drops what killed test runs left behind, and templates of other migrations that nobody clones right now. */
async function dropAbandoned(admin: Db): Promise<void> {
  const left = await admin.rows<{ datname: string }>({
    text: `select datname from pg_database where datname ~ '^(t|making)_[0-9]+|^template_[0-9a-f]{12}$' order by 1`,
    values: [],
  })
  for (const { datname } of left) {
    const pid = Number(/^(?:t|making)_(\d+)/.exec(datname)?.[1] ?? 0)
    if (pid > 0 && isAlive(pid)) continue
    await admin.run({ text: `drop database if exists ${datname}`, values: [] }).catch(() => {}) // being cloned
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function exists(admin: Db, name: string): Promise<boolean> {
  return (await admin.maybe({ text: 'select from pg_database where datname = $1', values: [name] })) !== undefined
}

function fingerprint(migrations: readonly Migration[]): string {
  const hash = createHash('sha256')
  for (const { name, sha256 } of migrations) hash.update(name).update(sha256)
  return hash.digest('hex').slice(0, 12)
}
