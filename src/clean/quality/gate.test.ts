import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Field, MappedRow } from '#src/collect/intake/index.ts'
import { recordKinds } from '#src/terms/index.ts'
import { gate } from './gate.fixture.ts'
import { readRecord } from './gate.ts'
import { written } from './normalise/hostile.arbitrary.ts'

test('whatever is written, a row gives a record or a reason, and nothing that cannot be stored', () => {
  const fields = [
    'externalId',
    'name',
    'givenName',
    'familyName',
    'organisation',
    'contactName',
    'email',
    'phone',
    'street',
    'streetExtra',
    'postcode',
    'city',
    'postcodeCity',
    'region',
    'country',
    'birthDate',
    'at',
    'total',
    'currency',
    'quantity',
    'unitPrice',
    'lineTotal',
    'orderNumber',
    'customerRef',
    'customerName',
    'customerPhone',
    'customerEmail',
    'amount',
    'text',
    'note',
    'sku',
    'price',
    'invoiceNumber',
    'consentEmail',
    'deleted',
    'website',
    'businessId',
    'vatId',
    'score',
    'reference',
    'title',
    'gender',
    'lineNumber',
    'channel',
    'status',
    'entryKind',
  ] as const satisfies readonly Field[]
  const cell = fc.record({
    text: written,
    label: fc.constantFrom(undefined, 'home', 'contact'),
    dateOrder: fc.constantFrom(undefined, 'dmy' as const, 'unix' as const),
    decimal: fc.constantFrom(undefined, ',' as const),
  })
  const cells = fc.dictionary(fc.constantFrom(...fields), fc.array(cell, { maxLength: 3 }), { maxKeys: 12 })
  const sound = Object.fromEntries(
    (['at', 'total', 'amount', 'lineTotal', 'orderNumber', 'invoiceNumber', 'sku', 'name'] as const).map((field) => [
      field,
      [{ text: field === 'at' ? '2026-01-01' : field === 'name' ? 'Liisa' : '1' }],
    ]),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...recordKinds),
      fc.oneof(
        cells,
        cells.map((row) => ({ ...row, ...sound })),
        cells.map((row) => ({ ...sound, ...row })),
      ),
      fc.dictionary(written, written, { maxKeys: 3 }),
      (kind, row, attributes) => {
        const { record, faults } = readRecord({ kind, fields: row as MappedRow['fields'], attributes }, gate)
        assert.equal(
          record === undefined,
          faults.some(({ fatal }) => fatal),
        )
        for (const text of texts({ record, faults }))
          assert.ok(
            text.isWellFormed() && !/\p{Bidi_Control}/u.test(text) && !text.includes('\u0000'),
            JSON.stringify(text),
          )
        for (const fault of faults) assert.ok(fault.written.length <= 200)
      },
    ),
    { numRuns: 5000 },
  )
})

function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield key
      yield* texts(inner)
    }
  }
}

test('a cell without end makes the row wait, at once', () => {
  const from = performance.now()
  for (const unit of ['x', 'ä ', 'as 1 ', '\u0000', '(', '1,', '\uD800']) {
    const { record, faults } = readRecord(
      {
        kind: 'customer',
        fields: { name: [{ text: 'Liisa Virtanen' }], note: [{ text: unit.repeat(3_000_000) }] },
        attributes: {},
      },
      gate,
    )
    assert.deepEqual(
      [record, faults.map(({ field, code, fatal }) => [field, code, fatal])],
      [undefined, [['note', 'text_too_long', true]]],
    )
  }
  assert.ok(performance.now() - from < 1000)
})
