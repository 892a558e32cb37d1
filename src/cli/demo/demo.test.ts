import assert from 'node:assert/strict'
import { test } from 'node:test'
import { worldOf } from './files.ts'
import { businessIdOf } from './people.ts'
import { midsummerEve } from './stories-service.ts'

test('the same day, size and seed give the same company', () => {
  assert.deepEqual(worldOf(1, 60, 20_780), worldOf(1, 60, 20_780))
  assert.notDeepEqual(worldOf(2, 60, 20_780).orders, worldOf(1, 60, 20_780).orders)
})

test('nothing happens after today, and everybody who buys is known', () => {
  const today = 20_780
  const world = worldOf(3, 400, today)
  const ids = new Set(world.customers.map((c) => c.id))
  assert.equal(ids.size, world.customers.length)
  for (const { customer, day } of [...world.orders, ...world.contacts, ...world.invoices]) {
    assert.ok(ids.has(customer))
    assert.ok(day < today)
  }
  const numbers = world.orders.map((o) => o.number)
  assert.equal(new Set(numbers).size, numbers.length)
})

test("Midsummer's eve is the Friday of 19 to 25 June", () => {
  const day = (text: string) => Date.parse(text) / 86_400_000
  assert.equal(midsummerEve(day('2026-11-23')), day('2026-06-19'))
  assert.equal(midsummerEve(day('2026-06-19')), day('2025-06-20'))
})

test('business ids carry their check digit', () => {
  assert.equal(businessIdOf('0737546'), '0737546-2')
})
