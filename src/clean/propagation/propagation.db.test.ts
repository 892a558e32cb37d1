import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import { receiver } from '#test/support/receiver.ts'
import { systemsOf } from '#test/support/systems.ts'
import type { Message } from './contract.ts'
import { everybody } from './jobs.ts'
import { watch } from './watch.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-systems-'))
const app = await testApp(undefined, { dataDir, language: 'fi' })
after(() => rmSync(dataDir, { recursive: true, force: true }))
const systems = await systemsOf(app)
const { administrator, pass, settle, connect, disconnect, person, edit, stateOf, lineOf } = systems

suite('a system that is a source too', () => {
  test('is not told what it told; what it tells against the record stays visible with the rule', async (t) => {
    const shop = await receiver(() => 200)
    t.after(shop.close)
    const other = await receiver(() => 200)
    t.after(other.close)
    await deliver(app, 'Kaupan rekisteri', {
      'a.csv': 'Asiakasnumero;Nimi;Sähköposti\n77;Helmi Oja;helmi@vanha.example\n',
    })
    const { id: source } = await app.db.one(
      sql<{ id: string }>`select id from collect.source where name = 'Kaupan rekisteri'`,
    )
    const mapping = [
      { field: 'name', name: 'name' },
      { field: 'email', name: 'email' },
    ]
    const { id: system } = await connect({
      name: 'Kaupan kone',
      way: 'hook',
      url: shop.url,
      allowPrivate: true,
      sourceId: source,
      mapping,
    })
    const { id: second } = await connect({
      name: 'Toinen kone',
      way: 'hook',
      url: other.url,
      allowPrivate: true,
      mapping,
    })

    await deliver(app, 'Kaupan rekisteri', {
      'b.csv': 'Asiakasnumero;Nimi;Sähköposti\n77;Helmi Oja-Aho;helmi@vanha.example\n',
    })
    await settle(system, second)
    assert.equal(shop.received.length, 0, 'its own word does not come back')
    assert.equal(other.received.length, 1, 'the others hear of it, though it came by an import')
    const { id } = other.received[0]!.message.customer!
    assert.equal((await stateOf(id, system)).how, 'echo')

    await edit(id, { email: 'helmi@uusi.example', saidByCustomer: true })
    await settle(system, second)
    assert.equal(shop.received.at(-1)!.message.customer!.fields.email, 'helmi@uusi.example')
    assert.equal(shop.received.at(-1)!.message.customer!.externalId, '77')
    const calls = shop.received.length

    await deliver(app, 'Kaupan rekisteri', {
      'c.csv': 'Asiakasnumero;Nimi;Sähköposti\n77;Helmi Oja-Aho;helmi@uusi.example\n',
    })
    await settle(system, second)
    assert.equal(shop.received.length, calls, 'it says that it has it: nothing goes back')

    await deliver(app, 'Kaupan rekisteri', {
      'd.csv': 'Asiakasnumero;Nimi;Sähköposti\n77;Helmi Oja-Aho;helmi@vanha.example\n',
    })
    await settle(system, second)
    assert.equal(shop.received.length, calls + 1, 'it is corrected once')
    const { conflicts } = await stateOf(id, system)
    assert.deepEqual(
      conflicts.map(({ field, theirs, ours }) => [field, theirs, ours]),
      [['email', 'helmi@vanha.example', 'helmi@uusi.example']],
    )
    assert.ok(conflicts[0]!.why !== null)
    const viewer = await app.as('viewer')
    const hidden = (await viewer.get(`/api/v1/customers/${id}/deliveries`)).text
    assert.ok(!hidden.includes('helmi@'), 'values only for those who may see them')
    await disconnect(system)
    await disconnect(second)
  })
})

suite('what nobody takes', () => {
  test('becomes a task for a person, and ends with the delivery', async (t) => {
    const shop = await receiver((n) => (n <= 1 ? 422 : 200))
    t.after(shop.close)
    const { id: system } = await connect({
      name: 'Tiukka',
      way: 'hook',
      url: shop.url,
      allowPrivate: true,
      limitHours: 2,
    })
    const id = await person('Viljo Myöhä', 'viljo@example.com')
    await settle(system)
    await watch(app.context())
    assert.equal((await lineOf(system)).task, null)
    assert.equal((await administrator.post(`/api/v1/systems/${system}/pause`)).status, 200)
    pass(3 * 3600)
    await settle(system)
    assert.equal(shop.received.length, 1, 'paused')
    assert.equal((await stateOf(id, system)).state, 'held')
    await watch(app.context())
    await watch(app.context())
    const line = await lineOf(system)
    assert.equal(line.task?.who, 'Aino Arvo')
    const today = (await administrator.get('/api/v1/today')).body.lateSystems as { systemId: string; waiting: number }[]
    assert.deepEqual(
      today.map(({ systemId, waiting }) => [systemId, waiting]),
      [[system, 1]],
    )
    await administrator.post(`/api/v1/systems/${system}/resume`)
    assert.equal((await administrator.post(`/api/v1/systems/${system}/retry`)).body.count, 1)
    await settle(system)
    assert.equal((await stateOf(id, system)).state, 'acknowledged')
    await watch(app.context())
    assert.equal((await lineOf(system)).task, null)
    await disconnect(system)
  })

  test('is given up after its tries and can be resolved by hand', async (t) => {
    const shop = await receiver(() => 400)
    t.after(shop.close)
    const { id: system } = await connect({ name: 'Jyrkkä', way: 'hook', url: shop.url, allowPrivate: true })
    const id = await person('Veeti Torjuttu', 'veeti@example.com')
    for (let i = 0; i < 12; i++) {
      await settle(system)
      pass(4400)
    }
    assert.equal(shop.received.length, 10)
    assert.equal((await stateOf(id, system)).state, 'dead')
    const dead = (await administrator.get(`/api/v1/systems/${system}/deliveries?show=dead`)).body.rows as {
      name: string
    }[]
    assert.deepEqual(
      dead.map(({ name }) => name),
      ['Veeti Torjuttu'],
    )
    assert.equal((await administrator.post(`/api/v1/customers/${id}/systems/${system}/done`)).status, 204)
    assert.deepEqual([(await stateOf(id, system)).state, (await stateOf(id, system)).how], ['acknowledged', 'done'])
    await disconnect(system)
  })
})

test('a system that is connected late can be sent everybody', async (t) => {
  const shop = await receiver(() => 200)
  t.after(shop.close)
  const { id: system } = await connect({ name: 'Kaikki', way: 'hook', url: shop.url, allowPrivate: true, begin: 'all' })
  assert.equal((await lineOf(system)).sendingAll, true)
  await everybody.handle({
    input: { systemId: system },
    context: app.context(),
    signal: new AbortController().signal,
    attempt: 0,
  })
  await settle(system)
  const { n } = await app.db.one(sql<{ n: number }>`select count(*)::int as n from know.customer`)
  const ids = new Set(shop.received.map(({ message }: { message: Message }) => message.customer!.id))
  assert.equal(ids.size, n)
  assert.equal((await lineOf(system)).sendingAll, false)
  await disconnect(system)
})

test('a merge and its undoing reach the systems: into whom, and that both are there again', async (t) => {
  const shop = await receiver(() => 200)
  t.after(shop.close)
  const { id: system } = await connect({ name: 'Yhdistetty', way: 'hook', url: shop.url, allowPrivate: true })
  const [from, to] = [
    await person('Kati Kaksonen', 'kati@example.com'),
    await person('Kati Kaksonen', 'kati.k@example.com'),
  ]
  await settle(system)
  const version = async (id: string) =>
    ((await administrator.get(`/api/v1/customers/${id}`)).body.identity as { version: number }).version
  const match = async (id: string) => ({ 'if-match': `"${await version(id)}"` })
  const asked = { with: from, version: await version(from) }
  const merged = await administrator.post(`/api/v1/customers/${to}/merge`, asked, await match(to))
  assert.equal(merged.status, 200, merged.text)
  await settle(system)
  const last = (id: string) => shop.received.findLast(({ message }) => message.customer!.id === id)!.message
  assert.deepEqual([last(from).type, last(from).customer!.into], ['customer.merged', to])
  assert.equal(last(to).type, 'customer.changed')
  const versions = last(from).customer!.version
  const undone = await administrator.post(
    `/api/v1/merges/${String(merged.body.mergeId)}/undo`,
    undefined,
    await match(to),
  )
  assert.equal(undone.status, 200, undone.text)
  await settle(system)
  assert.equal(last(from).type, 'customer.changed')
  assert.equal(last(from).customer!.fields.email, 'kati@example.com')
  assert.ok(last(from).customer!.version > versions)
  await disconnect(system)
})

test('who is forgotten is forgotten by every id that systems have heard of', async (t) => {
  const shop = await receiver(() => 200)
  t.after(shop.close)
  const { id: system } = await connect({ name: 'Unohtava', way: 'hook', url: shop.url, allowPrivate: true })
  const [from, to] = [
    await person('Pia Parillinen', 'pia@example.com'),
    await person('Pia Parillinen', 'pia.p@example.com'),
  ]
  await settle(system)
  const version = async (id: string) =>
    ((await administrator.get(`/api/v1/customers/${id}`)).body.identity as { version: number }).version
  const asked = { with: from, version: await version(from) }
  const merged = await administrator.post(`/api/v1/customers/${to}/merge`, asked, {
    'if-match': `"${await version(to)}"`,
  })
  assert.equal(merged.status, 200, merged.text)
  await settle(system)
  const erased = await administrator.post(`/api/v1/customers/${to}/erase`, {
    reason: 'asked',
    confirm: await version(to),
  })
  assert.ok(erased.status < 300, erased.text)
  await settle(system)
  for (const id of [from, to]) {
    const last = shop.received.findLast(({ message }) => message.customer!.id === id)!.message
    assert.equal(last.type, 'customer.erased')
  }
  const { n } = await app.db.one(sql<{ n: number }>`
    select (select count(*) from clean.delivery where customer_id = any(${[from, to]}::uuid[]))::int
      + (select count(*) from clean.delivered where customer_id = any(${[from, to]}::uuid[]))::int as n`)
  assert.equal(n, 0, 'nothing is left of them')
  await disconnect(system)
})
