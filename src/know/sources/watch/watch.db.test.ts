import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import { mailbox } from '#test/support/mailbox.ts'
import type { Causes, Chart, FaultLine, SourceOwner } from './contract.ts'
import { watchNow } from './jobs.ts'
import { writeLetters } from './letters.ts'

const mail = await mailbox()
const app = await testApp(undefined, { mail: { url: mail.url, from: 'kauppias@example.fi' } })
after(() => mail.close())
const steward = await app.as('steward')
const sales = await app.as('sales')
const service = await app.as('service')

const later = (hours: number) => app.clock.set(new Date(app.clock.now().getTime() + hours * 3_600_000).toISOString())
let made = 0
/** A file of so many people, the first of them with a telephone number that is none. */
const people = (rows: number, faulty: number) =>
  `asiakasnumero;nimi;puhelin\n${Array.from({ length: rows }, (_, i) => {
    const n = ++made
    return `N${n};Aino Laine${n};${i < faulty ? '12' : `040 ${String(1_000_000 + n)}`}`
  }).join('\n')}\n`
const watch = () => watchNow(app.context(), { evidence: true })
const causes = async () => {
  const answer = await steward.get('/api/v1/quality/causes')
  assert.equal(answer.status, 200, answer.text)
  return answer.body as unknown as Causes
}
const lineOf = async (code: string, source: string, field?: string): Promise<FaultLine | undefined> =>
  (await causes()).lines.find(
    (line) => line.code === code && line.source.name === source && (field === undefined || line.field === field),
  )
const idOf = async (name: string) =>
  (await app.db.one(sql<{ id: Uuid }>`select id from collect.source where name = ${name}`)).id
async function add(who: typeof sales, draft: object): Promise<Uuid> {
  const answer = await who.post('/api/v1/customers', { kind: 'person', anyway: true, ...draft })
  assert.equal(answer.status, 201, answer.text)
  return String(answer.body.id)
}
const versionOf = async (id: Uuid) =>
  (await app.db.one(sql<{ version: number }>`select version from know.customer where id = ${id}`)).version
async function edit(who: typeof sales, id: Uuid, change: object): Promise<void> {
  const answer = await who.patch(`/api/v1/customers/${id}`, change, { 'if-match': `"${await versionOf(id)}"` })
  assert.equal(answer.status, 200, answer.text)
}

suite('where faults come from', () => {
  test('a bad column of a file is its mapping, with the file named', async () => {
    await deliver(app, 'Kassa', { 'uudet.csv': people(40, 30) })
    await watch()
    const line = (await lineOf('phone_invalid', 'Kassa'))!
    assert.deepEqual([line.entrance, line.field, line.faults, line.of], ['import', 'phone', 30, 40])
    assert.deepEqual([line.class, line.cause], ['technical', 'mapping'])
    assert.deepEqual(line.reasons[0], { code: 'wholeColumn', share: 0.75, told: 40, faults: 30, name: 'uudet.csv' })
    assert.match(line.guidance, /^More than one in two of the phone numbers is no whole phone number/)
    assert.deepEqual(line.rows, { to: 'source', fact: 'phone', measure: 'validity' })
    assert.equal(line.trend.at(-1), 0.75)
  })

  test('what staff write in the wrong place is told by person and screen', async () => {
    for (let i = 0; i < 6; i++) await add(sales, { name: `Matti 040 55512${i}0` })
    const id = await add(service, { name: 'Pekka Oikein', email: 'pekka@example.fi' })
    await edit(service, id, { name: 'Pekka 0401234999' })
    await watch()
    const line = (await lineOf('phone_in_name', 'Henkilöstö'))!
    assert.deepEqual([line.faults, line.of, line.class, line.cause], [7, 8, 'working', 'person'])
    assert.deepEqual(
      line.reasons.map(({ code, name, faults }) => [code, name, faults]),
      [
        ['onePerson', 'sales', 6],
        ['screen', 'newCustomer', 6],
        ['rate', null, 7],
      ],
    )
  })

  test('programs are told from people', async () => {
    const { body } = await steward.post('/api/v1/tokens', { name: 'kassa', scopes: ['customer.create'] })
    const program = app.client('', String(body.secret))
    const answer = await program.post('/api/v1/customers', { kind: 'person', name: 'asiakas', anyway: true })
    assert.equal(answer.status, 201, answer.text)
    await watch()
    const line = (await lineOf('placeholder', 'Henkilöstö'))!
    assert.deepEqual([line.class, line.cause, line.reasons[0]!.name], ['technical', 'integration', 'api'])
  })

  test('a customer added twice counts for whom added the second one, until they are parted', async () => {
    const first = await add(sales, { name: 'Tupla Yksi' })
    later(1)
    const second = await add(service, { name: 'Tupla Yksi' })
    // the first of them goes into the second: the one made later is the duplicate all the same
    const merged = await steward.post(
      `/api/v1/customers/${second}/merge`,
      { with: first, version: 1 },
      { 'if-match': '"1"' },
    )
    assert.equal(merged.status, 200, merged.text)
    await watch()
    const line = (await lineOf('duplicate_merged', 'Henkilöstö'))!
    assert.deepEqual([line.faults, line.kind, line.rows?.to], [1, 'created', 'duplicates'])
    assert.equal(line.reasons.find(({ code }) => code === 'screen')?.name, 'newCustomer')
    const { role } = await app.db.one(sql<{ role: string }>`
      select u.role from know.fault_day f join company.user u on u.id = f.person_id where f.code = 'duplicate_merged'`)
    assert.equal(role, 'service')
    const undo = { 'if-match': `"${await versionOf(second)}"` }
    assert.equal((await steward.post(`/api/v1/merges/${merged.body.mergeId}/undo`, undefined, undo)).status, 200)
    await watch()
    assert.equal(await lineOf('duplicate_merged', 'Henkilöstö'), undefined)
  })

  test('a value put right within a month was wrong from the start; an address that mail came back from too', async () => {
    await deliver(app, 'Verkkokauppa', {
      'a.csv':
        'asiakasnumero;nimi;sähköposti\nV1;Väärä Osoite;vaara@example.fi\nV2;Palautunut Posti;palautunut@example.fi\n',
    })
    const { id } = await app.db.one(sql<{ id: Uuid }>`select id from know.customer where name = 'Väärä Osoite'`)
    later(24)
    await edit(service, id, { email: 'oikea@example.fi' })
    await app.db.run(sql`
      insert into collect.mail_evidence (source_id, email, what, person, last_at)
      values (${await idOf('Verkkokauppa')}, 'palautunut@example.fi', 'bounced', 'x', ${app.clock.now()}),
        (${await idOf('Verkkokauppa')}, 'oikea@example.fi', 'delivered', 'y', ${app.clock.now()})`)
    await watch()
    assert.equal((await lineOf('corrected', 'Verkkokauppa'))!.faults, 1)
    const bounced = (await lineOf('bounced', 'Verkkokauppa'))!
    assert.deepEqual([bounced.faults, bounced.of], [1, 1])
  })

  test('verified values are never lost; one that were is an alarm with its row', async () => {
    assert.equal((await causes()).redirtied.count, 0)
    const { id } = await app.db.one(sql<{ id: Uuid }>`select id from know.customer where email = 'oikea@example.fi'`)
    later(1)
    await deliver(app, 'Verkkokauppa', { 'a.csv': 'asiakasnumero;nimi;sähköposti\nV1;Väärä Osoite;uusi@example.fi\n' })
    await watch()
    assert.equal((await causes()).redirtied.count, 0, 'the import changed nothing in use')
    // as if a program with a fault had written it
    await app.db.run(sql`
      insert into clean.history (customer_id, at, id, what, actor_id, source_id, origin_id, changes)
      select customer_id, ${app.clock.now()}, gen_random_uuid(), 'changed', null, source_id, origin_id,
        '{"email": ["oikea@example.fi", "uusi@example.fi"]}'
      from clean.claim where customer_id = ${id} and source_id = ${await idOf('Verkkokauppa')}`)
    later(1)
    await watch()
    const { redirtied } = await causes()
    assert.deepEqual(
      [redirtied.count, redirtied.rows.map(({ customer, field, source }) => [customer.id, field, source?.name])],
      [1, [[id, 'email', 'Verkkokauppa']]],
    )
    await app.db.run(
      sql`delete from clean.history where changes @> '{"email": ["oikea@example.fi", "uusi@example.fi"]}'`,
    )
    await watch()
    assert.equal((await causes()).redirtied.count, 0)
  })
})

suite('a source that leaves its limits', () => {
  test('is told once to its owner, shown with its figures, and written of once a week', async () => {
    for (let i = 0; i < 9; i++) {
      later(10)
      await deliver(app, 'Messut', { 'lista.csv': people(50, i % 3) })
    }
    const source = await idOf('Messut')
    const { people: staff } = (await steward.get(`/api/v1/sources/${source}/owner`)).body as unknown as SourceOwner
    const ownerId = staff.find((one) => one.name === 'Vilho service')!.id
    assert.equal((await steward.patch(`/api/v1/sources/${source}/owner`, { ownerId: source })).status, 422)
    const set = await steward.patch(`/api/v1/sources/${source}/owner`, { ownerId })
    assert.equal((set.body as unknown as SourceOwner).ownerId, ownerId)
    await watch()
    assert.equal(mail.caught.length, 0, 'nothing to say yet')
    assert.equal((await causes()).alerts.filter((one) => one.source.id === source).length, 0)

    later(10)
    await deliver(app, 'Messut', { 'lista.csv': people(50, 20) })
    await watch()
    await watch()
    const [alert, ...more] = (await causes()).alerts.filter((one) => one.source.id === source)
    assert.equal(more.length, 0)
    // nine deliveries of 50 rows with 0, 1, 2, 0, 1, 2, 0, 1, 2 faults: p̄ = 9/450, σ = √(0.02 · 0.98 / 50) = 0.019799, moving ranges
    // of 1, 1, 2, 1, 1, 2, 1, 1 rows: 1.25 / 50 / σ = 1.26269, σz = 1.26269 / 1.128 = 1.11940, upper = 0.02 + 3 σz σ = 0.08649
    assert.deepEqual([alert!.told, alert!.faulty, alert!.basis], [50, 20, 9])
    assert.ok(Math.abs(alert!.centre - 0.02) < 1e-6 && Math.abs(alert!.upper - 0.08649) < 1e-5, String(alert!.upper))
    assert.equal(mail.caught.length, 1, 'told once')
    const [letter] = mail.caught
    assert.deepEqual(letter!.to, ['service@example.fi'])
    assert.match(letter!.text, /20 (rivillä|of) 50/)
    assert.doesNotMatch(letter!.raw + letter!.text, /Laine|\b12\b|040 /, 'no personal data')

    const chart = (await steward.get(`/api/v1/sources/${source}/chart?entrance=import`)).body as unknown as Chart
    assert.deepEqual(
      chart.points.map(({ verdict }) => verdict),
      [...Array.from({ length: 8 }, () => 'learning'), 'within', 'above'],
    )
    await writeLetters(app.context())
    await writeLetters(app.context())
    assert.equal(mail.caught.length, 2, 'one letter a week')
    assert.match(mail.caught[1]!.text, /\/quality/)
    assert.match(mail.caught[1]!.text, /(20|phone|puhelin)/i)
    later(24 * 30)
    await writeLetters(app.context())
    assert.equal(mail.caught.length, 2, 'nothing to say: nothing is written')
  })
})
