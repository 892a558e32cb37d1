import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { openHouse } from '#test/trust/house.ts'
import type { RecordAnswer, StoredRecord } from './contract.ts'

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, steward, sales } = house.people

const source = 'source=Kauppa'
const tell = async (kind: string, id: string, body: object, who = administrator) =>
  house.ask(who, { method: 'PUT', url: `/api/v1/records/${kind}/${id}?${source}`, payload: body })
const told = async (kind: string, id: string, body: object) => {
  const answer = await tell(kind, id, body)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<RecordAnswer>()
}
const read = async (kind: string, id: string, who = administrator) =>
  house.ask(who, { method: 'GET', url: `/api/v1/records/${kind}/${id}?${source}` })
const page = async (id: string) =>
  (await house.ask(administrator, { method: 'GET', url: `/api/v1/customers/${id}` })).json()

const order = {
  customerRef: 'A1',
  at: '2026-11-01T12:00:00+02:00',
  total: 30.5,
  currency: 'EUR',
  lines: [
    { sku: 'K1', description: 'Kenkä', quantity: 1, unitPrice: 20 },
    { sku: 'S1', description: 'Sukka', quantity: 3, unitPrice: '3.50' },
  ],
}

suite('records by the ids of their source', () => {
  test('a customer is told, told again, changed, read and taken back', async () => {
    const first = await told('customers', 'A1', {
      name: 'Liisa Virtanen',
      email: ['Liisa@Example.com', 'l@example.org'],
      city: 'Turku',
    })
    assert.deepEqual([first.bucket, first.faults], ['new', []])
    assert.equal(
      (
        await told('customers', 'A1', {
          name: 'Liisa Virtanen',
          email: ['Liisa@Example.com', 'l@example.org'],
          city: 'Turku',
        })
      ).bucket,
      'unchanged',
    )
    const moved = await told('customers', 'A1', {
      name: 'Liisa Virtanen',
      email: 'liisa@example.com',
      city: 'Oulu',
      attributes: [{ name: 'size', value: 38 }],
    })
    assert.deepEqual([moved.bucket, moved.customerId], ['updated', first.customerId])
    const { identity } = (await page(first.customerId!)) as {
      identity: { address: { city: string }; email: { value: string } }
    }
    assert.match(JSON.stringify(identity), /Oulu/)
    const stored = (await read('customers', 'A1')).json<StoredRecord>()
    assert.deepEqual([stored.version, stored.state, stored.customerId], [2, 'live', first.customerId])
    assert.match(JSON.stringify(stored.told), /liisa@example.com.*Oulu/s)
  })

  test('what cannot be right is refused with the faults, and what can is left out and named', async () => {
    const refused = await tell('purchases', 'A7', { customerRef: 'A1', at: '31.2.2026', total: 5 })
    assert.equal(refused.statusCode, 422)
    assert.deepEqual(refused.json<{ details: { faults: unknown } }>().details.faults, [
      { field: 'at', code: 'date_invalid' },
    ])
    assert.equal((await read('purchases', 'A7')).statusCode, 404)
    const kept = await told('customers', 'A8', { name: 'Olli Öhman', phone: 'soita' })
    assert.deepEqual(
      kept.faults.map(({ field, code }) => [field, code]),
      [['phone', 'phone_invalid']],
    )
    assert.equal((await tell('customers', 'A9', { nimi: 'Olli' })).statusCode, 400)
    assert.equal((await tell('customers', 'A9', { name: 'Olli' }, sales)).statusCode, 403)
  })

  test('an order with lines waits for its customer, changes line by line and goes whole', async () => {
    const early = await told('purchases', 'T9', { ...order, customerRef: 'B1' })
    assert.deepEqual([early.bucket, early.customerId], ['waiting', null])
    const owner = await told('customers', 'B1', { name: 'Pia Laine' })
    assert.equal((await read('purchases', 'T9')).json<StoredRecord>().customerId, owner.customerId)

    const bought = await told('purchases', 'T1', order)
    assert.equal(bought.bucket, 'new')
    assert.equal((await told('purchases', 'T1', order)).bucket, 'unchanged')
    const lines = async () =>
      db.rows(sql<{ sku: string; amount: string }>`
        select l.sku, l.amount from know.purchase_line l join know.purchase p on p.customer_id = l.customer_id and p.id = l.purchase_id
        where p.number = 'T1' order by l.line_number`)
    assert.deepEqual(await lines(), [
      { sku: 'K1', amount: '2000' },
      { sku: 'S1', amount: '1050' },
    ])
    const less = await told('purchases', 'T1', { ...order, total: 20, lines: order.lines.slice(0, 1) })
    assert.equal(less.bucket, 'updated')
    assert.deepEqual(await lines(), [{ sku: 'K1', amount: '2000' }])
    // without lines nothing is said of them
    await told('purchases', 'T1', { ...order, total: 21, lines: undefined })
    assert.equal((await lines()).length, 1)
    const stored = (await read('purchases', 'T1')).json<StoredRecord>()
    assert.deepEqual([stored.lines.length, stored.told.total], [1, '2100'])
    const gone = await house.ask(administrator, { method: 'DELETE', url: `/api/v1/records/purchases/T1?${source}` })
    assert.equal(gone.statusCode, 204, gone.body)
    assert.equal((await read('purchases', 'T1')).statusCode, 404)
    assert.deepEqual(await lines(), [])
  })

  test('of many the good enter and the faulty wait to be repaired; the last word of one counts', async () => {
    const answer = await house.ask(steward, {
      method: 'POST',
      url: '/api/v1/records/interactions',
      payload: {
        source: 'Kauppa',
        records: [
          { externalId: 'M1', customerRef: 'A1', entryKind: 'call', at: '2026-11-01', subject: 'Soitti' },
          { externalId: 'M2', customerRef: 'A1', entryKind: 'call', at: 'eilen', subject: 'Kysyi lahjakorttia' },
          { externalId: 'M1', customerRef: 'A1', entryKind: 'call', at: '2026-11-01', subject: 'Soitti uudelleen' },
        ],
      },
    })
    assert.equal(answer.statusCode, 200, answer.body)
    const { records } = answer.json<{ records: RecordAnswer[] }>()
    assert.deepEqual(
      records.map((one) => one.bucket),
      ['duplicate', 'quarantined', 'new'],
    )
    const waiting = await house.ask(steward, { method: 'GET', url: '/api/v1/repairs?state=waiting' })
    assert.match(waiting.body, /Kysyi lahjakorttia/)
    assert.match(JSON.stringify((await read('interactions', 'M1')).json()), /Soitti uudelleen/)
  })

  test('an order of which a line is faulty waits with all its lines', async () => {
    const lines = [order.lines[0], { sku: 'S9', description: 'Sateenvarjo', quantity: 'monta', unitPrice: 5 }]
    const answer = await house.ask(steward, {
      method: 'POST',
      url: '/api/v1/records/purchases',
      payload: { source: 'Kauppa', records: [{ ...order, externalId: 'V1', lines }] },
    })
    assert.deepEqual(
      answer.json<{ records: RecordAnswer[] }>().records.map((one) => one.bucket),
      ['quarantined'],
    )
    const waiting = await db.rows(sql<{ kind: string; field: string; cells: Buffer }>`
      select kind, field, cells from collect.quarantine where state = 'waiting' and kind like 'purchase%' order by kind, line_no, field`)
    assert.deepEqual(
      waiting.map(({ kind, field }) => [kind, field]),
      [
        ['purchase', ''],
        ['purchaseLine', ''],
        ['purchaseLine', 'quantity'],
      ],
    )
    assert.match(waiting[2]!.cells.toString(), /Sateenvarjo.*monta/)
  })

  test('interactions go to the timeline, and somebody under non-disclosure is not read by everybody', async () => {
    const said = await told('interactions', 'C1', {
      customerRef: 'A1',
      entryKind: 'call',
      at: '2026-11-03T10:00:00Z',
      subject: 'Kysyi toimitusta',
    })
    assert.equal(said.bucket, 'new')
    assert.match(JSON.stringify(await page(said.customerId!)), /Kysyi toimitusta/)
    await told('customers', 'S1', {
      name: 'Salla Suojattu',
      street: 'Piilokuja 1',
      postcode: '00100',
      city: 'Helsinki',
      protected: true,
    })
    assert.match((await read('customers', 'S1')).body, /Piilokuja/)
    const hidden = (await read('customers', 'S1', steward)).json<StoredRecord>()
    assert.deepEqual([hidden.hidden, hidden.told], [true, {}])
  })
})
