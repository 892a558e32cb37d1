import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { rowAt, shareOfDoubles } from './duplicates.ts'
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

test('a register is the same at every run, with its share of doubles who can be told', (t) => {
  if (!existsSync(lists)) return t.skip('../shared/data/fi-reference is not here')
  const reference = readReference()
  const count = 4000
  const rows = Array.from({ length: count }, (_, at) => rowAt(reference, 1, count, at))
  assert.deepEqual(rowAt(readReference(), 1, count, 1234), rows[1234])
  assert.notDeepEqual(rowAt(reference, 2, count, 1234), rows[1234])
  assert.equal(new Set(rows.map(({ id }) => id)).size, count)
  const people = Map.groupBy(rows, ({ truth }) => truth)
  assert.equal(people.size, count * (1 - shareOfDoubles))
  const fields = ['birthDate', 'email', 'phone', 'street', 'family', 'given'] as const
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/\D(?=.*\d{4}$)/g, '')
      .slice(-7)
  const untold = [...people.values()].filter(
    ([first, ...more]) =>
      !more.every((other) =>
        fields.some((field) => first![field] !== '' && plain(first![field]) === plain(other[field])),
      ),
  )
  assert.ok(untold.length < 10, `${untold.length} share nothing`)
  const homes = Map.groupBy(rows, ({ street, postcode, family }) => (street ? `${street} ${postcode} ${family}` : ''))
  homes.delete('')
  assert.ok([...homes.values()].filter((home) => new Set(home.map(({ truth }) => truth)).size > 1).length > count / 20)
})
