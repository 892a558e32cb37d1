import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { type Client, testApp } from '#test/support/app.ts'
import type { Look, Looks } from './contract.ts'
import { jobs } from './jobs.ts'
import { accessLog } from './log.ts'

suite('who looked at whom', async () => {
  const app = await testApp()
  const { db, clock, looks } = app
  const administrator = await app.as('administrator')
  const sales = await app.as('sales')
  const add = async (name: string): Promise<string> => {
    const { status, body } = await administrator.post('/api/v1/customers', { name })
    assert.equal(status, 201)
    return String(body.id)
  }
  const read = async (path: string): Promise<Look[]> => {
    await looks.flush()
    const { status, body } = await administrator.get(path)
    assert.equal(status, 200, JSON.stringify(body))
    return (body as unknown as Looks).looks
  }
  const at = (time: string) => clock.set(`2026-11-23T${time}Z`)
  const look = async (who: Client, id: string, part = '') =>
    assert.equal((await who.get(`/api/v1/customers/${id}${part}`)).status, 200)

  test('two people who look at the same customer are two lines; a look of the same minute counts', async () => {
    const id = await add('Liisa Virtanen')
    at('10:00:05')
    await look(administrator, id)
    await look(sales, id)
    await look(sales, id)
    await looks.flush()
    at('10:00:40')
    await look(sales, id)
    at('10:02:00')
    await look(sales, id, '/timeline')
    const seen = await read(`/api/v1/customers/${id}/access`)
    assert.deepEqual(seen.map(({ by, way, times }) => [by.name, way, times]).sort(), [
      ['Aino Arvo', 'page', 1],
      ['Vilho sales', 'page', 3],
      ['Vilho sales', 'timeline', 1],
    ])
    assert.equal(seen[0]!.at, '2026-11-23T10:02:00.000Z', 'newest first')
    assert.deepEqual(seen[0]!.customer, { id, name: 'Liisa Virtanen' })
  })

  test('a token is named beside the person who answers for it', async () => {
    const id = await add('Olli Öhman')
    const made = await administrator.post('/api/v1/tokens', {
      name: 'Kassa',
      scopes: ['customer.read', 'timeline.read'],
    })
    await look(app.client('', String(made.body.secret)), id)
    const [seen] = await read(`/api/v1/customers/${id}/access`)
    assert.deepEqual([seen?.by.name, seen?.token], ['Aino Arvo', 'Kassa'])
  })

  test('what is refused or missing is no look', async () => {
    const id = await add('Aino Laine')
    assert.equal((await app.anonymous.get(`/api/v1/customers/${id}`)).status, 401)
    assert.equal((await sales.get(`/api/v1/customers/${id}/history`)).status, 403)
    assert.equal((await sales.get('/api/v1/customers/01939393-0000-7000-8000-00000000f00d')).status, 404)
    assert.deepEqual(await read(`/api/v1/customers/${id}/access`), [])
    assert.equal((await sales.get('/api/v1/access')).status, 403)
    assert.equal((await administrator.get('/api/v1/customers/01939393-0000-7000-8000-00000000f00d/access')).status, 404)
  })

  test('many at once are one line that tells fields and not what was typed', async () => {
    at('11:00:00')
    const conditions = { field: 'name', op: 'contains', value: 'Salaisuus' }
    const asked = { columns: ['name', 'city'], conditions }
    assert.equal((await sales.post('/api/v1/lists/customers', asked)).status, 200)
    assert.equal((await sales.get('/api/v1/search?q=Salaisuus')).status, 200)
    const seen = await read('/api/v1/access?from=2026-11-23&to=2026-11-23')
    const list = seen.find(({ way }) => way === 'list')
    assert.deepEqual(list?.question, { list: 'customers', columns: ['name', 'city'], fields: ['name'] })
    assert.deepEqual([list?.customer, list?.rows], [null, 0])
    assert.ok(seen.some(({ way }) => way === 'search'))
    assert.ok(!JSON.stringify(seen).includes('Salaisuus'))
  })

  test('an export is noted with its rows', async () => {
    at('11:05:00')
    const draft = { list: 'customers', columns: ['name'], format: 'csv' }
    const { body } = await administrator.post('/api/v1/exports', draft)
    assert.equal((await administrator.get(`/api/v1/exports/${String(body.id)}/file`)).status, 200)
    const [seen] = await read('/api/v1/access?way=export')
    assert.deepEqual([seen?.rows, seen?.question], [3, { list: 'customers', columns: ['name'] }])
  })

  test('people under non-disclosure are noted singly where they are seen among many, by those who see their details', async () => {
    at('12:00:00')
    const id = await add('Suojattu Henkilö')
    const other = await add('Suojaamaton Henkilö')
    await db.run(sql`update know.customer set protected = true where id = ${id}`)
    const asked = { columns: ['name', 'email'] }
    assert.equal((await sales.post('/api/v1/lists/customers', asked)).status, 200)
    assert.deepEqual(await read(`/api/v1/customers/${id}/access`), [], 'sales sees no details of theirs')
    assert.equal((await administrator.post('/api/v1/lists/customers', asked)).status, 200)
    assert.deepEqual(
      (await read(`/api/v1/customers/${id}/access`)).map(({ way, times }) => [way, times]),
      [['list', 1]],
    )
    assert.deepEqual(await read(`/api/v1/customers/${other}/access`), [])
  })

  test('filters and pages', async () => {
    at('13:00:00')
    const id = await add('Matti Möttönen')
    for (let minute = 10; minute < 65; minute++) {
      clock.set(new Date(Date.parse('2026-11-23T13:00:00Z') + minute * 60_000).toISOString())
      await look(sales, id)
    }
    const first = await administrator.get(`/api/v1/customers/${id}/access`)
    assert.equal((first.body as unknown as Looks).looks.length, 0, 'nothing is written before it is told')
    const newest = await read(`/api/v1/access?customer=${id}`)
    assert.equal(newest.length, 50)
    const { body } = await administrator.get(`/api/v1/access?customer=${id}`)
    const rest = await administrator.get(`/api/v1/access?customer=${id}&after=${encodeURIComponent(String(body.next))}`)
    const { looks: older, next } = rest.body as unknown as Looks
    assert.deepEqual([older.length, next], [5, null])
    const actor = newest[0]!.by.id
    assert.ok(
      (await read(`/api/v1/access?actor=${actor}&way=page`)).every(({ by, way }) => by.id === actor && way === 'page'),
    )
    assert.deepEqual(await read('/api/v1/access?to=2026-11-22'), [])
    assert.equal((await administrator.get('/api/v1/access?after=x')).status, 400)
  })

  test('looks older than two years are forgotten', async () => {
    const id = await add('Veikko Vanha')
    clock.set('2024-11-20T10:00:00Z')
    const { actor } = app.context()
    looks.seen('GET /api/v1/customers/:id', { ...actor, kind: 'user' }, { params: { id }, body: {}, answer: {} })
    clock.set('2024-11-25T10:00:00Z')
    looks.seen('GET /api/v1/customers/:id', { ...actor, kind: 'user' }, { params: { id }, body: {}, answer: {} })
    at('14:30:00')
    assert.equal((await read(`/api/v1/customers/${id}/access`)).length, 2)
    const signal = new AbortController().signal
    await jobs[0]!.handle({ input: {}, context: app.context(), signal, attempt: 0 })
    assert.deepEqual(
      (await read(`/api/v1/customers/${id}/access`)).map((look) => look.at),
      ['2024-11-25T10:00:00.000Z'],
    )
  })

  test('while the database is away looks are kept, up to a bound', async () => {
    const id = await add('Kaisa Kuusi')
    let away = true
    const broken: typeof db = { ...db, tx: (work) => (away ? Promise.reject(new Error('away')) : db.tx(work)) }
    const log = accessLog({ db: broken, clock, log: silentLog }, { most: 2 })
    const { actor } = app.context()
    const person = { ...actor, kind: 'user' as const }
    const seen = (way: string) =>
      log.seen(`GET /api/v1/customers/:id${way}`, person, { params: { id }, body: {}, answer: {} })
    for (const way of ['', '/values', '/timeline']) seen(way)
    await log.flush()
    seen('/timeline')
    away = false
    await log.stop()
    const kept = await read(`/api/v1/customers/${id}/access`)
    assert.deepEqual(kept.map(({ way, times }) => [way, times]).sort(), [
      ['timeline', 2],
      ['values', 1],
    ])
  })
})
