import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '#src/company/index.ts'
import '#src/pipeline.ts'
import { takeFromStaff, workOf } from '#src/collect/intake/index.ts'
import { rebuild } from '#src/know/insights/index.ts'
import { build, changed, type Condition, lookAll } from '#src/know/segments/index.ts'
import { compileWhole } from '#src/know/segments/queries/compile.ts'
import { keep } from '#src/know/segments/kept/kept.ts'
import { envFor, meantBy } from '#src/know/segments/live/asking.ts'
import { catalogue } from '#src/know/segments/live/queries/catalogue.ts'
import type { Context } from '#src/platform/context.ts'
import { connect, type Db, fresh, sql } from '#src/platform/db/index.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import { heldJobs } from '#src/platform/jobs/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { judge } from './bar.ts'
import { ensureTimelines } from './base.ts'
import { readOptions } from './options.ts'
import { kauppias, lineOf, type Running } from './program.ts'
import { openBenchServer } from './server.ts'

// Fifty segments over the whole base: building them, looking at a hundred who changed, and events through the door under load.

const uuid = uuidMaker(systemClock, systemRandom)
const jobs = heldJobs()
const contextOn = (db: Db): Context => ({
  db,
  actor: systemActor,
  now: systemClock.now(),
  clock: systemClock,
  random: systemRandom,
  uuid,
  config: {
    dataDir: '.cache/bench/data',
    publicUrl: 'http://localhost',
    timeZone: 'Europe/Helsinki',
    currency: 'EUR',
    language: 'fi',
  },
  jobs,
  log: silentLog,
})

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
const bought = (last: number, least: number): Condition => ({
  happened: 'purchase',
  window: { last },
  op: 'atLeast',
  value: least,
})
const cities = ['Helsinki', 'Espoo', 'Tampere', 'Vantaa', 'Oulu', 'Turku', 'Jyväskylä', 'Lahti', 'Kuopio', 'Pori']
/** What shops ask: who they are, what they bought and when, what they said, and mixtures of five. */
const conditions: readonly Condition[] = [
  ...times(8, (n): Condition => ({ field: 'city', op: 'is', value: cities[n]! })),
  ...times(6, (n) => bought(30 * (n + 1), n + 2)),
  ...times(6, (n): Condition => ({ field: 'lastPurchase', op: 'older', value: 120 + 60 * n })),
  ...times(6, (n): Condition => ({ field: 'spend.EUR', op: 'more', value: String(300_000 * (n + 1)) })),
  ...times(4, (n): Condition => ({ field: 'stage', op: 'is', value: ['new', 'slipping', 'lost', 'wonBack'][n]! })),
  ...times(4, (n): Condition => ({ happened: 'return', window: { last: 90 * (n + 1) }, op: 'atLeast', value: 1 })),
  ...times(
    6,
    (n): Condition => ({
      all: [bought(365, n + 3), { not: bought(60, 1) }, { field: 'city', op: 'is', value: cities[n]! }],
    }),
  ),
  ...times(
    10,
    (n): Condition => ({
      all: [
        {
          happened: 'purchase',
          window: { last: 180 + 10 * n },
          measure: 'sum',
          currency: 'EUR',
          op: 'atLeast',
          value: '50000',
        },
        { any: [bought(30, 1), { happened: 'call', window: { last: 30 + n }, op: 'atLeast', value: 1 }] },
        { not: { happened: 'return', window: { last: 60 }, op: 'atLeast', value: 1 } },
        { field: 'purchases', op: 'atLeast', value: 5 },
      ],
    }),
  ),
]

const ms = (begun: number) => performance.now() - begun
const median = (figures: number[]) => figures.sort((a, b) => a - b)[figures.length >> 1]!
const share = (figures: number[], of: number) =>
  figures.sort((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * of))]!

async function buildAll(db: Db, ids: readonly Uuid[]): Promise<number> {
  const begun = performance.now()
  const left = [...ids]
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await build(contextOn(db), id)
  }
  await Promise.all([worker(), worker()])
  return ms(begun)
}

/** The same answers, only counted: no members written. */
async function bareCounts(db: Db): Promise<number> {
  const kept = await catalogue(db)
  const env = await envFor(db, contextOn(db), meantBy(kept))
  const begun = performance.now()
  const left = [...(env.segments?.values() ?? [])]
  const worker = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const { from, where } = compileWhole(one, env)
      await db.rows(fresh(sql`select count(*) from ${from} where ${where}`))
    }
  }
  await Promise.all([worker(), worker()])
  return ms(begun)
}

async function building(db: Db): Promise<void> {
  const ids: Uuid[] = []
  for (const [n, condition] of conditions.entries())
    ids.push((await keep(contextOn(db), { name: `S${n}`, condition })).id)
  const first = await buildAll(db, ids)
  const rows = await db.one(sql<{ members: string; due: string }>`
    select (select count(*) from know.segment_member)::text as members, (select count(*) from know.segment_due)::text as due`)
  console.log(`${conditions.length} segments: ${rows.members} members, ${rows.due} days to come`)
  const bare = await bareCounts(db)
  await db.run(sql`update know.segment_build set state = 'waiting', why = 'asked'`)
  const again = await buildAll(db, ids)
  console.log(
    `first building ${(first / 1000).toFixed(1)} s, again ${(again / 1000).toFixed(1)} s, only counted ${(bare / 1000).toFixed(1)} s`,
  )
  judge({ name: 'full rebuild of 50 segments', figure: again / 1000, most: 60, unit: ' s' })
  judge({ name: 'first building of 50 segments', figure: first / 1000, most: 60, unit: ' s' })
  judge({ name: 'full rebuild against counting them', figure: again / bare, most: 10, unit: ' ×' })
}

async function hundredChanges(db: Db): Promise<void> {
  const some = await db.rows(
    sql<{ id: Uuid }>`select id from know.customer where not protected order by md5(id::text) limit 700`,
  )
  const figures: number[] = []
  const bare: number[] = []
  for (let round = 0; round < 7; round++) {
    const hundred = some.slice(round * 100, round * 100 + 100)
    for (const { id } of hundred)
      await db.tx((tx) =>
        takeFromStaff(workOf(contextOn(db), tx), {
          kind: 'purchase',
          party: { customer: id },
          at: systemClock.now().toISOString(),
          type: 'purchase',
          currency: 'EUR',
          total: '12345',
        }),
      )
    let begun = performance.now()
    await lookAll(() => contextOn(db))
    figures.push(ms(begun))
    begun = performance.now()
    await db.rows(sql`
      select c.id, r.purchases, s.net from know.customer c join know.rollup r on r.customer_id = c.id left join know.spend s on s.customer_id = c.id
      where c.id = any(${hundred.map(({ id }) => id)}::uuid[])`)
    bare.push(ms(begun))
  }
  console.log(
    `100 changes with 50 segments: ${figures.map((f) => Math.round(f)).join(', ')} ms; reading the same customers' figures once ${median(bare).toFixed(1)} ms`,
  )
  judge({ name: '100 changes with 50 segments', figure: median(figures) / 1000, most: 1, unit: ' s' })
}

const key = 'kpw_bench-of-the-members-001'
/** A source of events, and a segment that whoever buys through it enters. */
async function entrance(db: Db): Promise<{ source: Uuid; segment: Uuid }> {
  const [source, at] = [uuid(), systemClock.now()]
  await db.run(
    sql`insert into collect.source (id, name, name_key, trust, created_at) values (${source}, 'Tapahtumat', 'tapahtumat', 40, ${at})`,
  )
  await db.run(sql`insert into collect.event_source (source_id, currency, created_at) values (${source}, 'EUR', ${at})`)
  await db.run(
    sql`insert into collect.write_key (id, source_id, key, name, created_at) values (${source}, ${source}, ${key}, 'Kauppa', ${at})`,
  )
  const condition: Condition = { all: [{ field: 'source', op: 'is', value: source }, bought(1, 1)] }
  const { id } = await keep(contextOn(db), { name: 'Juuri ostanut', condition })
  await build(contextOn(db), id)
  return { source, segment: id }
}

const rate = 500
/** As libraries of shops send them: a few at a time. */
const perBatch = 10
const seconds = 20
/** Half of the events are orders of people who were not known before, half are views of people who are. */
const eventOf = (round: number, n: number) => ({
  messageId: `members-${round}-${n}`,
  timestamp: systemClock.now().toISOString(),
  ...(n % 2 === 0
    ? {
        userId: `u${round}-${n}`,
        event: 'Order Completed',
        properties: {
          order_id: `o${round}-${n}`,
          total: 12.9,
          currency: 'EUR',
          products: [{ product_id: `P${n % 300}`, price: 12.9, quantity: 1 }],
        },
      }
    : { userId: `u${round}-${(n - 1) % 2000}`, event: 'Product Viewed', properties: { product_id: `P${n % 300}` } }),
})

/** First with nothing of the base in the memory of a server that has just built other things, then as it goes on. */
async function underLoad(db: Db, url: string): Promise<void> {
  const { source, segment } = await entrance(db)
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-bench-'))
  const program = kauppias(['start'], { DATABASE_URL: url, PORT: '0', KAUPPIAS_DATA: folder })
  try {
    const [, port] = /http:\/\/[^\s/]+:(\d+)/.exec(await lineOf(program, /http:\/\/\S+:\d+/))!
    for (const round of [1, 2]) {
      const delays = await oneRound(db, { round, port: port!, source, segment })
      const figure = share(delays, 0.99) / 1000
      if (round === 1) console.log(`in the first ${seconds} s after the start p99 ${figure.toFixed(2)} s, not judged`)
      else judge({ name: 'event → membership p99 under 500 events/s', figure, most: 1, unit: ' s' })
    }
    await builtByProgram(db, program)
  } finally {
    await program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Round {
  round: number
  port: string
  source: Uuid
  segment: Uuid
}
/** Events through the door, and for each of whom we did not know how long after it was sent the person was a member (ms). */
async function oneRound(db: Db, { round, port, source, segment }: Round): Promise<number[]> {
  const sent = new Map<string, number>()
  const seen = new Map<Uuid, number>()
  const before = new Set((await membersOf(db, segment)).map(({ customer_id }) => customer_id))
  let over = false
  const watch = async () => {
    while (!over) {
      const rows = await membersOf(db, segment)
      const at = performance.now()
      for (const { customer_id: id } of rows) if (!seen.has(id) && !before.has(id)) seen.set(id, at)
      await new Promise((done) => setTimeout(done, 15))
    }
  }
  const watching = watch()
  try {
    const begun = performance.now()
    await sendAll(port, round, (user, at) => sent.has(user) || sent.set(user, at))
    const sending = ms(begun)
    const waits = await db.one(sql<{ events: number; marks: number }>`
      select (select count(*)::int from collect.event where state = 'waiting') as events, (select count(*)::int from know.segment_stale) as marks`)
    console.log(
      `when the last was answered, ${waits.events} events waited to be applied, and ${waits.marks} customers to be looked at`,
    )
    for (let tries = 0; tries < 600 && seen.size < (rate * seconds) / 2; tries++)
      await new Promise((done) => setTimeout(done, 50))
    const owners = await db.rows(sql<{ value: string; customer_id: Uuid }>`
      select split_part(value, '|', 1) as value, customer_id from clean.identifier where kind = 'external' and value like ${`%|${source}`}`)
    const delays = owners.flatMap(({ value, customer_id }) => {
      const [from, to] = [sent.get(value), seen.get(customer_id)]
      return from === undefined || to === undefined ? [] : [to - from]
    })
    console.log(
      `${rate * seconds} events in ${(sending / 1000).toFixed(1)} s, ${delays.length} entered; event → membership p50 ${Math.round(share(delays, 0.5))}, p95 ${Math.round(share(delays, 0.95))}, p99 ${Math.round(share(delays, 0.99))} ms`,
    )
    return delays
  } finally {
    over = true
    await watching
  }
}
const membersOf = (db: Db, segment: Uuid) =>
  db.rows(sql<{ customer_id: Uuid }>`select customer_id from know.segment_member where segment_id = ${segment}`)

/** At an even pace, whether answers come or not; `note` is told whose events go out when. */
async function sendAll(port: string, round: number, note: (user: string, at: number) => void): Promise<void> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    'content-type': 'application/json',
  }
  const send = async (body: string, again = 3): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/batch`, { method: 'POST', headers, body }).catch(
      () => undefined,
    )
    if (answer === undefined && again > 0) return send(body, again - 1) // a connection that was just closed: the same message again
    if (answer?.status !== 200) throw new Error(answer === undefined ? 'no answer' : await answer.text())
    await answer.arrayBuffer()
  }
  const begun = performance.now()
  const answers: Promise<unknown>[] = []
  for (let n = 0; n < rate * seconds; n += perBatch) {
    const wait = begun + (n * 1000) / rate - performance.now()
    if (wait > 1) await new Promise((done) => setTimeout(done, wait))
    const batch = times(perBatch, (i) => ({ type: 'track', ...eventOf(round, n + i) }))
    const at = performance.now()
    for (const one of batch) note(one.userId, at)
    answers.push(send(JSON.stringify({ batch })).catch((error: unknown) => error))
  }
  const failed = (await Promise.all(answers)).find((one) => one !== undefined)
  if (failed !== undefined) throw failed
}

/** Everybody may have changed, as after a night's models: the serving program makes all members anew by its own jobs. */
async function builtByProgram(db: Db, program: Running): Promise<void> {
  const before = program.memory()
  const begun = performance.now()
  await db.tx((tx) => changed(tx, 'all', ['customer', 'claims', 'timeline'], false))
  const left = async () =>
    db.one(sql<{ asked: boolean; left: number }>`
      select not exists (select from know.segment_wide) as asked, (select count(*)::int from know.segment_build where state <> 'done') as left`)
  let peak = 0
  for (let now = await left(); !now.asked || now.left > 0; now = await left()) {
    peak = Math.max(peak, program.memory().now)
    if (ms(begun) > 900_000) throw new Error('the members are not made anew')
    await new Promise((done) => setTimeout(done, 100))
  }
  console.log(
    `the serving program made all anew in ${(ms(begun) / 1000).toFixed(1)} s, beside its other jobs; memory ${Math.round(before.now)} MB before, ${Math.round(peak)} MB at most`,
  )
  judge({ name: 'memory of the serving program while members are built', figure: peak, most: 400, unit: ' MB' })
}

const options = readOptions()
const server = await openBenchServer(options)
const name = `members_${options.customers}`
await ensureTimelines(server, options.customers, options.events)
const make = async (url: string) => {
  const db = connect(url, { size: 2, name: 'bench' })
  await migrate(db)
  const { any } = await db.one(sql<{ any: boolean }>`select exists (select from know.bucket) as any`)
  if (!any) await rebuild(db, 'Europe/Helsinki')
  // the import of the base has nobody to tell
  await db.run(sql`with stale as (delete from know.segment_stale) delete from know.segment_wide`)
  await db.run(sql`vacuum analyze`)
  await db.close()
}
await server.drop(name)
const url = await server.ensure(name, make, `timelines_${options.customers}_${options.events}`)
const db = connect(url, { size: 8, name: 'bench' })
try {
  await building(db)
  await hundredChanges(db)
  await underLoad(db, url)
} finally {
  await db.close()
  await server.drop(name)
  await server.close()
}
