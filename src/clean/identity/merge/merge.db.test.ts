import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import '#src/pipeline.ts'
import {
  type Claims,
  type CustomerRecord,
  ensureSource,
  type IntakeRecord,
  recordId,
  retract,
  take,
  takeFromStaff,
  type Work,
  workOf,
} from '#src/collect/intake/index.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { apartAmong, keepApart, merge, split, unmerge } from './index.ts'

const db = await freshDatabase()
const by = { by: 'person' } as const
let moment = 0
/** The context of the next moment; each is a minute after the one before. */
const context = () => testContext(db, { now: new Date(Date.UTC(2026, 10, 1, 10, ++moment)).toISOString() })
const at = <T>(work: (work: Work) => Promise<T>): Promise<T> => {
  const now = context()
  return db.tx((tx) => work(workOf(now, tx)))
}
const source = await ensureSource(db, 'Kauppa', { id: uuidOf('test', 'Kauppa'), now: context().now })

async function tell(work: Work, key: string, record: IntakeRecord): Promise<void> {
  const payload = Buffer.from(JSON.stringify(record))
  const hash = uuidOf(payload.toString())
  const incoming = { fileNo: 0, line: 0, record, key, hash, payload, copy: false, overtaken: false }
  await take(work, { source, importId: null, bulk: false, incoming: [incoming] })
}
const recordOf = (key: string) => recordId(source.id, 'customer', key)
const customer = (key: string, claims: Claims = {}, more: Partial<CustomerRecord> = {}): CustomerRecord => ({
  kind: 'customer',
  externalId: key,
  claims: { kind: 'person', name: { display: key }, ...claims },
  ...more,
})
const order = (key: string, number: string): IntakeRecord => ({
  kind: 'purchase',
  number,
  party: { ref: key },
  at: '2026-10-20T10:00:00.000Z',
  type: 'purchase',
  currency: 'EUR',
  total: '1000',
})
async function made(...keys: string[]): Promise<Uuid[]> {
  for (const key of keys) await at((work) => tell(work, key, customer(key)))
  return Promise.all(keys.map(ownerOf))
}
const ownerOf = async (key: string) =>
  (await db.one(sql<{ id: Uuid }>`select customer_id as id from clean.link where record_id = ${recordOf(key)}`)).id
const buyer = async (number: string) =>
  (await db.one(sql<{ id: Uuid }>`select customer_id as id from know.purchase where number = ${number}`)).id
/** Rows of anything that stand on a customer. */
async function rowsOf(id: Uuid): Promise<number> {
  const { n } = await db.one(sql<{ n: number }>`
    select (select count(*) from clean.claim where customer_id = ${id}) + (select count(*) from clean.link where customer_id = ${id})
      + (select count(*) from clean.identifier where customer_id = ${id}) + (select count(*) from know.timeline where customer_id = ${id})
      + (select count(*) from know.purchase where customer_id = ${id}) + (select count(*) from know.rollup where customer_id = ${id})
      + (select count(*) from know.customer where id = ${id}) + (select count(*) from know.name_token where customer_id = ${id}) as n`)
  return Number(n)
}

suite('several merges', () => {
  test('of a chain come apart in either order', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const name = `ketju${order[0]}`
      const [a, b, c] = (await made(`${name}a`, `${name}b`, `${name}c`)) as [Uuid, Uuid, Uuid]
      const first = await at((work) => merge(work, { from: a, to: b, because: by }))
      const second = await at((work) => merge(work, { from: b, to: c, because: by }))
      const merges = [first.mergeId, second.mergeId]
      for (const nth of order) await at((work) => unmerge(work, { mergeId: merges[nth]! }))
      assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((x) => ownerOf(name + x))), [a, b, c])
      for (const id of [a, b, c]) assert.equal(await rowsOf(id), 5)
      const { n } = await db.one(
        sql<{ n: number }>`select count(*)::int as n from clean.alias where old_id = any(${[a, b, c]}::uuid[])`,
      )
      assert.equal(n, 0)
    }
  })

  test('a middle one that comes back has what had gone into it', async () => {
    const [a, b, c] = (await made('keski-a', 'keski-b', 'keski-c')) as [Uuid, Uuid, Uuid]
    await at((work) => merge(work, { from: a, to: b, because: by }))
    const { mergeId } = await at((work) => merge(work, { from: b, to: c, because: by }))
    await at((work) => unmerge(work, { mergeId }))
    assert.deepEqual([await ownerOf('keski-a'), await ownerOf('keski-b'), await ownerOf('keski-c')], [b, b, c])
    const alias = await db.one(sql<{ id: Uuid }>`select customer_id as id from clean.alias where old_id = ${a}`)
    assert.equal(alias.id, b)
  })

  test('one who was parted is not joined again by what a source tells', async () => {
    await at((work) => tell(work, 'osa1', customer('osa1', {}, { personId: 'sama' })))
    await at((work) => tell(work, 'osa2', customer('osa2', {}, { personId: 'sama' })))
    const whole = await ownerOf('osa1')
    const { customerId } = await at((work) => split(work, { customer: whole, records: [recordOf('osa2')] }))
    await at((work) => tell(work, 'osa2', customer('osa2', { title: 'Rehtori' }, { personId: 'sama' })))
    assert.deepEqual([await ownerOf('osa1'), await ownerOf('osa2')], [whole, customerId])
  })
})

suite('never to be merged', () => {
  test('is remembered through merges of either and when a record comes again', async () => {
    const [a, b, c] = (await made('eri-a', 'eri-b', 'eri-c')) as [Uuid, Uuid, Uuid]
    await at((work) => keepApart(work, [a, b], by))
    assert.equal((await apartAmong(db, [a, b, c])).length, 1)
    const { mergeId } = await at((work) => merge(work, { from: a, to: c, because: by }))
    assert.deepEqual(
      (await apartAmong(db, [b, c])).map((one) => [one.a, one.b]),
      [[c, b]],
    )
    await assert.rejects(
      at((work) => merge(work, { from: b, to: c, because: by })),
      { code: 'merge_refused' },
    )
    await at((work) => unmerge(work, { mergeId }))
    assert.equal((await apartAmong(db, [b, c])).length, 0)
    await at((work) => retract(work, [recordOf('eri-a')]))
    await made('eri-a')
    const again = await ownerOf('eri-a')
    assert.notEqual(again, a)
    assert.equal((await apartAmong(db, [again, b])).length, 1)
  })
})

suite('words that must not be lost', () => {
  test('the stricter consent holds until the customer says otherwise, and goes with the merge', async () => {
    const consent = (granted: boolean, day?: string): Claims => ({
      consents: [{ channel: 'email', granted, ...(day && { at: `${day}T10:00:00.000Z` }) }],
    })
    await at((work) => tell(work, 'kielto', customer('kielto', consent(false, '2026-01-01'))))
    await at((work) => tell(work, 'lupa', customer('lupa', consent(true, '2026-06-01'))))
    const [from, to] = [await ownerOf('kielto'), await ownerOf('lupa')]
    const { mergeId } = await at((work) => merge(work, { from, to, because: by }))
    assert.equal(await granted(to), false)
    await at((work) => tell(work, 'lupa', customer('lupa', { ...consent(true), title: 'Rehtori' })))
    assert.equal(await granted(to), false, 'told again without a date: nobody was asked')
    await at((work) => tell(work, 'lupa', customer('lupa', consent(true, '2026-12-01'))))
    assert.equal(await granted(to), true, 'a later permission with a date')
    await at((work) => tell(work, 'lupa', customer('lupa', consent(true, '2026-06-01'))))
    await at((work) => unmerge(work, { mergeId }))
    assert.deepEqual([await granted(from), await granted(to)], [false, true])
  })
  async function granted(id: Uuid): Promise<boolean | undefined> {
    const { consentsOf, claimsOf } = await import('../index.ts')
    return consentsOf((await claimsOf(db, [id])).get(id)!)[0]?.granted
  }

  test('what was put together stays together when a number that they share is taken back', async () => {
    const [to] = (await made('y')) as [Uuid]
    await at((work) => tell(work, 'x1', customer('x1', {}, { personId: 'X' })))
    await at((work) => tell(work, 'x2', customer('x2', {}, { personId: 'X' })))
    const from = await ownerOf('x1')
    await at((work) => merge(work, { from, to, because: by }))
    await at((work) => retract(work, [recordOf('x1')]))
    assert.equal(await ownerOf('x2'), to, 'a lost number does not part what a person put together')
  })
})

suite('at the same moment', () => {
  interface Arriving {
    name: string
    come(work: Work, from: Uuid, key: string): Promise<void>
    /** Where it ended. */
    of(key: string): Promise<Uuid>
  }
  const arriving: Arriving[] = [
    {
      name: 'a change',
      come: (work, _, key) => tell(work, key, customer(key, { title: 'Rehtori' })),
      of: ownerOf,
    },
    {
      name: 'an order',
      come: (work, _, key) => tell(work, `T-${key}`, order(key, `T-${key}`)),
      of: (key) => buyer(`T-${key}`),
    },
    {
      name: 'a record of the same person',
      come: (work, _, key) => tell(work, `${key}+`, customer(`${key}+`, {}, { personId: key })),
      of: (key) => ownerOf(`${key}+`),
    },
    {
      name: 'a note by hand',
      come: async (work, about, key) => {
        const party = { customer: about }
        await takeFromStaff(work, {
          kind: 'interaction',
          entryKind: 'note',
          party,
          at: '2026-11-02T10:00:00.000Z',
          text: `muistio ${key}`,
        })
      },
      of: async (key) =>
        (await db.one(sql<{ id: Uuid }>`select customer_id as id from know.timeline where body = ${`muistio ${key}`}`))
          .id,
    },
  ]
  /** Runs the second while the first is done and not committed, and lets the first go when the second waits for it. */
  async function crossed(first: (tx: Tx) => Promise<unknown>, second: (tx: Tx) => Promise<unknown>): Promise<void> {
    const done = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const one = db.tx(async (tx) => {
      await first(tx)
      done.resolve()
      await go.promise
    })
    one.catch(done.reject)
    await done.promise
    const other = db.tx(second)
    for (;;) {
      const { waits } = await db.one(sql<{ waits: boolean }>`
        select exists (select from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where not l.granted and a.datname = current_database()) as waits`)
      if (waits) break
    }
    go.resolve()
    await Promise.all([one, other])
  }

  for (const [nth, { name, come, of }] of arriving.entries())
    for (const first of ['arrives', 'merges', 'parts'] as const)
      test(`${name} while two are ${first === 'parts' ? 'parted' : 'merged'}${first === 'arrives' ? ', just before' : ''}`, async () => {
        const key = `rinnan-${nth}-${first}`
        await at((work) => tell(work, key, customer(key, {}, { personId: key })))
        const from = await ownerOf(key)
        const [to] = (await made(`${key}-toinen`)) as [Uuid]
        const [earlier, later] = [context(), context()]
        const arrives = (now: typeof earlier, about: Uuid) => (tx: Tx) => come(workOf(now, tx), about, key)
        if (first === 'parts') {
          const { mergeId } = await at((work) => merge(work, { from, to, because: by }))
          await crossed((tx) => unmerge(workOf(earlier, tx), { mergeId }), arrives(later, to))
          assert.equal(await of(key), name === 'a note by hand' ? to : from)
          return
        }
        const merges = (now: typeof earlier) => (tx: Tx) => merge(workOf(now, tx), { from, to, because: by })
        if (first === 'arrives') await crossed(arrives(earlier, from), merges(later))
        else await crossed(merges(earlier), arrives(later, from))
        assert.equal(await of(key), to)
        assert.equal(await rowsOf(from), 0)
      })
})
