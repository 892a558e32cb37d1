import assert from 'node:assert/strict'
import { refresh } from '#src/know/insights/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { type Client, testApp } from './app.ts'
import type { ListPage, ListRequest } from '#src/know/lists/contract.ts'
import '#src/pipeline.ts'

export const app = await testApp()
export const { db } = app
export const administrator: Client = await app.as('administrator')
export const viewer: Client = await app.as('viewer')
export const sales: Client = await app.as('sales')

const cities = ['Turku', 'Helsinki', 'Äänekoski', undefined]
const formula = '=HYPERLINK("http://evil.example")'

/** 23 customers, some with purchases and calls, one under non-disclosure, one archived; seven products. */
async function fill(): Promise<void> {
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
}
await fill()

export const page = async (who: Client, request: Partial<ListRequest>, list = 'customers'): Promise<ListPage> => {
  const { status, body, text } = await who.post(`/api/v1/lists/${list}`, { columns: ['name'], ...request })
  assert.equal(status, 200, text)
  return body as unknown as ListPage
}
/** All rows, a few at a time. */
export async function everything(request: Partial<ListRequest>, list = 'customers', limit = 4) {
  const rows: ListPage['rows'] = []
  for (let after: string | undefined; ; ) {
    const got = await page(administrator, { ...request, limit, ...(after && { after }) }, list)
    rows.push(...got.rows)
    if (got.next === null) return rows
    assert.equal(got.rows.length, limit)
    after = got.next
  }
}
