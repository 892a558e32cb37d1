import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Claims,
  ensureSource,
  type IntakeRecord,
  recordId,
  retract,
  staffSource,
  take,
  workOf,
} from '#src/collect/intake/index.ts'
import { type Db, raw, sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { World } from '#test/support/world.ts'
import { merge, unmerge } from './index.ts'

// Two worlds: in one the customers are merged, live on and are parted again; in the other they were never merged.

const runs = Number(process.env.RUNS ?? 20)
const shops = ['Kauppa', 'Uutiskirje'] as const
type Change =
  | { act: 'tell'; shop: 0 | 1; key: number; told: number; person: boolean }
  | { act: 'order'; key: number; nth: number; amount: number }
  | { act: 'note'; nth: number }
  | { act: 'edit'; told: number }
  | { act: 'undo'; nth: number }

/** Customer numbers 0–3 are of the one, 4–7 of the other, 8 and 9 of strangers. */
const groupOf = (key: number) => Math.floor(key / 4)
/** Where somebody's numbers are known to be one person's: ids of two sources never contradict each other. */
const homeOf = (key: number) => groupOf(key) % 2
const keys = fc.nat(9)
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('tell' as const),
      shop: fc.constantFrom(0 as const, 1 as const),
      key: keys,
      told: fc.nat(30),
      person: fc.constant(true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('order' as const),
      key: keys,
      nth: fc.nat(3),
      amount: fc.integer({ min: 1, max: 9000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('note' as const), nth: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('edit' as const), told: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('undo' as const), nth: fc.nat(99) }) },
)

function claimsOf(told: number): Claims {
  const address = `person${told % 5}@example.com`
  return {
    kind: 'person',
    name: { display: `Nimi ${told % 7}`, given: 'Nimi', family: String(told % 7) },
    ...(told % 2 === 0 && { emails: [{ value: address, key: address }] }),
    ...(told % 3 === 0 && { phones: [{ value: `+3584012345${told % 4}` }] }),
    ...(told % 4 === 0 && { addresses: [{ street: `Katu ${told}`, postcode: '00100', city: 'Helsinki' }] }),
    ...(told % 5 === 0 && { consents: [{ channel: 'email' as const, granted: told % 10 === 0 }] }),
    ...(told % 11 === 0 && { attributes: { Taso: String(told) } }),
  }
}

/** One of the two worlds: what is told in it, in order. */
class Told extends World {
  #made: Uuid[] = []
  #nth = 0

  async tell(shop: number, key: string, record: IntakeRecord): Promise<void> {
    const context = this.context()
    const source = await ensureSource(this.db, shops[shop]!, { id: uuidOf('test', shops[shop]!), now: context.now })
    const payload = Buffer.from(JSON.stringify(record))
    const incoming = {
      fileNo: 0,
      line: 0,
      record,
      key,
      hash: uuidOf(payload.toString()),
      payload,
      copy: false,
      overtaken: false,
    }
    await this.db.tx((tx) => take(workOf(context, tx), { source, importId: null, bulk: false, incoming: [incoming] }))
    this.#made.push(recordId(source.id, record.kind, key))
  }

  async hand(nth: number, record: IntakeRecord): Promise<void> {
    const context = this.context()
    const [key, payload] = [`staff ${nth}`, Buffer.from(JSON.stringify(record))]
    const incoming = { fileNo: 0, line: 0, record, key, hash: uuidOf(key), payload, copy: false, overtaken: false }
    await this.db.tx((tx) =>
      take(workOf(context, tx), { source: staffSource, importId: null, bulk: false, incoming: [incoming] }),
    )
  }

  async happen(one: Change): Promise<void> {
    const nth = ++this.#nth
    if (one.act === 'tell') {
      const externalId = `k${one.key}`
      await this.tell(one.shop, externalId, {
        kind: 'customer',
        externalId,
        // one person of the source behind several of its numbers
        ...(homeOf(one.key) === one.shop && { personId: `p${groupOf(one.key)}` }),
        claims: claimsOf(one.told),
      })
    } else if (one.act === 'order') {
      const number = `${one.key}-${one.nth}`
      await this.tell(homeOf(one.key), number, {
        kind: 'purchase',
        number,
        party: { ref: `k${one.key}` },
        at: `2026-10-${10 + one.nth}T10:00:00.000Z`,
        type: 'purchase',
        currency: 'EUR',
        total: String(one.amount),
      })
    } else if (one.act === 'undo') {
      const id = this.#made[one.nth % this.#made.length]!
      const context = this.context()
      const known = await this.db.maybe(sql<{ id: Uuid }>`select id from collect.record where id = ${id}`)
      if (known) await this.db.tx((tx) => retract(workOf(context, tx), [id]))
    } else {
      // of the customer that stays: by the first of its numbers that is there still
      const about = await this.aboutOther()
      const at = '2026-11-05T10:00:00.000Z'
      const claims: Claims =
        one.act === 'edit'
          ? { ...claimsOf(one.told), verified: { by: 'staff' }, told: uuidOf(`told ${String(nth).padStart(4, '0')}`) }
          : {}
      const record: IntakeRecord =
        one.act === 'edit'
          ? { kind: 'customer', claims }
          : { kind: 'interaction', entryKind: 'note', at, text: `${one.nth}`, party: {} }
      if (about === undefined) this.context()
      else {
        const whole = (
          record.kind === 'customer' ? { ...record, about } : { ...record, party: { customer: about } }
        ) as IntakeRecord
        await this.hand(nth, whole)
        this.#made.push(recordId(staffSource.id, record.kind, `staff ${nth}`))
      }
    }
  }
  /** Whose this customer number is at home. */
  async of(key: number): Promise<Uuid | undefined> {
    const record = recordId(uuidOf('test', shops[homeOf(key)]!), 'customer', `k${key}`)
    const found = await this.db.maybe(
      sql<{ id: Uuid }>`select customer_id as id from clean.link where record_id = ${record}`,
    )
    return found?.id
  }
  async aboutOther(): Promise<Uuid | undefined> {
    for (const key of [4, 5, 6, 7]) {
      const customer = await this.of(key)
      if (customer !== undefined) return customer
    }
    return undefined
  }
  start(): void {
    this.#made = []
    this.#nth = 0
  }
}

const [one, other] = [new Told(await freshDatabase(), shops[0]), new Told(await freshDatabase(), shops[0])]

/** Everything that a customer owns, with whose it is; without what tells only when and how often it was written. */
async function whole(db: Db): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const table of [
    'clean.claim',
    'clean.identifier',
    'clean.link',
    'clean.alias',
    'clean.rejoined',
    'know.customer',
    'know.name_token',
    'know.timeline',
    'know.purchase',
    'know.purchase_line',
    'know.invoice',
    'know.payment',
    'know.rollup',
    'know.spend',
    'know.bucket',
    'know.segment_pick',
    'know.suggestion_excluded',
    'act.attention_done',
  ])
    all[table] = (
      await db.pool.query(
        `select to_jsonb(t) - 'version' - 'updated_at' as row from ${table} t order by to_jsonb(t)::text`,
      )
    ).rows.map(({ row }) => row as unknown)
  return all
}

/** Both customers are there, however much was told of them before. */
async function begin(worlds: Told[], before: Change[], order: readonly number[] = [0, 4, 8]): Promise<void> {
  for (const world of worlds) {
    await world.clear()
    world.start()
    for (const [i, key] of order.entries())
      await world.happen({ act: 'tell', shop: homeOf(key) as 0 | 1, key, told: i + 1, person: true })
    for (const each of before) await world.happen(each)
    // whatever was undone before
    for (const key of [0, 4])
      await world.happen({ act: 'tell', shop: homeOf(key) as 0 | 1, key, told: 20 + key, person: true })
  }
}
const telling = (changes: Change[]) => changes.filter(({ act }) => act !== 'undo')

/** What staff said of each customer stands on them: a list, a product that is not suggested, what was done with a line of the day. */
async function said({ db, sourceId }: Told, customers: readonly Uuid[]): Promise<void> {
  const at = new Date('2026-11-05T10:00:00.000Z')
  const list = uuidOf('test', 'list')
  for (const table of ['know.segment_pick', 'know.suggestion_excluded', 'act.attention_done'])
    await db.run(sql`delete from ${raw(table)}`)
  await db.run(sql`
    insert into know.segment_pick (customer_id, segment_id, origin_id, picked_at)
    select customer_id, ${list}, record_id, ${at} from clean.link where customer_id = any(${customers}::uuid[])`)
  await db.run(sql`
    insert into know.suggestion_excluded (customer_id, id, source_id, code, at, origin_id)
    select customer_id, record_id, ${sourceId}, 'K1', ${at}, record_id from clean.link where customer_id = any(${customers}::uuid[])`)
  await db.run(sql`
    insert into act.attention_done (customer_id, id, at, by_id, team, what, kinds, origin_id)
    select customer_id, record_id, ${at}, ${list}, 'sales', 'snoozed', '["wish"]', record_id
    from clean.link where customer_id = any(${customers}::uuid[])`)
}
/** Rows of theirs that do not stand on a customer who is there. */
const lost = (db: Db) =>
  db.one(sql<{ n: number }>`
    select (
      (select count(*) from know.segment_pick p where not exists (select from clean.link l where l.customer_id = p.customer_id and l.record_id = p.origin_id)) +
      (select count(*) from know.suggestion_excluded p where not exists (select from clean.link l where l.customer_id = p.customer_id and l.record_id = p.origin_id)) +
      (select count(*) from act.attention_done p where not exists (select from clean.link l where l.customer_id = p.customer_id and l.record_id = p.origin_id))
    )::int as n`)

test('merged and parted again, everything is as before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (before) => {
      await begin([one], before)
      const [from, to] = [(await one.of(0))!, (await one.of(4))!]
      await said(one, [from, to])
      const was = await whole(one.db)
      const context = one.context()
      const { mergeId } = await one.db.tx((tx) =>
        merge(workOf(context, tx), { from, to, because: { by: 'person' }, anyway: true }),
      )
      const { n } = await one.db.one(
        sql<{ n: number }>`select count(*)::int as n from clean.claim where customer_id = ${from}`,
      )
      assert.equal(n, 0)
      assert.equal((await lost(one.db)).n, 0)
      await one.db.tx((tx) => unmerge(workOf(one.context(), tx), { mergeId }))
      assert.deepEqual(await whole(one.db), was)
    }),
    { numRuns: runs, examples: [] },
  )
})

test('whatever comes between: nothing is lost, nothing is shared, as if they had never been one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 10 }),
      fc.array(change, { maxLength: 100 }),
      fc.shuffledSubarray([0, 4, 8], { minLength: 3 }),
      async (before, later, order) => {
        await begin([one, other], telling(before), order)
        const [from, to] = [(await one.of(0))!, (await one.of(4))!]
        const context = one.context()
        other.context()
        const { mergeId } = await one.db.tx((tx) => merge(workOf(context, tx), { from, to, because: { by: 'person' } }))
        for (const each of later) for (const world of [one, other]) await world.happen(each)
        const after = one.context()
        other.context()
        try {
          await one.db.tx((tx) => unmerge(workOf(after, tx), { mergeId }))
        } catch (error) {
          // all that came with it was taken back: nobody is left to part
          if (!(error instanceof Refusal) || error.code !== 'unmerge_refused') throw error
          fc.pre(false)
        }
        assert.deepEqual(await one.picture(), await other.picture())
      },
    ),
    { numRuns: Math.ceil(runs * 0.75) },
  )
})
