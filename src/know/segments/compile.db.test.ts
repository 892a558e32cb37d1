import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { systemActor, verbsOf } from '#src/company/index.ts'
import { dayIn, stageOf } from '#src/know/insights/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { db, days, fair, type Person, people, shop } from '#test/support/asked.ts'
import { compile, type Condition, type Env, fieldsOf, type Leaf } from './index.ts'

const timeZone = 'Europe/Helsinki'
const today = '2026-11-23'
const meanInterval = 40
const env: Env = { actor: systemActor, today, timeZone, meanInterval }
/** Somebody who may not see people under non-disclosure. */
const seller: Env = { ...env, actor: { ...systemActor, verbs: verbsOf('sales') } }
/** Everything that can be known of a person by field, null = empty. What the seller may not see of the protected is empty. */
function known(person: Person, { actor }: Env): Record<string, string | number | boolean | null> {
  const veil = <T>(value: T) => (person.protected && !actor.verbs.has('customer.protected') ? null : value)
  const { rollup } = person
  return {
    name: person.name,
    kind: person.kind,
    city: veil(person.city),
    email: veil(person.email),
    emailDomain: veil(person.email && person.email.split('@')[1]!),
    birthDate: veil(person.birth),
    protected: person.protected,
    archived: person.archived,
    leadSource: person.leadSource,
    created: dayIn(new Date(person.created), timeZone),
    source: person.source,
    purchases: rollup?.purchases ?? 0,
    lastPurchase: rollup?.last ?? null,
    'spend.EUR': person.spend,
    'attribute.vip': veil(person.vip),
    'consent.email': person.consent === null ? null : person.consent ? 'granted' : 'denied',
    stage: stageOf({
      purchases: rollup?.purchases ?? 0,
      days: rollup?.days
        ? { count: rollup.days, first: rollup.first!, last: rollup.last!, previous: rollup.previous }
        : null,
      leadSource: person.leadSource,
      customerSince: null,
      meanInterval,
      today,
    }).stage,
  }
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
/** One condition, judged in memory. */
function judge({ field, op, value }: Leaf, person: Person, reader: Env): boolean {
  const fact = known(person, reader)[field]
  if (op === 'empty') return fact === null
  if (op === 'isNot') return !judge({ field, op: 'is', value: value! }, person, reader)
  if (fact === null || fact === undefined) return false
  if (op === 'notEmpty') return true
  if (typeof fact === 'boolean') return fact === value
  if (typeof fact === 'number') {
    const [a, b] = (Array.isArray(value) ? value : [value]).map(Number) as [number, number]
    return {
      is: fact === a,
      less: fact < a,
      atMost: fact <= a,
      more: fact > a,
      atLeast: fact >= a,
      between: fact >= a && fact <= b,
    }[op as 'is']
  }
  if (['created', 'lastPurchase', 'birthDate'].includes(field)) {
    if (op === 'within' || op === 'older') {
      const since = dayNumber(today) - dayNumber(fact)
      return op === 'within' ? since >= 0 && since <= Number(value) : since > Number(value)
    }
    const [a, b] = (Array.isArray(value) ? value : [value]) as [string, string]
    return { is: fact === a, before: fact < a, after: fact > a, between: fact >= a && fact <= b }[op as 'is']
  }
  const small = (text: unknown) => String(text).trim().toLowerCase()
  const same = ['kind', 'stage', 'consent.email'].includes(field)
    ? (one: unknown) => fact === String(one).trim()
    : (one: unknown) => small(fact) === small(one)
  if (op === 'anyOf') return (value as string[]).some(same)
  return {
    is: same(value),
    begins: fact.toLowerCase().startsWith(small(value)),
    contains: fact.toLowerCase().includes(small(value)),
  }[op as 'is']
}
function holds(tree: Condition, person: Person, reader: Env): boolean {
  if ('all' in tree) return tree.all.every((one) => holds(one, person, reader))
  if ('any' in tree) return tree.any.some((one) => holds(one, person, reader))
  return 'not' in tree ? !holds(tree.not, person, reader) : judge(tree as Leaf, person, reader)
}

const word = fc.constantFrom(
  'turku',
  'TUR',
  'liisa',
  'ä',
  "'",
  '%',
  '_',
  ';',
  'kyllä',
  'example',
  '@',
  '100 %',
  "O'Brien; drop table",
)
const textLeaf = (field: string, contains = true): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom<Leaf['op'][]>('is', 'isNot', 'begins', ...(contains ? ['contains' as const] : [])),
      value: word,
    }),
    fc.record({
      field: fc.constant(field),
      op: fc.constant<'anyOf'>('anyOf'),
      value: fc.array(word, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ field: fc.constant(field), op: fc.constantFrom('empty' as const, 'notEmpty' as const) }),
  )
const choiceLeaf = (field: string, ...words: string[]): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom('is' as const, 'isNot' as const),
      value: fc.constantFrom(...words),
    }),
    fc.record({
      field: fc.constant(field),
      op: fc.constant<'anyOf'>('anyOf'),
      value: fc.subarray(words, { minLength: 1 }),
    }),
    fc.record({ field: fc.constant(field), op: fc.constantFrom('empty' as const, 'notEmpty' as const) }),
  )
const numberLeaf = (field: string, ...values: number[]): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom<Leaf['op'][]>('is', 'isNot', 'less', 'atMost', 'more', 'atLeast'),
      value: fc.constantFrom(...values),
    }),
    fc.record({
      field: fc.constant(field),
      op: fc.constant<'between'>('between'),
      value: fc.tuple(fc.constantFrom(...values), fc.constantFrom(...values)),
    }),
    fc.record({ field: fc.constant(field), op: fc.constantFrom('empty' as const, 'notEmpty' as const) }),
  )
const dayLeaf = (field: string): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom<Leaf['op'][]>('is', 'before', 'after'),
      value: fc.constantFrom(...days),
    }),
    fc.record({
      field: fc.constant(field),
      op: fc.constant<'between'>('between'),
      value: fc.tuple(fc.constantFrom(...days), fc.constantFrom(...days)),
    }),
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom('within' as const, 'older' as const),
      value: fc.constantFrom(0, 1, 30, 400),
    }),
    fc.record({ field: fc.constant(field), op: fc.constantFrom('empty' as const, 'notEmpty' as const) }),
  )
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  textLeaf('name'),
  textLeaf('city'),
  textLeaf('emailDomain'),
  textLeaf('attribute.vip'),
  choiceLeaf('kind', 'person', 'organisation', 'Person'),
  choiceLeaf('stage', 'prospect', 'lead', 'new', 'regular', 'slipping', 'lost', 'wonBack'),
  choiceLeaf('consent.email', 'granted', 'denied'),
  choiceLeaf('source', shop, fair),
  numberLeaf('purchases', -1, 0, 2, 5),
  numberLeaf('spend.EUR', 0, 12_345, -500),
  dayLeaf('created'),
  dayLeaf('lastPurchase'),
  dayLeaf('birthDate'),
  fc.record({ field: fc.constantFrom('protected', 'archived'), op: fc.constant<'is'>('is'), value: fc.boolean() }),
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

async function chosen(condition: Condition, reader: Env): Promise<Uuid[]> {
  const rows = await db.rows(sql<{ id: Uuid }>`select c.id from know.customer c where ${compile(condition, reader)}`)
  return rows.map(({ id }) => id).sort()
}
const refusal = (code: string, what?: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && (what === undefined || error.details?.what === what)

suite('conditions', () => {
  test('a tree chooses whom it would choose in memory', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(env, seller), async (condition, reader) => {
        const expected = people.filter((person) => holds(condition, person, reader)).map(({ id }) => id)
        assert.deepEqual(await chosen(condition, reader), expected.sort(), JSON.stringify(condition))
      }),
      { numRuns: 300 },
    )
  })

  test('the stage in SQL is the stage of insights, for any rhythm', async () => {
    for (const stage of ['prospect', 'lead', 'new', 'regular', 'slipping', 'lost', 'wonBack'])
      for (const mean of [null, 1, 12.5, 91, 400]) {
        const reader = { ...env, meanInterval: mean }
        const expected = people.filter(({ rollup, leadSource }) => {
          const bought = rollup?.days
            ? { count: rollup.days, first: rollup.first!, last: rollup.last!, previous: rollup.previous }
            : null
          return (
            stageOf({ purchases: 1, days: bought, leadSource, customerSince: null, meanInterval: mean, today })
              .stage === stage
          )
        })
        assert.deepEqual(
          await chosen({ field: 'stage', op: 'is', value: stage }, reader),
          expected.map(({ id }) => id).sort(),
        )
      }
  })

  test('no text of a person becomes text of the statement', () => {
    const bodyOf = (value: string) =>
      ['is', 'isNot', 'begins', 'contains', 'anyOf'].flatMap((op) =>
        ['name', 'city', 'attribute.vip', `attribute.${value.trim() || 'x'}`].map(
          (field) =>
            compile({ all: [{ not: { field, op: op as 'is', value: op === 'anyOf' ? [value] : value } }] }, env).text,
        ),
      )
    const usual = bodyOf('Turku')
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 90 }),
      fc.constantFrom("'; drop table know.customer; --", "' or '1'='1", '$1', '\\', '"', '/*', '%_', "e'\\x27'", ');'),
    )
    fc.assert(
      fc.property(hostile, (value) => {
        fc.pre(value.trim() !== '' && value.isWellFormed() && !value.includes('\u0000'))
        assert.deepEqual(bodyOf(value), usual)
      }),
    )
  })

  test('only what the table lists can be asked', () => {
    for (const field of [
      'password_hash',
      'c.email',
      'name; --',
      'sort_key',
      'constructor',
      '__proto__',
      'toString',
      'spend.eur',
      "spend.EU'",
      'consent.fax',
      'attribute.',
    ])
      assert.throws(() => compile({ field, op: 'is', value: 'x' }, env), refusal('condition_faulty', 'field'), field)
  })

  test('fields that the reader may not see cannot be asked, in any place of the tree', () => {
    const viewer: Env = { ...env, actor: { ...systemActor, verbs: verbsOf('viewer') } }
    for (const field of ['email', 'phone', 'city', 'street', 'postcode', 'emailDomain', 'birthDate'])
      for (const condition of [{ field, op: 'notEmpty' }, { any: [{ not: { field, op: 'empty' } }] }] as Condition[])
        assert.throws(() => compile(condition, viewer), refusal('field_not_allowed'), field)
    assert.throws(
      () =>
        compile(
          { field: 'spend.EUR', op: 'notEmpty' },
          { ...env, actor: { ...systemActor, verbs: new Set(['customer.read']) } },
        ),
      refusal('field_not_allowed'),
    )
  })

  test('what an operator or a type cannot take is refused', () => {
    const faulty: Leaf[] = [
      { field: 'name', op: 'less', value: 3 },
      { field: 'name', op: 'is' },
      { field: 'name', op: 'is', value: 3 },
      { field: 'name', op: 'is', value: '  ' },
      { field: 'name', op: 'is', value: 'a\u0000' },
      { field: 'name', op: 'is', value: '\ud800' },
      { field: 'name', op: 'anyOf', value: [] },
      { field: 'name', op: 'empty', value: 'x' },
      { field: 'purchases', op: 'is', value: '1; drop' },
      { field: 'purchases', op: 'is', value: Number.POSITIVE_INFINITY },
      { field: 'purchases', op: 'between', value: [1] },
      { field: 'spend.EUR', op: 'more', value: '12.5' },
      { field: 'created', op: 'is', value: '2026-02-30' },
      { field: 'created', op: 'within', value: -1 },
      { field: 'created', op: 'within', value: 1e9 },
      { field: 'created', op: 'is', value: '9999-99-99' },
      { field: 'protected', op: 'is', value: 'true' },
      { field: 'source', op: 'is', value: 'Kauppa' },
      { field: 'id', op: 'anyOf', value: ["x' or true"] },
    ]
    for (const one of faulty) assert.throws(() => compile(one, env), refusal('condition_faulty'), JSON.stringify(one))
  })

  test('a tree made to hurt is refused before it is walked', () => {
    let deep: Condition = { field: 'name', op: 'notEmpty' }
    for (let i = 0; i < 20_000; i++) deep = { not: deep }
    assert.throws(() => compile(deep, env), refusal('conditions_too_large'))
    const wide: Condition = { all: Array.from({ length: 201 }, () => ({ field: 'name', op: 'notEmpty' as const })) }
    assert.throws(() => compile(wide, env), refusal('conditions_too_large'))
    const empty: Condition = { all: Array.from({ length: 1001 }, () => ({ all: [] })) }
    assert.throws(() => compile(empty, env), refusal('conditions_too_large'))
  })

  test('the fields of a tree are told once each', () => {
    assert.deepEqual(
      fieldsOf({
        all: [
          { field: 'city', op: 'empty' },
          {
            not: {
              any: [
                { field: 'name', op: 'empty' },
                { field: 'city', op: 'empty' },
              ],
            },
          },
        ],
      }),
      ['city', 'name'],
    )
  })
})
