import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { detectFormat } from '../reading/detect.ts'
import type { Format } from '../reading/format.ts'
import { compactDate, dateOf, looksOf, numberOf } from './looks.ts'
import { type ColumnProfile, profile, profileFile } from './profile.ts'

function profiled(columns: Record<string, string[]>): Record<string, ColumnProfile> {
  const names = Object.keys(columns)
  const length = Math.max(...Object.values(columns).map((cells) => cells.length))
  const format: Format = {
    kind: 'delimited',
    compression: 'none',
    encoding: 'utf-8',
    delimiter: ';',
    quote: '"',
    lineEnd: 'lf',
    skip: 1,
    header: { line: 1, names },
    width: names.length,
    confidence: 1,
    notes: [],
  }
  const rows = Array.from({ length }, (_, i) => ({ line: i + 1, cells: names.map((name) => columns[name]![i] ?? '') }))
  return Object.fromEntries(profile(format, rows).columns.map((column) => [column.header, column]))
}
const one = (header: string, cells: string[]) => profiled({ [header]: cells })[header]!

test('the order of dates is decided by any cell that excludes one', () => {
  assert.equal(one('d', ['01/02/2024', '13/02/2024']).dateOrder, 'dmy')
  assert.equal(one('d', ['01/02/2024', '02/13/2024']).dateOrder, 'mdy')
  assert.equal(one('d', ['2024-02-01', '2024-12-31 10:00:00']).dateOrder, 'ymd')
  assert.equal(one('d', ['1.2.24', '31.12.23']).dateOrder, 'dmy')
  assert.equal(one('d', ['20240131', '19991231', '20240229']).dateOrder, 'ymd')
  assert.equal(one('pvm', ['31012024', '31121999', '01022024']).dateOrder, 'dmy')
  assert.equal(one('created_at', ['1700000000', '1600000000']).dateOrder, 'unix')
  assert.equal(one('created_at', ['1700000000123', '1600000000123']).dateOrder, 'unix')
  assert.equal(one('Luotu', ['45123', '44000,5']).dateOrder, 'excel')
  assert.equal(one('Summa', ['45123', '44000']).dateOrder, undefined)
  assert.equal(one('d', ['1/2/2024 10:00 PM', '3/4/2024 9:00 AM']).dateOrder, 'mdy')
})

test('an ambiguous column is day first with a note, unless its neighbours tell otherwise', () => {
  assert.deepEqual(
    [one('d', ['01/02/2024', '03/04/2024']).dateOrder, one('d', ['01/02/2024']).ambiguous],
    ['dmy', true],
  )
  const both = profiled({
    a: ['01/02/2024', '03/04/2024'],
    b: ['01/22/2024', '03/04/2024'],
    c: ['1.2.2024', '2.3.2024'],
  })
  assert.deepEqual([both.a!.dateOrder, both.b!.dateOrder, both.c!.dateOrder], ['mdy', 'mdy', 'dmy'])
})

test('the decimal sign is decided per column, thousands told from decimals', () => {
  assert.equal(one('n', ['1,5', '2,75']).decimal, ',')
  assert.equal(one('n', ['1.234,50', '2']).decimal, ',')
  assert.equal(one('n', ['1,234.50', '2']).decimal, '.')
  assert.equal(one('n', ['2,666', '498', '13,460']).decimal, '.')
  assert.equal(one('n', ['1 234,5', '12']).decimal, ',')
  assert.equal(one('n', ['200.000.000']).decimal, ',')
  const both = profiled({ a: ['1.234', '2.345'], b: ['1,5', '2,5'] })
  assert.equal(both.a!.decimal, ',')
})

test('what columns look like', () => {
  const looks = (cells: string[]) => one('x', cells).looksLike
  assert.equal(looks(['a@x.fi', 'Liisa <b@y.fi>', 'c@z.fi']), 'email')
  assert.equal(looks(['+358 40 123 4567', '040 1234567', '(09) 123 4567', '0401234567']), 'phone')
  assert.equal(looks(['00330', '02100', '90100']), 'postcode')
  assert.equal(looks(['12345', '54321']), 'integer')
  assert.equal(looks(['00330 Helsinki', '33100 Tampere']), 'postcodeCity')
  assert.equal(looks(['1234567-1', '2345678-9']), 'businessId')
  assert.equal(looks(['Käpykuja 8', 'Rantatie 5 B 12', 'Storgatan 5']), 'street')
  assert.equal(looks(['Helsinki', 'Turku', 'Kirkkonummi']), 'city')
  assert.equal(looks(['true', 'false', 'true']), 'boolean')
  assert.equal(looks(['EUR', 'SEK']), 'currency')
  assert.equal(looks(['{"a":1}', '{"b":2}']), 'json')
  assert.equal(looks(['https://x.fi', 'www.y.fi']), 'url')
  assert.equal(looks(['5420aad7fec3549a85876ba1c529bd84', 'a555fb36b9368110ede0f043dfc3b9a0']), 'id')
  assert.equal(looks(['Konepaja Ranta Oy', 'Kahvila Kulma Ky']), 'organisation')
  assert.equal(looks(['Liisa Virtanen', 'Åke von Öhman', 'Matti Meri']), 'name')
  assert.equal(looks(['010190-123A', '311299+123B', '010101A123C']), 'identityCode')
  assert.equal(looks(['', '']), 'empty')
})

test('fill, uniqueness, spreadsheet artefacts, signs, two values', () => {
  const ids = one('CustomerID', ['17850.0', '13047.0', '', '17850.0'])
  assert.deepEqual([ids.pointZero, ids.filled, ids.unique], [true, 0.75, false])
  assert.equal(one('phone', ['3.58401E+11', '3.58402E+11']).scientific, true)
  assert.equal(one('n', ['-1', '2']).negative, true)
  assert.equal(one('n', ['0', '1', '1']).twoValued, true)
  assert.equal(one('price', ['1.5', '17850.0']).pointZero, undefined)
})

test('texts for nothing: by column, and a person may be called Null', () => {
  assert.deepEqual(one('amount', ['1,5', '-', 'NULL', '2,5']).nulls, ['-', 'NULL'])
  assert.equal(one('size', ['small', '-', 'large']).nulls, undefined)
  assert.deepEqual(one('d', ['0000-00-00', '2024-01-01']).nulls, ['0000-00-00'])
  assert.equal(one('d', ['0000-00-00', '2024-01-01']).dateOrder, 'ymd')
  assert.equal(one('surname', ['Virtanen', 'NULL', 'Null']).nulls, undefined)
  const both = profiled({ surname: ['Virtanen', 'NULL'], amount: ['NULL', '1'] })
  assert.deepEqual(both.surname!.nulls, ['NULL'])
})

test('dates and numbers of any value keep their order and sign', () => {
  const day = fc.record({
    y: fc.integer({ min: 1900, max: 2099 }),
    m: fc.integer({ min: 1, max: 12 }),
    d: fc.integer({ min: 1, max: 28 }),
  })
  const two = (n: number) => String(n).padStart(2, '0')
  fc.assert(
    fc.property(day, ({ y, m, d }) => {
      assert.ok(dateOf(`${d}.${m}.${y}`)!.orders.includes('dmy'))
      assert.ok(dateOf(`${two(m)}/${two(d)}/${y}`)!.orders.includes('mdy'))
      assert.deepEqual(dateOf(`${y}-${two(m)}-${two(d)}T10:00:00Z`)!.orders, ['ymd'])
      assert.equal(compactDate(`${y}${two(m)}${two(d)}`), 'ymd')
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (cents) => {
      const [dot, comma] = [(cents / 100).toFixed(2), (cents / 100).toFixed(2).replace('.', ',')]
      assert.deepEqual([numberOf(dot).decimal, numberOf(comma).decimal], ['.', ','])
      assert.ok(['decimal', 'integer'].includes(looksOf(dot)) && ['decimal', 'integer'].includes(looksOf(comma)))
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) =>
      assert.equal(typeof looksOf(text.trim()), 'string'),
    ),
  )
})

test('rows from over the rest of a long file settle what its top cannot, and none counts twice', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const count of [22_500, 60_000]) {
    const path = join(folder, 'long.csv')
    const lines = Array.from({ length: count }, (_, i) => `${i};${i < count - 500 ? '01/02/2024' : '01/28/2024'};Liisa`)
    await writeFile(path, `id;date;name\n${lines.join('\n')}\n`)
    const found = await profileFile(path, await detectFormat(path))
    const [id, date] = found.columns
    assert.ok(found.rows > 20_000 && found.rows <= count)
    assert.deepEqual([id!.unique, date!.dateOrder, date!.ambiguous], [true, 'mdy', undefined])
  }
})
