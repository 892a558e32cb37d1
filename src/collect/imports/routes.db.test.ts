import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Import, MappingFields, Preview } from '#src/collect/imports/contract.ts'
import { freshDatabase } from '#test/support/database.ts'
import { multipart, openHouse } from '#test/trust/house.ts'

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator } = house.people

const ask = async <T>(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
): Promise<{ status: number; body: T }> => {
  const answer = await house.ask(administrator, { method, url: `/api/v1/imports${url}`, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json<T>() }
}
const upload = async (source: string, files: Record<string, string | Buffer>): Promise<Import> => {
  const answer = await house.ask(administrator, {
    method: 'POST',
    url: '/api/v1/imports',
    ...multipart({ source }, files),
  })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json<Import>()
}

test('a plan is looked at, corrected with its rows in view, and run only when somebody has looked', async () => {
  const { id, files } = await upload('Selain', {
    'lista.txt':
      'Liisa;Virtanen;liisa@example.fi\nPekka;Korhonen;ei osoite\nAnna;Aalto;anna@example.fi\nEero;Elo;eero@example.fi\nOuti;Ojala;outi@example.fi\nIlkka;Ilves;ilkka@example.fi\n',
  })
  assert.deepEqual([files[0]!.needsLook, files[0]!.lookBecause], [true, ['confidence']])
  const refused = await ask<{ code: string; detail: string }>('POST', `/${id}/run`, {})
  assert.deepEqual([refused.status, refused.body.code], [409, 'import_needs_look'])

  const fields = (await ask<MappingFields>('GET', '/fields?kind=customer')).body
  assert.deepEqual(
    fields.fields.find(({ field }) => field === 'email'),
    { field: 'email', several: true, form: 'text' },
  )
  assert.deepEqual(fields.fields.find(({ field }) => field === 'protected')?.choices, ['yes', 'no'])
  assert.ok(fields.keys.some(({ key }) => key === 'externalId') && !fields.keys.some(({ key }) => key === 'sku'))

  const changed = await ask<Import>('PATCH', `/${id}/files/1`, {
    mapping: {
      columns: [
        { at: 0, field: 'givenName' },
        { at: 1, field: 'familyName' },
        { at: 2, field: 'email' },
      ],
      key: 'row',
      constants: [{ field: 'language', value: 'fi' }],
    },
  })
  assert.equal(changed.status, 200)
  const file = changed.body.files[0]!
  assert.deepEqual(
    [file.needsLook, file.mappedBy, file.key, file.constants],
    [false, 'told', 'row', [{ field: 'language', value: 'fi' }]],
  )
  assert.deepEqual(
    file.preview?.rows.slice(0, 3).map((row) => row.cells.map((cell) => cell.becomes ?? cell.fault)),
    [
      ['Liisa', 'Virtanen', 'liisa@example.fi'],
      ['Pekka', 'Korhonen', 'email_invalid'],
      ['Anna', 'Aalto', 'anna@example.fi'],
    ],
  )
  const preview = (await ask<Preview>('GET', `/${id}/files/1/preview?rows=1&faulty=5`)).body
  assert.deepEqual([preview.rows.length, preview.faulty.length, preview.sample.withFaults], [1, 1, 1])
  const wrong = await ask<{ code: string; details: { problems: { code: string }[] } }>('PATCH', `/${id}/files/1`, {
    mapping: {
      key: 'email',
      columns: [
        { at: 2, field: 'ignore' },
        { at: 7, field: 'name' },
      ],
    },
  })
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'mapping_invalid'])
  const { problems } = wrong.body.details
  assert.deepEqual(problems.map(({ code }) => code).sort(), ['mapping_column_unknown', 'mapping_key_missing'])
  assert.equal((await ask('POST', `/${id}/run`, {})).status, 202)
})

test('a guess may be tried, and be run when it is confirmed', async () => {
  const { id } = await upload('Kokeilu', {
    'lista.txt': 'Liisa;Virtanen;liisa@example.fi\nPekka;Korhonen;pekka@example.fi\n',
  })
  assert.equal((await ask('POST', `/${id}/run`, { dryRun: true })).status, 202)
  const other = (
    await upload('Kokeilu 2', { 'lista.txt': 'Liisa;Virtanen;liisa@example.fi\nPekka;Korhonen;pekka@example.fi\n' })
  ).id
  assert.equal((await ask('POST', `/${other}/run`, { confirm: true })).status, 202)
})

test('cards and workbooks come in beside tables', async () => {
  const cards = 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Virtanen;Liisa;;;\r\nEMAIL;TYPE=WORK:liisa@example.fi\r\nEND:VCARD\r\n'
  const id = await house.deliver('Kortit', { 'kortit.vcf': Buffer.from(cards) })
  const report = (await ask<Import>('GET', `/${id}`)).body
  assert.deepEqual([report.files[0]!.form, report.files[0]!.kind, report.counts], ['vcard', 'customer', { new: 1 }])
})
