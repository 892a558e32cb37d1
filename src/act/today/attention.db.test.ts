import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutRfm, rebuild } from '#src/know/insights/index.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import type { Attention, CustomerAttention, Line } from './contract.ts'
import { makeList, renewMarked } from './renew.ts'

const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09']
/** People with purchases through the real door, one a month from January to September: silent since, by 23 November. */
const people = `asiakasnumero;nimi;sähköposti;puhelin
A1;Salla Hiipuva;salla@example.com;040 1234501
A2;Sulo Pieni;sulo@example.com;040 1234502
A3;Kaisa Rytmissä;kaisa@example.com;040 1234503
A4;Olli Öhman;olli@example.com;040 1234504
`
const order = (customer: string, day: string, sum: string) =>
  `T${customer}${day.replaceAll('.', '')};${customer};${day};${sum}`
const orders = `tilausnumero;asiakasnumero;päivä;summa
${months.map((month) => order('A1', `10.${month}.2026`, '200,00')).join('\n')}
${months.map((month) => order('A2', `11.${month}.2026`, '20,00')).join('\n')}
${[...months, '10', '11'].map((month) => order('A3', `12.${month}.2026`, '90,00')).join('\n')}
`

async function shop(t: { after(work: () => Promise<void>): void }) {
  const app = await testApp(t, { language: 'fi' })
  const sales = await app.as('sales')
  await deliver(app, 'Kauppa', { 'asiakkaat.csv': people, 'tilaukset.csv': orders })
  const rows = await app.db.rows(sql<{ id: Uuid; name: string }>`select id, name from know.customer`)
  const idOf = (name: string) => rows.find((row) => row.name.startsWith(name))!.id
  const get = async (path = '') => (await sales.get(`/api/v1/attention${path}`)).body as unknown as Attention
  const live = () => renewMarked(app.db, app.config, () => app.clock.now())
  return { app, sales, idOf, get, live, mine: async () => (await get()).lines, team: () => get('?scope=team') }
}
const names = (lines: readonly Line[]) => lines.map(({ name }) => name)

test('after an import the list is there: best first, with why, evidence, worth and action', async (t) => {
  const { get, mine } = await shop(t)
  const { lines, madeAt, capacity, day } = await get()
  assert.equal(day, '2026-11-23')
  assert.ok(madeAt)
  assert.equal(capacity, 8)
  assert.deepEqual(names(lines).slice(0, 2), ['Salla Hiipuva', 'Sulo Pieni'])
  const [salla] = lines
  assert.equal(salla!.action, 'call')
  assert.deepEqual(salla!.reasons.map(({ kind }) => kind).includes('slipping'), true)
  const { figures } = salla!.reasons.find(({ kind }) => kind === 'slipping')!
  assert.deepEqual([figures.rhythmDays, figures.sinceDays, figures.purchases], ['30', '74', '9'])
  assert.equal(
    salla!.months.reduce((a, b) => a + b),
    9,
  )
  assert.equal(salla!.dealtTo?.me, true)
  assert.equal(names(await mine()).includes('Kaisa Rytmissä'), false)
})

test('a purchase solves the line of who was slipping; a wish brings one', async (t) => {
  const { app, sales, idOf, mine, live } = await shop(t)
  const steward = await app.as('steward')
  const salla = idOf('Salla')
  const bought = await app.server.inject({
    method: 'PUT',
    url: '/api/v1/records/purchases/X1?source=Kauppa',
    headers: { host: 'localhost:8080', origin: 'http://localhost:8080', cookie: steward.cookie },
    payload: { customerRef: 'A1', at: '2026-11-23T10:00:00+02:00', total: 15, currency: 'EUR' },
  })
  assert.ok(bought.statusCode < 300, bought.payload)
  await live()
  const solved = (await mine()).find(({ id }) => id === salla)!
  assert.equal(solved.solved?.by, 'bought')
  assert.equal((await sales.post(`/api/v1/attention/${salla}/take`, {})).body.code, 'not_on_list')
  await makeList(app.db, app.config, app.clock.now())
  assert.ok(
    (await mine()).some(({ id }) => id === salla),
    'seen for the day',
  )
  await makeList(app.db, app.config, new Date('2026-11-24T04:00:00Z'))
  assert.equal(
    (await mine()).some(({ id, reasons }) => id === salla && reasons.some(({ kind }) => kind === 'slipping')),
    false,
    'gone by the next morning',
  )
  const olli = idOf('Olli')
  assert.equal(
    (await sales.post(`/api/v1/customers/${olli}/timeline`, { kind: 'wish', text: 'iltahuoltoa' })).status,
    201,
  )
  await live()
  const [wish] = (await mine()).filter(({ id }) => id === olli)
  assert.equal(wish!.reasons[0]!.kind, 'wish')
  assert.equal(wish!.reasons[0]!.figures.text, 'iltahuoltoa')
  assert.equal(wish!.worth.how.code, 'notKnown')
})

test('an important customer’s row that could not enter stands on the list until it is mended', async (t) => {
  const { app, idOf, team } = await shop(t)
  await deliver(app, 'Kauppa', {
    'lisää.csv': 'tilausnumero;asiakasnumero;päivä;summa\nT901;A3;31.2.2026;9,00\nT902;A3;32.1.2026;9,00\n',
  })
  const kaisa = idOf('Kaisa')
  const line = (await team()).lines.find(({ id }) => id === kaisa)
  const reason = line?.reasons.find(({ kind }) => kind === 'quarantined')
  assert.deepEqual([reason?.figures.rows, reason?.figures.source, line?.action], ['2', 'Kauppa', 'mend'])
  await app.db.run(sql`update collect.quarantine set state = 'dropped'`)
  await makeList(app.db, app.config, app.clock.now())
  assert.equal(
    (await team()).lines.some(({ id }) => id === kaisa),
    false,
  )
})

test('acts: taking, ending with a contact on the timeline, and undoing all of it', async (t) => {
  const { app, sales, idOf, mine, team } = await shop(t)
  const service = await app.as('service')
  const salla = idOf('Salla')
  const path = `/api/v1/attention/${salla}`
  const taken = await sales.post(`${path}/take`, {})
  assert.equal(taken.status, 200, taken.text)
  assert.ok((await mine()).find(({ id }) => id === salla)!.takenAt)
  const other = await service.post(`${path}/take`, {})
  assert.deepEqual([other.status, other.body.code], [409, 'taken_already'])
  const off = await service.post(`${path}/snooze`, { until: '2026-11-30' })
  assert.deepEqual([off.body.code, (off.body.details as { who: string }).who], ['taken_already', 'Vilho sales'])
  assert.equal((await service.post(`${path}/not-useful`)).body.code, 'taken_already')
  const done = await sales.post(`${path}/done`, {
    outcome: 'reached',
    note: 'Oli matkoilla, tulee perjantaina',
    contact: 'call',
  })
  assert.equal(done.status, 200, done.text)
  assert.equal(
    (await team()).lines.some(({ id }) => id === salla),
    false,
  )
  const timeline = async () =>
    (await sales.get(`/api/v1/customers/${salla}/timeline?kinds=call`)).body.entries as { body: string }[]
  assert.deepEqual(
    (await timeline()).map(({ body }) => body),
    ['Oli matkoilla, tulee perjantaina'],
  )
  await makeList(app.db, app.config, app.clock.now())
  assert.equal(
    (await team()).lines.some(({ id }) => id === salla),
    false,
    'left in peace',
  )
  const undone = await sales.post(`${path}/acts/${String(done.body.act)}/undo`)
  assert.equal(undone.status, 200, undone.text)
  assert.equal((await timeline()).length, 0)
  const back = (await mine()).find(({ id }) => id === salla)!
  assert.ok(back.takenAt, 'as it was: taken')
  assert.equal((await sales.post(`${path}/acts/${String(done.body.act)}/undo`)).status, 409)
  const { line, acts } = (await sales.get(`/api/v1/customers/${salla}/attention`)).body as unknown as CustomerAttention
  assert.equal(line!.id, salla)
  assert.deepEqual(acts.map(({ what, undone: gone }) => [what, gone]).sort(), [
    ['done', true],
    ['taken', false],
  ])
})

test('putting off hides a line until its day; what is newer shows at once', async (t) => {
  const { app, sales, idOf, mine, live } = await shop(t)
  const salla = idOf('Salla')
  const path = `/api/v1/attention/${salla}`
  assert.equal((await sales.post(`${path}/snooze`, { until: '2026-11-23' })).body.code, 'snooze_day')
  assert.equal((await sales.post(`${path}/snooze`, { until: '2026-11-26' })).status, 200)
  const there = async () => (await mine()).some(({ id }) => id === salla)
  assert.equal(await there(), false)
  await makeList(app.db, app.config, new Date('2026-11-25T05:00:00Z'))
  assert.equal(await there(), false)
  app.clock.set('2026-11-23T10:00:00Z')
  await sales.post(`/api/v1/customers/${salla}/timeline`, { kind: 'wish', text: 'lasten kokoja' })
  await live()
  assert.deepEqual(
    (await mine()).find(({ id }) => id === salla)!.reasons.map(({ kind }) => kind),
    ['wish'],
  )
  await makeList(app.db, app.config, new Date('2026-11-26T05:00:00Z'))
  assert.ok((await mine()).find(({ id }) => id === salla)!.reasons.some(({ kind }) => kind === 'slipping'))
})

test('not useful: the team sees why it gets fewer, and can forget it', async (t) => {
  const { app, sales, idOf, mine } = await shop(t)
  const before = (await mine())[0]!
  const done = await sales.post(`/api/v1/attention/${idOf('Salla')}/not-useful`)
  assert.equal(done.status, 200, done.text)
  const kind = before.reasons[0]!.kind
  const { weights } = (await sales.get('/api/v1/attention/settings')).body as {
    weights: { kind: string; weight: number; team: string }[]
  }
  assert.deepEqual(
    weights.map(({ team, kind: of, weight }) => [team, of, weight]),
    [['sales', kind, 0.75]],
  )
  const manager = await app.as('manager')
  assert.equal((await sales.post('/api/v1/attention/reset', { team: 'sales' })).status, 403)
  assert.deepEqual((await manager.post('/api/v1/attention/reset', { team: 'sales' })).body.weights, [])
})

test('nobody is on two lists, nobody gets more than the capacity, and the rest is open to all', async (t) => {
  const { app, sales, get } = await shop(t)
  const manager = await app.as('manager')
  assert.equal((await manager.patch('/api/v1/attention/settings', { capacity: 1 })).status, 200)
  await makeList(app.db, app.config, app.clock.now())
  const [mine, theirs] = [await get(), (await manager.get('/api/v1/attention')).body as unknown as Attention]
  assert.deepEqual([mine.lines.length, theirs.lines.length], [1, 1])
  assert.notEqual(mine.lines[0]!.id, theirs.lines[0]!.id)
  assert.equal((await manager.patch('/api/v1/attention/settings', { capacity: 0 })).status, 400)
  const { body } = await sales.get('/api/v1/attention?scope=team&limit=1')
  const first = body as unknown as Attention
  const second = (await sales.get(`/api/v1/attention?scope=team&limit=1&after=${first.next!}`))
    .body as unknown as Attention
  assert.notEqual(first.lines[0]!.id, second.lines[0]!.id)
})

test('an archived customer is not shown, and one who is erased leaves nothing', async (t) => {
  const { app, idOf, team } = await shop(t)
  const steward = await app.as('steward')
  const salla = idOf('Salla')
  await steward.post(`/api/v1/attention/${salla}/take`, {})
  await steward.post(`/api/v1/customers/${salla}/archive`, undefined, { 'if-match': '"1"' })
  assert.equal(names((await team()).lines).includes('Salla Hiipuva'), false)
  await steward.post(`/api/v1/customers/${salla}/restore`, undefined, { 'if-match': '"2"' })
  const { version } = (await steward.get(`/api/v1/customers/${salla}`)).body.identity as { version: number }
  const erased = await steward.post(`/api/v1/customers/${salla}/erase`, { reason: 'asked', confirm: version })
  assert.equal(erased.status, 200, erased.text)
  for (const name of ['attention', 'attention_reason', 'attention_done', 'attention_stale'])
    assert.deepEqual(
      await app.db.rows({ text: `select 1 from act.${name} where customer_id = '${salla}'`, values: [] }),
      [],
      name,
    )
})

test('who is merged takes their line and what was done along, and back again', async (t) => {
  const { app, sales, idOf, live, team } = await shop(t)
  const steward = await app.as('steward')
  const [salla, olli] = [idOf('Salla'), idOf('Olli')]
  await sales.post(`/api/v1/attention/${salla}/take`, {})
  const merged = await steward.post(
    `/api/v1/customers/${olli}/merge`,
    { with: salla, version: 1 },
    { 'if-match': '"1"' },
  )
  assert.equal(merged.status, 200, merged.text)
  await live()
  const of = async (id: Uuid) => (await team()).lines.find((line) => line.id === id)
  const stayed = (await of(olli)) ? olli : salla
  assert.ok((await of(stayed))!.takenAt)
  await rebuild(app.db, app.config.timeZone)
  await cutRfm(app.db, app.clock.now())
  const { version } = (await steward.get(`/api/v1/customers/${olli}`)).body.identity as { version: number }
  const undoPath = `/api/v1/merges/${String(merged.body.mergeId)}/undo`
  const parted = await steward.post(undoPath, undefined, { 'if-match': `"${version}"` })
  assert.equal(parted.status, 200, parted.text)
  await live()
  assert.ok((await of(salla))!.takenAt)
  assert.equal(await of(olli), undefined)
})
