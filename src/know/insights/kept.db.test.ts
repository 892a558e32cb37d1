import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ensureSource, type IntakeRecord, take, workOf } from '#src/collect/intake/index.ts'
import { sql, type Statement } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { History, shopOfHistories } from '#test/support/histories.ts'
import { claimsOf, purchaseOf, type Step, step } from '#test/support/history-steps.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { watchFollowing } from './deviations/jobs.ts'
import { keepDeviations } from './deviations/index.ts'
import { rebuild } from './rollups.ts'
import { seeded } from './statistics/index.ts'

// Figures kept as things happen are those of making all anew: DESIGN, invariant 5, for value, forecasts and deviations. What happens comes through
// the doors: purchases, returns, late and future ones, imports and rollbacks, merges and un-merges, deletions and erasures.

const { RUNS, SEED } = process.env
const runs = Number(RUNS ?? 5)
const db = await freshDatabase()
const history = new History(db)

const dayMs = 86_400_000
const around = Date.UTC(2026, 5, 1, 9)

/** Fifty who buy now and then for years: what everybody's models are learned from. */
async function fleet(): Promise<void> {
  const uniform = seeded(4)
  const ids = Array.from({ length: 50 }, (_, i) => uuidOf('kept fleet', String(i)))
  const entries: TestEntry[] = ids.flatMap((customer, i) =>
    Array.from({ length: 90 }, (_, week) => ({ customer, week })).flatMap(({ week }) =>
      uniform() < 0.15 + (i % 5) / 10
        ? [
            {
              customer,
              at: new Date(around - (5 + week * 7) * dayMs).toISOString(),
              kind: 'purchase' as const,
              amount: 2000 + Math.floor(uniform() * 3000),
              currency: i % 9 === 0 ? 'SEK' : 'EUR',
            },
          ]
        : [],
    ),
  )
  await db.tx(async (tx) => {
    await writeCustomers(
      tx,
      ids.map((id, i) => ({ id, name: `Asiakas ${i}` })),
    )
    await writeTimeline(tx, entries)
  })
  await rebuild(db, history.timeZone)
}

/** Two with habits: one has stopped, one goes on. */
async function habits(): Promise<void> {
  const context = history.context()
  const source = await ensureSource(db, 'Kauppa', { id: shopOfHistories, now: context.now })
  const records: [string, IntakeRecord][] = [0, 1].flatMap((key) => {
    const ref = `${history.name}-${key}`
    const claims = claimsOf(key * 2, ref, around)
    const days = Array.from({ length: 24 }, (_, nth) => (key === 0 ? 230 : 6) + nth * 13)
    return [
      [ref, { kind: 'customer', externalId: ref, claims }] as [string, IntakeRecord],
      ...days.map((ago): [string, IntakeRecord] => {
        const number = `${ref}-h${ago}`
        return [
          number,
          purchaseOf(number, ref, { amount: 3000, line: 0, at: new Date(around - ago * dayMs).toISOString() }),
        ]
      }),
    ]
  })
  const incoming = records.map(([key, record], line) => {
    const payload = Buffer.from(JSON.stringify(record))
    return { fileNo: 0, line, record, key, hash: uuidOf(payload.toString()), payload, copy: false, overtaken: false }
  })
  await db.tx((tx) => take(workOf(context, tx), { source, importId: null, bulk: false, incoming }))
}

const figures = {
  rollups: sql<{ row: unknown }>`select to_jsonb(t) as row from know.rollup t`,
  spend: sql<{ row: unknown }>`select to_jsonb(t) as row from know.spend t`,
  buckets: sql<{ row: unknown }>`select to_jsonb(t) as row from know.bucket t`,
  // places are given by a making of all alone
  forecasts: sql<{ row: unknown }>`select to_jsonb(t) - 'future_rank' - 'past_rank' as row from know.forecast t`,
  // the first day of what goes on is remembered
  deviations: sql<{ row: unknown }>`
    select to_jsonb(t) - 'since' - 'found_on' - 'version' as row from know.deviation t where ended_on is null`,
} satisfies Record<string, Statement<{ row: unknown }>>

async function picture(): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const [name, statement] of Object.entries(figures))
    all[name] = (await db.rows(statement as Statement<{ row: unknown }>)).map(({ row }) => JSON.stringify(row)).sort()
  return all
}

/** Everything from the timeline, by the models in force. */
async function anew(): Promise<void> {
  await db.run(sql`delete from know.forecast`)
  await rebuild(db, history.timeZone)
  await db.run(sql`delete from know.deviation`)
  const ids = await db.rows(sql<{ customer_id: Uuid }>`select customer_id from know.rollup`)
  const { now } = history.context()
  await db.tx((tx) =>
    keepDeviations(
      tx,
      ids.map((row) => row.customer_id),
      { now, timeZone: history.timeZone },
    ),
  )
}

const mine = new Set([
  'tell',
  'buy',
  'meet',
  'takeBack',
  'deliver',
  'rollBack',
  'merge',
  'unmerge',
  'delete',
  'archive',
  'erase',
])
const steps = fc.array(
  step.filter((one) => mine.has(one.do)).map((one): Step => (one.do === 'buy' ? { ...one, bulk: false } : one)),
  { minLength: 6, maxLength: 16 },
)
const following = () =>
  watchFollowing.handle({
    input: {},
    context: history.context(),
    signal: new AbortController().signal,
    attempt: 0,
  })

test('value, forecasts and deviations kept as things happen are those of making all anew', async () => {
  await fleet()
  await history.happen({ do: 'cut' })
  await history.happen({ do: 'forecast' })
  await history.happen({ do: 'watch' })
  let nth = 0
  let deviated = 0
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      history.start(`kept${nth++}`)
      await habits()
      for (const one of all) await history.happen(one)
      // imports leave figures to their end, and deviations to the watch that follows them
      await history.happen({ do: 'refresh' })
      await following()
      const kept = await picture()
      await anew()
      assert.deepEqual(kept, await picture())
      deviated += kept.deviations!.length
    }),
    { numRuns: runs, endOnFailure: true, ...(SEED !== undefined && { seed: Number(SEED) }) },
  )
  assert.ok(deviated > 0, 'somebody has deviated')
})
