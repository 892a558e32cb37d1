import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { routes } from '#src/app.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Route } from '#src/platform/http/index.ts'
import { roles, verbs } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { furnish, requestFor, unknown, urlOf } from './furnish.ts'
import { openHouse, origin, password, type Visitor } from './house.ts'
import { objectPlaces, withAt } from './sample.ts'

// DESIGN, invariant 10; trust.md §3: every route × everybody × foreign object. A denied request leaves every row as it was.

/** What anybody may ask without being signed in. */
const openToAll = [
  'GET /api/v1/live',
  'GET /api/v1/health',
  'POST /api/v1/setup',
  'POST /api/v1/sign-in',
  'POST /api/v1/sign-in/code',
  'GET /api/v1/sign-in/ways',
  'GET /api/v1/sign-in/oidc',
  'GET /api/v1/sign-in/oidc/callback',
  'POST /api/v1/sign-out',
  'POST /api/v1/invitations/accept',
  'POST /api/v1/deliveries/look',
  'POST /api/v1/deliveries/done',
]
/** Events come with a write key instead, which opens nothing else. */
const eventCalls = 'identify track page screen group alias batch import i t p s g a b'.split(' ')
openToAll.push('GET /v1/projects/:writeKey/settings', ...eventCalls.map((call) => `POST /v1/${call}`))
/** Web hooks come signed, and visitors fill in forms: neither opens anything. */
openToAll.push('POST /v1/hooks/:key', 'GET /f/:key', 'POST /v1/forms/:key')
openToAll.push('GET /f/confirm/:token', 'POST /f/confirm/:token')
/** Addresses beside the table: the description of the interface and the built web app. */
const beside = /^(\/api\/v1\/openapi\.json|\/api\/docs(\/viewer\.js)?|\/?\*|\/)$/

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const objects = await furnish(house)
const { administrator } = house.people
const nameOf = (route: Route) => `${route.method} ${route.path}`
const guarded = routes.filter((route) => route.verb !== 'public')
const changing = routes.filter((route) => route.method !== 'GET')
const withBody = routes.filter((route) => route.body !== undefined)
const everybody: readonly Visitor[] = [...house.strangers, ...roles.map((role) => house.people[role])]
/** A token with every right but this one. */
const wrongScope = new Map(
  await Promise.all(
    verbs.map(async (verb) => [verb, await house.program(verbs.filter((one) => one !== verb))] as const),
  ),
)
let checked = 0

/** What the last test left, where it asserted that: the next need not look again. */
let left: string | undefined

/** Runs `asks` and asserts that no row, file or waiting job is different afterwards. */
async function unchanged(asks: () => Promise<void>): Promise<void> {
  const before = left ?? (await house.fingerprint())
  left = undefined
  await asks()
  const now = await house.fingerprint()
  assert.equal(now, before, 'a denied request changed something')
  left = now
}

/** The addresses of Fastify's drawing of its routes: a tree whose branches hold pieces of them. */
function printedPaths(drawing: string): string[] {
  const pieces: string[] = []
  return drawing.split('\n').flatMap((line) => {
    const [, indent, piece, methods] = /^(.*?)[├└]── (\S*?)( \([A-Z, ]+\))?$/.exec(line) ?? []
    if (indent === undefined) return []
    const depth = indent.length / 4
    pieces.splice(depth, pieces.length, piece!)
    return methods === undefined ? [] : [pieces.join('')]
  })
}

async function denied(
  visitor: Visitor,
  route: Route,
  statuses: readonly number[],
  app?: FastifyInstance,
): Promise<void> {
  const answer = await house.ask(visitor, requestFor(route, objects), app)
  assert.ok(statuses.includes(answer.statusCode), `${visitor.name}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
  checked++
}

suite('who may ask', () => {
  test('the table holds every address that answers', () => {
    assert.ok(routes.length >= 20, `only ${routes.length} routes`)
    const known = new Set(routes.map((route) => route.path))
    const strange = printedPaths(house.app.printRoutes({ commonPrefix: false })).filter(
      (path) => !known.has(path) && !beside.test(path),
    )
    assert.deepEqual(strange, [])
  })

  test('only a listed few are open to all', () => {
    assert.deepEqual(
      routes
        .filter((route) => route.verb === 'public')
        .map(nameOf)
        .sort(),
      [...openToAll].sort(),
    )
  })

  for (const route of guarded) {
    test(`${nameOf(route)}: shut for strangers`, () =>
      unchanged(async () => {
        for (const visitor of house.strangers) await denied(visitor, route, [401])
        const head = route.method === 'GET' ? [{ ...requestFor(route, objects), method: 'HEAD' as const }] : []
        for (const request of head) assert.equal((await house.app.inject(request)).statusCode, 401, 'HEAD')
      }))
    if (route.verb === 'self') continue
    const { verb } = route
    if (verb === 'public') continue
    test(`${nameOf(route)}: shut for those without ${verb}`, () =>
      unchanged(async () => {
        for (const role of roles)
          if (!house.people[role].verbs.has(verb)) await denied(house.people[role], route, [403])
        await denied(wrongScope.get(verb)!, route, [403])
      }))
    test(`${nameOf(route)}: the verb itself refuses, were the entrance unguarded`, () =>
      unchanged(async () => {
        for (const visitor of [...everybody, wrongScope.get(verb)!])
          if (!visitor.verbs.has(verb)) await denied(visitor, route, [401, 403], house.open)
      }))
  }

  for (const route of guarded.filter((one) => one.method === 'GET')) {
    test(`${nameOf(route)}: open for those who may`, async () => {
      left = undefined
      for (const role of roles) {
        const person = house.people[role]
        if (route.verb !== 'self' && route.verb !== 'public' && !person.verbs.has(route.verb)) continue
        const { statusCode, body } = await house.ask(person, requestFor(route, objects))
        const contact = statusCode === 403 && !person.verbs.has('customer.contact') // asking by e-mail takes a right of its own
        assert.ok(statusCode === 200 || contact, `${role}: ${statusCode} ${body.slice(0, 300)}`)
        checked++
      }
    })
  }
})

suite('what may be asked', () => {
  // a record told by an id that its source has not told before is a new one
  const makes = (route: Route) => route.method === 'PUT' && route.path.startsWith('/api/v1/records/')
  for (const route of routes.filter((one) => one.path.includes('/:') && !makes(one))) {
    test(`${nameOf(route)}: an object that is not there`, () =>
      unchanged(async () => {
        const steps = route.path.split('/:').length - 1
        for (let missing = 0; missing < steps; missing++) {
          const choose = (step: string, place: number) =>
            place === missing ? (step === 'files' ? '99' : unknown) : (objects[step]?.[0] ?? unknown)
          const { statusCode, body } = await house.ask(administrator, requestFor(route, objects, choose))
          assert.ok([404, 409].includes(statusCode), `${statusCode} ${body.slice(0, 300)}`)
          checked++
        }
      }))
    if (!/:\w+\/.*:\w+/.test(route.path)) continue
    test(`${nameOf(route)}: an object of somebody else`, () =>
      unchanged(async () => {
        // files are numbered within their import: one that this import lacks
        const url = urlOf(route, (step, place) =>
          step === 'files' ? '99' : (objects[step]?.[place === 0 ? 1 : 0] ?? unknown),
        )
        const { statusCode, body } = await house.ask(administrator, { ...requestFor(route, objects), url })
        assert.ok([404, 409].includes(statusCode), `${statusCode} ${body.slice(0, 300)}`)
        checked++
      }))
    test(`${nameOf(route)}: an id that is none`, () =>
      unchanged(async () => {
        for (const id of ['1', '0 or 1=1', '../../me', '%00', 'ä'.repeat(50), unknown.slice(1)]) {
          const { statusCode } = await house.ask(
            administrator,
            requestFor(route, objects, () => id),
          )
          assert.ok([400, 404].includes(statusCode), `${id}: ${statusCode}`)
          checked++
        }
      }))
  }

  const privileged = [
    'id',
    'role',
    'isAdmin',
    'verbs',
    'customer_id',
    'customerId',
    'createdAt',
    'version',
    'actorId',
    '__proto__',
    'constructor',
  ]
  for (const route of withBody) {
    test(`${nameOf(route)}: keys that it does not know`, () =>
      unchanged(async () => {
        const request = requestFor(route, objects)
        for (const place of objectPlaces(route.body)) {
          for (const key of privileged) {
            const text = JSON.stringify(
              withAt(request.payload, place, (old) => ({ ...(old as object), stranger: 'administrator' })),
            )
            if (text.includes(`"${key}":`)) continue // it is known here
            const payload = text.replace('"stranger":', `"${key}":`)
            const headers = { ...request.headers, 'content-type': 'application/json' }
            const { statusCode, body } = await house.ask(administrator, { ...request, payload, headers })
            assert.equal(statusCode, 400, `${key} in /${place.join('/')}: ${statusCode} ${body.slice(0, 300)}`)
            assert.match(body, new RegExp(key), 'the answer names it')
            checked++
          }
        }
      }))
  }

  // what other sites and programs add to the address is theirs, and they come from wherever they are
  const ours = (route: Route) => route.accepts !== 'anything'
  for (const route of routes.filter(ours)) {
    test(`${nameOf(route)}: a question that it does not know`, () =>
      unchanged(async () => {
        const request = requestFor(route, objects)
        const url = `${String(request.url)}${String(request.url).includes('?') ? '&' : '?'}orderBy=password_hash`
        const { statusCode } = await house.ask(administrator, { ...request, url })
        assert.equal(statusCode, 400)
        checked++
      }))
  }

  for (const route of changing.filter(ours)) {
    test(`${nameOf(route)}: not from other pages`, () =>
      unchanged(async () => {
        const foreign: Record<string, string | undefined>[] = [
          { origin: 'https://evil.example' },
          { origin: 'null' },
          { origin: `${origin}.evil.example` },
          { origin: 'http://localhost:8081' },
          { 'sec-fetch-site': 'cross-site' },
          { 'sec-fetch-site': 'same-site' },
          ...(route.verb === 'public' ? [] : [{ origin: undefined }]),
        ]
        for (const headers of foreign) {
          const request = requestFor(route, objects)
          const { statusCode } = await house.ask(administrator, {
            ...request,
            headers: { ...request.headers, ...headers },
          })
          assert.equal(statusCode, 403, JSON.stringify(headers))
          checked++
        }
      }))
  }
})

suite('every answer is wrapped', () => {
  const always: Record<string, RegExp> = {
    'content-security-policy':
      /^(?=.*default-src 'none')(?=.*script-src 'self'(;|$))(?=.*object-src 'none')(?=.*base-uri 'none')(?=.*frame-ancestors 'none')(?=.*form-action 'self')(?!.*(unsafe-eval|https?:|\*))/,
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^DENY$/,
    'referrer-policy': /^(no-referrer|same-origin|strict-origin)$/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
  }
  const pages = [
    '/',
    '/customers',
    '/no/such/page',
    '/api/v1/nothing',
    '/assets/none.js',
    '/api/docs',
    '/api/v1/openapi.json',
    '/%',
  ]
  const requests: InjectOptions[] = [
    ...routes.map((route) => requestFor(route, objects)),
    ...pages.map((url) => ({ method: 'GET' as const, url, headers: { accept: 'text/html' } })),
  ]
  for (const [who, visitor] of [
    ['signed in', administrator],
    ['nobody', house.strangers[0]!],
  ] as const) {
    test(`headers for ${who}`, async () => {
      left = undefined
      for (const request of requests.filter(({ method }) => method === 'GET' || visitor !== administrator)) {
        const { headers, statusCode } = await house.ask(visitor, request)
        const open = /^\/(v1(?!\/changes)|f)\//.test(String(request.url))
        for (const [name, wanted] of Object.entries(always))
          assert.match(
            String(headers[name]),
            open && name === 'cross-origin-resource-policy' ? /^cross-origin$/ : wanted,
            `${request.method} ${String(request.url)} (${statusCode}): ${name}`,
          )
        if (request.url !== '/api/docs') assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/)
        if (String(request.url).startsWith('/api/v1/') && String(request.url) !== '/api/v1/openapi.json')
          assert.equal(headers['cache-control'], 'no-store', String(request.url))
        assert.equal(headers.server, undefined)
        assert.equal(headers['x-powered-by'], undefined)
        assert.equal(headers['access-control-allow-origin'], open ? '*' : undefined)
      }
    })
  }

  test('the cookie of a session is out of reach', async () => {
    const payload = { email: 'sales.3@example.com', password }
    const { statusCode, headers } = await house.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload,
      headers: { host: 'localhost:8080' },
    })
    assert.equal(statusCode, 200)
    const cookie = String(headers['set-cookie'])
    for (const part of [
      /^__Host-/,
      /; Path=\/(;|$)/,
      /; HttpOnly(;|$)/,
      /; Secure(;|$)/,
      /; SameSite=(Lax|Strict)(;|$)/,
    ])
      assert.match(cookie, part)
    assert.doesNotMatch(cookie, /Domain=/)
  })
})

suite('rights end at once', () => {
  const me = { method: 'GET', url: '/api/v1/me' } as const
  const change = (id: string, payload: object) =>
    house.ask(administrator, { method: 'PATCH', url: `/api/v1/users/${id}`, payload })
  const list = { method: 'GET', url: '/api/v1/customers' } as const

  test('a person who is made inactive is nobody in the next request', async () => {
    const { viewer } = house.people
    assert.equal((await house.ask(viewer, me)).statusCode, 200)
    assert.equal((await change(viewer.id, { active: false })).statusCode, 200)
    assert.equal((await house.ask(viewer, me)).statusCode, 401)
    assert.equal((await house.ask(viewer, list)).statusCode, 401)
    assert.equal((await change(viewer.id, { active: true })).statusCode, 200)
    assert.equal((await house.ask(viewer, me)).statusCode, 401, 'sessions of before stay ended')
  })

  test('a person with another role starts anew', async () => {
    const { steward } = house.people
    assert.equal((await house.ask(steward, { method: 'GET', url: '/api/v1/imports' })).statusCode, 200)
    assert.equal((await change(steward.id, { role: 'viewer' })).statusCode, 200)
    assert.equal((await house.ask(steward, me)).statusCode, 401)
  })

  test('a token is dead when it is revoked, and never makes another', async () => {
    const program = await house.program(['customer.read'])
    const draft = { name: 'Toinen', scopes: ['customer.read'] }
    assert.equal((await house.ask(program, list)).statusCode, 200)
    assert.equal((await house.ask(program, { method: 'POST', url: '/api/v1/tokens', payload: draft })).statusCode, 403)
    const { items } = (await house.ask(administrator, { method: 'GET', url: '/api/v1/tokens' })).json<{
      items: { id: string; scopes: string[] }[]
    }>()
    for (const { id } of items) await house.ask(administrator, { method: 'DELETE', url: `/api/v1/tokens/${id}` })
    assert.equal((await house.ask(program, list)).statusCode, 401)
  })

  test('nothing secret is in any answer', async () => {
    const secrets = [
      administrator.cookie,
      house.people.sales.cookie,
      'argon2',
      'token_hash',
      'tokenHash',
      'password_hash',
      'passwordHash',
    ]
    for (const route of guarded.filter((one) => one.method === 'GET')) {
      const { body } = await house.ask(administrator, requestFor(route, objects))
      for (const secret of secrets) assert.ok(!body.includes(secret), `${nameOf(route)} tells ${secret.slice(0, 12)}`)
    }
  })

  test('a changed row, a kept file and a waiting job do not escape', async () => {
    const before = await house.fingerprint()
    await db.run(sql`update know.customer set city = 'Pori' where id = ${objects.customers![0]!}`)
    const row = await house.fingerprint()
    assert.notEqual(row, before)
    const upload = requestFor(routes.find((route) => route.accepts === 'files')!, objects)
    assert.equal((await house.ask(administrator, upload)).statusCode, 201)
    assert.notEqual((await house.fingerprint()).split(' ').slice(1).join(), row.split(' ').slice(1).join(), 'files')
  })

  test('the matrix was no empty one', () => assert.ok(checked > 500, `${checked} requests checked`))
})
