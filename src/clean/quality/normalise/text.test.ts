import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { written } from './hostile.arbitrary.ts'
import { manyLines, oneLine, readId, readLine, saysNothing, shortened } from './text.ts'

test('a line is cleaned of what cannot be seen, and nothing else', () => {
  assert.equal(oneLine('  Mäkelä \t\u00A0 Åsa\r\nÖ '), 'Mäkelä Åsa Ö')
  assert.equal(oneLine('Liisa\u0000 Vir\u200Bta\u202Enen\u00AD'), 'Liisa Virtanen')
  assert.equal(oneLine('Ma\u0308kela\u0308'), 'Mäkelä')
  assert.equal(oneLine('a\uD800b'), 'a\uFFFDb')
  assert.equal(oneLine('a👍b'), 'a👍b')
  assert.equal(oneLine('\u0000 \u200B'), '')
})

test('several lines keep their breaks', () => {
  assert.equal(manyLines('eka  rivi\r\ntoka\r\n\r\n\r\n\r\nkolmas \u0000'), 'eka rivi\ntoka\n\nkolmas')
})

test('text is never cut', () => {
  assert.deepEqual(readLine('x'.repeat(501)), { fault: 'text_too_long' })
  assert.deepEqual(readLine('x'.repeat(500)), { value: 'x'.repeat(500) })
  assert.deepEqual(readId('x'.repeat(201)), { fault: 'text_too_long' })
})

test('ids that a spreadsheet took for numbers', () => {
  assert.deepEqual(readId('17850.0'), { value: '17850' })
  assert.deepEqual(readId(' A-1.0 '), { value: 'A-1.0' })
})

test('marks for nothing', () => {
  for (const mark of ['', '-', 'NULL', 'N/A', '\\N', 'nan']) assert.ok(saysNothing(mark), mark)
  for (const name of ['Null', '0', 'Ei', 'None']) assert.ok(!saysNothing(name), name)
})

test('cleaning any text twice is cleaning it once; nothing unprintable is left', () => {
  fc.assert(
    fc.property(written, (text) => {
      for (const clean of [oneLine, manyLines]) {
        const once = clean(text)
        assert.equal(clean(once), once)
        assert.ok(once.isWellFormed())
        assert.equal(once.normalize('NFC'), once)
        assert.ok(!/[\p{Cc}\p{Bidi_Control}\u200B]/u.test(once.replaceAll('\n', '')))
      }
      assert.ok(shortened(text).length <= 200 && shortened(text).isWellFormed())
    }),
    { numRuns: 2000 },
  )
})

test('ä, ö and å stay', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aäoöåAÄOÖÅ ') }), (text) => {
      assert.equal(oneLine(text), text.trim().replace(/ +/g, ' '))
    }),
  )
})
