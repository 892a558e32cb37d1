import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Refusal } from '#src/platform/refusal.ts'
import { noDay } from './cells.ts'
import { leftLines, readColumns, type Wanted } from './read.ts'
import { withSource } from './source.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-'))
after(() => rmSync(folder, { recursive: true }))

async function read<const C extends Readonly<Record<string, Wanted>>>(
  bytes: string | Buffer,
  wanted: C,
  options: Record<string, string> = {},
) {
  writeFileSync(join(folder, 'file'), bytes)
  return readColumns({ cwd: folder, options, signal: new AbortController().signal }, 'file', wanted)
}
const refused = (promise: Promise<unknown>, code: string) =>
  assert.rejects(promise, (error: Refusal) => error.code === code)

const who = { column: 'customer', as: 'key' } as const
const when = { column: 'date', as: 'day' } as const
const sum = { column: 'amount', as: 'number' } as const
const day = (text: string) => Date.parse(text) / 86_400_000

suite('reading columns of a file', () => {
  test('whatever stands between cells, however days and sums are written', async () => {
    for (const text of [
      'customer,date,amount\nä,1997-01-31,1234.5\nb,1997-02-01,-2\nä,1997-02-03,0.5\n',
      'Customer;Date;Amount\nä;31.1.1997;1234,50\nb;1.2.1997;-2,00 €\nä;3.2.1997;0,50\n',
      'amount\tDATE\tCustomer\n"1,234.50"\t01/31/1997\tä\n-2.00\t02/01/1997\tb\n0.50\t02/03/1997\tä\n',
      'customer  date amount\n ä  19970131  1234.50\n b 19970201 -2.00\n ä 19970203 0.50\n',
      '{"customer":"ä","date":"1997-01-31T23:30:00+02:00","amount":1234.5}\n{"customer":"b","date":"1997-02-01T01:00:00Z","amount":-2}\n{"customer":"ä","date":"1997-02-03","amount":0.5}\n',
    ])
      for (const bytes of [text, gzipSync(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
        const { columns, rows } = await read(bytes, { who, when, sum })
        assert.equal(rows, 3)
        assert.deepEqual([...columns.who.of], [0, 1, 0])
        assert.deepEqual(columns.who.names, ['ä', 'b'])
        assert.deepEqual([...columns.when], ['1997-01-31', '1997-02-01', '1997-02-03'].map(day))
        assert.deepEqual([...columns.sum], [1234.5, -2, 0.5])
      }
  })

  test('columns by place where there is no header, and a product of two', async () => {
    const { columns, headers } = await read(' 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 19970802  1   14.96\n', { who: { column: '2', as: 'key' }, when: { column: '3', as: 'day' }, sum: { column: '4*5', as: 'number' } }) // biome-ignore format: a call
    assert.deepEqual([...columns.who.of], [0, 0, 1])
    assert.equal(columns.when[0], day('1997-01-01'))
    assert.ok(Math.abs(columns.sum[0]! - 58.66) < 1e-12)
    assert.equal(headers.length, 5)
  })

  test('a header that looks like no header is found by the names asked for', async () => {
    const text = 'Sales of the year\n\na1,b2,c3\nx,1997-01-01,5\ny,1997-01-02,6\n'
    const { columns } = await read(text, { who: { column: 'A1', as: 'key' }, when: { column: 'b2', as: 'day' } })
    assert.deepEqual(columns.who.names, ['x', 'y'])
  })

  test('rows that cannot be used are left out and told; optional cells stay empty', async () => {
    const text =
      'customer,date,amount,note\na,1997-01-01,1,x\n,1997-01-01,2,\nb,someday,3,\nc,1997-01-02,,y\nd,1997-01-03,few,z\n'
    const strictly = await read(text, { who, when, sum })
    assert.equal(strictly.rows, 1)
    assert.deepEqual(
      strictly.leftOut.map(({ why, column, rows, line }) => [why, column, rows, line]),
      [['empty', 'customer', 1, 2], ['invalid', 'date', 1, 3], ['empty', 'amount', 1, 4], ['invalid', 'amount', 1, 5]], // biome-ignore format: a table
    )
    assert.match(
      leftLines(strictly.leftOut)[0]!,
      /^Rows with nothing in "customer": 1, left out; the first is row 2\.$/,
    )
    const loosely = await read(text, { who, when: { ...when, optional: true }, sum: { ...sum, optional: true }, note: { column: 'note', as: 'text', optional: true } }) // biome-ignore format: a call
    assert.equal(loosely.rows, 4)
    assert.deepEqual(loosely.columns.when[1], noDay)
    assert.deepEqual([...loosely.columns.sum].map(Number.isNaN), [false, false, true, true])
    assert.deepEqual(loosely.columns.note, ['x', '', 'y', 'z'])
  })

  test('days that can be read both ways are told, and settled by --date-order', async () => {
    const text = 'customer,date\na,01/02/1997\nb,03/04/1997\n'
    const found = await read(text, { who, when }, { 'date-order': 'mdy' })
    assert.equal(found.columns.when[0], day('1997-01-02'))
    assert.equal((await read(text, { who, when }, { 'date-order': 'dmy' })).columns.when[0], day('1997-02-01'))
    assert.equal((await read(text, { who, when })).notes.length, 1)
    assert.equal((await read(text.replaceAll('/', '.'), { who, when })).notes.length, 0)
    const unix = await read('customer,date\na,852076800\nb,852163200\n', { who, when }, { 'date-order': 'unix' })
    assert.equal(unix.columns.when[1]! - unix.columns.when[0]!, 1)
  })

  test('seconds since 1970 are days without being told, with and without a header', async () => {
    const bare = await read('196\t242\t881250949\n186\t302\t891717742\n22\t377\t878887116\n', { who: { column: '1', as: 'key' }, when: { column: '3', as: 'day' } }) // biome-ignore format: a call
    assert.deepEqual([...bare.columns.when].slice(0, 2), [day('1997-12-04'), day('1998-04-04')])
    const mixed = await read('customer,at\na,999999999\nb,1000000000\nc,1014724710123\n', { who, when: { column: 'at', as: 'day' } }) // biome-ignore format: a call
    assert.deepEqual([...mixed.columns.when], ['2001-09-09', '2001-09-09', '2002-02-26'].map(day))
    const written = await read('customer,date\na,20011231\n', { who, when })
    assert.equal(written.columns.when[0], day('2001-12-31'))
  })

  test('what can be read only once is kept for as long as it is read', async () => {
    let path = ''
    const text = await withSource(
      folder,
      '-',
      async (source) => {
        path = source.path
        assert.equal(source.name, '-')
        return readFile(path, 'utf8')
      },
      Readable.from(['customer,date\n', 'a,1997-01-01\n']),
    )
    assert.equal(text, 'customer,date\na,1997-01-01\n')
    assert.equal(existsSync(path), false)
  })

  test('says what is wrong', async () => {
    await refused(read('customer,date\na,1997-01-01\n', { who: { column: 'buyer', as: 'key' } }), 'column_missing')
    await refused(read('customer,date\na,never\n', { who, when }), 'no_rows')
    await refused(read('customer,date\na,1997-01-01\n', { who }, { decimal: ';' }), 'option_wrong')
    await refused(read('customer,date\na,1997-01-01\n', { who }, { encoding: 'klingon' }), 'option_wrong')
    await refused(readColumns({ cwd: folder, options: {}, signal: new AbortController().signal }, 'none.csv', { who }), 'file_missing') // biome-ignore format: a call
  })
})
