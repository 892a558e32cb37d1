import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { connect, type Db, sql } from '#src/platform/db/index.ts'
import { openServer, type Server } from '#src/platform/db/server/index.ts'

// The clients as people install them, against the program as people start it; the program and its database are killed under load.
// How many messages each client sends: EVENTS (default 200).
const root = fileURLToPath(new URL('../..', import.meta.url))
const count = Number(process.env.EVENTS ?? 200)

// a client that goes on trying would keep the process for minutes after a failure
after(() => setTimeout(() => process.exit(), 10_000).unref())
const longest = { timeout: 420_000 }

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

interface Program {
  kill(): Promise<void>
  stop(): Promise<void>
}
/** Starts the program on a database that is not its own, so that each can die without the other. */
async function start(port: number, data: string, database: string): Promise<Program> {
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: root,
    env: { ...process.env, KAUPPIAS_DATA: data, PORT: String(port), DATABASE_URL: database },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => said.push(line))
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  for (let tries = 0; !said.some((line) => line.includes(`:${port}`)); tries++) {
    if (tries > 600 || child.exitCode !== null) throw new Error(`the program does not start: ${said.join('\n')}`)
    await pause(100)
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

interface Stage {
  server: Server
  db: Db
  port: number
  key: string
  source: string
  data: string
  folder: string
}

/** The process of the database. */
const postmaster = (folder: string) =>
  Number(readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

async function makeSource(db: Db): Promise<{ key: string; source: string }> {
  const source = '01939393-0000-7000-8000-00000000e001'
  const key = 'kpw_test-of-the-clients-0001'
  const at = '2026-11-01T00:00:00Z'
  await db.run(
    sql`insert into collect.source (id, name, name_key, trust, created_at) values (${source}, 'Kauppa', 'kauppa', 40, ${at})`,
  )
  await db.run(sql`insert into collect.event_source (source_id, currency, created_at) values (${source}, 'EUR', ${at})`)
  await db.run(
    sql`insert into collect.write_key (id, source_id, key, name, created_at) values (${source}, ${source}, ${key}, 'Kauppa', ${at})`,
  )
  return { key, source }
}

async function onStage(
  work: (stage: Stage & { program: Program; restart(): Promise<Program> }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-events-'))
  const data = join(folder, 'data')
  let server: Server | undefined
  let program: Program | undefined
  let db: Db | undefined
  try {
    server = await openServer({ folder: join(folder, 'postgres') })
    server.watch(() => {})
    const port = await freePort()
    program = await start(port, data, server.url)
    db = connect(server.url)
    const made = await makeSource(db)
    await work({
      server,
      db,
      port,
      data,
      folder,
      ...made,
      program,
      restart: async () => {
        program = await start(port, data, server!.url)
        return program
      },
    })
  } finally {
    await program?.stop().catch(() => {})
    await db?.close()
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Waits for clients, but not without end: what they were never told of counts as not acknowledged. */
const atMost = (ms: number, work: Promise<unknown>) =>
  Promise.race([work.catch(() => {}), pause(ms, undefined, { ref: false })])

/** What each client was told to be kept; a callback without an error is an acknowledgement. */
interface Sent {
  acknowledged: Set<string>
  failed: string[]
  done(): Promise<void>
}

function bySegment(port: number, key: string): Sent & { send(n: number): void } {
  const client = new Analytics({
    writeKey: key,
    host: `http://localhost:${port}`,
    flushAt: 15,
    flushInterval: 50,
    maxRetries: 100,
    httpRequestTimeout: 5000,
  })
  const acknowledged = new Set<string>()
  const failed: string[] = []
  const pending: Promise<void>[] = []
  return {
    acknowledged,
    failed,
    send: (n) => {
      pending.push(
        new Promise((done) =>
          client.track(
            { userId: `s${n % 20}`, event: `Segment ${n}`, timestamp: new Date(Date.UTC(2026, 9, 1, 0, 0, n)) },
            (error) => {
              if (error) failed.push(String(error))
              else acknowledged.add(`Segment ${n}`)
              done()
            },
          ),
        ),
      )
    },
    done: async () => {
      // it waits up to a minute between tries
      await atMost(180_000, Promise.all(pending))
      await client.closeAndFlush({ timeout: 5000 })
    },
  }
}

function byRudder(port: number, key: string): Sent & { send(n: number): void } {
  const client = new RudderAnalytics(key, {
    dataPlaneUrl: `http://localhost:${port}`,
    flushAt: 20,
    flushInterval: 50,
    logLevel: 'none',
    errorHandler: () => {},
  })
  const acknowledged = new Set<string>()
  const failed: string[] = []
  const pending: Promise<void>[] = []
  return {
    acknowledged,
    failed,
    send: (n) => {
      pending.push(
        new Promise((done) =>
          client.track(
            { userId: String(1 + (n % 20)), event: `Rudder ${n}`, timestamp: new Date(Date.UTC(2026, 9, 1, 0, 0, n)) },
            (error?: unknown) => {
              if (error) failed.push(String(error))
              else acknowledged.add(`Rudder ${n}`)
              done()
            },
          ),
        ),
      )
    },
    done: async () => {
      // what it gives up it does not always tell
      await atMost(30_000, Promise.all([client.flush(), ...pending]))
    },
  }
}

/** Waits until nothing waits to be applied any more. */
async function applied(db: Db): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const left = await db.maybe(sql`select 1 from collect.event where state = 'waiting' limit 1`).catch(() => 1)
    if (left === undefined) return
    await pause(100)
  }
  throw new Error('events still wait after a minute')
}

async function titles(db: Db): Promise<string[]> {
  return (await db.rows(sql<{ title: string }>`select title from know.timeline where kind = 'event'`)).map(
    (row) => row.title,
  )
}

test('both clients as they are: every call arrives once and becomes what it says', longest, async () => {
  await onStage(async ({ db, port, key }) => {
    const segment = new Analytics({ writeKey: key, host: `http://localhost:${port}`, flushAt: 5 })
    segment.identify({ userId: 'S1', traits: { email: 'liisa@example.com', firstName: 'Liisa', lastName: 'Virtanen' } })
    segment.track({
      userId: 'S1',
      event: 'Order Completed',
      properties: {
        order_id: 'T1',
        total: 12.9,
        currency: 'EUR',
        products: [{ sku: 'A', price: 12.9, quantity: 1, name: 'Kirja' }],
      },
    })
    segment.page({ userId: 'S1', name: 'Etusivu', properties: { url: 'https://kauppa.example/' } })
    segment.group({ userId: 'S1', groupId: 'G1', traits: { name: 'Konepaja Ranta Oy' } })
    segment.alias({ userId: 'S1', previousId: 'A1' })
    await segment.closeAndFlush()
    const rudder = new RudderAnalytics(key, { dataPlaneUrl: `http://localhost:${port}`, flushAt: 5 })
    // its ids may be numbers
    rudder.identify({ userId: 7 as unknown as string, traits: { email: 'olli@example.com', name: 'Olli Öhman' } })
    rudder.track({ userId: 7 as unknown as string, event: 'Product Viewed', properties: { name: 'Kirja' } })
    await rudder.flush()
    await applied(db)
    const people = await db.rows(
      sql<{ name: string; email: string }>`select name, email from know.customer where kind = 'person' order by name`,
    )
    assert.deepEqual(
      people.map((row) => [row.name, row.email]),
      [
        ['Liisa Virtanen', 'liisa@example.com'],
        ['Olli Öhman', 'olli@example.com'],
      ],
    )
    assert.equal((await db.one(sql<{ n: number }>`select count(*)::int as n from know.purchase`)).n, 1)
    assert.equal((await db.one(sql<{ n: number }>`select count(*)::int as n from collect.alias_told`)).n, 1)
    assert.equal((await db.one(sql<{ n: number }>`select count(*)::int as n from collect.quarantine`)).n, 0)
  })
})

test(`program and database killed under load: each of ${2 * count} acknowledged events is there once`, {
  ...longest,
  skip: process.platform === 'linux' ? false : 'needs kill -9',
}, async (t) => {
  await onStage(async (stage) => {
    const { db, port, key } = stage
    const segment = bySegment(port, key)
    let acknowledgedByRudder = 0
    const rudders: ReturnType<typeof byRudder>[] = []
    const killing = (async () => {
      await pause(700)
      await stage.program.kill()
      await pause(300)
      const program = await stage.restart()
      await pause(500)
      process.kill(postmaster(stage.folder), 'SIGKILL')
      await pause(300)
      return program
    })()
    killing.catch(() => {}) // thrown below
    for (let n = 0; n < count; n++) {
      segment.send(n)
      if (n % 20 === 0) {
        // it gives up after three tries: each part has a client of its own, and what failed is sent again by the next
        rudders.push(byRudder(port, key))
        for (let i = 0; i < 20; i++) rudders.at(-1)!.send(n + i)
      }
      if (n % 5 === 0) await pause(15)
    }
    await killing
    await Promise.all(rudders.map((one) => one.done()))
    await segment.done()
    for (const one of rudders) acknowledgedByRudder += one.acknowledged.size
    await applied(db)
    const there = await titles(db)
    assert.equal(new Set(there).size, there.length, 'nothing is there twice')
    const set = new Set(there)
    const lost = [...segment.acknowledged, ...rudders.flatMap((one) => [...one.acknowledged])].filter(
      (title) => !set.has(title),
    )
    assert.deepEqual(lost, [])
    assert.equal(segment.failed.length, 0, 'a client that goes on trying loses nothing')
    t.diagnostic(
      `acknowledged: Segment ${segment.acknowledged.size}, Rudder ${acknowledgedByRudder}; there ${there.length}`,
    )
  })
})
