import { createServer, type Server } from 'node:http'
import { connect, type Db, sql, type Statement } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage } from './stage.ts'

// The customers list filtered, sorted and paged, against the same SQL written by hand and answered by plain Node.

const size = 50
const columns = ['name', 'email', 'phone', 'city', 'lastPurchase', 'created']

interface Case {
  name: string
  body: object
  /** The same question by hand, as a prepared statement. */
  hand: Statement
}
const handColumns = sql`c.id, c.name, c.email, c.phone, c.city, r.last_purchase, c.created_at`
const cases: Case[] = [
  {
    name: 'by name, of one city',
    body: {
      columns,
      limit: size,
      sort: { field: 'name', direction: 'asc' },
      conditions: { field: 'city', op: 'is', value: 'Turku' },
    },
    hand: sql`select ${handColumns} from know.customer c left join know.rollup r on r.customer_id = c.id
      where c.archived_at is null and lower(c.city) = lower(${'Turku'}) order by c.sort_key, c.id limit ${size + 1}`,
  },
  {
    name: 'newest, with purchases, not from one domain',
    body: {
      columns,
      limit: size,
      sort: { field: 'created', direction: 'desc' },
      conditions: {
        all: [
          { field: 'purchases', op: 'atLeast', value: 3 },
          { not: { field: 'emailDomain', op: 'is', value: 'example.com' } },
        ],
      },
    },
    hand: sql`select ${handColumns} from know.customer c join know.rollup r on r.customer_id = c.id
      where c.archived_at is null and r.purchases >= ${3}::numeric and lower(split_part(c.email, '@', 2)) is distinct from ${'example.com'}
      order by c.id desc limit ${size + 1}`,
  },
  {
    name: 'by last purchase, silent for half a year',
    body: {
      columns,
      limit: size,
      sort: { field: 'lastPurchase', direction: 'desc' },
      conditions: { field: 'lastPurchase', op: 'before', value: '2026-05-01' },
    },
    hand: sql`select ${handColumns} from know.rollup r join know.customer c on c.id = r.customer_id
      where c.archived_at is null and r.last_purchase < ${'2026-05-01'}::date
      order by r.last_purchase desc, r.customer_id desc limit ${size + 1}`,
  },
  {
    name: 'by spend, persons',
    body: {
      columns,
      limit: size,
      sort: { field: 'spend.EUR', direction: 'desc' },
      conditions: { field: 'kind', op: 'is', value: 'person' },
    },
    hand: sql`select ${handColumns} from know.spend s join know.customer c on c.id = s.customer_id left join know.rollup r on r.customer_id = c.id
      where s.currency = ${'EUR'} and c.archived_at is null and c.kind = ${'person'}
      order by s.net desc, s.customer_id limit ${size + 1}`,
  },
]

/** Answers `/n` with the rows of the n-th statement, and nothing else. */
async function byHand(db: Db): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const { hand } = cases[Number(request.url?.slice(1))]!
    db.rows(hand).then(
      (rows) => {
        const text = JSON.stringify(rows)
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        response.end(text)
      },
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { server, url: `http://127.0.0.1:${port}` }
}

const options = readOptions()
await onStage(options, async (stage) => {
  const db = connect(stage.db.url, { size: 8, name: 'bench' })
  const { server, url } = await byHand(db)
  try {
    for (const [i, { name, body }] of cases.entries()) {
      console.log(name)
      const figure = await stage.ratio({ path: '/api/v1/lists/customers', body, floorPath: `/${i}`, floor: url })
      judge({ name: `list ${name}, p95 against the same SQL by hand`, figure, most: 4, unit: ' ×' })
    }
  } finally {
    server.close()
    await db.close()
  }
})
