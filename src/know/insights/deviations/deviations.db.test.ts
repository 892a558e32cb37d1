import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { ensureSource } from '#src/collect/intake/index.ts'
import { insertMany, sql, table } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import { writeCustomers } from '#test/support/timeline.ts'
import { rebuild, refresh } from '../rollups.ts'
import { seeded } from '../statistics/index.ts'
import type { CustomerDeviations, Deviations } from './contract.ts'
import { currentDeviations, goingOnOf, keepDeviations } from './index.ts'
import { watchFollowing, watchJob, watchNightly } from './jobs.ts'

const timeZone = 'Europe/Helsinki'
const { db, as, context, clock } = await testApp()

const timeline = table('know.timeline', {
  customer_id: 'uuid',
  at: 'timestamptz',
  id: 'uuid',
  kind: 'text',
  channel: 'text',
  amount: 'bigint',
  currency: 'text',
  source_id: 'uuid',
  origin_id: 'uuid',
})
const line = table('know.purchase_line', {
  customer_id: 'uuid',
  purchase_id: 'uuid',
  id: 'uuid',
  category: 'text',
  quantity: 'numeric',
  amount: 'bigint',
  source_id: 'uuid',
  origin_id: 'uuid',
})
const source = uuidOf('source')
const person = (name: string): Uuid => uuidOf('deviating', name)

interface Bought {
  who: Uuid
  /** Days before 2026-11-23. */
  ago: number
  kind?: 'purchase' | 'return'
  amount?: number
  channel?: string
  category?: string
}
const today = new Date('2026-11-23T00:00:00Z').getTime()
const at = (ago: number) => new Date(today - ago * 86_400_000 + 10 * 3_600_000).toISOString()

async function write(all: readonly Bought[]): Promise<void> {
  const entries = all.map(({ who, ago, kind = 'purchase', amount = 3000, channel = 'store' }, n) => ({
    customer_id: who,
    at: at(ago),
    id: uuidOf(who, String(ago), kind, String(n)),
    kind,
    channel,
    amount: kind === 'return' ? -amount : amount,
    currency: 'EUR',
    source_id: source,
    origin_id: who,
  }))
  const lines = all.flatMap(({ who, amount = 3000, category }, n) =>
    category === undefined
      ? []
      : [
          {
            customer_id: who,
            purchase_id: entries[n]!.id,
            id: uuidOf(entries[n]!.id, 'line'),
            category,
            quantity: 1,
            amount,
            source_id: source,
            origin_id: who,
          },
        ],
  )
  await db.tx(async (tx) => {
    await insertMany(tx, timeline, entries)
    await insertMany(tx, line, lines)
  })
}

/** Sixty who buy now and then for as long as anybody knows, and some who change. */
async function company(): Promise<void> {
  const uniform = seeded(11)
  const all: Bought[] = []
  const names: string[] = []
  const story = (name: string, bought: (ago: number) => Omit<Bought, 'who' | 'ago'> | null) => {
    names.push(name)
    for (let ago = 7 * 84; ago > 0; ago -= 7) {
      const one = bought(ago)
      if (one !== null) all.push({ who: person(name), ago, ...one })
    }
  }
  const basket = () => Math.round(3000 * Math.exp(0.3 * (uniform() - 0.5)))
  const usual = () => ({ amount: basket(), category: uniform() < 0.5 ? 'Tea' : 'Coffee' })
  for (let i = 0; i < 60; i++) story(`steady ${i}`, () => (uniform() < 0.5 ? usual() : null))
  story('stops', (ago) => (ago > 100 ? usual() : null))
  story('grows', (ago) => (ago > 126 && uniform() < 0.8 ? null : usual()))
  for (let ago = 110; ago > 0; ago -= 3) all.push({ who: person('grows'), ago, ...usual() })
  story('spends', (ago) => ({ ...usual(), amount: basket() * (ago < 90 ? 8 : 1) }))
  story('returns', (ago) => (ago < 80 ? { kind: 'return', amount: 1000 } : usual()))
  for (let ago = 79; ago > 0; ago -= 7) all.push({ who: person('returns'), ago, ...usual() })
  story('leaves tea', (ago) => ({ amount: basket(), category: ago > 100 ? 'Tea' : 'Coffee' }))
  story('goes online', (ago) => ({ ...usual(), channel: ago > 100 ? 'store' : 'web' }))
  await db.tx((tx) =>
    writeCustomers(
      tx,
      names.map((name) => ({ id: person(name), name })),
    ),
  )
  await write(all)
  await rebuild(db, timeZone)
}

const run = () =>
  watchNightly.handle({ input: {}, context: context(), signal: new AbortController().signal, attempt: 0 })
const of = async (name: string) =>
  Object.fromEntries((await goingOnOf(db, [person(name)])).map((row) => [row.kind, row]))

before(async () => {
  await company()
  await run()
})

test('finds who changed, in which direction, since when and by how much', async () => {
  const { drop } = await of('stops')
  assert.ok(drop)
  assert.ok(drop.size < -0.9 && drop.bits > 6)
  assert.ok(drop.since >= '2026-08-03' && drop.since <= '2026-08-24', drop.since)
  assert.ok(drop.found_on > drop.since && drop.found_on < '2026-11-23')
  assert.equal(drop.evidence.bought, '0')
  const { rise } = await of('grows')
  assert.ok(rise && rise.size > 1)
  const { basketUp } = await of('spends')
  assert.ok(basketUp && basketUp.size > 4 && basketUp.evidence.currency === 'EUR')
  const { returns } = await of('returns')
  assert.ok(returns && returns.size > 0.3 && returns.evidence.nowShare !== undefined)
  const { category } = await of('leaves tea')
  assert.ok(category && category.evidence.name === 'Tea' && Math.abs(category.size + 1) < 0.01)
  const { channel } = await of('goes online')
  assert.ok(channel && channel.evidence.name === 'store')
  const others = await Promise.all(Array.from({ length: 60 }, (_, i) => of(`steady ${i}`)))
  assert.ok(others.filter((one) => Object.keys(one).length > 0).length <= 6)
})

test('the page of a customer shows the figures, the weeks and the bound of false alarms', async () => {
  const seller = await as('sales')
  const answer = (await seller.get(`/api/v1/customers/${person('stops')}/deviations`))
    .body as unknown as CustomerDeviations
  assert.equal(answer.watched, true)
  assert.ok(answer.basis && answer.basis.falseAlarms.share <= 0.05 && answer.basis.falseAlarms.weeks === 26)
  assert.equal(answer.deviations[0]?.kind, 'drop')
  assert.equal(answer.deviations[0]?.direction, 'down')
  assert.equal(answer.weeks.length, 26)
  assert.ok(answer.weeks.every(({ expected }) => expected >= 0))
  assert.ok(answer.weeks.slice(-10).every(({ purchases }) => purchases === 0))
  assert.equal((await seller.get(`/api/v1/customers/${uuidOf('nobody')}/deviations`)).status, 404)
})

test('the list shows what goes on, page by page, without those put away', async () => {
  const seller = await as('sales')
  const first = (await seller.get('/api/v1/deviations?limit=3')).body as unknown as Deviations
  assert.equal(first.deviations.length, 3)
  const ids: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: Deviations = (await seller.get(`/api/v1/deviations?limit=2${next && `&after=${next}`}`))
      .body as unknown as Deviations
    ids.push(...page.deviations.map(({ customerId, deviation }) => `${customerId} ${deviation.kind}`))
    next = page.next
  }
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.includes(`${person('stops')} drop`))
  assert.equal((await seller.get('/api/v1/deviations?after=nonsense')).status, 422)
  await db.run(sql`update know.customer set archived_at = ${clock.now()} where id = ${person('stops')}`)
  const kept = await currentDeviations(db, { kinds: ['drop'], limit: 100 })
  assert.ok(!kept.some(({ customerId }) => customerId === person('stops')))
  await db.run(sql`update know.customer set archived_at = null where id = ${person('stops')}`)
})

test('run again it finds the same, and what was found keeps its day', async () => {
  const all = () =>
    db.rows(sql`select customer_id, kind, since, found_on, ended_on, size, bits from know.deviation order by 1, 2, 4`)
  const before = await all()
  assert.ok(before.length >= 6)
  await run()
  assert.deepEqual(await all(), before)
})

test('a purchase is looked at in its own transaction, and what is over ends', async () => {
  const id = person('stops')
  const look = () =>
    db.tx(async (tx) => {
      await refresh(tx, [id], timeZone)
      await keepDeviations(tx, [id], { now: clock.now(), timeZone })
    })
  await look()
  assert.ok((await of('stops')).drop)
  await write([16, 9, 2].map((ago) => ({ who: id, ago })))
  await look()
  assert.equal((await of('stops')).drop, undefined)
  const [ended] = await db.rows(
    sql<{ ended_on: string }>`select ended_on from know.deviation where customer_id = ${id} and kind = 'drop'`,
  )
  assert.equal(ended?.ended_on, '2026-11-23')
  // the purchases were a mistake: it goes on as before
  await db.run(sql`delete from know.timeline where customer_id = ${id} and at > ${at(20)}::timestamptz`)
  await look()
  assert.ok((await of('stops')).drop)
})

test('whoever is no more, and whoever is not watched any more, has no deviation', async () => {
  const [gone, thin] = [person('grows'), person('goes online')]
  await db.run(sql`delete from know.timeline where customer_id = ${gone}`)
  await db.tx(async (tx) => {
    await refresh(tx, [gone], timeZone)
    await keepDeviations(tx, [gone], { now: clock.now(), timeZone })
  })
  assert.deepEqual(await db.rows(sql`select from know.deviation where customer_id = ${gone}`), [])
  await db.run(sql`delete from know.timeline where customer_id = ${thin} and at < ${at(200)}::timestamptz`)
  await rebuild(db, timeZone)
  await run()
  assert.deepEqual(await goingOnOf(db, [thin]), [])
})

test('a run can be asked for, and is one', async () => {
  const administrator = await as('administrator')
  const asked = await administrator.post('/api/v1/deviations/run')
  assert.equal(asked.status, 202)
  assert.equal(asked.body.state, 'waiting')
  assert.equal((await administrator.post('/api/v1/deviations/run')).body.askedAt, asked.body.askedAt)
  const [waiting] = await db.rows(sql<{ id: Uuid }>`select id from know.deviation_run where state = 'waiting'`)
  await watchJob.handle({
    input: { runId: waiting!.id },
    context: context(),
    signal: new AbortController().signal,
    attempt: 0,
  })
  const { state, done, total } = (await administrator.get('/api/v1/deviations/run')).body
  assert.deepEqual([state, done === total, Number(total) > 60], ['done', true, true])
  assert.equal((await (await as('sales')).post('/api/v1/deviations/run')).status, 403)
})

test('a watch follows an import and its rollback, never beside another, and rests after a long one', async () => {
  const follow = async () => {
    const runs = () => db.one(sql<{ n: number }>`select count(*)::int as n from know.deviation_run`)
    const before = await runs()
    await watchFollowing.handle({ input: {}, context: context(), signal: new AbortController().signal, attempt: 0 })
    return (await runs()).n - before.n
  }
  const moved = (ms: number) => new Date(clock.now().getTime() + ms)
  const lastRun = (started: Date, finished: Date | null) =>
    db.run(sql`
      update know.deviation_run set started_at = ${started}, finished_at = ${finished}::timestamptz,
        state = case when ${finished}::timestamptz is null then 'running' else 'done' end`)
  await lastRun(moved(-60_000), moved(-60_000))
  assert.equal(await follow(), 0, 'nothing has come')
  await ensureSource(db, 'Kauppa', { id: source, now: clock.now() })
  await db.run(sql`
    insert into collect.import (id, source_id, state, currency, created_at, finished_at)
    values (${person('import')}, ${source}, 'finished', 'EUR', ${clock.now()}, ${clock.now()})`)
  await lastRun(moved(-1_200_000), moved(-600_000))
  assert.equal(await follow(), 0, 'the last one took ten minutes and has ended ten minutes ago')
  await lastRun(moved(-60_000), null)
  assert.equal(await follow(), 0, 'one goes on')
  await lastRun(moved(-60_000), moved(-50_000))
  assert.equal(await follow(), 0, 'ten seconds of work, fifty of rest')
  await lastRun(moved(-6_060_000), moved(-6_050_000))
  assert.equal(await follow(), 1)
  assert.equal(await follow(), 0, 'what came has been looked at')
  await db.run(sql`update collect.import set rolled_back_at = ${moved(1)}`)
  assert.equal(await follow(), 1)
})
