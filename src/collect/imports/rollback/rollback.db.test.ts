import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { freshDatabase } from '#test/support/database.ts'
import { customers, items, orders, payments, products, sales } from '#test/support/shop-files.ts'
import { type TestFile, World } from '#test/support/world.ts'

const there = new World(await freshDatabase(), 'Verkkokauppa')
const never = new World(await freshDatabase(), 'Verkkokauppa')
beforeEach(async () => {
  await there.clear()
  await never.clear()
})

/** Delivers all, takes the n-th back, and compares with a world that never had it. */
async function asIfNever(deliveries: TestFile[][], back: number): Promise<void> {
  const ids = []
  for (const [i, files] of deliveries.entries()) {
    there.at(i)
    never.at(i)
    ids.push(await there.deliver(files))
    if (i !== back) await never.deliver(files)
  }
  await there.rollBack(ids[back]!)
  assert.deepEqual(await there.picture(), await never.picture())
  for (const world of [there, never]) assert.deepEqual(await world.bucketsAmiss(), [])
}

const liisa = ['1', 'Liisa Virtanen', 'liisa@example.fi', '0401234567', '']
const matti = ['2', 'Matti Möttönen', 'matti@example.fi', '', '']
const order = (number: string, ref: string, total = '10.00') => [number, ref, '', '', '2026-10-05', total]

suite('taking an import back leaves what was', () => {
  test('new customers disappear', () => asIfNever([[customers(liisa)], [customers(matti)]], 1))
  test('an empty world is empty again', () =>
    asIfNever(
      [[customers(liisa, matti), orders(order('T1', '1'), order('T2', '2')), items(['T1', '1', 'S1', '2', '10.00'])]],
      0,
    ))
  test('changed customers are as before', () =>
    asIfNever([[customers(liisa, matti)], [customers(['1', 'Liisa Korhonen', 'uusi@example.fi', '', ''])]], 1))
  test('a later change stays, and the first is not brought back by it', async () => {
    const later = ['1', 'Liisa Lahti', 'l@example.fi', '', '']
    await asIfNever([[customers(liisa)], [customers(['1', 'Liisa Korhonen', '', '', ''])], [customers(later)]], 1)
    const [last] = (await there.db.rows({
      text: 'select id from collect.import order by created_at desc limit 1',
      values: [],
    })) as { id: string }[]
    await there.rollBack(last!.id)
    assert.match((await there.picture()).customers![0]!, /Liisa Virtanen/)
  })
  test('a record that a later delivery told again stays', () =>
    asIfNever([[customers(liisa, matti)], [customers(liisa)], [customers(matti)]], 0))
  test('an order that names an unknown customer makes it again for a later order', () =>
    asIfNever(
      [
        [orders(['T1', 'k', 'a@example.fi', 'Aino', '2026-10-01', '5.00'])],
        [orders(['T2', 'k', 'b@example.fi', 'Aino Kärki', '2026-10-02', '6.00'])],
      ],
      0,
    ))
  test('lines of an earlier delivery wait again for their order', () =>
    asIfNever([[items(['T1', '1', 'S1', '1', '7.00'])], [orders(order('T1', '9'))]], 1))
  test('orders of an earlier delivery wait again for their customer', () =>
    asIfNever(
      [[customers(matti)], [orders(order('T1', '1')), items(['T1', '1', 'S1', '1', '7.00'])], [customers(liisa)]],
      2,
    ))
  test('an order that went to another customer comes back with its lines and payments', () =>
    asIfNever(
      [
        [
          customers(liisa, matti),
          orders(order('T1', '1')),
          items(['T1', '1', 'S1', '1', '7.00']),
          payments(['T1', '1', '7.00', 'card']),
        ],
        [orders(order('T1', '2', '12.00'))],
        [items(['T1', '2', 'S2', '1', '3.00']), payments(['T1', '2', '3.00', 'cash'])],
      ],
      1,
    ))
  test('lines that make one order live on by the lines of a later delivery', () =>
    asIfNever(
      [
        [sales(['T1', '1', '2026-10-01', 'Kahvi', '1', '4.00'], ['T1', '1', '2026-10-01', 'Pulla', '2', '5.00'])],
        [sales(['T1', '1', '2026-10-01', 'Tee', '1', '3.00'], ['T1', '1', '2026-10-01', 'Tee', '1', '3.00'])],
      ],
      0,
    ))
  test('copies without ids', () =>
    asIfNever(
      [
        [sales(['T1', '1', '2026-10-01', 'Kahvi', '1', '4.00'])],
        [sales(['T1', '1', '2026-10-01', 'Kahvi', '1', '4.00'], ['T1', '1', '2026-10-01', 'Kahvi', '1', '4.00'])],
      ],
      1,
    ))
  test('a sale to nobody', () =>
    asIfNever([[orders(['T1', '', '', '', '2026-10-01', '5.00'])], [orders(order('T1', '1'))]], 1))
  test('products', () =>
    asIfNever(
      [[products(['S1', 'Kahvi', 'Juomat'])], [products(['S1', 'Kahvi 500 g', 'Juomat'], ['S2', 'Tee', 'Juomat'])]],
      1,
    ))
  test('customers who turned out to be one part again', () =>
    asIfNever(
      [
        [orders(order('T1', '1'), order('T2', '2'))],
        [customers(['1', 'Liisa', 'l@example.fi', '', 'p'], ['2', 'Liisa', 'l@example.fi', '', 'p'])],
      ],
      1,
    ))
  test('who was joined through a customer that goes stands alone again', () =>
    asIfNever(
      [
        [customers(matti)],
        [customers(['1', 'Liisa', '', '', 'p'])],
        [customers(['3', 'Liisa L', '', '', 'p'], ['4', 'L', '', '', 'p'])],
      ],
      1,
    ))
})
