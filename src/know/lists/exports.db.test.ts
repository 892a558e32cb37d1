import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import papaparse from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import { sql } from '#src/platform/db/index.ts'
import type { Client } from '#test/support/app.ts'
import { administrator, app, db, everything, sales, viewer } from '#test/support/listed.ts'

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
