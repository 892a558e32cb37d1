import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { personAt } from './people.ts'
import { orderAt, purchaseLines } from './purchases.ts'
import { readReference } from './reference.ts'

const lists = fileURLToPath(new URL('../../../shared/data/fi-reference', import.meta.url))

test('customers are the same at every run, alone or in a row, and no two share an e-mail or a telephone', (t) => {
  if (!existsSync(lists)) return t.skip('../shared/data/fi-reference is not here')
  const reference = readReference()
  const people = Array.from({ length: 5000 }, (_, i) => personAt(reference, 1, i))
  assert.deepEqual(personAt(readReference(), 1, 4321), people[4321])
  assert.notDeepEqual(personAt(reference, 2, 4321), people[4321])
  for (const field of ['id', 'email', 'phone'] as const) {
    const known = people
      .map((one) => one[field].replace(/^\+358/, '0').replaceAll(' ', ''))
      .filter((value) => value !== '')
    assert.equal(new Set(known).size, known.length, field)
    assert.ok(known.length > 4000, field)
  }
  for (const { email, postcode } of people) {
    assert.match(postcode, /^\d{5}$/)
    assert.match(email, /^$|^[a-z-]+\.[a-z-]+\.\d[a-z0-9]+@example\.(com|org|net)$/)
  }
})

test('orders are the same at every run, and more come before Christmas', () => {
  const orders = Array.from({ length: 20_000 }, (_, i) => orderAt(1, 1000, i))
  assert.deepEqual(orderAt(1, 1000, 19_999), orders[19_999])
  const inMonth = (month: number) => orders.filter(({ date }) => date.split('.')[1] === String(month)).length
  assert.ok(inMonth(12) > 1.5 * inMonth(2))
  assert.ok(orders.every(({ customer }) => customer >= 0 && customer < 1000))
  const lines = [...purchaseLines(1, 1000, 20_000)].join('').trimEnd().split('\n')
  assert.equal(
    lines.length,
    orders.reduce((sum, order) => sum + order.lines.length, 0),
  )
})
