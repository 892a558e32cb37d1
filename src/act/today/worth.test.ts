import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Env, Subject } from './source.ts'
import { comesBack, next12, onePurchase } from './worth.ts'

const env: Env = {
  now: new Date('2026-11-23T10:00:00Z'),
  day: '2026-11-23',
  timeZone: 'Europe/Helsinki',
  figures: null,
  horizon: 90,
  margin: null,
  top: 0,
}
const customer: Subject = {
  id: '00000000-0000-7000-8000-000000000001',
  protected: false,
  purchases: 4,
  purchaseDays: 4,
  first: '2024-11-23',
  last: '2026-11-23',
  previous: '2026-10-23',
  customerSince: null,
  leadSource: null,
  spend: { currency: 'EUR', net: '200000' },
  forecast: { none: 0.2, purchases: 2, spend: 50_000, value: 90_000, currency: 'EUR' },
}

test('the worth is a whole number of minor units, or not known: whatever the forecast says', () => {
  const figure = fc.double() // NaN and infinity among them
  const forecast = fc.record({
    none: figure,
    purchases: figure,
    spend: fc.option(figure),
    value: fc.option(figure),
    currency: fc.constant('EUR'),
  })
  const net = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String)
  fc.assert(
    fc.property(forecast, net, fc.option(figure), (told, sum, margin) => {
      const subject: Subject = { ...customer, spend: { currency: 'EUR', net: sum }, forecast: told }
      for (const worth of [comesBack, next12, onePurchase]) {
        const { amount, currency, how } = worth(subject, { ...env, margin })
        if (amount === null) assert.deepEqual([currency, how.code], [null, 'notKnown'])
        else assert.ok(Number.isSafeInteger(amount), String(amount))
      }
    }),
  )
})

test('a chance that is not a number makes no worth, a sound one does', () => {
  const yearly = 200_000 / 2
  assert.equal(comesBack(customer, env).amount, 0.8 * yearly)
  const astray = { ...customer, forecast: { ...customer.forecast!, none: Number.NaN } }
  assert.deepEqual(comesBack(astray, env), {
    amount: null,
    currency: null,
    how: { code: 'notKnown', figures: { because: 'noForecast' } },
  })
})
