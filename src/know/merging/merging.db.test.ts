import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { openHouse, type Person } from '#test/trust/house.ts'
import type { Merged, MergePreview, Merges, Split, Unmerged } from './contract.ts'

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, manager, sales, steward } = house.people

await house.deliver('Kauppa', {
  'asiakkaat.csv':
    'asiakasnumero;nimi;sähköposti;puhelin;markkinointilupa sähköposti;y-tunnus;turvakielto\n' +
    'A1;Liisa Virtanen;liisa@example.com;040 1234567;kyllä;;\n' +
    'A2;Liisa Virtanen-Öhman;liisa.oh@example.com;050 7654321;ei;;\n' +
    'A3;Pia Suojattu;pia@example.com;050 7654322;;;kyllä\n' +
    'A4;Pia Suojattu;pia.s@example.com;050 7654323;;;\n' +
    'A5;Konepaja Ranta Oy;ranta@example.com;;;0201256-6;\n' +
    'A6;Konepaja Ranta;ranta2@example.com;;;0112038-9;\n' +
    'A7;Olli Kolmas;olli@example.com;;;;\nA8;Olli Neljäs;olli4@example.com;;;;\nA9;Olli Viides;olli5@example.com;;;;\n',
  'tilaukset.csv':
    'tilausnumero;asiakasnumero;päivä;summa\nT1;A1;1.11.2026;12,90\nT2;A2;2.11.2026;30,00\nT3;A2;3.11.2026;10,00\n',
})

const idOf = async (name: string) =>
  (await db.one(sql<{ id: string }>`select id from know.customer where name = ${name} order by id limit 1`)).id
const versionOf = async (id: string) =>
  (await db.one(sql<{ version: number }>`select version from know.customer where id = ${id}`)).version
const get = async <T>(url: string, who: Person = administrator): Promise<T> => {
  const answer = await house.ask(who, { method: 'GET', url: `/api/v1${url}` })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<T>()
}
const post = (url: string, version: number, payload: object | undefined, who: Person = administrator) =>
  house.ask(who, {
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { 'if-match': `"${version}"` },
    ...(payload && { payload }),
  })
const merge = async (id: string, other: string, more: object = {}, who: Person = administrator) =>
  post(`/customers/${id}/merge`, await versionOf(id), { with: other, version: await versionOf(other), ...more }, who)
interface Page {
  identity: { id: string; version: number; consents: { channel: string; granted: boolean }[]; protected: boolean }
  timeline: { entries: { reference: string | null }[] }
}
const codesIn = (body: string) =>
  (JSON.parse(body) as { details: { objections: { code: string }[] } }).details.objections.map((one) => one.code)

suite('two customers that are one', () => {
  test('are shown side by side first, merged, found by the old id, and come apart as they were', async () => {
    const [liisa, other] = [await idOf('Liisa Virtanen'), await idOf('Liisa Virtanen-Öhman')]
    const seen = await get<MergePreview>(`/customers/${liisa}/merge-preview?with=${other}`)
    assert.deepEqual([seen.objections, seen.doubts, seen.mine.purchases, seen.theirs.purchases], [[], [], 1, 2])
    assert.deepEqual(
      seen.consents.map(({ channel, mine, theirs, result }) => [channel, mine, theirs, result]),
      [['email', true, false, false]],
    )
    const name = seen.fields.find(({ field }) => field === 'name')
    assert.deepEqual([name?.mine, name?.theirs], ['Liisa Virtanen', 'Liisa Virtanen-Öhman'])
    assert.equal((await merge(liisa, other, {}, sales)).statusCode, 403)
    assert.equal(
      (await post(`/customers/${liisa}/merge`, 7, { with: other, version: 1 })).json<{ code: string }>().code,
      'changed_meanwhile',
    )
    assert.equal(
      (await post(`/customers/${liisa}/merge`, 1, { with: other, version: 7 })).json<{ code: string }>().code,
      'changed_meanwhile',
    )
    const done = await merge(liisa, other, {}, steward.verbs.has('customer.protected') ? steward : manager)
    assert.equal(done.statusCode, 200, done.body)
    const { id, mergeId } = done.json<Merged>()
    assert.equal(id, liisa)

    const page = await get<Page>(`/customers/${other}`)
    assert.equal(page.identity.id, liisa, 'the old id leads to the one that stays')
    assert.deepEqual(page.timeline.entries.map((one) => one.reference).sort(), ['T1', 'T2', 'T3'])
    assert.deepEqual(
      page.identity.consents.map(({ channel, granted }) => [channel, granted]),
      [['email', false]],
      'the stricter consent wins',
    )
    for (const part of ['timeline', 'history', 'values']) await get(`/customers/${other}/${part}`)
    const edit = await house.ask(administrator, {
      method: 'PATCH',
      url: `/api/v1/customers/${other}`,
      headers: { 'if-match': '"1"' },
      payload: { title: 'Rehtori' },
    })
    assert.deepEqual([edit.statusCode, edit.json<{ code: string }>().code], [409, 'merged_away'])
    const note = await house.ask(administrator, {
      method: 'POST',
      url: `/api/v1/customers/${other}/timeline`,
      payload: { kind: 'note', text: 'Soitti.' },
    })
    assert.equal(note.statusCode, 201, note.body)

    const { merges, version } = await get<Merges>(`/customers/${liisa}/merges`)
    assert.deepEqual(
      merges.map(({ from, undo }) => [from.name, undo]),
      [['Liisa Virtanen-Öhman', { objections: [], going: 1, followers: 0, staying: 1 }]],
    )
    assert.equal((await post(`/merges/${mergeId}/undo`, version + 1, undefined)).statusCode, 409)
    const undone = await post(`/merges/${mergeId}/undo`, version, undefined)
    assert.equal(undone.statusCode, 200, undone.body)
    assert.deepEqual([undone.json<Unmerged>().id, undone.json<Unmerged>().from], [other, liisa])
    const back = await get<Page>(`/customers/${other}`)
    assert.deepEqual(
      [back.identity.id, back.timeline.entries.map((one) => one.reference).sort()],
      [other, ['T2', 'T3']],
    )
    assert.ok(back.identity.version > 1, 'a version is never told twice')
    const stayed = await get<Page>(`/customers/${liisa}`)
    assert.deepEqual(
      stayed.identity.consents.map(({ channel, granted }) => [channel, granted]),
      [['email', true]],
    )
    assert.equal(stayed.timeline.entries.length, 2, 'what was written meanwhile stays with the one that stayed')

    const again = await merge(liisa, other)
    assert.deepEqual([again.statusCode, codesIn(again.body)], [409, ['kept_apart']])
    const late = await post(`/merges/${mergeId}/undo`, await versionOf(liisa), undefined)
    assert.deepEqual([late.statusCode, codesIn(late.body)], [409, ['undone_already']])
    const anyway = await merge(liisa, other, { anyway: true, stays: other })
    assert.equal(anyway.json<Merged>().id, other, anyway.body)
  })

  test('the histories of both tell it', async () => {
    const [a, b] = [await idOf('Olli Kolmas'), await idOf('Olli Neljäs')]
    const { mergeId } = (await merge(a, b)).json<Merged>()
    interface Told {
      entries: {
        what: string
        actor: { id: string } | null
        changes: { field: string; old: string | null; new: string | null }[]
      }[]
    }
    const told = async (id: string, what: string) => {
      const { entries } = await get<Told>(`/customers/${id}/history?what=${what}`)
      return entries.map(({ actor, changes }) => [
        actor?.id,
        changes.filter(({ field }) => field.startsWith('merged')).map((one) => [one.field, one.old, one.new]),
      ])
    }
    assert.deepEqual(await told(a, 'merged'), [[administrator.id, [['mergedFrom', null, 'Olli Neljäs']]]])
    await post(`/merges/${mergeId}/undo`, await versionOf(a), undefined)
    assert.deepEqual(await told(a, 'unmerged'), [[administrator.id, [['mergedFrom', 'Olli Neljäs', null]]]])
    assert.deepEqual(await told(b, 'merged'), [[administrator.id, [['mergedInto', null, 'Olli Kolmas']]]])
    assert.deepEqual(await told(b, 'unmerged'), [[administrator.id, [['mergedInto', 'Olli Kolmas', null]]]])
    assert.equal((await merge(a, b, { anyway: true })).statusCode, 200)
  })

  test('are not merged when their own numbers contradict each other', async () => {
    const [a, b] = [await idOf('Konepaja Ranta Oy'), await idOf('Konepaja Ranta')]
    const answer = await merge(a, b, { anyway: true })
    assert.deepEqual([answer.statusCode, codesIn(answer.body)], [409, ['strong_conflict']])
    assert.deepEqual((await get<MergePreview>(`/customers/${a}/merge-preview?with=${b}`)).objections, [
      { code: 'strong_conflict', kind: 'businessId' },
    ])
  })

  test('non-disclosure for safety holds for the whole, and whoever may not see it may not merge', async () => {
    const [open, guarded] = (
      await db.rows(sql<{ id: string }>`select id from know.customer where name = 'Pia Suojattu' order by protected`)
    ).map(({ id }) => id) as [string, string]
    const blind = house.people.steward
    assert.equal(blind.verbs.has('customer.protected'), false)
    const seen = await get<MergePreview>(`/customers/${open}/merge-preview?with=${guarded}`, blind)
    assert.ok(seen.hidden && !JSON.stringify(seen).includes('pia@example.com'))
    assert.equal((await merge(open, guarded, {}, blind)).json<{ code: string }>().code, 'contact_hidden')
    assert.equal((await merge(open, guarded)).statusCode, 200)
    assert.equal((await get<Page>(`/customers/${open}`)).identity.protected, true)
  })
})

suite('one customer that is two', () => {
  test('records are taken out into a customer of their own, and the two are not merged again', async () => {
    const ids = await db.rows(sql<{ id: string }>`select id from know.customer where name like 'Olli%' order by id`)
    const id = ids[0]!.id
    const { records, version } = await get<{ version: number; records: { id: string; externalId: string }[] }>(
      `/customers/${id}/records`,
    )
    const one = records.find((record) => record.externalId === 'A8')!
    const all = records.map((record) => record.id)
    assert.equal((await post(`/customers/${id}/split`, version, { records: all })).statusCode, 409)
    const done = await post(`/customers/${id}/split`, version, { records: [one.id] })
    assert.equal(done.statusCode, 200, done.body)
    const { part } = done.json<Split>()
    assert.equal((await get<Page>(`/customers/${part}`)).identity.id, part)
    assert.deepEqual(codesIn((await merge(id, part)).body), ['kept_apart'])
    const { objections } = (await get<Merges>(`/customers/${id}/merges`)).merges[0]!.undo
    assert.deepEqual(objections, ['nothing_left'], 'what was taken out cannot come apart again')
  })

  test('a person says that two are not one', async () => {
    const [a, b] = [await idOf('Olli Viides'), await idOf('Konepaja Ranta')]
    const answer = await house.ask(administrator, {
      method: 'POST',
      url: `/api/v1/customers/${a}/apart`,
      payload: { with: b },
    })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.deepEqual(codesIn((await merge(a, b)).body), ['kept_apart'])
  })
})

test('archived and not: the whole is in use, and goes back to the archive when it comes apart', async () => {
  const [a, b] = [await idOf('Konepaja Ranta'), await idOf('Olli Viides')]
  const put = await post(`/customers/${a}/archive`, await versionOf(a), undefined)
  assert.equal(put.statusCode, 200, put.body)
  const archived = async (id: string) =>
    (await db.maybe(sql<{ yes: boolean }>`select archived_at is not null as yes from know.customer where id = ${id}`))
      ?.yes
  const done = await merge(a, b, { anyway: true })
  assert.equal(await archived(a), false)
  await post(`/merges/${done.json<Merged>().mergeId}/undo`, await versionOf(a), undefined)
  assert.deepEqual([await archived(a), await archived(b)], [true, false])
})
