import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Column, Table } from './contract.ts'
import { againstHousehold, sharesOf, together } from './household.ts'
import { matchTable, membersOf } from './index.ts'
import { explain } from './model.ts'

const columns: Column[] = [
  { name: 'given', kind: 'given' },
  { name: 'family', kind: 'family' },
  { name: 'born', kind: 'birthDate' },
  { name: 'street', kind: 'street' },
  { name: 'postcode', kind: 'postcode' },
  { name: 'city', kind: 'city' },
]
const givens = 'matti liisa juha anna pekka maija timo kaisa antti leena heikki sanna olli riitta ville tuula'.split(
  ' ',
)
const syllables = 'ka mä vir ran ko las sa lo pe tu hei nie ra ha jo va'.split(' ')

/** 400 homes of two or three who share name and address, and after them 80 of the people again, with a slip here and there. */
function homes(): Table {
  const rows: string[][] = []
  for (let home = 0; home < 400; home++) {
    const family = `${syllables[home % 16]}${syllables[(home * 7 + 3) % 15]}${syllables[(home * 5) % 13]}nen`
    const postcode = String(10000 + (home % 90) * 10)
    for (let member = 0; member < 2 + (home % 2); member++) {
      const born = `19${30 + ((home * 13 + member * 29) % 70)}0${1 + ((home + member * 4) % 9)}${10 + ((home * 3 + member) % 18)}`
      const given = givens[(home * 3 + member * 5) % 16]!
      rows.push([given, family, born, `${syllables[home % 11]}tie ${1 + home}`, postcode, `paikka${home % 90}`])
    }
  }
  const people = rows.length
  for (let i = 0; i < 80; i++) {
    const again = [...rows[(i * 11) % people]!]
    if (i % 3 === 0) again[1] = again[1]!.replace('nen', 'en')
    if (i % 4 === 0) again[2] = ''
    if (i % 5 === 0) again[3] = ''
    rows.push(again)
  }
  return { columns, rows: rows.length, values: columns.map((_, at) => rows.map((row) => row[at]!)) }
}

suite('households', () => {
  test('what members share says nothing for one person, what they do not share says what it always says', () => {
    assert.equal(againstHousehold(7, 0), 7)
    assert.ok(Math.abs(againstHousehold(14, 0.95)) < 0.1)
    assert.ok(againstHousehold(-5, 0.95) < -1)
    assert.ok(Math.abs(together(10, 10) - 9) < 1e-9)
    assert.equal(together(3, Number.POSITIVE_INFINITY), 3)
    assert.deepEqual(sharesOf([{ kind: 'given' }, { kind: 'family' }]), [0, 0])
    assert.ok(sharesOf([{ kind: 'given' }, { kind: 'street' }])[1]! > 0.9)
  })

  test('families stay apart, doubles come together, and the evidence names the household', async () => {
    const table = homes()
    const { clusters, model } = await matchTable(table)
    const given = table.values[0]!
    const groups = membersOf(clusters)
    assert.ok(groups.length >= 55, `${groups.length} groups`)
    assert.ok(groups.filter((rows) => new Set(rows.map((row) => given[row])).size > 1).length <= 1)
    const row = (at: number) => table.values.map((values) => values[at]!)
    const two = explain(model, row(0), row(1))
    assert.equal(two.zone, 'leave')
    assert.ok(two.evidence.find(({ comparison }) => comparison === 'household')!.weight < -1)
    const sum = two.evidence.reduce((bits, { weight }) => bits + weight, two.start)
    assert.ok(Math.abs(sum - two.weight) < 1e-6)
  })
})
