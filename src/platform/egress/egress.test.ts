import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { mailbox } from '#test/support/mailbox.ts'
import { send } from '../mail/index.ts'
import { seal, unseal } from '../vault/index.ts'
import { seededRandom } from '#test/support/context.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mayName, post, Unreached } from './index.ts'

// trust.md §2, 38–41: targets within the house, rebinding, redirects, answers of strangers; §4.3: slow targets.

async function listening(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
const letter = (url: string, more: object = {}) => ({ url, headers: {}, body: '{}', allowPrivate: true, ...more })
const fails = (code: string) => (error: unknown) => error instanceof Unreached && error.code === code

test('addresses within the house are reached only when allowed, those of clouds never', async () => {
  const within = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '[::1]',
  ]
  for (const host of within) {
    assert.equal(mayName(host, false), false, host)
    assert.equal(mayName(host, true), true, host)
  }
  for (const host of [
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'ff02::1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
  ])
    for (const allowed of [true, false]) assert.equal(mayName(host, allowed), false, host)
  for (const host of ['93.184.216.34', '2606:2800:220:1::1', 'example.com'])
    assert.equal(mayName(host, false), true, host)
  // a name that leads inside is found out when it is looked up
  await assert.rejects(post(letter('https://localhost/', { allowPrivate: false })), fails('private_address'))
  await assert.rejects(post(letter('http://example.com/', { allowPrivate: false })), fails('plain_http'))
})

test('a redirect is an answer and is not followed', async (t) => {
  let asked = 0
  const inside = await listening(t, (_, response) => {
    asked++
    response.end()
  })
  const url = await listening(t, (_, response) => response.writeHead(307, { location: inside }).end())
  assert.deepEqual(await post(letter(url)), { status: 307 })
  assert.equal(asked, 0)
})

test('a target that hangs is left after its time, and one that talks on is cut', async (t) => {
  const silent = await listening(t, () => {})
  await assert.rejects(post(letter(silent, { timeout: 100 })), fails('timeout'))
  const endless = await listening(t, (_, response) => {
    response.writeHead(200)
    const talk = (): void => void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(talk)))
    talk()
  })
  assert.equal((await post(letter(endless))).status, 200)
  await assert.rejects(post(letter('http://127.0.0.1:1/')), fails('refused'))
})

test('a receiver says when it wants to be asked again', async (t) => {
  const url = await listening(t, (_, response) => response.writeHead(429, { 'retry-after': '17' }).end())
  assert.deepEqual(await post(letter(url)), { status: 429, retryAfter: 17 })
})

test('nothing in a mail makes a second header', async (t) => {
  const box = await mailbox()
  t.after(box.close)
  const settings = { url: box.url, from: 'kauppias@example.fi' }
  await send(settings, {
    to: 'maija@example.fi',
    subject: 'Kassa\r\nBcc: all@example.com',
    text: 'Hei',
    messageId: '<1@example.fi>',
  })
  assert.doesNotMatch(box.caught[0]!.raw, /^bcc:/im)
  assert.deepEqual(box.caught[0]!.to, ['maija@example.fi'])
  await assert.rejects(send(undefined, { to: 'a@b.fi', subject: '', text: '', messageId: '' }), fails('mail_off'))
})

test('a kept secret opens with its key, for what it belongs to, and not otherwise', async (t) => {
  const [dataDir, other] = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'kauppias-vault-'))) as [string, string]
  t.after(() => {
    for (const folder of [dataDir, other]) rmSync(folder, { recursive: true, force: true })
  })
  const sealed = await seal({ dataDir, random: seededRandom(7) }, 'a', 'salasana')
  assert.equal(await unseal(dataDir, 'a', sealed), 'salasana')
  assert.equal(await unseal(dataDir, 'b', sealed), undefined)
  assert.equal(await unseal(other, 'a', sealed), undefined, 'the key is not there')
  await seal({ dataDir: other, random: seededRandom(8) }, 'x', 'y')
  assert.equal(await unseal(other, 'a', sealed), undefined, 'another key')
})
