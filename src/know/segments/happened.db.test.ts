import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { systemActor } from '#src/company/index.ts'
import { fresh, sql } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { db, dayOf, lists, people, today } from '#test/support/happened.ts'
import { envOn, holds, named, number } from '#test/support/judged.ts'
import { compile, compileWhole, type Condition, due, dueWhole, type Env, type Happened, type Leaf } from './index.ts'

// Conditions on what happened, judged by an interpreter over plain rows: both shapes of SQL choose whom it chooses, and the day on which an
// answer may change by itself is never too late.

const { nested, slipping } = named

const windowed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ last: fc.constantFrom(0, 1, 7, 30, 90, 400) }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom([30, 7], [8, 8], [90, 1]).map((between) => ({ between: between as [number, number] })),
  },
  fc.constantFrom({ from: '2026-11-17' }, { until: '2026-11-22' }, { from: '2026-08-25', until: '2026-11-24' }),
)
const one = <T>(...of: T[]) => fc.constantFrom(...of)
const names = (field: string, ...values: string[]): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.record({
      field: one(field),
      op: one('is' as const, 'isNot' as const, 'begins' as const, 'contains' as const),
      value: one(...values),
    }),
    fc.record({ field: one(field), op: one('anyOf' as const), value: fc.subarray(values, { minLength: 1 }) }),
  )
const numbers = (field: string, ...values: number[]): fc.Arbitrary<Leaf> =>
  fc.record({
    field: one(field),
    value: one(...values),
    op: one('is' as const, 'isNot' as const, 'less' as const, 'atMost' as const, 'more' as const, 'atLeast' as const),
  })
const choice = (field: string, ...values: string[]): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.record({ field: one(field), op: one('is' as const, 'isNot' as const), value: one(...values) }),
    fc.record({ field: one(field), op: one('empty' as const, 'notEmpty' as const) }),
  )
const moving = (field: string, ops: Leaf['op'][] = ['within', 'older', 'coming']): fc.Arbitrary<Leaf> =>
  fc.record({ field: one(field), op: one(...ops), value: one(0, 1, 6, 30, 400) })

const compared = fc.oneof(
  fc.record({
    op: one('atLeast' as const, 'atMost' as const, 'more' as const, 'less' as const, 'is' as const, 'isNot' as const),
    value: one(0, 1, 2, 3),
  }),
  fc.record({ op: one('between' as const), value: one([0, 1] as const, [1, 2] as const, [2, 9] as const) }),
)
const money = fc.record({
  measure: one('sum' as const, 'average' as const),
  currency: one('EUR', 'SEK'),
  op: one('atLeast' as const, 'less' as const, 'isNot' as const, 'is' as const),
  value: one(0, 1e3, 2500, 5e3),
})
const some = (...of: fc.Arbitrary<Leaf>[]) => fc.oneof(fc.constant([]), fc.array(fc.oneof(...of), { maxLength: 2 }))
const channel = fc.oneof(
  names('channel', 'web', 'shop', 'PHONE').filter(({ op }) => op === 'is' || op === 'isNot' || op === 'anyOf'),
  choice('channel', 'web'),
)
const shopped = some(
  names('category', 'kengät', 'Laukut', 'ken'),
  channel,
  names('product', 'a-1', 'B-2').filter(({ op }) => op !== 'contains'),
  numbers('quantity', 1, 0),
  numbers('amount.EUR', 1000, 0),
)
const encountered = some(channel, choice('direction', 'in', 'out'), numbers('score', 5))
const happening = fc
  .record({
    what: fc.oneof(
      fc.record({
        happened: one('purchase' as const, 'return' as const),
        where: shopped,
        measured: fc.oneof(
          compared,
          money,
          compared.map((c) => ({ ...c, measure: 'quantity' as const })),
        ),
      }),
      fc.record({
        happened: one(
          'call' as const,
          'complaint' as const,
          'contact' as const,
          'anything' as const,
          'invoice' as const,
        ),
        where: encountered,
        measured: compared,
      }),
      fc.record({
        happened: one('event' as const),
        where: some(names('name', 'ladattu opas', 'Uutiskirje'), channel),
        measured: compared,
      }),
      fc.record({
        happened: one('mailOpened' as const, 'mailBounced' as const, 'mailDelivered' as const),
        where: fc.constant([]),
        measured: compared,
      }),
    ),
    window: fc.option(windowed, { nil: undefined }),
    days: fc.boolean(),
  })
  .map(({ what: { happened, where, measured }, window, days }): Happened => {
    return {
      happened,
      where,
      ...(window && { window }),
      ...(days && !('measure' in measured) && { measure: 'days' }),
      ...measured,
    } as Happened
  })
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 12, arbitrary: happening },
  fc.oneof(
    moving('created'),
    moving('lastPurchase'),
    moving('lastContact'),
    moving('forecast.nextPurchase'),
    moving('deviationSince'),
    moving('birthday', ['coming']),
    moving('anniversary', ['coming']),
    choice('anniversary', today).filter(({ op }) => op === 'empty'),
    moving('birthDate'),
    numbers('age', 25, 30, 46, 56),
    choice('stage', 'prospect', 'lead', 'new', 'regular', 'slipping', 'lost', 'wonBack'),
    choice('consent.email', 'granted', 'denied'),
    choice('forecast.state', 'active', 'lapsing', 'lost'),
    choice('deviation', 'drop', 'channel'),
    numbers('purchases', 0, 1, 3),
    numbers('spend.EUR', 0, 1000),
    numbers('rfm.frequency', 1, 2),
    numbers('openMatters.complaint', 0, 1),
    names('name', 'liisa', 'å'),
    fc.record({ field: one('hasEmail', 'verified'), op: one('is' as const), value: fc.boolean() }),
  ),
  { weight: 2, arbitrary: fc.record({ segment: one(...lists, slipping, nested) }) },
)
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ),
}))

async function asked(condition: Condition, env: Env): Promise<[few: Uuid[], whole: Uuid[]]> {
  const whole = compileWhole(condition, env)
  const [a, b] = [
    await db.rows(fresh(sql<{ id: Uuid }>`select c.id from know.customer c where ${compile(condition, env)}`)),
    await db.rows(fresh(sql<{ id: Uuid }>`select c.id from ${whole.from} where ${whole.where}`)),
  ]
  return [a.map(({ id }) => id).sort(), b.map(({ id }) => id).sort()]
}
async function moments(condition: Condition, env: Env): Promise<Map<Uuid, string>> {
  const few = due(condition, env)
  const whole = dueWhole(condition, env)
  assert.equal(few === undefined, whole === undefined)
  if (few === undefined || whole === undefined) return new Map()
  const read = async ({ from, where, due: day }: typeof whole) => {
    const rows = await db.rows(
      fresh(sql<{ id: Uuid; due: string }>`
        select c.id, (${day})::date::text as due from ${from} where ${where} and (${day}) is not null order by c.id`),
    )
    return new Map(rows.map(({ id, due: on }) => [id, on]))
  }
  const all = await read({ from: sql`know.customer c`, where: sql`true`, due: few })
  assert.deepEqual(await read(whole), all)
  return all
}
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

suite('conditions on what happened', () => {
  test('both shapes of a tree choose whom it would choose in memory', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(0, 0, 1, 7, -30), async (condition, later) => {
        const on = dayOf(number(today) + later)
        const expected = people.filter((person) => holds(condition, person, on)).map(({ id }) => id)
        const [few, whole] = await asked(condition, envOn(on))
        assert.deepEqual(few, expected.sort(), `few: ${JSON.stringify(condition)}`)
        assert.deepEqual(whole, expected, `whole: ${JSON.stringify(condition)}`)
      }),
      { numRuns: 400 },
    )
  })

  test('until its day an answer stays as it is', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(0, 0, 3, -30), async (condition, later) => {
        const now = number(today) + later
        const all = await moments(condition, envOn(dayOf(now)))
        for (const person of people) {
          const day = all.get(person.id) ?? null
          if (day !== null) assert.ok(number(day) > now, `${day} ${JSON.stringify(condition)}`)
          const last = Math.min(day === null ? now + 430 : number(day) - 1, now + 430)
          const is = holds(condition, person, dayOf(now))
          for (let on = now + 1; on <= last; on += on < now + 12 || on > last - 3 ? 1 : 5)
            assert.equal(holds(condition, person, dayOf(on)), is, `${dayOf(on)} < ${day}: ${JSON.stringify(condition)}`)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a purchase with lines of two categories counts once, with either or both', async () => {
    const count = (where: Leaf[]): Condition => ({ happened: 'purchase', where, op: 'atLeast', value: 2 })
    for (const condition of [
      count([{ field: 'category', op: 'anyOf', value: ['kengät', 'laukut'] }]),
      count([{ field: 'category', op: 'isNot', value: 'sukat' }]),
    ]) {
      const expected = people
        .filter((person) => holds(condition, person, today))
        .map(({ id }) => id)
        .sort()
      assert.deepEqual(await asked(condition, envOn(today)), [expected, expected])
    }
  })

  test('a segment that leads to itself, and one that is not there, are refused', () => {
    const around: Env = {
      ...envOn(today),
      segments: new Map([
        [slipping, { not: { segment: nested } }],
        [nested, { segment: slipping }],
      ]),
    }
    assert.throws(() => compile({ segment: slipping }, around), refusal('segment_circle'))
    assert.throws(() => compile({ segment: lists[0] }, around), refusal('segment_unknown'))
  })

  test('who may not see purchases or sums cannot ask of them', () => {
    const env: Env = { ...envOn(today), actor: { ...systemActor, verbs: new Set(['customer.read']) } }
    for (const happened of ['purchase', 'call', 'anything'] as const)
      assert.throws(() => compile({ happened, op: 'atLeast', value: 1 }, env), refusal('field_not_allowed'))
    const noSums: Env = { ...env, actor: { ...systemActor, verbs: new Set(['customer.read', 'purchase.read']) } }
    const sum = { happened: 'purchase', measure: 'sum', currency: 'EUR', op: 'more', value: 1 } as const
    assert.throws(() => compile(sum, noSums), refusal('field_not_allowed'))
    assert.throws(
      () =>
        compile(
          { happened: 'purchase', where: [{ field: 'amount.EUR', op: 'more', value: 1 }], op: 'more', value: 0 },
          noSums,
        ),
      refusal('field_not_allowed'),
    )
  })

  test('what cannot be understood is refused', () => {
    const faulty: Happened[] = [
      { happened: 'purchase', op: 'atLeast', value: 'many' },
      { happened: 'purchase', op: 'between', value: 3 },
      { happened: 'purchase', measure: 'sum', op: 'atLeast', value: 3 },
      { happened: 'purchase', currency: 'EUR', op: 'atLeast', value: 3 },
      { happened: 'call', measure: 'sum', currency: 'EUR', op: 'atLeast', value: 3 },
      { happened: 'call', measure: 'quantity', op: 'atLeast', value: 3 },
      { happened: 'call', where: [{ field: 'category', op: 'is', value: 'x' }], op: 'atLeast', value: 3 },
      { happened: 'purchase', where: [{ field: 'category', op: 'empty' }], op: 'atLeast', value: 3 },
      { happened: 'purchase', window: { last: -1 }, op: 'atLeast', value: 3 },
      { happened: 'purchase', window: { between: [1, 7] }, op: 'atLeast', value: 3 },
      { happened: 'purchase', window: { from: '2026-02-30' }, op: 'atLeast', value: 3 },
    ]
    for (const one of faulty)
      assert.throws(() => compile(one, envOn(today)), refusal('condition_faulty'), JSON.stringify(one))
  })

  test('conditions lie as deep as anybody likes', async () => {
    let deep: Condition = { happened: 'purchase', op: 'atLeast', value: 1 }
    for (let i = 0; i < 900; i++) deep = { not: deep }
    const expected = people
      .filter((p) => p.entries.some((e) => e.kind === 'purchase'))
      .map(({ id }) => id)
      .sort()
    assert.deepEqual(await asked(deep, envOn(today)), [expected, expected])
  })
})
