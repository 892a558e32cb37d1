import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import '#src/pipeline.ts'
import type { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { changeFile, refuseUnlooked } from './change.ts'
import type { ImportFile, ImportFileChange } from './contract.ts'
import { type PlanOptions, planImport } from './plan.ts'
import { filePreview } from './preview.ts'
import { workbookOf } from './reading/zip.fixture.ts'
import { importLines, importReport, sumCounts } from './report.ts'
import { runImport } from './run.ts'

const db = await freshDatabase()
const context = testContext(db)
const folder = mkdtempSync(join(tmpdir(), 'kauppias-change-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let nth = 0
function file(name: string, content: string | string[] | Buffer): { name: string; path: string } {
  const path = join(folder, `${++nth}-${name}`)
  writeFileSync(path, Array.isArray(content) ? `${content.join('\n')}\n` : content)
  return { name, path }
}
const plan = (
  source: string,
  content: string | string[] | Buffer,
  options: Partial<PlanOptions> = {},
  name = 'asiakkaat.csv',
) => planImport(context, [file(name, content)], { source, ...options })
const shown = async (id: Uuid): Promise<ImportFile> => (await importReport(context, id)).files[0]!
const change = async (id: Uuid, edit: ImportFileChange): Promise<ImportFile> => {
  await changeFile(context, id, 1, edit)
  return shown(id)
}
const fields = (file: ImportFile) => Object.fromEntries(file.columns.map(({ header, field }) => [header, field]))
const people = [
  'asiakasnumero;nimi;sähköposti;puhelin',
  'A1;Liisa Virtanen;liisa@example.fi;0401234567',
  'A2;Pekka Korhonen;pekka@example.fi;0407654321',
]

suite('a format that was detected wrong is corrected', () => {
  test('encoding: the letters of the rows and the header change at once', async () => {
    const id = await plan(
      'Merkistö',
      Buffer.from('Nimi;Kaupunki;Sähköposti\nPäivi Mäkelä;Jyväskylä;p@example.fi\n', 'latin1'),
    )
    const wrong = await change(id, { encoding: 'cp850' })
    assert.ok(!wrong.columns.some(({ header }) => header === 'Sähköposti'))
    const right = await change(id, { encoding: 'windows-1252' })
    assert.equal(right.encoding, 'windows-1252')
    assert.deepEqual(right.sample[0], ['Päivi Mäkelä', 'Jyväskylä', 'p@example.fi'])
    assert.equal(fields(right).Sähköposti, 'email')
  })

  test('delimiter, header row and order of dates', async () => {
    const id = await plan('Erotin', [
      'Raportti 1.2.2026',
      'Nimi|Sähköposti;uusi|Syntymäaika',
      'Liisa Virtanen|liisa@example.fi|03/04/1985',
      'Pekka Korhonen|pekka@example.fi|05/06/1987',
    ])
    const pipe = await change(id, { delimiter: '|', header: 2 })
    assert.deepEqual(
      [pipe.delimiter, pipe.headerLine, pipe.columns.map(({ header }) => header)],
      ['|', 2, ['Nimi', 'Sähköposti;uusi', 'Syntymäaika']],
    )
    assert.equal(pipe.dateOrder, 'dmy')
    await change(id, { mapping: { columns: [{ at: 1, field: 'email' }] } })
    const american = await change(id, { dateOrder: 'mdy' })
    assert.equal(american.dateOrder, 'mdy')
    assert.equal(fields(american)['Sähköposti;uusi'], 'email', 'what a person said of the columns stays')
    const preview = await filePreview(context, id, 1)
    assert.equal(preview.rows[0]!.cells[2]!.becomes, '1985-03-04')
    const none = await change(id, { header: null })
    assert.equal(none.header, false)
    assert.equal(none.sample.length, 4)
  })

  test('the sheet of a workbook', async () => {
    const row = (y: number, cells: string[]) =>
      `<row r="${y}">${cells.map((cell, x) => `<c r="${'ABCD'[x]}${y}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`
    const sheet = (...rows: string[][]) => rows.map((cells, i) => row(i + 1, cells)).join('')
    const book = workbookOf({
      Tilaukset: sheet(['Tilausnumero', 'Asiakasnumero', 'Tilauspäivä', 'Summa'], ['T1', 'A1', '1.2.2026', '10,00']),
      Asiakkaat: sheet(['Asiakasnumero', 'Nimi', 'Sähköposti'], ['A1', 'Liisa Virtanen', 'liisa@example.fi']),
    })
    const id = await plan('Työkirja', book, {}, 'kauppa.xlsx')
    const first = await shown(id)
    assert.deepEqual(
      [first.form, first.sheet, first.sheets, first.kind],
      ['xlsx', 'Tilaukset', ['Tilaukset', 'Asiakkaat'], 'purchase'],
    )
    const second = await change(id, { sheet: 'Asiakkaat' })
    assert.deepEqual([second.sheet, second.kind], ['Asiakkaat', 'customer'])
    assert.equal((await runImport(context, id)).state, 'finished')
    assert.deepEqual(sumCounts((await importReport(context, id)).files), { new: 1 })
  })
})

suite('a mapping is edited', () => {
  test('split, join, constant and list of values reach the records, and the preview shows them', async () => {
    const id = await plan('Muunnokset', [
      'id;Koko nimi;Paikka;Katu;Nro;Lupa;Kieli2',
      '1;Anna Maria Virtanen;00100 Helsinki;Mannerheimintie;1;K;x',
      '2;Pekka Korhonen;33100 Tampere;Hämeenkatu;5;Q;y',
    ])
    const changed = await change(id, {
      kind: 'customer',
      mapping: {
        key: 'externalId',
        columns: [
          { at: 0, field: 'externalId' },
          {
            at: 1,
            field: 'ignore',
            split: { separator: ' ', rest: 'first', into: [{ field: 'givenName' }, { field: 'familyName' }] },
          },
          { at: 2, field: 'ignore', split: { places: [5], into: [{ field: 'postcode' }, { field: 'city' }] } },
          { at: 3, field: 'ignore' },
          { at: 4, field: 'ignore' },
          {
            at: 5,
            field: 'consentEmail',
            values: {
              pairs: [
                { from: 'K', to: 'yes' },
                { from: 'E', to: 'no' },
              ],
              otherwise: 'fault',
            },
          },
          { at: 6, field: 'attribute', label: 'Ryhmä' },
        ],
        joins: [{ columns: [3, 4], separator: ' ', field: 'street' }],
        constants: [{ field: 'language', value: 'fi' }],
      },
    })
    assert.deepEqual([changed.mappedBy, changed.needsLook, changed.missing], ['told', false, []])
    const { rows, columns } = await filePreview(context, id, 1)
    assert.deepEqual(
      rows.map((row) => row.cells.map((cell) => cell.becomes ?? cell.fault)),
      [
        ['1', 'Anna Maria · Virtanen', '00100 · Helsinki', 'Mannerheimintie 1', null, 'yes', 'x'],
        ['2', 'Pekka · Korhonen', '33100 · Tampere', 'Hämeenkatu 5', null, 'value_unknown', 'y'],
      ],
    )
    assert.deepEqual([columns[5]!.faulty, columns[5]!.codes], [0.5, { value_unknown: 1 }])
    assert.equal((await runImport(context, id)).state, 'finished')
    const report = await importReport(context, id)
    assert.deepEqual([report.counts, report.faults], [{ new: 2 }, { value_unknown: 1 }])
  })

  test('every problem of an edit is named at once, and nothing is changed', async () => {
    const id = await plan('Virheet', people)
    const before = await shown(id)
    await assert.rejects(
      change(id, {
        mapping: {
          key: 'businessId',
          columns: [
            { at: 9, field: 'name' },
            { at: 1, field: 'givenName' },
            { at: 2, field: 'givenName' },
            { at: 3, field: 'sku' },
          ],
          joins: [{ columns: [0, 0], separator: '', field: 'note' }],
          constants: [{ field: 'shoeSize', value: '42' }],
        },
      }),
      (error: Refusal) => {
        assert.equal(error.code, 'mapping_invalid')
        const { problems } = error.details as { problems: { code: string }[] }
        assert.deepEqual([...new Set(problems.map(({ code }) => code))].sort(), [
          'mapping_column_unknown',
          'mapping_constant_wrong',
          'mapping_field_twice',
          'mapping_field_unknown',
          'mapping_join_wrong',
          'mapping_key_missing',
        ])
        return true
      },
    )
    assert.deepEqual(fields(await shown(id)), fields(before))
  })

  test('a file left out has no mapping to edit, and one that has run is not changed', async () => {
    const id = await plan('Pois', people)
    await change(id, { kind: null })
    await assert.rejects(change(id, { mapping: { key: 'row' } }), (error: Refusal) => error.code === 'file_left_out')
    await change(id, { kind: 'customer' })
    await runImport(context, id)
    await assert.rejects(change(id, { kind: 'customer' }), (error: Refusal) => error.code === 'import_started')
  })
})

suite('a guess is not run before somebody looks', () => {
  const bare = ['Liisa;Virtanen;liisa@example.fi', 'Pekka;Korhonen;pekka@example.fi', 'Anna;Aalto;anna@example.fi']

  test('a file without header waits for a look; telling, mapping or confirming is one', async () => {
    const id = await plan('Arvaus', bare, {}, 'lista.txt')
    const guess = await shown(id)
    assert.deepEqual([guess.needsLook, guess.lookBecause], [true, ['confidence']])
    await assert.rejects(refuseUnlooked(context, id, false), (error: Refusal) => error.code === 'import_needs_look')
    assert.equal((await change(id, { confirm: true })).needsLook, false)
    await refuseUnlooked(context, id, false)
    const other = await plan('Arvaus', bare, {}, 'lista.txt')
    await refuseUnlooked(context, other, true)
    assert.equal((await shown(other)).needsLook, false)
    assert.equal((await shown(await plan('Arvaus', bare, { as: 'customer' }, 'lista.txt'))).needsLook, false)
    assert.equal((await shown(await plan('Arvaus', bare, { confirmed: true }, 'lista.txt'))).needsLook, false)
  })

  test('a file of which nothing is known waits until it is told or left out', async () => {
    const id = await plan('Outo', ['foo;bar', 'x1;y1', 'x2;y2'], {}, 'jokin.csv')
    assert.deepEqual((await shown(id)).lookBecause, ['kind_unknown'])
    await assert.rejects(refuseUnlooked(context, id, false), (error: Refusal) => error.code === 'import_needs_look')
    await change(id, { kind: null })
    await refuseUnlooked(context, id, false)
  })
})

suite('what was told of a source is remembered', () => {
  test('the same layout reads the same way; other columns are noticed before anything is written', async () => {
    const first = await plan('Muisti', people)
    await change(first, { mapping: { columns: [{ at: 3, field: 'phone', label: 'work' }] } })
    await runImport(context, first)
    const again = await shown(await plan('Muisti', people))
    assert.deepEqual([again.mappedBy, again.columns[3]!.label, again.layoutChange], ['saved', 'work', null])

    const id = await plan('Muisti', [
      'asiakasnumero;sähköposti;koko nimi;Kieli;puhelin',
      'A1;liisa@example.fi;Liisa Virtanen;fi;0401234567',
      'A3;anna@example.fi;Anna Aalto;sv;0401112223',
    ])
    const other = await shown(id)
    assert.deepEqual(other.layoutChange, {
      added: ['Kieli'],
      gone: [],
      renamed: [{ from: 'nimi', to: 'koko nimi' }],
      reordered: true,
    })
    assert.deepEqual([other.mappedBy, other.needsLook, other.lookBecause], ['carried', true, ['layout_changed']])
    assert.deepEqual(fields(other), {
      asiakasnumero: 'externalId',
      sähköposti: 'email',
      'koko nimi': 'name',
      Kieli: 'language',
      puhelin: 'phone',
    })
    assert.equal(other.columns[4]!.label, 'work')
    await assert.rejects(refuseUnlooked(context, id, false), (error: Refusal) => error.code === 'import_needs_look')
    await refuseUnlooked(context, id, true)
    await runImport(context, id)
    assert.equal((await importLines(context, id, 'new', undefined)).lines.length, 1)
  })

  test('a key whose column is gone is replaced by one that the file has', async () => {
    await runImport(context, await plan('Avain', people))
    const file = await shown(
      await plan('Avain', [
        'nimi;sähköposti;puhelin',
        'Liisa Virtanen;liisa@example.fi;0401234567',
        'Anna Aalto;anna@example.fi;0401112223',
      ]),
    )
    assert.deepEqual([file.layoutChange?.gone, file.key], [['asiakasnumero'], 'email'])
  })
})

test('a preview counts faulty cells over a sample of the whole file and shows rows with faults', async () => {
  const lines = Array.from(
    { length: 30_000 },
    (_, i) => `A${i};Henkilö ${i};${i % 10 === 0 ? 'ei' : `h${i}@example.fi`};040${1000000 + i}`,
  )
  const id = await plan('Esikatselu', ['asiakasnumero;nimi;sähköposti;puhelin', ...lines])
  const preview = await filePreview(context, id, 1, { rows: 5, faulty: 10 })
  assert.equal(preview.rows.length, 5)
  assert.equal(preview.sample.whole, false)
  assert.ok(preview.sample.lines >= 1_000)
  assert.ok(Math.abs(preview.columns[2]!.faulty - 0.1) < 0.03)
  assert.equal(preview.columns[1]!.faulty, 0)
  assert.deepEqual(preview.rows[0]!.cells[2], { written: 'ei', becomes: null, fault: 'email_invalid' })
  assert.ok(preview.faulty.every((row) => row.faults.length > 0))
})
