import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import '#src/pipeline.ts'
import type { Context } from '#src/platform/context.ts'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Bucket, Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { ensureSource, type Incoming, type IntakeRecord, type SourceInfo, take, workOf } from './index.ts'

const db = await freshDatabase()
const context: Context = testContext(db)
let shop: SourceInfo
let nth = 0
beforeEach(async () => {
  shop = await ensureSource(db, `Verkkokauppa ${++nth}`, { id: context.uuid(), now: context.now })
})

let line = 0
function told(record: IntakeRecord, key: string, more: Partial<Incoming> = {}): Incoming {
  const payload = Buffer.from(JSON.stringify(record))
  const hash = uuidOf(payload.toString())
  return { fileNo: 1, line: ++line, record, key, hash, payload, copy: false, overtaken: false, ...more }
}
async function deliver(incoming: Incoming[], source = shop): Promise<Bucket[]> {
  const batch = await db.tx((tx) => take(workOf(context, tx), { source, importId: null, bulk: true, incoming }))
  return batch.items.filter((item) => !item.derived).map((item) => item.bucket)
}
const person = (externalId: string, display: string, more: object = {}): IntakeRecord => ({
  kind: 'customer',
  externalId,
  claims: { kind: 'person', name: { display } },
  ...more,
})
const order = (number: string, party: object, more: object = {}): IntakeRecord => ({
  kind: 'purchase',
  number,
  party,
  at: '2026-11-20T10:00:00.000Z',
  type: 'purchase',
  currency: 'EUR',
  ...more,
})
const customersOf = (source: SourceInfo) =>
  db.rows(sql<{ id: Uuid; name: string }>`
    select distinct c.id, c.name from know.customer c join clean.claim k on k.customer_id = c.id
    where k.source_id = ${source.id} order by c.name`)
const entriesOf = (id: Uuid) =>
  db.rows(sql<{ kind: string; amount: string | null; title: string | null }>`
    select kind, amount, title from know.timeline where customer_id = ${id} order by at, kind`)

test('the same delivery again changes nothing', async () => {
  const lines = () => [told(person('1', 'Liisa Virtanen'), '1'), told(person('2', 'Matti Möttönen'), '2')]
  assert.deepEqual(await deliver(lines()), ['new', 'new'])
  const before = await db.rows(sql`select id, name, version from know.customer order by id`)
  assert.deepEqual(await deliver(lines()), ['unchanged', 'unchanged'])
  assert.deepEqual(await db.rows(sql`select id, name, version from know.customer order by id`), before)
})

test('a changed record changes its customer and leaves a history', async () => {
  await deliver([told(person('1', 'Liisa Virtanen'), '1')])
  assert.deepEqual(await deliver([told(person('1', 'Liisa Korhonen'), '1')]), ['updated'])
  const [customer] = await customersOf(shop)
  assert.equal(customer!.name, 'Liisa Korhonen')
  const history = await db.rows(sql<{ what: string; changes: unknown }>`
    select what, changes from clean.history where customer_id = ${customer!.id} order by at, id`)
  assert.deepEqual(
    history.map((h) => h.what),
    ['created', 'changed'],
  )
  assert.deepEqual(history[1]!.changes, { name: ['Liisa Virtanen', 'Liisa Korhonen'] })
  assert.equal((await db.one(sql<{ n: number }>`select count(*)::int as n from collect.record_past`)).n, 1)
})

test('of a record told twice in one file the last line counts', async () => {
  const lines = [told(person('1', 'Vanha Nimi'), '1', { overtaken: true }), told(person('1', 'Uusi Nimi'), '1')]
  assert.deepEqual(await deliver(lines), ['duplicate', 'new'])
  assert.deepEqual(
    (await customersOf(shop)).map((c) => c.name),
    ['Uusi Nimi'],
  )
})

test('a purchase line waits for its order, and an order for its customer', async () => {
  const source = { ...shop, hasCustomers: true }
  const part: IntakeRecord = {
    kind: 'purchaseLine',
    orderNumber: 'T-1',
    line: { quantity: '2', amount: '2000', description: 'Kuulokkeet' },
    currency: 'EUR',
  }
  assert.deepEqual(await deliver([told(part, 'T-1|1')], source), ['waiting'])
  assert.deepEqual(await deliver([told(part, 'T-1|1')], source), ['waiting'])
  assert.deepEqual(await deliver([told(order('T-1', { ref: '7' }), 'T-1')], source), ['waiting'])
  assert.deepEqual(await deliver([told(person('7', 'Aino Kärki'), '7')], source), ['new'])
  const [aino] = await customersOf(source)
  assert.deepEqual(await entriesOf(aino!.id), [{ kind: 'purchase', amount: '2000', title: 'Kuulokkeet' }])
  assert.deepEqual(await deliver([told(part, 'T-1|1')], source), ['unchanged'])
  assert.equal((await db.one(sql<{ n: number }>`select count(*)::int as n from collect.waiting`)).n, 0)
})

test('lines of a purchase make one purchase with its sum, exact copies flagged and counted', async () => {
  const row = (sku: string, amount: string) =>
    order('536365', { ref: '17850' }, { line: { sku, description: sku, quantity: '1', amount } })
  const lines = [
    told(row('A', '255'), 'a#1', { tellsHeader: true }),
    told(row('B', '339'), 'b#1'),
    told(row('B', '339'), 'b#2', { copy: true }),
  ]
  assert.deepEqual(await deliver(lines), ['new', 'new', 'duplicate'])
  const [customer] = await customersOf(shop)
  assert.equal(customer!.name, '#17850')
  assert.deepEqual(
    (await entriesOf(customer!.id)).map((e) => e.amount),
    ['933'],
  )
  assert.deepEqual(await deliver(lines.map((l) => ({ ...l }))), ['unchanged', 'unchanged', 'unchanged'])
  // the rest of the same purchase comes later
  assert.deepEqual(await deliver([told(row('C', '100'), 'c#1')]), ['new'])
  assert.deepEqual(
    (await entriesOf(customer!.id)).map((e) => e.amount),
    ['1033'],
  )
})

test('a sale to nobody is kept unassigned', async () => {
  assert.deepEqual(await deliver([told(order('9', {}), '9')]), ['unassigned'])
  assert.deepEqual(await deliver([told(order('9', {}), '9')]), ['unassigned'])
  assert.deepEqual(await customersOf(shop), [])
})

test('two customer numbers of one person are one customer, whichever comes first', async () => {
  await deliver([told(order('o1', { ref: 'k1' }), 'o1'), told(order('o2', { ref: 'k2' }), 'o2')])
  assert.equal((await customersOf(shop)).length, 2)
  await deliver([
    told(person('k1', 'Saara Öhman', { personId: 'p' }), 'k1'),
    told(person('k2', 'Saara Öhman', { personId: 'p' }), 'k2'),
  ])
  const customers = await customersOf(shop)
  assert.deepEqual(
    customers.map((c) => c.name),
    ['Saara Öhman'],
  )
  assert.equal((await entriesOf(customers[0]!.id)).length, 2)
  const aliases = await db.rows(sql`select old_id from clean.alias where customer_id = ${customers[0]!.id}`)
  assert.equal(aliases.length, 1, 'the id that was given up leads to the one that stayed')
})

test('a review and a payment find their customer through the order', async () => {
  await deliver([told(order('o1', { ref: 'k1' }, { total: '5000' }), 'o1')])
  const review: IntakeRecord = {
    kind: 'feedback',
    orderNumber: 'o1',
    party: {},
    entryKind: 'feedback',
    at: '2026-11-22T09:00:00.000Z',
    score: '2',
    text: 'Myöhässä',
  }
  const payment: IntakeRecord = {
    kind: 'payment',
    orderNumber: 'o1',
    party: {},
    amount: '5000',
    currency: 'EUR',
    method: 'credit_card',
  }
  assert.deepEqual(await deliver([told(payment, 'o1|1'), told(review, 'r1')]), ['new', 'new'])
  const [customer] = await customersOf(shop)
  assert.deepEqual(
    (await entriesOf(customer!.id)).map((e) => e.kind),
    ['payment', 'purchase', 'feedback'],
  )
})

test('an order that turns out to be of another customer goes there with its lines', async () => {
  const part: IntakeRecord = {
    kind: 'purchaseLine',
    orderNumber: 'o1',
    line: { quantity: '1', amount: '700' },
    currency: 'EUR',
  }
  await deliver([told(order('o1', { ref: 'k1' }), 'o1'), told(part, 'o1|1')])
  await deliver([told(order('o1', { ref: 'k2' }), 'o1')])
  const [first, second] = await customersOf(shop)
  assert.deepEqual(await entriesOf(first!.id), [])
  assert.deepEqual(
    (await entriesOf(second!.id)).map((e) => e.amount),
    ['700'],
  )
})

test('a company and the person on its row are two customers', async () => {
  const row: IntakeRecord = {
    kind: 'customer',
    externalId: '1',
    claims: { kind: 'organisation', name: { display: 'Konepaja Ranta Oy' }, businessId: '1572860-0' },
    contact: { kind: 'person', name: { display: 'Timo Salo' } },
  }
  assert.deepEqual(await deliver([told(row, '1')]), ['new'])
  assert.deepEqual(
    (await customersOf(shop)).map((c) => c.name),
    ['Konepaja Ranta Oy', 'Timo Salo'],
  )
})

test('organisations of two sources with one business id are one', async () => {
  const bookkeeping = await ensureSource(db, `Kirjanpito ${nth}`, { id: context.uuid(), now: context.now })
  const org = (externalId: string, display: string): IntakeRecord => ({
    kind: 'customer',
    externalId,
    claims: { kind: 'organisation', name: { display }, businessId: '0737546-2' },
  })
  await deliver([told(org('1', 'Ranta'), '1')])
  await deliver([told(org('A1', 'Ranta Oy'), 'A1')], bookkeeping)
  assert.deepEqual(await customersOf(bookkeeping), await customersOf(shop))
  assert.equal((await customersOf(shop))[0]!.name, 'Ranta Oy', 'bookkeeping is trusted more than the shop')
})

test('a purchase reads the same whether its lines come at once or one by one', async () => {
  const row = (sku: string, amount: string, freight?: string) =>
    order('77', { ref: 'k' }, { line: { sku, description: sku, quantity: '1', amount, ...(freight && { freight }) } })
  const rows = [row('A', '100'), row('B', '-300'), row('C', '500', '50'), row('D', '500'), row('E', '5')]
  const lines = rows.map((r, i) => told(r, `${i}#1`, { tellsHeader: i === 0 }))
  await deliver(lines)
  const [atOnce] = await customersOf(shop)
  const other = await ensureSource(db, `Toinen ${nth}`, { id: context.uuid(), now: context.now })
  for (const one of lines) await deliver([one], other)
  const [oneByOne] = await customersOf(other)
  assert.deepEqual(await entriesOf(oneByOne!.id), await entriesOf(atOnce!.id))
  const totals = await db.rows(sql`select total, items from know.purchase where number = '77'`)
  assert.deepEqual(totals, [
    { total: '855', items: 5 },
    { total: '855', items: 5 },
  ])
})
