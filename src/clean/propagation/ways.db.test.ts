import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { testApp } from '#test/support/app.ts'
import { mailbox } from '#test/support/mailbox.ts'
import { receiver } from '#test/support/receiver.ts'
import { sftpServer } from '#test/support/sftp.ts'
import { systemsOf } from '#test/support/systems.ts'
import type { Feed, Trial } from './contract.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-systems-'))
const mail = await mailbox()
const app = await testApp(undefined, {
  dataDir,
  language: 'fi',
  mail: { url: mail.url, from: 'kauppias@example.fi' },
})
after(async () => {
  await mail.close()
  rmSync(dataDir, { recursive: true, force: true })
})
const systems = await systemsOf(app)
const { administrator, pass, settle, connect, disconnect, person, edit, recordsOf, deliveriesOf, stateOf, lineOf } =
  systems

suite('a web hook', () => {
  test('is told of a change, signed, and again after failures, with one and the same id', async (t) => {
    const shop = await receiver((n) => (n <= 2 ? 503 : 204))
    t.after(shop.close)
    const before = await person('Ensin Ennen', 'ennen@example.com')
    const { id: system, secret } = await connect({
      name: 'Verkkokauppa',
      way: 'hook',
      url: shop.url,
      allowPrivate: true,
      mapping: [
        { field: 'name', name: 'full_name' },
        { field: 'email', name: 'mail' },
      ],
    })
    assert.match(secret!, /^whsec_/)
    await settle(system)
    assert.equal(shop.received.length, 0, 'nothing that was before')
    const id = await person('Liisa Virtanen', 'liisa@example.com')
    await settle(system)
    assert.equal(shop.received.length, 1)
    const failing = await stateOf(id, system)
    assert.deepEqual([failing.state, failing.error, failing.attempts], ['retrying', 'http_503', 1])
    assert.ok(failing.nextTry !== null && new Date(failing.nextTry) > app.clock.now())
    await settle(system)
    assert.equal(shop.received.length, 1, 'not before its time')
    pass(8)
    await settle(system)
    pass(15)
    await settle(system)
    assert.equal(shop.received.length, 3)
    const [first, , third] = shop.received
    assert.equal(first!.headers['webhook-id'], third!.headers['webhook-id'])
    const { customer } = third!.message
    assert.deepEqual(customer!.fields, { full_name: 'Liisa Virtanen', mail: 'liisa@example.com' })
    const { 'webhook-id': messageId, 'webhook-timestamp': at, 'webhook-signature': signature } = third!.headers
    const key = Buffer.from(secret!.slice('whsec_'.length), 'base64')
    const expected = createHmac('sha256', key)
      .update(`${String(messageId)}.${String(at)}.${third!.body}`)
      .digest('base64')
    assert.equal(signature, `v1,${expected}`)
    const done = await stateOf(id, system)
    assert.deepEqual([done.state, done.how, done.error], ['acknowledged', 'sent', null])
    const { changes } = await deliveriesOf(id)
    assert.deepEqual(changes[0]!.got, [{ systemId: system, at: done.at }])
    assert.equal((await stateOf(before, system)).known, false)

    await edit(id, { title: 'Rehtori' })
    await settle(system)
    assert.equal(shop.received.length, 3, 'it does not see titles')
    assert.equal((await stateOf(id, system)).how, 'same')
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) await edit(id, { email })
    await settle(system)
    assert.equal(shop.received.length, 4, 'the latest of several is enough')
    assert.equal(shop.received[3]!.message.customer!.fields.mail, 'c@example.com')

    const body = (await administrator.get(`/api/v1/systems/${system}`)).text
    assert.ok(!body.includes(secret!.slice(6)), 'the key is told once')
    const { kept } = await app.db.one(
      sql<{ kept: Buffer }>`select secret as kept from clean.system where id = ${system}`,
    )
    assert.ok(!kept.includes(Buffer.from(secret!)), 'and encrypted at rest')
    await disconnect(system)
  })

  test('hears of archiving, deleting and forgetting', async (t) => {
    const shop = await receiver(() => 200)
    t.after(shop.close)
    const { id: system } = await connect({ name: 'Kauppa', way: 'hook', url: shop.url, allowPrivate: true })
    const [one, two] = [
      await person('Aku Poistuva', 'aku@example.com'),
      await person('Iina Unohtuva', 'iina@example.com'),
    ]
    await settle(system)
    const version = async (id: string) =>
      ((await administrator.get(`/api/v1/customers/${id}`)).body.identity as { version: number }).version
    const last = () => shop.received.at(-1)!.message
    assert.equal(
      (await administrator.post(`/api/v1/customers/${one}/archive`, {}, { 'if-match': `"${await version(one)}"` }))
        .status,
      200,
    )
    await settle(system)
    assert.equal(last().customer!.fields.archived, true)
    const gone = await administrator.delete(`/api/v1/customers/${one}?records=${await recordsOf(one)}`, {
      'if-match': `"${await version(one)}"`,
    })
    assert.ok(gone.status < 300, gone.text)
    await settle(system)
    assert.deepEqual([last().type, last().customer!.id], ['customer.deleted', one])
    const erased = await administrator.post(`/api/v1/customers/${two}/erase`, {
      reason: 'asked',
      confirm: await version(two),
    })
    assert.ok(erased.status < 300, erased.text)
    await settle(system)
    assert.deepEqual([last().type, last().customer!.id, last().customer!.fields], ['customer.erased', two, {}])
    const { n } = await app.db.one(
      sql<{ n: number }>`select count(*)::int as n from clean.delivery where customer_id = ${two}`,
    )
    assert.equal(n, 0, 'nothing is left of the forgotten')
    await disconnect(system)
  })

  test('keeps the details of protected people at home unless it may have them', async (t) => {
    const shop = await receiver(() => 200)
    t.after(shop.close)
    const { id: system } = await connect({ name: 'Uutiskirje', way: 'hook', url: shop.url, allowPrivate: true })
    const id = await person('Suojattu Henkilö', 'suojattu@example.com')
    await edit(id, { protected: true })
    await settle(system)
    assert.ok(!JSON.stringify(shop.received).includes('suojattu@example.com'))
    assert.equal(shop.received.at(-1)!.message.customer!.protected, true)
    await disconnect(system)
  })

  test('that hangs or is away holds up nobody else, and does not lose its turn', async (t) => {
    const slow = await receiver(() => 200)
    const quick = await receiver(() => 200)
    t.after(quick.close)
    const { id: one } = await connect({ name: 'Poissa', way: 'hook', url: slow.url, allowPrivate: true })
    const { id: two } = await connect({ name: 'Nopea', way: 'hook', url: quick.url, allowPrivate: true })
    await slow.close()
    for (let i = 0; i < 8; i++) await person(`Asiakas ${i}`, `asiakas${i}@example.com`)
    await settle(one, two)
    assert.equal(quick.received.length, 8)
    const line = await lineOf(one)
    assert.equal(line.waiting, 8)
    assert.equal(line.lastError, 'refused')
    assert.ok(line.heldUntil !== null, 'it is left in peace')
    await disconnect(one)
    await disconnect(two)
  })

  test('is never looked for within the house unless an administrator says that it is there', async () => {
    const draft = { name: 'Sisällä', way: 'hook', begin: 'changes' }
    for (const url of [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/latest',
      'https://[::ffff:127.0.0.1]/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://localhost/',
    ]) {
      const answer = await administrator.post('/api/v1/systems', { ...draft, url })
      assert.equal(answer.body.code, 'target_inside', url)
    }
    const metadata = await administrator.post('/api/v1/systems', {
      ...draft,
      url: 'http://169.254.169.254/',
      allowPrivate: true,
    })
    assert.equal(metadata.body.code, 'target_inside', 'not even then where clouds keep their keys')
    assert.equal(
      (await (await app.as('steward')).post('/api/v1/systems', { ...draft, url: 'https://example.com/' })).status,
      403,
    )
  })
})

suite('files', () => {
  test('are written whole into a folder at their time, safe for spreadsheets, and once', async () => {
    const { id: system } = await connect({
      name: 'Laskutus & co',
      way: 'folder',
      folder: 'laskutus',
      schedule: { everyMinutes: 15 },
      mapping: [
        { field: 'name', name: 'Nimi' },
        { field: 'email', name: 'Sähköposti' },
        { field: 'title', name: 'Titteli' },
      ],
    })
    const id = await person('Meri Laine', 'meri@example.com')
    await edit(id, { title: '=HYPERLINK("http://evil.example")' })
    await settle(system)
    const folder = join(dataDir, 'outgoing', 'laskutus')
    assert.throws(() => readdirSync(folder), 'not before its time')
    pass(900)
    await settle(system)
    assert.deepEqual(readdirSync(folder), ['laskutus-co-000001.csv'])
    const text = readFileSync(join(folder, 'laskutus-co-000001.csv'), 'utf8')
    const [head, line] = text.split('\r\n')
    assert.equal(head, '\uFEFFid;externalId;version;change;changedAt;into;Nimi;Sähköposti;Titteli')
    assert.ok(line!.startsWith(`${id};`) && line!.includes(`"'=HYPERLINK(""http`), line)
    assert.equal((await stateOf(id, system)).state, 'acknowledged')
    pass(900)
    await settle(system)
    assert.equal(readdirSync(folder).length, 1, 'no file without news')
    const bad = await administrator.patch(`/api/v1/systems/${system}`, { folder: '../../etc' }, { 'if-match': '"1"' })
    assert.equal(bad.status, 200)
    assert.equal(
      ((await administrator.post(`/api/v1/systems/${system}/trial`)).body as unknown as Trial).error,
      'no_folder',
    )
    await disconnect(system)
  })

  test('go to an SFTP server whose key is the one that was named', async (t) => {
    const server = await sftpServer('kauppias', 'salasana')
    t.after(server.close)
    const at = { host: '127.0.0.1', port: server.port, user: 'kauppias', folder: '/in', allowPrivate: true }
    const { id: system } = await connect({
      name: 'Kirjanpito',
      way: 'sftp',
      ...at,
      password: 'salasana',
      format: 'xlsx',
    })
    const strange = (await administrator.post(`/api/v1/systems/${system}/trial`)).body as unknown as Trial
    assert.deepEqual([strange.ok, strange.error], [false, 'host_key'])
    const pinned = await administrator.patch(
      `/api/v1/systems/${system}`,
      { fingerprint: strange.seen },
      { 'if-match': '"1"' },
    )
    assert.equal(pinned.status, 200, pinned.text)
    assert.deepEqual((await administrator.post(`/api/v1/systems/${system}/trial`)).body, {
      ok: true,
      error: null,
      seen: null,
    })
    const id = await person('Onni Salo', 'onni@example.com')
    pass(3600)
    await settle(system)
    assert.equal((await stateOf(id, system)).state, 'acknowledged')
    const [name, content] = [...server.files][0]!
    assert.equal(name, '/in/kirjanpito-000001.xlsx')
    assert.equal(content.subarray(0, 2).toString(), 'PK')
    assert.ok(!(await administrator.get(`/api/v1/systems/${system}`)).text.includes('salasana'))
    await disconnect(system)
  })
})

suite('a system that asks', () => {
  test('reads the feed from where it was; what it has read counts as taken', async () => {
    const { id: system, secret } = await connect({ name: 'Kassa', way: 'pull' })
    const reader = app.client('', secret!)
    const ask = async (since: string, limit = 2) => {
      const answer = await reader.get(`/v1/changes?since=${since}&limit=${limit}`)
      assert.equal(answer.status, 200, answer.text)
      return answer.body as unknown as Feed
    }
    assert.deepEqual(await ask('0'), { changes: [], next: '0', more: false })
    const ids = [
      await person('A A', 'a1@example.com'),
      await person('B B', 'b1@example.com'),
      await person('C C', 'c1@example.com'),
    ]
    const first = await ask('0')
    assert.deepEqual(
      first.changes.map((change) => change.customer!.id),
      ids.slice(0, 2),
    )
    assert.equal((await stateOf(ids[0]!, system)).state, 'sent')
    assert.deepEqual(await ask('0'), first, 'asked again before it was taken')
    const second = await ask(first.next)
    assert.equal((await stateOf(ids[0]!, system)).state, 'acknowledged')
    assert.deepEqual(
      second.changes.map((change) => change.customer!.id),
      ids.slice(2),
    )
    await edit(ids[0]!, { email: 'uusi@example.com' })
    const third = await ask(second.next)
    assert.deepEqual(
      third.changes.map(({ customer }) => [customer!.id, customer!.fields.email, customer!.version]),
      [[ids[0], 'uusi@example.com', 2]],
    )
    assert.equal((await reader.get('/api/v1/customers')).status, 403, 'its token reads nothing else')
    await disconnect(system)
    assert.equal((await reader.get('/v1/changes')).status, 401)
  })
})

suite('a person who types it in', () => {
  test('gets a mail with a link that asks before it counts', async () => {
    mail.caught.length = 0
    const { id: system } = await connect({ name: 'Vanha rekisteri', way: 'person', email: 'maija@example.fi' })
    const id = await person('Toivo Niemi', 'toivo@example.com')
    await settle(system)
    assert.equal(mail.caught.length, 1)
    const [{ text, to, messageId }] = mail.caught as [(typeof mail.caught)[0]]
    assert.deepEqual(to, ['maija@example.fi'])
    assert.match(text, /email: toivo@example\.com/)
    assert.match(messageId, /^<[0-9a-f-]{36}@localhost>$/)
    const token = /\/done#([\w-]{22})/.exec(text)![1]!
    assert.equal((await stateOf(id, system)).state, 'sent')
    const look = await app.anonymous.post('/api/v1/deliveries/look', { token })
    assert.deepEqual(look.body, { system: 'Vanha rekisteri', changedAt: look.body.changedAt, done: false })
    assert.equal((await stateOf(id, system)).state, 'sent', 'a look changes nothing')
    await edit(id, { email: 'toivo.niemi@example.com' })
    await settle(system)
    assert.equal((await app.anonymous.post('/api/v1/deliveries/done', { token })).status, 410, 'an older message')
    const newer = /\/done#([\w-]{22})/.exec(mail.caught[1]!.text)![1]!
    assert.equal((await app.anonymous.post('/api/v1/deliveries/done', { token: newer })).body.done, true)
    assert.equal(
      (await app.anonymous.post('/api/v1/deliveries/done', { token: newer })).body.done,
      true,
      'twice is once',
    )
    const done = await stateOf(id, system)
    assert.deepEqual([done.state, done.how], ['acknowledged', 'done'])
    await disconnect(system)
  })

  test('finds one and the same link in a mail that comes twice, and nothing is kept of the erased', async () => {
    mail.caught.length = 0
    const { id: system } = await connect({ name: 'Toinen rekisteri', way: 'person', email: 'maija@example.fi' })
    const id = await person('Eeva Kerran', 'eeva@example.com')
    await settle(system)
    const again = await administrator.post(`/api/v1/customers/${id}/systems/${system}/retry`)
    assert.equal(again.status, 204, again.text)
    await settle(system)
    const [first, second] = mail.caught
    assert.equal(second!.messageId, first!.messageId)
    const tokenOf = (text: string) => /\/done#([\w-]{22})/.exec(text)![1]!
    assert.equal(tokenOf(second!.text), tokenOf(first!.text))
    await edit(id, { title: 'Rehtori' })
    await settle(system)
    assert.equal(mail.caught.length, 2, 'the system sees no titles')
    assert.equal((await stateOf(id, system)).state, 'sent', 'nobody has said that it is done')
    const { version } = (await administrator.get(`/api/v1/customers/${id}`)).body.identity as { version: number }
    const erased = await administrator.post(`/api/v1/customers/${id}/erase`, { reason: 'asked', confirm: version })
    assert.ok(erased.status < 300, erased.text)
    await settle(system)
    assert.equal(mail.caught.length, 3)
    const token = tokenOf(mail.caught[2]!.text)
    assert.equal((await app.anonymous.post('/api/v1/deliveries/done', { token })).body.done, true)
    const { n } = await app.db.one(
      sql<{ n: number }>`select count(*)::int as n from clean.delivery where customer_id = ${id}`,
    )
    assert.equal(n, 0)
    await disconnect(system)
  })
})
