import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { callingHook } from '#test/support/hooks.ts'

const app = await testApp()
const number = {
  unit: fc.constantFrom('1', '2'),
  minute: fc.integer({ min: 0, max: 5 }),
  total: fc.integer({ min: 1, max: 9 }),
}

/** A word of a shop about an order or a customer, at some minute. */
const word = fc.record({
  what: fc.constantFrom('order', 'customer'),
  ...number,
  lines: fc.subarray([1, 2, 3]),
  city: fc.constantFrom('Turku', 'Oulu'),
  broken: fc.constantFrom(false, false, false, true),
})
type Word = typeof word extends fc.Arbitrary<infer T> ? T : never

const at = (minute: number) => `2026-11-20T10:0${minute}:00Z`
const customerOf = ({ unit, minute, city, total }: Word) => ({
  id: `C${unit}`,
  email: `c${unit}@example.com`,
  first_name: `Nimi${total}`,
  last_name: 'Sukunen',
  updated_at: at(minute),
  default_address: { city, zip: '20100', address1: 'Tie 1' },
})
function payloadOf(told: Word): { payload: object; topic: string } {
  if (told.what === 'customer') return { payload: customerOf(told), topic: 'customers/update' }
  const { unit, minute, total, lines } = told
  return {
    topic: 'orders/updated',
    payload: {
      name: `T${unit}`,
      created_at: '2026-11-20T09:00:00Z',
      updated_at: at(minute),
      currency: 'EUR',
      total_price: told.broken ? 'paljon' : `${total}.00`,
      customer: customerOf(told),
      line_items: lines.map((id) => ({ id, sku: `S${id}`, title: 'Tavara', quantity: total, price: '1.00' })),
    },
  }
}

/** What is known in the end, without what the order of arrival may change: versions and ids. */
async function known(source: string) {
  const records = await app.db.rows(sql<{ kind: string; key: string; payload: Buffer; state: string }>`
    select r.kind, r.key, r.payload, r.state from collect.record r join collect.source s on s.id = r.source_id
    where s.name = ${source} order by r.kind, r.key`)
  const customers = await app.db.rows(sql`
    select r.key, c.name, c.city from collect.record r join collect.source s on s.id = r.source_id
      join clean.link l on l.record_id = r.id join know.customer c on c.id = l.customer_id
    where s.name = ${source} and r.kind = 'customer' order by r.key`)
  const lines = await app.db.rows(sql`
    select p.number, p.total::text, l.sku, l.amount::text from know.purchase p join collect.source s on s.id = p.source_id
      left join know.purchase_line l on l.customer_id = p.customer_id and l.purchase_id = p.id
    where s.name = ${source} order by p.number, l.sku`)
  return {
    records: records.map(({ kind, key, state, payload }) => [kind, key, state, payload.toString()]),
    customers,
    lines,
  }
}

suite('out of order', () => {
  test('whatever comes in whatever order, in one piece or many, more than once: the end is the same', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 2, maxLength: 7 }).chain((words) =>
          fc.tuple(
            fc.constant(words),
            fc.shuffledSubarray([...words, ...words.slice(0, 2)], {
              minLength: words.length + Math.min(2, words.length),
            }),
            fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
          ),
        ),
        async ([words, shuffled, pauses]) => {
          run++
          const ends = []
          for (const [i, order] of [words, shuffled].entries()) {
            const source = `Kauppa ${run} ${i}`
            const shop = await callingHook(app, { source, preset: 'shopify', scheme: 'shopify' })
            for (const [n, told] of order.entries()) {
              const { payload, topic } = payloadOf(told)
              assert.equal((await shop.send(payload, { topic, id: `${n}` })).status, 200)
              if (pauses[n]) await shop.apply()
            }
            await shop.apply()
            ends.push(await known(source))
          }
          assert.deepEqual(ends[1], ends[0])
        },
      ),
      { numRuns: 25, seed: 4711 },
    )
  })
})
