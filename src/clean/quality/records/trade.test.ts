import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codes, type Fields, read } from '../gate.fixture.ts'

test('purchases, their turns and their lines', () => {
  const line = {
    orderNumber: '536365',
    at: { text: '2010-12-01 08:26:00', dateOrder: 'ymd' as const },
    sku: '85123A',
    description: 'LANTERN',
    quantity: '6',
    unitPrice: '2.55',
    customerRef: '17850.0',
    country: 'United Kingdom',
  }
  const { record, faults } = read('purchase', line)
  assert.deepEqual(faults, [])
  assert.deepEqual(record, {
    kind: 'purchase',
    number: '536365',
    party: { country: 'GB', ref: '17850' },
    at: '2010-12-01T06:26:00.000Z',
    type: 'purchase',
    currency: 'EUR',
    line: { quantity: '6', amount: '1530', unitPrice: '2.55', sku: '85123A', description: 'LANTERN' },
  })
  const typeOf = (fields: Fields) => {
    const { record } = read('purchase', { ...line, ...fields })
    return record?.kind === 'purchase' ? record.type : undefined
  }
  assert.equal(typeOf({ orderNumber: 'C536379', quantity: '-1' }), 'cancellation')
  assert.equal(typeOf({ orderNumber: 'C536379' }), 'purchase')
  assert.equal(typeOf({ status: 'canceled' }), 'cancellation')
  assert.equal(typeOf({ status: 'Palautettu' }), 'return')
  assert.equal(typeOf({ total: '-5.00' }), 'return')
  assert.equal(typeOf({ status: 'delivered' }), 'purchase')
  assert.deepEqual(codes(read('purchase', { total: '5' })), ['at date_missing fatal'])
  assert.deepEqual(codes(read('purchase', { at: 'eilen', total: '5' })), ['at date_invalid fatal'])
  assert.deepEqual(codes(read('purchase', { at: '2026-01-01', total: 'viisi' })), ['total amount_invalid fatal'])
  assert.deepEqual(codes(read('purchase', { at: '2026-01-01', total: '5', currency: 'rahaa' })), [
    'currency currency_unknown fatal',
  ])
  assert.deepEqual(codes(read('purchase', { at: '2026-01-01', quantity: '5', sku: 'A' })), [
    'lineTotal amount_missing fatal',
  ])
  const own = read('purchase', {
    at: '2026-01-01',
    total: { text: '1 234,50 kr', decimal: ',' },
    channel: 'Kioski',
    currency: 'SEK',
  }).record
  assert.ok(
    own?.kind === 'purchase' &&
      own.total === '123450' &&
      own.attributes?.channel === 'Kioski' &&
      own.channel === undefined,
  )
  const signed = read('purchase', { at: '2026-01-01', total: '$12.00', totalNet: '10.00' }).record
  assert.ok(signed?.kind === 'purchase' && signed.currency === 'USD' && signed.net === '1000')
  assert.ok(read('purchase', { at: '2026-01-01', customerRef: '0' }).record?.kind === 'purchase')
})

test('lines, invoices, payments, products', () => {
  assert.deepEqual(
    read('purchaseLine', { orderNumber: 'A', lineNumber: '1', sku: 'X', lineTotal: '199.0', freight: '17.87' }).record,
    {
      kind: 'purchaseLine',
      orderNumber: 'A',
      currency: 'EUR',
      line: { quantity: '1', amount: '19900', freight: '1787', lineNumber: '1', sku: 'X' },
    },
  )
  assert.deepEqual(codes(read('purchaseLine', { sku: 'X', lineTotal: '1' })), [
    'orderNumber order_number_missing fatal',
  ])
  const invoice = read('invoice', {
    invoiceNumber: '77',
    at: '2026-01-01',
    dueOn: '15.1.2026',
    total: { text: '124,00', decimal: ',' },
    totalNet: { text: '100,00', decimal: ',' },
    reference: '12 34561',
    customerName: 'Virtanen Liisa',
    customerEmail: 'rikki@',
  })
  assert.deepEqual(codes(invoice), ['customerEmail email_invalid'])
  assert.deepEqual(invoice.record, {
    kind: 'invoice',
    number: '77',
    party: { name: { display: 'Liisa Virtanen', given: 'Liisa', family: 'Virtanen' } },
    at: '2025-12-31T22:00:00.000Z',
    total: '12400',
    currency: 'EUR',
    dueOn: '2026-01-15',
    net: '10000',
    reference: '1234561',
  })
  assert.deepEqual(codes(read('invoice', { total: 'x' })), [
    'total amount_invalid fatal',
    'invoiceNumber key_missing fatal',
    'at date_missing fatal',
  ])
  assert.deepEqual(
    read('payment', { orderNumber: 'A', sequence: '1', method: 'credit_card', amount: '128.45' }).record,
    {
      kind: 'payment',
      party: {},
      amount: '12845',
      currency: 'EUR',
      orderNumber: 'A',
      sequence: '1',
      method: 'credit_card',
    },
  )
  assert.deepEqual(codes(read('payment', { amount: 'paljon' })), [
    'amount amount_invalid fatal',
    'orderNumber order_number_missing fatal',
  ])
  assert.deepEqual(codes(read('payment', { orderNumber: 'A' })), ['amount amount_missing fatal'])
  assert.deepEqual(
    read('product', { sku: 'X', productName: 'Lyhty', price: { text: '2,55 €', decimal: ',' } }).record,
    { kind: 'product', sku: 'X', name: 'Lyhty', price: '2.55', currency: 'EUR' },
  )
  assert.deepEqual(codes(read('product', { productName: 'Lyhty' })), ['sku key_missing fatal'])
})

test('encounters and feedback', () => {
  assert.deepEqual(
    read('interaction', {
      customerEmail: 'A@B.fi',
      entryKind: 'Puhelu',
      at: '2026-01-01 12:00',
      channel: 'puhelin',
      direction: 'saapuva',
      text: 'Rivi 1\r\nRivi 2',
      amount: 'ei tiedossa',
    }).record,
    {
      kind: 'interaction',
      party: { email: { value: 'A@B.fi', key: 'a@b.fi' } },
      entryKind: 'call',
      at: '2026-01-01T10:00:00.000Z',
      channel: 'phone',
      direction: 'in',
      text: 'Rivi 1\nRivi 2',
    },
  )
  assert.equal(
    (read('interaction', { at: '2026-01-01', entryKind: 'Sopimuskatselmus' }).record as { subject?: string }).subject,
    'Sopimuskatselmus',
  )
  assert.deepEqual(
    read('feedback', {
      orderNumber: 'A',
      at: '2018-01-18',
      answeredAt: '2018-01-18 21:46:59',
      score: '4',
      entryKind: 'reklamaatio',
    }).record,
    {
      kind: 'feedback',
      party: {},
      entryKind: 'complaint',
      at: '2018-01-17T22:00:00.000Z',
      orderNumber: 'A',
      answeredAt: '2018-01-18T19:46:59.000Z',
      score: '4',
    },
  )
  assert.deepEqual(codes(read('feedback', { score: '4' })), ['at date_missing fatal'])
})
