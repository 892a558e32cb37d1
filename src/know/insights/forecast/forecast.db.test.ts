import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { rebuild, refresh } from '../rollups.ts'
import { type CustomerRow, customersOf } from './columns.ts'
import { type ForecastState, forecastStates } from './contract.ts'
import { makeAll } from './make.ts'
import { forecast } from './predict.ts'
import { modelInForce } from './queries/model.ts'
import { customerForecast } from './shown.ts'
import { best, insights } from './insights.ts'
import { insertRun } from './queries/runs.ts'

const timeZone = 'Europe/Helsinki'
const now = new Date('2026-11-23T08:00:00Z')
const db = await freshDatabase()
const context = { ...testContext(db, { now: now.toISOString() }), db }

const tables = ['forecast', 'forecast_model', 'forecast_equity', 'forecast_run', 'forecast_terms']
beforeEach(async () => {
  for (const name of ['customer', 'timeline', 'rollup', 'spend', 'stale', 'rfm_cut', ...tables])
    await db.run({ text: `delete from know.${name}`, values: [] })
})

/** Numbers in [0, 1) that are the same at every run. */
function chances(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
const dayMs = 86_400_000
let written = 0

/** People who buy at their own pace, of whom some leave. */
function shop(size: number, seed = 1, currency = 'EUR'): { ids: Uuid[]; entries: TestEntry[] } {
  const chance = chances(seed)
  const ids = Array.from({ length: size }, (_, i) => uuidOf('shop', String(seed), String(i)))
  const entries = ids.flatMap((customer) => {
    const pace = 5 + chance() * 90
    const leaves = chance() * 0.4
    const usual = 1000 + Math.floor(chance() * 9000)
    const own: TestEntry[] = []
    let at = now.getTime() - (30 + chance() * 900) * dayMs
    while (at < now.getTime() - dayMs) {
      own.push({ customer, at: new Date(at).toISOString(), kind: 'purchase', amount: usual + own.length, currency })
      if (chance() < leaves) break
      at += Math.max(1, -Math.log(1 - chance()) * pace) * dayMs
    }
    return own
  })
  return { ids, entries }
}

async function write(entries: readonly TestEntry[], ids: readonly Uuid[]): Promise<void> {
  await db.tx(async (tx) => {
    await writeCustomers(
      tx,
      ids.map((id, i) => ({ id, name: `Asiakas ${i}` })),
    )
    await writeTimeline(tx, entries)
  })
  await rebuild(db, timeZone)
}
async function make(at = now): Promise<number | null> {
  const runId = context.uuid()
  await insertRun(db, { id: runId, by: null, now: at })
  return (await makeAll(db, { runId, now: at, timeZone })).version
}
/** All forecasts without their places, which only a making gives. */
const rows = () =>
  db.rows(sql<Record<string, unknown>>`
    select customer_id, version, as_of, alive, none, purchases, spend, value, currency, next_purchase, state, state_since, purchase_days,
      first_purchase, last_purchase, previous_purchase, net::text
    from know.forecast order by customer_id`)

test('too few customers: nothing is forecast', async () => {
  const { ids, entries } = shop(10)
  await write(entries, ids)
  assert.equal(await make(), null)
  assert.deepEqual(await rows(), [])
  const answer = await customerForecast(context, ids[0]!)
  assert.deepEqual(answer, { forecast: null, none: 'noModel', model: null })
})

test('everybody with purchases has a forecast, its reason and its model', async () => {
  const { ids, entries } = shop(400)
  const silent = uuidOf('never bought')
  await write(entries, [...ids, silent])
  const version = await make()
  assert.equal(version, 1)
  const all = await rows()
  assert.equal(all.length, 400)
  for (const row of all) {
    assert.ok((row.alive as number) >= 0 && (row.alive as number) <= 1)
    assert.ok((row.none as number) > 0 && (row.none as number) <= 1)
    assert.ok(Number(row.value) >= 0)
  }
  const { forecast, model } = await customerForecast(context, ids[0]!)
  assert.ok(forecast && model)
  assert.equal(forecast.asOf, '2026-11-23')
  assert.equal(forecast.version, 1)
  assert.equal(model.customers, 400)
  assert.equal(model.asOf, '2026-11-23')
  assert.equal(forecast.why.purchaseDays, entries.filter((one) => one.customer === ids[0]).length)
  assert.equal(forecast.value?.currency, 'EUR')
  const none = await customerForecast(context, silent)
  assert.deepEqual([none.forecast, none.none], [null, 'noPurchases'])
  await assert.rejects(customerForecast(context, uuidOf('nobody')), { code: 'not_found' })
})

test('a state begins on the day from which the silence is that long', async () => {
  const { ids, entries } = shop(400)
  await write(entries, ids)
  await make()
  const model = await modelInForce(db)
  const silent = await db.rows(sql<CustomerRow & { state: ForecastState; since: number }>`
    select customer_id, purchase_days, first_purchase - date '1970-01-01' as first, last_purchase - date '1970-01-01' as last,
      previous_purchase - date '1970-01-01' as previous, currency, net::text, state, state_since - date '1970-01-01' as since
    from know.forecast where state <> 'active' and state_since > last_purchase order by customer_id limit 50`)
  assert.equal(silent.length, 50)
  for (const row of silent) {
    const stateOn = (day: number) => forecast(model!, customersOf([row]), day).state[0]!
    const own = forecastStates.indexOf(row.state)
    assert.deepEqual([stateOn(row.since) >= own, stateOn(row.since - 1) < own], [true, true])
  }
})

test('the forecasts kept with each purchase are those of making all again', async () => {
  const { ids, entries } = shop(120, 7)
  const extra = Array.from({ length: 4 }, (_, i) => uuidOf('extra', String(i)))
  await write(entries, [...ids, ...extra])
  await make()
  const someone = fc.constantFrom(...ids.slice(0, 6), ...extra)
  const change = fc.record({
    customer: someone,
    daysAgo: fc.integer({ min: 0, max: 700 }),
    kind: fc.constantFrom('purchase' as const, 'purchase' as const, 'return' as const, 'call' as const),
    amount: fc.integer({ min: 100, max: 50_000 }),
    currency: fc.constantFrom('EUR', 'SEK'),
    remove: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      for (const { customer, daysAgo, kind, amount, currency, remove } of changes) {
        await db.tx(async (tx) => {
          if (remove)
            await tx.run(sql`
            delete from know.timeline where customer_id = ${customer} and id = (
              select id from know.timeline where customer_id = ${customer} order by at desc, id limit 1)`)
          else
            await writeTimeline(tx, [
              {
                customer,
                at: new Date(now.getTime() - daysAgo * dayMs).toISOString(),
                kind,
                ...(kind !== 'call' && { amount: kind === 'return' ? -amount : amount, currency }),
                n: ++written,
              },
            ])
          await refresh(tx, [customer], timeZone)
        })
      }
      const kept = await rows()
      const { version } = await db.one(
        sql<{ version: number }>`select max(version) as version from know.forecast_model`,
      )
      await db.run(sql`delete from know.forecast`)
      const runId = context.uuid()
      await insertRun(db, { id: runId, by: null, now })
      // by the same model: a run that goes on after it was broken off
      await db.run(sql`update know.forecast_run set version = ${version} where id = ${runId}`)
      await makeAll(db, { runId, now, timeZone })
      assert.deepEqual(await rows(), kept)
    }),
    { numRuns: 25 },
  )
})

test('whoever bought while all were made ends with a forecast of all that they bought', async () => {
  const { ids, entries } = shop(60, 3)
  await write(entries, ids)
  await make()
  const runId = context.uuid()
  await insertRun(db, { id: runId, by: null, now })
  const buying = (async () => {
    for (const [n, customer] of ids.entries()) {
      await db.tx(async (tx) => {
        await writeTimeline(tx, [{ customer, at: now.toISOString(), kind: 'purchase', amount: 700, n }])
        await refresh(tx, [customer], timeZone)
      })
    }
  })()
  await Promise.all([buying, makeAll(db, { runId, now, timeZone })])
  const kept = await rows()
  assert.deepEqual(new Set(kept.map((row) => row.last_purchase)), new Set(['2026-11-23']))
  const second = context.uuid()
  await insertRun(db, { id: second, by: null, now })
  const { version } = await db.one(sql<{ version: number }>`select version from know.forecast_run where id = ${runId}`)
  await db.run(sql`update know.forecast_run set version = ${version} where id = ${second}`)
  await makeAll(db, { runId: second, now, timeZone })
  assert.deepEqual(await rows(), kept)
})

test('customer equity is the sum of the values, and its change has four causes that make it whole', async () => {
  const { ids, entries } = shop(300, 5)
  await write(entries, ids)
  await make()
  const { equity, states, model, economics } = await insights(context)
  const [euro] = equity
  assert.ok(euro?.before && euro.change && model && economics)
  const { sum } = await db.one(sql<{ sum: string }>`select sum(value)::text as sum from know.forecast`)
  assert.ok(Math.abs(Number(euro.value.minor) - Number(sum)) < 300)
  const change = Object.values(euro.change).reduce((all, one) => all + Number(one.minor), 0)
  assert.ok(Math.abs(Number(euro.value.minor) - Number(euro.before.minor) - change) < 10)
  assert.ok(Number(euro.change.new.minor) >= 0 && Number(euro.change.lapsed.minor) < 0)
  assert.equal(
    states.reduce((all, one) => all + one.customers, 0),
    300,
  )
})

test('28 days ago is told as it was told then', async () => {
  const { ids, entries } = shop(300, 5)
  const then = new Date('2026-10-26T21:59:59Z') // the last second of the day, 28 days before
  await write(
    entries.filter(({ at }) => at < then.toISOString()),
    ids,
  )
  await make(then)
  const told = (await insights(context)).equity[0]!.value
  await db.tx((tx) =>
    writeTimeline(
      tx,
      entries.filter(({ at }) => at >= then.toISOString()),
    ),
  )
  await rebuild(db, timeZone)
  // by the very same model
  await db.run(sql`update know.forecast_model set as_of = date '2026-11-23'`)
  const runId = context.uuid()
  await insertRun(db, { id: runId, by: null, now })
  await db.run(sql`update know.forecast_run set version = 1 where id = ${runId}`)
  await makeAll(db, { runId, now, timeZone })
  const { before } = (await insights(context)).equity[0]!
  assert.ok(Math.abs(Number(before!.minor) / Number(told.minor) - 1) < 1e-6, `${before!.minor} and ${told.minor}`)
})

test('archived customers count nowhere and stand in no list', async () => {
  const { ids, entries } = shop(100, 9)
  await write(entries, ids)
  await make()

  const first = (await best(context, undefined)).future[0]!
  const before = (await insights(context)).equity[0]!
  await db.run(sql`update know.customer set archived_at = ${now} where id = ${first.id}`)
  const after = await best(context, 'EUR')
  assert.ok(![...after.future, ...after.past].some(({ id }) => id === first.id))
  await make()
  const equity = (await insights(context)).equity[0]!
  assert.equal(equity.customers, before.customers - 1)
  assert.ok(Number(equity.value.minor) < Number(before.value.minor))
})

test('each is forecast in their largest currency, and equity is told for each currency', async () => {
  const euro = shop(60, 2)
  const krona = shop(60, 4, 'SEK')
  await write([...euro.entries, ...krona.entries], [...euro.ids, ...krona.ids])
  await make()
  assert.deepEqual((await insights(context)).equity.map((one) => one.value.currency).sort(), ['EUR', 'SEK'])
  assert.equal((await customerForecast(context, krona.ids[0]!)).forecast?.value?.currency, 'SEK')
  assert.deepEqual((await best(context, 'SEK')).currencies.sort(), ['EUR', 'SEK'])
})

test('data that end long ago are forecast from their end, and said to be old', async () => {
  const { ids, entries } = shop(60, 2)
  await write(entries, ids)
  const later = new Date(now.getTime() + 400 * dayMs)
  await make(later)
  const { model } = await insights(context)
  assert.ok(model!.asOf <= '2026-11-23')
  assert.equal(model!.warnings[0]!.code, 'oldData')
})
