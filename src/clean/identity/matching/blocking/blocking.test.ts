import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Column, Table } from '../contract.ts'
import { cellAtoms, placesOf } from './atoms.ts'
import { candidatePairs, keysOf, usualBudget } from './index.ts'

const person: Column[] = [
  { name: 'given', kind: 'given' },
  { name: 'family', kind: 'family' },
  { name: 'born', kind: 'birthDate' },
  { name: 'mail', kind: 'email' },
  { name: 'phone', kind: 'phone' },
  { name: 'street', kind: 'street' },
  { name: 'postcode', kind: 'postcode' },
]
const tableOf = (rows: readonly (readonly string[])[], source?: Uint16Array): Table => ({
  columns: person,
  rows: rows.length,
  values: person.map((_, column) => rows.map((row) => row[column] ?? '')),
  ...(source && { source }),
})

const word = (...words: string[]) => fc.constantFrom('', ...words)
const row = fc.tuple(
  word('matti', 'liisa', 'juha', 'matti\u001fmasa'),
  word('virtanen', 'korhonen', 'mäki', 'maki', 'wirtanen'),
  word('19700312', '19701203', '19551111', '19880000'),
  word('matti@example.com', 'info@example.com', 'liisa.virtanen@example.org'),
  word('401234567', '501112222', '401234567\u001f95551234'),
  word('koivutie 5', 'koivutie 5 a 2', 'rantakatu 11'),
  word('00100', '33100', '90500'),
)
const rows = fc.array(row, { minLength: 2, maxLength: 60 })

/** What each row shares with others, found the slow way: place and hash as text. */
function atomsByRow(table: Table): Set<string>[] {
  const places = placesOf(table.columns)
  return Array.from({ length: table.rows }, (_, at) => {
    const atoms = new Set<string>()
    for (let column = 0; column < table.columns.length; column++)
      cellAtoms(places, table.columns, column, table.values[column]![at]!, (place, low, high) =>
        atoms.add(`${place} ${low} ${high}`),
      )
    return atoms
  })
}
const pairsOf = ({ pairs }: ReturnType<typeof candidatePairs>) =>
  Array.from({ length: pairs.length }, (_, i) => [pairs.a[i]!, pairs.b[i]!] as const)

suite('candidate pairs', () => {
  test('all who share one thing in a block that is not too large are paired, each pair once, the smaller row first', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 400 }), (all, budget) => {
        const table = tableOf(all)
        const found = candidatePairs(table, { budget })
        const texts = pairsOf(found).map(([a, b]) => `${a} ${b}`)
        assert.equal(new Set(texts).size, texts.length)
        for (const [a, b] of pairsOf(found)) assert.ok(a < b && b < table.rows)
        const known = new Set(texts)
        const atoms = atomsByRow(table)
        const holders = Map.groupBy(
          atoms.flatMap((set, at) => [...set].map((atom) => [atom, at] as const)),
          ([atom]) => atom,
        )
        for (const block of holders.values()) {
          if (block.length > found.largestPaired[0]!) continue
          for (const [, a] of block) for (const [, b] of block) assert.ok(a >= b || known.has(`${a} ${b}`), `${a} ${b}`)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('two things that are common alone are paired where they are rare together', () => {
    // Everybody is called Matti or Liisa and lives in one of two places: nothing is rare alone.
    const all = Array.from({ length: 400 }, (_, i) => [
      i % 2 ? 'matti' : 'liisa',
      `${'abdefgh'[i % 7]}nen${'abdefgh'[Math.floor(i / 7) % 7]}lo`,
      `19${30 + (i % 20)}0000`,
      '', '', '',
      i % 3 ? '00100' : '33100',
    ]) // biome-ignore format: one row
    all.push([...all[17]!], [...all[203]!])
    const found = candidatePairs(tableOf(all), { budget: 4000 })
    const texts = new Set(pairsOf(found).map(([a, b]) => `${a} ${b}`))
    assert.ok(texts.has('17 400') && texts.has('203 401'))
    assert.ok(found.pairs.length <= 4000)
    assert.ok(found.rules.some(({ name, pairs }) => name.includes(' + ') && pairs > 0))
  })

  test('the budget holds whatever the rows are, and the preview counts what is found', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 300 }), (all, budget) => {
        const table = tableOf(all)
        const found = candidatePairs(table, { budget })
        assert.ok(found.pairs.length <= budget)
        const preview = candidatePairs(table, { budget, preview: true })
        assert.equal(preview.pairs.length, 0)
        assert.deepEqual(preview.rules, found.rules)
      }),
    )
  })

  test('the order of the rows changes nothing', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), fc.integer({ min: 20, max: 300 }), (all, chance, budget) => {
        const order = all.map((_, i) => [chance.next().value!, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
        const moved = tableOf(order.map(([, i]) => all[i]!))
        const here = pairsOf(candidatePairs(tableOf(all), { budget })).map(([a, b]) => `${a} ${b}`)
        const there = pairsOf(candidatePairs(moved, { budget })).map(([a, b]) => {
          const [x, y] = [order[a]![1], order[b]![1]]
          return x < y ? `${x} ${y}` : `${y} ${x}`
        })
        assert.deepEqual(there.sort(), here.sort())
      }),
    )
  })

  test('rows of one source are never paired', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 3000 }), (all, budget) => {
        const source = Uint16Array.from(all, (_, i) => i % 2)
        for (const [a, b] of pairsOf(candidatePairs(tableOf(all, source), { budget }))) assert.notEqual(a % 2, b % 2)
      }),
    )
  })

  test('small files may be compared whole', () => {
    const all = Array.from({ length: 50 }, (_, i) => [`nimi${i}`])
    assert.equal(candidatePairs(tableOf(all), { all: true }).pairs.length, (50 * 49) / 2)
    assert.ok(usualBudget(1_000_000) <= 20_000_000)
  })
})

suite('stored keys', () => {
  const shared = (a: string[], b: string[]) => {
    const keys = new Set(keysOf(person, a))
    return keysOf(person, b).filter((key) => keys.has(key)).length
  }
  test('the same record has the same keys in every version of the program', () => {
    assert.deepEqual(
      keysOf(person, [
        'matti',
        'virtanen',
        '19700312',
        'matti.virtanen@example.com',
        '401234567',
        'koivutie 5 a',
        '00100',
      ]),
      [
        7435957699466288508n,
        -5277165549087863042n,
        5501668273127541361n,
        -2265648712694879117n,
        -5680660588013299705n,
        -706382572686852252n,
        -4063991779338616438n,
        4534394931877414088n,
        8638038725371500486n,
      ],
    )
  })
  test('swapped names, swapped day and month, other spellings and a genitive still meet', () => {
    const first = ['matti', 'virtanen', '19700312', '', '', '', '']
    assert.ok(shared(first, ['virtanen', 'matti', '', '', '', '', '']) > 0)
    assert.ok(shared(first, ['matti', '', '19701203', '', '', '', '']) > 0)
    assert.ok(shared(first, ['mati', 'wirttanen', '', '', '', '', '']) > 0)
    assert.ok(shared(first, ['matti', 'virtasen', '', '', '', '', '']) > 0)
    assert.equal(shared(first, ['liisa', 'korhonen', '19880101', '', '', '', '']), 0)
  })
  test('one of several values is enough', () => {
    assert.ok(shared(['', '', '', '', '401234567\u001f95551234', '', ''], ['', '', '', '', '95551234', '', '']) > 0)
    assert.ok(shared(['liisa', 'mäki\u001fkorhonen', '19700312'], ['liisa', 'korhonen', '']) > 0)
  })
  test('whoever shares a stored key is a candidate pair, where blocks are not too large', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const known = new Set(pairsOf(candidatePairs(tableOf(all), { budget: 1e6 })).map(([a, b]) => `${a} ${b}`))
        const keys = all.map((one) => new Set(keysOf(person, one)))
        for (let a = 0; a < all.length; a++)
          for (let b = a + 1; b < all.length; b++)
            if ([...keys[a]!].some((key) => keys[b]!.has(key))) assert.ok(known.has(`${a} ${b}`))
      }),
      { numRuns: 50 },
    )
  })
  test('an office mailbox is no key', () => {
    const info = (email: string) => keysOf(person, ['', '', '', email, '', '', ''])
    assert.equal(info('info@example.com').length, 1)
    assert.equal(info('liisa.korhonen@example.com').length, 3)
  })
})
