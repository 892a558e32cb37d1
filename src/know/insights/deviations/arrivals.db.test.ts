import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { freshDatabase } from '#test/support/database.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { openHouse } from '#test/trust/house.ts'
import { rebuild } from '../rollups.ts'
import { seeded } from '../statistics/index.ts'
import { goingOnOf } from './index.ts'
import { watchNightly } from './jobs.ts'

// What arrives through the pipeline is looked at in the same transaction: a purchase, a merge, and a merge taken back.

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, steward } = house.people

const day = (ago: number) => new Date(Date.UTC(2026, 10, 23, 10) - ago * 86_400_000).toISOString()
const tell = async (kind: string, id: string, payload: object): Promise<string> => {
  const url = `/api/v1/records/${kind}/${id}?source=Kauppa`
  const answer = await house.ask(administrator, { method: 'PUT', url, payload })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ customerId: string }>().customerId
}
const buys = (who: string, ago: number) =>
  tell('purchases', `${who}-${ago}`, { customerRef: who, at: day(ago), total: 30, currency: 'EUR' })
const kinds = async (id: string) => (await goingOnOf(db, [id])).map(({ kind }) => kind)

async function fleet(): Promise<void> {
  const uniform = seeded(21)
  const ids = Array.from({ length: 40 }, (_, i) => uuidOf('arrivals', String(i)))
  const entries: TestEntry[] = []
  for (const customer of ids)
    for (let ago = 560; ago > 0; ago -= 7)
      if (uniform() < 0.6) entries.push({ customer, at: day(ago), kind: 'purchase', amount: 3000 })
  await db.tx(async (tx) => {
    await writeCustomers(
      tx,
      ids.map((id, i) => ({ id, name: `Asiakas ${i}` })),
    )
    await writeTimeline(tx, entries)
  })
  await rebuild(db, 'Europe/Helsinki')
}

test('a purchase, a merge and a merge taken back change deviations at once', async () => {
  await fleet()
  const liisa = await tell('customers', 'A1', { name: 'Liisa Virtanen', email: 'liisa@example.com' })
  const other = await tell('customers', 'A2', { name: 'L. Virtanen', email: 'virtanen@example.org' })
  for (let ago = 560; ago > 100; ago -= 14) await buys('A1', ago)
  for (let ago = 92; ago > 0; ago -= 14) await buys('A2', ago)
  const signal = new AbortController().signal
  await watchNightly.handle({ input: {}, context: house.context(), signal, attempt: 0 })
  assert.deepEqual(await kinds(liisa), ['drop'])

  const versionOf = async (id: string) =>
    (await db.one(sql<{ version: number }>`select version from know.customer where id = ${id}`)).version
  const post = async (url: string, version: number, payload?: object) => {
    const answer = await house.ask(steward, {
      method: 'POST',
      url: `/api/v1${url}`,
      headers: { 'if-match': `"${version}"` },
      ...(payload && { payload }),
    })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<{ mergeId: string }>()
  }
  // the same person, who had gone on under another number
  const { mergeId } = await post(`/customers/${liisa}/merge`, await versionOf(liisa), {
    with: other,
    version: await versionOf(other),
  })
  assert.deepEqual(await kinds(liisa), [])
  assert.deepEqual(await kinds(other), [])
  await post(`/merges/${mergeId}/undo`, await versionOf(liisa))
  assert.deepEqual(await kinds(liisa), ['drop'])

  for (const ago of [12, 6, 1]) await buys('A1', ago)
  assert.deepEqual(await kinds(liisa), [])
})
