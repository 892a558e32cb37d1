import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Kept, PairMemo } from './memo.ts'

test('what is remembered about a pair is what would be answered, whichever of the two comes first', () => {
  const memo = new PairMemo()
  const answer = (x: number, y: number) => (x * y + x + y) % 250
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(40), fc.boolean(), (x, step, swap) => {
      const y = x + step
      const [a, b] = swap ? [y, x] : [x, y]
      assert.equal(
        memo.of(a, b, () => answer(a, b)),
        answer(x, y),
      )
    }),
    { numRuns: 5000 },
  )
})

test('equal texts are one thing, others have numbers of their own', () => {
  const kept = new Kept((text, number) => ({ text, number }))
  assert.equal(kept.of('virtanen'), kept.of('virtanen'))
  assert.notEqual(kept.of('virtanen').number, kept.of('korhonen').number)
})
