import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { buildApp, contextMaker, routes } from '#src/app.ts'
import { connect } from '#src/platform/db/index.ts'
import { heldJobs } from '#src/platform/jobs/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { systemRandom } from '#src/platform/ports/index.ts'
import { origin, password, testApp } from '#test/support/app.ts'
import { forgetOldKeys } from './idempotency.ts'

const app = await testApp()
const { anonymous, as, db, clock } = app
const signIn = (body: unknown, headers = {}) => anonymous.post('/api/v1/sign-in', body, headers)

suite('who may enter', () => {
  test('nobody gets past the listed doors', async () => {
    const open: string[] = []
    for (const { method, path } of routes) {
      const url = path.replace(/:\w+/g, '00000000-0000-7000-8000-000000000000')
      const answer = await app.server.inject({ method, url, headers: { host: 'localhost:8080' } })
      if (answer.statusCode !== 401) open.push(`${method} ${path}`)
    }
    assert.deepEqual(open.sort(), [
      'GET /api/v1/health',
      'GET /api/v1/live',
      'GET /api/v1/sign-in/oidc',
      'GET /api/v1/sign-in/oidc/callback',
      'GET /api/v1/sign-in/ways',
      'GET /f/:key',
      'GET /f/confirm/:token',
      'GET /v1/projects/:writeKey/settings',
      'POST /api/v1/deliveries/done',
      'POST /api/v1/deliveries/look',
      'POST /api/v1/invitations/accept',
      'POST /api/v1/setup',
      'POST /api/v1/sign-in',
      'POST /api/v1/sign-in/code',
      'POST /api/v1/sign-out',
      'POST /f/confirm/:token',
      'POST /v1/forms/:key',
      'POST /v1/hooks/:key',
    ])
  })

  test('a cookie counts only from our own pages', async () => {
    const administrator = await as('administrator')
    const draft = { name: 'x', scopes: ['customer.read'] }
    const tries: [Record<string, string | undefined>, number][] = [
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ origin: 'http://localhost:9999' }, 403],
      [{ origin: 'https://localhost:8080' }, 403],
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{ 'sec-fetch-site': 'same-origin' }, 201],
      [{ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }, 201],
    ]
    for (const [headers, status] of tries) {
      const answer = await administrator.post('/api/v1/tokens', draft, headers as Record<string, string>)
      assert.equal(answer.status, status, JSON.stringify(headers))
    }
    const bare = await app.server.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      headers: { host: 'localhost:8080', cookie: administrator.cookie },
      payload: draft,
    })
    assert.deepEqual([bare.statusCode, bare.json().code], [403, 'origin_not_allowed'])
    const planted = await signIn({ email: 'a@b.fi', password }, { origin: 'https://evil.example' })
    assert.equal(planted.status, 403)
  })

  test('plain HTTP from elsewhere is refused, health is not', async () => {
    const headers = { host: '192.168.1.10:8080', origin: 'http://192.168.1.10:8080' }
    const answer = await anonymous.post('/api/v1/sign-in', { email: 'a@b.fi', password }, headers)
    assert.deepEqual([answer.status, answer.body.code], [403, 'plain_http_refused'])
    assert.match(String(answer.body.next), /http:\/\/localhost:8080/)
    assert.equal((await anonymous.get('/api/v1/health', headers)).status, 200)
    assert.equal((await anonymous.get('/', { ...headers, accept: 'text/html' })).status, 403)
  })

  test('a setting accepts plain HTTP, with another cookie', async (t) => {
    const lan = await testApp(t, { insecureHttp: true, publicUrl: 'http://192.168.1.10:8080' })
    const { cookie } = await lan.as('administrator')
    assert.match(cookie, /^kauppias=/)
  })

  test('behind TLS the configured address alone is the origin, and HSTS is said', async (t) => {
    const tls = await testApp(t, { publicUrl: 'https://asiakkaat.example.fi' })
    const administrator = await tls.as('administrator')
    assert.match(administrator.cookie, /^__Host-/)
    const other = { host: 'evil.example', origin: 'https://evil.example' }
    assert.equal((await administrator.patch('/api/v1/me', { name: 'A' }, other)).status, 403)
    assert.match(String((await administrator.get('/api/v1/me')).headers['strict-transport-security']), /max-age/)
    const made = await administrator.post(
      '/api/v1/users',
      { email: 'v@b.fi', name: 'V', role: 'viewer' },
      { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    )
    assert.match(String(made.body.link), /^https:\/\/asiakkaat\.example\.fi\/invitation#/)
  })
})

suite('what is refused', () => {
  const bodies: [string, string | Buffer, string, string?][] = [
    ['no JSON', '{"email":', 'bad_json'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'bad_json'],
    ['nesting', `{"email":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'json_too_deep'],
    ['NUL', '{"email":"a\\u0000@b.fi","password":"x"}', 'bad_text', '/email'],
    ['half a pair', '{"email":"a@b.fi","password":"\\ud800"}', 'bad_text', '/password'],
    ['a prototype', '{"email":"a@b.fi","password":"x","__proto__":{"a":1}}', 'invalid_request'],
    ['an unknown field', '{"email":"a@b.fi","password":"x","role":"administrator"}', 'invalid_request'],
    ['a number as text', '{"email":5,"password":"x"}', 'invalid_request'],
    ['nothing', '', 'invalid_request'],
  ]
  for (const [what, payload, code, field] of bodies) {
    test(`${what}: 400 ${code}`, async () => {
      const headers = { host: 'localhost:8080', 'content-type': 'application/json' }
      const answer = await app.server.inject({ method: 'POST', url: '/api/v1/sign-in', headers, payload })
      const problem = answer.json()
      assert.deepEqual([answer.statusCode, problem.code], [400, code])
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
      if (field !== undefined) assert.equal(problem.details.path, field)
    })
  }

  test('a broken field is named, in the language asked for', async () => {
    const answer = await signIn({ email: 'a@b.fi' }, { 'accept-language': 'sv, fi;q=0.9, en;q=0.5' })
    assert.equal(answer.body.title, 'Ei kelpaa')
    assert.deepEqual(answer.body.errors, [{ path: '/password', detail: 'puuttuu' }])
  })

  test('other kinds of bodies, addresses and sizes', async () => {
    const administrator = await as('administrator')
    const cases: [Promise<{ status: number; body: { code?: unknown } }>, number, string][] = [
      [signIn('a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type'],
      [signIn('<x/>', { 'content-type': 'text/xml' }), 415, 'unsupported_media_type'],
      [signIn({ email: 'a@b.fi', password: 'x'.repeat(1_100_000) }), 413, 'too_large'],
      [anonymous.get('/api/v1/nothing'), 404, 'not_found'],
      [anonymous.get('/api/%zz'), 400, 'bad_address'],
      [anonymous.get('/..%2f..%2fpackage.json'), 404, 'not_found'],
      [anonymous.get('/assets/../../package.json'), 404, 'not_found'],
      [anonymous.get('/assets/'), 404, 'not_found'],
      [anonymous.get('/assets/gone.js', { accept: 'text/html' }), 404, 'not_found'],
      [administrator.get(`/api/v1/customers/${'x'.repeat(300)}`), 404, 'not_found'],
      [administrator.get('/api/v1/customers?limit=many'), 400, 'invalid_request'],
      [administrator.get('/api/v1/customers?unknown=1'), 400, 'invalid_request'],
      [administrator.get('/api/v1/customers?email=%00'), 400, 'bad_text'],
      [administrator.patch('/api/v1/users/1%20or%201=1', { name: 'x' }), 400, 'invalid_request'],
    ]
    for (const [answer, status, code] of cases) {
      const { status: got, body } = await answer
      assert.deepEqual([got, body.code], [status, code])
    }
  })

  test('any JSON value at all is either taken or refused with a reason, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom('/api/v1/setup', '/api/v1/invitations/accept'),
        async (value, path) => {
          const { status } = await anonymous.post(path, JSON.stringify(value))
          assert.ok(status === 400 || status === 410 || status === 429, String(status))
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('every answer carries the headers that keep browsers strict', async () => {
  for (const path of ['/api/v1/live', '/api/v1/me', '/api/v1/gone', '/api/%zz', '/', '/api/docs']) {
    const { headers } = await anonymous.get(path, { accept: 'text/html' })
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/, path)
    assert.ok(!/script-src[^;]*unsafe/.test(policy))
    assert.equal(headers['x-content-type-options'], 'nosniff', path)
    assert.equal(headers['referrer-policy'], 'same-origin', path)
  }
})

test('the API document names every route, and its viewer comes from here', async () => {
  const document = (await anonymous.get('/api/v1/openapi.json')).body as {
    openapi: string
    paths: Record<string, Record<string, unknown>>
  }
  assert.equal(document.openapi, '3.1.0')
  for (const { method, path } of routes) {
    assert.ok(document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()], `${method} ${path}`)
  }
  const page = await anonymous.get('/api/docs')
  assert.ok(!/https?:\/\//.test(page.text))
  const viewer = await anonymous.get('/api/docs/viewer.js')
  assert.ok(viewer.text.length > 1_000_000)
})

suite('Idempotency-Key', () => {
  const draft = (email: string) => ({ email, name: 'Iida', role: 'viewer' })
  const add = async (body: unknown, key: string) =>
    (await as('administrator')).post('/api/v1/users', body, { 'idempotency-key': key })
  const count = async (email: string) =>
    (await db.pool.query('select 1 from company.user where email_key = $1', [email])).rowCount

  test('the same request again does nothing more; a secret answer is not kept', async () => {
    assert.equal((await add(draft('i1@b.fi'), 'k1')).status, 201)
    const again = await add(draft('i1@b.fi'), 'k1')
    assert.deepEqual([again.status, again.body.code], [409, 'answer_not_kept'])
    assert.equal(await count('i1@b.fi'), 1)
  })

  test('an answer without secrets is repeated as it was', async () => {
    const sales = await as('sales')
    const post = (name: string) =>
      sales.post('/api/v1/customers', { kind: 'person', name }, { 'idempotency-key': 'same' })
    const [first, second] = [await post('Liisa Virtanen'), await post('Liisa Virtanen')]
    assert.equal(first.status, 201, first.text)
    assert.deepEqual([second.status, second.text], [first.status, first.text])
    assert.equal(second.headers['idempotency-replayed'], 'true')
    const other = await post('Matti Meikäläinen')
    assert.deepEqual([other.status, other.body.code], [409, 'idempotency_key_reused'])
  })

  test('a refusal is repeated; a request that failed its schema leaves no trace', async () => {
    assert.equal((await add(draft('administrator@example.fi'), 'k2')).body.code, 'email_taken')
    assert.equal((await add(draft('administrator@example.fi'), 'k2')).headers['idempotency-replayed'], 'true')
    assert.equal((await add({ email: 'x' }, 'k3')).status, 400)
    assert.equal((await add(draft('i3@b.fi'), 'k3')).status, 201)
  })

  test('at the same time one is carried out', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => add(draft('i4@b.fi'), 'k4')))
    const ended = answers.map((a) => a.body.code ?? a.status)
    assert.equal(ended.filter((e) => e === 201).length, 1)
    assert.ok(
      ended.every((e) => e === 201 || e === 'idempotency_in_progress' || e === 'answer_not_kept'),
      String(ended),
    )
    assert.equal(await count('i4@b.fi'), 1)
  })

  test('a key belongs to one person and is forgotten after 48 hours', async () => {
    assert.equal((await add(draft('i5@b.fi'), 'k1')).status, 409)
    const stored = await db.pool.query("select 1 from platform.idempotency where key in ('k1', 'same')")
    assert.equal(stored.rowCount, 2)
    const later = (hours: number) => new Date(clock.now().getTime() + hours * 3600_000)
    assert.equal(await forgetOldKeys(db, later(48)), 0)
    assert.ok((await forgetOldKeys(db, later(49))) > 0)
  })

  test('a key that is no key', async () => {
    assert.equal((await add(draft('i6@b.fi'), 'a b')).body.code, 'idempotency_key_invalid')
  })
})

test('with the database away: 503 with Retry-After, and health says so', async (t) => {
  const away = connect('postgres://kauppias:x@127.0.0.1:9/kauppias')
  const { config, clock } = app
  const parts = { db: away, config, clock, random: systemRandom, log: silentLog }
  const server = await buildApp(parts, contextMaker(parts, heldJobs))
  t.after(() => server.close())
  const headers = { host: 'localhost:8080', cookie: (await as('administrator')).cookie }
  const answer = await server.inject({ url: '/api/v1/me', headers })
  assert.deepEqual([answer.statusCode, answer.json().code], [503, 'database_unavailable'])
  assert.equal(answer.headers['retry-after'], '2')
  const health = await server.inject({ url: '/api/v1/health' })
  assert.deepEqual([health.statusCode, health.json().status], [503, 'database_unavailable'])
})

test('the log has ids and codes, nothing of people', async () => {
  await anonymous.get('/api/v1/customers?email=salainen@example.fi')
  const lines = app.logged.join('')
  assert.ok(lines.includes('"route":"/api/v1/customers"'))
  assert.ok(!/salainen|example\.fi|Virtanen|__Host/.test(lines))
  for (const line of app.logged) assert.ok(line.endsWith('\n') && line.indexOf('\n') === line.length - 1)
  assert.equal(origin, app.config.publicUrl)
})
