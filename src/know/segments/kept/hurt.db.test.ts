import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { openHouse } from '#test/trust/house.ts'
import type { Condition } from '../contract.ts'
import { build } from '../live/build.ts'
import { lookAll } from '../live/loop.ts'
import { unbuilt } from '../live/queries/catalogue.ts'
import type { Segment, SegmentCount } from './contract.ts'
import * as counting from './count.ts'
import { sampledInside } from './queries/members.ts'

// Conditions that were made to hurt are answered, or refused in words; never with an error of the program, never for long.

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { manager } = house.people
await house.deliver('Kauppa', {
  'asiakkaat.csv': 'asiakasnumero;nimi;kaupunki\nA1;Liisa Virtanen;Turku\nA2;Olli Öhman;Oulu\n',
})

const send = async (url: string, payload: string | object, version?: number) => {
  const headers = { 'content-type': 'application/json', ...(version !== undefined && { 'if-match': `"${version}"` }) }
  const method = version === undefined ? 'POST' : 'PATCH'
  const answer = await house.ask(manager, { method, url: `/api/v1${url}`, headers, payload })
  return { status: answer.statusCode, code: answer.json<{ code?: string }>().code, body: answer.body }
}
const count = (condition: unknown) => send('/segments/count', { condition } as object)
const counted = async (condition: Condition) => {
  const { status, body } = await count(condition)
  assert.equal(status, 200, body)
  return (JSON.parse(body) as SegmentCount).count
}
const keep = async (condition: Condition) => {
  const { status, body, code } = await send('/segments', { name: 'x', condition })
  return { status, code, segment: JSON.parse(body) as Segment }
}
async function settled(): Promise<void> {
  for (const id of await unbuilt(db)) await build(house.context(), id)
  await lookAll(() => house.context())
}
const turku: Condition = { field: 'city', op: 'is', value: 'Turku' }
const many = <T>(n: number, one: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => one(i))
/** So many groups within each other, around a condition. */
const within = (levels: number, inner: Condition, group: (one: Condition) => Condition): Condition =>
  many(levels, () => 0).reduce((one) => group(one), inner)
const refused = async (condition: unknown, status: number, code: string) => {
  const answer = await count(condition)
  assert.deepEqual([answer.status, answer.code], [status, code], answer.body)
}

suite('trees made to hurt', () => {
  test('a hundred groups within each other are asked as any other', async () => {
    assert.equal(await counted(within(120, turku, (one) => ({ all: [one, { not: { any: [] } }] }))), 1)
    assert.equal(await counted(within(241, turku, (one) => ({ not: one }))), 1)
    const { segment } = await keep(within(120, turku, (one) => ({ any: [one] })))
    await settled()
    assert.equal(
      (
        await db.one(sql<{ n: number }>`
      select count(*)::int as n from know.segment_member where segment_id = ${segment.id}`)
      ).n,
      1,
    )
  })

  test('what lies deeper is refused before anything walks it', async () => {
    for (const levels of [300, 2000, 60_000]) {
      const deep = `{"condition":${'{"not":'.repeat(levels)}${JSON.stringify(turku)}${'}'.repeat(levels)}}`
      const { status, code } = await send('/segments/count', deep)
      assert.deepEqual([status, code], [400, 'json_too_deep'], String(levels))
    }
  })

  test('two hundred conditions are asked, more are refused', async () => {
    const windows = many(
      99,
      (i): Condition => ({
        happened: 'purchase',
        where: [{ field: 'category', op: 'is', value: `c${i}` }],
        window: { last: i },
        op: 'atLeast',
        value: 2,
      }),
    )
    assert.equal(await counted({ any: [turku, ...windows] }), 1)
    assert.equal(
      await counted({ all: many(199, (i) => ({ not: { field: `attribute.x${i}`, op: 'is', value: 'a' } })) }),
      2,
    )
    await refused({ any: many(10_000, () => turku) }, 400, 'invalid_request')
    await refused({ all: many(2, () => ({ any: many(101, () => turku) })) }, 422, 'conditions_too_large')
    await refused(
      { all: many(3, () => ({ any: many(199, () => ({ all: [{ any: [] }] })) })) },
      422,
      'conditions_too_large',
    )
    await refused({ field: 'city', op: 'anyOf', value: many(100_000, String) }, 400, 'invalid_request')
    await refused({ any: many(200, () => ({ any: many(200, () => turku) })) }, 413, 'too_large')
  })

  test('segments that name others many times over do not grow without end', async () => {
    let named: Condition = turku
    const kept: Segment[] = []
    for (;;) {
      const { status, code, segment } = await keep({ any: many(6, () => named) })
      if (status !== 201) {
        assert.deepEqual([status, code], [422, 'conditions_too_large'])
        break
      }
      kept.push(segment)
      named = { segment: segment.id }
    }
    assert.equal(kept.length, 3) // 6 · 6 · 6 conditions, and not six times as many
    assert.equal(await counted(named), 1)
    // the innermost cannot grow under those who name it
    const grown = { condition: { any: many(50, () => turku) } }
    const { status, code } = await send(`/segments/${kept[0]!.id}`, grown, 1)
    assert.deepEqual([status, code], [422, 'conditions_too_large'])
    assert.equal((await send(`/segments/${kept[2]!.id}`, grown, 1)).status, 200)
  })

  test('segments in a ring are refused, however long it is', async () => {
    const ring: Segment[] = []
    for (let i = 0; i < 5; i++) {
      const condition: Condition = i === 0 ? turku : { not: { segment: ring[i - 1]!.id } }
      ring.push((await keep(condition)).segment)
    }
    for (const [i, { id, version }] of ring.entries()) {
      const { code } = await send(`/segments/${id}`, { condition: { segment: ring[4]!.id } }, version)
      assert.equal(code, 'segment_circle', String(i))
    }
  })
})

suite('words made to hurt', () => {
  const gone = '01939393-0000-7000-8000-00000000f00d'
  const bad: readonly [unknown, number, string][] = [
    [{ field: 'nosuch', op: 'is', value: 'x' }, 422, 'condition_faulty'],
    [{ field: '__proto__', op: 'is', value: 'x' }, 422, 'condition_faulty'],
    [{ field: 'constructor', op: 'is', value: 'x' }, 422, 'condition_faulty'],
    [{ field: 'attribute.\u0000', op: 'is', value: 'x' }, 400, 'bad_text'],
    [{ field: 'city', op: 'is', value: '\ud800' }, 400, 'bad_text'],
    [{ field: 'city', op: 'contains', value: 'x'.repeat(501) }, 400, 'invalid_request'],
    [{ field: 'purchases', op: 'is', value: 1e300 }, 422, 'condition_faulty'],
    [{ field: 'purchases', op: 'is', value: 'NaN' }, 422, 'condition_faulty'],
    [{ field: 'purchases', op: 'between', value: ['1e5', '2'] }, 422, 'condition_faulty'],
    [{ field: 'lastPurchase', op: 'before', value: '2026-02-30' }, 422, 'condition_faulty'],
    [{ field: 'lastPurchase', op: 'within', value: 36_501 }, 422, 'condition_faulty'],
    [{ field: 'source', op: 'is', value: 'x' }, 422, 'condition_faulty'],
    [{ field: 'id', op: 'begins', value: '%' }, 422, 'condition_faulty'],
    [{ happened: '__proto__', op: 'more', value: 1 }, 400, 'invalid_request'],
    [{ happened: 'purchase', measure: 'sum', currency: 'zz', op: 'more', value: 1 }, 400, 'invalid_request'],
    [{ happened: 'purchase', where: many(11, () => turku), op: 'more', value: 1 }, 400, 'invalid_request'],
    [{ segment: 'x' }, 400, 'invalid_request'],
    [{ segment: gone }, 422, 'segment_unknown'],
    ...[{}, [], null, 'x', { all: [null] }, { all: { length: 3 } }, { all: [], any: [] }, { not: [] }].map(
      (one): [unknown, number, string] => [one, 400, 'invalid_request'],
    ),
  ]
  test('are refused in words', async () => {
    for (const [condition, status, code] of bad) await refused(condition, status, code)
  })

  test('or are only words', async () => {
    const none: readonly Condition[] = [
      { field: 'spend.ZZZ', op: 'more', value: '1' },
      { happened: 'purchase', measure: 'sum', currency: 'ZZZ', op: 'more', value: '1' },
      {
        happened: 'purchase',
        where: [{ field: 'category', op: 'is', value: "'; drop table x; --" }],
        op: 'more',
        value: 0,
      },
      { happened: 'purchase', where: [{ field: 'productName', op: 'contains', value: '\\%_' }], op: 'more', value: 0 },
      { happened: 'anything', where: [{ field: 'score', op: 'more', value: -0 }], op: 'is', value: 0.5 },
      { field: 'customerNumber', op: 'is', value: '%' },
      { field: `attribute.${'ä'.repeat(99)}`, op: 'is', value: '<script>' },
      { field: 'stage', op: 'is', value: 'nonsense' },
      { field: 'lastPurchase', op: 'between', value: ['1500-01-01', '8999-12-31'] },
      { field: 'birthday', op: 'coming', value: 36_500 },
      { field: 'id', op: 'anyOf', value: [gone] },
    ]
    for (const condition of none) assert.equal(await counted(condition), 0, JSON.stringify(condition))
    assert.equal(
      await counted({ happened: 'purchase', window: { from: '1500-01-01', until: '8999-12-31' }, op: 'is', value: 0 }),
      2,
    )
  })
})

suite('counting that takes too long', () => {
  const bought: Condition = { field: 'purchases', op: 'atLeast', value: 0 }

  test('is called off, and said to be about', async (t) => {
    const client = await db.pool.connect()
    await client.query('begin')
    await client.query('lock table know.rollup in access exclusive mode')
    t.after(async () => {
      await client.query('rollback')
      client.release()
    })
    const patience = { count: 100, guess: 100, sample: 100, warnings: 100 }
    assert.deepEqual(await counting.count(house.context(), bought, patience), {
      count: 2, // as many as there are: nothing else is known
      about: true,
      of: 2,
      sample: [],
      warnings: [],
    })
  })

  test('is told by a sample, where enough of it fit', async () => {
    const row = (n: number) => `B${n};Nimi ${n};${n < 20 ? 'Turku' : 'Oulu'}`
    await house.deliver('Kauppa', { 'asiakkaat.csv': ['asiakasnumero;nimi;kaupunki', ...many(30, row)].join('\n') })
    const inTurku = sql`(c.city = 'Turku')`
    // all of few customers are asked, and stand for as many as there are
    assert.equal(await sampledInside(db, inTurku, 32), 21)
    assert.equal(await sampledInside(db, sql`(c.city = 'Oulu' and c.name = 'Olli Öhman')`, 32), undefined)
  })
})
