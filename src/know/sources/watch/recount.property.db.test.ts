import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { askForRollback, rollBack } from '#src/collect/imports/index.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import { catchUp, recount } from './count.ts'

const app = await testApp()
const steward = await app.as('steward')
const sources = ['Kassa', 'Verkkokauppa']
const timeZone = 'Europe/Helsinki'

type Step =
  | { do: 'import'; source: number; rows: number[] }
  | { do: 'add' | 'edit'; who: number; bad: boolean }
  | { do: 'merge'; a: number; b: number }
  | { do: 'part' | 'undo'; which: number }
  | { do: 'rollBack'; which: number }
  | { do: 'tell'; bad: boolean; who: number }
  | { do: 'look' }
const small = fc.nat({ max: 8 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('import' as const),
    source: fc.nat({ max: 1 }),
    rows: fc.array(small, { maxLength: 4, minLength: 1 }),
  }),
  fc.record({ do: fc.constantFrom('add' as const, 'edit' as const), who: small, bad: fc.boolean() }),
  fc.record({ do: fc.constant('merge' as const), a: small, b: small }),
  fc.record({ do: fc.constantFrom('part' as const, 'undo' as const), which: small }),
  fc.record({ do: fc.constant('rollBack' as const), which: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('tell' as const), bad: fc.boolean(), who: small }),
  fc.record({ do: fc.constant('look' as const) }),
)

const customers = () =>
  app.db.rows(sql<{ id: Uuid; version: number }>`select id, version from know.customer order by id`)
const at = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
const options = () => ({ now: app.clock.now(), timeZone, evidence: true })
let told = 0
/** Weeks go by: nobody is to be signed out of them. */
const stayIn = () =>
  app.db.run(
    sql`update company.session set last_seen_at = ${app.clock.now()}, expires_at = ${app.clock.now()}::timestamptz + interval '90 days'`,
  )

/** What is done may be refused: then nothing changes, and that is to be counted right too. */
async function take(one: Step): Promise<void> {
  app.clock.set(new Date(app.clock.now().getTime() + 5 * 3_600_000).toISOString())
  switch (one.do) {
    case 'import': {
      const lines = one.rows.map((n) => `A${n};Aino Laine${n};${n % 3 === 0 ? '12' : `040 555000${n}`};${++told}`)
      const text = `asiakasnumero;nimi;puhelin;kenkä\n${lines.join('\n')}\n`
      await deliver(app, sources[one.source]!, { 'a.csv': text })
      return
    }
    case 'add':
      await steward.post('/api/v1/customers', {
        kind: 'person',
        name: one.bad ? `Matti 040 55512${one.who}0` : `Matti Laine${one.who}`,
        anyway: true,
      })
      return
    case 'edit': {
      const customer = at(await customers(), one.who)
      if (customer)
        await steward.patch(
          `/api/v1/customers/${customer.id}`,
          { name: one.bad ? `Pekka 040 5551${++told}00` : `Pekka Laine${++told}` },
          { 'if-match': `"${customer.version}"` },
        )
      return
    }
    case 'merge': {
      const all = await customers()
      const [a, b] = [at(all, one.a), at(all, one.b)]
      if (a && b && a.id !== b.id)
        await steward.post(
          `/api/v1/customers/${a.id}/merge`,
          { with: b.id, version: b.version },
          { 'if-match': `"${a.version}"` },
        )
      return
    }
    case 'part': {
      const merges = await app.db.rows(
        sql<{ id: Uuid; version: number }>`
          select m.id, c.version from clean.merge m join know.customer c on c.id = m.to_id where m.undone_at is null order by m.id`,
      )
      const merge = at(merges, one.which)
      if (merge) await steward.post(`/api/v1/merges/${merge.id}/undo`, undefined, { 'if-match': `"${merge.version}"` })
      return
    }
    case 'undo': {
      const entries = await app.db.rows(
        sql<{ id: Uuid; customer_id: Uuid; version: number }>`
          select h.id, h.customer_id, c.version from clean.history h join know.customer c on c.id = h.customer_id
          where h.what = 'changed' order by h.id`,
      )
      const entry = at(entries, one.which)
      if (entry)
        await steward.post(`/api/v1/customers/${entry.customer_id}/history/${entry.id}/undo`, undefined, {
          'if-match': `"${entry.version}"`,
        })
      return
    }
    case 'rollBack': {
      const imports = await app.db.rows(
        sql<{ id: Uuid }>`select id from collect.import where state = 'finished' and not dry_run order by id`,
      )
      const one_ = at(imports, one.which)
      if (one_ === undefined) return
      try {
        await askForRollback(app.context(), one_.id, async () => {})
      } catch {
        return
      }
      await rollBack(app.context(), one_.id)
      return
    }
    case 'tell':
      await steward.post('/api/v1/records/customers', {
        source: 'Rajapinta',
        records: [{ externalId: `R${one.who}`, ...(one.bad ? { email: '12' } : { name: `Liisa Laine${++told}` }) }],
      })
      return
    case 'look':
      await catchUp(app.db, { ...options(), evidence: false })
  }
}

const tables = async () => ({
  told: await app.db.rows(
    sql<{
      entrance: string
      kind: string
      told: string
    }>`select * from know.told_day order by day, source_id, entrance, delivery_id, file_no, kind, person_id, screen`,
  ),
  faults: await app.db.rows(
    sql`select * from know.fault_day order by day, source_id, entrance, delivery_id, file_no, kind, field, code, person_id, screen`,
  ),
})

suite('what is counted bit by bit', () => {
  test('counts a record that was told again on a later day before anybody looked', async () => {
    const again: Step[] = Array.from({ length: 10 }, () => ({ do: 'tell', bad: false, who: 3 }))
    await take({ do: 'look' })
    for (const one of again) await take(one)
    await catchUp(app.db, options())
    const bit = await tables()
    await recount(app.db, options())
    assert.deepEqual(bit, await tables())
    const api = bit.told.filter((row) => row.entrance === 'api' && row.kind === 'customer')
    assert.equal(
      api.reduce((sum, row) => sum + Number(row.told), 0),
      again.length,
    )
  })
  test('is what counting everything anew finds, after any imports, edits, merges and taking back', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
        await stayIn()
        for (const one of steps) await take(one)
        await catchUp(app.db, options())
        const bit = await tables()
        await recount(app.db, options())
        assert.deepEqual(bit, await tables())
        compared += bit.faults.length
      }),
      {
        numRuns: Number(process.env.RUNS ?? 12),
        endOnFailure: true,
        ...(process.env.SEED && { seed: Number(process.env.SEED) }),
      },
    )
    assert.ok(compared > 0, 'there were faults to compare')
  })
})
