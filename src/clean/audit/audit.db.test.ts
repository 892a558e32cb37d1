import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#src/platform/db/index.ts'
import type { Statement } from '#src/platform/db/sql.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { anchor, anchorFile, forgetSealed, sealHistory, verifyHistory } from './index.ts'

const db = await freshDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-audit-'))
after(() => rmSync(dataDir, { recursive: true, force: true }))
const base = testContext(db)
const context = { ...base, config: { ...base.config, dataDir } }
const run = (statement: Statement) => db.run(statement)
const at = (hours: number) => new Date(Date.parse('2026-11-20T00:00:00Z') + hours * 3_600_000)
const [liisa, olli] = [context.uuid(), context.uuid()]

async function write(customer: string, hours: number, changes: unknown = { email: [null, 'a@example.com'] }) {
  const id = context.uuid()
  await run(sql`
    insert into clean.history (customer_id, at, id, what, origin_id, changes)
    values (${customer}, ${at(hours)}, ${id}, 'changed', ${customer}, ${JSON.stringify(changes)}::jsonb)`)
  return id
}
async function seal(hours: number) {
  context.clock.set(at(hours).toISOString())
  return sealHistory(context)
}
const whats = async () => (await verifyHistory(context)).first.map((bad) => bad.what)

/** Forty entries in two seals. */
let entries: string[] = []
beforeEach(async () => {
  rmSync(anchorFile(dataDir), { force: true })
  for (const name of ['history', 'history_leaf', 'history_seal', 'history_removed'] as const)
    await run({ text: `truncate clean.${name}`, values: [] })
  entries = []
  for (let i = 0; i < 20; i++)
    entries.push(await write(i % 2 === 0 ? liisa : olli, i / 10, { title: [i, 'ä"\\\u0001'] }))
  assert.equal((await seal(24)).leaves, 20)
  for (let i = 0; i < 20; i++) entries.push(await write(liisa, 24 + i / 10))
  assert.equal((await seal(48)).leaves, 20)
})

suite('a sealed history', () => {
  test('is whole while nobody touches it, and an entry moved to another customer is no tampering', async () => {
    const verdict = await verifyHistory(context)
    assert.deepEqual(
      { ...verdict, sealedUntil: null },
      { whole: true, seals: 2, entries: 40, erased: 0, late: 0, anchored: 2, sealedUntil: null, faults: 0, first: [] },
    )
    assert.equal((await seal(48)).seal, null)
    await run(sql`update clean.history set customer_id = ${olli} where customer_id = ${liisa}`)
    assert.equal((await verifyHistory(context)).whole, true)
  })

  test('names the first bad link after a flip, a deletion, a copy and an entry written in', async () => {
    const [flipped, deleted, copied] = [entries[3]!, entries[12]!, entries[25]!]
    await run(sql`update clean.history set changes = jsonb_set(changes, '{title,0}', '99') where id = ${flipped}`)
    const [bad] = (await verifyHistory(context)).first
    assert.deepEqual([bad!.what, bad!.entryId, bad!.customerId, bad!.seal], ['changed', flipped, olli, 1])
    await run(sql`delete from clean.history where id = ${deleted}`)
    await run(sql`
      insert into clean.history (customer_id, at, id, what, origin_id, changes)
      select ${olli}, at, id, what, origin_id, changes from clean.history where id = ${copied}`)
    const added = await write(olli, 5)
    const { first, faults } = await verifyHistory(context)
    const found = new Map(first.map((one) => [one.what, one.entryId]))
    assert.deepEqual(
      ['changed', 'deleted', 'copied', 'added'].map((what) => found.get(what as 'changed')),
      [flipped, deleted, copied, added],
    )
    assert.equal(faults, 4)
  })

  test('an actor, a moment or a kind that was changed shows as well', async () => {
    await run(sql`update clean.history set actor_id = ${olli} where id = ${entries[1]!}`)
    await run(sql`update clean.history set at = at + interval '1 microsecond' where id = ${entries[2]!}`)
    await run(sql`update clean.history set what = 'created' where id = ${entries[4]!}`)
    assert.deepEqual(await whats(), ['changed', 'changed', 'changed'])
  })

  test('finds leaves reordered, altered and cut off, and seals rewritten or cut off', async () => {
    const leaf = await db.one(sql<{ n: number }>`
      select max(n) as n from clean.history_leaf where seal = 2 and shard = (
        select shard from clean.history_leaf where seal = 2 group by shard order by count(*) desc limit 1)`)
    assert.ok(leaf.n >= 1, 'a shard with two links')
    const busy = await db.one(sql<{ shard: number }>`
      select shard from clean.history_leaf where seal = 2 group by shard order by count(*) desc limit 1`)
    const swap = (from: number, to: number) =>
      run(sql`update clean.history_leaf set n = ${to} where seal = 2 and shard = ${busy.shard} and n = ${from}`)
    await swap(0, 1000)
    await swap(1, 0)
    await swap(1000, 1)
    const [first] = (await verifyHistory(context)).first
    assert.deepEqual([first!.what, first!.seal, first!.shard], ['altered', 2, busy.shard])
    await swap(0, 1000)
    await swap(1, 0)
    await swap(1000, 1)
    assert.equal((await verifyHistory(context)).whole, true)

    await run(sql`delete from clean.history_leaf where seal = 2 and shard = ${busy.shard} and n = ${leaf.n}`)
    assert.equal((await whats())[0], 'missing')
  })

  test('a whole seal cut off with its entries is known by the heads beside the database', async () => {
    context.clock.set(at(72).toISOString())
    await write(liisa, 49)
    await seal(72)
    for (const table of ['history_leaf', 'history_seal'] as const)
      await run({ text: `delete from clean.${table} where seal >= 2`, values: [] })
    await run(sql`delete from clean.history where at >= ${at(24)}`)
    assert.deepEqual(await whats(), ['truncated'])
    await anchor(dataDir, { restored: at(73).toISOString() })
    assert.equal((await verifyHistory(context)).whole, true, 'after a restore the newer seals are not missed')
  })

  test('a chain made anew over a false history does not fit the heads beside the database', async () => {
    await run(sql`update clean.history set what = 'created' where id = ${entries[4]!}`)
    const heads = readFileSync(anchorFile(dataDir))
    for (const table of ['history_leaf', 'history_seal'] as const)
      await run({ text: `truncate clean.${table}`, values: [] })
    await seal(24)
    await seal(48)
    writeFileSync(anchorFile(dataDir), heads)
    assert.deepEqual(new Set(await whats()), new Set(['rewritten']))
  })

  test('erasing a person takes the text and the salt, and the chain stays whole and tells it', async () => {
    const erasure = context.uuid()
    await db.tx(async (tx) => {
      await forgetSealed(tx, liisa, { id: erasure, at: at(50) })
      await tx.run(sql`delete from clean.history where customer_id = ${liisa}`)
    })
    const before = await verifyHistory(context)
    assert.deepEqual([before.whole, before.erased, before.entries], [true, 30, 10])
    assert.equal((await seal(72)).leaves, 30)
    assert.equal((await verifyHistory(context)).whole, true)
    const left = await db.one(sql<{ n: number }>`
      select count(*)::int as n from clean.history_leaf where salt is not null and kind = 'entry'`)
    assert.equal(left.n, 10)
    // what was taken without an erasure, or an erasure that is unsaid afterwards, shows
    await run(sql`update clean.history_leaf set salt = null, entry_id = null where entry_id = ${entries[1]!}`)
    await run(sql`delete from clean.history where id = ${entries[1]!}`)
    assert.deepEqual(await whats(), ['untold'])
    await run(sql`update clean.history_removed set erasure_id = ${olli} where seal = 1 and told_in is not null`)
    assert.ok((await whats()).includes('altered'))
  })

  test('what commits late is sealed later and counted; the next day it is a stranger', async () => {
    await write(olli, 46.9)
    assert.equal((await seal(72)).late, 1)
    assert.equal((await verifyHistory(context)).whole, true)
    await write(olli, 40)
    assert.equal((await seal(120)).seal, null)
    assert.deepEqual(await whats(), ['added'])
  })

  test('any one byte changed anywhere in the chain is found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(39), fc.constantFrom('salt', 'commitment'), fc.nat(15), async (which, column, byte) => {
        const flip = () =>
          run({
            text: `update clean.history_leaf set ${column} = set_byte(${column}, $2, 255 - get_byte(${column}, $2)) where entry_id = $1`,
            values: [entries[which]!, byte],
          })
        await flip()
        const { whole } = await verifyHistory(context)
        await flip()
        return !whole
      }),
      { numRuns: 25 },
    )
    assert.equal((await verifyHistory(context)).whole, true)
  })
})
