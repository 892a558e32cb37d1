import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import fc from 'fast-check'
import { type Db, sql, type Tx } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { EntryKind, Uuid } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { idOf, type TestEntry, writeTimeline } from '#test/support/timeline.ts'
import { takeStale } from './queries.ts'
import { markStale, rebuild, refresh, refreshStale } from './rollups.ts'

const timeZone = 'Europe/Helsinki'
const customers = ['a', 'b', 'c', 'd'].map((name) => uuidOf(name))
const [anna, bertta, cecilia] = customers as [Uuid, Uuid, Uuid]
const db = await freshDatabase()

beforeEach(async () => {
  for (const table of ['timeline', 'rollup', 'spend', 'stale'])
    await db.run({ text: `delete from know.${table}`, values: [] })
})

async function written(): Promise<{ rollups: unknown[]; spend: unknown[] }> {
  return {
    rollups: await db.rows(sql`select * from know.rollup order by customer_id`),
    spend: await db.rows(sql`
      select customer_id, currency, gross::text, refunded::text, net::text from know.spend order by customer_id, currency`),
  }
}

/** The figures once more, written independently of the SQL. */
function expected(entries: readonly TestEntry[]): { rollups: unknown[]; spend: unknown[] } {
  const day = (at: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(Date.parse(at))
  const latest = (of: TestEntry[]) =>
    of.length === 0 ? null : of.map(({ at }) => new Date(at)).sort((a, b) => +b - +a)[0]!
  const owners = [...new Set(entries.map((e) => e.customer))].sort()
  const contactKinds = ['call', 'mail', 'visit', 'inquiry', 'complaint', 'feedback', 'wish']
  return {
    rollups: owners.map((customer) => {
      const own = entries.filter((e) => e.customer === customer)
      const purchases = own.filter((e) => e.kind === 'purchase')
      const days = [...new Set(purchases.map((e) => day(e.at)))].sort().reverse()
      const contacts = own.filter((e) => contactKinds.includes(e.kind))
      return {
        customer_id: customer,
        events: own.length,
        purchases: purchases.length,
        purchase_days: days.length,
        first_purchase: days.at(-1) ?? null,
        last_purchase: days[0] ?? null,
        previous_purchase: days[1] ?? null,
        returns: own.filter((e) => e.kind === 'return' || e.kind === 'cancellation').length,
        contacts: contacts.length,
        complaints: own.filter((e) => e.kind === 'complaint').length,
        last_contact: latest(contacts),
        last_event: latest(own),
      }
    }),
    spend: owners.flatMap((customer) => {
      const priced = entries.filter(
        (e) =>
          e.customer === customer && e.amount !== undefined && ['purchase', 'return', 'cancellation'].includes(e.kind),
      )
      return [...new Set(priced.map((e) => e.currency ?? 'EUR'))].sort().map((currency) => {
        const own = priced.filter((e) => (e.currency ?? 'EUR') === currency)
        const gross = own.filter((e) => e.kind === 'purchase').reduce((sum, e) => sum + e.amount!, 0)
        const refunded = own
          .filter((e) => e.kind !== 'purchase' && e.amount! < 0)
          .reduce((sum, e) => sum - e.amount!, 0)
        return {
          customer_id: customer,
          currency,
          gross: `${gross}`,
          refunded: `${refunded}`,
          net: `${gross - refunded}`,
        }
      })
    }),
  }
}

const kinds: EntryKind[] = [
  'purchase',
  'purchase',
  'purchase',
  'return',
  'cancellation',
  'invoice',
  'note',
  'call',
  'complaint',
  'wish',
]
const entry: fc.Arbitrary<TestEntry> = fc.record(
  {
    customer: fc.constantFrom(...customers),
    // both sides of midnight in Helsinki, winter and summer
    at: fc.constantFrom(
      '2026-01-31T21:59:59Z',
      '2026-01-31T22:00:00Z',
      '2026-02-03T12:00:00Z',
      '2026-07-01T20:59:59Z',
      '2026-07-01T21:00:00Z',
      '2026-07-09T09:00:00Z',
    ),
    kind: fc.constantFrom(...kinds),
    amount: fc.integer({ min: -5000, max: 5000 }),
    currency: fc.constantFrom('EUR', 'SEK'),
    n: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['customer', 'at', 'kind', 'n'] },
)
/** One transaction: what it takes away and adds, and how it sees to the figures. */
interface Change {
  remove: number[]
  add: TestEntry[]
  by: 'refresh' | 'mark'
}
const change: fc.Arbitrary<Change> = fc.record({
  remove: fc.array(fc.nat(), { maxLength: 4 }),
  add: fc.array(entry, { maxLength: 6 }),
  by: fc.constantFrom('refresh', 'mark'),
})

/** Keeps what the timelines hold, as the database does. */
class Timelines {
  readonly held = new Map<Uuid, TestEntry>()
  async change(on: Db, { remove, add, by }: Change): Promise<void> {
    const all = [...this.held.keys()]
    const gone = all.length === 0 ? [] : remove.map((i) => all[i % all.length]!)
    const touched = gone.map((id) => this.held.get(id)!.customer)
    for (const id of gone) this.held.delete(id)
    const fresh = new Map(
      add.map((e) => [idOf(e), e]).filter(([id]) => !this.held.has(id as Uuid)) as [Uuid, TestEntry][],
    )
    for (const [id, e] of fresh) this.held.set(id, e)
    touched.push(...[...fresh.values()].map((e) => e.customer))
    await on.tx(async (tx) => {
      await tx.run(sql`delete from know.timeline where id = any(${gone}::uuid[])`)
      await writeTimeline(tx, [...fresh.values()])
      await (by === 'mark' ? markStale(tx, touched) : refresh(tx, touched, timeZone))
    })
  }
}

test('after any changes of the timelines the figures equal the rebuilt ones, and both the independent count', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      for (const table of ['timeline', 'rollup', 'spend', 'stale'])
        await db.run({ text: `delete from know.${table}`, values: [] })
      const timelines = new Timelines()
      for (const one of changes) await timelines.change(db, one)
      await refreshStale(db, { timeZone, batch: 2 })
      const incremental = await written()
      assert.deepEqual(incremental, expected([...timelines.held.values()]))
      await rebuild(db, timeZone)
      assert.deepEqual(await written(), incremental)
    }),
    { numRuns: 40 },
  )
})

suite('races', () => {
  const purchase = (customer: Uuid, n: number): TestEntry => ({
    customer,
    at: `2026-03-0${n}T10:00:00Z`,
    kind: 'purchase',
    amount: 100 * n,
    n,
  })

  /** A transaction that stays open after its work until told to commit. */
  async function open(work: (tx: Tx) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
    const ready = Promise.withResolvers<void>()
    const told = Promise.withResolvers<void>()
    const ended = db.tx(async (tx) => {
      await work(tx)
      ready.resolve()
      await told.promise
    })
    await Promise.race([ready.promise, ended])
    return {
      commit: () => {
        told.resolve()
        return ended
      },
    }
  }
  async function somebodyWaits(): Promise<void> {
    const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await db.maybe(waiting)) === undefined);
  }

  for (const known of [false, true]) {
    test(`two write for the same ${known ? 'known' : 'new'} customer at once: the second sees both`, async () => {
      if (known) {
        await db.tx(async (tx) => {
          await writeTimeline(tx, [purchase(anna, 3)])
          await refresh(tx, [anna], timeZone)
        })
      }
      const first = await open(async (tx) => {
        await writeTimeline(tx, [purchase(anna, 1)])
        await refresh(tx, [anna], timeZone)
      })
      const second = db.tx(async (tx) => {
        await writeTimeline(tx, [purchase(anna, 2), purchase(bertta, 2)])
        await refresh(tx, [bertta, anna], timeZone)
      })
      await somebodyWaits()
      await first.commit()
      await second
      const entries = [purchase(anna, 1), purchase(anna, 2), purchase(bertta, 2), ...(known ? [purchase(anna, 3)] : [])]
      assert.deepEqual(await written(), expected(entries))
    })
  }

  test('the first takes the last event away while the second adds one', async () => {
    await db.tx(async (tx) => {
      await writeTimeline(tx, [purchase(anna, 1)])
      await refresh(tx, [anna], timeZone)
    })
    const first = await open(async (tx) => {
      await tx.run(sql`delete from know.timeline`)
      await refresh(tx, [anna], timeZone)
    })
    const second = db.tx(async (tx) => {
      await writeTimeline(tx, [purchase(anna, 2)])
      await refresh(tx, [anna], timeZone)
    })
    await somebodyWaits()
    await first.commit()
    await second
    assert.deepEqual(await written(), expected([purchase(anna, 2)]))
  })

  test('marked again by one who commits after the refresh: ends current', async () => {
    await db.tx(async (tx) => {
      await writeTimeline(tx, [purchase(anna, 1)])
      await markStale(tx, [anna])
    })
    const late = await open(async (tx) => {
      await writeTimeline(tx, [purchase(anna, 2)])
      await markStale(tx, [anna, anna])
      await markStale(tx, [anna])
    })
    assert.equal(await refreshStale(db, { timeZone }), 1)
    assert.deepEqual(await written(), expected([purchase(anna, 1)]))
    await late.commit()
    assert.equal(await refreshStale(db, { timeZone }), 1)
    assert.deepEqual(await written(), expected([purchase(anna, 1), purchase(anna, 2)]))
    assert.equal(await refreshStale(db, { timeZone }), 0)
  })

  test('marking does not wait for a refresh at work, and its mark outlives it', async () => {
    await db.tx(async (tx) => markStale(tx, [anna]))
    const refresher = await open(async (tx) => refresh(tx, await takeStale(tx, 10), timeZone))
    await db.tx(async (tx) => {
      await writeTimeline(tx, [purchase(anna, 1)])
      await markStale(tx, [anna])
    })
    await refresher.commit()
    assert.equal(await refreshStale(db, { timeZone }), 1)
    assert.deepEqual(await written(), expected([purchase(anna, 1)]))
  })

  test('a refresh that dies leaves its marks', async () => {
    await db.tx(async (tx) => markStale(tx, [anna, bertta]))
    const dying = db.tx(async (tx) => {
      await takeStale(tx, 10)
      throw new Error('gone')
    })
    await assert.rejects(dying, /gone/)
    assert.equal(await refreshStale(db, { timeZone }), 2)
  })

  test('writers, refreshers and a rebuild all at once: current in the end', async () => {
    const writer = (n: number) =>
      Promise.all(
        [1, 2, 3, 4, 5, 6].map((i) =>
          db.tx(async (tx) => {
            const own = customers.slice(i % 3).map((customer) => ({ ...purchase(customer, i), n: 10 * n + i }))
            await writeTimeline(tx, own)
            const ids = own.map((e) => e.customer)
            await (i % 2 === n % 2 ? markStale(tx, ids) : refresh(tx, ids.reverse(), timeZone))
          }),
        ),
      )
    const rounds = [
      writer(1),
      writer(2),
      refreshStale(db, { timeZone, batch: 1 }),
      rebuild(db, timeZone),
      refreshStale(db, { timeZone }),
    ]
    await Promise.all(rounds)
    await refreshStale(db, { timeZone })
    const incremental = await written()
    assert.equal(incremental.rollups.length, 4)
    await rebuild(db, timeZone)
    assert.deepEqual(await written(), incremental)
  })
})

test('two statements for one customer and for thousands', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => uuidOf('many', String(i)))
  await db.tx(async (tx) => {
    await writeTimeline(
      tx,
      many.map((customer) => ({ customer, at: '2026-03-01T10:00:00Z', kind: 'purchase', amount: 1 })),
    )
    let statements = 0
    const counting: Tx = {
      ...tx,
      rows: (s) => {
        statements++
        return tx.rows(s)
      },
    }
    await refresh(counting, many, timeZone)
    assert.equal(statements, 2)
    await refresh(counting, [many[7]!], timeZone)
    assert.equal(statements, 4)
    await refresh(counting, [], timeZone)
    assert.equal(statements, 4)
  })
  assert.equal((await db.rows(sql`select from know.rollup`)).length, 3000)
})

test('refreshing tells how far it is and stops between batches when asked', async () => {
  await db.tx(async (tx) => markStale(tx, [anna, bertta, cecilia]))
  const seen: unknown[] = []
  const stop = new AbortController()
  const options = { timeZone, batch: 2, signal: stop.signal }
  const onProgress = (progress: { done: number; total: number }) => {
    seen.push(progress)
    stop.abort()
  }
  assert.equal(await refreshStale(db, { ...options, onProgress }), 2)
  assert.deepEqual(seen, [{ done: 2, total: 3 }])
  assert.equal(await refreshStale(db, { timeZone }), 1)
})

test('sums may leave 64 bits', async () => {
  const most = '9223372036854775807'
  await db.tx(async (tx) => {
    await writeTimeline(
      tx,
      [1, 2].map((n) => ({
        customer: anna,
        at: '2026-03-01T10:00:00Z',
        kind: 'purchase',
        amount: most as unknown as number,
        n,
      })),
    )
    await refresh(tx, [anna], timeZone)
  })
  assert.deepEqual(await db.rows(sql`select net::text from know.spend`), [{ net: '18446744073709551614' }])
})
