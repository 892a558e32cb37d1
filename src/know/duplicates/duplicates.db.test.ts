import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import { workOnce } from './arrivals.ts'
import type { DecisionList, GroupDetail, GroupLine, MaybeSame, State } from './contract.ts'
import { searchJob } from './jobs.ts'

const app = await testApp()
const steward = await app.as('steward')
const signal = new AbortController().signal

const given =
  'Aino Eero Helmi Onni Sofia Leo Ellen Väinö Lumi Oliver Kerttu Noel Saga Elias Hilda Otto Vilma Arvo Elsa Toivo'.split(
    ' ',
  )
const family =
  'Korhonen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Saarinen Niemi Salonen Turunen Laitinen Rantanen Salo Jokinen Kallio Ahonen'.split(
    ' ',
  )
const streets = 'Kotikatu Rantatie Mäkikuja Koulukatu Asematie Kirkkotie Puistotie Satamakatu'.split(' ')
const cities = [
  ['33100', 'Tampere'],
  ['00100', 'Helsinki'],
  ['20100', 'Turku'],
  ['90100', 'Oulu'],
  ['40100', 'Jyväskylä'],
] as const

/** Numbers that look random and are the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** A base of six hundred people of whom some came twice, the second time written otherwise. */
function people(): string {
  const any = chance(7)
  const one = <T>(list: readonly T[]) => list[any(list.length)]!
  const lines = ['asiakasnumero;nimi;sähköposti;puhelin;syntymäaika;katuosoite;postinumero;postitoimipaikka']
  for (let i = 0; i < 600; i++) {
    const [g, f] = [one(given), one(family)]
    const mail = `${g}.${f}${10 + any(90)}@${one(['example.fi', 'posti.example', 'kotisivu.example'])}`
      .toLowerCase()
      .replaceAll('ä', 'a')
      .replaceAll('ö', 'o')
    const phone = `04${one([0, 1, 4, 5])} ${1_000_000 + any(9_000_000)}`
    const born = `${1 + any(28)}.${1 + any(12)}.${1940 + any(65)}`
    const [postcode, city] = one(cities)
    const street = `${one(streets)} ${1 + any(60)}`
    lines.push([`A${i}`, `${g} ${f}`, mail, phone, born, street, postcode, city].join(';'))
    if (i % 15 === 3) lines.push([`B${i}`, `${f} ${g}`, '', phone, born, street, postcode, city].join(';'))
    if (i % 30 === 9) lines.push([`C${i}`, `${g[0]}. ${f}`, mail, '', '', street, postcode, city].join(';'))
  }
  return `${lines.join('\n')}\n`
}
const liisas = `asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka
L1;Liisa Virtanen;liisa.virtanen@posti.example;040 555 0123;Hämeenkatu 12 A 5;33100;Tampere
L2;L. Virtanen-Korhonen;liisa.v@tyo.example;+358405550123;;;
`

async function search(): Promise<void> {
  const asked = await steward.post('/api/v1/duplicates/search')
  assert.equal(asked.status, 202, asked.text)
  await searchJob.handle({ input: { runId: String(asked.body.id) }, context: app.context(), signal, attempt: 0 })
  const { run } = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
  assert.equal(run?.state, 'done')
}
const groups = async () => {
  const all: GroupLine[] = []
  for (let after = ''; ; ) {
    const { body } = await steward.get(`/api/v1/duplicates?limit=7${after && `&after=${after}`}`)
    const page = body as unknown as { groups: GroupLine[]; next: string | null }
    all.push(...page.groups)
    if (page.next === null) return all
    after = page.next
  }
}
const named = async (name: string) => (await groups()).find((one) => one.customers.some((c) => c.name === name))
const detail = async (id: string) => (await steward.get(`/api/v1/duplicates/${id}`)).body as unknown as GroupDetail
const decide = (id: string, body: object) => steward.post(`/api/v1/duplicates/${id}/decide`, body)

suite('finding customers that are one', () => {
  before(async () => {
    await deliver(app, 'Kassa', { 'asiakkaat.csv': people() })
    await deliver(app, 'Verkkokauppa', { 'liisat.csv': liisas })
  })

  test('before the first search nothing waits, and nothing is noted', async () => {
    const { groups, models, run } = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
    assert.deepEqual([groups, models, run], [0, [], null])
    assert.equal(await workOnce(app.context()), 0)
  })

  test('a search learns a model and fills the queue page by page, the surest first', async (t) => {
    await search()
    const all = await groups()
    t.diagnostic(`${all.length} groups`)
    assert.ok(all.length >= 54, 'at least nine tenths of those planted')
    assert.equal(new Set(all.map((one) => one.id)).size, all.length)
    const { models } = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
    assert.deepEqual(
      models.map((model) => [model.kind, model.automatic]),
      [['person', false]],
    )
  })

  test('Liisa under two names stands side by side with what speaks for it', async () => {
    const found = await named('L. Virtanen-Korhonen')
    assert.ok(found)
    assert.deepEqual(found.customers.map((c) => c.name).sort(), ['L. Virtanen-Korhonen', 'Liisa Virtanen'])
    const { members, pairs, outcome } = await detail(found.id)
    assert.equal(members.length, 2)
    const [pair] = pairs
    assert.ok(pair!.evidence.some((line) => /phone/.test(line.comparison) && line.weight > 4))
    const sum = pair!.evidence.reduce((total, line) => total + line.weight, pair!.start)
    assert.ok(Math.abs(sum - pair!.weight) < 0.05, `the parts add up: ${JSON.stringify(pair)}`)
    assert.equal(outcome?.phone, '+358405550123')
    const [one, other] = found.customers
    const { customers } = (await steward.get(`/api/v1/customers/${one!.id}/duplicates`)).body as unknown as MaybeSame
    assert.deepEqual(
      customers.map((c) => [c.id, c.group]),
      [[other!.id, found.id]],
    )
  })

  test('the same: merged into the one chosen, and taken back exactly', async () => {
    const found = (await named('L. Virtanen-Korhonen'))!
    const ids = found.customers.map((c) => c.id)
    const survivor = found.customers.find((c) => c.name === 'Liisa Virtanen')!.id
    const other = ids.find((id) => id !== survivor)!
    const done = await decide(found.id, { verdict: 'same', customers: ids, survivor })
    assert.equal(done.status, 200, done.text)
    assert.equal(done.body.survivor, survivor)
    assert.equal(await named('Liisa Virtanen'), undefined)
    const page = (await steward.get(`/api/v1/customers/${other}`)).body as {
      identity: { id: string; emails: unknown[] }
    }
    assert.equal(page.identity.id, survivor, 'the old id leads to the one that stayed')
    assert.equal(page.identity.emails.length, 2)
    const undone = await steward.post(`/api/v1/duplicates/decisions/${done.body.decision}/undo`)
    assert.equal(undone.status, 200, undone.text)
    assert.equal((await steward.post(`/api/v1/duplicates/decisions/${done.body.decision}/undo`)).status, 409)
    const again = await named('L. Virtanen-Korhonen')
    assert.deepEqual(again?.customers.map((c) => c.id).sort(), [...ids].sort())
  })

  test('not the same: remembered, also by the next search; undone, they wait again', async () => {
    const found = (await named('L. Virtanen-Korhonen'))!
    const customers = found.customers.map((c) => c.id)
    const done = await decide(found.id, { verdict: 'apart', customers })
    assert.equal(done.status, 200, done.text)
    const together = async () =>
      (await groups()).some((one) => customers.every((id) => one.customers.some((c) => c.id === id)))
    assert.equal(await together(), false)
    await search()
    assert.equal(await together(), false)
    assert.equal((await decide(found.id, { verdict: 'apart', customers })).status, 404)
    await steward.post(`/api/v1/duplicates/decisions/${done.body.decision}/undo`)
    assert.ok(await together())
  })

  test('later: stands last, also after the next search, until it is taken back', async () => {
    const found = (await named('L. Virtanen-Korhonen'))!
    const done = await decide(found.id, { verdict: 'later', customers: found.customers.map((c) => c.id) })
    assert.equal(done.body.waits, false)
    assert.equal((await groups()).at(-1)?.id, found.id)
    await search()
    assert.equal((await groups()).at(-1)?.id, found.id)
    await steward.post(`/api/v1/duplicates/decisions/${done.body.decision}/undo`)
    assert.equal((await named('L. Virtanen-Korhonen'))?.later, false)
  })

  test('how often people agreed is counted, and who decided what is listed', async () => {
    const { agreement } = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
    assert.equal(agreement.decided, 0, 'all were taken back')
    const [first] = await groups()
    await decide(first!.id, { verdict: 'same', customers: first!.customers.map((c) => c.id) })
    const after = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
    assert.deepEqual([after.agreement.decided, after.agreement.agreed], [1, 1])
    const { decisions } = (await steward.get('/api/v1/duplicates/decisions')).body as unknown as DecisionList
    assert.equal(decisions[0]!.verdict, 'same')
    assert.deepEqual(decisions.filter((one) => !one.undone).length, 1)
  })
})

suite('arriving customers', () => {
  test('one that is added is compared with the others at once', async () => {
    const add = (name: string) => steward.post('/api/v1/customers', { name, phone: '0405550777', anyway: true })
    await add('Yrjö Ahlqvist')
    await workOnce(app.context())
    assert.equal(await named('Yrjö Ahlqvist'), undefined)
    assert.equal((await add('Y. Ahlqvist-Aro')).status, 201)
    assert.equal(await workOnce(app.context()), 1)
    assert.deepEqual(
      (await named('Yrjö Ahlqvist'))?.customers.map((c) => c.name),
      ['Yrjö Ahlqvist', 'Y. Ahlqvist-Aro'],
    )
  })

  test('one that changes leaves the pairs that it makes no more', async () => {
    const made = await steward.post('/api/v1/customers', { name: 'Aada Öhman', email: 'aada@example.fi', anyway: true })
    const twin = await steward.post('/api/v1/customers', { name: 'Aada Öhman', email: 'aada@example.fi', anyway: true })
    await workOnce(app.context())
    assert.ok(await named('Aada Öhman'))
    const id = String(twin.body.id)
    const changed = await steward.patch(
      `/api/v1/customers/${id}`,
      { name: 'Björn Wikström', email: 'bjorn@example.fi' },
      { 'if-match': '"1"' },
    )
    assert.equal(changed.status, 200, changed.text)
    await workOnce(app.context())
    assert.equal(await named('Aada Öhman'), undefined)
    assert.ok(made.body.id)
  })

  test('organisations with different business ids are never one', async () => {
    const add = (name: string, businessId: string) =>
      steward.post('/api/v1/customers', { kind: 'organisation', name, businessId, phone: '09 123 4567', anyway: true })
    await add('Konepaja Ranta Oy', '1572860-0')
    await add('Konepaja Ranta Oy', '0201256-6')
    await search()
    assert.equal(await named('Konepaja Ranta Oy'), undefined)
  })
})

suite('merging without asking', () => {
  test('is off until it is switched on; then what is sure goes by itself, and can be taken back', async () => {
    const before = (await groups()).filter((one) => one.zone === 'auto')
    assert.ok(before.length > 0)
    assert.equal(
      ((await steward.get('/api/v1/duplicates/sample?kind=person')).body.pairs as unknown[]).length > 0,
      true,
    )
    const on = await steward.patch('/api/v1/duplicates/automatic', { kind: 'person', automatic: true })
    assert.equal(on.status, 200, on.text)
    await search()
    assert.deepEqual(
      (await groups()).filter((one) => one.zone === 'auto'),
      [],
    )
    const { run } = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
    assert.ok(run!.result!.merged >= before.length)
    const { decisions } = (await steward.get('/api/v1/duplicates/decisions')).body as unknown as DecisionList
    assert.equal(decisions[0]!.by, null)
    const off = await steward.patch('/api/v1/duplicates/automatic', { kind: 'person', automatic: false })
    assert.equal(off.status, 200)
    assert.equal((await steward.post(`/api/v1/duplicates/decisions/${decisions[0]!.id}/undo`)).status, 200)
  })
})

suite('a search', () => {
  test('is asked for once, stops when somebody says so, and leaves everything as it was', async () => {
    const before = await groups()
    const asked = await steward.post('/api/v1/duplicates/search')
    assert.equal((await steward.post('/api/v1/duplicates/search')).body.id, asked.body.id)
    assert.equal((await steward.post('/api/v1/duplicates/search/stop')).body.stopping, true)
    await searchJob.handle({ input: { runId: String(asked.body.id) }, context: app.context(), signal, attempt: 0 })
    const { run } = (await steward.get('/api/v1/duplicates/state')).body as unknown as State
    assert.equal(run?.state, 'cancelled')
    assert.equal((await steward.post('/api/v1/duplicates/search/stop')).status, 409)
    assert.deepEqual(await groups(), before)
  })
})

suite('rights', () => {
  test('somebody under non-disclosure is decided of only by who may see them', async () => {
    const add = async () =>
      String(
        (await steward.post('/api/v1/customers', { name: 'Sanni Sääskilahti', phone: '0441112223', anyway: true })).body
          .id,
      )
    const [one] = [await add(), await add()]
    const manager = await app.as('manager')
    const guarded = await manager.patch(`/api/v1/customers/${one}`, { protected: true }, { 'if-match': '"1"' })
    assert.equal(guarded.status, 200, guarded.text)
    await workOnce(app.context())
    const found = (await named('Sanni Sääskilahti'))!
    assert.equal(found.zone, 'ask', 'never by itself')
    const { barred, outcome, members } = await detail(found.id)
    assert.deepEqual([barred, outcome], [true, null])
    assert.deepEqual(members.find((m) => m.customer.id === one)?.customer.phones, [])
    const wish = { verdict: 'same', customers: found.customers.map((c) => c.id) }
    assert.equal((await decide(found.id, wish)).status, 403)
    assert.equal((await manager.post(`/api/v1/duplicates/${found.id}/decide`, wish)).status, 200)
  })
  test('sales see who somebody may be, and decide nothing', async () => {
    const sales = await app.as('sales')
    assert.equal((await sales.get('/api/v1/duplicates')).status, 403)
    assert.equal((await sales.post('/api/v1/duplicates/search')).status, 403)
    assert.equal((await (await app.as('manager')).post('/api/v1/duplicates/search')).status, 403)
  })
})
