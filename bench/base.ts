import { mkdirSync, rmSync } from 'node:fs'
import { rebuild } from '#src/know/insights/index.ts'
import { connect, type Db, raw, sql } from '#src/platform/db/index.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import { peopleHeader, peopleLines, writeLines } from './generate/people.ts'
import { readReference } from './generate/reference.ts'
import { root } from './options.ts'
import { kauppias, type Running } from './program.ts'
import type { BenchServer } from './server.ts'

/** A file of made-up customers, in `.cache/bench`. The same seed and number make the same file. */
export async function peopleFile(seed: number, customers: number): Promise<string> {
  mkdirSync(`${root}.cache/bench`, { recursive: true })
  const path = `${root}.cache/bench/people-${seed}-${customers}.csv`
  await writeLines(path, peopleHeader, peopleLines(readReference(), seed, 0, customers))
  return path
}

/** Imports a file as a person would, in a process of its own. Returns that process and what it said last. */
export async function importFile(url: string, path: string): Promise<{ running: Running; seconds: number }> {
  const begun = performance.now()
  const args = ['import', path, '--source', 'Verkkokauppa', '--as', 'customer', '--json']
  const running = kauppias(args, { DATABASE_URL: url, KAUPPIAS_DATA: `${root}.cache/bench/data` })
  await running.end()
  return { running, seconds: (performance.now() - begun) / 1000 }
}

/** The database with so many imported customers, made once and then copied by whoever needs it. */
export async function ensureCustomers(server: BenchServer, customers: number): Promise<string> {
  const name = `customers_${customers}`
  await server.ensure(name, async (url) => {
    const path = await peopleFile(1, customers)
    const { seconds } = await importFile(url, path)
    rmSync(path)
    console.log(`imported ${customers} customers into an empty base: ${Math.round(customers / seconds)} rows/s`)
    await using(url, (db) => vacuum(db))
  })
  await using(server.urlOf(name), async () => {}) // an earlier version of the program may have made it
  return name
}

/**
 * The database with customers and their timelines. Timelines are written straight into the tables, for the benchmarks only: ten million rows
 * through the import would take hours and measure the import once more. Some customers have many rows, most have a few.
 */
export async function ensureTimelines(server: BenchServer, customers: number, events: number): Promise<string> {
  const base = await ensureCustomers(server, customers)
  const make = (url: string) => using(url, (db) => writeTimelines(db, customers, events))
  const url = await server.ensure(`timelines_${customers}_${events}`, make, base)
  await using(url, async () => {})
  return url
}

async function using(url: string, work: (db: Db) => Promise<void>): Promise<void> {
  const db = connect(url, { size: 2, name: 'bench' })
  try {
    await migrate(db)
    await work(db)
  } finally {
    await db.close()
  }
}

/** A fraction in [0, 1) that is the same for a number and a purpose at every run. */
const fraction = (number: string, purpose: number) =>
  raw(`((hashint8extended(${number}, ${purpose}) >> 32) + 2147483648.0) / 4294967296`)

async function writeTimelines(db: Db, customers: number, events: number): Promise<void> {
  const steps = [
    sql`set local maintenance_work_mem = '1GB'`,
    sql`set local work_mem = '512MB'`,
    sql`create temp table numbered as
      select (row_number() over (order by c.id))::int - 1 as n, c.id, l.record_id as origin, r.source_id
      from know.customer c join clean.link l on l.customer_id = c.id join collect.record r on r.id = l.record_id`,
    sql`create unique index on numbered (n)`,
    sql`analyze numbered`,
    sql`create temp table happening as
      select floor(${customers}::int * power(${fraction('k', 1)}, 1.6))::int as n, k,
        timestamptz '2026-11-01 12:00+02' - (${fraction('k', 2)} * 1825 * 86400)::int * interval '1 second' as at,
        ${fraction('k', 3)} as chance, (500 + ${fraction('k', 4)} * 20000)::bigint as amount
      from generate_series(1::bigint, ${events}::bigint) k`,
    sql`insert into know.timeline (customer_id, at, id, kind, channel, amount, currency, reference, source_id, origin_id)
      select c.id, h.at, md5('event' || h.k)::uuid,
        case when h.chance < 0.8 then 'purchase' when h.chance < 0.85 then 'return' when h.chance < 0.95 then 'call' else 'feedback' end,
        'web', case when h.chance < 0.8 then h.amount when h.chance < 0.85 then -h.amount end, case when h.chance < 0.85 then 'EUR' end,
        case when h.chance < 0.85 then 'T' || h.k end, c.source_id, c.origin
      from happening h join numbered c on c.n = h.n order by c.id, h.at, 3`,
    sql`drop table happening, numbered`,
  ]
  await db.tx(async (tx) => {
    for (const step of steps) await tx.run(step)
  })
  await rebuild(db, 'Europe/Helsinki')
  await vacuum(db)
}

async function vacuum(db: Db): Promise<void> {
  await db.run(sql`vacuum analyze`)
}
