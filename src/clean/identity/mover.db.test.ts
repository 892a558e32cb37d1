import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '#src/pipeline.ts'
import { ensureSource, type IntakeRecord, take, workOf } from '#src/collect/intake/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { move } from './index.ts'

const db = await freshDatabase()
const context = testContext(db)
const source = await ensureSource(db, 'Verkkokauppa', { id: context.uuid(), now: context.now })

const owned = ['clean.claim', 'clean.history', 'know.timeline', 'know.purchase', 'know.purchase_line', 'know.payment']
async function hashes(): Promise<string[]> {
  const all: string[] = []
  for (const table of owned) {
    const text = `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${table} t`
    all.push((await db.pool.query<{ hash: string }>(text)).rows[0]!.hash)
  }
  return all
}

async function deliver(records: [string, IntakeRecord][]): Promise<void> {
  const incoming = records.map(([key, record], line) => {
    const payload = Buffer.from(JSON.stringify(record))
    return { fileNo: 1, line, record, key, hash: uuidOf(payload.toString()), payload, copy: false, overtaken: false }
  })
  await db.tx((tx) => take(workOf(context, tx), { source, importId: null, bulk: true, incoming }))
}

const ordersOf = (customer: number, count: number): [string, IntakeRecord][] =>
  Array.from({ length: count }, (_, i): [string, IntakeRecord][] => {
    const number = `${customer}-${i}`
    return [
      [
        number,
        {
          kind: 'purchase',
          number,
          party: { ref: `k${customer}` },
          at: '2026-11-20T10:00:00.000Z',
          type: 'purchase',
          currency: 'EUR',
        },
      ],
      [
        `${number}|1`,
        { kind: 'purchaseLine', orderNumber: number, line: { quantity: '1', amount: '100' }, currency: 'EUR' },
      ],
      [`${number}|p`, { kind: 'payment', orderNumber: number, party: {}, amount: '100', currency: 'EUR' }],
    ]
  }).flat()

test('what was moved and moved back is exactly as before, and nothing is lost or doubled on the way', async () => {
  for (let customer = 0; customer < 4; customer++) await deliver(ordersOf(customer, customer + 1))
  const links = await db.rows(
    sql<{ record_id: Uuid; customer_id: Uuid }>`select record_id, customer_id from clean.link order by 1`,
  )
  const rows = async () =>
    Promise.all(
      owned.map(async (t) => (await db.pool.query(`select count(*)::int as n from ${t}`)).rows[0].n as number),
    )
  const before = await hashes()
  const counts = await rows()
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.nat(3), fc.nat(3)).filter(([from, to]) => from !== to),
        { minLength: 1, maxLength: 4 },
      ),
      async (steps) => {
        const done: [Uuid[], Uuid, Uuid][] = []
        for (const [from, to] of steps) {
          const { record_id: record, customer_id: home } = links[from]!
          const owner = done.findLast(([[moved]]) => moved === record)?.[2] ?? home
          const target = links[to]!.customer_id
          if (owner === target) continue
          await db.tx((tx) => move(tx, [record], owner, target))
          done.push([[record], owner, target])
        }
        assert.deepEqual(await rows(), counts)
        for (const [records, from, to] of done.reverse()) await db.tx((tx) => move(tx, records, to, from))
        assert.deepEqual(await hashes(), before)
      },
    ),
    { numRuns: 25 },
  )
})
