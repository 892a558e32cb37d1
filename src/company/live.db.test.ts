import assert from 'node:assert/strict'
import type { Readable } from 'node:stream'
import { suite, test } from 'node:test'
import { announce } from '#src/platform/live/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { type Client, origin, testApp } from '#test/support/app.ts'

const app = await testApp()
const id = '01939393-0000-7000-8000-00000000f00d'

/** Reads a stream event by event. */
async function follow(who: Client, query: string, server = app.server) {
  const answer = await server.inject({
    method: 'GET',
    url: `/api/v1/changes?${query}`,
    headers: { host: origin.replace('http://', ''), cookie: who.cookie },
    payloadAsStream: true,
  })
  const body: Readable = answer.stream()
  const events = (async function* () {
    let text = ''
    for await (const chunk of body) {
      text += String(chunk)
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const name = /^event: (.*)$/m.exec(block)?.[1]
        if (name !== undefined) yield { name, data: JSON.parse(/^data: (.*)$/m.exec(block)![1]!) as unknown }
      }
    }
  })()
  const next = async () => (await events.next()).value
  return { status: answer.statusCode, headers: answer.headers, next, body }
}

suite('changes as they happen', () => {
  test('are told when the transaction commits, and never when it does not', async () => {
    const stream = await follow(await app.as('steward'), 'topics=import&topics=quarantine')
    assert.equal(stream.status, 200)
    assert.match(String(stream.headers['content-type']), /^text\/event-stream/)
    assert.deepEqual(await stream.next(), { name: 'following', data: { topics: ['import', 'quarantine'] } })
    await app.db
      .tx(async (tx) => {
        await announce(tx, { topic: 'import', id: 'taken-back' })
        throw new Error('taken back')
      })
      .catch(() => {})
    await app.db.tx((tx) => announce(tx, { topic: 'import', id, numbers: { lines: 7 } }))
    assert.deepEqual(await stream.next(), { name: 'changed', data: { topic: 'import', id, numbers: { lines: 7 } } })
    stream.body.destroy()
  })

  test('many of one thing become few, and the last one comes', async () => {
    const stream = await follow(await app.as('steward'), 'topics=import')
    await stream.next()
    for (let lines = 1; lines <= 50; lines++) await announce(app.db, { topic: 'import', id, numbers: { lines } })
    let seen = 0
    for (let lines = 0; lines < 50; seen++) {
      const { data } = (await stream.next()) as { data: { numbers: { lines: number } } }
      lines = data.numbers.lines
    }
    assert.ok(seen < 10, `${seen} events`)
    stream.body.destroy()
  })

  test('one hears only of what one may read', async () => {
    const stream = await follow(await app.as('viewer'), 'topics=import&topics=list')
    assert.deepEqual(await stream.next(), { name: 'following', data: { topics: ['list'] } })
    await announce(app.db, { topic: 'import', id })
    await announce(app.db, { topic: 'list', id })
    assert.deepEqual(await stream.next(), { name: 'changed', data: { topic: 'list', id } })
    stream.body.destroy()
    assert.equal((await app.anonymous.get('/api/v1/changes?topics=import')).status, 401)
    assert.equal((await (await app.as('viewer')).get('/api/v1/changes?topics=everything')).status, 400)
  })

  test('a stream ends with the session it came with, others stay', async () => {
    const administrator = await app.as('administrator')
    const [leaving, staying] = [await app.as('sales'), await app.as('steward')]
    const [one, other] = [await follow(leaving, 'topics=list'), await follow(staying, 'topics=list')]
    await Promise.all([one.next(), other.next()])
    const me = (await leaving.get('/api/v1/me')).body
    await administrator.patch(`/api/v1/users/${me.id}`, { active: false })
    assert.equal(await one.next(), undefined)
    await announce(app.db, { topic: 'list', id })
    assert.equal(((await other.next()) as { name: string }).name, 'changed')
    other.body.destroy()
  })

  test('a person has only so many streams', async () => {
    const manager = await app.as('manager')
    const open = []
    for (let i = 0; i < 6; i++) open.push(await follow(manager, 'topics=import'))
    assert.equal((await follow(manager, 'topics=import')).status, 429)
    for (const { body } of open) body.destroy()
  })

  test('when the listening connection dies, everybody is told to ask again', async () => {
    const stream = await follow(await app.as('steward'), 'topics=import')
    await stream.next()
    const killed = await app.db.rows(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'kauppias live' and datname = current_database()`,
    )
    assert.equal(killed.length, 1)
    assert.equal(((await stream.next()) as { name: string }).name, 'missed')
    await announce(app.db, { topic: 'import', id })
    assert.equal(((await stream.next()) as { name: string }).name, 'changed')
    stream.body.destroy()
  })

  test('the program stops although pages still listen', async (t) => {
    const own = await testApp(t)
    const stream = await follow(await own.as('administrator'), 'topics=import', own.server)
    await stream.next()
    await own.server.close()
    assert.equal(await stream.next(), undefined)
  })
})
