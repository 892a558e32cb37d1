import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { suggestionsFor, suggestionsForMany } from '#src/know/insights/index.ts'
import { connect, type Db, sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { judge } from './bar.ts'
import { ensureTimelines } from './base.ts'
import { readOptions } from './options.ts'
import { openBenchServer } from './server.ts'

// Links between products learned from ten million lines, in the thread that the program uses, and the lists of customers read from them.

const now = new Date('2026-11-01T12:00:00Z')
const timeZone = 'Europe/Helsinki'
const options = readOptions()

/**
 * Four lines for each of a quarter of the purchases, of 5,000 products: a few are bought by many, and the lines of one customer keep to two families.
 * Secondary indexes are made afterwards.
 */
async function furnish(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await tx.run(sql`set local work_mem = '512MB'`)
    await tx.run(sql`set local maintenance_work_mem = '1GB'`)
    await tx.run(sql`drop index know.purchase_at, know.purchase_number, know.purchase_line_sku`)
    await tx.run(sql`
      insert into know.purchase (customer_id, id, number, at, type, channel, currency, total, items, source_id, origin_id)
      select customer_id, id, reference, at, kind, channel, currency, amount, 4, source_id, origin_id
      from know.timeline where kind in ('purchase', 'return') and get_byte(uuid_send(id), 0) < 64 order by customer_id, id`)
    await tx.run(sql`
      insert into know.purchase_line (customer_id, purchase_id, id, sku, description, category, quantity, amount, source_id, origin_id)
      select customer_id, id, ('00000000-0000-8000-8000-00000000000' || line)::uuid, 'T-' || n, 'Tuote ' || n, 'Ryhmä ' || n % 40, 1,
        total / 4, source_id, origin_id
      from (select p.*, line, 50 * floor(100 * power(get_byte(uuid_send(p.id), line) / 256.0, 2))::int
          + (get_byte(uuid_send(p.customer_id), 8 + line % 2) + get_byte(uuid_send(p.id), 6 + line) % 3) % 50 as n
        from know.purchase p cross join generate_series(1, 4) as line) p`)
    await tx.run(
      sql`create index purchase_line_sku on know.purchase_line (lower(sku), customer_id, purchase_id) where sku is not null`,
    )
  })
  await db.run(sql`vacuum analyze`)
}

/** Seconds of one learning, and the greatest memory of its thread's program beside what was there before. */
async function learn(url: string): Promise<{ seconds: number; megabytes: number; steps: string }> {
  const before = process.memoryUsage.rss()
  let most = before
  const begun = performance.now()
  const worker = new Worker(new URL('../src/know/insights/suggestions/worker.ts', import.meta.url), {
    workerData: { url, now: now.getTime(), timeZone },
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  })
  const steps = new Map<string, number>()
  let [step, since] = ['start', begun]
  let ended = false
  worker.on('message', ({ progress }: { progress?: { step: string } }) => {
    if (!progress || progress.step === step) return
    steps.set(step, performance.now() - since)
    ;[step, since] = [progress.step, performance.now()]
  })
  const done = new Promise<void>((resolve, reject) => worker.once('error', reject).once('exit', () => resolve()))
  const watching = (async () => {
    while (!ended) {
      most = Math.max(most, process.memoryUsage.rss())
      await pause(100)
    }
  })()
  await done.finally(() => {
    ended = true
  })
  await watching
  steps.set(step, performance.now() - since)
  return {
    seconds: (performance.now() - begun) / 1000,
    megabytes: (most - before) / 2 ** 20,
    steps: [...steps].map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`).join(', '),
  }
}

const server = await openBenchServer(options)
const name = `suggestions_${options.customers}_${options.events}`
try {
  await ensureTimelines(server, options.customers, options.events)
  const url = await server.ensure(
    name,
    async (made) => {
      const db = connect(made, { size: 2, name: 'bench' })
      await furnish(db).finally(() => db.close())
    },
    `timelines_${options.customers}_${options.events}`,
  )
  const made = await learn(url)
  console.log(`learning: ${made.steps}`)
  judge({ name: 'links from all lines', figure: made.seconds, most: 600, unit: ' s' })
  judge({ name: 'memory of the learning', figure: made.megabytes, most: 1536, unit: ' MB' })

  const db = connect(url, { size: 4, name: 'bench' })
  try {
    const ids = (
      await db.rows(
        sql<{ id: Uuid }>`select id from know.customer tablesample bernoulli (10) repeatable (7) limit 2000`,
      )
    ).map(({ id }) => id)
    const millis: number[] = []
    for (const id of ids.slice(0, 500)) {
      const begun = performance.now()
      await suggestionsFor(db, id, { now, timeZone })
      millis.push(performance.now() - begun)
    }
    const ordered = millis.slice(50).sort((a, b) => a - b)
    const at = (share: number) => ordered[Math.floor(ordered.length * share)]!
    console.log(`suggestions of one customer: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`)
    judge({ name: 'suggestions of one customer, p95', figure: at(0.95), most: 50, unit: ' ms' })
    const begun = performance.now()
    const many = await suggestionsForMany(db, ids, { now, timeZone })
    judge({
      name: 'suggestions of many, each',
      figure: (performance.now() - begun) / many.size,
      most: 20,
      unit: ' ms',
    })
  } finally {
    await db.close()
  }
} finally {
  await server.drop(name)
  await server.close()
}
