import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rfmGroups } from './contract.ts'
import { cutsFrom, groupOf, rfmOf, type Step, scoreOf, scoresOf } from './rfm.ts'

function stepsOf(values: readonly bigint[]): Step[] {
  const least = new Map<number, bigint>()
  for (const value of values) {
    const step = Math.floor((5 * values.filter((other) => other < value).length) / values.length)
    const known = least.get(step)
    if (known === undefined || value < known) least.set(step, value)
  }
  return [...least].map(([step, value]) => ({ step, least: value.toString() }))
}

test('cuts score every value as the definition does: 1 + ⌊5 · #(strictly worse) / n⌋', () => {
  const values = fc.array(
    fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  fc.assert(
    fc.property(values, (all) => {
      const cuts = cutsFrom(stepsOf(all))
      for (const value of all) {
        const worse = all.filter((other) => other < value).length
        assert.equal(scoreOf(cuts, value), 1 + Math.floor((5 * worse) / all.length))
      }
    }),
  )
})

test('all at once, values score as the definition does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 60 }), (all) => {
      const scores = scoresOf(Float64Array.from(all))
      for (const [i, value] of all.entries()) {
        const worse = all.filter((other) => other < value).length
        assert.equal(scores[i], 1 + Math.floor((5 * worse) / all.length))
      }
    }),
  )
})

test('equal values share a score, and a single customer scores 1', () => {
  assert.deepEqual(cutsFrom(stepsOf([7n, 7n, 7n])), [])
  assert.equal(scoreOf([], 7n), 1)
  // 8 of 10 bought once: the ninth jumps from 1 to 5
  const cuts = cutsFrom(stepsOf([1n, 1n, 1n, 1n, 1n, 1n, 1n, 1n, 2n, 3n]))
  assert.deepEqual(cuts, ['2', '2', '2', '2'])
  assert.equal(scoreOf(cuts, 1n), 1)
  assert.equal(scoreOf(cuts, 2n), 5)
})

test('the map covers 25 cells with each group once or more', () => {
  const cells = [1, 2, 3, 4, 5].flatMap((r) => [1, 2, 3, 4, 5].map((f) => groupOf(r, f)))
  assert.equal(cells.length, 25)
  assert.deepEqual(new Set(cells), new Set(rfmGroups))
  assert.equal(groupOf(1, 5), 'cantLose')
  assert.equal(groupOf(3, 3), 'needAttention')
  assert.equal(groupOf(3, 4), 'loyal')
  assert.equal(groupOf(4, 1), 'promising')
  assert.equal(groupOf(5, 1), 'new')
  assert.equal(groupOf(5, 4), 'champions')
})

test('monetary is scored within the currency, and unknown where sums or cuts are', () => {
  const figures = {
    version: 1,
    customers: 10,
    meanInterval: 30,
    recency: ['20000', '20100', '20200', '20300'],
    frequency: ['2', '2', '3', '5'],
    monetary: { EUR: { customers: 10, cuts: ['1000', '2000', '3000', '4000'] } },
  }
  const bought = { last: '2025-01-01', count: 4 } // day 20089
  assert.deepEqual(rfmOf(figures, bought, { currency: 'EUR', net: '3500' }), {
    recency: 2,
    frequency: 4,
    monetary: 4,
    group: 'atRisk',
  })
  assert.equal(rfmOf(figures, bought, { currency: 'SEK', net: '3500' }).monetary, null)
  assert.equal(rfmOf(figures, bought, undefined).monetary, null)
})
