import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Db, sql } from '#src/platform/db/index.ts'
import { migrate, readMigrations } from '#src/platform/db/migrate.ts'
import { systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { uuidMaker, uuidOf } from '#src/platform/ports/uuid.ts'
import { judge } from './bar.ts'
import { sendLoad } from './event-load.ts'
import { readOptions } from './options.ts'
import { kauppias, lineOf } from './program.ts'
import { openBenchServer } from './server.ts'

// Events through the door, on the disk when answered, while the program also applies them; beside the same rows written by hand.

const options = readOptions()
const rounds = 3
const time = 4000
const perBatch = 250
const uuid = uuidMaker(systemClock, systemRandom)
const key = 'kpw_bench-of-the-events-0001'
const run = systemRandom.bytes(4).toString('hex')

const message = (n: number) => ({
  type: 'track',
  messageId: `node-next-${run}-${n}`,
  userId: `customer-${n % 5000}`,
  event: 'Product Viewed',
  timestamp: systemClock.now().toISOString(),
  properties: { product_id: `P${n % 300}`, name: `Tuote ${n % 300}`, price: 12.9, currency: 'EUR', category: 'Kirjat' },
  context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
})

async function prepare(url: string): Promise<void> {
  const db = connect(url, { size: 1, name: 'bench' })
  await migrate(db, readMigrations())
  const [id, at] = [uuid(), systemClock.now()]
  await db.run(
    sql`insert into collect.source (id, name, name_key, trust, created_at) values (${id}, 'Kauppa', 'kauppa', 40, ${at})`,
  )
  await db.run(sql`insert into collect.event_source (source_id, currency, created_at) values (${id}, 'EUR', ${at})`)
  await db.run(
    sql`insert into collect.write_key (id, source_id, key, name, created_at) values (${id}, ${id}, ${key}, 'Kauppa', ${at})`,
  )
  await db.run(sql`
    create table public.bare (source_id uuid, message_id uuid, turn uuid, received_at timestamptz, state text, payload bytea,
      primary key (source_id, message_id))`)
  await db.close()
}

let written = 0
/** Rows of the same content, many in one statement and commit. */
async function bareMany(db: Db): Promise<number> {
  const until = performance.now() + time
  const begun = performance.now()
  let rows = 0
  const one = async () => {
    while (performance.now() < until) {
      const some = Array.from({ length: perBatch }, () => {
        const text = JSON.stringify(message(written++))
        return { id: uuidOf(`bare ${written}`), text }
      })
      const at = systemClock.now()
      await db.run(sql`
        insert into public.bare
        select ${some[0]!.id}, i.id, i.id, ${at}, 'waiting', convert_to(i.text, 'UTF8')
        from unnest(${some.map((row) => row.id)}::uuid[], ${some.map((row) => row.text)}::text[]) as i (id, text)`)
      rows += some.length
    }
  }
  await Promise.all([one(), one()])
  return (rows * 1000) / (performance.now() - begun)
}

/** One row, one commit, as many at once as the pool has connections. */
async function bareSingle(db: Db): Promise<number> {
  const until = performance.now() + time
  const begun = performance.now()
  let rows = 0
  const one = async () => {
    while (performance.now() < until) {
      const text = JSON.stringify(message(written++))
      const id = uuidOf(`bare ${written}`)
      await db.run(sql`
        insert into public.bare values (${id}, ${id}, ${id}, ${systemClock.now()}, 'waiting', convert_to(${text}::text, 'UTF8'))`)
      rows++
    }
  }
  await Promise.all(Array.from({ length: 10 }, one))
  return (rows * 1000) / (performance.now() - begun)
}

const median = (figures: number[]) => figures.sort((a, b) => a - b)[figures.length >> 1]!

const server = await openBenchServer(options)
const folder = mkdtempSync(join(tmpdir(), 'kauppias-bench-'))
const name = `events_${run}`
const url = await server.ensure(name, prepare)
const program = kauppias(['start'], { DATABASE_URL: url, PORT: '0', KAUPPIAS_DATA: folder })
const db = connect(url, { size: 10, name: 'bench' })
try {
  const address = /http:\/\/[^\s/]+:(\d+)/.exec(await lineOf(program, /http:\/\/\S+:\d+/))!
  const load = {
    port: Number(address[1]),
    headers: `Authorization: Basic ${Buffer.from(`${key}:`).toString('base64')}\r\nContent-Type: application/json`,
    time,
  }
  let sent = 0
  const batched = async () =>
    perBatch *
    (await sendLoad({
      ...load,
      path: '/v1/batch',
      clients: 8,
      body: () => JSON.stringify({ batch: Array.from({ length: perBatch }, () => message(sent++)) }),
    }))
  const single = () =>
    sendLoad({ ...load, path: '/v1/track', clients: 64, body: () => JSON.stringify(message(sent++)) })
  const figures: Record<'bareMany' | 'batched' | 'bareSingle' | 'single', number[]> = {
    bareMany: [],
    batched: [],
    bareSingle: [],
    single: [],
  }
  for (let round = 0; round < rounds; round++) {
    figures.bareSingle.push(await bareSingle(db))
    figures.single.push(await single())
    figures.bareMany.push(await bareMany(db))
    figures.batched.push(await batched())
    console.log(
      Object.entries(figures)
        .map(([what, all]) => `${what} ${Math.round(all.at(-1)!)}/s`)
        .join(', '),
    )
  }
  const kept = await db.one(sql<{ n: number }>`select count(*)::int as n from collect.event`)
  console.log(`${kept.n} events are on the disk`)
  const [many, through, one, alone] = [figures.bareMany, figures.batched, figures.bareSingle, figures.single].map(
    median,
  )
  judge({ name: 'events in batches, durable', figure: through!, least: 10_000, unit: '/s' })
  judge({
    name: 'events in batches against bare multi-row inserts',
    figure: through! / many!,
    least: 1 / 40,
    unit: ' ×',
  })
  judge({ name: 'single events, durable', figure: alone!, least: 1500, unit: '/s' })
  judge({ name: 'single events against bare single commits', figure: alone! / one!, least: 0.3, unit: ' ×' })
  const begun = performance.now()
  const left = async () =>
    (await db.one(sql<{ n: number }>`select count(*)::int as n from collect.event where state = 'waiting'`)).n
  const before = await left()
  await new Promise((done) => setTimeout(done, 10_000))
  const after = await left()
  console.log(`applied afterwards: ${Math.round(((before - after) * 1000) / (performance.now() - begun))}/s`)
} finally {
  await db.close()
  await program.stop()
  await server.drop(name)
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}
