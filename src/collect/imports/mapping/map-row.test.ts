import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refusal } from '#src/platform/refusal.ts'
import type { Mapping } from '#src/collect/intake/index.ts'
import { rowMapper } from './map-row.ts'
import { parseMappingFile } from './mapping-file.ts'

const mapping: Mapping = {
  kind: 'customer',
  key: 'externalId',
  constants: { customerKind: 'person', country: 'FI' },
  columns: [
    { at: 0, header: 'CustomerID', field: 'externalId', dropPointZero: true },
    { at: 1, header: 'Email', field: 'email', label: 'home', nulls: ['-', 'NULL'] },
    { at: 2, header: 'Email 2', field: 'email', label: 'work' },
    { at: 3, header: 'Born', field: 'birthDate', dateOrder: 'dmy' },
    { at: 4, header: 'Colour', field: 'attribute' },
    { at: 5, header: 'Junk', field: 'ignore' },
    { at: 6, header: 'Country', field: 'country' },
  ],
}

test('cells get their meaning; blanks, texts for nothing and ignored columns are absent', () => {
  const map = rowMapper(mapping)
  assert.deepEqual(map([' 17850.0 ', 'NULL', ' a@x.fi', '1.2.1980', ' red ', 'x', '']), {
    kind: 'customer',
    fields: {
      externalId: [{ text: '17850' }],
      email: [{ text: 'a@x.fi', label: 'work' }],
      birthDate: [{ text: '1.2.1980', dateOrder: 'dmy' }],
      customerKind: [{ text: 'person' }],
      country: [{ text: 'FI' }],
    },
    attributes: { Colour: 'red' },
  })
  assert.deepEqual(map(["'0042", 'h@x.fi', 'w@x.fi', '', '', '', 'SE']).fields, {
    externalId: [{ text: '0042' }],
    email: [
      { text: 'h@x.fi', label: 'home' },
      { text: 'w@x.fi', label: 'work' },
    ],
    customerKind: [{ text: 'person' }],
    country: [{ text: 'SE' }],
  })
  assert.deepEqual(map([]).fields, { customerKind: [{ text: 'person' }], country: [{ text: 'FI' }] })
  assert.deepEqual(map(['1', '', '', '', '__proto__', '', '']).attributes, { Colour: '__proto__' })
})

test('a refusal is "no", its absence says nothing, and it stands before a consent', () => {
  const map = rowMapper({
    kind: 'customer',
    key: 'row',
    columns: [
      { at: 0, header: 'Uutiskirje', field: 'consentEmail' },
      { at: 1, header: 'Markkinointikielto', field: 'consentEmail', label: 'optOut' },
    ],
  })
  const consent = (...cells: string[]) => map(cells).fields.consentEmail?.map(({ text }) => text)
  assert.deepEqual(consent('kyllä', 'ei'), ['kyllä'])
  assert.deepEqual(consent('kyllä', 'Kyllä'), ['no', 'kyllä'])
  assert.deepEqual(consent('', 'TRUE'), ['no'])
  assert.deepEqual(consent('', '2024-01-31 10:00'), ['no'])
  assert.equal(consent('', 'false'), undefined)
  assert.deepEqual(consent('', 'ehkä'), ['ehkä'])
})

test('the parts of a customer’s name are one name, in the order in which it is said', () => {
  const map = rowMapper({
    kind: 'purchase',
    key: 'row',
    columns: [
      { at: 0, header: 'Sukunimi', field: 'customerName', label: 'family' },
      { at: 1, header: 'Etunimi', field: 'customerName', label: 'given' },
    ],
  })
  assert.deepEqual(map(['Virtanen', 'Liisa']).fields.customerName, [{ text: 'Liisa Virtanen' }])
  assert.deepEqual(map(['Virtanen', '']).fields.customerName, [{ text: 'Virtanen' }])
})

test('an attribute may have any name', () => {
  const map = rowMapper({ kind: 'customer', key: 'row', columns: [{ at: 0, header: '__proto__', field: 'attribute' }] })
  assert.deepEqual(Object.entries(map(['x']).attributes), [['proto', 'x']])
})

test('a mapping file written by a person is read, columns named by header', () => {
  const written = {
    kind: 'customer',
    key: 'email',
    columns: [
      { header: 'sähköposti', field: 'email' },
      { at: 2, field: 'name', nulls: ['-'] },
    ],
  }
  assert.deepEqual(parseMappingFile(JSON.stringify(written), ['Nro', 'Sahkoposti', 'Nimi']), {
    kind: 'customer',
    key: 'email',
    columns: [
      { at: 0, header: 'Nro', field: 'attribute' },
      { at: 1, header: 'sähköposti', field: 'email' },
      { at: 2, header: 'Nimi', field: 'name', nulls: ['-'] },
    ],
  })
  assert.deepEqual(parseMappingFile(JSON.stringify(mapping)), mapping)
})

const wrong: [what: string, file: string, says: RegExp][] = [
  ['no JSON', '{', /not JSON/],
  ['no object', '[]', /must be an object/],
  ['unknown kind', '{"kind":"customers","columns":[],"key":"row"}', /Did you mean `customer`/],
  ['unknown entry', '{"kind":"customer","column":[],"key":"row"}', /`column`.*Did you mean `columns`/s],
  [
    'unknown field',
    '{"kind":"customer","key":"row","columns":[{"at":0,"field":"emial"}]}',
    /columns\[0\]\.field.*Did you mean `email`/s,
  ],
  ['field of another kind', '{"kind":"customer","key":"row","columns":[{"at":0,"field":"lineTotal"}]}', /lineTotal/],
  [
    'key without its column',
    '{"kind":"customer","key":"email","columns":[{"at":0,"field":"name"}]}',
    /no column is `email`/,
  ],
  [
    'column twice',
    '{"kind":"customer","key":"row","columns":[{"at":0,"field":"name"},{"at":0,"field":"email"}]}',
    /named twice/,
  ],
  ['no place', '{"kind":"customer","key":"row","columns":[{"field":"name"}]}', /needs `at`/],
  [
    'wrong date order',
    '{"kind":"customer","key":"row","columns":[{"at":0,"field":"birthDate","dateOrder":"dym"}]}',
    /Did you mean/,
  ],
  [
    'constant of an unknown field',
    '{"kind":"customer","key":"row","columns":[],"constants":{"land":"FI"}}',
    /constants/,
  ],
]
for (const [what, file, says] of wrong)
  test(`a mapping file is refused: ${what}`, () => {
    assert.throws(
      () => parseMappingFile(file),
      (error: Refusal) =>
        error.code === 'mapping_invalid' && error.status === 422 && says.test(`${error.message} ${error.next}`),
    )
  })
