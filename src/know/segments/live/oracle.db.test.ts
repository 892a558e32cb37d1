import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Context } from '#src/platform/context.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { bucketsAmiss } from '#test/support/buckets.ts'
import { History } from '#test/support/histories.ts'
import { conditions, edits } from '#test/support/history-conditions.ts'
import { type Step, step } from '#test/support/history-steps.ts'
import type { Condition } from '../contract.ts'
import * as kept from '../kept/kept.ts'
import * as picks from '../kept/picks.ts'
import { compileWhole } from '../queries/compile.ts'
import { asking, envFor, meantBy } from './asking.ts'
import { build } from './build.ts'
import { sweepJob } from './jobs.ts'
import { lookAll } from './loop.ts'
import { catalogue, unbuilt } from './queries/catalogue.ts'
import { onAnyList } from './queries/lists.ts'
import { dueWhole } from '../queries/due.ts'

// Members kept as things happen are those that looking at everybody finds: DESIGN, invariant 5, for segments.

const { RUNS, SEED } = process.env
const runs = Number(RUNS ?? 15)
const seed = SEED === undefined ? {} : { seed: Number(SEED) }
const db = await freshDatabase()
const history = new History(db)

const ids = new Map<string, Uuid>()
for (const [name, condition] of Object.entries(conditions))
  ids.set(name, (await kept.keep(history.context(), { name, condition })).id)
const list = (await picks.pick(history.context(), { name: 'lista', customers: [] })).segment.id
const changing = (await kept.keep(history.context(), { name: 'muuttuva', condition: edits[0]! })).id
const nested: Condition = { all: [{ segment: ids.get('often')! }, { not: { segment: changing } }] }
await kept.keep(history.context(), { name: 'sisäkkäin', condition: nested })
await kept.keep(history.context(), {
  name: 'listalla ja ostanut',
  condition: { all: [{ segment: list }, { segment: ids.get('recent')! }] },
})

let dropped = (await kept.keep(history.context(), { name: 'hetkellinen', condition: edits[3]! })).id
/** A segment goes, with what is left of it, and another one comes. */
async function drop(): Promise<void> {
  const { version } = await kept.read(history.context(), dropped)
  await kept.forget(history.context(), dropped, version, true)
  const again = await kept.keep(history.context(), { name: 'hetkellinen', condition: edits[3]! })
  const input = { segment: dropped }
  dropped = again.id
  await sweepJob.handle({ input, context: history.context(), signal: new AbortController().signal, attempt: 0 })
}

const look = () => lookAll(() => history.context())
async function buildLeft(): Promise<void> {
  for (const segment of await unbuilt(db)) await build(history.context(), segment)
}

/** Takes a step; those of the programs may happen beside others. */
async function take(one: Step): Promise<void> {
  if (await history.happen(one)) return
  if (one.do === 'look') await look()
  else if (one.do === 'lookTwice') await Promise.all([look(), look()])
  else if (one.do === 'build') await buildLeft()
  else if (one.do === 'drop') await drop()
  else if (one.do === 'edit') {
    const { version } = await kept.read(history.context(), changing)
    await kept.change(history.context(), changing, version, { condition: edits[one.to]! })
  } else if (one.do === 'pick' || one.do === 'unpick') {
    const customer = await history.of(one.key)
    if (customer !== undefined)
      await picks.repick(history.context(), list, one.do === 'pick' ? { add: [customer] } : { remove: [customer] })
  }
}

/** Everything that waits is done. */
async function settle(): Promise<void> {
  await history.happen({ do: 'refresh' })
  for (let round = 0; round < 20; round++) {
    const done = await look()
    await buildLeft()
    if (done === 0 && (await unbuilt(db)).length === 0) return
  }
  assert.fail('it never comes to rest')
}

async function whole(context: Context): Promise<void> {
  const rows = await catalogue(db)
  const env = await envFor(db, context, meantBy(rows))
  const all = asking(rows, env, (id, error) => assert.fail(`${id}: ${String(error)}`))
  for (const one of all) {
    const is = await db.rows(
      sql<{ id: Uuid }>`select customer_id as id from know.segment_member where segment_id = ${one.id} order by 1`,
    )
    const { from, where } = one.condition === null ? onAnyList(one.id) : compileWhole(one.condition, env)
    const ought = await db.rows(sql<{ id: Uuid }>`select c.id from ${from} where ${where} order by 1`)
    const name = [...ids].find(([, id]) => id === one.id)?.[0] ?? one.id
    assert.deepEqual(is, ought, `members of ${name}`)
    const due = await db.rows(
      sql`select customer_id as id, due from know.segment_due where segment_id = ${one.id} order by 1`,
    )
    const days = one.condition === null ? undefined : dueWhole(one.condition, env)
    const dueOught =
      days === undefined
        ? []
        : await db.rows(
            sql`select c.id, (${days.due})::date as due from ${days.from} where ${days.where} and (${days.due}) is not null order by 1`,
          )
    assert.deepEqual(due, dueOught, `days to come of ${name}`)
    const size = await db.maybe(sql<{ members: number }>`
      select members from know.segment_size where segment_id = ${one.id} order by day desc limit 1`)
    assert.equal(size?.members ?? 0, is.length, `size of ${name}`)
  }
  assert.deepEqual(await misturned(), [], 'entered and left alternate')
  assert.deepEqual(await leftovers(), [], 'nothing is left of segments that are no more')
  assert.deepEqual(await bucketsAmiss(db, history.timeZone), [], 'buckets')
}

const leftovers = () =>
  db.rows(sql`
    select segment_id from (
      select segment_id from know.segment_member union select segment_id from know.segment_change union select segment_id from know.segment_pick
      union select segment_id from know.segment_due union select segment_id from know.segment_size union select segment_id from know.segment_build
      union select segment_id from know.segment_meanwhile
    ) t where segment_id not in (select id from know.segment)`)

/** Pairs whose turns have a gap, or end otherwise than the membership says. */
const misturned = () =>
  db.rows(sql`
    select h.customer_id, h.segment_id, h.turns, m.turn
    from (
      select customer_id, segment_id, array_agg(turn order by turn) as turns, max(turn) - min(turn) + 1 - count(*) as gaps,
        min(turn) as first, max(turn) as last
      from know.segment_change group by customer_id, segment_id
    ) h left join know.segment_member m on m.customer_id = h.customer_id and m.segment_id = h.segment_id
    where h.gaps <> 0 or h.first > 2 or (h.last % 2 = 1) <> (m.turn is not null) or (m.turn is not null and m.turn <> h.last)`)

let nth = 0
suite('members', () => {
  test(`are the same after ${runs} histories as a full look finds`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        history.start(`h${++nth}`)
        for (const one of steps) await take(one)
        await settle()
        await whole(history.context())
      }),
      { ...seed, numRuns: runs, endOnFailure: true },
    )
  })

  test('are the same when programs look, build and edit beside each other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 }),
        async (rounds) => {
          history.start(`p${++nth}`)
          for (const steps of rounds) {
            const inTurn = async () => {
              for (const one of steps) await take(one)
            }
            await Promise.all([inTurn(), look(), buildLeft(), look(), buildLeft()])
          }
          await settle()
          await whole(history.context())
        },
      ),
      { ...seed, numRuns: Math.ceil(runs / 4), endOnFailure: true },
    )
  })

  test('do not differ from a building from nothing', async () => {
    const before = await db.rows(sql`select customer_id, segment_id from know.segment_member order by 1, 2`)
    for (const { id } of await catalogue(db)) await kept.rebuild(history.context(), id)
    await buildLeft()
    assert.deepEqual(await db.rows(sql`select customer_id, segment_id from know.segment_member order by 1, 2`), before)
  })
})
