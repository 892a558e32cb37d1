import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { silentLog } from '#src/platform/log.ts'
import { systemRandom } from '#src/platform/ports/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import type { Context } from '../context.ts'
import { put } from '../outbox/index.ts'
import { route } from './route.ts'
import { shape } from './schemas.ts'
import { httpServer } from './server.ts'

const db = await freshDatabase()
const context = testContext(db)
let then: () => void = () => {}
const effect = (context: Context, n: number) =>
  context.db.tx((tx) => put(tx, { topic: 'x', key: String(n), payload: {} }, context))

const server = await httpServer({
  routes: [
    route({
      method: 'POST',
      path: '/api/v1/effects',
      summary: 'Two transactions, then whatever the test wants',
      verb: 'today.read',
      body: shape({ n: Type.Integer() }),
      responses: { 201: shape({ n: Type.Integer() }) },
      handle: async ({ context, body: { n } }) => {
        await effect(context, n)
        await effect(context, n + 1000)
        then()
        return { n }
      },
    }),
  ],
  problems: {},
  settings: { ...context.config, insecureHttp: false },
  random: systemRandom,
  log: silentLog,
  webFolder: 'gone',
  version: '1',
  authenticate: async () => context.actor,
  anonymous: { ...context.actor, kind: 'anonymous', verbs: new Set() },
  contextFor: () => context,
})
const post = (n: number, key?: string) =>
  server.inject({
    method: 'POST',
    url: '/api/v1/effects',
    headers: { host: 'localhost', authorization: 'Bearer kpt_x', ...(key ? { 'idempotency-key': key } : {}) },
    payload: { n },
  })
const count = async (n: number) =>
  (await db.pool.query('select 1 from platform.outbox where key in ($1, $2)', [String(n), String(n + 1000)])).rowCount

test('effects and the record of the answer commit as one: after a fault nothing is there, and the key is free', async () => {
  then = () => {
    throw new Error('crash')
  }
  assert.equal((await post(1, 'a')).statusCode, 500)
  assert.equal(await count(1), 0)
  then = () => {}
  assert.equal((await post(1, 'a')).statusCode, 201)
  assert.equal(await count(1), 2)
  const again = await post(1, 'a')
  assert.deepEqual([again.statusCode, again.json(), again.headers['idempotency-replayed']], [201, { n: 1 }, 'true'])
})

test('a deadlock within is tried again as a whole', async () => {
  let tries = 0
  then = () => {
    if (tries++ === 0) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
  }
  assert.equal((await post(2, 'b')).statusCode, 201)
  assert.deepEqual([tries, await count(2)], [2, 2])
})

test('without a key each request is its own', async () => {
  then = () => {}
  assert.equal((await post(3)).statusCode, 201)
  assert.equal((await post(3)).headers['idempotency-replayed'], undefined)
})
