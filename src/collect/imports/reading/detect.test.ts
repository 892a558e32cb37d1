import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { detectFormat } from './detect.ts'
import { type Encoding, firstLineOf, type Format, type Row, type Source } from './format.ts'
import { openFile } from './read.ts'

const source =
  (content: string | Buffer): Source =>
  () =>
    Readable.from([typeof content === 'string' ? Buffer.from(content) : content])

async function rowsOf(from: Source, format: Format, options = {}): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of openFile(from, format, options)) rows.push(...batch)
  return rows
}
async function found(content: string | Buffer) {
  const format = await detectFormat(source(content))
  const rows = await rowsOf(source(content), format)
  return { format, names: format.header?.names, cells: rows.map((row) => row.cells), rows }
}

const cases: [what: string, content: string, names: string[] | undefined, cells: string[][]][] = [
  [
    'semicolons and decimal commas',
    'nimi;saldo\nLiisa;1,5\nMatti;2,7\n',
    ['nimi', 'saldo'],
    [
      ['Liisa', '1,5'],
      ['Matti', '2,7'],
    ],
  ],
  [
    'tabs',
    'a\tb\n1\t2\n3\t4\n',
    ['a', 'b'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  [
    'pipes',
    'name|city\nLiisa|Espoo\nMatti|Oulu\n',
    ['name', 'city'],
    [
      ['Liisa', 'Espoo'],
      ['Matti', 'Oulu'],
    ],
  ],
  [
    'carets',
    'name^age\nLiisa^31\nMatti^32\n',
    ['name', 'age'],
    [
      ['Liisa', '31'],
      ['Matti', '32'],
    ],
  ],
  [
    'double pipes',
    'name||age\nLiisa||31\nMatti||32\n',
    ['name', 'age'],
    [
      ['Liisa', '31'],
      ['Matti', '32'],
    ],
  ],
  [
    'single quotes',
    "name,city\n'Virtanen, Liisa','Espoo'\n'Meri, Matti','Oulu'\n",
    ['name', 'city'],
    [
      ['Virtanen, Liisa', 'Espoo'],
      ['Meri, Matti', 'Oulu'],
    ],
  ],
  [
    'carriage returns only',
    'a,b\r1,2\r3,4',
    ['a', 'b'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  [
    'a delimiter named in the first line',
    'sep=;\nnimi;ikä\nLiisa;31\nMatti;32\n',
    ['nimi', 'ikä'],
    [
      ['Liisa', '31'],
      ['Matti', '32'],
    ],
  ],
  [
    'times in one column are no colons between cells',
    'time\n08:26:00\n08:27:00\n08:28:00\n',
    ['time'],
    [['08:26:00'], ['08:27:00'], ['08:28:00']],
  ],
  [
    'title lines',
    'Asiakasraportti\n1.1.2024 – 31.1.2024\n\nNimi;Kaupunki;Ikä\nLiisa;Espoo;31\nMatti;Oulu;32\n',
    ['Nimi', 'Kaupunki', 'Ikä'],
    [
      ['Liisa', 'Espoo', '31'],
      ['Matti', 'Oulu', '32'],
    ],
  ],
  [
    'line breaks in the header',
    '"Etu\nnimi","Kaupunki"\nLiisa,Espoo\n',
    ['Etu nimi', 'Kaupunki'],
    [['Liisa', 'Espoo']],
  ],
  [
    'duplicate and blank names',
    'email,,email\na@x.fi,1,b@x.fi\n',
    ['email', 'Column 2', 'email (2)'],
    [['a@x.fi', '1', 'b@x.fi']],
  ],
  [
    'a rule under the header',
    'id,name\n---,-----\n1,Liisa\n2,Matti\n',
    ['id', 'name'],
    [
      ['1', 'Liisa'],
      ['2', 'Matti'],
    ],
  ],
  [
    'no header',
    '1,Liisa,liisa@x.fi\n2,Matti,matti@x.fi\n',
    undefined,
    [
      ['1', 'Liisa', 'liisa@x.fi'],
      ['2', 'Matti', 'matti@x.fi'],
    ],
  ],
  [
    'no header over names and towns',
    'Liisa Virtanen;Helsinki\nMatti Meri;Espoo\nÅke Öhman;Turku\n',
    undefined,
    [
      ['Liisa Virtanen', 'Helsinki'],
      ['Matti Meri', 'Espoo'],
      ['Åke Öhman', 'Turku'],
    ],
  ],
  [
    'row names without a name',
    'name,age\n1,Liisa,31\n2,Matti,32\n3,Maija,33\n',
    ['Column 1', 'name', 'age'],
    [
      ['1', 'Liisa', '31'],
      ['2', 'Matti', '32'],
      ['3', 'Maija', '33'],
    ],
  ],
  [
    'columns parted by blanks',
    ' id  date  amount\n 001 19970101  11.77\n 002 19970112  5.00\n',
    ['id', 'date', 'amount'],
    [
      ['001', '19970101', '11.77'],
      ['002', '19970112', '5.00'],
    ],
  ],
  [
    'columns at fixed places',
    'Name             City      Age\nLiisa Virtanen   Espoo     31\nMatti von Meri             32\nÅke              Oulu      33\n',
    ['Name', 'City', 'Age'],
    [
      ['Liisa Virtanen', 'Espoo', '31'],
      ['Matti von Meri', '', '32'],
      ['Åke', 'Oulu', '33'],
    ],
  ],
  [
    'one column',
    'email\na@x.fi\nb@x.fi\nc@x.fi\nd@x.fi\n',
    ['email'],
    [['a@x.fi'], ['b@x.fi'], ['c@x.fi'], ['d@x.fi']],
  ],
  [
    'NUL in a cell',
    'a,b\n\0,2\n3,4\n',
    ['a', 'b'],
    [
      ['\0', '2'],
      ['3', '4'],
    ],
  ],
  [
    'lone LF in CR LF',
    'id;note;x\r\n1;one\ntwo;3\r\n2;three\nfour;4\r\n3;five;6\r\n',
    ['id', 'note', 'x'],
    [
      ['1', 'one\ntwo', '3'],
      ['2', 'three\nfour', '4'],
      ['3', 'five', '6'],
    ],
  ],
  [
    'one object per line',
    '{"id":1,"name":{"first":"Liisa"},"tags":["a","b"]}\n\n{"id":2,"late":true}\n',
    ['id', 'name.first', 'tags.0', 'tags.1', 'late'],
    [
      ['1', 'Liisa', 'a', 'b', ''],
      ['2', '', '', '', 'true'],
    ],
  ],
  [
    'a list of objects',
    '[\n {"id": 12345678901234567890, "lines": [{"sku": "a"}]},\n {"id": 2, "lines": []}\n]',
    ['id', 'lines'],
    [
      ['12345678901234567890', '[{"sku":"a"}]'],
      ['2', ''],
    ],
  ],
  ['a list under a key', '{"total":2,"next":null,"customers":[{"id":1},{"id":2}]}', ['id'], [['1'], ['2']]],
]
for (const [what, content, names, cells] of cases)
  test(`found: ${what}`, async () => {
    const result = await found(content)
    assert.deepEqual(result.names, names)
    assert.deepEqual(result.cells, cells)
    assert.deepEqual(JSON.parse(JSON.stringify(result.format)), result.format)
    const packed = await detectFormat(source(gzipSync(content)))
    assert.deepEqual({ ...packed, compression: 'none' }, result.format)
    assert.deepEqual(
      (await rowsOf(source(gzipSync(content)), packed)).map((row) => row.cells),
      cells,
    )
  })

test('a whole delivery in any dialect is found and reads back the same', async () => {
  const word = fc.constantFrom(
    'Liisa',
    'Päivi Mäkelä',
    'Åke',
    'said "hi"',
    'one, two',
    'a;b',
    'line\nbreak',
    "O'Brien",
    'x | y',
    'Käpykuja 8 A',
    '',
  )
  const row = fc.tuple(
    fc.nat(99999).map(String),
    word,
    word,
    fc.nat(9999).map((n) => (n / 100).toFixed(2)),
    fc.nat(27).map((d) => `2024-03-${String(d + 1).padStart(2, '0')}`),
  )
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    everything: fc.boolean(),
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'windows-1252'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 4, maxLength: 30 }),
      style,
      async (rows, { delimiter, end, everything, encoding }) => {
        const table = [['id', 'name', 'note', 'amount', 'date'], ...rows]
        const written = (cell: string) =>
          everything || /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
        const text = table.map((cells) => cells.map(written).join(delimiter) + end).join('')
        const bytes = Buffer.from(
          encoding === 'utf-16le' ? `\ufeff${text}` : text,
          ({ 'utf-8': 'utf8', 'utf-16le': 'utf16le', 'windows-1252': 'latin1' } as const)[encoding as 'utf-8'],
        )
        const result = await found(bytes)
        assert.deepEqual(result.cells, rows)
        assert.deepEqual(result.names, table[0])
      },
    ),
    { numRuns: 150 },
  )
})

test('each iteration starts anew; fromLine resumes; batches stay small', async () => {
  const content = `id,name\n${Array.from({ length: 3500 }, (_, i) => `${i},n${i}`).join('\n')}`
  const format = await detectFormat(source(content))
  const file = openFile(source(content), format)
  for (let round = 0; round < 2; round++) {
    let rows = 0
    for await (const batch of file) {
      assert.ok(batch.length <= 1000)
      rows += batch.length
    }
    assert.equal(rows, 3500)
    assert.equal(file.bytesRead, Buffer.byteLength(content))
  }
  const rest = await rowsOf(source(content), format, { fromLine: 3000 })
  assert.deepEqual([rest[0]!.line, rest.length], [3000, 501])
})

test('a format corrected by hand is obeyed', async () => {
  const content = 'a;b,c\n1;2,3\n'
  const format = {
    ...(await detectFormat(source(content))),
    delimiter: ',',
    width: 2,
    header: null,
    skip: 0,
    encoding: 'cp850' as Encoding,
  }
  assert.deepEqual(
    (await rowsOf(source(content), format)).map((row) => row.cells),
    [
      ['a;b', 'c'],
      ['1;2', '3'],
    ],
  )
})

test('JSON: a broken line is marked, a key unknown to the format is kept and marked', async () => {
  const content = '{"a":1}\n{"a":\n{"a":"\\ud800"}\n'
  const { rows } = await found(content)
  assert.deepEqual(
    rows.map((row) => [row.line, row.unreadable ?? false, row.cells[0]]),
    [
      [1, false, '1'],
      [2, true, '{"a":'],
      [3, false, '\ud800'],
    ],
  )
  const format = await detectFormat(source('{"a":1}\n'))
  assert.deepEqual(await rowsOf(source('{"a":1,"b":2}\n'), format), [{ line: 1, cells: ['1', 'b=2'], ragged: true }])
})

test('JSON in pieces of any size', async () => {
  const records = [
    { id: 1, text: 'a"}]{[\\' },
    { id: 2, text: 'ä\n😀' },
    { id: 3, text: '' },
  ]
  for (const written of [
    JSON.stringify(records),
    JSON.stringify({ meta: { n: 3 }, items: records }),
    JSON.stringify(records, null, 2),
    records.map((r) => JSON.stringify(r)).join('\n'),
  ]) {
    const bytes = Buffer.from(written)
    const format = await detectFormat(source(written))
    for (const size of [1, 2, 5, 64]) {
      const pieces: Source = () =>
        Readable.from(
          Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
        )
      assert.deepEqual(
        (await rowsOf(pieces, format)).map((row) => row.cells),
        records.map((r) => [String(r.id), r.text]),
      )
    }
  }
})

test('it is known on which line of the file, as a person sees it opened, the rows begin', async () => {
  const rows = 'nimi;sähköposti\nLiisa;liisa@example.fi\nMatti;matti@example.fi\n'
  const begins = async (content: string) => firstLineOf((await found(content)).format)
  assert.equal(await begins(rows), 2)
  assert.equal(await begins(`\n\n${rows}`), 4)
  assert.equal(await begins(`sep=;\r\n${rows.replaceAll('\n', '\r\n')}`), 3)
  assert.equal(await begins(rows.replace('\n', '\n\n\n')), 4)
  assert.equal(await begins('{"nimi":"Liisa"}\n{"nimi":"Matti"}\n'), 1)
})
