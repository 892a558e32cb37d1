import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { routes } from '#src/app.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Route } from '#src/platform/http/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { furnish, requestFor } from './furnish.ts'
import { openHouse } from './house.ts'
import { corpus, cursors, type Hostile, marker, unholdable } from './hostile.ts'
import { textPlaces, withAt } from './sample.ts'

// Hostile text through every input of the interface: nothing breaks, what is refused is named, what is kept is kept as it was.

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const objects = await furnish(house)
const { administrator } = house.people
const nobody = house.strangers[0]!
let asked = 0

/** As percent signs and digits, even where JavaScript refuses: halves of pairs as the three bytes that some programs send. */
function encoded(text: string): string {
  return [...text].map((c) => (c.isWellFormed() ? encodeURIComponent(c) : '%ED%A0%80')).join('')
}

async function ask(route: Route, request: InjectOptions): Promise<LightMyRequestResponse> {
  const answer = await house.ask(route.verb === 'public' ? { ...nobody } : administrator, request)
  asked++
  const { statusCode, headers, body } = answer
  assert.ok(statusCode < 500, `${statusCode}: ${body.slice(0, 300)} ${house.log.at(-2)}`)
  const isFile = String(headers['content-disposition'] ?? '').startsWith('attachment')
  // visitors get pages: nothing of theirs stands in one as markup
  const isPage = /^\/(f|v1\/forms)\//.test(route.path)
  if (isPage) assert.doesNotMatch(body, /<(script|img|svg|iframe)\b|javascript:/i)
  else if (!isFile)
    assert.match(String(headers['content-type'] ?? 'application/json'), /^application\/(problem\+)?json/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  for (const [name, value] of Object.entries(headers))
    assert.ok(!`${name}: ${value}`.includes(marker), `header ${name} holds it`)
  if (body !== '' && !isFile && !isPage) JSON.parse(body)
  return answer
}

interface Refused {
  code: string
  errors?: { path: string }[]
  details?: { path?: string; faults?: { field: string }[] }
}
/** A refused value is named: by a pointer, or by a code of its own. */
function assertNamed(answer: LightMyRequestResponse, field: string, { text }: Hostile): void {
  if (answer.statusCode === 400 && unholdable(text)) {
    const { code, details } = answer.json<Refused>()
    assert.equal(code, 'bad_text')
    assert.match(details?.path ?? '', new RegExp(field))
  } else if (answer.statusCode === 400) {
    const { code, errors = [] } = answer.json<Refused>()
    if (code === 'invalid_request')
      assert.ok(
        errors.some(({ path }) => path.includes(field)),
        `${field} is not named: ${answer.body}`,
      )
  }
  if (unholdable(text)) assert.ok(answer.statusCode >= 400, 'a text that cannot be held is refused')
}

/** Counted tries, and segments that were kept: each new one is asked with all others. */
async function forget(): Promise<void> {
  await db.run(sql`delete from platform.rate_limit`)
  await db.run(sql`delete from know.segment where id <> all(${objects.segments ?? []}::uuid[])`)
}
async function eachText(work: (hostile: Hostile) => Promise<void>): Promise<void> {
  for (const hostile of corpus) {
    try {
      await work(hostile)
    } catch (error) {
      ;(error as Error).message = `${hostile.name}: ${(error as Error).message}`
      throw error
    }
  }
  await forget()
}

suite('through every field of every route', () => {
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    for (const place of route.accepts === 'files' ? [] : textPlaces(route.body)) {
      test(`${name}: body /${place.join('/')}`, () =>
        eachText(async (hostile) => {
          const request = requestFor(route, objects)
          const payload = JSON.stringify(withAt(request.payload, place, () => hostile.text))
          const headers = { ...request.headers, 'content-type': 'application/json' }
          assertNamed(
            await ask(route, { ...request, payload, headers }),
            place.findLast((step) => !/^\d+$/.test(step))!,
            hostile,
          )
        }))
    }
    for (const [key] of textPlaces(route.query)) {
      test(`${name}: ?${key}=`, () =>
        eachText(async (hostile) => {
          const request = requestFor(route, objects)
          const url = new URL(String(request.url), 'http://localhost')
          url.searchParams.delete(key!)
          const search = `${url.search === '' ? '?' : `${url.search}&`}${key}=${encoded(hostile.text)}`
          if (search.length > 15_000) return // Node itself refuses such an address
          const answer = await ask(route, { ...request, url: url.pathname + search })
          // half of a pair does not survive an address: what comes through is a replacement character
          if (hostile.text.isWellFormed()) assertNamed(answer, key!, hostile)
        }))
    }
    if (textPlaces(route.query).some(([key]) => key === 'after')) {
      test(`${name}: made-up cursors`, async () => {
        for (const cursor of cursors) {
          const { url = '', ...request } = requestFor(route, objects)
          const separator = String(url).includes('?') ? '&' : '?'
          await ask(route, { ...request, url: `${url}${separator}after=${encoded(cursor)}` })
        }
      })
    }
    if (!route.path.includes('/:')) continue
    test(`${name}: in the path`, () =>
      eachText(async ({ text }) => {
        const request = requestFor(route, objects)
        const url = String(request.url)
          .split('?')[0]!
          .split('/')
          .map((step, i) => (route.path.split('/')[i]!.startsWith(':') ? encoded(text) : step))
          .join('/')
        if (url.length > 15_000) return
        const { statusCode } = await ask(route, { ...request, url })
        assert.ok(statusCode >= 400, String(statusCode))
      }))
  }
})

suite('through everything else of a request', () => {
  const page = { method: 'GET', url: '/api/v1/me' } as const
  const headers = [
    'user-agent',
    'referer',
    'accept-language',
    'idempotency-key',
    'if-match',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-request-id',
    'accept',
    'origin',
    'host',
  ]
  const sendable = corpus.filter(({ text }) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text) && text.length < 8000)

  for (const header of headers) {
    test(`header ${header}`, async () => {
      for (const { text } of sendable) {
        for (const request of [page, { method: 'POST', url: '/api/v1/sign-out', payload: {} } as const]) {
          const {
            statusCode,
            body,
            headers: answered,
          } = await house.app.inject({ ...request, headers: { host: 'localhost:8080', [header]: text } })
          assert.ok(statusCode < 500, `${statusCode} ${body}`)
          assert.ok(!JSON.stringify(answered).includes(marker))
          asked++
        }
      }
    })
  }

  const bodies: [name: string, type: string, body: string | Buffer, statuses: number[]][] = [
    ['10 MB of text', 'application/json', JSON.stringify({ name: marker.repeat(1_300_000) }), [413]],
    ['nested 100,000 deep', 'application/json', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, [400]],
    ['nested 1,000 deep in objects', 'application/json', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, [400]],
    [
      '50,000 keys',
      'application/json',
      JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 1]))),
      [400],
    ],
    ['broken JSON', 'application/json', '{"name":', [400]],
    ['no JSON', 'application/json', '\u0000\u0001', [400]],
    [
      'bytes that are no UTF-8',
      'application/json',
      Buffer.from('7b226e616d65223a22ff22 7d'.replace(' ', ''), 'hex'),
      [400],
    ],
    ['half a pair, escaped', 'application/json', '{"name":"\\ud800"}', [400]],
    ['NUL, escaped', 'application/json', '{"name":"\\u0000"}', [400]],
    ['NUL in a key', 'application/json', '{"na\\u0000me":"x"}', [400]],
    ['the prototype', 'application/json', '{"__proto__":{"verbs":["user.manage"]}}', [400]],
    ['a list', 'application/json', '["name"]', [400]],
    ['null', 'application/json', 'null', [400]],
    ['a number', 'application/json', '1e999', [400]],
    ['nothing', 'application/json', '', [400]],
    ['XML', 'application/xml', '<name>x</name>', [415]],
    ['a form', 'application/x-www-form-urlencoded', 'name=x', [415]],
    ['text', 'text/plain', '{"name":"x"}', [415]],
    ['files', 'multipart/form-data; boundary=x', '--x--\r\n', [415]],
    ['JSON in UTF-16', 'application/json; charset=utf-16', Buffer.from('{"name":"x"}', 'utf16le'), [400, 415]],
  ]
  for (const [name, type, payload, statuses] of bodies) {
    test(`body: ${name}`, async () => {
      const before = await house.fingerprint()
      const answer = await house.ask(administrator, {
        method: 'POST',
        url: '/api/v1/customers',
        payload,
        headers: { 'content-type': type },
      })
      assert.ok(statuses.includes(answer.statusCode), `${answer.statusCode} ${answer.body.slice(0, 300)}`)
      assert.ok(!answer.body.includes(marker))
      assert.equal(await house.fingerprint(), before)
    })
  }

  for (const path of [
    '/%00',
    '/%ff%fe',
    '/%',
    '/%zz',
    '/api/v1/%2e%2e/%2e%2e/package.json',
    '/assets/../../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '//evil.example',
    '/\\evil.example',
    `/${'a'.repeat(10_000)}`,
    '/.git/config',
    '/.env',
    '/api/v1/customers/',
    '/api//v1/me',
  ]) {
    test(`address ${path.slice(0, 60)}`, async () => {
      for (const accept of ['text/html', '*/*']) {
        const {
          statusCode,
          headers: answered,
          body,
        } = await house.app.inject({ method: 'GET', url: path, headers: { host: 'localhost:8080', accept } })
        assert.ok(statusCode < 500 || body.includes('npm start'), `${statusCode} ${body.slice(0, 200)}`) // the web app may not be built
        assert.ok(!body.includes('"dependencies"') && !body.includes('repositoryformatversion'))
        assert.equal(answered.location, undefined)
      }
    })
  }
})

suite('what is kept is kept as it was', () => {
  const post = (url: string, payload: object) => house.ask(administrator, { method: 'POST', url, payload })
  const get = async (url: string) => (await house.ask(administrator, { method: 'GET', url })).body
  const holdable = corpus.filter(({ text }) => !unholdable(text) && text.trim() === text)
  const within = (most: number) => holdable.filter(({ text }) => [...text].length <= most)

  test('notes', async () => {
    const url = `/api/v1/customers/${objects.customers![0]}/timeline`
    for (const { name, text } of within(10_000)) {
      const answer = await post(url, { kind: 'note', text })
      assert.equal(answer.statusCode, 201, `${name}: ${answer.body}`)
      const { id, body } = answer.json<{ id: string; body: string }>()
      assert.equal(body, text.normalize(), name)
      const { entries } = JSON.parse(await get(`${url}?limit=200`)) as { entries: { id: string; body: string }[] }
      assert.equal(entries.find((entry) => entry.id === id)?.body, text.normalize(), name)
    }
  })

  test('names of customers, or refused with the field', async () => {
    for (const { name, text } of within(300)) {
      const answer = await post('/api/v1/customers', { name: text, anyway: true })
      if (answer.statusCode === 201) {
        const { identity } = JSON.parse(await get(`/api/v1/customers/${answer.json<{ id: string }>().id}`)) as {
          identity: { name: string }
        }
        assert.equal(visible(identity.name), visible(text), name)
      } else {
        assert.equal(answer.statusCode, 422, `${name}: ${answer.body}`)
        assert.ok(
          answer.json<Refused>().details?.faults?.some(({ field }) => field === 'name'),
          `${name}: ${answer.body}`,
        )
      }
    }
  })

  test('names of staff', async () => {
    for (const [i, { name, text }] of within(200).entries()) {
      const answer = await post('/api/v1/users', { email: `h${i}@example.com`, name: text, role: 'viewer' })
      assert.equal(answer.statusCode, 201, `${name}: ${answer.body}`)
      assert.ok((await get('/api/v1/users')).includes(JSON.stringify(text)), name)
    }
  })
})

/** Names are tidied: invisible characters go, blanks and line ends become one blank. */
const visible = (text: string): string => text.normalize('NFC').replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, '')

suite('what is not kept', () => {
  test('logs hold no text of anybody', () => {
    assert.ok(house.log.length > 100, `${house.log.length} lines logged`)
    const told = house.log.filter((line) => line.includes(marker) || /[\r\n]/.test(line.trimEnd()))
    assert.deepEqual(told.slice(0, 5), [])
    const server = fileURLToPath(new URL('../../.cache/test-postgres/server.log', import.meta.url))
    if (existsSync(server)) assert.ok(!readFileSync(server, 'utf8').includes(marker), 'the log of the database tells')
  })

  test('it was no empty round', () => assert.ok(asked > 1000, `${asked} requests`))
})
