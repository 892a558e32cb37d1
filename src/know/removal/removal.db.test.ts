import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { openHouse } from '#test/trust/house.ts'
import type { Touched } from './contract.ts'

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, manager, sales } = house.people

const people =
  'asiakasnumero;nimi;sähköposti;puhelin\nA1;Liisa Virtanen;liisa@example.com;040 1234567\nA2;Olli Öhman;olli@example.com;050 7654321\nA3;Pia Laskutettu;pia@example.com;050 7654322\n'
const orders =
  'tilausnumero;asiakasnumero;päivä;summa\nT1;A1;1.11.2026;12,90\nT2;A2;2.11.2026;30,00\nT3;A1;3.11.2026;10,00\n'
const files = { 'asiakkaat.csv': people, 'tilaukset.csv': orders }
await house.deliver('Kauppa', files)

const idOf = async (name: string) =>
  (await db.maybe(sql<{ id: string }>`select id from know.customer where name = ${name}`))?.id
const look = async (id: string): Promise<Touched> => {
  const answer = await house.ask(administrator, { method: 'GET', url: `/api/v1/customers/${id}/touched` })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<Touched>()
}
const act = (id: string, what: string, version: number, who = administrator) =>
  house.ask(who, {
    method: 'POST',
    url: `/api/v1/customers/${id}/${what}`,
    headers: { 'if-match': `"${version}"` },
  })
const remove = (id: string, version: number, records: number, who = administrator) =>
  house.ask(who, {
    method: 'DELETE',
    url: `/api/v1/customers/${id}?records=${records}`,
    headers: { 'if-match': `"${version}"` },
  })
const found = async (q: string) =>
  (await house.ask(administrator, { method: 'GET', url: `/api/v1/search?q=${q}` })).json<{ hits: unknown[] }>().hits
    .length

suite('archiving a customer', () => {
  test('hides it from lists and search, keeps everything, and can be taken back', async () => {
    const id = (await idOf('Olli Öhman'))!
    const { version, archived } = await look(id)
    assert.equal(archived, false)
    assert.equal(await found('olli'), 1)
    assert.equal((await act(id, 'archive', version, sales)).statusCode, 403)
    assert.equal((await act(id, 'archive', version + 1)).statusCode, 409)
    const done = await act(id, 'archive', version, manager)
    assert.equal(done.statusCode, 200, done.body)
    const now = done.json<{ version: number }>().version
    assert.equal(now, version + 1)
    assert.equal(await found('olli'), 0)
    assert.equal((await act(id, 'archive', now)).json<{ code: string }>().code, 'archived_already')
    await house.deliver('Kauppa', { 'asiakkaat.csv': people.replace('050 7654321', '050 7654999') })
    assert.equal((await look(id)).archived, true, 'a later import does not take it out')
    const back = await act(id, 'restore', (await look(id)).version)
    assert.equal(back.statusCode, 200, back.body)
    assert.equal(await found('olli'), 1)
    const { entries } = (
      await house.ask(administrator, { method: 'GET', url: `/api/v1/customers/${id}/history` })
    ).json<{ entries: { what: string; actor: { id: string } | null }[] }>()
    assert.deepEqual(
      entries.filter(({ what }) => ['archived', 'restored'].includes(what)).map(({ what, actor }) => [what, actor?.id]),
      [
        ['restored', administrator.id],
        ['archived', manager.id],
      ],
    )
  })
})

suite('deleting a customer', () => {
  test('names first what goes, and takes all of it', async () => {
    const id = (await idOf('Liisa Virtanen'))!
    const note = await house.ask(administrator, {
      method: 'POST',
      url: `/api/v1/customers/${id}/timeline`,
      payload: { kind: 'note', text: 'Pitää teestä.' },
    })
    assert.equal(note.statusCode, 201, note.body)
    const seen = await look(id)
    assert.deepEqual(seen.objections, [])
    assert.deepEqual([seen.purchases, seen.sums, seen.notes], [2, [{ minor: '2290', currency: 'EUR' }], 1])
    assert.deepEqual(
      seen.sources.map(({ source, kind, count }) => [source, kind, count]).filter(([source]) => source === 'Kauppa'),
      [
        ['Kauppa', 'customer', 1],
        ['Kauppa', 'purchase', 2],
      ],
    )
    assert.equal(
      seen.sources.reduce((sum, { count }) => sum + count, 0),
      seen.records,
    )
    assert.equal((await remove(id, seen.version, seen.records, manager)).statusCode, 403)
    assert.equal((await remove(id, seen.version, seen.records - 1)).json<{ code: string }>().code, 'touched_changed')
    assert.equal((await remove(id, seen.version + 1, seen.records)).json<{ code: string }>().code, 'changed_meanwhile')
    const others = await counts(id, false)
    const gone = await remove(id, seen.version, seen.records)
    assert.equal(gone.statusCode, 200, gone.body)
    assert.deepEqual(await counts(id, true), [0, 0, 0, 0, 0, 0, 0])
    assert.deepEqual(await counts(id, false), others, 'nobody else lost anything')
    const [entry] = await db.rows(sql<{ what: string; actor_id: string }>`
      select what, actor_id from clean.history where customer_id = ${id} order by at desc, id desc limit 1`)
    assert.deepEqual(entry, { what: 'deleted', actor_id: administrator.id })
    assert.equal((await house.ask(administrator, { method: 'GET', url: `/api/v1/customers/${id}` })).statusCode, 404)
  })

  test('the same file brings it back', async () => {
    await house.deliver('Kauppa', files)
    const id = (await idOf('Liisa Virtanen'))!
    assert.ok(id)
    assert.equal((await look(id)).purchases, 2)
  })

  test('is refused while the bookkeeping act keeps an invoice, and not after', async () => {
    const id = (await idOf('Pia Laskutettu'))!
    const bill = (at: string) =>
      db.run(sql`
        insert into know.invoice (customer_id, id, number, at, total, currency, source_id, origin_id)
        select ${id}, md5(${at})::uuid, ${at}, ${at}::timestamptz, 1000, 'EUR', source_id, origin_id from clean.claim where customer_id = ${id} limit 1`)
    await bill('2019-12-31T21:59:59Z')
    assert.deepEqual(
      (await look(id)).kept,
      { invoices: 0, until: null },
      'the youngest of 2019 was kept to the end of 2025',
    )
    await bill('2019-12-31T22:00:00Z')
    const seen = await look(id)
    assert.deepEqual([seen.kept, seen.invoices], [{ invoices: 1, until: '2026-12-31' }, 2])
    const refused = await remove(id, seen.version, seen.records)
    assert.equal(refused.json<{ code: string }>().code, 'delete_refused')
    assert.deepEqual(refused.json<{ details: unknown }>().details, { objections: [{ code: 'invoice_kept', count: 1 }] })
    assert.ok(await idOf('Pia Laskutettu'))
  })
})

/** Rows of one customer, or of all the others. */
async function counts(id: string, own: boolean): Promise<number[]> {
  const row = await db.one(sql<{ n: number[] }>`
    select array[
      (select count(*) from know.customer where (id = ${id}) = ${own}),
      (select count(*) from clean.claim where (customer_id = ${id}) = ${own}),
      (select count(*) from clean.link where (customer_id = ${id}) = ${own}),
      (select count(*) from clean.identifier where (customer_id = ${id}) = ${own}),
      (select count(*) from know.timeline where (customer_id = ${id}) = ${own}),
      (select count(*) from know.purchase where (customer_id = ${id}) = ${own}),
      (select count(*) from know.spend where (customer_id = ${id}) = ${own})
    ]::int[] as n`)
  return row.n
}
