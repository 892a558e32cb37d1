import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { buckets } from '#src/terms/index.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { freshDatabase } from '#test/support/database.ts'
import { canary, corpus, evil, marker, unholdable } from '#test/trust/hostile.ts'
import { openHouse } from '#test/trust/house.ts'

// Hostile text in a real browser: it is shown as text; nothing runs, asks, or leaves.

const built = fileURLToPath(new URL('../../dist/web/index.html', import.meta.url))
if (!existsSync(built)) throw new Error('The web app is not built: run "npm test", which builds it first.')

const house = await openHouse(await freshDatabase())
const address = (await house.app.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
const browser = await launchBrowser()
const { administrator } = house.people

const shown = corpus.filter(({ text }) => text.length < 2000 && !unholdable(text))
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const people = shown.map(({ text }, i) =>
  [`H${i}`, `Hätä ${text}`, `h${i}@example.com`, text, text].map(quoted).join(';'),
)
const orders = shown.map(({ text }, i) => [`T${i}`, `H${i}`, '1.11.2026', text, '1', '9,90'].map(quoted).join(';'))
const importId = await house.deliver(`Lähde ${shown[0]!.text}`, {
  'asiakkaat.csv': ['asiakasnumero;nimi;sähköposti;puhelin;katuosoite', ...people].join('\n'),
  [`<img src=x onerror=window.${canary}=1>.csv`]: [
    'tilausnumero;asiakasnumero;päivä;tuote;määrä;yksikköhinta',
    ...orders,
  ].join('\n'),
})
const { customers } = (await house.ask(administrator, { method: 'GET', url: '/api/v1/customers?limit=200' })).json<{
  customers: { id: string; name: string }[]
}>()
for (const { text } of shown) {
  const url = `/api/v1/customers/${customers[0]!.id}/timeline`
  await house.ask(administrator, { method: 'POST', url, payload: { kind: 'wish', text } })
  await house.ask(administrator, {
    method: 'POST',
    url: '/api/v1/users',
    payload: { email: `u${house.log.length}@example.com`, name: text.slice(0, 150), role: 'viewer' },
  })
}

/** A page that keeps account of what must not happen. */
async function watchedPage(): Promise<{ page: Page; happened: string[] }> {
  const context = await browser.newContext({
    locale: 'fi-FI',
    timezoneId: 'Europe/Helsinki',
    viewport: { width: 1440, height: 2000 },
  })
  const page = await context.newPage()
  const happened: string[] = []
  page.on('dialog', (dialog) => {
    happened.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => happened.push(`error: ${error.message}`))
  page.on('crash', () => happened.push('crash'))
  browser.on('disconnected', () => happened.push('the browser ended'))
  page.on('popup', (other) => happened.push(`window: ${other.url()}`))
  page.on('download', (download) => happened.push(`download: ${download.url()}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${address}/`) && !url.startsWith('data:image/')) happened.push(`request: ${url.slice(0, 200)}`)
  })
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) happened.push(`policy: ${message.text().slice(0, 200)}`)
  })
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (e) => console.error('Content Security Policy', e.violatedDirective, e.blockedURI))`,
  )
  await page.goto(`${address}/sign-in`)
  await page.evaluate(
    `fetch('/api/v1/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify({ email: 'administrator.1@example.com', password: 'kolme vihreää omenaa' }))} }).then((answer) => { if (!answer.ok) throw new Error(answer.status) })`,
  )
  return { page, happened }
}

const { page, happened } = await watchedPage()
let under = 0
page.on('request', () => under++)
for (const end of ['requestfinished', 'requestfailed'] as const) page.on(end as 'requestfinished', () => under--)
/** Waits until the page has asked for nothing for three frames: what it does next, it does because of somebody. */
async function settled(): Promise<void> {
  for (let still = 0; still < 3; still = under > 0 ? 0 : still + 1) {
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))')
  }
}
/** Opens an address, waits until it is quiet, and returns the text that stands there. */
async function textOf(path: string): Promise<string> {
  await page.goto(address + path)
  await page.locator('main').waitFor()
  await settled()
  // what is asked for first may tell what to ask for next
  await page.locator('main [role=status] .hidden-text').first().waitFor({ state: 'detached' })
  await settled()
  return page.evaluate<string>('document.body.innerText')
}
async function assertQuiet(): Promise<void> {
  assert.equal(await page.evaluate(`window.${canary}`), undefined, 'a script of the corpus ran')
  assert.deepEqual(happened, [])
  const strange = await page.evaluate(
    `[...document.querySelectorAll('iframe,object,embed,base,meta[http-equiv],form[action^="http"],[onload],[onerror],[onfocus],[ontoggle],a[href^="javascript:"],a[href^="data:"]')].map((e) => e.outerHTML.slice(0, 200))`,
  )
  assert.deepEqual(strange, [])
}
const script = '<script>'

suite('hostile text on every page', () => {
  after(async () => {
    await browser.close()
    await house.close()
  })

  test('list of customers', async () => {
    for (const sort of ['', '?sort=name']) {
      assert.match(await textOf(`/customers${sort}`), new RegExp(marker))
      for (let i = 0; i < 6; i++) {
        await page.mouse.wheel(0, 4000)
        await settled()
      }
      await assertQuiet()
    }
  })

  test('pages of customers', async () => {
    assert.ok(customers.length > 80, `${customers.length} customers`)
    for (const { id, name } of customers) {
      const text = await textOf(`/customers/${id}`)
      if (name.includes(script)) assert.ok(text.includes(script), 'a name is shown as it is')
      await assertQuiet()
    }
  })

  test('a timeline of wishes', async () => {
    assert.match(await textOf(`/customers/${customers[0]!.id}`), /<script>/)
    for (let i = 0; i < 10; i++) {
      await page.mouse.wheel(0, 4000)
      await settled()
    }
    await assertQuiet()
  })

  test('imports and their lines', async () => {
    assert.match(await textOf('/imports'), /<script>/)
    await textOf(`/imports/${importId}`)
    await assertQuiet()
    for (const bucket of buckets) {
      await textOf(`/imports/${importId}?rows=${bucket}`)
      await assertQuiet()
    }
  })

  test('settings and today', async () => {
    assert.match(await textOf('/settings/users'), new RegExp(marker))
    for (const path of ['/', '/settings', '/settings/tokens']) await textOf(path)
    await assertQuiet()
  })

  test('search', async () => {
    await textOf('/')
    for (const { text } of shown.filter((_, i) => i % 4 === 0)) {
      await page.keyboard.press('Control+k')
      const field = page.getByRole('combobox').or(page.getByRole('searchbox')).first()
      await field.waitFor()
      await field.fill(text.slice(0, 200))
      await settled()
      await page.keyboard.press('Escape')
      await assertQuiet()
    }
  })

  test('addresses', async () => {
    for (const { text } of shown.filter((_, i) => i % 3 === 0)) {
      for (const path of [
        `/customers/${encodeURIComponent(text)}`,
        `/customers?sort=${encodeURIComponent(text)}`,
        `/sign-in?to=${encodeURIComponent(text)}`,
      ]) {
        if (path.length > 2000) continue
        await page.goto(address + path)
      }
    }
    await settled()
    await assertQuiet()
  })

  test('the page of the interface', async () => {
    await page.goto(`${address}/api/docs`)
    await settled()
    assert.equal(await page.evaluate(`window.${canary}`), undefined)
    assert.deepEqual(
      happened.filter((one) => one.startsWith('request')),
      [],
    )
  })

  test('the watch bites: the same texts as markup would be noticed', async () => {
    await textOf('/')
    const live = shown.filter(({ name }) => /picture|svg|event/.test(name)).map(({ text }) => text)
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(live.join(' '))})`)
    await settled()
    assert.ok(
      happened.some((one) => one.startsWith('policy')),
      'the policy stops them and says so',
    )
    const bare = await (await browser.newContext({ bypassCSP: true })).newPage()
    await bare.route(/^https:/, (route) => route.abort())
    const asked = bare.waitForRequest((request) => request.url().startsWith(evil))
    await bare.setContent(live.map((text) => `<p>${text}</p>`).join(''))
    assert.equal(await bare.evaluate(`window.${canary}`), 1, 'without policy and escaping they run')
    await asked
  })
})
