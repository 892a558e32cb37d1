import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import '#src/pipeline.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { type Mapping, ports } from '#src/collect/intake/index.ts'
import { problemsOf } from './mapping/check.ts'
import { rowMapper } from './mapping/map-row.ts'
import { profileFile } from './mapping/profile.ts'
import { suggestMapping } from './mapping/suggest.ts'
import { PreviewReader } from './preview/rows.ts'
import { detectFormat } from './reading/detect.ts'
import { columnNames, type Source } from './reading/format.ts'
import { openFile } from './reading/read.ts'
import { workbookOf } from './reading/zip.fixture.ts'

/** Files as programs write them, one of each form; MUTATIONS=10000 tries more of their mutations. */
const runs = Number(process.env.MUTATIONS ?? 2000)
const gate = { timeZone: 'Europe/Helsinki', currency: 'EUR', country: 'FI', now: new Date('2026-11-23T08:00:00Z') }

const people = `asiakasnumero;nimi;sähköposti;puhelin;syntymäaika;markkinointilupa
A1;Liisa Virtanen;liisa@example.fi;0401234567;12.3.1985;K
A2;"Pekka; ""Pete"" Korhonen";pekka@example.fi;+358 50 765 4321;1.2.1990;E
A3;Päivi Mäkelä;;09 123 456;;
A4;"Oy Yritys
Ab";info@yritys.example;;;K
`
const orders = `order_id\torder_date\tcustomer_id\tsku\tquantity\tunit_price\ttotal
1001\t2024-05-01 10:00\tA1\tTP-1\t2\t19.90\t39.80
1002\t2024-05-02 11:30\tA2\tSU-1\t1\t10.00\t10.00
1003\t2024-05-03 09:15\t\tTP-1\t-1\t19.90\t-19.90
`
const objects = JSON.stringify([
  { id: 1, name: { first: 'Liisa', last: 'Virtanen' }, emails: ['l@example.fi'], tags: null },
  { id: 2, name: { first: 'Pekka', last: 'Korhonen' }, emails: [], created: '2024-01-01T10:00:00Z' },
])
const lines =
  '{"id":"a","email":"a@example.fi","created_at":"2024-01-01"}\n{"id":"b","email":"b@example.fi","note":"x\\ny"}\n'
const fixed = `ID    DATE     QTY   SUM
0001  19970101  1   11.77
0002  19970112  5   77.00
0003  19970202  2   20.76
`
const cards = `BEGIN:VCARD\r\nVERSION:3.0\r\nN:Virtanen;Liisa;;;\r\nFN:Liisa Virtanen\r\nTEL;TYPE=CELL:+358401234567\r\nADR;TYPE=HOME:;;Katu 1;Helsinki;;00100;FI\r\nEND:VCARD\r
BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=A4kel=C3=A4;P=C3=A4ivi\r\nEMAIL;INTERNET:p@example.fi\r\nNOTE:pitk\r\n ä\r\nEND:VCARD\r\n`
const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
const sheet = `<row r="1">${cell('A1', 'Asiakasnumero')}${cell('B1', 'Nimi')}${cell('C1', 'Syntymäaika')}</row>
<row r="2"><c r="A2"><v>1</v></c>${cell('B2', 'Liisa &amp; co')}<c r="C2" s="1"><v>31478</v></c></row>
<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="s"><v>0</v></c><c r="C3" s="1"><v>32000</v></c></row>`
const strings = '<si><t>Pekka</t></si>'
const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
const workbook = workbookOf({ Asiakkaat: sheet, Muut: '' }, { strings, styles })
/** `wrap`: what is changed is packed afterwards, so that the change is within. */
const samples: [name: string, content: Buffer, wrap?: (content: Buffer) => Buffer][] = [
  ['asiakkaat.csv', Buffer.from(people)],
  ['asiakkaat-latin1.csv', Buffer.from(people, 'latin1')],
  ['asiakkaat-utf16.csv', Buffer.from(`\ufeff${people}`, 'utf16le')],
  ['tilaukset.tsv', Buffer.from(orders)],
  ['lista.json', Buffer.from(objects)],
  ['lista.ndjson', Buffer.from(lines)],
  ['ostot.txt', Buffer.from(fixed)],
  ['kortit.vcf', Buffer.from(cards)],
  ['kirja.xlsx', workbook],
  ['asiakkaat.csv.gz', gzipSync(people)],
  ['ostot.csv.gz', Buffer.from(orders), gzipSync],
  ['taulukko.xlsx', Buffer.from(sheet), (xml) => workbookOf({ S: xml.toString() }, { strings, styles })],
  ['tekstit.xlsx', Buffer.from(strings), (xml) => workbookOf({ S: sheet }, { strings: xml.toString(), styles })],
  ['tyylit.xlsx', Buffer.from(styles), (xml) => workbookOf({ S: sheet }, { strings, styles: xml.toString() })],
]

const tokens = [
  '"',
  "'",
  '\n',
  '\r',
  ';',
  ',',
  '\t',
  '\0',
  '\ufeff',
  '<',
  '>',
  '&#x110000;',
  '&#0;',
  ']]>',
  '{',
  '[',
  '}',
  '\\',
  '=\n',
  '=ZZ',
  'BEGIN:VCARD\n',
  'END:VCARD\n',
  '\xff\xfe',
  'PK\x05\x06',
  '__proto__',
  'sep=;\n',
  '<c r="XFD1"><v>1</v></c>',
  '9'.repeat(40),
  '1e999',
  '-',
  'NULL',
  '\ud800',
]

type Change =
  | { what: 'flip'; at: number; by: number }
  | { what: 'insert'; at: number; bytes: Uint8Array }
  | { what: 'token'; at: number; token: string }
  | { what: 'cut'; at: number; length: number }
  | { what: 'repeat'; at: number; length: number; times: number }
  | { what: 'end'; at: number }
  | { what: 'other'; at: number; from: number }
const place = fc.nat(10_000)
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ what: fc.constant('flip' as const), at: place, by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ what: fc.constant('insert' as const), at: place, bytes: fc.uint8Array({ maxLength: 30 }) }),
  fc.record({ what: fc.constant('token' as const), at: place, token: fc.constantFrom(...tokens) }),
  fc.record({ what: fc.constant('cut' as const), at: place, length: fc.nat(200) }),
  fc.record({
    what: fc.constant('repeat' as const),
    at: place,
    length: fc.nat(300),
    times: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ what: fc.constant('end' as const), at: place }),
  fc.record({ what: fc.constant('other' as const), at: place, from: fc.nat(samples.length - 1) }),
)

function changed(content: Buffer, change: Change): Buffer {
  const at = content.length === 0 ? 0 : change.at % content.length
  const [before, after] = [content.subarray(0, at), content.subarray(at)]
  switch (change.what) {
    case 'flip': {
      const flipped = Buffer.from(content)
      if (flipped.length > 0) flipped[at]! ^= change.by
      return flipped
    }
    case 'insert':
      return Buffer.concat([before, change.bytes, after])
    case 'token':
      return Buffer.concat([
        before,
        Buffer.from(change.token, change.token.includes('\xff') ? 'latin1' : 'utf8'),
        after,
      ])
    case 'cut':
      return Buffer.concat([before, after.subarray(change.length)])
    case 'repeat':
      return Buffer.concat([
        before,
        ...Array.from({ length: change.times }, () => after.subarray(0, change.length)),
        after,
      ])
    case 'end':
      return before
    case 'other':
      return Buffer.concat([before, samples[change.from]![1], after])
  }
}

/** All that happens to a file before anything is written of it. What it says of each line is counted. */
async function looked(name: string, source: Source): Promise<{ lines: number; outcomes: number }> {
  const format = await detectFormat(source)
  const profile = await profileFile(source, format)
  const found = suggestMapping(name, format, profile)
  const forced = suggestMapping(name, format, profile, { as: 'customer' })
  assert.ok('mapping' in forced)
  const mapping: Mapping = 'mapping' in found ? found.mapping : forced.mapping
  assert.deepEqual(
    problemsOf(mapping, format.width).filter(({ code }) => code !== 'mapping_key_missing'),
    [],
  )
  const toRow = rowMapper(mapping)
  const reader = new PreviewReader(mapping, columnNames(format), ports().gate, gate)
  let lines_ = 0
  let outcomes = 0
  for await (const rows of openFile(source, format))
    for (const row of rows) {
      assert.equal(row.line, ++lines_, 'lines are numbered without a gap')
      assert.ok(row.cells.length >= format.width)
      if (!row.unreadable && !row.ragged) {
        const { record, faults } = ports().gate(toRow(row.cells), gate)
        assert.ok(record !== undefined || faults.some(({ fatal }) => fatal), 'a row enters or says why not')
      }
      const shown = reader.read(row, row.line)
      assert.equal(shown.cells.length, row.cells.length)
      outcomes++
    }
  let again = 0
  for await (const rows of openFile(source, format)) again += rows.length
  assert.equal(again, lines_, 'reading again gives the same lines')
  return { lines: lines_, outcomes }
}

const heap = () => {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

test(`${runs} mutated files: nothing but refusals, every line accounted for, memory bounded`, async (t) => {
  let read = 0
  let refused = 0
  const codes = new Map<string, number>()
  const property = fc.asyncProperty(
    fc.nat(samples.length - 1),
    fc.array(changes, { minLength: 1, maxLength: 6 }),
    async (which, edits) => {
      const [name, content, wrap = (bytes: Buffer) => bytes] = samples[which]!
      const mutated = wrap(edits.reduce(changed, content))
      try {
        const { lines: count, outcomes } = await looked(name, () => Readable.from([mutated]))
        assert.equal(outcomes, count)
        read++
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        assert.ok(error.status === 422 && error.code !== '')
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1)
        refused++
      }
    },
  )
  for (const [name, content, wrap] of samples)
    assert.ok((await looked(name, () => Readable.from([wrap ? wrap(content) : content]))).lines > 0, name)
  const before = heap()
  const details = await fc.check(property, {
    numRuns: runs,
    ...(process.env.SEED && { seed: Number(process.env.SEED) }),
  })
  t.diagnostic(
    `seed ${details.seed}: ${read} read, ${refused} refused (${[...codes].map(([code, n]) => `${code} ${n}`).join(', ')})`,
  )
  assert.ok(!details.failed, await fc.asyncDefaultReportMessage(details))
  const grown = (heap() - before) / 1e6
  t.diagnostic(`heap grew by ${grown.toFixed(1)} MB`)
  assert.ok(grown < 80, `the heap grew by ${grown.toFixed(0)} MB`)
})
