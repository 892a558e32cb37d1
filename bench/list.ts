import { sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage, type Stage } from './stage.ts'

// Customers newest first: the first page, pages far down, and one by e-mail.

const size = 50

/** Cursors of pages from a tenth down to half of all customers, found by turning pages. */
async function deepCursors({ ask }: Stage, customers: number): Promise<string[]> {
  const cursors: string[] = []
  let next: string | null = null
  const turn = 200
  const deep = Math.min(Math.floor(customers / 2), 100_000)
  for (let seen = 0; seen < deep; seen += turn) {
    const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`
    const page: { next: string | null } = await ask(`/api/v1/customers?sort=newest&limit=${turn}${after}`)
    if (page.next === null) break
    next = page.next
    if (seen > deep / 5) cursors.push(next)
  }
  return cursors
}

const options = readOptions()
await onStage(options, async (stage) => {
  const { db, ratio, askFloor } = stage
  const floorRows = await askFloor<{ id: string; email: string }[]>('/ids?n=5000')
  const newest = await ratio({
    path: `/api/v1/customers?sort=newest&limit=${size}`,
    floorPath: `/customers?limit=${size}`,
  })
  judge({ name: 'customers by newest, p95 against the floor', figure: newest, most: 4, unit: ' ×' })

  const ids = await deepCursors(stage, options.customers)
  const deep = await ratio({
    path: `/api/v1/customers?sort=newest&limit=${size}&after={id}`,
    floorPath: `/customers?limit=${size}&after={id}`,
    ids,
    floorIds: floorRows.map(({ id }) => id),
  })
  judge({ name: 'customers by newest far down, p95 against the floor', figure: deep, most: 4, unit: ' ×' })

  const known = await db.rows(sql<{ email: string }>`
    select email from know.customer where email is not null order by md5(id::text) limit 5000`)
  const lookup = await ratio({
    path: '/api/v1/customers?email={id}',
    floorPath: '/lookup?email={id}',
    ids: known.map(({ email }) => email),
    floorIds: floorRows.map(({ email }) => email),
  })
  judge({ name: 'customer by e-mail, p95 against the floor', figure: lookup, most: 4, unit: ' ×' })
})
