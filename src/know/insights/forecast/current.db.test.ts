import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { openHouse, type Person } from '#test/trust/house.ts'
import type { Value } from '../contract.ts'
import type { CustomerForecast } from './contract.ts'
import { refit } from './insights.ts'
import { carryOut } from './run.ts'

// Forecasts through the doors of the whole program: what is bought, taken back, merged and erased.

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, viewer } = house.people

const count = 30
const numbers = Array.from({ length: count }, (_, i) => i + 1)
const orders = numbers.flatMap((i) =>
  Array.from({ length: 1 + (i % 5) }, (_, n) => {
    const at = new Date(Date.parse('2026-10-30T10:00:00Z') - (i * 5 + n * (8 + i)) * 86_400_000)
    return `T${i}-${n};A${i};${at.toISOString().slice(0, 10)};${20 + i},00`
  }),
)
await house.deliver('Kauppa', {
  'asiakkaat.csv': `asiakasnumero;nimi;sähköposti\n${numbers.map((i) => `A${i};Asiakas Numero${i};a${i}@example.com`).join('\n')}\n`,
  'tilaukset.csv': `tilausnumero;asiakasnumero;päivä;summa\n${orders.join('\n')}\n`,
})
const idOf = async (i: number) =>
  (await db.one(sql<{ id: string }>`select id from know.customer where name = ${`Asiakas Numero${i}`}`)).id
const versionOf = async (id: string) =>
  (await db.one(sql<{ version: number }>`select version from know.customer where id = ${id}`)).version
const forecastOf = async (id: string, who: Person = administrator) => {
  const answer = await house.ask(who, { method: 'GET', url: `/api/v1/customers/${id}/forecast` })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<CustomerForecast>()
}
const tell = (i: number, number: string, day: string) =>
  house.ask(administrator, {
    method: 'PUT',
    url: `/api/v1/records/purchases/${number}?source=Kauppa`,
    payload: { customerRef: `A${i}`, at: `${day}T12:00:00+02:00`, total: 75, currency: 'EUR' },
  })
const make = async () => {
  const context = house.context()
  const { id } = await refit(context)
  await carryOut(context, id, new AbortController().signal)
}

suite('forecasts are current', () => {
  test('an import alone forecasts nothing; a making does; from then on a purchase changes the forecast at once', async () => {
    const id = await idOf(4)
    assert.equal((await forecastOf(id)).none, 'noModel')
    await make()
    const before = (await forecastOf(id, viewer)).forecast!
    assert.equal((await tell(4, 'U1', '2026-11-23')).statusCode, 200)
    const bought = (await forecastOf(id)).forecast!
    assert.equal(bought.why.last, '2026-11-23')
    assert.equal(bought.why.purchaseDays, before.why.purchaseDays + 1)
    assert.ok(bought.alive > before.alive && bought.buys > before.buys)
    const day = await db.rows(sql`
      select amount::int as amount from know.bucket
      where customer_id = ${id} and kind = 'purchase' and day = date '2026-11-23' and category = ''`)
    assert.deepEqual(day, [{ amount: 7500 }])
    const page = await house.ask(viewer, { method: 'GET', url: `/api/v1/customers/${id}` })
    const { value } = page.json<{ value: Value }>()
    assert.deepEqual([value.lastPurchase, value.purchases], ['2026-11-23', bought.why.purchaseDays])
    assert.equal(value.rfm?.recency, 5)
    const gone = await house.ask(administrator, { method: 'DELETE', url: '/api/v1/records/purchases/U1?source=Kauppa' })
    assert.ok(gone.statusCode < 300, gone.body)
    assert.deepEqual((await forecastOf(id)).forecast, before)
  })

  test('an import of many leaves nobody behind', async () => {
    await house.deliver('Kauppa', {
      'lisaa.csv': `tilausnumero;asiakasnumero;päivä;summa\n${numbers.map((i) => `V${i};A${i};20.11.2026;10,00`).join('\n')}\n`,
    })
    for (const i of [1, 15, 30]) assert.equal((await forecastOf(await idOf(i))).forecast?.why.last, '2026-11-20')
  })

  test('two who are made one have one forecast; taken apart, each has the own again', async () => {
    const [stays, goes] = [await idOf(7), await idOf(8)]
    const [one, other] = [(await forecastOf(stays)).forecast!, (await forecastOf(goes)).forecast!]
    const merged = await house.ask(administrator, {
      method: 'POST',
      url: `/api/v1/customers/${stays}/merge`,
      headers: { 'if-match': `"${await versionOf(stays)}"` },
      payload: { with: goes, version: await versionOf(goes) },
    })
    assert.equal(merged.statusCode, 200, merged.body)
    const both = await forecastOf(goes)
    assert.ok(both.forecast!.why.purchaseDays > Math.max(one.why.purchaseDays, other.why.purchaseDays))
    const rows = await db.rows(sql`select from know.forecast where customer_id = any(${[stays, goes]}::uuid[])`)
    assert.equal(rows.length, 1)
    const { merges, version } = (
      await house.ask(administrator, { method: 'GET', url: `/api/v1/customers/${stays}/merges` })
    ).json<{ merges: { id: string }[]; version: number }>()
    const undone = await house.ask(administrator, {
      method: 'POST',
      url: `/api/v1/merges/${merges[0]!.id}/undo`,
      headers: { 'if-match': `"${version}"` },
    })
    assert.equal(undone.statusCode, 200, undone.body)
    const plain = (forecast: NonNullable<CustomerForecast['forecast']>) => ({ ...forecast, rank: null })
    assert.deepEqual(plain((await forecastOf(stays)).forecast!), plain(one))
    assert.deepEqual(plain((await forecastOf(goes)).forecast!), plain(other))
  })

  test('who is erased has none, and is told to nobody', async () => {
    const id = await idOf(12)
    const erased = await house.ask(administrator, {
      method: 'POST',
      url: `/api/v1/customers/${id}/erase`,
      payload: { reason: 'asked', confirm: await versionOf(id) },
    })
    assert.equal(erased.statusCode, 200, erased.body)
    assert.equal(
      (await house.ask(administrator, { method: 'GET', url: `/api/v1/customers/${id}/forecast` })).statusCode,
      404,
    )
    assert.equal((await db.rows(sql`select from know.forecast where customer_id = ${id}`)).length, 0)
  })
})
