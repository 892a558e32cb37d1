import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold, searchTokens, sortKey } from './index.ts'

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom(..."aäoöåAÄÖÅéüwv -'’.0Σσİ"), maxLength: 20 }),
)

test('names become search words', () => {
  assert.deepEqual(searchTokens('Liisa Mäki-Virtanen'), ['liisa', 'mäki', 'virtanen'])
  assert.deepEqual(searchTokens('Konepaja Ranta Oy', ['Åbo', 'Ranta']), ['konepaja', 'ranta', 'oy', 'åbo'])
  assert.deepEqual(searchTokens("Sean O'Brien, Jr."), ['sean', 'obrien', 'jr'])
  assert.deepEqual(searchTokens('Ma\u0308kela\u0308  &  24/7'), ['mäkelä', '24', '7'])
  assert.deepEqual(searchTokens(''), [])
  assert.equal(searchTokens(Array.from({ length: 40 }, (_, at) => `nimi${at}`).join(' ')).length, 12)
  assert.equal(searchTokens('ä'.repeat(100))[0]!.length, 64)
})

test('folding takes the marks, not the letters', () => {
  assert.equal(fold('mäkelä'), 'makela')
  assert.equal(fold('åström'), 'astrom')
  assert.equal(fold('rené'), 'rene')
  assert.equal(fold('bjørn'), 'bjorn')
  assert.equal(fold('weiß'), 'weiss')
})

test('search words are stable and clean for any text', () => {
  fc.assert(
    fc.property(words, (text) => {
      const tokens = searchTokens(text)
      assert.deepEqual(searchTokens(tokens.join(' ')), tokens)
      assert.ok(tokens.length <= 12 && new Set(tokens).size === tokens.length)
      for (const token of tokens) {
        assert.ok(token.length > 0 && token.length <= 64 && token.isWellFormed() && !/\s/.test(token))
        assert.equal(fold(fold(token)), fold(token))
      }
      const key = sortKey({ display: text })
      assert.ok(key.length <= 120 && key.isWellFormed() && !key.includes('\u0000'))
    }),
    { numRuns: 3000 },
  )
})

test('Finnish letters sort behind z, families before their compounds', () => {
  const sorted = [
    { display: '24/7 Huolto' },
    { display: 'Liisa Aalto', family: 'Aalto', given: 'Liisa' },
    { display: 'Anna Vesa', family: 'Vesa', given: 'Anna' },
    { display: 'Anna Westerlund', family: 'Westerlund', given: 'Anna' },
    { display: 'Mikko Zilliacus', family: 'Zilliacus', given: 'Mikko' },
    { display: 'Anna Åberg', family: 'Åberg', given: 'Anna' },
    { display: 'ÄITI OY', kind: 'organisation' as const },
    { display: 'Zeus Ämmä', family: 'Ämmä', given: 'Zeus' },
    { display: 'Anna Ämmä-Aho', family: 'Ämmä-Aho', given: 'Anna' },
    { display: 'Bo Öst', family: 'Öst', given: 'Bo' },
  ]
  const keys = sorted.map(sortKey)
  assert.deepEqual(keys, keys.toSorted(bytes))
})

test('the order of real names is the Finnish one', (t) => {
  const file = new URL('../../../../../shared/data/fi-reference/people_names.txt', import.meta.url)
  if (!existsSync(file)) return t.skip('shared/data is absent')
  const names = readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0]!.normalize('NFC'))
    .filter((name) => /^[\p{L} '-]+$/u.test(name))
  const finnish = new Intl.Collator('fi', { sensitivity: 'base', ignorePunctuation: true })
  const families = names.filter((name) => /^\p{L}+$/u.test(name))
  const sorted = families.toSorted((a, b) =>
    bytes(sortKey({ display: a, family: a }), sortKey({ display: b, family: b })),
  )
  for (const [at, name] of sorted.entries()) {
    if (at > 0) assert.ok(finnish.compare(sorted[at - 1]!, name) <= 0, `${sorted[at - 1]} before ${name}`)
  }
  assert.ok(sorted.length > 30_000)
})

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
