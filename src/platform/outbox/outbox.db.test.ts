import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Db } from '#src/platform/db/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { claim, put, settle } from './index.ts'

const db = await freshDatabase()
const context = testContext(db)
const { now } = context
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const effect = (topic: string, key: string) => ({ topic, key: `${topic}:${key}`, payload: { key } })
const putOne = (topic: string, key: string) => db.tx((tx) => put(tx, effect(topic, key), context))
const take = (topic: string, at: Date, afterCrash: 'again' | 'unknown' = 'again', most = 10) =>
  claim(db, { topic, most, leaseSeconds: 60, afterCrash }, at)
const state = async (db: Db, key: string) =>
  (await db.pool.query('select state, attempts, last_error from platform.outbox where key = $1', [key])).rows[0]

test('an effect exists exactly if its transaction commits, and once per key', async () => {
  assert.equal(await putOne('a', '1'), true)
  assert.equal(await putOne('a', '1'), false)
  const failed = db.tx(async (tx) => {
    await put(tx, effect('a', '2'), context)
    throw new Error('the cause failed')
  })
  await assert.rejects(failed)
  assert.deepEqual(
    (await take('a', now)).map((c) => c.key),
    ['a:1'],
  )
})

test('a claimed effect is nobody else’s until its lease runs out; the late one cannot settle', async () => {
  await putOne('b', '1')
  const [first] = await take('b', now)
  assert.deepEqual(await take('b', later(59)), [])
  const [second] = await take('b', later(60))
  assert.equal(second!.attempts, 2)
  assert.equal(await settle(db, first!, { kind: 'sent' }, later(61)), false)
  assert.equal(await settle(db, second!, { kind: 'again', at: later(300), error: 'busy' }, later(61)), true)
  assert.deepEqual(await take('b', later(299)), [])
  const [third] = await take('b', later(300))
  assert.equal(await settle(db, third!, { kind: 'sent' }, later(301)), true)
  assert.equal(await settle(db, third!, { kind: 'dead', error: 'late' }, later(302)), false)
  assert.deepEqual(await state(db, 'b:1'), { state: 'sent', attempts: 3, last_error: null })
})

test('where nobody can tell whether it was done, a crash leaves it unknown and it is not done again', async () => {
  await putOne('c', '1')
  await take('c', now, 'unknown')
  assert.deepEqual(await take('c', later(60), 'unknown'), [])
  assert.equal((await state(db, 'c:1')).state, 'unknown')
})

test('claimers at the same time share the work: each effect goes to one of them', async () => {
  for (let i = 0; i < 40; i++) await putOne('d', String(i))
  const claims = await Promise.all(Array.from({ length: 8 }, () => take('d', now, 'again', 7)))
  const keys = claims.flat().map((c) => c.key)
  assert.equal(new Set(keys).size, keys.length)
  assert.equal(keys.length, 40)
})

test('whatever the order of claims, crashes and answers: settled at most once, lost never', async () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 90 }), dies: fc.boolean(), fails: fc.boolean() })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const topic = `e${run++}`
      await putOne(topic, '1')
      let at = 0
      let sent = 0
      for (const { wait, dies, fails } of steps) {
        at += wait
        for (const one of await take(topic, later(at))) {
          if (dies) continue
          const outcome = fails ? { kind: 'again' as const, at: later(at), error: 'x' } : { kind: 'sent' as const }
          if ((await settle(db, one, outcome, later(at))) && !fails) sent++
        }
      }
      for (const one of await take(topic, later(at + 61))) if (await settle(db, one, { kind: 'sent' }, now)) sent++
      assert.equal(sent, 1)
    }),
    { numRuns: 50 },
  )
})
