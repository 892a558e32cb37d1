import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Column, type ColumnKind, valueMark } from './contract.ts'
import { comparisonsFor, factsOf } from './levels.ts'
import { streetOf } from './levels/places.ts'
import { partsOf, soundKey } from './levels/names.ts'
import { tableOf } from './people.fixture.ts'
import { normalise, partOrderOf } from './values.ts'

const facts = { rows: 1000, words: { 0: { school: 0.3, st: 0.2 } } }

/** The names of the levels that two rows have in the comparisons of these columns. */
function levels(kinds: ColumnKind[], a: string[], b: string[]): string[] {
  const columns: Column[] = kinds.map((kind) => ({ name: kind, kind }))
  return comparisonsFor(columns, facts).map((comparison) => {
    const [one, other] = [a, b].map((row) => comparison.prepare(comparison.columns.map((at) => row[at]!)))
    return comparison.levels[one === undefined || other === undefined ? 0 : comparison.level(one, other)]!
  })
}
const level = (kind: ColumnKind, a: string, b: string) => levels([kind], [a], [b])[0]

suite('levels', () => {
  test('names of people', () => {
    const cases: [string, string, string, string][] = [
      ['liisa virtanen', 'liisa virtanen', 'the same', 'the same'],
      ['liisa virtanen', 'virtanen liisa', 'crosswise', 'not known'],
      ['liisa virtanen', 'l virtanen', 'initial', 'the same'],
      ['liisa virtanen', 'liisa virtasen', 'the same', 'nearly the same'],
      ['robert smith', 'bob smith', 'short form', 'the same'],
      ['anna-liisa korhonen', 'liisa korhonen', 'short form', 'the same'],
      ['maija laine', 'maija virtanen-laine', 'the same', 'part of it'],
      ['ville wirtanen', 'wille virtanen', 'nearly the same', 'nearly the same'],
      ['mark kusha', 'marsha kusha', 'alike', 'the same'],
      ['david dobbins jr', 'david dobbins senior', 'differs', 'part of it'],
      ['pekka aho', 'maria niemi', 'differs', 'differs'],
    ]
    for (const [a, b, given, family] of cases) {
      const parts = (whole: string) => [partsOf(whole).given, partsOf(whole).family]
      const apart = (whole: string) => (/ (jr|senior)$/.test(whole) ? ['david', whole.slice(6)] : parts(whole))
      assert.deepEqual(levels(['given', 'family'], apart(a), apart(b)), [given, family], `${a} / ${b}`)
    }
    assert.deepEqual(partsOf('virtanen, liisa'), { given: 'liisa', family: 'virtanen' })
    assert.deepEqual(partsOf('ludwig van beethoven'), { given: 'ludwig', family: 'van beethoven' })
    assert.equal(soundKey('wikström'), soundKey('vikstrom'))
  })

  test('birth dates', () => {
    assert.equal(level('birthDate', '19710624', '19710624'), 'the same')
    assert.equal(level('birthDate', '19710506', '19710605'), 'one slip or day and month swapped')
    assert.equal(level('birthDate', '19710624', '19710524'), 'one slip or day and month swapped')
    assert.equal(level('birthDate', '19710624', '19711124'), 'same year, and day or month')
    assert.equal(level('birthDate', '19710624', '19710000'), 'same year')
    assert.equal(level('birthDate', '19710101', '19720101'), 'differs', 'the first of January stands for a year')
    assert.equal(level('birthDate', '19710624', '19880113'), 'differs')
    assert.equal(levels(['year', 'month', 'day'], ['1971', '6', '24'], ['1971', '6', '24'])[0], 'the same')
  })

  test('addresses, phones, codes', () => {
    assert.equal(level('email', 'liisa.virtanen@a.fi', 'liisa.virtanen@firma.fi'), 'same before the @')
    assert.equal(level('email', 'liisa.virtanen@a.fi', 'liisa.virtnen@a.fi'), 'nearly the same')
    assert.equal(level('email', 'a@a.fi', 'b@a.fi'), 'same domain')
    assert.equal(level('phone', '401234567', '0358401234567'), 'same last digits')
    assert.equal(level('phone', '401234567', '401234568'), 'one slip')
    assert.equal(level('postcode', '00100', '00120'), 'one slip')
    assert.equal(level('code', '7364009', '7364099'), 'one slip')
    assert.equal(level('street', '435 s. la cienega blv.', '435 s. la cienega blvd.'), 'the same')
    assert.equal(level('street', 'kotikatu 5', 'kotikatu 7'), 'same street, another number')
    assert.equal(level('street', 'kotikatu 5 a 12', 'kotikatu 5'), 'the same')
    assert.equal(level('city', 'helsinki', 'helsingki'), 'nearly the same')
    assert.deepEqual(streetOf('mannerheimintie 12 b 4')?.number, '12')
  })

  test('organisations by their rare words', () => {
    assert.equal(level('organisation', 'acme oy', 'acme'), 'the same')
    assert.equal(level('organisation', 'the bakers dozen ltd', 'bakers dozen'), 'the same')
    assert.equal(level('organisation', 'pajula school', 'harjula school'), 'differs')
    assert.equal(level('organisation', 'pajula', 'pajula school'), 'same words')
  })

  test('of several values in a field the most alike count', () => {
    assert.equal(level('email', `x@y.fi${valueMark}liisa@a.fi`, 'liisa@a.fi'), 'the same')
    assert.equal(level('email', '', `x@y.fi${valueMark}liisa@a.fi`), 'not known')
  })

  test('every comparison is symmetric', () => {
    const kinds: ColumnKind[] = [
      'given',
      'family',
      'fullName',
      'organisation',
      'birthDate',
      'email',
      'phone',
      'street',
      'houseNumber',
      'postcode',
      'city',
      'code',
      'category',
      'text',
    ]
    const columns = kinds.map((kind) => ({ name: kind, kind }))
    const word = fc.string({ unit: fc.constantFrom(...'abeiks 019.@-,ä'), maxLength: 12 })
    const row = fc.tuple(...kinds.map((kind) => word.map((text) => normalise(kind, text))))
    fc.assert(
      fc.property(row, row, (a, b) => {
        for (const comparison of comparisonsFor(columns, factsOf(tableOf([a, b], columns)))) {
          const [one, other] = [a, b].map((values) => comparison.prepare(comparison.columns.map((at) => values[at]!)))
          if (one === undefined || other === undefined) continue
          const there = comparison.level(one, other)
          assert.equal(there, comparison.level(other, one), comparison.name)
          assert.ok(there >= 0 && there < comparison.levels.length)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

suite('values', () => {
  test('are normalised by kind', () => {
    const cases: [ColumnKind, string, string][] = [
      ['birthDate', '24.6.1971', '19710624'],
      ['birthDate', '1971-6-24T00:00:00', '19710624'],
      ['birthDate', '19710624', '19710624'],
      ['birthDate', '1971', '19710000'],
      ['phone', '+358 40 123 4567', '401234567'],
      ['phone', '040-123 4567', '401234567'],
      ['email', 'Liisa <Liisa.Virtanen+shop@Gmail.com>', 'liisavirtanen@gmail.com'],
      ['postcode', 'SY10 8RA', 'sy108ra'],
      ['city', ' "N/A" ', ''],
      ['given', '  Liisa  MARIA ', 'liisa maria'],
    ]
    for (const [kind, written, expected] of cases) assert.equal(normalise(kind, written), expected, written)
    assert.equal(normalise('birthDate', '3/14/1970', 'mdy'), '19700314')
    assert.equal(partOrderOf(['3/14/1970', '1/2/1980']), 'mdy')
  })
})
