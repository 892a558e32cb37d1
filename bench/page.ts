import { sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage } from './stage.ts'

// The customer page with 50 rows of its timeline, against the floor's customer. The floor's customers all have as many rows as the average.

await onStage(readOptions(), async ({ db, ratio, askFloor }) => {
  const rich = await db.rows(sql<{ id: string }>`
    select customer_id as id from know.rollup where events >= 50 order by md5(customer_id::text) limit 5000`)
  const usual = await db.rows(sql<{ id: string }>`select id from know.customer order by md5(id::text) limit 5000`)
  const floorIds = (await askFloor<{ id: string }[]>('/ids?n=5000')).map(({ id }) => id)
  const path = '/api/v1/customers/{id}'
  const page = (rows: { id: string }[]) =>
    ratio({ path, floorPath: '/customers/{id}', ids: rows.map(({ id }) => id), floorIds })
  console.log('customers as they come:')
  await page(usual)
  console.log(`customers with 50 rows and more (${rich.length}):`)
  judge({
    name: 'customer page with 50 timeline rows, p95 against the floor',
    figure: await page(rich),
    most: 4,
    unit: ' ×',
  })
})
