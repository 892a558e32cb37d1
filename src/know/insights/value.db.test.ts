import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, table } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { type TestCustomer, type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { dayNumber } from './days.ts'
import { cutRfm } from './figures.ts'
import { nightly } from './jobs.ts'
import { readFigures } from './queries.ts'
import { rfmOf, scoreOf } from './rfm.ts'
import { rebuild } from './rollups.ts'
import { customerValue } from './value.ts'

const timeZone = 'Europe/Helsinki'
const now = new Date('2026-11-23T08:00:00Z')
const company = { now, timeZone, currency: 'EUR' }
const db = await freshDatabase()

async function empty(): Promise<void> {
  for (const name of ['customer', 'timeline', 'rollup', 'spend', 'stale', 'rfm_cut'])
    await db.run({ text: `delete from know.${name}`, values: [] })
}
beforeEach(empty)

async function written(customers: TestCustomer[], entries: TestEntry[]): Promise<void> {
  await db.tx(async (tx) => {
    await writeCustomers(tx, customers)
    await writeTimeline(tx, entries)
  })
  await rebuild(db, timeZone)
}
const anna: TestCustomer = { id: uuidOf('anna'), name: 'Anna', customerSince: '2020-05-05T21:30:00Z' }
const bought = (customer: Uuid, at: string, amount?: number, currency?: string): TestEntry => ({
  customer,
  at,
  kind: 'purchase',
  amount,
  currency,
})

test('value of one customer, in one round trip', async () => {
  await written(
    [anna],
    [
      bought(anna.id, '2025-10-01T10:00:00Z', 10_000),
      bought(anna.id, '2026-01-09T10:00:00Z', 4_000),
      bought(anna.id, '2026-01-09T11:00:00Z', 1_000),
      bought(anna.id, '2026-04-19T10:00:00Z', 9_000, 'SEK'),
      { customer: anna.id, at: '2026-04-20T10:00:00Z', kind: 'return', amount: -2_500, currency: 'SEK' },
      { customer: anna.id, at: '2026-04-21T10:00:00Z', kind: 'complaint', body: 'rikki' },
    ],
  )
  await cutRfm(db, now)
  let statements = 0
  const counting: Runner = {
    ...db,
    maybe: (s) => {
      statements++
      return db.maybe(s)
    },
  }
  const value = await customerValue(counting, anna.id, company)
  assert.equal(statements, 1)
  assert.ok(value)
  const { months, ...rest } = value
  assert.deepEqual(rest, {
    stage: 'slipping',
    stageWhy: {
      code: 'beyondRhythm',
      figures: {
        purchases: '4',
        purchaseDays: '3',
        first: '2025-10-01',
        last: '2026-04-19',
        sinceDays: '218',
        limitDays: '213',
        lostDays: '514',
        rhythmDays: '100',
        fleetDays: '100',
      },
    },
    purchases: 4,
    returns: 1,
    contacts: 1,
    complaints: 1,
    firstPurchase: '2025-10-01',
    lastPurchase: '2026-04-19',
    lastContact: '2026-04-21T10:00:00.000Z',
    spend: [
      {
        net: { minor: '15000', currency: 'EUR' },
        last12Months: { minor: '5000', currency: 'EUR' },
        refunded: { minor: '0', currency: 'EUR' },
      },
      {
        net: { minor: '6500', currency: 'SEK' },
        last12Months: { minor: '6500', currency: 'SEK' },
        refunded: { minor: '2500', currency: 'SEK' },
      },
    ],
    rhythm: { days: 100, since: 218, beyond: true },
    rfm: { recency: 1, frequency: 1, monetary: 1, group: 'hibernating' },
  })
  assert.equal(months.length, 24)
  assert.deepEqual(months[13], {
    month: '2026-01',
    net: { minor: '5000', currency: 'EUR' },
    purchases: 2,
    expected: false,
  })
  assert.deepEqual(
    months.filter((m) => m.expected).map((m) => m.month),
    ['2026-07', '2026-11'],
  )
})

test('nobody, somebody who never bought, and before the first figures', async () => {
  await written([anna], [bought(uuidOf('stranger'), '2026-10-01T10:00:00Z', 100)])
  assert.equal(await customerValue(db, uuidOf('stranger'), company), null)
  const value = (await customerValue(db, anna.id, company))!
  assert.deepEqual([value.stage, value.stageWhy.figures], ['prospect', { customerSince: '2020-05-06' }])
  assert.deepEqual([value.spend, value.rhythm, value.rfm, value.firstPurchase], [[], null, null, null])
  assert.equal(value.months.length, 24)
  assert.deepEqual(value.months[0]!.net, { minor: '0', currency: 'EUR' })
})

test('the company’s midnight and the last 365 days decide, and what lies ahead is no month', async () => {
  await written(
    [anna],
    [
      bought(anna.id, '2025-11-22T22:30:00Z', 1), // 23.11.2025 in Helsinki: 365 days ago, outside
      bought(anna.id, '2025-11-23T22:30:00Z', 10), // 24.11.2025: inside
      bought(anna.id, '2026-10-31T22:30:00Z', 100), // 1.11.2026
      bought(anna.id, '2026-11-23T22:30:00Z', 1000), // tomorrow
    ],
  )
  const value = (await customerValue(db, anna.id, company))!
  assert.deepEqual(value.spend[0]!.last12Months.minor, '110')
  assert.deepEqual(value.spend[0]!.net.minor, '1111')
  assert.deepEqual(
    value.months.slice(-2).map((m) => m.net.minor),
    ['0', '100'],
  )
})

test('each cutting is a new version, and the newest counts', async () => {
  await written([anna], [bought(anna.id, '2026-10-01T10:00:00Z', 100)])
  const versions = await Promise.all([cutRfm(db, now), cutRfm(db, now), cutRfm(db, now)])
  assert.deepEqual(versions.map((v) => v.version).sort(), [1, 2, 3])
  await db.tx((tx) => writeTimeline(tx, [bought(uuidOf('b'), '2026-10-02T10:00:00Z', 300, 'SEK')]))
  await rebuild(db, timeZone)
  await nightly.handle({ input: {}, context: testContext(db), signal: new AbortController().signal, attempt: 0 })
  assert.deepEqual(await readFigures(db), {
    version: 4,
    customers: 2,
    meanInterval: null,
    recency: [String(dayNumber('2026-10-02')), String(dayNumber('2026-10-02'))],
    frequency: [],
    monetary: { EUR: { customers: 1, cuts: [] }, SEK: { customers: 1, cuts: [] } },
  })
})

const rollup = table('know.rollup', {
  customer_id: 'uuid',
  events: 'int',
  purchases: 'int',
  purchase_days: 'int',
  first_purchase: 'date',
  last_purchase: 'date',
  returns: 'int',
  contacts: 'int',
  complaints: 'int',
})
const spend = table('know.spend', {
  customer_id: 'uuid',
  currency: 'text',
  gross: 'numeric',
  refunded: 'numeric',
  net: 'numeric',
})

test('the cuts of the database score every customer as the definition does', async () => {
  const customer = fc.record({
    days: fc.integer({ min: 0, max: 6 }),
    last: fc.integer({ min: 1, max: 28 }),
    net: fc.bigInt({ min: -20n, max: 20n }),
    currency: fc.constantFrom('EUR', 'SEK'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(customer, { minLength: 1, maxLength: 40 }), async (all) => {
      await empty()
      const base = all.map((c, i) => ({
        ...c,
        id: uuidOf(String(i)),
        day: `2026-02-${String(c.last).padStart(2, '0')}`,
      }))
      await db.tx(async (tx) => {
        const zeros = { events: 0, returns: 0, contacts: 0, complaints: 0 }
        await insertMany(
          tx,
          rollup,
          base.map((c) => ({
            ...zeros,
            customer_id: c.id,
            purchases: c.days,
            purchase_days: c.days,
            first_purchase: c.days > 0 ? '2026-02-01' : null,
            last_purchase: c.days > 0 ? c.day : null,
          })),
        )
        await insertMany(
          tx,
          spend,
          base.map((c) => ({ customer_id: c.id, currency: c.currency, gross: c.net, refunded: 0, net: c.net })),
        )
      })
      const figures = await cutRfm(db, now)
      assert.deepEqual(await readFigures(db), figures)
      const buyers = base.filter((c) => c.days > 0)
      assert.equal(figures.customers, buyers.length)
      const score = <T>(of: readonly T[], worse: (other: T) => boolean) =>
        1 + Math.floor((5 * of.filter(worse).length) / of.length)
      for (const c of buyers) {
        const same = buyers.filter((other) => other.currency === c.currency)
        const { recency, frequency, monetary } = rfmOf(
          figures,
          { last: c.day, count: c.days },
          { currency: c.currency, net: `${c.net}` },
        )
        assert.equal(
          recency,
          score(buyers, (other) => other.day < c.day),
        )
        assert.equal(
          frequency,
          score(buyers, (other) => other.days < c.days),
        )
        assert.equal(
          monetary,
          score(same, (other) => other.net < c.net),
        )
      }
    }),
    { numRuns: 25 },
  )
})

const shared = join(fileURLToPath(new URL('../../../', import.meta.url)), '..', 'shared', 'data')

test('CDNOW sample on 1997-09-30: the group sizes of the reference', async (t) => {
  const source = join(shared, 'cdnow', 'cdnow_sample.csv')
  const reference = join(shared, 'reference', 'cdnow_sample_rfm_segment_counts.csv')
  if (!existsSync(source) || !existsSync(reference)) return t.skip('the shared data are not beside the repository')
  const lines = (path: string) => readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1)
  const entries = lines(source).flatMap((line, n): TestEntry[] => {
    const [customer, , date, , amount] = line.split(',') as [string, string, Day, string, string]
    if (date > '1997-09-30') return []
    return [
      {
        customer: uuidOf(customer),
        at: `${date}T12:00:00Z`,
        kind: 'purchase',
        amount: Math.round(Number(amount) * 100),
        currency: 'USD',
        n,
      },
    ]
  })
  await written([], entries)
  const figures = await cutRfm(db, now)
  assert.equal(figures.customers, 2357)
  const rows = await db.rows(sql<{ last: Day; count: number; net: string }>`
    select last_purchase as last, purchase_days as count, net::text from know.rollup join know.spend using (customer_id)`)
  const counts = new Map<string, number>()
  for (const row of rows) {
    const { group, monetary } = rfmOf(figures, row, { currency: 'USD', net: row.net })
    assert.equal(monetary, scoreOf(figures.monetary.USD!.cuts, BigInt(row.net)))
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  const expected = lines(reference).map((line) => line.split(',') as [string, string])
  assert.deepEqual(
    counts,
    new Map([...counts.keys()].map((group) => [group, Number(expected.find(([name]) => camel(name) === group)?.[1])])),
  )
  assert.equal(counts.size, expected.length)
})
