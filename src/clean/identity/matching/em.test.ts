import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { learnParameters } from './em.ts'
import { patternsOf } from './patterns.ts'
import { numbers } from './people.fixture.ts'

const comparisons = (['given', 'family', 'city'] as const).map((kind) => ({
  kind,
  levels: ['not known', 'differs', 'alike', 'the same'],
  prior: [0, 0.1, 0.2, 0.7],
}))

/** Levels of pairs drawn from planted shares. */
function planted(pairs: number, lambda: number, m: number[][], u: number[][], seed: number): Uint8Array {
  const random = numbers(seed)
  const levels = new Uint8Array(pairs * m.length)
  for (let i = 0; i < pairs; i++) {
    const shares = random(1_000_000) < lambda * 1_000_000 ? m : u
    for (const [c, row] of shares.entries()) {
      let at = random(1_000_000) / 1_000_000
      let level = 1
      while (level < 3 && at >= row[level]!) at -= row[level++]!
      levels[i * m.length + c] = random(20) === 0 ? 0 : level
    }
  }
  return levels
}

suite('learning', () => {
  const m = [
    [0, 0.05, 0.15, 0.8],
    [0, 0.1, 0.1, 0.8],
    [0, 0.2, 0.2, 0.6],
  ]
  const u = [
    [0, 0.97, 0.02, 0.01],
    [0, 0.985, 0.01, 0.005],
    [0, 0.9, 0.05, 0.05],
  ]

  test('recovers planted parameters without labels', () => {
    const all = patternsOf(planted(400_000, 0.004, m, u, 7), 3)
    const found = learnParameters({ candidates: all, random: all, allPairs: 400_000, comparisons, agreement: [] })
    assert.ok(Math.abs(found.lambda - 0.004) < 0.0008, `lambda ${found.lambda}`)
    for (const [c, row] of m.entries())
      for (const level of [1, 2, 3]) {
        assert.ok(Math.abs(found.m[c]![level]! - row[level]!) < 0.06, `m ${c} ${level}: ${found.m[c]![level]}`)
        assert.ok(Math.abs(found.u[c]![level]! - u[c]![level]!) < 0.004, `u ${c} ${level}: ${found.u[c]![level]}`)
      }
  })

  test('finds few matches where there are none, and does not take neighbours for matches', () => {
    const all = patternsOf(planted(200_000, 0, m, u, 3), 3)
    const none = learnParameters({ candidates: all, random: all, allPairs: 200_000, comparisons, agreement: [] })
    assert.ok(none.lambda * 200_000 < 60, `${none.lambda * 200_000} matches of none`)
    // one row in 200 has a double at the least, or none that arrives later would be found
    const clean = learnParameters({ candidates: all, random: all, allPairs: 2e8, comparisons, agreement: [] })
    assert.ok(clean.lambda * 2e8 >= 50, `${clean.lambda * 2e8} doubles in 20,000 rows`)
  })

  test('patterns count every pair, however many comparisons', () => {
    for (const width of [1, 13, 14, 20]) {
      const levels = Uint8Array.from(
        { length: width * 100 },
        (_, i) => (Math.floor(i / width) % 7) + (i % width === width - 1 ? 1 : 0),
      )
      const patterns = patternsOf(levels, width)
      assert.equal(patterns.length, 7)
      assert.equal(
        patterns.counts.reduce((sum, count) => sum + count, 0),
        100,
      )
      for (let pair = 0; pair < 100; pair++)
        assert.deepEqual(
          patterns.levels.slice(patterns.of[pair]! * width, (patterns.of[pair]! + 1) * width),
          levels.slice(pair * width, (pair + 1) * width),
        )
    }
  })
})
