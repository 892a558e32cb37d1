import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { sendingSource, toldOf } from '#test/support/events.ts'

const app = await testApp()
const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })
const day = '2026-11-20T10:00:00.000Z'

suite('the door', () => {
  test('takes what clients send: Basic or body key, gzip, any type, short addresses', async () => {
    const { key, source } = await sendingSource(app, 'Ovi')
    const batch = (id: string) =>
      JSON.stringify({ batch: [{ type: 'track', userId: 'u1', event: 'A', messageId: id }] })
    const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
      app.server.inject({ method: 'POST', url, payload, headers: { host: 'localhost:8080', ...headers } })
    const answers = [
      await post('/v1/batch', batch('1'), { ...basic(key), 'content-type': 'application/x-www-form-urlencoded' }),
      await post('/v1/batch', gzipSync(batch('2')), { ...basic(key), 'content-encoding': 'gzip' }),
      await post('/v1/b', JSON.stringify({ ...JSON.parse(batch('3')), writeKey: key }), {
        'content-type': 'text/plain',
        origin: 'https://kauppa.example',
        'sec-fetch-site': 'cross-site',
      }),
      await post('/v1/t', JSON.stringify({ userId: 7, event: 'B', messageId: '4', writeKey: key }), {
        'content-type': 'text/plain',
      }),
      await post('/v1/track?x=1', JSON.stringify({ userId: 'u1', event: 'B', messageId: '5', writeKey: key })),
      // the same again
      await post('/v1/track', JSON.stringify({ userId: 'u1', event: 'B', messageId: '5', writeKey: key })),
    ]
    for (const answer of answers) {
      assert.equal(answer.statusCode, 200, answer.body)
      assert.deepEqual(answer.json(), { success: true })
      assert.equal(answer.headers['access-control-allow-origin'], '*')
    }
    const { n } = await app.db.one(
      sql<{ n: number }>`select count(*)::int as n from collect.event where source_id = ${source}`,
    )
    assert.equal(n, 5)
  })

  test('refuses what cannot be taken apart, and never the neighbours of a bad message', async () => {
    const { send, key, source } = await sendingSource(app, 'Kelvoton')
    assert.equal((await send('/v1/batch', '{"batch":[')).status, 400)
    assert.equal((await send('/v1/batch', { batch: 'x' })).status, 400)
    assert.equal((await send('/v1/batch', '['.repeat(5000) + ']'.repeat(5000))).status, 400)
    assert.equal(
      (await send('/v1/track', { userId: 'a', event: 'E', properties: { a: 'x'.repeat(40_000) } })).status,
      413,
    )
    assert.equal((await send('/v1/batch', { batch: Array.from({ length: 2501 }, () => ({})) })).status, 413)
    assert.equal((await send('/v1/batch', { batch: [{ a: 'x'.repeat(600_000) }] })).status, 413)
    assert.equal((await app.anonymous.post('/v1/batch', { batch: [] })).status, 401)
    assert.equal((await app.anonymous.post('/v1/batch', { batch: [] }, basic(`${key}x`))).status, 401)
    const mixed = [
      5,
      null,
      'x',
      [],
      { type: 'nonsense' },
      { type: 'track', userId: 'ok', event: 'Fine', messageId: 'f' },
    ]
    assert.equal((await send('/v1/batch', { batch: mixed })).status, 200)
    await (await import('./index.ts')).applyAll(() => app.context())
    const told = await toldOf(app, source)
    assert.deepEqual(
      told.timeline.map((row) => row.title),
      ['Fine'],
    )
    const waits = await app.db.rows(sql`select from collect.quarantine where source_id = ${source}`)
    assert.equal(waits.length, 5)
  })

  test('a browser of another site may ask first, and gets the settings of its client', async () => {
    const { key } = await sendingSource(app, 'Selain')
    const asked = await app.server.inject({
      method: 'OPTIONS',
      url: '/v1/t',
      headers: { host: 'localhost:8080', origin: 'https://x.example', 'access-control-request-method': 'POST' },
    })
    assert.equal(asked.statusCode, 204)
    assert.match(String(asked.headers['access-control-allow-headers']), /content-type/)
    const { status, body } = await app.anonymous.get(`/v1/projects/${key}/settings`)
    assert.equal(status, 200)
    assert.deepEqual(
      (body.integrations as Record<string, { apiKey: string; apiHost: string }>)['Segment.io']!.apiKey,
      key,
    )
    assert.equal((await app.anonymous.get('/v1/projects/kpw_none/settings')).status, 404)
  })

  test('a revoked key is dead within seconds; a key does nothing else', async () => {
    const { source, key, send } = await sendingSource(app, 'Avain')
    const administrator = await app.as('administrator')
    const { body } = await administrator.get('/api/v1/event-sources')
    const { keys } = (body.sources as { id: string; keys: { id: string }[] }[]).find((one) => one.id === source)!
    assert.equal((await send('/v1/batch', { batch: [] })).status, 200)
    assert.equal((await app.client('', key).get('/api/v1/customers')).status, 401)
    assert.equal((await administrator.delete(`/api/v1/event-sources/${source}/keys/${keys[0]!.id}`)).status, 204)
    app.clock.set('2026-11-23T09:00:05Z')
    assert.equal((await send('/v1/batch', { batch: [] })).status, 401)
    const again = await administrator.post('/api/v1/event-sources', { name: 'avain' })
    assert.equal(again.status, 409)
  })
})

suite('what messages become', () => {
  test('traits field by field, each with its own moment', async () => {
    const { tell, source } = await sendingSource(app, 'Piirteet')
    await tell(
      {
        type: 'identify',
        messageId: 'a',
        userId: 'U1',
        timestamp: day,
        traits: {
          first_name: 'Liisa',
          lastName: 'Virtanen',
          email: 'Liisa@Example.com',
          phone: '040 123 4567',
          address: { street: 'Mannerheimintie 1 A 5', postal_code: '00100', city: 'Helsinki', country: 'FI' },
          birthday: '1980-02-03',
          company: { name: 'Konepaja Ranta Oy', id: 'C9' },
          plan: 'kulta',
        },
      },
      {
        type: 'identify',
        messageId: 'b',
        userId: 'U1',
        timestamp: '2026-11-21T10:00:00Z',
        traits: { email: 'uusi@example.com' },
      },
      // late: what it says of the e-mail is old, what it says of the language is news
      {
        type: 'identify',
        messageId: 'c',
        userId: 'U1',
        timestamp: '2026-11-19T10:00:00Z',
        traits: { email: 'vanha@example.com', language: 'sv' },
      },
    )
    const { customers, claims } = await toldOf(app, source)
    assert.equal(customers.length, 1)
    assert.deepEqual(
      { ...customers[0] },
      {
        person: 'U1',
        kind: 'person',
        name: 'Liisa Virtanen',
        given: 'Liisa',
        family: 'Virtanen',
        email: 'uusi@example.com',
        phone: '+358401234567',
        street: 'Mannerheimintie 1 A 5',
        postcode: '00100',
        city: 'Helsinki',
        country: 'FI',
        language: 'sv',
        birth_date: '1980-02-03',
        title: null,
      },
    )
    const attributes = claims.map((row) => (row.said as { attributes?: object }).attributes).filter(Boolean)
    assert.deepEqual(attributes, [{ plan: 'kulta' }, { organisation: 'Konepaja Ranta Oy' }])
  })

  test('shopping becomes purchases, returns and cancellations', async () => {
    const { tell, source } = await sendingSource(app, 'Ostokset')
    const products = [
      { product_id: '1', sku: 'S1', name: 'Sukka', price: 9.9, quantity: 2, category: 'Vaatteet' },
      { sku: 'S2', name: 'Pipo', price: 20, quantity: 1 },
    ]
    await tell(
      {
        type: 'track',
        messageId: '1',
        userId: 'U',
        timestamp: day,
        event: 'Order Completed',
        properties: { order_id: 501, total: 39.8, currency: 'EUR', products },
      },
      {
        type: 'track',
        messageId: '2',
        userId: 'U',
        timestamp: '2026-11-20T12:00:00Z',
        event: 'Order Updated',
        properties: { order_id: 501, total: 19.8, products: products.slice(0, 1) },
      },
      {
        type: 'track',
        messageId: '3',
        userId: 'U',
        timestamp: '2026-11-21T12:00:00Z',
        event: 'Order Refunded',
        properties: { order_id: 501, total: 9.9 },
      },
      {
        type: 'track',
        messageId: '4',
        userId: 'U',
        timestamp: day,
        event: 'Order Completed',
        properties: { order_id: 'K-2', revenue: '15.00' },
      },
      {
        type: 'track',
        messageId: '5',
        userId: 'U',
        timestamp: '2026-11-22T12:00:00Z',
        event: 'Order Cancelled',
        properties: { order_id: 'K-2' },
      },
      {
        type: 'track',
        messageId: '6',
        userId: 'U',
        timestamp: day,
        event: 'Product Viewed',
        properties: { name: 'Sukka', price: 9.9 },
      },
      {
        type: 'track',
        messageId: '7',
        timestamp: day,
        event: 'Order Completed',
        anonymousId: 'V-9',
        properties: { order_id: 'G', total: 5, email: 'vieras@example.com' },
      },
    )
    const { lines, timeline, customers } = await toldOf(app, source)
    assert.deepEqual(
      lines.map((l) => [l.number, l.type, l.total, l.sku, l.quantity, l.amount]),
      [
        ['501', 'purchase', '1980', 'S1', '2', '1980'],
        ['501', 'purchase', '1980', null, '0', '0'],
        ['G', 'purchase', '500', null, null, null],
        ['K-2', 'cancellation', '1500', null, null, null],
        [null, 'return', '-990', null, null, null],
      ],
    )
    assert.ok(timeline.some((row) => row.kind === 'event' && row.title === 'Product Viewed · Sukka'))
    assert.deepEqual(
      customers.map((c) => c.person),
      ['U', 'email:vieras@example.com'],
    )
  })

  test('visits of a day are one line; mails one line each, with consent and evidence', async () => {
    const { tell, source } = await sendingSource(app, 'Käynnit')
    const page = (messageId: string, minute: number, name: string) => ({
      type: 'page',
      messageId,
      userId: 'U',
      name,
      timestamp: `2026-11-20T10:${minute}:00Z`,
      properties: { url: 'https://x.example/' },
    })
    const mail = (messageId: string, event: string, minute: number) => ({
      type: 'track',
      messageId,
      userId: 'U',
      event,
      timestamp: `2026-11-20T11:${minute}:00Z`,
      properties: { email_id: 'uutiskirje-7', email_subject: 'Syksyn tarjoukset' },
      context: { traits: { email: 'u@example.com' } },
    })
    await tell(
      page('1', 30, 'Tuotteet'),
      page('2', 10, 'Etusivu'),
      page('3', 40, 'Etusivu'),
      mail('4', 'Email Link Clicked', 20),
      mail('5', 'Email Delivered', 10),
      mail('6', 'Email Opened', 15),
      { ...mail('7', 'Unsubscribed', 40), properties: { email_id: 'uutiskirje-8' } },
      { ...mail('8', 'Email Bounced', 50), properties: { email_id: 'uutiskirje-9' } },
    )
    const { timeline, claims } = await toldOf(app, source)
    assert.deepEqual(
      timeline.map((row) => [
        (row.at as Date).toISOString().slice(11, 16),
        row.kind,
        row.channel,
        row.title,
        row.status,
      ]),
      [
        ['10:10', 'webVisit', 'web', 'Etusivu, Tuotteet', null],
        ['11:10', 'event', 'email', 'Syksyn tarjoukset', 'clicked'],
        ['11:40', 'event', 'email', null, 'unsubscribed'],
        ['11:50', 'event', 'email', null, 'bounced'],
      ],
    )
    assert.ok(
      claims.some((row) => JSON.stringify(row.said).includes('"consents":[{"channel":"email","granted":false}]')),
    )
    const evidence = await app.db.rows(
      sql<{
        email: string
        what: string
      }>`select email, what from collect.mail_evidence where source_id = ${source} order by what`,
    )
    assert.deepEqual(
      evidence.map((row) => row.what),
      ['bounced', 'clicked', 'delivered', 'opened', 'unsubscribed'],
    )
    assert.equal(evidence[0]!.email, 'u@example.com')
  })

  test('groups make organisations and membership; an alias is a proposal', async () => {
    const { tell, source } = await sendingSource(app, 'Ryhmät')
    await tell(
      { type: 'identify', messageId: '0', userId: 'U', timestamp: day, traits: { name: 'Olli Öhman' } },
      {
        type: 'group',
        messageId: '1',
        userId: 'U',
        groupId: 77,
        timestamp: day,
        traits: { name: 'Konepaja Ranta Oy', phone: '09 123 4567' },
      },
      { type: 'alias', messageId: '2', userId: 'U', previousId: 'anon-1', timestamp: day },
    )
    const { customers, claims } = await toldOf(app, source)
    assert.deepEqual(
      customers.map((c) => [c.person, c.kind, c.name, c.phone]),
      [
        ['U', 'person', 'Olli Öhman', null],
        ['group:77', 'organisation', 'Konepaja Ranta Oy', '+35891234567'],
      ],
    )
    assert.ok(claims.some((row) => JSON.stringify(row.said).includes('"organisation":"Konepaja Ranta Oy"')))
    const told = await app.db.rows(sql<{ person: string; previous: string }>`
      select person, previous from collect.alias_told where source_id = ${source}`)
    assert.deepEqual(
      [...told].map((row) => ({ ...row })),
      [{ person: 'U', previous: 'anon-1' }],
    )
  })

  test('history of a visitor joins whoever identifies themselves next, and nobody else', async () => {
    const { tell, source } = await sendingSource(app, 'Kävijät')
    const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`
    const track = (minute: number) => ({
      type: 'track',
      messageId: `t${minute}`,
      anonymousId: 'A',
      event: `E${minute}`,
      timestamp: at(minute),
    })
    const identify = (minute: number, userId: string) => ({
      type: 'identify',
      messageId: `i${minute}`,
      anonymousId: 'A',
      userId,
      timestamp: at(minute),
    })
    const whose = async () =>
      Object.fromEntries((await toldOf(app, source)).timeline.map((row) => [row.title, row.person]))
    await tell(track(10), track(12))
    assert.deepEqual(await whose(), {}, 'a visitor is nobody')
    await tell(identify(20, 'U1'), track(21))
    assert.deepEqual(await whose(), { E10: 'U1', E12: 'U1' })
    await tell(identify(30, 'U2'))
    assert.deepEqual(await whose(), { E10: 'U1', E12: 'U1', E21: 'U2' })
    // comes late: U3 was there between the two messages
    await tell(identify(11, 'U3'))
    assert.deepEqual(await whose(), { E10: 'U3', E12: 'U1', E21: 'U2' })
  })
})
