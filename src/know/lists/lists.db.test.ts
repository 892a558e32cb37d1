import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import papaparse from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import { refresh } from '#src/know/insights/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { type Client, testApp } from '#test/support/app.ts'
import type { ListPage, ListRequest, View } from './contract.ts'
import { envOf } from './env.ts'
import { estimatedRows, selected } from './queries/page.ts'
import { specs } from './queries/specs.ts'
import '#src/pipeline.ts'

const app = await testApp()
const { db } = app
let administrator: Client
let viewer: Client
let sales: Client

const columns = ['name', 'email', 'city', 'purchases', 'lastPurchase', 'spend.EUR', 'stage', 'created']
const cities = ['Turku', 'Helsinki', 'Äänekoski', undefined]
const formula = '=HYPERLINK("http://evil.example")'

before(async () => {
  administrator = await app.as('administrator')
  viewer = await app.as('viewer')
  sales = await app.as('sales')
  for (let i = 0; i < 23; i++) {
    const city = cities[i % 4]
    const { status, text } = await administrator.post('/api/v1/customers', {
      name: i === 0 ? `${formula} Oy` : `Asiakas ${String.fromCodePoint(97 + ((i * 7) % 23))}`,
      email: `a${i}@example.fi`,
      anyway: true,
      ...(city && { city, street: 'Katu 1', postcode: '20100' }),
    })
    assert.equal(status, 201, text)
  }
  const ids = (await db.rows(sql<{ id: string }>`select id from know.customer order by id`)).map(({ id }) => id)
  const bought = ids.flatMap((id, i) =>
    i % 3 === 0 ? [] : [{ id, at: `2026-${String(1 + (i % 9)).padStart(2, '0')}-15T10:00:00Z`, amount: i * 100, n: i }],
  )
  await db.run(sql`
    insert into know.timeline (customer_id, at, id, kind, title, amount, currency, source_id, origin_id)
    select id, at, md5('t' || n)::uuid, case when n % 2 = 0 then 'purchase' else 'call' end, 'Rivi ' || n,
      case when n % 2 = 0 then amount end, case when n % 2 = 0 then 'EUR' end, id, id
    from json_to_recordset(${JSON.stringify(bought)}::json) as p (id uuid, at timestamptz, amount bigint, n int)`)
  await db.run(sql`
    insert into know.purchase (customer_id, id, number, at, type, currency, total, items, source_id, origin_id)
    select id, md5('t' || n)::uuid, 'T' || n, at, 'purchase', case when n % 5 = 0 then 'JPY' else 'EUR' end, amount, 1, id, id
    from json_to_recordset(${JSON.stringify(bought)}::json) as p (id uuid, at timestamptz, amount bigint, n int) where n % 2 = 0`)
  await db.run(sql`insert into know.product (id, source_id, sku, name, price, currency)
    select md5('p' || n)::uuid, md5('s')::uuid, 'SKU' || n, case when n < 4 then 'Tuote ' || n end, n, 'EUR' from generate_series(1, 7) n`)
  await db.tx((tx) => refresh(tx, ids, 'Europe/Helsinki'))
  await db.run(sql`update know.customer set protected = true where email = 'a5@example.fi'`)
  await db.run(sql`update know.customer set archived_at = created_at where email = 'a6@example.fi'`)
})

const page = async (who: Client, request: Partial<ListRequest>, list = 'customers'): Promise<ListPage> => {
  const { status, body, text } = await who.post(`/api/v1/lists/${list}`, { columns: ['name'], ...request })
  assert.equal(status, 200, text)
  return body as unknown as ListPage
}
/** All rows, a few at a time. */
async function everything(request: Partial<ListRequest>, list = 'customers', limit = 4) {
  const rows: ListPage['rows'] = []
  for (let after: string | undefined; ; ) {
    const got = await page(administrator, { ...request, limit, ...(after && { after }) }, list)
    rows.push(...got.rows)
    if (got.next === null) return rows
    assert.equal(got.rows.length, limit)
    after = got.next
  }
}

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
  const where = selected(specs.customers, { conditions: { field: 'city', op: 'contains', value: 'turku' } }, env)
  assert.ok((await estimatedRows(db, specs.customers, where)) >= 1)
  const slow = db.tx((tx) => tx.run(sql`select pg_sleep(5)`), { timeout: 20 })
  await assert.rejects(slow, { code: 'too_slow' })
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

suite('an export', () => {
  const fetched = async (who: Client, draft: object) => {
    const { status, body, text } = await who.post('/api/v1/exports', {
      list: 'customers',
      format: 'csv',
      columns: ['name', 'email', 'city', 'spend.EUR', 'protected', 'created'],
      language: 'fi',
      ...draft,
    })
    assert.equal(status, 201, text)
    const answer = await who.get(`/api/v1/exports/${String(body.id)}/file`)
    assert.equal(answer.status, 200, answer.text)
    return { id: String(body.id), ...answer }
  }
  const rowsOf = (text: string, delimiter = ';') =>
    papaparse.parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter, newline: '\n', skipEmptyLines: true }).data

  test('is a file that a Finnish spreadsheet opens as it is', async () => {
    const { text, headers } = await fetched(administrator, {})
    assert.ok(text.startsWith('\uFEFFNimi;Sähköposti;Postitoimipaikka;Ostot EUR;Turvakielto;Luotu\n'))
    assert.match(String(headers['content-disposition']), /attachment; filename="asiakkaat-2026-11-23\.csv"/)
    const [, ...rows] = rowsOf(text)
    assert.equal(rows.length, 22)
    assert.ok(rows.some((row) => row[3] === '22,00'))
    assert.ok(
      rows.every((row) => /^2026-11-23 11:00:00$/.test(row[5]!)),
      rows[0]![5],
    )
    const protectedRow = rows.find((row) => row[4] === 'kyllä')!
    assert.deepEqual(protectedRow.slice(1, 3), ['', ''], 'whoever asks')
  })

  test('holds no formula, and gives the text back when the apostrophe is taken away', async () => {
    const names = ['=1+1', "'=1+1", "''@x", '+358 40', '＝1', '-2', "'tis", 'a;b"c\nd', '\t=x']
    for (const [i, name] of names.entries())
      await db.run(sql`update know.customer set name = ${name} where email = ${`a${10 + i}@example.fi`}`)
    const { text } = await fetched(administrator, {
      columns: ['name'],
      conditions: { field: 'email', op: 'anyOf', value: names.map((_, i) => `a${10 + i}@example.fi`) },
    })
    const got = rowsOf(text)
      .slice(1)
      .map(([cell]) => cell!)
    for (const cell of got) assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/)
    assert.deepEqual(got.map((cell) => cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '')).sort(), [...names].sort())
    const values = await db.rows(sql`select name from know.customer where name = 'x'`)
    assert.equal(values.length, 0)
  })

  test('holds what was picked, or all but what was left out, in the asked order', async () => {
    const all = await everything({ columns: ['name'], sort: { field: 'name', direction: 'desc' } })
    const only = all.slice(3, 6).map(({ id }) => id)
    const picked = await fetched(administrator, { columns: ['id'], only, sort: { field: 'name', direction: 'desc' } })
    assert.deepEqual(rowsOf(picked.text).slice(1).flat(), only)
    const rest = await fetched(administrator, {
      columns: ['id'],
      except: only,
      sort: { field: 'city', direction: 'asc' },
    })
    assert.equal(rowsOf(rest.text).length - 1, all.length - 3)
    for (const field of ['lastPurchase', 'spend.EUR', 'created'])
      assert.equal(
        rowsOf((await fetched(administrator, { columns: ['id'], sort: { field, direction: 'desc' } })).text).length,
        23,
      )
  })

  test('is noted: who, when, what, how many rows; fetched again it is another', async () => {
    const conditions = { field: 'city', op: 'is', value: 'Turku' }
    const { id } = await fetched(administrator, { conditions })
    const exportsOf = async () => (await administrator.get('/api/v1/exports')).body.exports as Record<string, unknown>[]
    const noted = (await exportsOf())[0]!
    const count = (await administrator.post('/api/v1/lists/customers/count', { conditions })).body.count
    assert.deepEqual(
      [noted.id, noted.by, noted.rows, noted.conditions, noted.format],
      [id, 'Aino Arvo', count, conditions, 'csv'],
    )
    assert.equal((await administrator.get(`/api/v1/exports/${id}/file`)).status, 200)
    const again = (await exportsOf())[0]!
    assert.notEqual(again.id, id)
    assert.equal(again.rows, count)
  })

  const raw = (id: string) =>
    app.server.inject({
      method: 'GET',
      url: `/api/v1/exports/${id}/file`,
      headers: { host: 'localhost:8080', cookie: administrator.cookie },
    })

  test('comes as a workbook and as lines of JSON too', async () => {
    const {
      status,
      body,
      text: said,
    } = await administrator.post('/api/v1/exports', {
      list: 'purchases',
      format: 'xlsx',
      columns: ['number', 'total', 'at', 'customer.name'],
      language: 'en',
    })
    assert.equal(status, 201, said)
    const answer = await raw(String(body.id))
    assert.equal(answer.statusCode, 200, answer.payload.slice(0, 500))
    const sheets = (await readXlsxFile(answer.rawPayload)) as unknown as { data?: unknown[][] }[] | unknown[][]
    const rows = (Array.isArray(sheets[0]) ? sheets : (sheets[0] as { data: unknown[][] }).data) as unknown[][]
    assert.deepEqual(rows[0], ['Order number', 'Total', 'Order date', 'Customer name'])
    assert.ok(rows.length > 4)
    assert.equal(rows.find(([number]) => number === 'T10')![1], 1000, 'yen have no cents')
    assert.equal(rows.find(([number]) => number === 'T4')![1], 4)
    const asked = { list: 'customers', format: 'ndjson', columns: ['name', 'spend.EUR', 'attribute.a"b'] }
    const { id } = (await administrator.post('/api/v1/exports', asked)).body
    const { payload: text } = await raw(String(id))
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.equal(lines.length, 22)
    assert.deepEqual(Object.keys(lines[0]!), ['name', 'spend.EUR', 'attribute.a"b'])
  })

  test('of every list and every field that it tells of', async () => {
    for (const list of ['customers', 'products', 'purchases', 'interactions']) {
      const { fields } = (await administrator.get(`/api/v1/lists/${list}/fields`)).body as {
        fields: { id: string; filterOnly: boolean }[]
      }
      const columns = fields.filter(({ filterOnly }) => !filterOnly).map(({ id }) => id)
      for (const language of ['fi', 'en'] as const) {
        const { text } = await fetched(administrator, { list, columns, language })
        const rows = rowsOf(text, language === 'fi' ? ';' : ',')
        assert.ok(rows.length > 5, list)
        assert.deepEqual(new Set(rows.map((row) => row.length)), new Set([columns.length]))
      }
    }
  })

  test('is not for everybody, nor of what the asker does not see', async () => {
    assert.equal(
      (await sales.post('/api/v1/exports', { list: 'customers', format: 'csv', columns: ['name'] })).status,
      403,
    )
    assert.equal((await viewer.get('/api/v1/exports')).status, 403)
    const { body } = await administrator.post('/api/v1/tokens', {
      name: 'Vienti',
      scopes: ['export.run', 'customer.read'],
    })
    const program = app.client('', String(body.secret ?? body.token))
    const { status, text } = await program.post('/api/v1/exports', {
      list: 'customers',
      format: 'csv',
      columns: ['email'],
    })
    assert.equal(status, 403, text)
  })
})
