import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { connect } from '#src/platform/db/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { systemRandom } from '#src/platform/ports/index.ts'
import { testContext } from '#test/support/context.ts'
import { type Route, file, route } from './route.ts'
import { shape } from './schemas.ts'
import { httpServer } from './server.ts'

const context = testContext(connect('postgres://nobody@127.0.0.1:9/none'))
const open = (routes: Route[]) =>
  httpServer({
    routes,
    problems: {},
    settings: { ...context.config, insecureHttp: false },
    random: systemRandom,
    log: silentLog,
    webFolder: 'gone',
    version: '1',
    authenticate: async () => undefined,
    anonymous: { ...context.actor, kind: 'anonymous', verbs: new Set() },
    contextFor: () => context,
  })
const get = { method: 'GET', path: '/api/v1/x', summary: 'x', verb: 'public' } as const
const headers = { host: 'localhost' }

test('an answer has the fields of its schema and no others', async () => {
  const leaky = { id: 'a', secret: 'b' }
  const server = await open([
    route({ ...get, responses: { 200: shape({ id: Type.String() }) }, handle: async () => leaky }),
  ])
  assert.deepEqual((await server.inject({ url: get.path, headers })).json(), { id: 'a' })
})

test('a file is to be saved under a harmless name, never shown', async () => {
  const name = 'as"ia\r\nkkaat\u202e/..\\ö.csv'
  const server = await open([
    route({ ...get, responses: { 200: file }, handle: async () => ({ file: 'a;b', name, type: 'text/csv' }) }),
  ])
  const answer = await server.inject({ url: get.path, headers })
  assert.equal(answer.body, 'a;b')
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.equal(
    answer.headers['content-disposition'],
    `attachment; filename="as_ia_kkaat_.._.csv"; filename*=UTF-8''as%22ia__kkaat__.._%C3%B6.csv`,
  )
})

test('a schema that lets unknown fields pass stops the program from starting', async () => {
  const body = Type.Object({ a: Type.Array(Type.Object({ b: Type.String() })) }, { additionalProperties: false })
  const loose = route({ ...get, method: 'POST', body, responses: { 204: Type.Null() }, handle: async () => undefined })
  await assert.rejects(open([loose]), /additionalProperties/)
})

test('what a handler throws by mistake is not told', async () => {
  const handle = async () => Promise.reject(new Error('password of Liisa is …'))
  const server = await open([route({ ...get, responses: { 204: Type.Null() }, handle })])
  const answer = await server.inject({ url: get.path, headers })
  assert.deepEqual([answer.statusCode, answer.json().code], [500, 'internal_error'])
  assert.ok(!answer.body.includes('Liisa'))
})
