import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { ProviderSettings } from '#src/platform/context.ts'
import { sql } from '#src/platform/db/index.ts'
import { type Answer, testApp, type TestApp } from '#test/support/app.ts'
import { openProvider, type Person } from '#test/support/provider.ts'

const provider = await openProvider()
after(() => provider.close())
const settings: ProviderSettings = {
  issuer: provider.issuer,
  clientId: 'kauppias',
  clientSecret: 'salaisuus',
  name: 'Yritystili',
  create: false,
  secondFactor: false,
}
const open = (t: Parameters<typeof testApp>[0], more: Partial<ProviderSettings> = {}) =>
  testApp(t, { provider: { ...settings, ...more } })

const cookies = (answer: Answer): string[] => [answer.headers['set-cookie'] ?? []].flat().map((one) => String(one))
const cookie = (answer: Answer, name: string) =>
  cookies(answer)
    .find((one) => one.startsWith(`${name}=`))
    ?.split(';')[0]

/** Goes out and comes back as a browser does. */
async function signIn(app: TestApp, person: Person, to = '/customers') {
  const out = await app.anonymous.get(`/api/v1/sign-in/oidc?to=${encodeURIComponent(to)}`)
  const back = provider.agree(String(out.headers.location), person)
  const mark = cookie(out, '__Host-kauppias-entry')
  const answer = await app.client(mark).get(back)
  return { out, back, mark, answer, place: String(answer.headers.location) }
}
const sales: Person = { sub: 's-1', email: 'Sales@example.fi', email_verified: true, name: 'Vilho' }

suite('single sign-on', () => {
  test('lets in by verified address once, then by the provider’s own name for the person', async (t) => {
    const app = await open(t)
    await app.as('sales')
    assert.deepEqual((await app.anonymous.get('/api/v1/sign-in/ways')).body, { provider: 'Yritystili' })
    const { out, answer, place } = await signIn(app, sales)
    assert.equal(out.status, 302)
    const asked = new URL(String(out.headers.location)).searchParams
    assert.deepEqual(
      ['response_type', 'code_challenge_method', 'scope', 'client_id'].map((name) => asked.get(name)),
      ['code', 'S256', 'openid email profile', 'kauppias'],
    )
    assert.deepEqual([answer.status, place], [302, '/customers'])
    const me = await app.client(cookie(answer, '__Host-kauppias')).get('/api/v1/me')
    assert.equal(me.body.email, 'sales@example.fi')
    const again = await signIn(app, { sub: 's-1', email: 'uusi@example.com', email_verified: false }, '//evil.example')
    assert.equal(again.place, '/', 'never to another host')
    assert.equal((await app.client(cookie(again.answer, '__Host-kauppias')).get('/api/v1/me')).status, 200)
    for (const line of [...app.logged, out.text, answer.text, JSON.stringify(out.headers)])
      assert.ok(!line.includes('salaisuus') && !line.includes('sales@'))
  })

  test('is refused for lies, and asks only the provider', async (t) => {
    const app = await open(t)
    await app.as('sales')
    const lies = [
      { nonce: 'another' },
      { iss: 'https://evil.example' },
      { aud: 'another' },
      { exp: 1 },
      { alg: 'none' },
      { strangeKey: true },
    ] as const
    for (const lie of lies) {
      Object.assign(provider.lies, lie)
      const { place, answer } = await signIn(app, sales)
      for (const key of Object.keys(provider.lies)) delete provider.lies[key as keyof typeof provider.lies]
      assert.equal(place, '/sign-in?problem=provider_failed', JSON.stringify(lie))
      assert.equal(cookie(answer, '__Host-kauppias'), undefined)
    }
    assert.equal((await signIn(app, sales)).place, '/customers')
    assert.deepEqual([...new Set(provider.asked)].sort(), ['/.well-known/openid-configuration', '/keys', '/token'])
  })

  test('comes back once, to the same browser, in time', async (t) => {
    const app = await open(t)
    await app.as('sales')
    const { back, mark } = await signIn(app, sales)
    const place = async (path: string, who = mark) => String((await app.client(who).get(path)).headers.location)
    assert.equal(await place(back), '/sign-in?problem=provider_failed', 'replayed')
    const out = await app.anonymous.get('/api/v1/sign-in/oidc')
    const other = await app.anonymous.get('/api/v1/sign-in/oidc')
    const returning = provider.agree(String(out.headers.location), sales)
    assert.equal(await place(returning, ''), '/sign-in?problem=provider_failed', 'no browser of ours')
    assert.equal(
      await place(returning, cookie(other, '__Host-kauppias-entry')),
      '/sign-in?problem=provider_failed',
      'planted on another browser',
    )
    const changed = returning.replace(/state=[^&]+/, `state=${'x'.repeat(43)}`)
    assert.equal(await place(changed, cookie(out, '__Host-kauppias-entry')), '/sign-in?problem=provider_failed')
    const late = await app.anonymous.get('/api/v1/sign-in/oidc')
    app.clock.set('2026-11-23T09:10:01Z')
    assert.equal(
      await place(provider.agree(String(late.headers.location), sales), cookie(late, '__Host-kauppias-entry')),
      '/sign-in?problem=provider_failed',
    )
  })

  test('is for those who work here: verified, active, of the domain', async (t) => {
    const app = await open(t, { domain: 'example.fi' })
    const [administrator, person] = [await app.as('administrator'), await app.as('sales')]
    const place = async (given: Person) => (await signIn(app, given)).place
    assert.equal(await place({ ...sales, email_verified: false }), '/sign-in?problem=provider_unverified')
    assert.equal(await place({ sub: 's-2' }), '/sign-in?problem=provider_unverified')
    assert.equal(await place({ ...sales, email: 'a@example.fi.evil.example' }), '/sign-in?problem=provider_domain')
    assert.equal(await place({ ...sales, email: 'nobody@example.fi' }), '/sign-in?problem=provider_nobody')
    assert.equal(await place(sales), '/customers')
    const { id } = (await person.get('/api/v1/me')).body
    await administrator.patch(`/api/v1/users/${id}`, { active: false })
    assert.equal(await place(sales), '/sign-in?problem=provider_nobody')
    assert.equal(await place({ ...sales, sub: 's-3' }), '/sign-in?problem=provider_nobody')
  })

  test('makes a viewer of a newcomer only where that is set', async (t) => {
    const app = await open(t, { domain: 'example.fi', create: true })
    const { answer } = await signIn(app, { sub: 'n', email: 'uusi@example.fi', email_verified: true, name: 'Uusi <b>' })
    const me = await app.client(cookie(answer, '__Host-kauppias')).get('/api/v1/me')
    assert.deepEqual([me.body.role, me.body.name], ['viewer', 'Uusi <b>'])
    const [linked] = await app.db.rows(sql<{ count: number }>`select count(*)::int from company.provider_link`)
    assert.equal(linked?.count, 1)
  })

  test('is enough for a role that must have a second factor only when the provider asks for one', async (t) => {
    for (const asksTwice of [false, true]) {
      const app = await open(t, { secondFactor: asksTwice })
      const administrator = await app.as('administrator')
      await app.as('sales')
      await administrator.patch('/api/v1/settings/second-factor', { required: ['sales'] })
      const { answer } = await signIn(app, sales)
      const client = app.client(cookie(answer, '__Host-kauppias'))
      assert.equal((await client.get('/api/v1/customers')).status, asksTwice ? 200 : 403)
      assert.equal(((await client.get('/api/v1/me')).body.secondFactor as { needed: boolean }).needed, !asksTwice)
    }
  })

  test('is not there unless it is set up', async (t) => {
    const app = await testApp(t)
    assert.deepEqual((await app.anonymous.get('/api/v1/sign-in/ways')).body, { provider: null })
    assert.equal((await app.anonymous.get('/api/v1/sign-in/oidc')).status, 404)
    assert.equal((await app.anonymous.get('/api/v1/sign-in/oidc/callback?code=x&state=y')).status, 404)
    const away = await testApp(t, { provider: { ...settings, issuer: 'http://127.0.0.1:1' } })
    assert.equal((await away.anonymous.get('/api/v1/sign-in/oidc')).body.code, 'provider_away')
  })
})
