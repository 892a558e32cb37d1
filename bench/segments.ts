import { systemActor } from '#src/company/index.ts'
import { rebuild } from '#src/know/insights/index.ts'
import { count as countOf } from '#src/know/lists/lists.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import type { Context } from '#src/platform/context.ts'
import { connect, type Db, raw, sql } from '#src/platform/db/index.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import { judge } from './bar.ts'
import { ensureTimelines } from './base.ts'
import { readOptions } from './options.ts'
import { openBenchServer } from './server.ts'

// How many customers fit a segment of five conditions, nested, with windows over daily buckets: the count that the program makes, authorised and
// compiled for its question, against the best SQL that we could write by hand over the same tables, which is kept prepared.

const today = '2026-11-01'
const timeZone = 'Europe/Helsinki'

/** Lines in six categories for a quarter of the purchases, and the buckets of everything anew, by the way of bulk work. */
async function furnish(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await tx.run(sql`set local work_mem = '512MB'`)
    await tx.run(sql`
      insert into know.purchase (customer_id, id, number, at, type, channel, currency, total, items, source_id, origin_id)
      select customer_id, id, reference, at, kind, channel, currency, amount, 1, source_id, origin_id
      from know.timeline where kind in ('purchase', 'return') and hashint8(('x' || substr(id::text, 1, 8))::bit(32)::bigint) % 4 = 0`)
    await tx.run(sql`
      insert into know.purchase_line (customer_id, purchase_id, id, sku, category, quantity, amount, source_id, origin_id)
      select customer_id, id, id, 'T-' || abs(hashtext(id::text)) % 2000,
        (array['Kengät', 'Laukut', 'Takit', 'Paidat', 'Housut', 'Asusteet'])[1 + abs(hashtext(id::text)) % 6], 1, total, source_id, origin_id
      from know.purchase`)
  })
  const begun = performance.now()
  await rebuild(db, timeZone)
  console.log(`figures and buckets of everybody made anew in ${seconds(begun)} s`)
  await db.run(sql`vacuum analyze`)
}
const seconds = (begun: number) => ((performance.now() - begun) / 1000).toFixed(1)

interface Case {
  name: string
  tree: Condition
  /** The same by hand: joined sets, each read by the index that answers it alone. */
  hand: string
}
const last = (days: number) => `day >= date '${today}' - ${days} and day <= date '${today}'`
const shoes = (days: number, times: number): Condition => ({
  happened: 'purchase',
  where: [{ field: 'category', op: 'is', value: 'Kengät' }],
  window: { last: days },
  op: 'atLeast',
  value: times,
})
const quiet = (days: number): Condition => ({
  not: { happened: 'contact', window: { last: days }, op: 'atLeast', value: 1 },
})
const contacts = `kind in ('call', 'mail', 'visit', 'inquiry', 'complaint', 'feedback', 'wish') and category = ''`

const cases: Case[] = [
  {
    name: 'few: shoes thrice in a year, quiet, no return, well spent or many purchases',
    tree: {
      all: [
        shoes(365, 3),
        quiet(30),
        { happened: 'return', window: { last: 180 }, op: 'is', value: 0 },
        {
          any: [
            { field: 'spend.EUR', op: 'atLeast', value: 500_000 },
            { field: 'purchases', op: 'atLeast', value: 20 },
          ],
        },
      ],
    },
    hand: `select count(*)::int from know.customer c
      join (select customer_id from know.bucket where kind = 'purchase' and category = 'kengät' and ${last(365)}
        group by customer_id having sum(events) >= 3) a on a.customer_id = c.id
      left join know.rollup r on r.customer_id = c.id
      left join know.spend s on s.customer_id = c.id and s.currency = 'EUR'
      where c.archived_at is null and (s.net >= 500000 or r.purchases >= 20)
        and not exists (select from know.bucket b where b.customer_id = c.id and ${contacts} and ${last(30)})
        and not exists (select from know.bucket b where b.customer_id = c.id and kind = 'return' and category = '' and events > 0 and ${last(180)})`,
  },
  {
    name: 'many: bought in 90 days, not both contacted and returned, spent or known to be a person',
    tree: {
      all: [
        { happened: 'purchase', window: { last: 90 }, op: 'atLeast', value: 1 },
        {
          not: {
            all: [
              { happened: 'contact', window: { last: 180 }, op: 'atLeast', value: 1 },
              { happened: 'return', window: { last: 180 }, op: 'atLeast', value: 1 },
            ],
          },
        },
        {
          any: [
            { field: 'spend.EUR', op: 'atLeast', value: 100_000 },
            { field: 'kind', op: 'is', value: 'person' },
          ],
        },
      ],
    },
    hand: `select count(*)::int from know.customer c
      left join know.spend s on s.customer_id = c.id and s.currency = 'EUR'
      left join (select distinct customer_id from know.bucket where ${contacts} and ${last(180)}) t on t.customer_id = c.id
      left join (select distinct customer_id from know.bucket where kind = 'return' and category = '' and ${last(180)}) b on b.customer_id = c.id
      where c.archived_at is null and (s.net >= 100000 or c.kind = 'person') and (t.customer_id is null or b.customer_id is null)
        and c.id in (select customer_id from know.bucket where kind = 'purchase' and category = '' and ${last(90)})`,
  },
  {
    name: 'sums: spent in a year, shoes once or bags never, slipping, silent for a month',
    tree: {
      all: [
        {
          happened: 'purchase',
          window: { last: 365 },
          measure: 'sum',
          currency: 'EUR',
          op: 'atLeast',
          value: 5e4,
        },
        {
          any: [
            shoes(365, 1),
            {
              happened: 'purchase',
              where: [
                {
                  field: 'category',
                  op: 'is',
                  value: 'Laukut',
                },
              ],
              window: { last: 730 },
              op: 'is',
              value: 0,
            },
          ],
        },
        { field: 'lastPurchase', op: 'older', value: 30 },
        quiet(90),
      ],
    },
    hand: `select count(*)::int from know.customer c
      join (select customer_id from know.bucket where kind = 'purchase' and category = '' and ${last(365)}
        group by customer_id having sum(amount) filter (where currency = 'EUR') >= 50000) a on a.customer_id = c.id
      join know.rollup r on r.customer_id = c.id
      left join (select distinct customer_id from know.bucket where kind = 'purchase' and category = 'kengät' and ${last(365)}) k on k.customer_id = c.id
      left join (select distinct customer_id from know.bucket where kind = 'purchase' and category = 'laukut' and ${last(730)}) l on l.customer_id = c.id
      where c.archived_at is null and r.last_purchase < date '${today}' - 30 and (k.customer_id is not null or l.customer_id is null)
        and not exists (select from know.bucket b where b.customer_id = c.id and ${contacts} and ${last(90)})`,
  },
]

const rounds = 25
const p95 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!
const p50 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

async function measure(db: Db, { name, tree, hand }: Case): Promise<void> {
  const context = {
    db,
    actor: systemActor,
    now: new Date(`${today}T10:00:00Z`),
    config: { timeZone },
  } as unknown as Context
  const [ours, theirs]: [number[], number[]] = [[], []]
  const timed = async (into: number[], ask: () => Promise<number>) => {
    const begun = performance.now()
    const found = await ask()
    into.push(performance.now() - begun)
    return found
  }
  for (let i = 0; i < rounds + 3; i++) {
    const a = await timed(ours, async () => {
      const { count, about } = await countOf(context, 'customers', tree)
      if (about) throw new Error(`${name}: it took too long to be counted exactly`)
      return count
    })
    const b = await timed(theirs, async () => (await db.one(sql<{ count: number }>`${raw(hand)}`)).count)
    if (a !== b) throw new Error(`${name}: ${a} and ${b} by hand`)
    if (i === 0) console.log(`${name}: ${a} customers`)
  }
  for (const times of [ours, theirs]) times.splice(0, 3)
  const told = (times: number[]) => `p50 ${p50(times).toFixed(0)} ms, p95 ${p95(times).toFixed(0)} ms`
  console.log(`  the program: ${told(ours)}; by hand: ${told(theirs)}`)
  judge({
    name: `count of a segment, ${name}, p95 against SQL by hand`,
    figure: p95(ours) / p95(theirs),
    most: 1.3,
    unit: ' ×',
  })
}

const options = readOptions()
const server = await openBenchServer(options)
try {
  const { customers, events } = options
  await ensureTimelines(server, customers, events)
  const url = await server.ensure(
    `segments_${customers}_${events}`,
    async (at) => {
      const db = connect(at, { size: 2, name: 'bench' })
      await furnish(db)
      await db.close()
    },
    `timelines_${customers}_${events}`,
  )
  const db = connect(url, { size: 2, name: 'bench' })
  try {
    // an earlier version of the program may have made it
    await migrate(db)
    for (const one of cases) await measure(db, one)
  } finally {
    await db.close()
  }
} finally {
  await server.close()
}
