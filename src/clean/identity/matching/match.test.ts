import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { errorWithin, membersOf } from './calibrate.ts'
import { cluster } from './cluster.ts'
import type { Table } from './contract.ts'
import { matchTable, type Matched } from './match.ts'
import { explain, type Model, RecordScorer } from './model.ts'
import { columns, numbers, people, type People, tableOf } from './people.fixture.ts'

const rowOf = (table: Table, row: number) => table.values.map((column) => column[row]!)

function rates({ truth }: People, clusters: Uint32Array) {
  let right = 0
  let found = 0
  for (const rows of membersOf(clusters))
    for (const [i, a] of rows.entries())
      for (const b of rows.slice(i + 1)) {
        found++
        if (truth[a] === truth[b]) right++
      }
  return { right, wrong: found - right }
}

suite('matching', () => {
  const made = people(500, 150)
  const matched = matchTable(made.table, { threads: 0 })

  test('finds doubles without labels and keeps households apart', async () => {
    const { clusters, automatic, model } = await matched
    const all = rates(made, clusters)
    assert.ok(all.right >= 143, `${all.right} of 150 found`)
    assert.ok(all.wrong <= 2, `${all.wrong} wrong`)
    const alone = rates(made, automatic)
    assert.equal(alone.wrong, 0)
    assert.ok(alone.right >= 75, `${alone.right} of 150 merge by themselves`)
    assert.ok(model.zones.auto.expectedError <= 0.001)
  })

  test('the order of the rows does not matter', async () => {
    const random = numbers(5)
    const order = Array.from({ length: made.table.rows }, (_, i) => i).sort(() => random(3) - 1)
    const turned = { ...made.table, values: made.table.values.map((column) => order.map((row) => column[row]!)) }
    const groups = ({ clusters }: Matched, of: (row: number) => number) =>
      membersOf(clusters)
        .map((rows) =>
          rows
            .map(of)
            .sort((a, b) => a - b)
            .join(),
        )
        .sort()
    assert.deepEqual(
      groups(await matchTable(turned, { threads: 0 }), (row) => order[row]!),
      groups(await matched, (row) => row),
    )
  })

  test('the model scores single records as the run did, is plain JSON, and explains to the bit', async () => {
    const { model, pairs, odds, weigh, needs } = await matched
    const scorer = new RecordScorer(JSON.parse(JSON.stringify(model)) as Model)
    for (let i = 0; i < pairs.length; i += 997) {
      const [a, b] = [pairs.a[i]!, pairs.b[i]!]
      const [one, other] = [scorer.ready(rowOf(made.table, a)), scorer.ready(rowOf(made.table, b))]
      const { weight, zone } = scorer.score(one, other)
      assert.ok(Math.abs(weight - odds[i]!) < 0.01, `${weight} ${odds[i]}`)
      assert.ok(Math.abs(weigh(b, a) - odds[i]!) < 0.01)
      assert.equal(scorer.score(other, one).weight, weight)
      assert.equal(zone === 'auto', weight - needs(i) >= model.zones.auto.from)
      const told = explain(model, rowOf(made.table, a), rowOf(made.table, b))
      const sum = told.evidence.reduce((total, { weight: bits }) => total + bits, told.start)
      assert.ok(Math.abs(sum - told.weight) < 0.06, `${sum} ${told.weight}`)
    }
  })

  test('two of one household with one e-mail never merge by themselves, nor do branches of one organisation', async () => {
    const { model } = await matched
    const mark = ['mark', 'kusha', '19970928', 'kusha@example.com', 'kotikatu 3', '00100']
    assert.notEqual(explain(model, mark, ['marsha', ...mark.slice(1)]).zone, 'auto', 'twins')
    assert.equal(explain(model, mark, mark).zone, 'auto')
    const born = mark.with(2, '19600101')
    assert.notEqual(explain(model, mark.with(3, ''), born.with(3, '')).zone, 'auto', 'father and son')
    const random = numbers(2)
    const rows = Array.from({ length: 200 }, (_, i) => [`pajula ${i >> 1} oy`, `kotikatu ${random(90)}`])
    const firms = await matchTable(
      tableOf(rows, [
        { name: 'company', kind: 'organisation' },
        { name: 'street', kind: 'street' },
      ]),
      { threads: 0 },
    )
    assert.equal(membersOf(firms.automatic).length, 0)
  })

  test('linking takes one row of each file at most', async () => {
    const source = Uint16Array.from(made.truth, (person, row) => (made.truth[row - 1] === person ? 1 : 0))
    const linked = await matchTable({ ...made.table, source }, { threads: 0, oncePerSource: true })
    for (const rows of membersOf(linked.clusters)) assert.deepEqual(rows.map((row) => source[row]).sort(), [0, 1])
    assert.ok(rates(made, linked.clusters).right >= 143)
  })

  test('"never together" holds, and tables of nothing, one row or equal rows are no trouble', async () => {
    const rows = Array.from({ length: 4 }, () => [
      'liisa',
      'virtanen',
      '19710624',
      'liisa@example.com',
      'kotikatu 3',
      '00100',
    ])
    const apart = await matchTable(tableOf(rows), { threads: 0, apart: (a, b) => a + b === 1 })
    assert.notEqual(apart.clusters[0], apart.clusters[1])
    for (const few of [[], rows.slice(0, 1), [columns.map(() => ''), columns.map(() => '')]]) {
      const { clusters } = await matchTable(tableOf(few), { threads: 0 })
      assert.equal(membersOf(clusters).length, 0)
    }
  })
})

suite('clusters', () => {
  const pairs = (list: [number, number][]) => ({
    a: Uint32Array.from(list, ([a]) => a),
    b: Uint32Array.from(list, ([, b]) => b),
    length: list.length,
  })

  test('a chain over one good pair does not bring two groups together', () => {
    const same = (a: number, b: number) => a >> 2 === b >> 2
    const between = (a: number, b: number) => (same(a, b) ? 8 : a + b === 7 ? 9 : -8)
    const list: [number, number][] = []
    for (let a = 0; a < 8; a++) for (let b = a + 1; b < 8; b++) if (between(a, b) > 0) list.push([a, b])
    const odds = Float32Array.from(list, ([a, b]) => between(a, b) - (a + b === 7 ? 2 : 0))
    assert.deepEqual([...cluster(8, { pairs: pairs(list), odds }, { threshold: 1, between })], [0, 0, 0, 0, 4, 4, 4, 4])
  })

  test('the expected error of a group lies between its pairs alone and the way over a third', () => {
    const between = (a: number, b: number) => (a + b === 1 ? 0 : 10)
    const { pairs: count, error } = errorWithin(Uint32Array.of(0, 0, 0, 3), between)
    assert.equal(count, 3)
    assert.ok(error > 0.001 && error < 0.5 / 3)
  })
})
