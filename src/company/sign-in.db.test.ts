import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { firstSecret } from '#src/company/index.ts'
import { systemRandom } from '#src/platform/ports/index.ts'
import { roles } from '#src/terms/index.ts'
import { password, testApp } from '#test/support/app.ts'

const app = await testApp()
const { anonymous, as, clock, db } = app
const signIn = (email: string, given = password) => anonymous.post('/api/v1/sign-in', { email, password: given })

suite('the first administrator', () => {
  test('comes in by a link that works once and only while there is none', async (t) => {
    const { anonymous, db, clock, entered } = await testApp(t)
    const early = await firstSecret(db, systemRandom, clock.now())
    const token = await firstSecret(db, systemRandom, clock.now())
    const body = { email: 'Aino@Example.fi', name: 'Aino', password }
    const setup = (secret: unknown) => anonymous.post('/api/v1/setup', { ...body, token: secret })
    assert.equal((await setup(early)).status, 410)
    const both = await Promise.all([setup(token), setup(token)])
    assert.deepEqual(both.map((a) => a.status).sort(), [201, 410])
    const me = await entered(both.find((a) => a.status === 201)!).get('/api/v1/me')
    assert.equal(me.body.role, 'administrator')
    assert.equal(me.body.email, 'Aino@Example.fi')
    assert.equal(await firstSecret(db, systemRandom, clock.now()), undefined)
    assert.equal((await setup(token)).body.code, 'link_not_valid')
  })

  test('a link ends after a day, a weak password does not use it up', async (t) => {
    const { anonymous, db, clock } = await testApp(t)
    const token = await firstSecret(db, systemRandom, clock.now())
    const setup = (given: string) =>
      anonymous.post('/api/v1/setup', { token, email: 'a@b.fi', name: 'A', password: given })
    const weak = await setup('lyhyt')
    assert.deepEqual([weak.status, weak.body.code], [400, 'password_too_weak'])
    clock.set('2026-11-24T09:00:01Z')
    assert.equal((await setup(password)).status, 410)
  })
})

suite('sign-in', () => {
  test('gives a hardened cookie and who one is', async () => {
    await as('sales')
    const answer = await signIn(' SALES@example.fi '.trim())
    assert.equal(answer.status, 200)
    assert.match(
      String(answer.headers['set-cookie']),
      /^__Host-kauppias=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax$/,
    )
    assert.equal(answer.body.name, 'Vilho sales')
    assert.deepEqual(answer.body.company, { timeZone: 'Europe/Helsinki', currency: 'EUR' })
  })

  test('answers alike whether the person, the password or both are wrong', async () => {
    await as('service')
    const answers = await Promise.all([
      signIn('service@example.fi', 'väärä salasana'),
      signIn('nobody@example.fi'),
      signIn('*'),
    ])
    const bare = answers.map(({ status, body: { instance: _instance, ...rest } }) => ({ status, ...rest }))
    assert.equal(bare[0]!.status, 401)
    assert.deepEqual(bare[1], bare[0])
    assert.deepEqual(bare[2], bare[0])
  })

  test('is limited per account at an address, for known and unknown people alike', async (t) => {
    const { anonymous, as, clock } = await testApp(t)
    await as('viewer')
    for (const email of ['viewer@example.fi', 'nobody@example.fi']) {
      const body = { email, password: 'väärä salasana' }
      for (let i = 0; i < 10; i++) assert.equal((await anonymous.post('/api/v1/sign-in', body)).status, 401)
      const refused = await anonymous.post('/api/v1/sign-in', { ...body, password })
      assert.deepEqual([refused.status, refused.body.code], [429, 'too_many_requests'])
      assert.equal(refused.headers['retry-after'], '900')
    }
    clock.set('2026-11-23T09:15:01Z')
    assert.equal((await anonymous.post('/api/v1/sign-in', { email: 'viewer@example.fi', password })).status, 200)
  })

  test('a session ends when idle for three days, and after thirty in any case', async (t) => {
    const { as, clock } = await testApp(t)
    const [administrator, viewer] = [await as('administrator'), await as('viewer')]
    const day = (n: number, seconds = 0) => clock.set(new Date(Date.UTC(2026, 10, 23 + n, 9, 0, seconds)).toISOString())
    for (let n = 2; n < 30; n += 2) {
      day(n)
      assert.equal((await administrator.get('/api/v1/me')).status, 200)
    }
    day(3, -1)
    assert.equal((await viewer.get('/api/v1/me')).status, 200)
    day(6)
    assert.equal((await viewer.get('/api/v1/me')).status, 401)
    day(30)
    assert.equal((await administrator.get('/api/v1/me')).status, 401)
  })

  test('sign-out ends the session on the server', async () => {
    const client = app.entered(await signIn('sales@example.fi'))
    assert.equal((await client.post('/api/v1/sign-out')).status, 204)
    assert.equal((await client.get('/api/v1/me')).status, 401)
  })
})

suite('revocation bites on the next request', () => {
  test('a person made inactive: sessions and tokens are dead, signing in is refused', async () => {
    const steward = await as('steward')
    const administrator = await as('administrator')
    const made = await steward.post('/api/v1/tokens', { name: 'Kassa', scopes: ['customer.read', 'import.read'] })
    assert.equal(made.status, 201)
    const program = app.client('', String(made.body.secret))
    assert.equal((await program.get('/api/v1/customers')).status, 200)
    const { id } = (await steward.get('/api/v1/me')).body
    assert.equal((await administrator.patch(`/api/v1/users/${id}`, { active: false })).status, 200)
    assert.equal((await steward.get('/api/v1/me')).status, 401)
    assert.equal((await program.get('/api/v1/customers')).status, 401)
    assert.equal((await signIn('steward@example.fi')).status, 401)
  })

  test('a changed role: other rights, and every session must sign in anew; tokens shrink to the new rights', async () => {
    const manager = await as('manager')
    const administrator = await as('administrator')
    const made = await manager.post('/api/v1/tokens', { name: 'Raportti', scopes: ['import.read', 'customer.read'] })
    const program = app.client('', String(made.body.secret))
    assert.equal((await program.get('/api/v1/imports')).status, 200)
    const { id } = (await manager.get('/api/v1/me')).body
    await administrator.patch(`/api/v1/users/${id}`, { role: 'viewer' })
    assert.equal((await manager.get('/api/v1/me')).status, 401)
    assert.equal((await program.get('/api/v1/imports')).status, 403)
    assert.equal((await program.get('/api/v1/customers')).status, 200)
  })

  test('a changed password: other sessions and tokens die, this one stays', async () => {
    const here = await as('marketing')
    const there = app.entered(await signIn('marketing@example.fi'))
    const change = (current: string) =>
      here.patch('/api/v1/me', { password: { current, new: 'uusi pitkä salasana 9' } })
    assert.equal((await change('väärä salasana')).body.code, 'current_password_wrong')
    assert.equal((await there.get('/api/v1/me')).status, 200)
    assert.equal((await change(password)).status, 200)
    assert.equal((await here.get('/api/v1/me')).status, 200)
    assert.equal((await there.get('/api/v1/me')).status, 401)
    assert.equal((await signIn('marketing@example.fi')).status, 401)
    assert.equal((await signIn('marketing@example.fi', 'uusi pitkä salasana 9')).status, 200)
  })
})

suite('people', () => {
  test('the last administrator can neither leave nor be demoted', async () => {
    const administrator = await as('administrator')
    const { id } = (await administrator.get('/api/v1/me')).body
    for (const wanted of [{ active: false }, { role: 'viewer' }]) {
      const answer = await administrator.patch(`/api/v1/users/${id}`, wanted)
      assert.deepEqual([answer.status, answer.body.code], [409, 'last_administrator'])
    }
  })

  test('an invitation works once, and a new one ends the old', async () => {
    const administrator = await as('administrator')
    const draft = { email: 'uusi@example.fi', name: 'Uusi', role: 'sales' }
    const first = await administrator.post('/api/v1/users', draft)
    assert.equal((await administrator.post('/api/v1/users', { ...draft, email: 'UUSI@example.fi' })).status, 409)
    const { id } = first.body.user as { id: string }
    const second = await administrator.post(`/api/v1/users/${id}/invitation`)
    const accept = (link: unknown) =>
      anonymous.post('/api/v1/invitations/accept', { token: String(link).split('#')[1], password })
    assert.match(String(second.body.link), /^http:\/\/localhost:8080\/invitation#[\w-]{43}$/)
    assert.equal((await accept(first.body.link)).status, 410)
    assert.equal((await accept(second.body.link)).status, 200)
    assert.equal((await accept(second.body.link)).status, 410)
  })

  test('nobody makes themselves more than they are', async () => {
    const sales = app.entered(await signIn('sales@example.fi'))
    const before = (await sales.get('/api/v1/me')).body
    assert.equal((await sales.patch('/api/v1/me', { role: 'administrator' })).status, 400)
    assert.equal((await sales.patch(`/api/v1/users/${before.id}`, { role: 'administrator' })).status, 403)
    assert.deepEqual((await sales.get('/api/v1/me')).body, before)
  })
})

suite('tokens', () => {
  test('have at most the rights of their maker and never those over people', async () => {
    const administrator = await as('administrator')
    for (const scope of ['user.manage', 'token.manage', 'settings.manage']) {
      const answer = await administrator.post('/api/v1/tokens', { name: 'x', scopes: [scope] })
      assert.deepEqual([answer.status, answer.body.code], [400, 'scope_too_wide'])
    }
  })

  test('are kept as hashes, end when revoked or late, and do not act as a browser', async () => {
    const administrator = await as('administrator')
    const made = await administrator.post('/api/v1/tokens', { name: 'Kassa', scopes: ['customer.read'], days: 1 })
    const secret = String(made.body.secret)
    assert.match(secret, /^kpt_[\w-]{43}$/)
    const program = app.client('', secret)
    assert.equal((await program.get('/api/v1/customers')).status, 200)
    assert.equal((await program.get('/api/v1/me')).status, 403)
    assert.equal((await program.get('/api/v1/users')).status, 403)
    const { id } = made.body.token as { id: string }
    assert.equal((await administrator.delete(`/api/v1/tokens/${id}`)).status, 204)
    assert.equal((await program.get('/api/v1/customers')).status, 401)
    assert.equal((await administrator.delete(`/api/v1/tokens/${id}`)).status, 404)
  })

  test('a wrong token never falls back to the cookie', async () => {
    const administrator = await as('administrator')
    const answer = await administrator.get('/api/v1/me', { authorization: 'Bearer kpt_wrong' })
    assert.equal(answer.status, 401)
  })
})

test('no secret is stored or logged', async () => {
  for (const role of roles) await as(role).catch(() => {})
  const { rows } = await db.pool.query<{ dump: string }>(
    `select string_agg(t::text, ' ') as dump from (
       select s::text as t from company.session s union all select k::text from company.token k
       union all select l::text from company.link l union all select u::text from company.user u
       union all select i::text from platform.idempotency i) t`,
  )
  const seen = rows[0]!.dump + app.logged.join(' ')
  assert.ok(!seen.includes('kpt_'))
  assert.ok(!seen.includes(password))
  const cookie = (await as('administrator')).cookie.split('=')[1]!
  assert.ok(!seen.includes(cookie))
  assert.ok(!app.logged.join(' ').includes('@'))
  assert.equal(clock.now().toISOString(), '2026-11-23T09:00:00.000Z')
})
