import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { csvLine } from './export.ts'

test('cells come back as they were, formulas with an apostrophe before them', () => {
  assert.equal(csvLine(['a', null, 'b"c', 'd,e']), 'a,,"b""c","d,e"\r\n')
  for (const formula of ['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])
    assert.match(csvLine([formula]), /^"?'/, formula)
  assert.equal(csvLine(['+358405551234']), '+358405551234\r\n')
})

test('no text starts a formula and every text reads back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), (cells) => {
      const [read] = Papa.parse<string[]>(csvLine(cells), { delimiter: ',', newline: '\r\n', quoteChar: '"' }).data
      assert.equal(read!.length, cells.length)
      read!.forEach((cell, i) => {
        const written = cells[i]!
        assert.ok(cell === written || cell === `'${written}`)
        assert.ok(!/^[=@\t\r-]/.test(cell))
      })
    }),
  )
})
