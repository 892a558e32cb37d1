import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Db, sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { History } from '#test/support/histories.ts'
import * as kept from '../kept/kept.ts'
import { build } from './build.ts'
import { lookNext } from './looking.ts'
import { lookAll } from './loop.ts'
import { changed } from './note.ts'
import { catalogue, unbuilt } from './queries/catalogue.ts'

// What programs do at the same moment, held up where it would hurt.

const db = await freshDatabase()
const history = new History(db)
history.start('beside')
const look = () => lookAll(() => history.context())
const buildLeft = async () => {
  for (const one of await unbuilt(db)) await build(history.context(), one)
}
const buy = (key: number, amount: number, nth = 0) =>
  history.happen({ do: 'buy', key, nth, daysAgo: 0, amount, line: 0, bulk: false })
const membersOf = async (segment: Uuid) =>
  (
    await db.rows(
      sql<{ id: Uuid }>`select customer_id as id from know.segment_member where segment_id = ${segment} order by 1`,
    )
  ).map((row) => row.id)
const spenders = { field: 'spend.EUR', op: 'atLeast', value: '5000' } as const

/** Writes the same membership and does not commit: whoever comes to write it waits until let go. */
async function holdUp(t: TestContext, customer: Uuid, segment: Uuid): Promise<() => Promise<void>> {
  const client = await db.pool.connect()
  let held = true
  await client.query('begin')
  await client.query(
    'insert into know.segment_member (customer_id, segment_id, turn, entered_at) values ($1, $2, 1, $3)',
    [customer, segment, history.context().now],
  )
  const letGo = async () => {
    if (!held) return
    held = false
    await client.query('rollback')
    client.release()
  }
  t.after(letGo)
  return letGo
}
/** Until somebody waits for the one who holds up. */
async function somebodyWaits(on: Db): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const { waits } = await on.one(sql<{ waits: boolean }>`
      select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`)
    if (waits) return
    await pause(5)
  }
  assert.fail('nobody waits')
}

await history.happen({ do: 'tell', key: 0, told: 1 })
await history.happen({ do: 'tell', key: 1, told: 1 })
const [anna, bertta] = [(await history.of(0))!, (await history.of(1))!]

suite('beside each other', () => {
  test('whoever changes while a segment is built is looked at again before it is done', async (t) => {
    await buy(0, 6000)
    const { id } = await kept.keep(history.context(), { name: 'A', condition: spenders })
    const letGo = await holdUp(t, anna, id)
    const building = build(history.context(), id)
    await somebodyWaits(db)
    // after everybody was looked at, and before it is written
    await buy(1, 7000)
    await look()
    assert.deepEqual(await membersOf(id), [])
    await letGo()
    assert.equal(await building, true)
    assert.deepEqual(await membersOf(id), [anna, bertta].sort())
    assert.deepEqual(await db.rows(sql`select from know.segment_meanwhile`), [])
  })

  test('one program looks at a time, so that nothing older is written over what is newer', async (t) => {
    const { id } = await kept.keep(history.context(), { name: 'B', condition: { not: spenders } })
    await buildLeft()
    assert.deepEqual(await membersOf(id), [])
    await history.happen({ do: 'takeBack', nth: 3 }) // what Bertta bought
    const letGo = await holdUp(t, bertta, id)
    const first = lookNext(history.context())
    await somebodyWaits(db)
    await buy(1, 9000, 1)
    assert.equal(await lookNext(history.context()), null, 'somebody else is at it')
    await letGo()
    await first
    await look()
    assert.deepEqual(await membersOf(id), [])
  })

  test('a large bulk makes members anew once it has ended, or together with what concerns everybody', async () => {
    await look()
    await buildLeft()
    const note = (bulk: boolean) => db.tx((tx) => changed(tx, 'all', ['timeline'], bulk))
    const during = () => lookAll(() => history.context(), undefined, false)
    await note(true)
    await note(true)
    assert.equal(await during(), 0)
    assert.deepEqual(await unbuilt(db), [], 'while it goes on nobody begins')
    await look()
    assert.ok((await unbuilt(db)).length > 0)
    await buildLeft()
    await note(true)
    await note(false)
    await during()
    assert.ok((await unbuilt(db)).length > 0)
    assert.deepEqual(await db.rows(sql`select from know.segment_wide`), [])
    await buildLeft()
  })

  test('a condition that changes while its members are built makes the building give way', async (t) => {
    await buildLeft()
    const { id } = await kept.keep(history.context(), { name: 'C', condition: spenders })
    const letGo = await holdUp(t, anna, id)
    const building = build(history.context(), id)
    await somebodyWaits(db)
    await kept.change(history.context(), id, 1, { condition: { not: spenders } })
    await letGo()
    assert.equal(await building, false)
    const [row] = (await catalogue(db)).filter((one) => one.id === id)
    assert.deepEqual(
      [row?.built_version, row?.condition_version],
      [0, 2],
      'nobody takes the old members for those of the new condition',
    )
    await buildLeft()
    assert.deepEqual(await membersOf(id), [])
    await history.happen({ do: 'tell', key: 2, told: 1 })
    await look()
    assert.deepEqual(await membersOf(id), [(await history.of(2))!])
  })

  test('one that cannot be asked of somebody does not hold up the others', async () => {
    const condition = { field: 'consent.email', op: 'is', value: 'granted' } as const
    const { id: consenting } = await kept.keep(history.context(), { name: 'D', condition })
    const { id: big } = await kept.keep(history.context(), { name: 'E', condition: spenders })
    await buildLeft()
    await history.happen({ do: 'tell', key: 3, told: 4 })
    await look()
    const customer = (await history.of(3))!
    // as nothing of ours would write it
    const spoil = (granted: unknown) =>
      db.run(sql`
        update clean.claim set said = jsonb_set(said, '{consents,0,granted}', ${JSON.stringify(granted)}::jsonb) where customer_id = ${customer}`)
    await spoil('kyllä, kai')
    await buy(3, 9000)
    await db.tx((tx) => changed(tx, [customer], ['claims'], false))
    await look()
    assert.ok((await membersOf(big)).includes(customer))
    assert.ok((await unbuilt(db)).includes(consenting))
    await assert.rejects(build(history.context(), consenting))
    await spoil(true)
    await buildLeft()
    await look()
    assert.ok((await membersOf(consenting)).includes(customer))
  })
})
