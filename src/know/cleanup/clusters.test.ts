import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { cluster, fingerprint, pairsOf } from './clusters.ts'

const of = (counts: Record<string, number>) =>
  cluster(Object.entries(counts).map(([text, count]) => ({ text, count }))).map(({ likeness, values }) => [
    likeness,
    ...values.map(({ text }) => text),
  ])

suite('values that are probably one', () => {
  test('stand together by their letters, their pairs of letters, or as slips of the fingers', () => {
    assert.deepEqual(of({ Helsinki: 900, HELSINKI: 40, 'helsinki ': 3, Espoo: 300, Vantaa: 200 }), [
      ['fingerprint', 'Helsinki', 'HELSINKI', 'helsinki '],
    ])
    assert.deepEqual(of({ 'Oy Ranta Ab': 5, 'Ab Ranta Oy': 9 }), [['fingerprint', 'Ab Ranta Oy', 'Oy Ranta Ab']])
    assert.deepEqual(of({ Jyväskylä: 100, Jyvskylä: 2, Jyväskyläl: 1 }), [
      ['distance', 'Jyväskylä', 'Jyvskylä', 'Jyväskyläl'],
    ])
    assert.deepEqual(of({ 'toimitus johtaja': 4, toimitusjohtaja: 50 }), [
      ['pairs', 'toimitusjohtaja', 'toimitus johtaja'],
    ])
  })

  test('not two places as common as each other, not short words, not other figures', () => {
    assert.deepEqual(of({ Kemi: 300, Keminmaa: 80, Kerimäki: 50 }), [])
    assert.deepEqual(of({ Raisio: 100, Raasio: 90 }), [])
    assert.deepEqual(of({ 'linja 11': 500, 'linja 12': 3, 'linja-11': 2 }), [['fingerprint', 'linja 11', 'linja-11']])
  })

  test('ä and a are proposed as one, since it is a person who decides', () => {
    assert.equal(fingerprint('Mäki'), fingerprint('MAKI'))
    assert.equal(pairsOf('a'), 'a')
  })

  test('whatever is written: each value stands in one cluster at most, and the order of values does not matter', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('Turku', 'turku', 'Turkku', 'Tampere', 'Tamperre'),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ text, count: fc.integer({ min: 1, max: 99 }) }), {
          selector: (v) => v.text,
          maxLength: 40,
        }),
        (values) => {
          const clusters = cluster(values)
          const all = clusters.flatMap((one) => one.values.map((v) => v.text))
          assert.equal(new Set(all).size, all.length)
          for (const one of clusters) assert.ok(one.values.length > 1)
          assert.deepEqual(cluster([...values].reverse()), clusters)
        },
      ),
    )
  })
})
