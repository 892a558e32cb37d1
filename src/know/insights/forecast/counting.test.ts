import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayText } from '../days.ts'
import { customersOf, noDay } from './columns.ts'
import { countAll, span } from './counting.ts'
import { fitModels } from './fitting.ts'
import { forecast, type InForce } from './predict.ts'
import type { Reading } from './read.ts'

// The change of customer equity, in its four parts.

const asOf = 20_000
const from = asOf - 900
const currencies = ['EUR', 'SEK', 'JPY']
const alone = { by: 'model', horizonDays: 90, windowDays: null, logistic: null, shift: 0, tried: null } as const

/** A customer now, and what has happened in the last 28 days. */
const customer = fc
  .record({
    first: fc.integer({ min: from, max: asOf }),
    days: fc.integer({ min: 1, max: 40 }),
    silence: fc.integer({ min: 0, max: 900 }),
    net: fc.oneof(fc.integer({ min: -50_000, max: 900_000 }), fc.constant(0), fc.constant(7e15)),
    currency: fc.option(fc.nat(2)),
    archived: fc.boolean(),
    lately: fc.option(fc.record({ days: fc.nat(6), net: fc.integer({ min: -90_000, max: 90_000 }) })),
  })
  .map((one) => {
    const last = Math.max(one.first, asOf - one.silence)
    return { ...one, last, days: last === one.first ? 1 : Math.max(2, Math.min(one.days, last - one.first + 1)) }
  })

function readingOf(all: readonly (typeof customer extends fc.Arbitrary<infer T> ? T : never)[]): Reading {
  const customers = customersOf(
    all.map((one, i) => ({
      customer_id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      purchase_days: one.days,
      first: one.first,
      last: one.last,
      previous: one.days > 1 ? one.first : null,
      currency: one.currency === null ? null : currencies[one.currency]!,
      net: one.currency === null ? null : String(one.net),
    })),
  )
  const before: Reading['before'] = { row: [], purchaseDays: [], last: [], net: [] }
  for (const [i, one] of all.entries()) {
    customers.archived[i] = one.archived ? 1 : 0
    if (one.lately === null) continue
    before.row.push(i)
    const since = Math.min(one.lately.days, one.days)
    before.purchaseDays.push(one.days - since)
    before.last.push(since === 0 || since === one.days ? noDay : one.first)
    before.net.push(one.net - one.lately.net)
  }
  return { customers, before }
}

test('the four parts make the change of equity exactly, whatever has happened', () => {
  fc.assert(
    fc.property(
      fc.array(customer, { minLength: 20, maxLength: 60 }),
      fc.record({
        margin: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        discount: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      }),
      (all, counted) => {
        const reading = readingOf(all)
        const terms = { version: 1, acquisition: null, keeping: null, currency: 'EUR', horizon: 90, ...counted }
        const fitted = fitModels(reading.customers, { asOf, from, terms, warnings: [] })
        const model: InForce = { ...fitted, lapse: alone }
        const forecasts = forecast(model, reading.customers, asOf)
        const { equity, summary } = countAll(model, reading, forecasts, { asOf, from })
        for (const row of equity) {
          const parts = BigInt(row.new) + BigInt(row.lapsed) + BigInt(row.frequency) + BigInt(row.spend)
          assert.equal(parts, BigInt(row.value) - BigInt(row.before!), row.currency)
        }
        assert.equal(
          summary.states.reduce((sum, n) => sum + n, 0),
          all.filter((one) => !one.archived).length,
        )
        for (const { both, tenth } of Object.values(summary.overlap)) assert.ok(both <= tenth)
      },
    ),
    { numRuns: 25 },
  )
})

test('data that do not reach back so far have no change', () => {
  const reading = readingOf(
    Array.from({ length: 20 }, (_, i) => ({
      first: asOf - (i % span),
      last: asOf,
      days: i % span === 0 ? 1 : 2,
      silence: 0,
      net: 1000,
      currency: 0,
      archived: false,
      lately: null,
    })),
  )
  const fitted = fitModels(reading.customers, { asOf, from: asOf - span + 1, terms: undefined, warnings: [] })
  const model: InForce = { ...fitted, lapse: alone }
  const forecasts = forecast(model, reading.customers, asOf)
  const [row] = countAll(model, reading, forecasts, { asOf, from: asOf - span + 1 }).equity
  assert.deepEqual([row!.before, row!.new, row!.lapsed, row!.frequency, row!.spend], [null, '0', '0', '0', '0'])
  assert.equal(fitted.as_of, dayText(asOf))
})
