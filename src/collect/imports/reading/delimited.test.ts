import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { type Cutting, longestRecord, RecordCutter } from './delimited.ts'
import type { Row } from './format.ts'

const how = (over: Partial<Cutting> = {}): Cutting => ({
  delimiter: ',',
  quote: '"',
  lineEnd: 'lf',
  width: 3,
  skip: 0,
  ...over,
})

/** Rows of a text given in pieces of `size` characters. */
function cut(text: string, over: Partial<Cutting> = {}, size = text.length || 1): Row[] {
  const cutter = new RecordCutter(how(over))
  const rows: Row[] = []
  for (let i = 0; i < text.length; i += size) for (const row of cutter.push(text.slice(i, i + size))) rows.push(row)
  return [...rows, ...cutter.push('', true)]
}
const cells = (rows: Row[]) => rows.map((row) => row.cells)

const ends = { lf: '\n', crlf: '\r\n', cr: '\r', mixed: '\n' } as const
const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    '"',
    "'",
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    'a"b',
    '""',
    '\0',
    '\ud800',
    '"a',
    'a"',
    'ä',
    ' " ',
    '\\',
    '\\"',
    'x,y',
  ),
)

test('any table written with any delimiter, quote and line end reads back the same, in pieces of any size', () => {
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }))
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', ':', '||', '\u0001', '~'),
    quote: fc.constantFrom('"', "'"),
    lineEnd: fc.constantFrom('lf', 'crlf', 'cr', 'mixed'),
    everything: fc.boolean(),
    size: fc.integer({ min: 1, max: 40 }),
  })
  fc.assert(
    fc.property(table, style, (rows, { delimiter, quote, lineEnd, everything, size }) => {
      const end = ends[lineEnd as keyof typeof ends]
      const written = (value: string) =>
        everything ||
        value.trim() !== value ||
        value === '' ||
        /["'\r\n]/.test(value) ||
        [...delimiter].some((c) => value.includes(c))
          ? quote + value.replaceAll(quote, quote + quote) + quote
          : value
      const text = rows.map((row) => row.map(written).join(delimiter) + end).join('')
      const width = rows[0]?.length ?? 1
      assert.deepEqual(cells(cut(text, { delimiter, quote, lineEnd: lineEnd as 'lf', width }, size)), rows)
    }),
    { numRuns: 600 },
  )
})

test('reads the same as papaparse whatever well-formed text it writes', () => {
  const table = fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t'), (rows, delimiter) => {
      const text = Papa.unparse(rows, { delimiter, quotes: true, newline: '\n' })
      const theirs = Papa.parse<string[]>(text, { delimiter, newline: '\n' }).data
      assert.deepEqual(cells(cut(`${text}\n`, { delimiter })), theirs)
    }),
    { numRuns: 200 },
  )
})

test('never crashes and loses no line of text it was not made for', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\\', "'"), maxLength: 80 }),
      fc.integer({ min: 1, max: 20 }),
      (text, size) => {
        const rows = cut(text, { escape: text.length % 2 ? '\\' : undefined }, size)
        assert.deepEqual(
          rows.map((row) => row.line),
          rows.map((_, i) => i + 1),
        )
        assert.ok(rows.every((row) => row.cells.length >= 3 || row.unreadable))
        const letters = (s: string) => s.replace(/[^a]/g, '').length
        assert.equal(letters(rows.map((row) => row.cells.join('')).join('')), letters(text))
      },
    ),
    { numRuns: 600 },
  )
})

test('ragged rows: missing cells are empty, empty surplus is dropped, filled surplus marks the row', () => {
  assert.deepEqual(cut('1\n1,2,3,,,\n1,2,3,4\n,,\n'), [
    { line: 1, cells: ['1', '', ''] },
    { line: 2, cells: ['1', '2', '3'] },
    { line: 3, cells: ['1', '2', '3', '4'], ragged: true },
    { line: 4, cells: ['', '', ''] },
  ])
})

test('blank lines are no records, quoted blanks are', () => {
  assert.deepEqual(cells(cut('\n\n1,2,3\n   \n\n4,5,6\n\n')), [
    ['1', '2', '3'],
    ['4', '5', '6'],
  ])
  assert.deepEqual(cells(cut('""\na\n', { width: 1 })), [[''], ['a']])
})

test('a lost quote costs its own line at most, wherever the next quote stands', () => {
  const good = 'x,"y",z\n'
  for (const bad of [
    '1,"2 inch,3\n',
    '1,"5" nail,3\n',
    '1,2,"3\n',
    '"1,2,3\n',
    '"1","5" nail","3"\n',
    '1,2 "x" y,3\n',
  ]) {
    const rows = cut(good.repeat(3) + bad + good.repeat(3), {}, 7)
    assert.equal(rows.length, 7, bad)
    assert.deepEqual(cells(rows.slice(4)), cells(cut(good.repeat(3))), bad)
    assert.ok(!rows.some((row) => row.ragged || row.unreadable), bad)
  }
  assert.deepEqual(cells(cut('1,"5" nail,3\n1,"say "hi, you" now",3\n')), [
    ['1', '"5" nail', '3'],
    ['1', 'say "hi, you" now', '3'],
  ])
})

test('backslash before a quote, beside doubled quotes, where the format says so', () => {
  assert.deepEqual(cells(cut('"a \\"b\\", c","d ""e""","f\\\\"\n', { escape: '\\' })), [['a "b", c', 'd "e"', 'f\\']])
})

test('line ends: lone LF in CR LF text as told, CR within cells, CR LF split between pieces', () => {
  assert.deepEqual(cells(cut('a,b\nc,d\r\n1,2,3\r\n', { lineEnd: 'crlf', strictEnd: true })), [
    ['a', 'b\nc', 'd'],
    ['1', '2', '3'],
  ])
  assert.deepEqual(cells(cut('1,2,3\n4,5,6\r\n', { lineEnd: 'crlf' }, 1)), [
    ['1', '2', '3'],
    ['4', '5', '6'],
  ])
  assert.deepEqual(cells(cut('1,2,3\r4,5,6\n7,8,9\r\n', { lineEnd: 'mixed' }, 1)), [
    ['1', '2', '3'],
    ['4', '5', '6'],
    ['7', '8', '9'],
  ])
})

test('an overlong record is marked and left behind, whether it is one cell or a quote never closed', () => {
  const huge = 'h'.repeat(longestRecord * 2)
  for (const text of [
    `1,"${huge}",3\n4,5,6\n`,
    `1,${huge},3\n4,5,6\n`,
    `1,"${`${huge.slice(0, 1000)}\n`.repeat(5000)}",3\n4,5,6\n`,
  ]) {
    const rows = cut(text, {}, 65536)
    assert.equal(rows.length, 2)
    assert.equal(rows[0]!.why, 'tooLong')
    assert.ok(rows[0]!.unreadable && rows[0]!.cells[0]!.length <= 1000)
    assert.deepEqual(rows[1]!.cells, ['4', '5', '6'])
  }
  for (const width of [1, 3]) {
    const [row, ...others] = cut(huge, { width, delimiter: width === 1 ? '' : ',' }, 65536)
    assert.deepEqual([row!.why, others.length], ['tooLong', 0])
  }
  const count = 700_000
  const lines = 'a,b,c\n'.repeat(count)
  const rows = cut(`1,"open,3,4\n${lines}`, {}, 65536)
  assert.equal(rows.length, 1 + count)
  assert.equal(rows[0]!.why, 'openQuote')
})

test('ten thousand columns', () => {
  const width = 10_000
  const row = Array.from({ length: width }, (_, i) => `c${i}`)
  assert.deepEqual(cells(cut(`${row.join(',')}\n`.repeat(3), { width }, 999)), [row, row, row])
})
