import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import readXlsx from 'read-excel-file/node'
import writeXlsx from 'write-excel-file/node'
import type { Refusal } from '#src/platform/refusal.ts'
import { detectFormat } from './detect.ts'
import type { Format, Source, Told } from './format.ts'
import { openFile } from './read.ts'
import { workbookOf, zipOf } from './zip.fixture.ts'

const source =
  (content: Buffer): Source =>
  () =>
    Readable.from([content])

async function read(content: Buffer, told?: Told): Promise<{ format: Format; rows: string[][]; lines: number[] }> {
  const format = await detectFormat(source(content), told)
  const rows: string[][] = []
  const lines: number[] = []
  for await (const batch of openFile(source(content), format))
    for (const row of batch) {
      rows.push(row.cells)
      lines.push(row.line)
    }
  return { format, rows, lines }
}
const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`
const rows = (...cells: string[][]) =>
  cells
    .map(
      (row, y) =>
        `<row r="${y + 1}">${row.map((cell, x) => (cell === '' ? '' : text(`${String.fromCharCode(65 + x)}${y + 1}`, cell))).join('')}</row>`,
    )
    .join('')

test('a workbook reads as the table it shows: texts, numbers, dates, postcodes with their zeros, yes and no', async () => {
  const styles = `<numFmts count="3"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="00000"/>
    <numFmt numFmtId="166" formatCode="#,##0.00&quot; &quot;&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs>`
  const strings =
    '<si><t>Nimi</t></si><si><r><t>Lii</t></r><r><t>sa</t></r><rPh><t>x</t></rPh></si><si><t>A &amp; B &lt;1&gt; &#228;_x000D_</t></si>'
  const sheet = `<row r="1"><c r="A1" t="s"><v>0</v></c>${['Syntymäaika', 'Postinumero', 'Summa', 'Hetki', 'Aika', 'Lupa', 'Huom'].map((name, i) => text(`${'BCDEFGH'[i]}1`, name)).join('')}</row>
    <row r="2"/>
    <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>31478</v></c><c r="C3" s="2"><v>100</v></c><c r="D3" s="3"><v>12.300000000000001</v></c>
      <c r="E3" s="4"><v>45000.5</v></c><c r="F3" s="5"><v>0.75</v></c><c r="G3" t="b"><v>1</v></c><c r="H3" t="s"><v>2</v></c></row>
    <row r="4"><c r="A4" t="str"><f>A3</f><v>Matti</v></c><c r="H4" t="e"><v>#N/A</v></c></row>`
  const { format, rows: read_, lines } = await read(workbookOf({ Asiakkaat: sheet }, { styles, strings }))
  assert.equal(format.kind, 'xlsx')
  assert.deepEqual(format.header?.names, [
    'Nimi',
    'Syntymäaika',
    'Postinumero',
    'Summa',
    'Hetki',
    'Aika',
    'Lupa',
    'Huom',
  ])
  assert.deepEqual(read_[0], [
    'Liisa',
    '1986-03-07',
    '00100',
    '12.3',
    '2023-03-15 12:00:00',
    '18:00:00',
    'true',
    'A & B <1> ä\r',
  ])
  assert.deepEqual(read_[1], ['Matti', '', '', '', '', '', '', '#N/A'])
  assert.deepEqual(lines, [1, 2], 'blank rows are no rows')
})

test('the first shown sheet that holds anything is read; the others are named and can be chosen', async () => {
  const people = rows(['Etunimi', 'Sukunimi', 'Sähköposti'], ['Liisa', 'Virtanen', 'liisa@example.fi'])
  const orders = rows(['Tilausnumero', 'Summa'], ['T-1', '12'], ['T-2', '15'])
  const book = workbookOf({ Tyhjä: '', Vanhat: orders, Asiakkaat: people }, { hidden: ['Vanhat'] })
  const first = await read(book)
  assert.equal(first.format.sheet, 'Asiakkaat')
  assert.deepEqual(first.format.sheets, ['Tyhjä', 'Vanhat', 'Asiakkaat'])
  assert.ok(first.format.notes.includes('sheets_other:Vanhat'))
  const chosen = await read(book, { sheet: 'Vanhat' })
  assert.deepEqual(chosen.rows, [
    ['T-1', '12'],
    ['T-2', '15'],
  ])
  await assert.rejects(read(book, { sheet: 'Muut' }), (error: Refusal) => error.code === 'sheet_unknown')
  await assert.rejects(read(book, { sheet: 'Tyhjä' }), (error: Refusal) => error.code === 'file_empty')
})

test('titles above the header are no header; a header can be told', async () => {
  const sheet = rows(
    ['Asiakasluettelo 2026'],
    ['Etunimi', 'Sukunimi', 'Sähköposti', 'Puhelin'],
    ['Liisa', 'Virtanen', 'liisa@example.fi', '040 1234567'],
    ['Matti', 'Meikäläinen', 'matti@example.fi', '050 1234567'],
  )
  const { format } = await read(workbookOf({ S: sheet }))
  assert.deepEqual([format.header?.line, format.skip], [2, 2])
  const none = await read(workbookOf({ S: sheet }), { header: null })
  assert.equal(none.rows.length, 4)
})

test('days count from 1904 where the workbook says so', async () => {
  const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
  const sheet = `${rows(['Päivä', 'Nimi'])}<row r="2"><c r="A2" s="1"><v>30016</v></c>${text('B2', 'Liisa')}</row>`
  const { rows: read_ } = await read(workbookOf({ S: sheet }, { styles, book: '<workbookPr date1904="1"/>' }))
  assert.equal(read_[0]?.[0], '1986-03-07')
})

test('a bomb, a broken part and a part that is not there are refused, never thrown', async () => {
  const bomb = zipOf({ 'xl/workbook.xml': 'x'.repeat(1000) }, 4_000_000_000)
  const broken = workbookOf({ S: rows(['a', 'b'], ['1', '2']) })
  const garbled = Buffer.from(broken)
  garbled.fill(7, 300, 420)
  for (const [content, codes] of [
    [bomb, ['file_expands_too_much']],
    [zipOf({ 'xl/workbook.xml': '<workbook/>' }), ['file_is_xlsx_broken']],
    [broken.subarray(0, broken.length - 30), ['file_is_xlsx_broken']],
    [garbled, ['file_is_xlsx_broken', 'file_is_zip', 'file_empty']],
  ] as const)
    await assert.rejects(read(content), (error: Refusal) => (codes as readonly string[]).includes(error.code))
})

test('what another reader reads of a written workbook, this one reads too', async () => {
  const people = Array.from({ length: 300 }, (_, i) => [
    { value: `Henkilö ${i} & ”Co” <ä>`, type: String },
    { value: i * 1.25, type: Number },
    { value: new Date(Date.UTC(1950 + (i % 70), i % 12, 1 + (i % 28))), type: Date, format: 'dd.mm.yyyy' },
    { value: i % 2 === 0, type: Boolean },
    i % 3 === 0 ? null : { value: `rivi\ntoinen ${i}`, type: String },
  ])
  const header = ['Nimi', 'Summa', 'Päivä', 'Lupa', 'Huom'].map((value) => ({ value }))
  const content = await writeXlsx([header, ...people]).toBuffer()
  const [theirs] = await readXlsx(content)
  const { rows: ours } = await read(content)
  const shown = (cell: unknown) =>
    cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
  assert.deepEqual(
    ours,
    theirs!.data.slice(1).map((row) => [0, 1, 2, 3, 4].map((i) => shown(row[i]))),
  )
})
