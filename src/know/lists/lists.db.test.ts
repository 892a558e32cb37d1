import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import type { Client } from '#test/support/app.ts'
import type { ListRequest, View } from './contract.ts'
import { envOf } from './env.ts'
import { administrator, app, db, everything, page, sales, viewer } from '#test/support/listed.ts'
import { estimatedRows } from './queries/page.ts'
import { specs } from './queries/specs.ts'

const columns = ['name', 'email', 'city', 'purchases', 'lastPurchase', 'spend.EUR', 'stage', 'created']

suite('a list', () => {
  test('turns its pages in every order without losing or repeating anybody', async () => {
    const orders = {
      customers: ['name', 'created', 'updated', 'city', 'lastPurchase', 'spend.EUR', 'spend.SEK'],
      products: ['sku', 'name', 'category', 'price'],
      purchases: ['at'],
      interactions: ['at'],
    }
    for (const [list, fields] of Object.entries(orders)) {
      for (const field of fields) {
        const columns = [field]
        // those under non-disclosure have no place by their city
        const open = field === 'city' ? { conditions: { field: 'protected', op: 'is', value: false } as const } : {}
        const rising = await everything({ columns, ...open, sort: { field, direction: 'asc' } }, list)
        const falling = await everything({ columns, ...open, sort: { field, direction: 'desc' } }, list)
        const all = new Set(rising.map(({ id }) => id))
        assert.equal(all.size, rising.length, `${list} by ${field}`)
        assert.deepEqual(new Set(falling.map(({ id }) => id)), all, `${list} by ${field}`)
        assert.ok(all.size > 5, `${list}: ${all.size}`)
        const keyed = (rows: typeof rising) =>
          rows.flatMap(({ id, cells }) => (cells[0] === null || cells[0] === undefined ? [] : [id]))
        const values = (rows: typeof rising) =>
          rows.map(({ cells }) => JSON.stringify(cells[0])).filter((cell) => cell !== 'null')
        assert.deepEqual(
          values(falling),
          values(rising).toReversed(),
          `${list} by ${field}: one order backwards is the other`,
        )
        assert.equal(keyed(rising).length, values(rising).length)
        const empties = (rows: typeof rising) => rows.map(({ cells }) => cells[0] === null)
        assert.deepEqual(empties(rising), empties(rising).toSorted(), `${list} by ${field}: the empty come last`)
        assert.deepEqual(empties(falling), empties(falling).toSorted(), `${list} by ${field}: the empty come last`)
      }
    }
  })

  test('shows the columns that were asked', async () => {
    const { rows } = await page(administrator, { columns, sort: { field: 'spend.EUR', direction: 'desc' }, limit: 1 })
    const [name, email, city, purchases, last, spend, stage, created] = rows[0]!.cells
    assert.match(String(name), /^Asiakas/)
    assert.match(String(email), /@example\.fi$/)
    assert.ok(city === null || typeof city === 'string')
    assert.equal(purchases, 1)
    assert.match(String(last), /^2026-\d\d-15$/)
    assert.deepEqual(spend, { minor: '2200', currency: 'EUR' })
    assert.equal(typeof stage, 'string')
    assert.equal(new Date(String(created)).toISOString(), created)
  })

  test('shows only whom the conditions choose, and counts them', async () => {
    const conditions = {
      all: [{ field: 'city', op: 'is', value: 'turku' }, { not: { field: 'purchases', op: 'is', value: 0 } }],
    } as const
    const rows = await everything({
      columns: ['city', 'purchases'],
      conditions,
      sort: { field: 'name', direction: 'asc' },
    })
    assert.ok(rows.length > 0)
    for (const { cells } of rows) assert.deepEqual(cells, ['Turku', 1])
    const { body } = await administrator.post('/api/v1/lists/customers/count', { conditions })
    assert.deepEqual(body, { count: rows.length, about: false })
  })

  test('leaves out the archived unless they are asked about', async () => {
    const named = async (conditions?: ListRequest['conditions']) =>
      (await everything({ columns: ['email'], ...(conditions && { conditions }) })).map(({ cells }) => cells[0])
    assert.equal((await named()).length, 22)
    assert.ok(!(await named()).includes('a6@example.fi'))
    assert.deepEqual(await named({ field: 'archived', op: 'is', value: true }), ['a6@example.fi'])
  })

  test('tells what the reader can see, ask and sort by', async () => {
    const ids = async (who: Client) =>
      ((await who.get('/api/v1/lists/customers/fields')).body.fields as { id: string }[]).map(({ id }) => id)
    const [all, few] = [await ids(administrator), await ids(viewer)]
    for (const id of ['name', 'email', 'city', 'spend.EUR', 'consent.email', 'stage']) assert.ok(all.includes(id), id)
    for (const id of ['email', 'phone', 'city', 'emailDomain']) assert.ok(!few.includes(id), id)
    for (const list of ['products', 'purchases', 'interactions']) {
      const { status, body } = await administrator.get(`/api/v1/lists/${list}/fields`)
      assert.equal(status, 200)
      const { fields, columns } = body as { fields: { id: string }[]; columns: string[] }
      assert.deepEqual(
        columns.filter((id) => !fields.some((field) => field.id === id)),
        [],
      )
      await page(administrator, { columns: fields.map(({ id }) => id) }, list)
    }
    await page(administrator, { columns: all })
  })

  test('has no column, condition or order for who may not see it', async () => {
    for (const request of [
      { columns: ['email'] },
      { columns: ['name'], conditions: { field: 'email', op: 'contains', value: 'a' } },
      { columns: ['name'], sort: { field: 'city', direction: 'asc' } },
    ]) {
      const { status, body } = await viewer.post('/api/v1/lists/customers', request)
      assert.deepEqual([status, body.code], [403, 'field_not_allowed'], JSON.stringify(request))
    }
    const { status } = await viewer.post('/api/v1/lists/customers/count', {
      conditions: { field: 'phone', op: 'empty' },
    })
    assert.equal(status, 403)
    const inner = await viewer.post('/api/v1/lists/purchases', { columns: ['customer.email'] })
    assert.equal(inner.status, 403, 'nor through the customer of a purchase')
  })

  test('hides the contacts of people under non-disclosure from cells, conditions and orders', async () => {
    const asked = { columns: ['email', 'city'], conditions: { field: 'protected', op: 'is', value: true } } as const
    assert.deepEqual((await page(sales, asked)).rows[0]!.cells, [null, null])
    assert.deepEqual((await page(administrator, asked)).rows[0]!.cells, ['a5@example.fi', 'Helsinki'])
    const found = await sales.post('/api/v1/lists/customers/count', {
      conditions: { field: 'email', op: 'is', value: 'a5@example.fi' },
    })
    assert.equal(found.body.count, 0)
    const byCity = await everything({ columns: ['protected', 'city'], sort: { field: 'city', direction: 'asc' } })
    const at = byCity.findIndex(({ cells }) => cells[0] === true)
    assert.equal(byCity.slice(at + 1).filter(({ cells }) => cells[1] !== null).length, 0, 'their place tells nothing')
  })

  test('refuses what is not of it', async () => {
    const asks: [object, number, string][] = [
      [{ columns: ['password_hash'] }, 422, 'condition_faulty'],
      [{ columns: [] }, 400, 'invalid_request'],
      [{ columns: ['name'], sort: { field: 'email', direction: 'asc' } }, 422, 'sort_unknown'],
      [{ columns: ['name'], sort: { field: 'name; drop', direction: 'asc' } }, 422, 'sort_unknown'],
      [{ columns: ['name'], after: 'bm9uc2Vuc2U' }, 400, 'cursor'],
      [{ columns: ['name'], conditions: { field: 'name', op: 'is', value: 'x', more: 1 } }, 400, 'invalid_request'],
      [{ columns: ['name'], conditions: { all: [{ raw: '1=1' }] } }, 400, 'invalid_request'],
      [{ columns: ['name'], conditions: "name = 'x'" }, 400, 'invalid_request'],
    ]
    for (const [request, wanted, code] of asks) {
      const { status, body, text } = await administrator.post('/api/v1/lists/customers', request)
      assert.deepEqual([status, body.code], [wanted, code], text)
    }
    const { next } = await page(administrator, { limit: 2, sort: { field: 'name', direction: 'asc' } })
    const other = await administrator.post('/api/v1/lists/customers', { columns: ['name'], after: next })
    assert.equal(other.status, 400, 'a place in one order is no place in another')
    for (const key of ["2026-01-01 00:00:00+00'", '0', 'infinity']) {
      const after = Buffer.from(
        JSON.stringify(['updated', 'asc', key, '01939393-0000-7000-8000-00000000f00d']),
      ).toString('base64url')
      const { status } = await administrator.post('/api/v1/lists/customers', {
        columns: ['name'],
        sort: { field: 'updated', direction: 'asc' },
        after,
      })
      assert.equal(status, 400, key)
    }
  })
})

test('what takes too long to count is estimated from the same statement', async () => {
  const env = await envOf(app.context(), specs.customers, [])
  const conditions = { field: 'city', op: 'contains', value: 'turku' } as const
  assert.ok((await estimatedRows(db, specs.customers, conditions, env)) >= 1)
  const slow = db.within(20, (runner) => runner.run(sql`select pg_sleep(5)`))
  await assert.rejects(slow, { code: 'too_slow' })
  assert.deepEqual(await db.within(5000, (runner) => runner.rows(sql`select 1 as one`)), [{ one: 1 }])
})

suite('kept views', () => {
  const draft = {
    list: 'customers',
    name: 'Turkulaiset',
    columns: ['name', 'email'],
    sort: { field: 'name', direction: 'asc' },
    conditions: { field: 'city', op: 'is', value: 'Turku' },
    shared: true,
  }
  const { list: _, ...parts } = draft
  const viewsOf = async (who: Client) => (await who.get('/api/v1/views?list=customers')).body.views as View[]

  test('are kept, shared, changed by version and forgotten', async () => {
    const { status, body } = await administrator.post('/api/v1/views', draft)
    assert.equal(status, 201)
    const view = body as unknown as View
    assert.deepEqual([view.mine, view.version, view.conditions, view.hidden], [true, 1, draft.conditions, []])
    const seen = (await viewsOf(sales)).find(({ id }) => id === view.id)!
    assert.deepEqual([seen.mine, seen.owner, seen.columns], [false, 'Aino Arvo', ['name', 'email']])
    const change = { ...parts, name: 'Turku', shared: false }
    assert.equal(
      (await administrator.patch(`/api/v1/views/${view.id}`, change, { 'if-match': '"9"' })).body.code,
      'view_changed',
    )
    assert.equal((await administrator.patch(`/api/v1/views/${view.id}`, change)).status, 428)
    const changed = await administrator.patch(`/api/v1/views/${view.id}`, change, { 'if-match': '"1"' })
    assert.deepEqual([changed.status, changed.body.name, changed.body.version], [200, 'Turku', 2])
    assert.equal((await viewsOf(sales)).length, 0, 'no more shared')
    assert.equal((await sales.delete(`/api/v1/views/${view.id}`)).status, 404)
    assert.equal((await administrator.delete(`/api/v1/views/${view.id}`)).status, 204)
    assert.equal((await administrator.delete(`/api/v1/views/${view.id}`)).status, 404)
  })

  test("say what of them the reader does not see, and are the owner's to change", async () => {
    const { body } = await administrator.post('/api/v1/views', draft)
    const seen = (await viewsOf(viewer))[0]!
    assert.deepEqual([seen.columns, seen.conditions, seen.hidden.sort()], [['name'], null, ['city', 'email']])
    assert.equal((await sales.patch(`/api/v1/views/${String(body.id)}`, parts, { 'if-match': '"1"' })).status, 403)
    assert.equal((await sales.delete(`/api/v1/views/${String(body.id)}`)).status, 403)
    assert.equal((await viewer.post('/api/v1/views', draft)).body.code, 'field_not_allowed')
    assert.equal((await sales.post('/api/v1/views', { ...draft, conditions: { field: 'x', op: 'empty' } })).status, 422)
  })
})
