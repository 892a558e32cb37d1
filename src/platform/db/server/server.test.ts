import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connect, type Db, sql } from '#src/platform/db/index.ts'
import { folderAt, readConnection } from './folder.ts'
import { disposable, openServer, type Server, serverState } from './index.ts'
import { livePostmaster } from './postmaster.ts'

const parent = mkdtempSync(join(tmpdir(), 'kauppias-server-'))
const folder = join(parent, 'postgres')
const at = folderAt(folder)
const tuning = { ...disposable, durable: true }
const open = () => openServer({ folder, tuning })
after(() => rmSync(parent, { recursive: true, force: true }))

/** Uses the server and gives it up again, also when an assertion fails. */
async function using(work: (db: Db, server: Server) => Promise<void>): Promise<void> {
  const server = await open()
  const db = connect(server.url)
  try {
    await work(db, server)
  } finally {
    await db.close()
    await server.close()
  }
}

const program = fileURLToPath(new URL('../../../../test/support/server-user.ts', import.meta.url))

/** Starts a program that uses the server and resolves when its first row is acknowledged. */
async function startUser(): Promise<{ child: ChildProcess; acknowledged: () => number }> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = 0
  const lines = createInterface({ input: child.stdout! })
  lines.on('line', (line) => {
    last = Number(line)
  })
  await once(lines, 'line')
  return { child, acknowledged: () => last }
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close')
  child.kill('SIGKILL')
  await ended
}

/** Waits for what the system does by itself. */
async function until(holds: () => boolean, what: string): Promise<void> {
  for (const begun = performance.now(); !holds(); await pause(10)) {
    assert.ok(performance.now() - begun < 20_000, `not within 20 s: ${what}`)
  }
}

const processesIn = (path: string) =>
  process.platform === 'linux'
    ? execFileSync('sh', ['-c', `pgrep -f '${path}' | grep -v "^$$\\$" || true`]).toString()
    : ''
const stopped = () => until(() => livePostmaster(at) === undefined && processesIn(folder) === '', 'the server stops')

const one = sql<{ n: number }>`select 1 as n`

suite('the built-in server', () => {
  test('two programs that start at once in an empty folder get one server', async () => {
    const quick = () => openServer({ folder, tuning: disposable })
    const [first, second] = await Promise.all([quick(), quick()])
    assert.equal(first.url, second.url)
    await first.close()
    const db = connect(second.url)
    assert.equal((await db.one(one)).n, 1, 'the first to leave does not take it away')
    await db.close()
    await second.close()
    await stopped()
  })

  test('keeps what is written, knows Finnish, and is closed to others', async () => {
    await using(async (db, server) => {
      const settings = {
        fsync: 'on',
        data_checksums: 'on',
        server_encoding: 'UTF8',
        TimeZone: 'UTC',
        listen_addresses: '127.0.0.1',
      }
      for (const [name, value] of Object.entries(settings)) {
        const found = await db.one(sql<{ value: string }>`select current_setting(${name}) as value`)
        assert.equal(found.value, value, name)
      }
      const letters = await db.rows(
        sql<{ l: string }>`select l from unnest(array['ö', 'z', 'ä', 'å', 'a']) l order by l`,
      )
      assert.equal(letters.map(({ l }) => l).join(''), 'azåäö')
      const { lower } = await db.one(sql<{ lower: string }>`select lower('ÄÖÅ') as lower`)
      assert.equal(lower, 'äöå')
      const { me } = await db.one(
        sql<{ me: boolean }>`select rolsuper as me from pg_roles where rolname = current_user`,
      )
      assert.equal(me, false, 'the program is no superuser')
      const stranger = connect(server.url.replace(/:[^:@]+@/, ':guess@'))
      await assert.rejects(stranger.one(one), /password authentication failed/)
      await stranger.close()
    })
    assert.equal(statSync(at.connection).mode & 0o777, 0o600)
    assert.equal(statSync(folder).mode & 0o077, 0)
  })

  test('what was acknowledged survives kill -9 of the program, and no server is left', async () => {
    for (let round = 0; round < 3; round++) {
      const { child, acknowledged } = await startUser()
      await kill(child)
      await stopped()
      await using(async (db) => {
        const { n } = await db.one(
          sql<{ n: number }>`select count(*)::int as n from acknowledged where program = ${child.pid}`,
        )
        assert.ok(n >= acknowledged(), `${n} rows of ${acknowledged()} acknowledged`)
      })
    }
  })

  test('a program killed while another works leaves the server to the other', async () => {
    const { child } = await startUser()
    await using(async (db) => {
      await kill(child)
      for (let i = 0; i < 20; i++) assert.ok(await db.one(one))
    })
    await stopped()
  })

  test('recovers by itself from kill -9 of everything, and logs no statement', async () => {
    const { child } = await startUser()
    process.kill(livePostmaster(at)!.pid, 'SIGKILL')
    await kill(child)
    await using(async (db) => {
      assert.equal(serverState(folder).recovered, true)
      await assert.rejects(db.one(sql`select 'Liisa Virtanen'::int`))
    })
    assert.doesNotMatch(readFileSync(at.log, 'utf8'), /Virtanen|acknowledged/)
  })

  test('a server that ends behind our back is started again at the same port', async () => {
    await using(async (db, server) => {
      const told: string[] = []
      const watched = await openServer({ folder, tuning, report: (line) => told.push(line) })
      watched.watch((error) => assert.fail(String(error)))
      const { pid } = livePostmaster(at)!
      process.kill(pid, 'SIGKILL')
      await until(() => told.length > 0 && livePostmaster(at)?.status === 'ready', 'the server is back')
      assert.notEqual(livePostmaster(at)?.pid, pid)
      assert.equal(new URL(server.url).port, String(livePostmaster(at)?.port))
      assert.ok(await db.one(one))
      await watched.close()
    })
  })

  test('the keeper killed, the server ends too, and the next start has a new one', {
    skip: process.platform === 'linux' ? false : 'only Linux ties a process to its parent',
  }, async () => {
    const server = await open()
    const { pid } = livePostmaster(at)!
    const keeper = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])
    process.kill(keeper, 'SIGKILL')
    await until(() => livePostmaster(at) === undefined, 'the server ends with its keeper')
    await using(async (db) => assert.ok(await db.one(one)))
    await server.close()
    await stopped()
  })
})

suite('obstacles', () => {
  test('a pid file whose number now belongs to another process is no server', async () => {
    writeFileSync(join(at.cluster, 'postmaster.pid'), `${process.pid}\n${at.cluster}\n1\n5432\n\n\n\nready   \n`)
    await using(async (db) => assert.ok(await db.one(one)))
  })

  test('a taken port is no obstacle', async () => {
    const taken = readConnection(at).port
    const squatter = createServer().listen(taken, '127.0.0.1')
    await once(squatter, 'listening')
    await using(async (_, server) => {
      assert.notEqual(new URL(server.url).port, String(taken))
      await using(async (_, second) => assert.equal(second.url, server.url, 'those who join find the other port'))
    })
    squatter.close()
  })

  test('what a program killed in the middle of the first start left is swept away', async () => {
    const dead = spawn('true')
    await once(dead, 'exit')
    const left = join(parent, `other.new-${dead.pid}-abc`)
    mkdirSync(left)
    const server = await openServer({ folder: join(parent, 'other'), tuning: disposable })
    assert.equal(existsSync(left), false)
    await server.close()
  })
})
