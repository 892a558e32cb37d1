import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { rebuild } from '../rollups.ts'
import { insights, refit, setTerms, stop } from './insights.ts'
import { following } from './jobs.ts'
import { runOf } from './queries/runs.ts'
import { carryOut } from './run.ts'

const db = await freshDatabase()
const context = testContext(db)
const going = new AbortController().signal

before(async () => {
  const people = Array.from({ length: 40 }, (_, i) => uuidOf('run', String(i)))
  const entries: TestEntry[] = people.flatMap((customer, i) =>
    Array.from({ length: 1 + (i % 6) }, (_, n) => ({
      customer,
      at: new Date(Date.parse('2026-11-20T10:00:00Z') - (i * 9 + n * (10 + i)) * 86_400_000).toISOString(),
      kind: 'purchase' as const,
      amount: 1000 + i * 100,
    })),
  )
  await db.tx(async (tx) => {
    await writeCustomers(
      tx,
      people.map((id) => ({ id, name: 'Asiakas' })),
    )
    await writeTimeline(tx, entries)
  })
  await rebuild(db, 'Europe/Helsinki')
})

test('asked for, made in a thread of its own, and told; asked for twice, made once', async () => {
  const asked = await refit(context)
  assert.equal(asked.state, 'waiting')
  assert.equal((await refit(context)).id, asked.id)
  await carryOut(context, asked.id, going)
  const { run, model, states } = await insights(context)
  assert.deepEqual([run?.state, run?.done, model?.version], ['done', 40, 1])
  assert.equal(
    states.reduce((sum, one) => sum + one.customers, 0),
    40,
  )
  // a job that comes again finds its work done
  await carryOut(context, asked.id, going)
  assert.equal((await insights(context)).model?.version, 1)
})

test('stopped before it is done: what was made before stands', async () => {
  const { id } = await refit(context)
  assert.equal((await stop(context)).stopping, true)
  await carryOut(context, id, going)
  const { run, model } = await insights(context)
  assert.deepEqual([run?.state, model?.version], ['stopped', 1])
  await assert.rejects(stop(context), { code: 'making_over' })
})

test('begun again after a kill, it goes on by the model that it had fitted', async () => {
  const { id } = await refit(context)
  await db.run(sql`update know.forecast_run set state = 'running', step = 'predict', version = 1 where id = ${id}`)
  await db.run(sql`delete from know.forecast where customer_id < '80000000-0000-0000-0000-000000000000'`)
  await carryOut(context, id, going)
  const rows = await db.rows(sql<{ version: number }>`select distinct version from know.forecast`)
  assert.deepEqual(rows, [{ version: 1 }])
  const { n } = await db.one(sql<{ n: number }>`select count(*)::int as n from know.forecast`)
  assert.equal(n, 40)
})

test('the program stops: the run is left to be begun again', async () => {
  const { id } = await refit(context)
  const off = new AbortController()
  const run = carryOut(context, id, off.signal)
  off.abort()
  await assert.rejects(run)
  assert.ok(['waiting', 'running'].includes((await runOf(db, id))!.state))
  await carryOut(context, id, going)
  assert.equal((await runOf(db, id))!.state, 'done')
})

test('the company’s own numbers make a new version; what it has not said is not known', async () => {
  const before = await insights(context)
  assert.deepEqual(
    [before.economics?.newNet, before.economics?.keptNet, before.economics?.paybackMonths],
    [null, null, null],
  )
  const terms = { margin: 0.4, discount: 0.08, acquisition: 2000, keeping: 500, horizonDays: 60 }
  const { run } = await setTerms(context, terms)
  await carryOut(context, run!.id, going)
  const after = await insights(context)
  assert.deepEqual(after.terms, terms)
  assert.equal(after.model?.horizonDays, 60)
  const [was, is] = [Number(before.equity[0]!.value.minor), Number(after.equity[0]!.value.minor)]
  assert.ok(is > was * 0.36 && is < was * 0.4, `${is} of ${was}`)
  const { newValue, newNet, value, keptNet, paybackMonths } = after.economics!
  assert.equal(Number(newNet!.minor), Number(newValue!.minor) - 2000)
  assert.equal(Number(keptNet!.minor), Number(value!.minor) - 500)
  assert.ok(paybackMonths !== null)
})

test('when the base has grown by a tenth, all are made anew; otherwise not', async () => {
  const follow = () => following.handle({ input: {}, context, signal: going, attempt: 0 })
  const counted = (customers: number, version: number) =>
    db.run(sql`
      insert into know.rfm_cut (version, made_at, customers, recency, frequency, monetary)
      values (${version}, now(), ${customers}, '[]', '[]', '{}')`)
  const last = (await insights(context)).run!.id
  await counted(42, 1)
  await follow()
  assert.equal((await insights(context)).run!.id, last)
  await counted(60, 2)
  await follow()
  const { run } = await insights(context)
  assert.equal(run?.state, 'waiting')
})
