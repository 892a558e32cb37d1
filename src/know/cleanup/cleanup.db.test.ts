import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { BulkEdit } from '#src/know/lists/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { openHouse } from '#test/trust/house.ts'
import type { CleanSearch } from './contract.ts'
import { search } from './search.ts'

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, sales } = house.people

const cities = ['Jyväskylä', 'Jyväskylä', 'Jyväskylä', 'Jyväskylä', 'Jyväskylä', 'JYVÄSKYLÄ', 'Jyvskylä', 'Turku']
const rows = cities.map(
  (city, i) => `A${i};Asiakas ${'ABCDEFGH'[i]}ström;Tie ${i};00100;${city};${i < 5 ? 'Hotelli' : 'hotelli'}`,
)
const salla = 'S1;Salla Suojattu;Piilokuja 1;00100;jyväskylä;Hotelli'
await house.deliver('Kauppa', {
  'asiakkaat.csv': `asiakasnumero;nimi;katuosoite;postinumero;postitoimipaikka;Ala\n${rows.join('\n')}\n${salla}\n`,
})
await db.run(sql`update know.customer set protected = true where name = 'Salla Suojattu'`)

const get = async (field: string) => {
  const answer = await house.ask(administrator, { method: 'GET', url: `/api/v1/cleanup?field=${field}` })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<CleanSearch>()
}
const post = (url: string, payload: object, who = administrator) => house.ask(who, { method: 'POST', url, payload })
async function look(field: string): Promise<CleanSearch> {
  const asked = await post('/api/v1/cleanup/searches', { field })
  assert.equal(asked.statusCode, 202, asked.body)
  const { search: run } = asked.json<CleanSearch>()
  assert.equal(run?.state, 'waiting')
  await search(house.context(), run.id)
  return get(field)
}
const inUse = () =>
  db.rows(sql<{ city: string; street: string; n: number }>`
    select city, count(*)::int as n from know.customer where not protected group by city order by city`)

suite('cleaning a field up', () => {
  test('finds what is one value, makes it one, and takes it back', async () => {
    const found = await look('city')
    assert.equal(found.search?.distinct, 3, 'the gate mends capital letters by itself')
    assert.ok(found.fields.includes('attribute.Ala'))
    assert.deepEqual(
      found.clusters.map(({ likeness, values }) => [likeness, ...values.map(({ text, count }) => `${text} ${count}`)]),
      [['distance', 'Jyväskylä 6', 'Jyvskylä 1']],
    )
    const before = await inUse()
    assert.equal(
      (await post('/api/v1/cleanup', { field: 'city', values: ['Jyvskylä'], to: 'Jyväskylä' }, sales)).statusCode,
      403,
    )
    const done = (
      await post('/api/v1/cleanup', { field: 'city', values: ['Jyväskylä', 'Jyvskylä'], to: 'Jyväskylä' })
    ).json<BulkEdit>()
    assert.deepEqual([done.state, done.total, done.done], ['finished', 1, 1])
    assert.deepEqual(
      (await inUse()).map(({ city, n }) => [city, n]),
      [
        ['Jyväskylä', 7],
        ['Turku', 1],
      ],
    )
    const { street } = await db.one(sql<{ street: string }>`select street from know.customer where name like '%Gström'`)
    assert.equal(street, 'Tie 6', 'the rest of the address stays')
    assert.deepEqual((await get('city')).clusters, [])
    const back = await post(`/api/v1/bulk-edits/${done.id}/undo`, {})
    assert.equal(back.json<BulkEdit>().undone, 1, back.body)
    assert.deepEqual(await inUse(), before)
  })

  test('looks through what the sources tell beside, and remembers what is not one', async () => {
    const [cluster] = (await look('attribute.Ala')).clusters
    assert.deepEqual(
      cluster!.values.map(({ text }) => text),
      ['Hotelli', 'hotelli'],
    )
    const values = cluster!.values.map(({ text }) => text)
    assert.equal((await post('/api/v1/cleanup/left', { field: 'attribute.Ala', values, left: true })).statusCode, 204)
    assert.deepEqual((await get('attribute.Ala')).clusters, [])
    assert.equal((await post('/api/v1/cleanup/left', { field: 'attribute.Ala', values, left: false })).statusCode, 204)
    const done = (await post('/api/v1/cleanup', { field: 'attribute.Ala', values, to: 'Hotelli' })).json<BulkEdit>()
    assert.deepEqual([done.total, done.done], [3, 3])
    assert.deepEqual((await look('attribute.Ala')).clusters, [])
  })

  test('refuses fields that are no such, and a value that the gate does not take', async () => {
    assert.equal((await post('/api/v1/cleanup/searches', { field: 'email' })).statusCode, 400)
    assert.equal((await post('/api/v1/cleanup', { field: 'title', values: ['a'], to: ' ' })).statusCode, 400)
  })
})
