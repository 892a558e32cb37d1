import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { commonPrefix, editDistance, jaro, jaroWinkler, jaroWinklerReaches } from './similarity.ts'

// talisman is the oracle: an old and much used library with the same measures, slower.
const oracle = createRequire(import.meta.url)
const talismanJaro: (a: string, b: string) => number = oracle('talisman/metrics/jaro')
const talismanWinkler: (a: string, b: string) => number = oracle('talisman/metrics/jaro-winkler')

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`)
/** Few letters, so that repeats and swaps come often; now and then longer than 32. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ä', ' '), maxLength: 45 })

/** The whole table, nothing cut: the definition of optimal string alignment. */
function wholeTable(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i)),
  )
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1)
    }
  return d[a.length]![b.length]!
}

suite('likeness of texts', () => {
  test('the textbook pairs have the textbook values', () => {
    near(Math.round(jaroWinkler('martha', 'marhta') * 1000) / 1000, 0.961)
    near(Math.round(jaroWinkler('dwayne', 'duane') * 1000) / 1000, 0.84)
    near(Math.round(jaroWinkler('dixon', 'dicksonx') * 1000) / 1000, 0.813)
    assert.equal(editDistance('virtanen', 'vitranen'), 1)
    assert.equal(editDistance('ca', 'abc'), 3)
    assert.equal(commonPrefix('mäkinen', 'mäkelä'), 3)
  })
  test('Jaro and Jaro–Winkler are what talisman says', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        near(jaro(a, b), a === b ? 1 : talismanJaro(a, b))
        near(jaroWinkler(a, b), talismanWinkler(a, b))
        for (const least of [0.5, 0.7, 0.82, 0.92, 1])
          assert.equal(jaroWinklerReaches(a, b, least), jaroWinkler(a, b) >= least)
      }),
      { numRuns: 2000 },
    )
  })
  test('the distance is that of the whole table, and cut off at the limit', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 12 }), (a, b, most) => {
        const whole = wholeTable(a, b)
        assert.equal(editDistance(a, b), whole)
        assert.equal(editDistance(a, b, most), Math.min(whole, most + 1))
      }),
      { numRuns: 2000 },
    )
  })
  test('neighbours on the keyboard of one another stay within small limits', () => {
    fc.assert(
      fc.property(text, fc.nat(44), fc.nat(44), (a, i, j) => {
        const dropped = a.slice(0, i) + a.slice(i + 1)
        const twice = dropped.slice(0, j) + dropped.slice(j + 1)
        assert.ok(editDistance(a, dropped, 1) <= 1)
        assert.ok(editDistance(a, twice, 2) <= 2)
      }),
    )
  })
})
