import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { multipart, openHouse, type Visitor } from '#test/trust/house.ts'
import type { Condition } from '../contract.ts'
import { build } from '../live/build.ts'
import { lookAll } from '../live/loop.ts'
import { unbuilt } from '../live/queries/catalogue.ts'
import {
  type Changes,
  type CustomerSegments,
  type FilePicked,
  type Members,
  type Overlap,
  type Picked,
  type Ready,
  readyCodes,
  type Segment,
  type SegmentCount,
  type SegmentList,
  type SegmentUses,
  type Sizes,
} from './contract.ts'

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator, manager, sales, viewer, marketing } = house.people

const people = [
  'asiakasnumero;nimi;sähköposti;puhelin;kaupunki;katuosoite;markkinointilupa sähköposti;turvakielto',
  'A1;Liisa Virtanen;liisa@example.com;040 1234567;Turku;Katu 1;kyllä;',
  'A2;Olli Öhman;olli@example.com;050 7654321;Turku;Katu 2;ei;',
  'A3;Pia Suojattu;pia@example.com;050 7654322;Turku;Katu 3;kyllä;kyllä',
  'A4;Aino Laine;yhteinen@example.com;;Oulu;Katu 4;kyllä;',
  'A5;Eero Laine;yhteinen@example.com;;Oulu;Katu 4;;',
].join('\n')
const orders =
  'tilausnumero;asiakasnumero;päivä;summa\nT1;A1;1.11.2026;12,90\nT2;A2;2.11.2026;30,00\nT3;A1;3.11.2026;10,00\n'
await house.deliver('Kauppa', { 'asiakkaat.csv': people, 'tilaukset.csv': orders })

const idOf = async (name: string) =>
  (await db.one(sql<{ id: Uuid }>`select id from know.customer where name = ${name}`)).id
interface Answer<T> {
  status: number
  body: T
  code: string
}
const ask = async <T>(
  who: Visitor,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  version?: number,
): Promise<Answer<T>> => {
  const headers = version === undefined ? {} : { 'if-match': `"${version}"` }
  const answer = await house.ask(who, { method, url: `/api/v1${path}`, headers, ...(payload && { payload }) })
  const body = answer.body === '' ? undefined : answer.json<T & { code: string }>()
  return { status: answer.statusCode, body: body as T, code: body?.code ?? '' }
}
const ok = async <T>(...[who, method, path, payload, version]: Parameters<typeof ask>): Promise<T> => {
  const { status, body } = await ask<T>(who, method, path, payload, version)
  assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(body)}`)
  return body
}
/** Everything that waits is done, as the program's own loop and jobs do it. */
async function settled(): Promise<void> {
  for (const id of await unbuilt(db)) await build(house.context(), id)
  await lookAll(() => house.context())
}
const made = async (name: string, condition: Condition, who: Visitor = manager, shared = true): Promise<Segment> => {
  const segment = await ok<Segment>(who, 'POST', '/segments', { name, condition, shared })
  await settled()
  return ok<Segment>(who, 'GET', `/segments/${segment.id}`)
}
const namesIn = async (id: Uuid, who: Visitor = manager) =>
  (await ok<Members>(who, 'GET', `/segments/${id}/members`)).members.map(({ name }) => name).sort()
const inTurku: Condition = { field: 'city', op: 'is', value: 'Turku' }
/** What the shop tells: the cities of some are others now. */
const move = async (cities: Readonly<Record<string, string>>): Promise<void> => {
  const rows = people.split('\n').map((row) => {
    const cells = row.split(';')
    return cells.map((cell, i) => (i === 4 ? (cities[cells[1]!] ?? cell) : cell)).join(';')
  })
  await house.deliver('Kauppa', { 'asiakkaat.csv': rows.join('\n') })
  await settled()
}

suite('a kept segment', () => {
  test('is built in the background, follows its customers, and says who came and went', async () => {
    const draft = { name: ' Turkulaiset ', condition: inTurku, shared: true }
    const fresh = await ok<Segment>(manager, 'POST', '/segments', draft)
    assert.deepEqual(
      [fresh.name, fresh.kind, fresh.members, fresh.building?.state],
      ['Turkulaiset', 'live', 0, 'waiting'],
    )
    await settled()
    const built = await ok<Segment>(manager, 'GET', `/segments/${fresh.id}`)
    assert.deepEqual([built.members, built.building, built.entered], [2, null, 0])
    // nobody learns from a segment where somebody under non-disclosure lives
    assert.deepEqual(await namesIn(fresh.id), ['Liisa Virtanen', 'Olli Öhman'])
    await move({ 'Olli Öhman': 'Oulu', 'Aino Laine': 'Turku' })
    assert.deepEqual(await namesIn(fresh.id), ['Aino Laine', 'Liisa Virtanen'])
    const changes = await ok<Changes>(manager, 'GET', `/segments/${fresh.id}/changes?limit=1`)
    assert.deepEqual([changes.entered, changes.left, changes.changes.length], [1, 1, 1])
    const rest = await ok<Changes>(manager, 'GET', `/segments/${fresh.id}/changes?limit=1&after=${changes.next}`)
    const seen = [...changes.changes, ...rest.changes].map((one) => [one.customer?.name, one.what, one.because]).sort()
    assert.deepEqual(seen, [
      ['Aino Laine', 'entered', 'change'],
      ['Olli Öhman', 'left', 'change'],
    ])
    const left = await ok<Changes>(manager, 'GET', `/segments/${fresh.id}/changes?what=left&since=2026-11-01`)
    assert.deepEqual(
      left.changes.map((one) => one.customer?.name),
      ['Olli Öhman'],
    )
    const { sizes } = await ok<Sizes>(manager, 'GET', `/segments/${fresh.id}/sizes`)
    assert.deepEqual(sizes, [{ day: '2026-11-23', members: 2, entered: 1, left: 1 }])
    const of = await ok<CustomerSegments>(manager, 'GET', `/customers/${await idOf('Aino Laine')}/segments`)
    assert.deepEqual(
      of.segments.map(({ id }) => id),
      [fresh.id],
    )
    const first = await ok<Members>(manager, 'GET', `/segments/${fresh.id}/members?limit=1`)
    const second = await ok<Members>(manager, 'GET', `/segments/${fresh.id}/members?limit=1&after=${first.next}`)
    assert.deepEqual([first.members.length, second.members.length, second.next], [1, 1, null])
    await move({})
  })

  test('is renamed, shared and asked anew; a stale change is refused', async () => {
    const own = await made('Oma', inTurku, sales, false)
    assert.equal((await ask(manager, 'GET', `/segments/${own.id}`)).status, 404)
    assert.equal((await ask(sales, 'PATCH', `/segments/${own.id}`, { shared: true }, own.version)).status, 403)
    assert.equal((await ask(viewer, 'POST', '/segments', { name: 'x', condition: inTurku })).status, 403)
    const renamed = await ok<Segment>(sales, 'PATCH', `/segments/${own.id}`, { name: 'Omat' }, own.version)
    assert.deepEqual([renamed.name, renamed.building, renamed.members], ['Omat', null, 2])
    const stale = await ask(sales, 'PATCH', `/segments/${own.id}`, { name: 'Muut' }, own.version)
    assert.equal(stale.code, 'segment_changed')
    const asked = { condition: { not: inTurku } }
    const anew = await ok<Segment>(sales, 'PATCH', `/segments/${own.id}`, asked, renamed.version)
    assert.equal(anew.building?.state, 'waiting')
    await settled()
    assert.deepEqual(await namesIn(own.id, sales), ['Aino Laine', 'Eero Laine', 'Pia Suojattu'])
    const changes = await ok<Changes>(sales, 'GET', `/segments/${own.id}/changes`)
    assert.ok(changes.changes.every(({ because }) => because === 'condition'))
    assert.deepEqual([changes.entered, changes.left], [3, 2])
  })

  test('can name others, but not itself, and is not deleted under them', async () => {
    const inner = await made('Sisempi', inTurku)
    const outer = await made('Ulompi', {
      all: [{ segment: inner.id }, { field: 'purchases', op: 'atLeast', value: 2 }],
    })
    assert.deepEqual(await namesIn(outer.id), ['Liisa Virtanen'])
    const circle = await ask(
      manager,
      'PATCH',
      `/segments/${inner.id}`,
      { condition: { segment: outer.id } },
      inner.version,
    )
    assert.deepEqual([circle.status, circle.code], [422, 'segment_circle'])
    const nobody = { segment: '01939393-0000-7000-8000-00000000f00d' }
    assert.equal((await ask(manager, 'POST', '/segments', { name: 'x', condition: nobody })).code, 'segment_unknown')
    const { uses } = await ok<SegmentUses>(manager, 'GET', `/segments/${inner.id}/uses`)
    assert.deepEqual(uses, [{ by: 'segment', id: outer.id, name: 'Ulompi', breaks: true }])
    const used = await ask(manager, 'DELETE', `/segments/${inner.id}?confirmed=true`, undefined, inner.version)
    assert.deepEqual([used.status, used.code], [409, 'segment_used'])
    // what is asked of the inner one is asked of the outer one too
    await ok(manager, 'PATCH', `/segments/${inner.id}`, { condition: { not: inTurku } }, inner.version)
    await settled()
    assert.deepEqual(await namesIn(outer.id), [])
    await ok(manager, 'DELETE', `/segments/${outer.id}`, undefined, 1)
    assert.equal((await ask(manager, 'GET', `/segments/${outer.id}`)).status, 404)
    await ok(manager, 'DELETE', `/segments/${inner.id}`, undefined, inner.version + 1)
  })

  test('is deleted from under a view that names it once that has been seen', async () => {
    const segment = await made('Näkymään', inTurku)
    const conditions: Condition = { any: [{ not: { segment: segment.id } }] }
    const draft = { list: 'customers', columns: ['name'], conditions, name: 'Muut', shared: true }
    const view = await ok<{ id: Uuid }>(manager, 'POST', '/views', draft)
    const { uses } = await ok<SegmentUses>(manager, 'GET', `/segments/${segment.id}/uses`)
    assert.deepEqual(uses, [{ by: 'view', id: view.id, name: 'Muut', breaks: false }])
    assert.equal((await ask(manager, 'DELETE', `/segments/${segment.id}`, undefined, 1)).code, 'segment_used')
    await ok(manager, 'DELETE', `/segments/${segment.id}?confirmed=true`, undefined, 1)
  })

  test('shows nobody to those who may not see what it asks about', async () => {
    const segment = await made('Postissa', { field: 'email', op: 'notEmpty' })
    const shown = await ok<Segment>(viewer, 'GET', `/segments/${segment.id}`)
    assert.deepEqual([shown.condition, shown.hidden], [null, ['email']])
    assert.equal((await ask(viewer, 'GET', `/segments/${segment.id}/members`)).code, 'field_not_allowed')
    assert.equal((await ask(viewer, 'GET', `/segments/${segment.id}/changes`)).code, 'field_not_allowed')
    const of = await ok<CustomerSegments>(viewer, 'GET', `/customers/${await idOf('Liisa Virtanen')}/segments`)
    assert.ok(of.segments.every(({ id }) => id !== segment.id))
    const { segments } = await ok<SegmentList>(viewer, 'GET', '/segments')
    assert.ok(segments.some(({ id }) => id === segment.id))
  })
})

suite('a count', () => {
  const count = (condition: Condition, who: Visitor = manager) =>
    ok<SegmentCount>(who, 'POST', '/segments/count', { condition })

  test('is exact, shows some of them, and says whom consent leaves out', async () => {
    const {
      count: n,
      about,
      of,
      sample,
      warnings,
    } = await count({
      all: [
        { field: 'name', op: 'contains', value: 'a' },
        { field: 'consent.email', op: 'is', value: 'granted' },
      ],
    })
    assert.deepEqual([n, about, of, sample.length], [3, false, 5, 3])
    assert.deepEqual(warnings, [{ code: 'withoutConsent', channel: 'email', people: 2 }])
    assert.deepEqual(new Set(Object.keys(sample[0]!)), new Set(['id', 'name', 'kind', 'city']))
    assert.equal(sample.find(({ name }) => name === 'Pia Suojattu')?.city, 'Turku')
    const toMarketing = await count({ all: [] }, marketing)
    assert.equal(toMarketing.sample.find(({ name }) => name === 'Pia Suojattu')?.city, null)
  })

  test('says when nobody has a value, and when a window is longer than what is known', async () => {
    const none = await count({ field: 'city', op: 'is', value: 'Tuhkola' })
    assert.deepEqual(none.warnings, [{ code: 'nobody' }, { code: 'nobodyHasValue', field: 'city', value: 'Tuhkola' }])
    const one = await count({ any: [inTurku, { field: 'city', op: 'is', value: 'Tuhkola' }] })
    assert.deepEqual(one.warnings, [{ code: 'nobodyHasValue', field: 'city', value: 'Tuhkola' }])
    const long = await count({ happened: 'purchase', window: { last: 365 }, op: 'atLeast', value: 1 })
    assert.deepEqual(long.warnings, [{ code: 'windowBeyondHistory', days: 365, history: 22 }])
    assert.deepEqual((await count({ all: [] })).warnings, [{ code: 'everybody' }])
  })

  test('is written down as a look at those in the sample', async () => {
    await house.looks.flush()
    const { question } = await db.one(sql<{ question: { fields: string[] } }>`
      select question from know.access_many where way = 'segment' and question ? 'fields' order by at desc, id desc limit 1`)
    assert.ok(Array.isArray(question.fields))
  })
})

suite('lists', () => {
  test('hold who was picked, whatever changes of them, and go on with them when they are merged', async () => {
    const [liisa, olli] = [await idOf('Liisa Virtanen'), await idOf('Olli Öhman')]
    const unknown = '01939393-0000-7000-8000-00000000f00d'
    const list = await ok<Picked>(manager, 'POST', '/segments/lists', { name: 'Kutsutut', customers: [liisa, unknown] })
    assert.deepEqual([list.matched, list.unknown, list.segment.kind], [1, [unknown], 'list'])
    await settled()
    assert.deepEqual(await namesIn(list.segment.id), ['Liisa Virtanen'])
    await ok(manager, 'POST', `/segments/${list.segment.id}/picks`, { add: [olli], remove: [liisa] })
    await settled()
    assert.deepEqual(await namesIn(list.segment.id), ['Olli Öhman'])
    const versionOf = async (id: Uuid) =>
      (await db.one(sql<{ version: number }>`select version from know.customer where id = ${id}`)).version
    const merged = { with: olli, version: await versionOf(olli) }
    const { mergeId } = await ok<{ mergeId: Uuid }>(
      administrator,
      'POST',
      `/customers/${liisa}/merge`,
      merged,
      await versionOf(liisa),
    )
    await settled()
    const { members } = await ok<Members>(manager, 'GET', `/segments/${list.segment.id}/members`)
    assert.deepEqual(
      members.map(({ id }) => id),
      [liisa],
    )
    await ok(administrator, 'POST', `/merges/${mergeId}/undo`, undefined, await versionOf(liisa))
    await settled()
    assert.deepEqual(await namesIn(list.segment.id), ['Olli Öhman'])
  })

  test('are made of a segment as it is now, which may then change', async () => {
    const segment = await made('Hetken turkulaiset', inTurku)
    const shot = await ok<Segment>(manager, 'POST', `/segments/${segment.id}/snapshot`, { name: 'Turku 23.11.' })
    assert.deepEqual(shot.origin?.from, 'segment')
    await settled()
    await move({ 'Olli Öhman': 'Oulu' })
    assert.deepEqual(await namesIn(segment.id), ['Liisa Virtanen'])
    assert.deepEqual(await namesIn(shot.id), ['Liisa Virtanen', 'Olli Öhman'])
    const overlap = await ok<Overlap>(manager, 'GET', `/segments/${shot.id}/overlap?with=${segment.id}`)
    assert.deepEqual(
      overlap.overlaps.map(({ both, members }) => [both, members]),
      [[1, 1]],
    )
    assert.equal(overlap.members, 2)
    await move({})
  })

  test('are made of a file by e-mail or by number, and say which rows fit nobody', async () => {
    const file = async (content: string): Promise<FilePicked> => {
      const body = multipart({ name: 'Messuilta' }, { 'lista.csv': content })
      const answer = await house.ask(manager, { method: 'POST', url: '/api/v1/segments/file', ...body })
      assert.equal(answer.statusCode, 201, answer.body)
      return answer.json<FilePicked>()
    }
    const byMail = await file(
      'nimi;sähköposti\nL;LIISA@example.com\nx;nobody@example.com\ny;yhteinen@example.com\nz;\n',
    )
    assert.deepEqual([byMail.by, byMail.rows, byMail.matched, byMail.unmatched], ['email', 4, 1, 3])
    assert.deepEqual(
      byMail.examples.map(({ line, value, why }) => [line, value, why]),
      [
        [2, 'nobody@example.com', 'unknown'],
        [3, 'yhteinen@example.com', 'several'],
        [4, '', 'empty'],
      ],
    )
    const byNumber = await file('Asiakasnumero;paikka\nA2;Oulu\nA5;Turku\nA9;Turku\n')
    assert.deepEqual(
      [byNumber.by, byNumber.column, byNumber.matched, byNumber.unmatched],
      ['number', 'Asiakasnumero', 2, 1],
    )
    await settled()
    assert.deepEqual(await namesIn(byNumber.segment.id), ['Eero Laine', 'Olli Öhman'])
    const bad = multipart({ name: 'x' }, { 'x.csv': 'väri;koko\npunainen;iso\n' })
    const refused = await house.ask(manager, { method: 'POST', url: '/api/v1/segments/file', ...bad })
    assert.equal(refused.json<{ code: string }>().code, 'pick_file_unreadable')
  })
})

suite('ready-made segments', () => {
  test('can all be asked, and are added with one click', async () => {
    const { ready } = await ok<Ready>(manager, 'GET', '/segments/ready')
    assert.deepEqual(
      ready.map(({ code }) => code),
      [...readyCodes],
    )
    for (const { code } of ready) await ok(manager, 'POST', '/segments/ready', { code })
    await settled()
    const after = await ok<Ready>(manager, 'GET', '/segments/ready')
    assert.ok(after.ready.every(({ added }) => added !== null))
    const fresh = after.ready.find(({ code }) => code === 'noConsent')!
    assert.deepEqual(await namesIn(fresh.added!), ['Eero Laine', 'Olli Öhman'])
  })
})

suite('forgetting somebody', () => {
  test('leaves nothing of them in segments, and the sizes right', async () => {
    const segment = await made('Kaikki', { all: [] })
    const eero = await idOf('Eero Laine')
    await ok(manager, 'POST', '/segments/lists', { name: 'Eero', customers: [eero] })
    await settled()
    const { version } = await ok<{ version: number }>(administrator, 'GET', `/customers/${eero}/erasure`)
    await ok(administrator, 'POST', `/customers/${eero}/erase`, { confirm: version, reason: 'asked' })
    await settled()
    for (const table of ['segment_member', 'segment_change', 'segment_due', 'segment_pick', 'segment_stale'])
      assert.deepEqual(
        (await db.pool.query(`select from know.${table} where customer_id = $1`, [eero])).rows,
        [],
        table,
      )
    const now = await ok<Segment>(manager, 'GET', `/segments/${segment.id}`)
    assert.equal(now.members, (await namesIn(segment.id)).length)
  })
})
