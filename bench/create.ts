import { sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage } from './stage.ts'

// A customer added by hand: looked up for duplicates, written with history and outbox, in one transaction.

const options = readOptions()
await onStage(options, async ({ db, ratio }) => {
  const { count } = await db.one(sql<{ count: number }>`select count(*)::int as count from know.customer`)
  // numbers that no made-up customer has, and no earlier run used
  const numbers = Array.from({ length: options.requests * 5 + 1000 }, (_, i) =>
    String(10_000_000 + ((count * 7 + i) % 80_000_000)),
  )
  const figure = await ratio({
    path: '/api/v1/customers',
    floorPath: '/customers',
    ids: numbers,
    floorIds: numbers,
    body: { name: 'Testi Henkilö{n}', email: 'testi.{n}@example.com', phone: '+35843{id}' },
    floorBody: { name: 'Testi Henkilö{n}', email: 'testi.{n}@example.com', phone: '+35843{id}' },
  })
  judge({ name: 'create with duplicate check, history and outbox, p95 against the floor', figure, most: 4, unit: ' ×' })
})
