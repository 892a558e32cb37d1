import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Client, testApp } from '#test/support/app.ts'
import { sendingSource, toldOf } from '#test/support/events.ts'

const app = await testApp()
interface Row {
  id: string
  cells: string[]
  layout: string
  times: number
  toldAt: string
  faults: { code: string; at: number | null }[]
}
interface Listed {
  rows: Row[]
  layouts: { id: string; name: string; columns: { header: string }[] }[]
}
const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`
const identify = (minute: number, traits: object, messageId = `i${minute}`) => ({
  type: 'identify',
  userId: 'U1',
  messageId,
  timestamp: at(minute),
  traits,
})
const waiting = async (steward: Client, source: string) =>
  (await steward.get(`/api/v1/repairs?source=${source}`)).body as unknown as Listed

async function mend(steward: Client, row: Row, cells: Record<string, string>) {
  const edited = await steward.patch(`/api/v1/repairs/${row.id}`, { cells })
  assert.equal(edited.status, 200, edited.text)
  const { status, body, text } = await steward.post('/api/v1/repairs/replay', { ids: [row.id] })
  assert.equal(status, 200, text)
  return (body as unknown as { rows: { outcome: string; customer: { name: string } | null }[] }).rows[0]!
}

suite('bad events wait with bad rows', () => {
  test('a bad value waits by itself, is mended in the browser and takes its place in time', async () => {
    const { tell, source } = await sendingSource(app, 'Korjattava')
    const steward = await app.as('steward')
    await tell(
      identify(10, { firstName: 'Liisa', lastName: 'Virtanen', email: 'liisa.example.com', phone: '040 123 4567' }),
      identify(11, { email: 'liisa.example.com' }),
    )
    const before = await toldOf(app, source)
    assert.deepEqual(
      [before.customers[0]!.name, before.customers[0]!.phone, before.customers[0]!.email],
      ['Liisa Virtanen', '+358401234567', null],
    )
    const { rows, layouts } = await waiting(steward, source)
    assert.equal(rows.length, 1, 'told twice, it waits once')
    const [row] = rows
    assert.deepEqual(row!.cells, ['U1', 'liisa.example.com'])
    assert.equal(row!.toldAt, at(11))
    assert.deepEqual([row!.faults[0]!.code, row!.faults[0]!.at], ['email_invalid', 1])
    assert.equal(layouts[0]!.name, 'identify · email')
    assert.deepEqual(
      layouts[0]!.columns.map((column) => column.header),
      ['userId', 'email'],
    )
    const outcome = await mend(steward, row!, { email: 'liisa@example.com' })
    assert.deepEqual([outcome.outcome, outcome.customer?.name], ['entered', 'Liisa Virtanen'])
    assert.equal((await toldOf(app, source)).customers[0]!.email, 'liisa@example.com')
    // the same bad word again enters as it was mended
    await tell(identify(12, { email: 'uusi@example.com' }), identify(13, { email: 'liisa.example.com' }))
    assert.equal((await toldOf(app, source)).customers[0]!.email, 'liisa@example.com')
    assert.equal((await waiting(steward, source)).rows.length, 0)
  })

  test('what was told later than the mended row stays', async () => {
    const { tell, source } = await sendingSource(app, 'Myöhempi')
    const steward = await app.as('steward')
    await tell(identify(10, { phone: 'soita illalla' }))
    await tell(identify(20, { phone: '050 765 4321' }))
    const [row] = (await waiting(steward, source)).rows
    const outcome = await mend(steward, row!, { phone: '040 111 2222' })
    assert.equal(outcome.outcome, 'older')
    assert.equal((await toldOf(app, source)).customers[0]!.phone, '+358507654321')
  })

  test('an order without a readable sum waits with its lines, and both enter', async () => {
    const { tell, source } = await sendingSource(app, 'Tilaus')
    const steward = await app.as('steward')
    const properties = {
      order_id: 'T9',
      total: 'paljon',
      products: [{ sku: 'S', name: 'Sukka', price: 5, quantity: 2 }],
    }
    await tell({ type: 'track', userId: 'U1', messageId: 't', timestamp: at(10), event: 'Order Completed', properties })
    assert.deepEqual((await toldOf(app, source)).lines, [])
    const { rows } = await waiting(steward, source)
    assert.deepEqual(
      rows.map((row) => row.cells),
      [['T9', 'U1', at(10), '', 'paljon', 'EUR']],
    )
    assert.equal((await mend(steward, rows[0]!, { total: '10.00' })).outcome, 'entered')
    const { lines } = await toldOf(app, source)
    assert.deepEqual(
      lines.map((line) => [line.number, line.total, line.sku, line.amount]),
      [['T9', '1000', 'S', '1000']],
    )
  })

  test('a message of nobody waits until somebody says whose it is', async () => {
    const { tell, source } = await sendingSource(app, 'Nimetön')
    const steward = await app.as('steward')
    await tell({ type: 'track', messageId: 'n', timestamp: at(10), event: 'Soittopyyntö', userId: null })
    const [row] = (await waiting(steward, source)).rows
    assert.equal(row!.faults[0]!.code, 'key_missing')
    const again = await steward.post('/api/v1/repairs/replay', { ids: [row!.id] })
    assert.equal(again.status, 200, again.text)
    assert.equal((again.body as unknown as { rows: { outcome: string }[] }).rows[0]!.outcome, 'faulty')
    assert.equal((await mend(steward, row!, { userId: 'U7' })).outcome, 'entered')
    const { timeline } = await toldOf(app, source)
    assert.deepEqual(
      timeline.map((line) => [line.person, line.kind, line.title]),
      [['U7', 'event', 'Soittopyyntö']],
    )
  })

  test('a message that fails in a way of its own is put aside, and those behind it go on', async () => {
    const { send, apply, source } = await sendingSource(app, 'Myrkky')
    await send('/v1/batch', {
      batch: [
        { type: 'track', userId: 'U1', messageId: 'a', event: 'Ennen' },
        { type: 'track', userId: 'U1', messageId: 'b', event: 'Order Completed', properties: { order_id: 'X' } },
        { type: 'track', userId: 'U1', messageId: 'c', event: 'Jälkeen' },
      ],
    })
    // what is known of its order is no order
    await app.db.pool.query(
      `insert into collect.event_state (source_id, kind, key, state) values ($1, 'order', 'X', 'null')`,
      [source],
    )
    await apply()
    const { timeline } = await toldOf(app, source)
    assert.deepEqual(
      timeline.map((line) => line.title),
      ['Ennen', 'Jälkeen'],
    )
    assert.equal((await waiting(await app.as('steward'), source)).rows.length, 1)
  })
})
