import assert from 'node:assert/strict'
import { test } from 'node:test'
import '#src/pipeline.ts'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import type { SuggestionModel, Suggestions } from './contract.ts'
import { makeLinks, suggestionsFor, suggestionsForMany } from './index.ts'

const app = await testApp()
const db = app.db
const timeZone = 'Europe/Helsinki'

/** A coffee shop: who buys coffee buys filters, who buys tea buys a pot; coffee comes again every three weeks. */
function files(): Record<string, string> {
  const customers = ['Asiakasnumero;Nimi;Kaupunki']
  const orders = ['Tilausnumero;Asiakasnumero;Tilauspäivä;Tuotekoodi;Tuotenimi;Tuoteryhmä;Määrä;Rivisumma']
  const names: Record<string, string> = { C: 'Kahvi', F: 'Suodatin', T: 'Tee', P: 'Teekannu', M: 'Muki' }
  let order = 0
  const buy = (who: number, day: string, ...codes: string[]) => {
    order++
    for (const code of codes)
      orders.push(`O${order};${who};${day};${code};${names[code]};${'CF'.includes(code) ? 'Kahvit' : 'Teet'};1;10,00`)
  }
  for (let who = 1; who <= 40; who++) {
    customers.push(`${who};Asiakas ${who};${who % 2 ? 'Turku' : 'Oulu'}`)
    const [main, with_] = who % 2 ? ['C', 'F'] : ['T', 'P']
    buy(who, '2026-09-01', main!, ...(who > 4 ? [with_!] : []))
    buy(who, '2026-09-22', main!, ...(who % 5 === 0 ? ['M'] : []))
    buy(who, '2026-10-13', main!)
  }
  customers.push('99;Uusi Asiakas;Turku')
  return { 'asiakkaat.csv': customers.join('\n'), 'tilaukset.csv': orders.join('\n') }
}

await deliver(app, 'Kauppa', files())
const idOf = async (number: string): Promise<Uuid> =>
  (
    await db.one(sql<{ id: Uuid }>`
      select l.customer_id as id from clean.link l join collect.record r on r.id = l.record_id where r.key = ${number} and r.kind = 'customer'`)
  ).id
const clerk = await app.as('service')
const manager = await app.as('manager')
const listsOf = async (id: Uuid) =>
  (await clerk.get(`/api/v1/customers/${id}/suggestions`)).body as unknown as Suggestions
const modelNow = async () => (await manager.get('/api/v1/suggestions')).body as unknown as SuggestionModel
const codes = (list: { code: string }[]) => list.map(({ code }) => code)

test('before anything is learned the page says so, and what to buy again is there already', async () => {
  const lists = await listsOf(await idOf('1'))
  assert.equal(lists.none, 'noModel')
  assert.deepEqual(lists.fresh, [])
  assert.deepEqual(codes(lists.again), ['C'])
  assert.deepEqual([lists.again[0]!.own, lists.again[0]!.refillDays], [true, 21])
})

test('links are learned, and a new product is suggested because of what was bought', async () => {
  const made = await makeLinks(db, { now: app.clock.now(), timeZone })
  assert.equal(made.version, 1)
  const lists = await listsOf(await idOf('1'))
  assert.equal(lists.fresh[0]!.code, 'F')
  assert.equal(lists.fresh[0]!.name, 'Suodatin')
  assert.deepEqual(
    lists.fresh[0]!.because.map(({ name }) => name),
    ['Kahvi'],
  )
  assert.ok(!codes(lists.fresh).includes('C'))
  assert.equal(lists.favourites, null)
})

test('a purchase counts at once', async () => {
  const id = await idOf('1')
  await deliver(app, 'Kauppa', {
    'lisaa.csv':
      'Tilausnumero;Asiakasnumero;Tilauspäivä;Tuotekoodi;Tuotenimi;Tuoteryhmä;Määrä;Rivisumma\nX1;1;2026-11-01;F;Suodatin;Kahvit;1;10,00',
  })
  const lists = await listsOf(id)
  assert.ok(!codes(lists.fresh).includes('F'))
  assert.ok(codes(lists.again).includes('F'))
})

test('not this for them, and back again', async () => {
  const id = await idOf('3')
  const { sourceId, code } = (await listsOf(id)).fresh[0]!
  const said = await clerk.post(`/api/v1/customers/${id}/suggestions/excluded`, { sourceId, code })
  assert.equal(said.status, 201)
  assert.ok(!codes((await listsOf(id)).fresh).includes(code))
  const again = await clerk.post(`/api/v1/customers/${id}/suggestions/excluded`, { sourceId, code })
  assert.equal(again.body.id, said.body.id)
  const nowhere = { sourceId: uuidOf('nowhere'), code }
  assert.equal((await clerk.post(`/api/v1/customers/${id}/suggestions/excluded`, nowhere)).status, 404)
  assert.equal((await manager.post('/api/v1/suggestions/silenced', nowhere)).status, 404)
  assert.ok(codes((await listsOf(await idOf('2'))).fresh).length > 0)
  assert.equal((await clerk.delete(`/api/v1/customers/${id}/suggestions/excluded/${said.body.id}`)).status, 204)
  assert.equal((await listsOf(id)).fresh[0]!.code, code)
})

test('never suggest this product, and what is sold out, leave every list', async () => {
  const id = await idOf('3')
  const { sourceId, code } = (await listsOf(id)).fresh[0]!
  await manager.post('/api/v1/suggestions/silenced', { sourceId, code })
  const { silenced } = await modelNow()
  assert.deepEqual(
    silenced.map(({ name }) => name),
    ['Suodatin'],
  )
  assert.ok(!codes((await listsOf(id)).fresh).includes(code))
  await manager.delete(`/api/v1/suggestions/silenced?sourceId=${sourceId}&code=${code}`)
  assert.equal((await listsOf(id)).fresh[0]!.code, code)
  await deliver(app, 'Kauppa', {
    'tuotteet.csv':
      'Tuotekoodi;Tuotenimi;Tuoteryhmä;Hinta;Varastossa\nF;Suodatin;Kahvit;3,50;ei\nC;Kahvi;Kahvit;6,50;12',
  })
  const stock = await db.rows(
    sql<{ sku: string; in_stock: boolean }>`select sku, in_stock from know.product order by sku`,
  )
  assert.deepEqual(stock, [
    { sku: 'C', in_stock: true },
    { sku: 'F', in_stock: false },
  ])
  assert.ok(!codes((await listsOf(id)).fresh).includes('F'))
  assert.ok(!codes((await listsOf(await idOf('1'))).again).includes('F'))
})

test('who has bought nothing gets what their city buys, and it is said', async () => {
  const lists = await listsOf(await idOf('99'))
  assert.deepEqual(lists.favourites, { of: 'city', value: 'turku', customers: 20 })
  assert.equal(lists.fresh[0]!.code, 'C')
  assert.deepEqual(lists.again, [])
})

test('many at once get what each gets alone', async () => {
  const ids = await db.rows(sql<{ id: Uuid }>`select id from know.customer order by id`)
  const options = { now: app.clock.now(), timeZone, fresh: 3, again: 3 }
  const all = [...ids.map(({ id }) => id), uuidOf('nobody')]
  const many = await suggestionsForMany(db, all, options)
  assert.equal(many.size, ids.length)
  for (const { id } of ids) assert.deepEqual(many.get(id), await suggestionsFor(db, id, options))
  assert.ok([...many.values()].some(({ favourites }) => favourites !== null))
  assert.ok([...many.values()].every(({ fresh, again }) => fresh.length <= 3 && again.length <= 3))
})

test('what was brought back, or complained about, is not offered again until it is bought again', async () => {
  const [back, complained] = [await idOf('8'), await idOf('10')]
  assert.deepEqual([codes((await listsOf(back)).again), codes((await listsOf(complained)).again)[0]], [['T', 'P'], 'T'])
  const head = 'Tilausnumero;Asiakasnumero;Tilauspäivä;Tuotekoodi;Tuotenimi;Tuoteryhmä;Määrä;Rivisumma'
  await deliver(app, 'Kauppa', { 'palautus.csv': `${head}\nR8;8;2026-11-05;T;Tee;Teet;-1;-10,00` })
  await db.run(sql`
    insert into know.timeline (customer_id, at, id, kind, reference, source_id, origin_id)
    select customer_id, '2026-11-06T10:00:00Z', id, 'complaint', number, source_id, origin_id from know.purchase
    where customer_id = ${complained} order by at desc limit 1`)
  assert.deepEqual(codes((await listsOf(back)).again), ['P'])
  assert.ok(!codes((await listsOf(complained)).again).includes('T'))
  await deliver(app, 'Kauppa', { 'uusi.csv': `${head}\nU8;8;2026-11-10;T;Tee;Teet;1;10,00` })
  assert.ok(codes((await listsOf(back)).again).includes('T'))
})

test('of a protected customer the city is not used', async () => {
  const id = await idOf('99')
  await db.run(sql`update know.customer set protected = true where id = ${id}`)
  assert.equal((await listsOf(id)).favourites?.of, 'all')
  await db.run(sql`update know.customer set protected = false where id = ${id}`)
})

test('who is put away gets nothing, and teaches nothing', async () => {
  const id = await idOf('5')
  await db.run(sql`update know.customer set archived_at = ${app.clock.now()} where id = ${id}`)
  const lists = await listsOf(id)
  assert.deepEqual([lists.fresh, lists.again, lists.none], [[], [], 'archived'])
  await makeLinks(db, { now: app.clock.now(), timeZone })
  const { model } = await modelNow()
  assert.deepEqual([model?.version, model?.customers, model?.products], [2, 39, 5])
  await db.run(sql`update know.customer set archived_at = null where id = ${id}`)
})

test('links that are kept score as the engine does with all it learned', async () => {
  const rows = await db.rows(sql<{ product: number; code: string; others: number[]; weights: number[] }>`
    select product, code, others, weights from know.suggestion_product where version = 2 order by product`)
  const coffee = rows.find(({ code }) => code === 'C')!
  const strongest = coffee.weights.indexOf(Math.max(...coffee.weights))
  assert.equal(rows.find(({ product }) => product === coffee.others[strongest])!.code, 'F')
})

test('a learning is asked for once at a time, and can be stopped', async () => {
  const first = await manager.post('/api/v1/suggestions/refit')
  assert.deepEqual([first.status, first.body.state], [202, 'waiting'])
  assert.equal((await manager.post('/api/v1/suggestions/refit')).body.id, first.body.id)
  assert.equal((await manager.post('/api/v1/suggestions/stop')).body.stopping, true)
  assert.equal((await clerk.post('/api/v1/suggestions/refit')).status, 403)
})
