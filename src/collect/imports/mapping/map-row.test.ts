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

test('a cell is split by its separator or at places; what is left over goes to the part told', () => {
  const split = (split: NonNullable<Mapping['columns'][number]['split']>) =>
    rowMapper({ kind: 'customer', key: 'row', columns: [{ at: 0, header: 'A', field: 'ignore', split }] })
  const names = [{ field: 'givenName' as const }, { field: 'familyName' as const }]
  const shown = (map: ReturnType<typeof rowMapper>, text: string) =>
    Object.values(map([text]).fields).map((cells) => cells.map((cell) => cell.text).join('+'))
  const first = split({ separator: ' ', rest: 'first', into: names })
  assert.deepEqual(shown(first, 'Anna  Maria Virtanen'), ['Anna Maria', 'Virtanen'])
  assert.deepEqual(shown(first, 'Virtanen'), ['Virtanen'])
  assert.deepEqual(shown(split({ separator: ' ', into: names }), 'Anna Maria Virtanen'), ['Anna', 'Maria Virtanen'])
  const place = [{ field: 'postcode' as const }, { field: 'city' as const }]
  assert.deepEqual(shown(split({ places: [5], into: place }), '00100 Helsinki'), ['00100', 'Helsinki'])
  assert.deepEqual(shown(split({ separator: ',', into: place }), '00100,'), ['00100'])
})

test('columns are joined without the empty ones, words are put in place of others, unknown ones are told', () => {
  const map = rowMapper({
    kind: 'customer',
    key: 'row',
    columns: [
      { at: 0, header: 'Katu', field: 'ignore', nulls: ['-'] },
      { at: 1, header: 'Nro', field: 'ignore' },
      {
        at: 2,
        header: 'Lupa',
        field: 'consentEmail',
        values: {
          pairs: [
            { from: 'k', to: 'yes' },
            { from: 'poistettu', to: '' },
          ],
          otherwise: 'fault',
        },
      },
      { at: 3, header: 'Väri', field: 'attribute', label: 'Lempiväri', values: { pairs: [], otherwise: 'ignore' } },
    ],
    joins: [{ columns: [0, 1], separator: ' ', field: 'street', label: 'home' }],
  })
  assert.deepEqual(map(['Käpykuja', '8', ' K ', 'sininen']), {
    kind: 'customer',
    fields: { consentEmail: [{ text: 'yes' }], street: [{ text: 'Käpykuja 8', label: 'home' }] },
    attributes: {},
  })
  assert.deepEqual(map(['-', '8', 'ehkä', '']).unknown, [{ field: 'consentEmail', text: 'ehkä' }])
  assert.deepEqual(map(['-', '', 'POISTETTU', '']).fields, {})
})

test('a mapping file tells splits, joins and lists of values, and is refused where they do not hold together', () => {
  const file = {
    kind: 'customer',
    key: 'email',
    columns: [
      {
        header: 'Nimi',
        split: { separator: ' ', rest: 'first', into: [{ field: 'givenName' }, { field: 'familyName' }] },
      },
      { header: 'Posti', field: 'email' },
      { header: 'Lupa', field: 'consentEmail', values: { pairs: { K: 'yes', E: 'no' }, otherwise: 'fault' } },
      { header: 'Katu', field: 'ignore' },
      { header: 'Nro', field: 'ignore' },
    ],
    joins: [{ columns: ['Katu', 'Nro'], field: 'street' }],
  }
  const names = ['Nimi', 'Posti', 'Lupa', 'Katu', 'Nro']
  const read = parseMappingFile(JSON.stringify(file), names)
  assert.deepEqual(read.joins, [{ field: 'street', columns: [3, 4], separator: ' ' }])
  assert.deepEqual(read.columns[2]!.values?.pairs, [
    { from: 'K', to: 'yes' },
    { from: 'E', to: 'no' },
  ])
  const mapped = rowMapper(read)(['Anna Maria Aalto', 'a@x.fi', 'E', 'Katu', '1'])
  assert.deepEqual(mapped.fields, {
    givenName: [{ text: 'Anna Maria' }],
    familyName: [{ text: 'Aalto' }],
    email: [{ text: 'a@x.fi' }],
    consentEmail: [{ text: 'no' }],
    street: [{ text: 'Katu 1' }],
  })
  for (const wrong of [
    {
      ...file,
      columns: [
        { at: 0, field: 'email' },
        { at: 1, field: 'name' },
        { at: 2, field: 'name' },
      ],
      joins: [],
    },
    { ...file, columns: [...file.columns.slice(1), { at: 0, split: { separator: ' ', into: [{ field: 'name' }] } }] },
    { ...file, joins: [{ columns: [], field: 'street' }] },
    { ...file, joins: [{ columns: ['Katu'], field: 'sku' }] },
  ])
    assert.throws(
      () => parseMappingFile(JSON.stringify(wrong), names),
      (error: Refusal) => error.code === 'mapping_invalid',
    )
})

test('an apostrophe that guards against formulas is taken away: what we gave out comes in as it was', () => {
  const map = rowMapper(mapping)
  for (const [given, was] of [
    ["'=1+1", '=1+1'],
    ["''@x", "'@x"],
    ["'＝1", '＝1'],
    ["'tis", "'tis"],
  ] as const)
    assert.deepEqual(map(['1', '', '', '', given]).attributes, { Colour: was })
})
