import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Db, sql, type Tx } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { db, type Entry, people, type Person, type Purchase, timeZone } from '#test/support/happened.ts'
import { markStale, rebuild, refresh, refreshStale } from '../rollups.ts'

// Buckets are a function of the timeline and the lines of purchases, whatever way they came to be.

const rows = (on: Db | Tx = db) =>
  on.rows(sql`select customer_id, kind, day::text, category, channel, currency, events, amount::text, quantity::text from know.bucket
    order by customer_id, kind, day, category, channel, currency`)

/** The buckets once more, written independently of the SQL. */
function counted(of: readonly Person[], zone: string): unknown[] {
  const day = (at: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.parse(at))
  const small = (text: string | null) => (text ?? '').trim().toLowerCase()
  const all = new Map<string, { key: unknown[]; things: Set<string>; amount: number; quantity: number }>()
  const put = (key: unknown[], thing: string, amount: number, quantity: number) => {
    const one = all.get(key.join('\u0000')) ?? { key, things: new Set(), amount: 0, quantity: 0 }
    one.things.add(thing)
    one.amount += amount
    one.quantity += quantity
    all.set(key.join('\u0000'), one)
  }
  const entry = (id: Uuid, e: Entry) => {
    put([id, e.kind, day(e.at), '', small(e.channel), e.currency ?? ''], e.id, e.amount ?? 0, 0)
    if (e.kind !== 'event') return
    const mail = e.channel === 'email' && e.direction === 'out'
    if (!mail && small(e.title) !== '') put([id, e.kind, day(e.at), small(e.title), small(e.channel), ''], e.id, 0, 0)
    const came: Record<string, string[]> = {
      mailDelivered: ['delivered', 'opened', 'clicked', 'unsubscribed', 'spam'],
      mailOpened: ['opened', 'clicked', 'unsubscribed'],
      mailClicked: ['clicked'],
      mailBounced: ['bounced'],
      mailUnsubscribed: ['unsubscribed'],
    }
    for (const [kind, statuses] of Object.entries(came))
      if (mail && statuses.includes(e.status!)) put([id, kind, day(e.at), '', 'email', ''], e.id, 0, 0)
  }
  const bought = (id: Uuid, p: Purchase) => {
    for (const line of p.lines) {
      const kind = p.type !== 'purchase' ? p.type : line.amount < 0 || line.quantity < 0 ? 'return' : 'purchase'
      const category = small(line.category)
      if (category !== '')
        put([id, kind, day(p.at), category, small(p.channel), p.currency], p.id, line.amount, line.quantity)
    }
  }
  for (const { id, entries, purchases } of of) {
    for (const one of entries) entry(id, one)
    for (const one of purchases) bought(id, one)
  }
  return [...all.values()]
    .map(({ key: [customer_id, kind, on, category, channel, currency], things, amount, quantity }) => ({
      customer_id,
      kind,
      day: on,
      category,
      channel,
      currency,
      events: things.size,
      amount: String(amount),
      quantity: String(quantity),
    }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}
const sortKey = (row: object) => Object.values(row).slice(0, 6).join('\u0000')

/** What a transaction does to one thing of a customer: it goes, comes back, goes to another customer, or is told otherwise. */
interface Change {
  who: number
  thing: number
  what: 'takeAway' | 'move' | 'retell'
  to: number
  at: string
}
const change: fc.Arbitrary<Change> = fc.record({
  who: fc.nat(47),
  thing: fc.nat(20),
  to: fc.nat(47),
  what: fc.constantFrom('takeAway' as const, 'move' as const, 'retell' as const),
  at: fc.constantFrom('2026-11-23T21:59:59.999Z', '2026-11-23T22:00:00.000Z', '2025-03-01T10:00:00.000Z'),
})

async function carryOut(tx: Tx, world: Person[], { who, thing, what, to, at }: Change): Promise<Uuid[]> {
  const from = world[who]!
  const entry = from.entries[thing % Math.max(1, from.entries.length)]
  if (entry === undefined) return []
  const purchase = from.purchases.find(({ id }) => id === entry.id)
  const into = what === 'move' ? world[to]! : from
  from.entries = from.entries.filter((one) => one !== entry)
  from.purchases = from.purchases.filter((one) => one !== purchase)
  if (what !== 'takeAway') {
    const told = what === 'retell' ? { at, channel: 'web' } : {}
    into.entries.push({ ...entry, ...told })
    if (purchase) into.purchases.push({ ...purchase, ...told })
    const values = [into.id, 'at' in told ? at : entry.at, 'at' in told ? 'web' : entry.channel] as const
    await tx.run(
      sql`update know.timeline set customer_id = ${values[0]}, at = ${values[1]}, channel = ${values[2]} where id = ${entry.id}`,
    )
    await tx.run(
      sql`update know.purchase set customer_id = ${values[0]}, at = ${values[1]}, channel = ${values[2]} where id = ${entry.id}`,
    )
    await tx.run(sql`update know.purchase_line set customer_id = ${values[0]} where purchase_id = ${entry.id}`)
  } else {
    await tx.run(sql`delete from know.timeline where id = ${entry.id}`)
    await tx.run(sql`delete from know.purchase where id = ${entry.id}`)
    await tx.run(sql`delete from know.purchase_line where purchase_id = ${entry.id}`)
  }
  return [from.id, into.id]
}

test('after any changes buckets are those made anew, and both the independent count, in any zone', async () => {
  const world = structuredClone(people) as Person[]
  assert.deepEqual(await rows(), counted(world, timeZone))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(change, { minLength: 1, maxLength: 5 }), fc.boolean()), { maxLength: 4 }),
      async (changes) => {
        for (const [some, bulk] of changes)
          await db.tx(async (tx) => {
            const touched: Uuid[] = []
            for (const one of some) touched.push(...(await carryOut(tx, world, one)))
            await (bulk ? markStale(tx, touched) : refresh(tx, touched, timeZone))
          })
        await refreshStale(db, { timeZone, batch: 3 })
        const kept = await rows()
        assert.deepEqual(kept, counted(world, timeZone))
        await rebuild(db, timeZone)
        assert.deepEqual(await rows(), kept)
      },
    ),
    { numRuns: 60 },
  )
  await rebuild(db, 'America/New_York')
  assert.deepEqual(await rows(), counted(world, 'America/New_York'))
})

test('a refresh of what stands as it should writes no bucket', async () => {
  await rebuild(db, timeZone)
  const versions = () => db.rows(sql`select xmin::text, ctid::text from know.bucket order by ctid`)
  const before = await versions()
  await db.tx((tx) =>
    refresh(
      tx,
      people.map(({ id }) => id),
      timeZone,
    ),
  )
  assert.deepEqual(await versions(), before)
})

test('words of strangers of any length are counted', async () => {
  const [person] = people
  const long = 'Ä'.repeat(9000)
  await db.tx(async (tx) => {
    await tx.run(sql`insert into know.timeline (customer_id, at, id, kind, title, channel, source_id, origin_id)
      values (${person!.id}, ${'2026-11-01T00:00:00Z'}, ${uuidOf('long')}, 'event', ${long}, ${long}, ${person!.id}, ${person!.id})`)
    await refresh(tx, [person!.id], timeZone)
  })
  const [row] = await db.rows(sql<{ n: number; m: number }>`
    select length(category) as n, length(channel) as m from know.bucket where category like ${'äää%'}`)
  assert.deepEqual(row, { n: 200, m: 60 })
})
