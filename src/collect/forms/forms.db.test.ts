import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { callingHook } from '#test/support/hooks.ts'
import { mailbox } from '#test/support/mailbox.ts'
import type { Form } from './contract.ts'
import { mailJob, tidyForms } from './jobs.ts'

const box = await mailbox()
const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-forms-'))
after(async () => {
  await box.close()
  rmSync(dataDir, { recursive: true, force: true })
})
const app = await testApp(undefined, { dataDir, mail: { url: box.url, from: 'kauppa@example.fi' } })
const administrator = await app.as('administrator')

const draft = {
  name: 'Yhteydenotto',
  source: 'Verkkosivut',
  title: 'Ota yhteyttä',
  intro: 'Vastaamme päivässä.',
  language: 'fi',
  fields: [
    { field: 'givenName', required: true },
    { field: 'familyName', required: true },
    { field: 'phone', required: false },
  ],
  ask: 'wish',
  channels: ['email'],
  consent: 'Minulle saa lähettää uutiskirjeen.',
  returns: ['https://kauppa.example/kiitos'],
  days: 7,
}
const made = await administrator.post('/api/v1/forms', draft)
assert.equal(made.status, 201, made.text)
const { id } = made.body as { id: string }
const formNow = async () => (await administrator.get(`/api/v1/forms/${id}`)).body as unknown as Form
const form = await formNow()
const key = form.address.split('/').at(-1)!

let networks = 0
const send = (fields: Record<string, string>, of = key, more: Record<string, string> = {}) =>
  app.server.inject({
    method: 'POST',
    url: `/v1/forms/${of}`,
    payload: new URLSearchParams(fields).toString(),
    remoteAddress: `198.51.${networks++}.1`,
    headers: {
      host: 'localhost:8080',
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://kauppa.example',
      ...more,
    },
  })
const good = {
  email: 'Liisa@Example.com',
  givenName: 'Liisa',
  familyName: 'Virtanen',
  phone: '040 1234567',
  text: 'Toivon <b>sinisiä</b> kenkiä',
  consent: 'yes',
  _wording: '1',
}
/** Sends what waits to be mailed; returns the link of the last mail. */
async function mailed(): Promise<string> {
  const before = box.caught.length
  const rows = await app.db.rows(
    sql<{ id: string }>`select id from collect.form_entry where mailed_at is null and state = 'waiting'`,
  )
  const signal = new AbortController().signal
  for (const row of rows)
    await mailJob.handle({ input: { entryId: row.id }, context: app.context(), signal, attempt: 0 })
  assert.ok(box.caught.length > before, 'a mail was sent')
  return new URL(/http:\S+\/f\/confirm\/[\w-]{22}/.exec(box.caught.at(-1)!.text)![0]).pathname
}
/** How many rows hold anything of customers and records. */
const everything = async () =>
  app.db.one(sql<{ n: number }>`
    select ((select count(*) from collect.record) + (select count(*) from know.customer) + (select count(*) from know.timeline)
      + (select count(*) from clean.claim) + (select count(*) from collect.quarantine))::int as n`)
const customerOf = (email: string) =>
  app.db.rows(
    sql<{
      id: string
      name: string
      phone: string | null
    }>`select id, name, phone from know.customer where lower(email) = lower(${email})`,
  )

suite('forms', () => {
  test('nothing enters before the link is confirmed; looking at it changes nothing; then it enters once, with its evidence', async () => {
    const before = await everything()
    const sent = await send(good)
    assert.equal(sent.statusCode, 200, sent.body)
    assert.match(sent.body, /Tarkista sähköpostisi/)
    assert.deepEqual(await everything(), before)
    const link = await mailed()
    const mail = box.caught.at(-1)!
    assert.deepEqual(mail.to, ['Liisa@example.com'])
    assert.doesNotMatch(mail.text, /kenkiä/)

    // programs that look into mails open the link as often as they like
    const rows = async () => JSON.stringify(await app.db.rows(sql`select * from collect.form_entry`))
    const kept = await rows()
    for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS'] as const) {
      const look = await app.server.inject({
        method,
        url: link,
        headers: { host: 'localhost:8080', 'user-agent': 'LinkScanner' },
      })
      assert.ok(look.statusCode < 300, `${method} ${look.statusCode}`)
      if (method === 'GET') assert.match(look.body, /<form method="post" action="\/f\/confirm\//)
    }
    assert.equal(await rows(), kept)
    assert.deepEqual(await everything(), before)

    const confirmed = await app.server.inject({ method: 'POST', url: link, headers: { host: 'localhost:8080' } })
    assert.equal(confirmed.statusCode, 200, confirmed.body)
    assert.match(confirmed.body, /Kiitos/)
    const [customer] = await customerOf('Liisa@example.com')
    assert.deepEqual([customer?.name, customer?.phone], ['Liisa Virtanen', '+358401234567'])
    const claims = await app.db.rows(sql<{ said: Record<string, unknown> }>`
      select c.said from clean.claim c where c.customer_id = ${customer!.id}`)
    assert.deepEqual(claims[0]?.said.verified, { by: 'customer', channel: 'form' })
    assert.deepEqual(claims[0]?.said.consents, [{ channel: 'email', granted: true, at: '2026-11-23T09:00:00.000Z' }])
    const entries = await app.db.rows(sql<{ kind: string; body: string }>`
      select kind, body from know.timeline where customer_id = ${customer!.id} order by kind`)
    assert.deepEqual(
      entries.map(({ kind, body }) => [kind, body]),
      [
        ['event', 'Minulle saa lähettää uutiskirjeen.'],
        ['wish', 'Toivon <b>sinisiä</b> kenkiä'],
      ],
    )
    const [evidence] = await app.db.rows(sql<{
      wording: number
      answers: Buffer | null
      email: string | null
      record_id: string
    }>`
      select wording, answers, email, record_id from collect.form_entry where state = 'confirmed'`)
    assert.deepEqual([evidence?.wording, evidence?.answers, evidence?.email], [1, null, null])
    assert.ok(evidence?.record_id)
    // said again it is the same
    const after = await everything()
    const again = await app.server.inject({ method: 'POST', url: link, headers: { host: 'localhost:8080' } })
    assert.equal(again.statusCode, 200)
    assert.deepEqual(await everything(), after)
    assert.equal((await formNow()).confirmed, 1)
  })

  test('says what is wrong, keeps what was written, and writes it as text', async () => {
    const answer = await send({
      ...good,
      email: 'liisa',
      phone: 'soita',
      familyName: '',
      text: '"><script>alert(1)</script>',
    })
    assert.equal(answer.statusCode, 422)
    for (const id of ['email', 'phone', 'familyName']) assert.match(answer.body, new RegExp(`id="wrong-${id}"`))
    assert.doesNotMatch(answer.body, /<script/)
    assert.match(answer.body, /&lt;script&gt;/)
    assert.match(answer.body, /value="Liisa"/)
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
    assert.match(String(answer.headers['content-type']), /^text\/html/)
    for (const body of ['', '%', 'a=%ff', '{"email":"x"}'])
      assert.ok(
        (
          await app.server.inject({
            method: 'POST',
            url: `/v1/forms/${key}`,
            payload: body,
            remoteAddress: `198.51.${networks++}.1`,
            headers: { host: 'localhost:8080', 'content-type': 'application/x-www-form-urlencoded' },
          })
        ).statusCode >= 400,
      )
    assert.equal((await send(good, key, { 'content-type': 'text/xml' })).statusCode, 400)
    assert.equal((await send({ ...good, text: 'x'.repeat(70_000) })).statusCode, 413)
    assert.equal((await send({ ...good, text: 'x'.repeat(5001) })).statusCode, 422)
    assert.equal((await send(good, 'A'.repeat(22))).statusCode, 404)
  })

  test('the mail goes to the address that it confirms, whatever was written beside it', async () => {
    for (const email of ['uhri@example.com|x@other.example', '"uhri@example.com" <Uhri@example.com>, x@other.example'])
      assert.equal((await send({ ...good, email })).statusCode, 200)
    const before = box.caught.length
    await mailed()
    const to = box.caught.slice(before).flatMap((mail) => mail.to)
    assert.deepEqual(
      to.map((address) => address.toLowerCase()),
      ['uhri@example.com', 'uhri@example.com'],
    )
  })

  test('a program that fills in everything is thanked and forgotten; floods are stopped; nobody is told who is known', async () => {
    const count = async () => (await app.db.rows(sql`select 1 from collect.form_entry`)).length
    const before = await count()
    assert.equal((await send({ ...good, _homepage: 'http://x' })).statusCode, 200)
    assert.equal(await count(), before)
    const answers = []
    for (let i = 0; i < 5; i++) answers.push((await send({ ...good, email: 'tulva@example.com' })).body)
    assert.equal(await count(), before + 3)
    assert.equal(new Set(answers).size, 1)
    const known = await send(good)
    assert.equal(known.body, answers[0])
    const same = { 'x-forwarded-for': '203.0.113.9' }
    let last = 0
    for (let i = 0; i < 25; i++) {
      networks = 100 // all from one network
      last = (await send({ ...good, email: `verkko${i}@example.com` }, key, same)).statusCode
    }
    assert.equal(last, 429)
    networks = 101
  })

  test('visitors go only to addresses that the form names', async () => {
    const there = await send({ ...good, email: 'a@example.com', _return: 'https://kauppa.example/kiitos' })
    assert.deepEqual([there.statusCode, there.headers.location], [303, 'https://kauppa.example/kiitos'])
    for (const _return of [
      'https://evil.example/',
      'https://kauppa.example/kiitos/../x',
      '//evil.example',
      'javascript:alert(1)',
    ]) {
      const answer = await send({ ...good, email: `b${networks}@example.com`, _return })
      assert.deepEqual([answer.statusCode, answer.headers.location], [200, undefined], _return)
      assert.doesNotMatch(answer.body, /evil|javascript/)
    }
    const draftOf = (address: string) => administrator.post('/api/v1/forms', { ...draft, returns: [address] })
    for (const address of ['http://kauppa.example', 'javascript:alert(1)', 'https://a@b.example'])
      assert.equal((await draftOf(address)).status, 400, address)
  })

  test('a new text is a new wording, and the evidence names the one that was seen', async () => {
    const version = (await formNow()).version
    const change = await administrator.patch(
      `/api/v1/forms/${id}`,
      { consent: 'Uusi teksti.', channels: ['email', 'sms'] },
      { 'if-match': `"${version}"` },
    )
    assert.equal(change.status, 200, change.text)
    const stale = await administrator.patch(`/api/v1/forms/${id}`, { name: 'X' }, { 'if-match': `"${version}"` })
    assert.equal(stale.status, 409)
    // an older copy of the form stands on another site still
    await send({ ...good, email: 'vanha@example.com', _wording: '1' })
    await app.server.inject({ method: 'POST', url: await mailed(), headers: { host: 'localhost:8080' } })
    const [old] = await app.db.rows(sql<{ said: { consents: unknown } }>`
      select c.said from clean.claim c join know.customer k on k.id = c.customer_id where k.email = 'vanha@example.com'`)
    assert.deepEqual(old?.said.consents, [{ channel: 'email', granted: true, at: '2026-11-23T09:00:00.000Z' }])
    // a wording that never was is no consent
    await send({ ...good, email: 'keksitty@example.com', _wording: '99' })
    await app.server.inject({ method: 'POST', url: await mailed(), headers: { host: 'localhost:8080' } })
    const [none] = await app.db.rows(sql<{ said: { consents?: unknown } }>`
      select c.said from clean.claim c join know.customer k on k.id = c.customer_id where k.email = 'keksitty@example.com'`)
    assert.equal(none?.said.consents, undefined)
    const wordings = (await formNow()).wordings
    assert.deepEqual(
      wordings.map(({ wording, consents }) => [wording, consents]),
      [
        [2, 0],
        [1, 2],
      ],
    )
  })

  test('the page and the snippet are one form; hostile settings stay text; an ended form is gone', async () => {
    const evil = {
      ...draft,
      name: '</form><script>',
      title: '"><img src=x onerror=alert(1)>',
      intro: '<script>1</script>',
      consent: '{{7*7}} <b>',
    }
    const { body } = await administrator.post('/api/v1/forms', evil)
    const other = (await administrator.get(`/api/v1/forms/${(body as { id: string }).id}`)).body as unknown as Form
    const path = new URL(other.address).pathname
    const shown = await app.server.inject({
      method: 'GET',
      url: `${path}?utm_source=x`,
      headers: { host: 'localhost:8080', accept: 'text/html' },
    })
    assert.equal(shown.statusCode, 200)
    for (const text of [shown.body, other.snippet]) assert.doesNotMatch(text, /<script|<img|<b>|style=/)
    assert.match(other.snippet, /action="http:\/\/localhost:8080\/v1\/forms\//)
    assert.match(other.snippet, /name="_return" value="https:\/\/kauppa.example\/kiitos"/)
    assert.equal((await administrator.delete(`/api/v1/forms/${other.id}`)).status, 204)
    assert.equal(
      (await app.server.inject({ method: 'GET', url: path, headers: { host: 'localhost:8080' } })).statusCode,
      404,
    )
    assert.ok(!app.logged.join('').includes('example.com'), 'nobody is in the log')
  })

  test('who is erased is gone from forms and from what waits at web hooks', async () => {
    const hook = await callingHook(app, { source: 'Odottaja' })
    await hook.send({ id: 'P1', name: 'Liisa Virtanen', email: 'liisa@example.com' })
    await hook.send({ id: 'P2', name: 'Olli Öhman', email: 'olli@example.com' })
    await send({ ...good, consent: '' })
    const [customer] = await customerOf('liisa@example.com')
    const { body } = await administrator.get(`/api/v1/customers/${customer!.id}/erasure`)
    const { version } = body as { version: number }
    const erased = await administrator.post(`/api/v1/customers/${customer!.id}/erase`, {
      reason: 'asked',
      confirm: version,
    })
    assert.equal(erased.status, 200, erased.text)
    const waiting = await app.db.rows(
      sql<{ payload: Buffer }>`select payload from collect.hook_delivery where state = 'waiting'`,
    )
    assert.deepEqual(
      waiting.map(({ payload }) => /Liisa/.test(payload.toString())),
      [false],
    )
    const entries = await app.db.rows(
      sql<{ text: string }>`select e::text as text, encode(answers, 'escape') from collect.form_entry e`,
    )
    assert.ok(!/liisa@/i.test(JSON.stringify(entries)))
  })

  test('a link dies after its days, and what nobody confirmed is forgotten', async () => {
    await send({ ...good, email: 'hidas@example.com' })
    const link = await mailed()
    app.clock.set('2026-11-30T09:00:01Z')
    for (const method of ['GET', 'POST'] as const) {
      const { statusCode, body } = await app.server.inject({ method, url: link, headers: { host: 'localhost:8080' } })
      assert.equal(statusCode, 410)
      assert.match(body, /ei ole enää voimassa/)
    }
    const signal = new AbortController().signal
    await tidyForms.handle({ input: {}, context: app.context(), signal, attempt: 0 })
    assert.deepEqual(await app.db.rows(sql`select 1 from collect.form_entry where state = 'waiting'`), [])
    assert.deepEqual(await customerOf('hidas@example.com'), [])
    for (const token of ['A'.repeat(22), "'; drop table x", '%00'])
      assert.equal(
        (
          await app.server.inject({
            method: 'GET',
            url: `/f/confirm/${encodeURIComponent(token)}`,
            headers: { host: 'localhost:8080' },
          })
        ).statusCode,
        404,
      )
  })
})
