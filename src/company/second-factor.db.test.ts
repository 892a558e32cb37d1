import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { sql } from '#src/platform/db/index.ts'
import { type Client, password, testApp, type TestApp } from '#test/support/app.ts'

const codeAt = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at.getTime() })

/** Somebody with codes turned on. */
async function enrolled(app: TestApp, who: Client): Promise<{ secret: string; codes: string[]; code: () => string }> {
  const { body } = await who.post('/api/v1/me/second-factor', { password })
  const secret = String(body.secret)
  const code = () => codeAt(secret, app.clock.now())
  const confirmed = await who.post('/api/v1/me/second-factor/confirm', { code: code() })
  assert.equal(confirmed.status, 200, confirmed.text)
  return { secret, codes: confirmed.body.codes as string[], code }
}
const later = (app: TestApp, seconds: number) =>
  app.clock.set(new Date(app.clock.now().getTime() + seconds * 1000).toISOString())
const half = async (app: TestApp, email: string, given = password) => {
  const answer = await app.anonymous.post('/api/v1/sign-in', { email, password: given })
  return { answer, token: String(answer.body.token) }
}

suite('the second factor', () => {
  test('is set up with the password and a first code, and then asked for', async (t) => {
    const app = await testApp(t)
    const sales = await app.as('sales')
    const wrong = await sales.post('/api/v1/me/second-factor', { password: 'väärä salasana' })
    assert.deepEqual([wrong.status, wrong.body.code], [403, 'current_password_wrong'])
    const begun = await sales.post('/api/v1/me/second-factor', { password })
    assert.match(String(begun.body.uri), /^otpauth:\/\/totp\/Kauppias:sales%40example\.fi\?issuer=Kauppias&secret=/)
    assert.equal((await half(app, 'sales@example.fi')).answer.status, 200, 'not asked for before it is confirmed')
    const other = app.entered((await half(app, 'sales@example.fi')).answer)
    const { codes, code } = await enrolled(app, sales)
    assert.equal(new Set(codes).size, 10)
    assert.equal((await sales.get('/api/v1/me')).status, 200)
    assert.equal((await other.get('/api/v1/me')).status, 401, 'all other sessions have ended')
    const { answer, token } = await half(app, 'sales@example.fi')
    assert.equal(answer.status, 202)
    assert.equal(answer.headers['set-cookie'], undefined, 'half a sign-in is no session')
    assert.equal((await app.client(`__Host-kauppias=${token}`).get('/api/v1/me')).status, 401)
    assert.equal((await app.client('', token).get('/api/v1/customers')).status, 401)
    const used = await app.anonymous.post('/api/v1/sign-in/code', { token, code: code() })
    assert.deepEqual([used.status, used.body.code], [403, 'code_wrong'], 'the step was used for confirming')
    later(app, 30)
    const entered = await app.anonymous.post('/api/v1/sign-in/code', { token, code: code() })
    assert.equal(entered.status, 200)
    assert.equal((await app.entered(entered).get('/api/v1/me')).status, 200)
    assert.equal((await app.anonymous.post('/api/v1/sign-in/code', { token, code: code() })).status, 410)
  })

  test('takes the step before and the step after, and each only once', async (t) => {
    const app = await testApp(t)
    const { secret } = await enrolled(app, await app.as('sales'))
    const at = (steps: number) => codeAt(secret, new Date(app.clock.now().getTime() + steps * 30_000))
    later(app, 300)
    const send = async (code: string) =>
      (await app.anonymous.post('/api/v1/sign-in/code', { token: (await half(app, 'sales@example.fi')).token, code }))
        .status
    assert.equal(await send(at(-2)), 403)
    assert.equal(await send(at(2)), 403)
    assert.equal(await send(at(-1)), 200)
    assert.equal(await send(at(-1)), 403)
    const { token: one } = await half(app, 'sales@example.fi')
    const { token: two } = await half(app, 'sales@example.fi')
    const both = await Promise.all(
      [one, two].map((token) => app.anonymous.post('/api/v1/sign-in/code', { token, code: at(1) })),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 403])
    assert.equal(await send(at(0)), 403, 'an older step than the last one used is no longer good')
  })

  test('cannot be guessed: five tries a sign-in, ten in a quarter of an hour', async (t) => {
    const app = await testApp(t)
    await enrolled(app, await app.as('sales'))
    const tries: number[] = []
    for (let round = 0; round < 3; round++) {
      const { token } = await half(app, 'sales@example.fi')
      for (let i = 0; i < 6; i++)
        tries.push((await app.anonymous.post('/api/v1/sign-in/code', { token, code: '000000' })).status)
    }
    assert.deepEqual(tries.slice(0, 6), [403, 403, 403, 403, 403, 410])
    assert.ok(tries.filter((status) => status === 403).length <= 10)
    assert.ok(tries.includes(429))
    const sales = await app.as('sales')
    const guesses: number[] = []
    for (let i = 0; i < 12; i++)
      guesses.push(
        (await sales.post('/api/v1/me/second-factor/off', { password: 'arvaus' }, { 'idempotency-key': `k${i}` }))
          .status,
      )
    assert.ok(guesses.includes(429), 'a key for repeating does not undo the count')
  })

  test('half a sign-in ends after ten minutes, and with the password', async (t) => {
    const app = await testApp(t)
    const sales = await app.as('sales')
    const { code } = await enrolled(app, sales)
    const first = await half(app, 'sales@example.fi')
    later(app, 601)
    assert.equal((await app.anonymous.post('/api/v1/sign-in/code', { token: first.token, code: code() })).status, 410)
    const second = await half(app, 'sales@example.fi')
    await sales.patch('/api/v1/me', { password: { current: password, new: 'aivan toinen salasana' } })
    assert.equal((await app.anonymous.post('/api/v1/sign-in/code', { token: second.token, code: code() })).status, 410)
  })

  test('a half of one person lets nobody else in', async (t) => {
    const app = await testApp(t)
    const one = await enrolled(app, await app.as('sales'))
    const two = await enrolled(app, await app.as('service'))
    later(app, 60)
    const { token } = await half(app, 'sales@example.fi')
    assert.equal((await app.anonymous.post('/api/v1/sign-in/code', { token, code: two.code() })).status, 403)
    assert.equal((await app.anonymous.post('/api/v1/sign-in/code', { token, code: two.codes[0] })).status, 403)
    assert.equal((await app.anonymous.post('/api/v1/sign-in/code', { token, code: one.code() })).status, 200)
  })

  test('recovery codes work once each, however they are typed, and end when renewed', async (t) => {
    const app = await testApp(t)
    const sales = await app.as('sales')
    const { codes } = await enrolled(app, sales)
    const send = async (code: string) =>
      (await app.anonymous.post('/api/v1/sign-in/code', { token: (await half(app, 'sales@example.fi')).token, code }))
        .status
    assert.equal(await send(` ${codes[0]!.toUpperCase().replaceAll('-', ' ')} `), 200)
    assert.equal(await send(codes[0]!), 403)
    assert.equal((await sales.get('/api/v1/me/second-factor')).body.recoveryCodes, 9)
    const renewed = await sales.post('/api/v1/me/second-factor/recovery-codes', { password })
    assert.equal(await send(codes[1]!), 403)
    assert.equal(await send((renewed.body.codes as string[])[1]!), 200)
    const stored = await app.db.rows(sql<{ text: string }>`
      select c::text as text from company.recovery_code c union all select e::text from company.entry_event e`)
    assert.ok(!stored.some(({ text }) => text.includes(codes[2]!) || text.includes(codes[2]!.replaceAll('-', ''))))
    assert.ok(!app.logged.join(' ').includes(codes[2]!))
  })

  test('an invitation does not go around it, turning it off needs the password', async (t) => {
    const app = await testApp(t)
    const administrator = await app.as('administrator')
    const sales = await app.as('sales')
    const { code } = await enrolled(app, sales)
    const { id } = (await sales.get('/api/v1/me')).body
    const { body } = await administrator.post(`/api/v1/users/${id}/invitation`)
    const token = String(body.link).split('#')[1]
    const accepted = await app.anonymous.post('/api/v1/invitations/accept', { token, password })
    assert.equal(accepted.status, 202)
    later(app, 60)
    const entered = await app.anonymous.post('/api/v1/sign-in/code', { token: accepted.body.token, code: code() })
    const here = app.entered(entered)
    assert.equal((await here.post('/api/v1/me/second-factor/off', {})).status, 403)
    assert.equal((await here.post('/api/v1/me/second-factor', { password })).status, 409)
    assert.equal((await here.post('/api/v1/me/second-factor/off', { password })).status, 204)
    assert.equal((await half(app, 'sales@example.fi')).answer.status, 200)
  })

  test('an administrator takes it away from one whose telephone is lost', async (t) => {
    const app = await testApp(t)
    const [administrator, sales, manager] = [
      await app.as('administrator'),
      await app.as('sales'),
      await app.as('manager'),
    ]
    await enrolled(app, sales)
    const { id } = (await sales.get('/api/v1/me')).body
    const users = await administrator.get('/api/v1/users')
    const row = (users.body.items as { id: string; secondFactor: boolean }[]).find((one) => one.id === id)
    assert.equal(row?.secondFactor, true)
    assert.equal((await manager.delete(`/api/v1/users/${id}/second-factor`)).status, 403)
    assert.equal((await administrator.delete(`/api/v1/users/${id}/second-factor`)).status, 204)
    assert.equal((await sales.get('/api/v1/me')).status, 401)
    assert.equal((await half(app, 'sales@example.fi')).answer.status, 200)
    const events = await app.db.rows(sql<{ what: string }>`select what from company.entry_event order by at, id`)
    assert.deepEqual(
      events.map(({ what }) => what),
      ['secondFactorOn', 'secondFactorReset'],
    )
  })

  test('whoever must have one can do nothing else until it is set up; tokens go on', async (t) => {
    const app = await testApp(t)
    const [administrator, steward] = [await app.as('administrator'), await app.as('steward')]
    const made = await steward.post('/api/v1/tokens', { name: 'Kassa', scopes: ['customer.read'] })
    const program = app.client('', String(made.body.secret))
    const set = await administrator.patch('/api/v1/settings/second-factor', { required: ['steward'] })
    assert.equal(set.status, 200)
    assert.equal((await steward.get('/api/v1/customers')).status, 403)
    const me = await steward.get('/api/v1/me')
    assert.deepEqual([me.body.permissions, me.body.secondFactor], [[], { on: false, needed: true }])
    assert.equal((await program.get('/api/v1/customers')).status, 200)
    await enrolled(app, steward)
    assert.equal((await steward.get('/api/v1/customers')).status, 200)
    assert.equal((await (await app.as('sales')).get('/api/v1/customers')).status, 200)
    const [event] = await app.db.rows(sql<{ details: unknown }>`select details from company.entry_event`)
    assert.deepEqual(event?.details, { tokens: 1 })
  })
})
