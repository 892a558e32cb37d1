import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Db, sql } from '#src/platform/db/index.ts'
import type { Refusal } from '#src/platform/refusal.ts'
import { testApp } from '#test/support/app.ts'
import { callingHook } from '#test/support/hooks.ts'
import type { Hook, Suggested } from './contract.ts'
import { receive } from './receive.ts'

const app = await testApp()

const customer = {
  id: 706405506930370000,
  email: 'Bob@Example.com',
  first_name: 'Liisa',
  last_name: 'Virtanen',
  created_at: '2025-01-02T10:00:00+02:00',
  updated_at: '2026-11-20T10:00:00+02:00',
  default_address: { address1: 'Kauppakatu 1', zip: '20100', city: 'Turku', country_code: 'FI' },
  email_marketing_consent: { state: 'subscribed', opt_in_level: 'single_opt_in' },
}
const order = {
  id: 820982911946154500,
  name: '#1001',
  email: 'bob@example.com',
  created_at: '2026-11-20T11:00:00+02:00',
  updated_at: '2026-11-20T11:00:00+02:00',
  currency: 'EUR',
  total_price: '30.50',
  financial_status: 'paid',
  cancelled_at: null,
  customer,
  line_items: [
    { id: 1, sku: 'K1', title: 'Kenkä', quantity: 1, price: '20.00' },
    { id: 2, sku: 'S1', title: 'Sukka', quantity: 3, price: '3.50' },
  ],
}
const bought = (number: string) =>
  app.db.rows(sql<{ type: string; total: string; name: string; skus: string[] | null }>`
    select p.type, p.total::text, c.name, (select array_agg(l.sku order by l.sku) from know.purchase_line l
      where l.customer_id = p.customer_id and l.purchase_id = p.id) as skus
    from know.purchase p join know.customer c on c.id = p.customer_id where p.number = ${number}`)
const statesOf = async (id: string) => {
  const { body } = await (await app.as('administrator')).get(`/api/v1/hooks/${id}`)
  return (body as unknown as Hook).deliveries.map(({ state }) => state)
}

suite('web hooks in', () => {
  test('a Shopify order with its customer and lines; changed, sent twice, late, cancelled', async () => {
    const shop = await callingHook(app, { source: 'Shopify', preset: 'shopify', scheme: 'shopify' })
    await shop.tell(order, { topic: 'orders/create', id: 'w1' })
    const first = { type: 'purchase', total: '3050', name: 'Liisa Virtanen', skus: ['K1', 'S1'] }
    assert.deepEqual(await bought('#1001'), [first])
    // the same again is known
    await shop.tell(order, { topic: 'orders/create', id: 'w1' })
    assert.deepEqual(await statesOf(shop.id), ['applied'])
    const later = {
      ...order,
      updated_at: '2026-11-20T12:00:00+02:00',
      total_price: '20.00',
      line_items: order.line_items.slice(0, 1),
    }
    await shop.tell(later, { topic: 'orders/updated' })
    assert.deepEqual(await bought('#1001'), [{ ...first, total: '2000', skus: ['K1'] }])
    // what is older than what is known has no effect
    await shop.tell(
      { ...order, total_price: '99.00', updated_at: '2026-11-20T11:30:00+02:00' },
      { topic: 'orders/updated' },
    )
    assert.deepEqual(await bought('#1001'), [{ ...first, total: '2000', skus: ['K1'] }])
    await shop.tell(
      { ...later, updated_at: '2026-11-20T13:00:00+02:00', cancelled_at: '2026-11-20T13:00:00+02:00' },
      { topic: 'orders/cancelled' },
    )
    assert.equal((await bought('#1001'))[0]?.type, 'cancellation')
    // the customer by themselves counts more than on the way of an order
    await shop.tell(
      { ...customer, first_name: 'Elisabet', updated_at: '2026-11-20T10:30:00+02:00' },
      { topic: 'customers/update' },
    )
    await shop.tell(
      {
        ...later,
        updated_at: '2026-11-20T14:00:00+02:00',
        customer: { ...customer, updated_at: '2026-11-20T14:00:00+02:00' },
      },
      { topic: 'orders/updated' },
    )
    assert.equal((await bought('#1001'))[0]?.name, 'Elisabet Virtanen')
    await shop.tell({ id: 5 }, { topic: 'products/delete' })
    assert.deepEqual(await statesOf(shop.id), [
      'ignored',
      'applied',
      'applied',
      'applied',
      'older',
      'applied',
      'applied',
    ])
    const consent = await app.db.rows(sql<{ said: { consents?: unknown } }>`
      select c.said from clean.claim c join collect.record r on r.id = c.origin_id where r.key = '706405506930370000'`)
    assert.deepEqual(consent[0]?.said.consents, [{ channel: 'email', granted: true }])
  })

  test('a WooCommerce order of a guest and of a customer; the ping of a new web hook', async () => {
    const shop = await callingHook(app, { source: 'Woo', preset: 'woocommerce', scheme: 'woocommerce' })
    const ping = await app.anonymous.post(new URL(shop.address).pathname, 'webhook_id=12', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    assert.equal(ping.status, 200)
    const woo = {
      id: 727,
      number: '727',
      status: 'processing',
      currency: 'EUR',
      date_created_gmt: '2026-11-19T16:28:02',
      date_modified_gmt: '2026-11-19T16:28:08',
      total: '29.35',
      customer_id: 0,
      billing: {
        first_name: 'Olli',
        last_name: 'Öhman',
        company: '',
        address_1: 'Rantatie 2',
        address_2: '',
        city: 'Oulu',
        state: '',
        postcode: '90100',
        country: 'FI',
        email: 'olli.ohman@example.com',
        phone: '040 1234567',
      },
      line_items: [{ id: 315, name: 'Paita', product_id: 93, quantity: 2, total: '12.00', sku: 'P1', price: 6 }],
    }
    await shop.tell(woo, { topic: 'order.created' })
    assert.deepEqual(await bought('727'), [{ type: 'purchase', total: '2935', name: 'Olli Öhman', skus: ['P1'] }])
    const [when] = await app.db.rows(sql<{ at: Date }>`select at from know.purchase where number = '727'`)
    assert.equal(when?.at.toISOString(), '2026-11-19T16:28:02.000Z')
    await shop.tell(
      {
        ...woo,
        number: '728',
        customer_id: 26,
        billing: { ...woo.billing, first_name: 'Aino', email: 'aino@example.com', phone: '' },
      },
      { topic: 'order.created' },
    )
    assert.equal((await bought('728'))[0]?.name, 'Aino Öhman')
    const [who] = await app.db.rows(sql<{ city: string }>`
      select c.city from collect.record r join clean.link l on l.record_id = r.id join know.customer c on c.id = l.customer_id
      where r.key = '26' and r.kind = 'customer'`)
    assert.equal(who?.city, 'Oulu')
  })

  test('what it means is made of what came, and what waited is applied', async () => {
    const hook = await callingHook(app, { source: 'Varausjärjestelmä' })
    const payload = {
      type: 'customer.updated',
      data: {
        id: 'V7',
        firstName: 'Meri',
        lastName: 'Saarinen',
        email: 'meri@example.com',
        updatedAt: '2026-11-21T08:00:00Z',
        tags: ['a'],
      },
    }
    assert.equal((await hook.send(payload)).status, 200)
    assert.equal(await hook.apply(), 0)
    const { body, status } = await hook.administrator.post(`/api/v1/hooks/${hook.id}/suggest`, {})
    assert.equal(status, 200, JSON.stringify(body))
    const told = body as unknown as Suggested
    assert.equal(told.sample, 'received')
    assert.equal(told.parts?.[0]?.at, 'data')
    assert.equal(told.parts?.[0]?.updated, 'updatedAt')
    assert.deepEqual(
      told.preview.map(({ kind, enters, key }) => [kind, enters, key]),
      [['customer', true, 'V7']],
    )
    const saved = await hook.administrator.patch(
      `/api/v1/hooks/${hook.id}`,
      { parts: told.parts },
      { 'if-match': '"1"' },
    )
    assert.equal(saved.status, 200, saved.text)
    assert.equal(await hook.apply(), 1)
    await hook.tell({ ...payload, data: { ...payload.data, lastName: 'Vanha', updatedAt: '2026-11-20T08:00:00Z' } })
    const [row] = await app.db.rows(
      sql<{ name: string }>`select name from know.customer where email = 'meri@example.com'`,
    )
    assert.equal(row?.name, 'Meri Saarinen')
    assert.deepEqual(await statesOf(hook.id), ['older', 'applied'])
    const stale = await hook.administrator.patch(`/api/v1/hooks/${hook.id}`, { name: 'X' }, { 'if-match': '"1"' })
    assert.equal(stale.status, 409)
    const bad = await hook.administrator.patch(
      `/api/v1/hooks/${hook.id}`,
      { parts: [{ ...told.parts![0], key: 'sku' }] },
      { 'if-match': '"2"' },
    )
    assert.equal(bad.body.code, 'hook_parts', bad.text)
  })

  test('an order of one’s own making: the lines are found and joined', async () => {
    const hook = await callingHook(app, { source: 'Kassa' })
    const sale = {
      orderNumber: 'K-9',
      customerId: 'A9',
      date: '2026-11-21T10:00:00Z',
      total: 12.5,
      currency: 'EUR',
      items: [
        { id: 11, sku: 'Z1', name: 'Kahvi', quantity: 2, price: 5 },
        { id: 12, sku: 'Z2', name: 'Pulla', quantity: 1, price: 2.5 },
      ],
    }
    const { body } = await hook.administrator.post(`/api/v1/hooks/${hook.id}/suggest`, { sample: JSON.stringify(sale) })
    const { parts, preview } = body as unknown as Suggested
    assert.deepEqual(
      parts?.map(({ kind, at }) => [kind, at]),
      [
        ['purchase', ''],
        ['purchaseLine', 'items'],
      ],
    )
    assert.ok(
      preview.every(({ enters }) => enters),
      JSON.stringify(preview),
    )
    await hook.administrator.patch(`/api/v1/hooks/${hook.id}`, { parts }, { 'if-match': '"1"' })
    await hook.tell(sale)
    const lines = await app.db.rows(sql<{ key: string }>`
      select r.key from collect.record r where r.kind = 'purchaseLine' and r.key like 'K-9%' order by key`)
    assert.deepEqual(
      lines.map(({ key }) => key),
      ['K-9|11', 'K-9|12'],
    )
  })

  test('refuses: wrong signature, unknown address, too much; a dead hook is dead', async () => {
    const hook = await callingHook(app, { source: 'Portti', preset: 'shopify', scheme: 'shopify' })
    const wrong = await hook.send(order, { headers: { 'x-shopify-hmac-sha256': 'AAAA' } })
    assert.deepEqual([wrong.status, wrong.body.code], [401, 'hook_signature'])
    assert.equal((await app.anonymous.post('/v1/hooks/AAAAAAAAAAAAAAAAAAAAAA', {})).status, 404)
    assert.equal((await app.anonymous.post("/v1/hooks/'; drop table", {})).status, 404)
    assert.equal((await hook.send({ a: 'x'.repeat(1_100_000) })).status, 413)
    const old = await callingHook(app, { source: 'Portti' })
    const signed = await old.send({}, { headers: { 'webhook-timestamp': '1700000000' } })
    assert.deepEqual([signed.status, signed.body.code], [401, 'hook_signature'])
    assert.equal((await old.administrator.delete(`/api/v1/hooks/${old.id}`)).status, 204)
    app.clock.set('2026-11-23T09:00:10Z')
    assert.equal((await old.send({ id: 1 })).status, 404)
    const shown = (await hook.administrator.get('/api/v1/hooks')).body as { hooks: { id: string; refused: number }[] }
    assert.equal(shown.hooks.find(({ id }) => id === hook.id)?.refused, 1)
    assert.ok(!JSON.stringify(shown).includes(hook.secret))
  })

  test('what cannot enter waits to be repaired, and a repaired one enters', async () => {
    const shop = await callingHook(app, { source: 'Vikaa', preset: 'shopify', scheme: 'shopify' })
    await shop.tell('{"rikki":', { topic: 'orders/create' })
    await shop.tell(
      { ...order, name: '#77', created_at: 'eilen', customer: { ...customer, id: 77 } },
      { topic: 'orders/create' },
    )
    assert.deepEqual(await statesOf(shop.id), ['faulty', 'faulty'])
    const { body } = await shop.administrator.get('/api/v1/repairs?state=waiting')
    const text = JSON.stringify(body)
    assert.match(text, /rikki/)
    assert.match(text, /eilen/)
    const { id } = await app.db.one(sql<{ id: string }>`
      select q.id from collect.quarantine q where q.kind = 'purchase' and q.state = 'waiting' and q.entrance = 'api'`)
    const mended = await shop.administrator.patch(`/api/v1/repairs/${id}`, { cells: { created_at: '2026-11-20' } })
    assert.ok(mended.status < 300, mended.text)
    const replayed = await shop.administrator.post('/api/v1/repairs/replay', { ids: [id] })
    assert.ok(replayed.status < 300, replayed.text)
    assert.equal((await bought('#77'))[0]?.type, 'purchase')
    // its lines waited for it
    assert.deepEqual((await bought('#77'))[0]?.skus, ['K1', 'S1'])
  })

  test('every fault of ours is 503, so that the sender comes again', async () => {
    const broken = { maybe: () => Promise.reject(new Error('no space left')) } as unknown as Db
    const call = receive({ ...app.context(), db: broken }, 'A'.repeat(22), {}, Buffer.from('{}'))
    await assert.rejects(call, (error: Refusal) => error.status === 503)
  })

  test('hostile texts stay texts', async () => {
    const shop = await callingHook(app, { source: 'Vihamielinen', preset: 'shopify', scheme: 'shopify' })
    const evil = [
      "'; drop table collect.hook; --",
      '<script>alert(1)</script>',
      '=cmd|calc',
      '\u202Etxt\u0000',
      '__proto__',
    ]
    for (const [i, text] of evil.entries())
      await shop.tell(
        {
          ...customer,
          id: `h${i}`,
          email: `h${i}@example.com`,
          first_name: text,
          last_name: text,
          __proto__: { x: text },
        },
        { topic: text },
      )
    await shop.tell('[[[[', {})
    await shop.tell(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, {})
    await shop.tell('"x"', {})
    const names = await app.db.rows(sql<{ name: string }>`
      select c.name from know.customer c where c.email like 'h%@example.com' order by c.email`)
    assert.ok(names.length >= 4, JSON.stringify(names))
  })
})
