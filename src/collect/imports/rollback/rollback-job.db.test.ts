import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { type IntakeRecord, ports, retract, workOf } from '#src/collect/intake/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { runImport } from '../run.ts'
import { customers, orders } from '#test/support/shop-files.ts'
import { World } from '#test/support/world.ts'
import { rollbackPreview } from './preview.ts'
import { askForRollback, rollBack } from './rollback.ts'

const world = new World(await freshDatabase(), 'Verkkokauppa')
const { db } = world
beforeEach(() => world.clear())

const liisa = ['1', 'Liisa Virtanen', 'liisa@example.fi', '', '']
const matti = ['2', 'Matti Möttönen', 'matti@example.fi', '', '']
const order = ['T1', '1', '', '', '2026-10-05', '10.00']
const note: IntakeRecord = {
  kind: 'interaction',
  party: {},
  entryKind: 'note',
  at: '2026-11-05T10:00:00.000Z',
  text: 'Soitettu',
}
const renamed: IntakeRecord = {
  kind: 'customer',
  claims: { name: { display: 'Liisa Korhonen' }, verified: { by: 'staff' } },
}

test('what it would touch is told before, and is what it touches', async () => {
  await world.deliver([customers(liisa)])
  const id = await world.deliver([customers(matti), orders(order, ['T2', '2', '', '', '2026-10-06', '5.00'])])
  await world.staff('1', note, 1)
  const plan = await rollbackPreview(world.context(), id)
  assert.deepEqual(plan, {
    possible: true,
    because: null,
    records: 3,
    customers: 2,
    customersGone: 1,
    timeline: 2,
    editsStay: 1,
    quarantined: 0,
    estimated: false,
    objections: [],
  })
  await world.rollBack(id)
  const { customers: left, timeline } = await world.picture()
  assert.deepEqual([left!.length, timeline!.length], [1, 1])
  assert.equal((await rollbackPreview(world.context(), id)).because, 'state')
})

test('a customer of whom staff wrote stays with what they said', async () => {
  const id = await world.deliver([customers(liisa, matti)])
  await world.staff('1', renamed, 1)
  await world.staff('1', note, 2)
  await world.rollBack(id)
  const rows = await db.rows(sql`select name, email from know.customer`)
  assert.deepEqual(rows, [{ name: 'Liisa Korhonen', email: null }])
  assert.deepEqual(await db.rows(sql`select body from know.timeline`), [{ body: 'Soitettu' }])
})

test('the history keeps the trace', async () => {
  const id = await world.deliver([customers(liisa)])
  await world.rollBack(id)
  const rows = await db.rows(sql`select what from clean.history order by at, id`)
  assert.deepEqual(rows, [{ what: 'created' }, { what: 'rolledBack' }])
})

test('the same files again give the same as the first time', async () => {
  const files = [customers(liisa, matti), orders(order)]
  const id = await world.deliver(files)
  // when it was told is another moment
  const told = async () =>
    JSON.parse(JSON.stringify(await world.picture()).replaceAll(/,\\"observed_at\\":\\"[^"]*\\"/g, ''))
  const first = await told()
  await world.rollBack(id)
  await world.deliver(files)
  assert.deepEqual(await told(), first)
})

test('stopped half-way it goes on where it stopped, and is not run again by an import', async () => {
  const rows = Array.from({ length: 5100 }, (_, i) => [`${i}`, `Liisa ${i}`, `l${i}@example.fi`, '', ''])
  const id = await world.deliver([customers(...rows)])
  const context = world.context()
  await askForRollback(context, id, async () => {})
  const stop = new AbortController()
  const stopped = rollBack(context, id, { signal: stop.signal, onProgress: ({ done }) => done > 0 && stop.abort() })
  await assert.rejects(stopped, { name: 'AbortError' })
  const left = (await db.one(sql<{ n: number }>`select count(*)::int as n from know.customer`)).n
  assert.equal(left, 100)
  await assert.rejects(runImport(context, id), { code: 'source_busy' })
  assert.equal((await rollBack(context, id)).state, 'rolledBack')
  assert.deepEqual((await world.picture()).customers, [])
  assert.equal((await runImport(context, id)).state, 'rolledBack')
})

test('it is refused with reasons where somebody objects', async () => {
  const id = await world.deliver([customers(liisa)])
  const planted = async () => [{ code: 'letter_sent', because: 'A letter has gone out.' }]
  const objections = ports().objections as (typeof planted)[]
  objections.push(planted)
  try {
    await assert.rejects(
      askForRollback(world.context(), id, async () => {}),
      {
        code: 'rollback_refused',
        details: { objections: await planted() },
      },
    )
    assert.equal((await rollbackPreview(world.context(), id)).because, 'objections')
  } finally {
    objections.pop()
  }
})

test('what an earlier version of the program kept unreadably is refused, not lost', async () => {
  await world.deliver([customers(liisa)])
  const id = await world.deliver([customers(['1', 'Liisa Korhonen', '', '', '']), orders(order)])
  await db.run(sql`update collect.record_past set payload = ''`)
  const preview = await rollbackPreview(world.context(), id)
  assert.deepEqual([preview.because, preview.objections[0]?.code], ['objections', 'record_unreadable'])
  await assert.rejects(
    askForRollback(world.context(), id, async () => {}),
    { code: 'rollback_refused' },
  )
  const { record } = await db.one(sql<{ record: string }>`select record_id as record from collect.record_past`)
  await assert.rejects(
    db.tx((tx) => retract(workOf(world.context(), tx), [record])),
    { code: 'record_unreadable' },
  )
  assert.deepEqual(await db.rows(sql`select name from know.customer`), [{ name: 'Liisa Korhonen' }])
})

test('one edit is undone without the others', async () => {
  await world.deliver([customers(liisa)])
  await world.staff('1', renamed, 1)
  await world.staff('1', note, 2)
  const { id } = await db.one(
    sql<{ id: string }>`select id from collect.record where kind = 'customer' and key = 'staff 1'`,
  )
  const batch = await db.tx((tx) => retract(workOf(world.context(), tx), [id]))
  assert.equal(batch.changed[0]?.name, 'Liisa Virtanen')
  assert.deepEqual(await db.rows(sql`select name, version from know.customer`), [
    { name: 'Liisa Virtanen', version: 3 },
  ])
  assert.equal((await db.one(sql<{ n: number }>`select count(*)::int as n from know.timeline`)).n, 1)
  assert.equal(
    (await db.one(sql<{ n: number }>`select count(*)::int as n from clean.history where what = 'undone'`)).n,
    1,
  )
})
