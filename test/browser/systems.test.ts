import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Feed, SystemMade, Trial } from '#src/clean/propagation/contract.ts'
import { sql } from '#src/platform/db/index.ts'
import { mailbox } from '#test/support/mailbox.ts'
import { receiver } from '#test/support/receiver.ts'
import { sftpServer } from '#test/support/sftp.ts'
import { lookedAround } from './looks.ts'
import { importFiles, moment, openProgram } from './program.ts'

// S-moved: a new e-mail address is written once; every connected system has it or shows when it is tried again; the old one never returns.

const mail = await mailbox()
const server = await sftpServer('kauppias', 'salasana')
/** Fails twice for the change that matters, and is well otherwise. */
let failures = 0
const shop = await receiver(() => (failures-- > 0 ? 503 : 204))
const program = await openProgram({ KAUPPIAS_SMTP_URL: mail.url, KAUPPIAS_MAIL_FROM: 'kauppias@example.fi' })
const files = mkdtempSync(join(tmpdir(), 'kauppias-moved-'))
after(async () => {
  await program.close()
  await Promise.all([mail.close(), server.close(), shop.close()])
  rmSync(files, { recursive: true, force: true })
})
const storageState = await program.signedIn()
const { page, faults } = await program.window({ storageState, bypassCSP: true })

const header = 'asiakasnumero;nimi;sähköposti;puhelin'
function file(name: string, ...lines: string[]): string {
  const path = join(files, name)
  writeFileSync(path, [header, ...lines, ''].join('\n'))
  return path
}
let now = new Date(moment).getTime()
function pass(seconds: number): void {
  now += seconds * 1000
  program.clock.set(new Date(now).toISOString())
}
/** Waits for what happens outside of the browser. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const over = performance.now() + 20_000
  while (!(await holds())) {
    assert.ok(performance.now() < over, `never: ${what}`)
    await page.waitForTimeout(50)
  }
}
async function ask<T>(method: 'post' | 'get' | 'patch', path: string, data?: object, version?: number): Promise<T> {
  const answer = await page.request[method](`${program.address}/api/v1${path}`, {
    ...(data === undefined ? {} : { data }),
    headers: { origin: program.address, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
  })
  const text = await answer.text()
  assert.ok(answer.ok(), `${path}: ${text}`)
  return (text === '' ? {} : JSON.parse(text)) as T
}
/** Without the toast, which is the frame's, and gone in a moment. */
const pictures = (on: Page, name: string) =>
  lookedAround(program, on, `systems-${name}`, { except: '.mantine-Notification-root' })
const panel = page.getByRole('region', { name: 'Muissa järjestelmissä' })
const contact = page.getByRole('complementary', { name: 'Yhteystiedot' })
let pull: SystemMade
const made: Record<string, string> = {}

async function openCustomer(name: string): Promise<void> {
  await page.goto(program.address)
  await page.getByRole('button', { name: /^Hae nimellä/ }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.getByRole('option', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

suite('change once, everywhere', () => {
  test('nothing leaves before a system is connected; the empty page says what to do', async () => {
    const first = file('a.csv', 'A1;Liisa Aalto;liisa@vanha.fi;040 1234567', 'A2;Olli Orava;olli@orava.fi;')
    await importFiles(page, program.address, 'Verkkokauppa', [first])
    await page.goto(`${program.address}/systems`)
    await page.getByText('Yhtään järjestelmää ei ole vielä liitetty').waitFor()
    await pictures(page, 'empty')
  })

  test('an administrator connects a web hook in the browser; the others are connected too', async () => {
    await page.getByRole('button', { name: 'Liitä järjestelmä' }).click()
    const form = page.getByRole('form', { name: 'Liitä järjestelmä' })
    await form.getByLabel('Nimi').fill('Uutiskirje')
    await form.getByLabel('Osoite, johon muutos lähetetään').fill(shop.url)
    await form.getByRole('button', { name: 'Liitä' }).click()
    await form.getByText('Osoite on talon sisällä tai suojaamaton.').waitFor()
    await form.getByLabel(/omassa verkossa/).check()
    await pictures(page, 'form')
    await form.getByRole('button', { name: 'Liitä' }).click()
    await page.getByRole('textbox', { name: 'Järjestelmän avain' }).waitFor()
    assert.match(await page.getByRole('textbox', { name: 'Järjestelmän avain' }).inputValue(), /^whsec_/)
    await pictures(page, 'secret')
    const connect = async (draft: object): Promise<SystemMade> =>
      ask('post', '/systems', { begin: 'changes', ...draft })
    const place = {
      host: '127.0.0.1',
      port: server.port,
      user: 'kauppias',
      password: 'salasana',
      folder: '/in',
      allowPrivate: true,
    }
    const sftp = await connect({ name: 'Laskutus', way: 'sftp', ...place, schedule: { everyMinutes: 5 } })
    const { seen } = await ask<Trial>('post', `/systems/${sftp.id}/trial`, {})
    await ask('patch', `/systems/${sftp.id}`, { fingerprint: seen }, 1)
    pull = await connect({ name: 'Kassa', way: 'pull' })
    const person = await connect({ name: 'Vanha rekisteri', way: 'person', email: 'maija@example.fi' })
    Object.assign(made, { sftp: sftp.id, pull: pull.id, person: person.id })
    assert.equal(shop.received.length, 0, 'what was before is not sent')
  })

  test('one edit reaches all four; a system that fails shows when it is tried again', async () => {
    failures = 2
    await openCustomer('Liisa Aalto')
    await page.getByRole('button', { name: 'Muuta: Sähköposti' }).click()
    await page.getByRole('textbox', { name: 'Sähköposti' }).fill('liisa@uusi.fi')
    await page.getByLabel('Miten').selectOption({ label: 'puhelimessa' })
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await contact.getByText('liisa@uusi.fi').waitFor()
    // the feed and the file have their turns, the mail is on its way
    const feed = async (since: string): Promise<Feed> => {
      const answer = await fetch(`${program.address}/v1/changes?since=${since}`, {
        headers: { authorization: `Bearer ${pull.secret!}` },
      })
      return (await answer.json()) as Feed
    }
    const read = await feed('0')
    assert.equal(read.changes.at(-1)!.customer!.fields.email, 'liisa@uusi.fi')
    await feed(read.next)
    await until('a mail', () => mail.caught.length === 1)
    assert.match(mail.caught[0]!.text, /email: liisa@uusi\.fi/)
    await until('the first call', () => shop.received.length === 1)
    await panel.getByText(/Uutiskirje: yritetään uudelleen klo/).waitFor()
    await pictures(page, 'panel')
    // when it is tried again is counted from when the answer came: time goes on until then
    const later = (calls: number) => () => {
      pass(2)
      return shop.received.length >= calls
    }
    await until('the second call', later(2))
    await until('the third call', later(3))
    pass(300)
    await until('a file', () => server.files.has('/in/laskutus-000001.csv'))
    assert.match(server.files.get('/in/laskutus-000001.csv')!.toString('utf8'), /;liisa@uusi\.fi;/)
    assert.equal(shop.received[2]!.message.customer!.fields.email, 'liisa@uusi.fi')
    assert.deepEqual(new Set(shop.received.map(({ headers }) => headers['webhook-id'])).size, 1)
    await panel.getByText('Viimeisin muutos on perillä kolmessa järjestelmässä neljästä.').waitFor()
  })

  test('the person who types it in says so by the link of the mail, without signing in', async () => {
    const link = /http\S+\/done#\S+/.exec(mail.caught[0]!.text)![0]
    const { page: other, context } = await program.window({ bypassCSP: true })
    await other.goto(link)
    await other.getByText(/^Vanha rekisteri: muutos/).waitFor()
    await pictures(other, 'done')
    await other.getByRole('button', { name: 'On päivitetty' }).click()
    await other.getByText('Kiitos. Muutos on merkitty tehdyksi.').waitFor()
    await context.close()
    await panel.getByText('Viimeisin muutos on perillä kaikissa neljässä järjestelmässä.').waitFor()
    await panel.getByText('Muutos kerrallaan').click()
    await pictures(page, 'arrived')
  })

  test('the old address does not come back by an import', async () => {
    const calls = shop.received.length
    const again = file('b.csv', 'A1;Liisa Aalto;liisa@vanha.fi;040 1234567', 'A2;Olli Orava;olli@orava.fi;040 7654321')
    await importFiles(page, program.address, 'Verkkokauppa', [again])
    await until('the other customer', () => shop.received.length > calls)
    await openCustomer('Liisa Aalto')
    await contact.getByText('liisa@uusi.fi').waitFor()
    for (const { message } of shop.received.slice(calls))
      assert.notEqual(message.customer!.fields.email, 'liisa@vanha.fi')
    assert.ok(shop.received.slice(calls).some(({ message }) => message.customer!.fields.phone === '+358407654321'))
  })

  test('the pages of the systems: what waits, what failed, what each sees', async () => {
    failures = 1000
    await openCustomer('Olli Orava')
    await page.getByRole('button', { name: 'Muuta: Sähköposti' }).click()
    await page.getByRole('textbox', { name: 'Sähköposti' }).fill('olli@uusi.fi')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await panel.getByText(/yritetään uudelleen klo/).waitFor()
    await page.goto(`${program.address}/systems`)
    await page.getByText('1 epäonnistunut').waitFor()
    await pictures(page, 'list')
    await page.getByRole('link', { name: /^Uutiskirje/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Uutiskirje' }).waitFor()
    await page.getByRole('link', { name: 'Olli Orava' }).waitFor()
    await page.getByRole('button', { name: 'Lähetä kokeeksi' }).click()
    await page.getByText('Järjestelmä vastasi virheellä 503.').first().waitFor()
    await page.getByRole('button', { name: 'Jätä pois: Maa' }).click()
    await page.getByRole('button', { name: 'Tallenna tiedot' }).click()
    await page.getByText('Tallennettu.').waitFor()
    await pictures(page, 'one')
    // the watch looks once a minute by the real clock: its task is put there for it
    await program.db.run(sql`
      insert into clean.propagation_task (id, system_id, user_id, opened_at)
      select ${'01939393-0000-7000-8000-00000000f00d'}::uuid, s.id, u.id, ${new Date(now)} from clean.system s, company.user u where s.name = 'Uutiskirje'`)
    const one = page.url()
    await page.goto(program.address)
    await page.getByText('Järjestelmät, jotka odottavat').waitFor()
    await pictures(page, 'today')
    await page.goto(one)
    failures = 0
    await page.getByRole('button', { name: 'Yritä heti uudelleen' }).click()
    await page.getByText('Kaikki muutokset ovat perillä.').waitFor()
    await page.getByText('Ajan tasalla').waitFor()
    await page.goto(`${program.address}/systems/${made.sftp!}`)
    await page.getByRole('heading', { level: 1, name: 'Laskutus' }).waitFor()
    await pictures(page, 'sftp')
    assert.deepEqual(faults, [])
    assert.ok(readdirSync(program.folder).includes('vault'))
  })
})
