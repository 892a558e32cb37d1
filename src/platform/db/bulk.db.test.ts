import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '#test/support/database.ts'
import { insertMany, table } from './bulk.ts'

const db = await freshDatabase()
await db.pool.query(
  'create table public.bulk (no int, id uuid, t text, j jsonb, b bytea, at timestamptz, n numeric, yes boolean)',
)
const bulk = table('public.bulk', {
  no: 'int',
  id: 'uuid',
  t: 'text',
  j: 'jsonb',
  b: 'bytea',
  at: 'timestamptz',
  n: 'numeric',
  yes: 'boolean',
})

// PostgreSQL text holds everything but NUL and lone surrogates
const storable = fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\u0000', '').toWellFormed())
const anyRow = fc.record({
  no: fc.constant(0),
  id: fc.option(fc.uuid()),
  t: fc.option(fc.oneof(storable, fc.constantFrom('\\N', '\\.', 'a\tb', 'a\\b', '\r\n', ''))),
  j: fc.option(fc.dictionary(storable, storable)),
  b: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
  at: fc.option(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })),
  n: fc.option(fc.bigInt().map(String)),
  yes: fc.option(fc.boolean()),
})

test('many rows by COPY and few by INSERT store exactly what was given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 8 }), async (some) => {
      const few = some.map((row, no) => ({ ...row, no }))
      const many = Array.from({ length: 120 }, (_, no) => ({ ...some[no % some.length]!, no }))
      for (const rows of [few, many]) {
        await db.pool.query('truncate public.bulk')
        assert.equal(await db.tx((tx) => insertMany(tx, bulk, rows)), rows.length)
        const stored = (await db.pool.query('select * from public.bulk order by no')).rows
        assert.deepEqual(
          stored,
          rows.map((row) => ({ ...row, j: row.j === null ? null : { ...row.j } })),
        )
      }
    }),
    { numRuns: 40 },
  )
})
