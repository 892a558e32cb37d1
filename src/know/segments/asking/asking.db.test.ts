import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { systemActor, verbsOf } from '#src/company/index.ts'
import { noteOpen } from '#src/know/interactions/index.ts'
import { fresh, sql } from '#src/platform/db/index.ts'
import type { Actor, Context } from '#src/platform/context.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { db, people } from '#test/support/happened.ts'
import { envOn } from '#test/support/judged.ts'
import type { Condition, ConditionField, Leaf } from '../contract.ts'
import { compile, compileWhole, due, dueWhole } from '../index.ts'
import { withoutProtected } from '../live/asking.ts'
import { askable } from './asking.ts'

const samples: Record<ConditionField['type'], string | number | boolean> = {
  text: 'a',
  identifier: 'a',
  number: 1,
  money: 1,
  choice: 'a',
  yesno: true,
  date: '2026-01-01',
}
function leaves({ id, type, operators, choices }: ConditionField): Leaf[] {
  return operators.map((op) => {
    if (op === 'empty' || op === 'notEmpty') return { field: id, op }
    if (['within', 'older', 'coming'].includes(op)) return { field: id, op, value: 7 }
    const value = choices?.[0]?.value ?? (id === 'id' || id === 'source' ? uuidOf('any') : samples[type])
    if (op === 'anyOf' || op === 'between') return { field: id, op, value: [value, value] as string[] }
    return { field: id, op, value }
  })
}

async function ask(tree: Condition, actor: Actor = systemActor): Promise<number> {
  const env = { ...envOn('2026-11-23'), actor }
  const { from, where } = compileWhole(tree, env)
  const [a, b] = [
    await db.one(fresh(sql<{ n: number }>`select count(*)::int as n from know.customer c where ${compile(tree, env)}`)),
    await db.one(fresh(sql<{ n: number }>`select count(*)::int as n from ${from} where ${where}`)),
  ]
  assert.equal(a.n, b.n, JSON.stringify(tree))
  const [few, whole] = [due(tree, env), dueWhole(tree, env)]
  if (few) await db.rows(fresh(sql`select (${few})::date from know.customer c`))
  if (whole) await db.rows(fresh(sql`select (${whole.due})::date from ${whole.from} where ${whole.where}`))
  return a.n
}

suite('what can be asked', () => {
  const told = (role: 'administrator' | 'viewer') =>
    askable({ db, actor: { ...systemActor, verbs: verbsOf(role) } } as unknown as Context)

  test('everything that is told can be asked, in both shapes', async () => {
    const { fields, happenings } = await told('administrator')
    assert.ok(fields.length > 60 && happenings.length > 20)
    for (const field of fields) for (const leaf of leaves(field)) await ask(leaf)
    for (const { kind, fields: of, measures, comparisons, currencies } of happenings) {
      for (const field of of)
        for (const leaf of leaves(field))
          await ask({ happened: kind, where: [leaf], window: { last: 30 }, op: 'atLeast', value: 1 })
      for (const measure of measures)
        for (const op of comparisons) {
          const currency = measure === 'sum' || measure === 'average' ? { currency: currencies[0]! } : {}
          await ask({ happened: kind, measure, ...currency, op, value: op === 'between' ? [1, 2] : 1 })
        }
    }
  })

  test('by those too from whom non-disclosure hides people, as segments are', async () => {
    const { fields } = await told('administrator')
    const veiled = withoutProtected(systemActor)
    for (const field of fields) for (const leaf of leaves(field).slice(0, 2)) await ask(leaf, veiled)
  })

  test('tells what has been seen, and under which names', async () => {
    const { happenings } = await told('administrator')
    const purchase = happenings.find(({ kind }) => kind === 'purchase')!
    assert.ok(purchase.seen)
    assert.equal(happenings.find(({ kind }) => kind === 'deal')!.seen, false)
    const category = purchase.fields.find(({ id }) => id === 'category')!
    assert.deepEqual(
      category.choices!.map(({ value }) => value),
      ['kengät', 'laukut'],
    )
    assert.ok(category.open)
    assert.deepEqual(purchase.currencies, ['EUR', 'SEK'])
    assert.ok(purchase.fields.some(({ id }) => id === 'amount.SEK'))
  })

  test('who may not see contacts is not offered them', async () => {
    const { fields } = await told('viewer')
    for (const id of ['email', 'city', 'birthday', 'age']) assert.ok(!fields.some((one) => one.id === id), id)
  })

  test('a matter is open until it is closed, and moves with its record', async () => {
    const person = people.find(({ matters }) => matters.length === 0)!
    const open: Condition = { field: 'openMatters.case', op: 'atLeast', value: 1 }
    const matter = {
      kind: 'case',
      id: uuidOf('case'),
      originId: person.id,
      since: new Date('2026-11-01T00:00:00Z'),
    } as const
    assert.equal(await ask(open), 0)
    await db.tx(async (tx) => {
      await noteOpen(tx, person.id, matter, true)
      await noteOpen(tx, person.id, matter, true)
    })
    assert.equal(await ask(open), 1)
    await db.tx((tx) => noteOpen(tx, person.id, matter, false))
    assert.equal(await ask(open), 0)
  })
})
