import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { planImport, runImport } from '#src/collect/imports/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { type QualityMeasure, qualityMeasures, type Uuid } from '#src/terms/index.ts'
import { type Client, testApp } from '#test/support/app.ts'
import type { FactLine, Inventory, Quality, Ratio, Rows, SourceInventory } from './contract.ts'
import { jobs, measureSources } from './index.ts'
import { everySource } from './queries/measuring.ts'

const app = await testApp()
const folder = mkdtempSync(join(tmpdir(), 'kauppias-sources-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function deliver(source: string, files: Record<string, string>): Promise<void> {
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, `${source}-${name}`)
    writeFileSync(path, text)
    return { name, path }
  })
  await runImport(app.context(), await planImport(app.context(), paths, { source }))
}
const measure = () => measureSources(app.db, { clock: app.clock, timeZone: 'Europe/Helsinki' })
const idOf = async (name: string) =>
  (await app.db.one(sql<{ id: Uuid }>`select id from collect.source where name = ${name}`)).id

// The shop: eight people. Two share an e-mail, one e-mail is broken, one has none. Of six addresses in 33100 one says Turku; 00100 has one only.
const people = `asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka;syntymäaika;kengännumero
A1;Liisa Virtanen;yhteinen@example.fi;040 1234567;Kauppakatu 1;33100;Tampere;1.2.1980;38
A2;Olli Virtanen;yhteinen@example.fi;;Kauppakatu 1;33100;Tampere;;
A3;Matti Möttönen;ei osoite;040 7654321;Kauppakatu 2;33100;Tampere;3.4.1955;
A4;Aino Laine;;;Kauppakatu 3;33100;Tampere;;
A5;Eino Laine;eino@example.fi;;Kauppakatu 4;33100;Tampere;;
A6;Helmi Korpi;helmi@example.fi;;Kauppakatu 5;33100;Turku;;
A7;Anna Korpi;anna@example.fi;;Mannerheimintie 2;00100;Helsinki;;
A8;Sulo Nieminen;sulo@example.fi;;;;;;
`
// Three orders of two people: T1 has its lines right, T2 does not, T3 has none; only T1 tells the clock.
const orders = `tilausnumero;asiakasnumero;päivä;summa
T1;A1;1.11.2026 12:30;30,00
T2;A1;2.11.2026;50,00
T3;A2;3.11.2026;12,90
`
const lines = `tilausnumero;rivinumero;tuotenumero;tuote;määrä;hinta
T1;1;K1;Kahvi;1;10,00
T1;2;K2;Tee;2;10,00
T2;1;K1;Kahvi;4;10,00
`

await deliver('Kauppa', { 'asiakkaat.csv': people, 'tilaukset.csv': orders, 'tilausrivit.csv': lines })
await deliver('Messut', { 'lista.csv': 'nimi;sähköposti\nAnna Korpi;anna@example.fi\nTimo Aalto;timo@example.fi\n' })
await measure()
const steward = await app.as('steward')
const shop = await idOf('Kauppa')
const fair = await idOf('Messut')

async function ask<T>(path: string, as: Client = steward): Promise<T> {
  const answer = await as.get(`/api/v1${path}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body as T
}
const inventoryOf = (id: Uuid) => ask<SourceInventory>(`/sources/${id}/inventory`)
const factsOf = async (id: Uuid) => new Map((await inventoryOf(id)).facts.map((line) => [line.fact, line]))
const ratio = (line: FactLine | undefined, name: QualityMeasure): Ratio =>
  line!.measures.find((one) => one.measure === name)!.ratio
const pair = (line: FactLine | undefined, name: QualityMeasure) => {
  const { state, n, of, why } = ratio(line, name)
  return state === 'measured' ? `${n}/${of}` : why
}
async function rowsOf(id: Uuid, fact: string, name: QualityMeasure, side: string): Promise<Rows['rows']> {
  const rows: Rows['rows'] = []
  let after = ''
  for (;;) {
    const query = new URLSearchParams({ fact, measure: name, side, limit: '3', ...(after && { after }) })
    const page = await ask<Rows>(`/sources/${id}/rows?${query}`)
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
}

suite('the inventory of a source', () => {
  test('counts what is told, by hand', async () => {
    const facts = await factsOf(shop)
    const told = (fact: string) =>
      Object.fromEntries(qualityMeasures.map((name) => [name, pair(facts.get(fact), name)]))
    assert.deepEqual(told('email'), {
      completeness: '6/8',
      validity: '6/7',
      uniqueness: '3/6',
      consistency: 'notMeasurable',
      currentness: '6/6',
      accuracy: 'noEvidence',
    })
    assert.deepEqual(told('postcode'), {
      completeness: '7/7',
      validity: '7/7',
      uniqueness: 'notMeasurable',
      consistency: '5/6',
      currentness: '7/7',
      accuracy: 'noEvidence',
    })
    assert.equal(pair(facts.get('phone'), 'completeness'), '2/8')
    assert.equal(pair(facts.get('birthDate'), 'completeness'), '2/8')
    assert.equal(pair(facts.get('attribute:kengännumero'), 'completeness'), '1/8')
    assert.equal(pair(facts.get('purchases'), 'completeness'), '2/10')
    assert.equal(pair(facts.get('purchaseTotal'), 'completeness'), '3/3')
    assert.equal(pair(facts.get('purchaseTotal'), 'consistency'), '1/2')
    assert.equal(pair(facts.get('purchaseTime'), 'completeness'), '1/3')
    assert.equal(pair(facts.get('product'), 'uniqueness'), '3/3')
    assert.equal(facts.get('purchaseTotal')!.first, '2026-11-01')
    assert.equal(facts.get('purchaseTotal')!.last, '2026-11-03')
    assert.deepEqual(facts.get('email')!.ages, [6, 0, 0, 0])
  })

  test('says that it does not know, and not zero', async () => {
    const facts = await factsOf(shop)
    assert.deepEqual(ratio(facts.get('email'), 'accuracy'), { state: 'notKnown', n: null, of: null, why: 'noEvidence' })
    assert.deepEqual(ratio(facts.get('gender'), 'validity'), {
      state: 'notApplicable',
      n: null,
      of: null,
      why: 'nothingWritten',
    })
    assert.equal(pair(facts.get('gender'), 'completeness'), '0/8', 'nobody’s gender is told: this one is a zero')
    assert.equal(facts.has('feedbackScore'), false, 'no feedback: nothing to tell of')
    const fairFacts = await factsOf(fair)
    assert.equal(fairFacts.has('postcode'), false)
    assert.equal(pair(fairFacts.get('email'), 'uniqueness'), '1/2', 'Anna is in the shop too')
  })

  test('every number opens its rows, and the sides together are the rows that the fact applies to', async () => {
    for (const id of [shop, fair, everySource])
      for (const line of (await inventoryOf(id)).facts)
        for (const { measure: name, ratio: told } of line.measures) {
          if (told.state !== 'measured') continue
          assert.ok(told.n! <= told.of!, `${line.fact} ${name}`)
          const counts = []
          for (const side of ['passes', 'fails', 'unchecked'])
            counts.push((await rowsOf(id, line.fact, name, side)).length)
          assert.deepEqual(counts.slice(0, 2), [told.n, told.of! - told.n!], `${line.fact} ${name}`)
          const whole = id === everySource && name !== 'completeness'
          const applicable = whole ? null : ratio(line, 'completeness').of
          if (applicable !== null)
            assert.equal(counts[0]! + counts[1]! + counts[2]!, applicable, `${line.fact} ${name}`)
        }
  })

  test('rows tell who, what, and what was left out', async () => {
    const [broken] = await rowsOf(shop, 'email', 'validity', 'fails')
    assert.equal(broken!.customer.name, 'Matti Möttönen')
    assert.deepEqual(broken!.leftOut, [{ code: 'email_invalid', written: 'ei osoite' }])
    const shared = await rowsOf(shop, 'email', 'uniqueness', 'fails')
    assert.deepEqual(shared.map((row) => row.customer.name).sort(), ['Anna Korpi', 'Liisa Virtanen', 'Olli Virtanen'])
    const [odd] = await rowsOf(shop, 'postcode', 'consistency', 'fails')
    assert.match(odd!.shown!, /33100 Turku/)
    const [wrongSum] = await rowsOf(shop, 'purchaseTotal', 'consistency', 'fails')
    assert.equal(wrongSum!.shown, 'T2')
  })

  test('names what uses each fact, and proposes to end what nothing uses', async () => {
    const facts = await factsOf(shop)
    assert.deepEqual(
      facts
        .get('email')!
        .uses.filter((use) => !use.shown)
        .map((use) => use.by)
        .sort(),
      ['export', 'list', 'matching', 'search'],
    )
    assert.equal(facts.get('email')!.proposal, null)
    assert.deepEqual(facts.get('email')!.columns, ['sähköposti'])
    assert.equal(facts.get('attribute:kengännumero')!.proposal, 'onlyShown')
    const { unused } = await ask<Quality>('/quality')
    assert.deepEqual(
      unused.filter((one) => one.fact.startsWith('attribute')),
      [{ source: { id: shop, name: 'Kauppa' }, fact: 'attribute:kengännumero', filled: 1, proposal: 'onlyShown' }],
    )
  })

  test('accuracy comes from evidence: a value somebody vouched for is right, one that was ended is wrong', async () => {
    const customerOf = async (name: string) =>
      app.db.one(sql<{ id: Uuid; version: number }>`select id, version from know.customer where name = ${name}`)
    const eino = await customerOf('Eino Laine')
    const helmi = await customerOf('Helmi Korpi')
    const change = async ({ id, version }: { id: Uuid; version: number }, body: object) => {
      const { status, text } = await steward.patch(`/api/v1/customers/${id}`, body, { 'if-match': `"${version}"` })
      assert.equal(status, 200, text)
    }
    await change(eino, { email: 'eino.uusi@example.fi', saidByCustomer: true })
    await change(helmi, { phone: '040 5556667', saidByCustomer: true })
    await change(await customerOf('Helmi Korpi'), { language: 'fi' })
    await measure()
    const facts = await factsOf(shop)
    assert.equal(pair(facts.get('email'), 'accuracy'), '0/1', 'Eino’s old address')
    assert.equal((await rowsOf(shop, 'email', 'accuracy', 'fails'))[0]!.shown, 'eino@example.fi')
    assert.deepEqual((await rowsOf(shop, 'email', 'accuracy', 'passes')).length, 0)
    assert.equal((await rowsOf(shop, 'email', 'accuracy', 'unchecked')).length, 7)
    assert.equal(pair(facts.get('phone'), 'accuracy'), 'noEvidence')
  })
})

suite('the map', () => {
  const line = (map: Inventory, id: Uuid) => {
    const cells = map.lines.find((one) => one.id === id)!.cells
    return (kind: string) => {
      const { state, n, of, why } = cells.find((cell) => cell.kind === kind)!.ratio
      return state === 'measured' ? `${n}/${of}` : `${state}: ${why}`
    }
  }

  test('draws one property for every source and kind, and all customers first', async () => {
    const map = await ask<Inventory>('/sources/inventory')
    assert.deepEqual(map.lines.map((one) => one.name).slice(0, 1), [null])
    const kauppa = line(map, shop)
    assert.equal(kauppa('who'), '8/8')
    assert.equal(kauppa('contact'), '7/8')
    assert.equal(kauppa('purchases'), '2/10')
    assert.equal(kauppa('feedback'), 'notApplicable: noRows')
    assert.equal(line(map, everySource)('who'), '10/10')
    const accuracy = await ask<Inventory>('/sources/inventory?measure=accuracy')
    assert.equal(line(accuracy, fair)('who'), 'notKnown: noEvidence')
    assert.equal(line(accuracy, fair)('purchases'), 'notApplicable: noRows')
  })

  test('a source that came after the last measuring is not known, and a trend has one point a week', async () => {
    await deliver('Uusi', { 'lista.csv': 'nimi;sähköposti\nTiina Salo;tiina@example.fi\n' })
    const id = await idOf('Uusi')
    assert.equal(line(await ask<Inventory>('/sources/inventory'), id)('who'), 'notKnown: notMeasured')
    const past = new Date(app.clock.now().getTime() - 8 * 86_400_000)
    await measureSources(app.db, { clock: { now: () => past }, timeZone: 'Europe/Helsinki' })
    await measure()
    const map = await ask<Inventory>('/sources/inventory')
    assert.equal(line(map, id)('who'), '1/1')
    assert.equal(map.lines[0]!.cells[0]!.trend.length, 2)
    const [now] = (await inventoryOf(id)).facts
    assert.deepEqual(now!.measures[0]!.before, { state: 'measured', n: 1, of: 1, why: null })
  })
})

suite('measuring', () => {
  test('is asked for once, done by a job, and told with its progress', async () => {
    const [job] = jobs
    const first = await steward.post('/api/v1/sources/measure', {})
    assert.equal(first.status, 202)
    assert.equal((first.body.measuring as { state: string }).state, 'waiting')
    await steward.post('/api/v1/sources/measure', {})
    const { n } = await app.db.one(
      sql<{ n: number }>`select count(*)::int as n from know.source_measuring where state = 'waiting'`,
    )
    assert.equal(n, 1)
    const { id: runId } = await app.db.one(
      sql<{ id: Uuid }>`select id from know.source_measuring where state = 'waiting'`,
    )
    await job!.handle({ input: { runId }, context: app.context(), signal: new AbortController().signal, attempt: 0 })
    const { measuring } = await ask<Inventory>('/sources/inventory')
    assert.deepEqual([measuring!.state, measuring!.done], ['done', measuring!.total])
  })

  test('refuses numbers that are not measured, places that are not ours, and those who may not', async () => {
    const refusal = async (path: string, as = steward) => {
      const { status, body } = await as.get(`/api/v1/sources/${path}`)
      return `${status} ${String(body.code)}`
    }
    const rows = `${shop}/rows?side=passes`
    assert.equal(await refusal(`${rows}&fact=city&measure=uniqueness`), '422 no_such_number')
    assert.equal(await refusal(`${rows}&fact=nonsense&measure=validity`), '422 no_such_number')
    assert.equal(await refusal(`${rows}&fact=email&measure=validity&after=bm9wZQ`), '400 cursor')
    assert.equal(await refusal(`01939393-0000-7000-8000-00000000f00d/inventory`), '404 not_found')
    const sales = await app.as('sales')
    assert.equal(await refusal(`${rows}&fact=email&measure=validity`, sales), '403 not_allowed')
    assert.equal((await sales.get('/api/v1/sources/inventory')).status, 200)
  })
})

suite('the trust of a source', () => {
  test('decides anew which values are in use, and the history says so', async () => {
    await deliver('Ostettu', { 'lista.csv': 'asiakasnumero;nimi;y-tunnus\nO1;Konepaja Ranta Oy;0201256-6\n' })
    await deliver('Kirjanpito', { 'lista.csv': 'asiakasnumero;nimi;y-tunnus\nK1;Ranta Oy;0201256-6\n' })
    const nameInUse = async () =>
      (await app.db.one(sql<{ name: string }>`select name from know.customer where business_id = '0201256-6'`)).name
    assert.equal(await nameInUse(), 'Ranta Oy', 'bookkeeping is believed more')
    const bought = await idOf('Ostettu')
    const reweigh = jobs.find((job) => job.name === 'sources.reweigh')!
    app.jobs.held.length = 0
    const { status } = await steward.patch(`/api/v1/sources/${bought}/trust`, { trust: 80 })
    assert.equal(status, 200)
    const [work] = app.jobs.held.splice(0)
    await reweigh.handle({
      input: work!.input,
      context: app.context(),
      signal: new AbortController().signal,
      attempt: 0,
    })
    assert.equal(await nameInUse(), 'Konepaja Ranta Oy')
    const { changes } = await app.db.one(sql<{ changes: object }>`
      select changes from clean.history where source_id = ${bought} and what = 'changed'`)
    assert.deepEqual(changes, { name: ['Ranta Oy', 'Konepaja Ranta Oy'] })
    assert.equal(
      (await steward.patch('/api/v1/sources/00000000-0000-7000-8000-000000000001/trust', { trust: 1 })).status,
      404,
    )
  })
})

suite('the steward’s page', () => {
  const daysAgo = (days: number) => new Date(app.clock.now().getTime() - days * 86_400_000)

  test('names sources that are silent beyond their own rhythm, and not those who are on it', async () => {
    const delivered = async (source: string, days: number[]) => {
      const id = await idOf(source)
      for (const day of days)
        await app.db.run(sql`
          insert into collect.import (id, source_id, state, currency, created_at, finished_at)
          values (${app.context().uuid()}, ${id}, 'finished', 'EUR', ${daysAgo(day)}, ${daysAgo(day)})`)
    }
    await deliver('Viikoittainen', { 'lista.csv': 'nimi;sähköposti\nTove Lind;tove@example.fi\n' })
    await app.db.run(sql`
      update collect.import set created_at = ${daysAgo(40)}, finished_at = ${daysAgo(40)}
      where source_id = ${await idOf('Viikoittainen')}`)
    await delivered('Viikoittainen', [75, 68, 61, 54, 47])
    await delivered('Kauppa', [21, 14, 7])
    const { silent } = await ask<Quality>('/quality')
    assert.deepEqual(
      silent.map((one) => [one.source.name, one.sinceDays, one.deliveries]),
      [['Viikoittainen', 40, 6]],
    )
  })

  test('tells what moved since a week ago by a point or more, with both ratios', async () => {
    const many = (mails: number) =>
      `asiakasnumero;nimi;sähköposti\n${Array.from({ length: 40 }, (_, i) => `M${i};Maija Malli${i};${i < mails ? `maija${i}@example.fi` : ''}`).join('\n')}\n`
    await deliver('Uutiskirje', { 'tilaajat.csv': many(40) })
    await measureSources(app.db, { clock: { now: () => daysAgo(7) }, timeZone: 'Europe/Helsinki' })
    await deliver('Uutiskirje', { 'tilaajat.csv': many(30) })
    await measure()
    const { changes, comparedWith } = await ask<Quality>('/quality')
    assert.equal(comparedWith, '2026-11-16')
    const move = changes.find((one) => one.source.name === 'Uutiskirje' && one.fact === 'email')!
    assert.deepEqual(
      [move.measure, move.now.n, move.now.of, move.before.n, move.before.of],
      ['completeness', 30, 40, 40, 40],
    )
  })

  test('names imports that stopped and rows to repair by cause', async () => {
    await deliver('Virheellinen', {
      'tilaukset.csv': 'tilausnumero;asiakasnumero;päivä;summa\nV1;A1;eilen;1,00\nV2;A1;2.11.2026;1,00\n',
    })
    const { repairs, stopped } = await ask<Quality>('/quality')
    assert.deepEqual([repairs.total, repairs.causes], [1, [{ field: 'at', code: 'date_invalid', rows: 1 }]])
    assert.deepEqual(stopped, [])
    await app.db.run(sql`update collect.import set state = 'failed' where source_id = ${await idOf('Virheellinen')}`)
    const [one] = (await ask<Quality>('/quality')).stopped
    assert.deepEqual([one!.source.name, one!.state, one!.files], ['Virheellinen', 'failed', ['tilaukset.csv']])
  })
})
