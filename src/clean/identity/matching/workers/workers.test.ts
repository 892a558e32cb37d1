import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Column, Table } from '../contract.ts'
import { comparisonsFor, factsOf } from '../levels.ts'
import { allPairs } from '../pairs/found.ts'
import { Comparer, compareAll } from './index.ts'
import { numberValues, readerOf, shareValues } from './shared.ts'

const columns: Column[] = [
  { name: 'given', kind: 'given' },
  { name: 'family', kind: 'family' },
  { name: 'mail', kind: 'email' },
  { name: 'notes', kind: 'text' },
]
const cell = fc.oneof(
  fc.constantFrom('', 'matti', 'liisa', 'virtanen', 'a b', 'matti\u001fmasa', 'łódź', '日本', 'x@example.com'),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\u001e', '').replaceAll('\u001f', '')),
)
const tables = fc
  .array(fc.tuple(cell, cell, cell, cell), { minLength: 2, maxLength: 40 })
  .map((rows): Table => ({ columns, rows: rows.length, values: columns.map((_, at) => rows.map((row) => row[at]!)) }))

suite('comparing in threads', () => {
  test('values come back from shared memory as they went in, equal ones under one number', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const shared = shareValues(table, [0, 3])
        const read = readerOf(shared)
        const seen = new Map<string, number>()
        for (let row = 0; row < table.rows; row++) {
          const values = [table.values[0]![row]!, table.values[3]![row]!]
          assert.deepEqual(read(shared.codes[row]!), values)
          const key = values.join('\u001e')
          assert.equal(seen.get(key) ?? shared.codes[row], shared.codes[row])
          seen.set(key, shared.codes[row]!)
        }
        assert.equal(seen.size, shared.from.length - 1)
      }),
    )
  })

  test('many distinct values are numbered in the order they are first met', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => `nimi ${i % 7000}`)
    const codes = new Uint32Array(values.length)
    const first = numberValues([values], values.length, codes)
    assert.equal(first.length, 7000)
    assert.ok(codes.every((code, i) => code === i % 7000))
    assert.ok(first.every((row, i) => row === i))
  })

  test('the levels are those of comparing one pair after another', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const pairs = allPairs(table.rows)
        const facts = factsOf(table)
        const comparisons = comparisonsFor(columns, facts)
        const levels = await compareAll(table, pairs, facts)
        comparisons.forEach((comparison, c) => {
          const prepared = Array.from({ length: table.rows }, (_, row) =>
            comparison.prepare(comparison.columns.map((at) => table.values[at]![row]!)),
          )
          for (let i = 0; i < pairs.length; i++) {
            const [a, b] = [prepared[pairs.a[i]!], prepared[pairs.b[i]!]]
            const level = a === undefined || b === undefined ? 0 : comparison.level(a, b)
            assert.equal(levels[i * comparisons.length + c], level, comparison.name)
          }
        })
      }),
    )
  })

  const many: Table = {
    columns,
    rows: 450,
    values: columns.map((_, at) =>
      Array.from({ length: 450 }, (_, i) => `${'abcdefg'[(i * (at + 3)) % 7]}nen${(i * 31 * (at + 1)) % 97}`),
    ),
  }

  test('threads find what one thread finds, tell how far they are, and are used again', async () => {
    const pairs = allPairs(many.rows)
    const facts = factsOf(many)
    const alone = await compareAll(many, pairs, facts, { threads: 0 })
    const told: [number, number][] = []
    const comparer = new Comparer(many, facts, { threads: 3, onProgress: (done, all) => told.push([done, all]) })
    try {
      assert.deepEqual(Buffer.compare(await comparer.compare(pairs), alone), 0)
      assert.deepEqual(told.at(-1), [pairs.length * comparer.width, pairs.length * comparer.width])
      assert.ok(told.length > 3 && told.every(([done], i) => i === 0 || done > told[i - 1]![0]))
      const some = { a: pairs.a.slice(0, 50_000), b: pairs.b.slice(0, 50_000), length: 50_000 }
      assert.equal(Buffer.compare(await comparer.compare(some), alone.subarray(0, 50_000 * comparer.width)), 0)
    } finally {
      await comparer.close()
    }
  })

  test('stops when it is told to', async () => {
    const stop = new AbortController()
    const comparing = compareAll(many, allPairs(many.rows), factsOf(many), {
      threads: 2,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    })
    await assert.rejects(comparing, /enough/)
    await assert.rejects(
      compareAll(many, allPairs(many.rows), factsOf(many), { threads: 2, signal: stop.signal }),
      /enough/,
    )
  })
})
