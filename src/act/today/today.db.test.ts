import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Value } from 'typebox/value'
import { verbsOf } from '#src/company/index.ts'
import { cutRfm, rebuild } from '#src/know/insights/index.ts'
import type { Actor } from '#src/platform/context.ts'
import { insertMany, sql, table } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Verb } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { type TestCustomer, type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { Today } from './contract.ts'
import { countCustomers } from './queries.ts'
import { today } from './today.ts'

const db = await freshDatabase()
const context = testContext(db)
const as = (verbs: Iterable<Verb>): typeof context => ({
  ...context,
  actor: { ...context.actor, verbs: new Set(verbs) } as Actor,
})

beforeEach(async () => {
  for (const name of [
    'know.customer',
    'know.timeline',
    'know.rollup',
    'know.spend',
    'know.rfm_cut',
    'collect.import_file',
    'collect.import',
    'collect.source',
  ])
    await db.run({ text: `delete from ${name}`, values: [] })
})

const person = (name: string, more: Partial<TestCustomer> = {}): TestCustomer => ({
  id: uuidOf(name),
  name,
  city: 'Oulu',
  ...more,
})
/** A purchase each month up to `last`, of the given sum. */
const monthly = ({ id }: TestCustomer, months: string[], amount: number, currency = 'EUR'): TestEntry[] =>
  months.map((month) => ({ customer: id, at: `${month}-10T10:00:00Z`, kind: 'purchase', amount, currency }))
const spring = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09']
const all = [...spring, '2026-10', '2026-11']

async function written(customers: TestCustomer[], entries: TestEntry[]): Promise<void> {
  await db.tx(async (tx) => {
    await writeCustomers(tx, customers)
    await writeTimeline(tx, entries)
  })
  await rebuild(db, 'Europe/Helsinki')
  await cutRfm(db, context.now)
}

test('an empty company', async () => {
  const page = await today(context)
  assert.deepEqual(page, {
    day: '2026-11-23',
    customers: 0,
    imports: [],
    top: [],
    heard: [],
    lateSystems: [],
  })
})

test('the best of all, with what is not for everybody left out', async () => {
  const [slips, slipsLess, comes, gone, once] = [
    person('Salla'),
    person('Sulo'),
    person('Kaisa'),
    person('Leena'),
    person('Yrjö', { protected: true }),
  ]
  const archived = person('Arkisto', { archivedAt: '2026-01-01T00:00:00Z' })
  await written(
    [slips, slipsLess, comes, gone, once, archived],
    [
      ...monthly(slips, spring, 2000),
      ...monthly(slipsLess, spring.slice(2), 2000),
      ...monthly(comes, all, 3000),
      ...monthly(gone, ['2024-01', '2024-02', '2024-03'], 5000),
      ...monthly(once, ['2026-09'], 90_000),
      ...monthly(archived, spring, 99_000),
    ],
  )
  const page = await today(context)
  assert.ok(Value.Check(Today, page))
  assert.equal(page.customers, 5)
  assert.deepEqual(
    page.top.map((p) => p.name),
    ['Yrjö', 'Kaisa', 'Salla', 'Leena', 'Sulo'],
  )
  assert.deepEqual(page.top[0], {
    id: once.id,
    name: 'Yrjö',
    city: null,
    net: { minor: '90000', currency: 'EUR' },
    purchases: 1,
    lastPurchase: '2026-09-10',
  })
  assert.equal(page.top[1]!.city, 'Oulu')
})

test('the best are told in the currency that most customers buy in', async () => {
  const [a, b, c] = [person('A'), person('B'), person('C')]
  await written([a, b, c], [...monthly(a, all, 500, 'SEK'), ...monthly(b, all, 700, 'SEK'), ...monthly(c, all, 900)])
  assert.deepEqual(
    (await today(context)).top.map((p) => [p.name, p.net.currency]),
    [
      ['B', 'SEK'],
      ['A', 'SEK'],
    ],
  )
})

test('wishes and complaints of the last 30 days, newest first', async () => {
  const [anna, gone] = [person('Anna'), person('Poistunut', { archivedAt: '2026-01-01T00:00:00Z' })]
  const said = (at: string, kind: 'wish' | 'complaint' | 'note', body: string, customer = anna.id): TestEntry => ({
    customer,
    at,
    kind,
    body,
    handler: 'Joonas',
  })
  await written(
    [anna, gone],
    [
      said('2026-11-20T10:00:00Z', 'wish', 'lasten kokoja'),
      said('2026-11-22T10:00:00Z', 'complaint', `rikki ${'😀'.repeat(400)}`),
      said('2026-11-22T11:00:00Z', 'note', 'ei tänne'),
      said('2026-11-22T12:00:00Z', 'wish', 'ei tännekään', gone.id),
      said('2026-10-20T10:00:00Z', 'wish', 'liian vanha'),
      said('2026-11-24T10:00:00Z', 'wish', 'vasta huomenna'),
    ],
  )
  const { heard } = await today(context)
  assert.deepEqual(
    heard.map((h) => [h.kind, h.at, h.handler]),
    [
      ['complaint', '2026-11-22T10:00:00.000Z', 'Joonas'],
      ['wish', '2026-11-20T10:00:00.000Z', 'Joonas'],
    ],
  )
  assert.equal([...heard[0]!.text].length, 280)
})

const source = table('collect.source', {
  id: 'uuid',
  name: 'text',
  name_key: 'text',
  trust: 'smallint',
  created_at: 'timestamptz',
})
const anImport = table('collect.import', {
  id: 'uuid',
  source_id: 'uuid',
  state: 'text',
  dry_run: 'boolean',
  currency: 'text',
  created_at: 'timestamptz',
  finished_at: 'timestamptz',
})
const file = table('collect.import_file', {
  import_id: 'uuid',
  file_no: 'smallint',
  name: 'text',
  path: 'text',
  bytes: 'bigint',
  format: 'jsonb',
  done_lines: 'int',
  counts: 'jsonb',
})

test('the last imports with what waits in them, for those who may see imports', async () => {
  const [shop, ran, dry, planned] = ['shop', 'ran', 'dry', 'planned'].map((name) => uuidOf(name)) as [
    string,
    string,
    string,
    string,
  ]
  await db.tx(async (tx) => {
    await insertMany(tx, source, [
      { id: shop, name: 'Verkkokauppa', name_key: 'verkkokauppa', trust: 40, created_at: '2026-01-01T00:00:00Z' },
    ])
    const row = { source_id: shop, dry_run: false, currency: 'EUR', created_at: '2026-11-22T10:00:00Z' }
    await insertMany(tx, anImport, [
      { ...row, id: ran, state: 'finished', finished_at: '2026-11-22T10:05:00Z' },
      { ...row, id: dry, state: 'finished', dry_run: true, finished_at: null },
      { ...row, id: planned, state: 'planned', finished_at: null },
    ])
    const part = { import_id: ran, name: 'x.csv', path: 'x', bytes: 1, format: {} }
    await insertMany(tx, file, [
      { ...part, file_no: 1, done_lines: 1000, counts: { new: 990, quarantined: 3, waiting: 7 } },
      { ...part, file_no: 2, done_lines: 204, counts: { new: 200, unassigned: 4 } },
    ])
  })
  assert.deepEqual((await today(context)).imports, [
    {
      id: ran,
      source: 'Verkkokauppa',
      state: 'finished',
      at: '2026-11-22T10:05:00.000Z',
      lines: 1204,
      quarantined: 3,
      waiting: 7,
      unassigned: 4,
    },
  ])
  assert.deepEqual((await today(as(verbsOf('sales')))).imports, [])
})

test('each part needs its right, and the page its own', async () => {
  await written(
    [person('Anna')],
    [
      ...monthly(person('Anna'), spring, 100),
      { customer: uuidOf('Anna'), at: '2026-11-22T10:00:00Z', kind: 'wish', body: 'x' },
    ],
  )
  const bare = await today(as(['today.read', 'customer.read']))
  assert.deepEqual([bare.top, bare.heard], [[], []])
  const full = await today(as(verbsOf('viewer')))
  assert.deepEqual([full.top.length, full.heard.length], [1, 1])
  await assert.rejects(today(as([])), { status: 403, code: 'not_allowed' })
})

test('many customers are estimated: from statistics, and before there are any', async () => {
  await db.run(sql`
    insert into know.customer (id, kind, name, sort_key, version, created_at, updated_at)
    select gen_random_uuid(), 'person', 'Nimi ' || i, 'nimi', 1, now(), now() from generate_series(1, 12000) i`)
  assert.ok((await countCustomers(db)) > 10_000)
  await db.run(sql`analyze know.customer`)
  const estimate = await countCustomers(db)
  assert.ok(Math.abs(estimate - 12_000) < 600, String(estimate))
})
