import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { CustomerForecast, Insights } from '#src/know/insights/forecast/contract.ts'
import { rebuild } from '#src/know/insights/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { moment, narrow, openProgram, settled, wide } from './program.ts'

// Forecasts as people meet them: made, stopped, believed or not, and one by one.

const axe = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')
const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const dayMs = 86_400_000

let seed = 11
const chance = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const given = 'Aino Eero Helmi Onni Sofia Leo Ellen Väinö Lumi Oliver Kerttu Noel Saga Elias Hilda Otto'.split(' ')
const family = 'Korhonen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen'.split(' ')
const people = Array.from({ length: 260 }, (_, i) => ({
  id: uuidOf('forecast', String(i)),
  name: `${given[i % given.length]} ${family[(i * 7) % family.length]}`,
}))
const bought: TestEntry[] = people.flatMap(({ id: customer }) => {
  const [pace, leaves, usual] = [8 + chance() * 80, chance() * 0.35, 1500 + Math.floor(chance() * 9000)]
  const own: TestEntry[] = []
  for (let at = Date.parse(moment) - (20 + chance() * 1000) * dayMs; at < Date.parse(moment) - dayMs; ) {
    own.push({ customer, at: new Date(at).toISOString(), kind: 'purchase', amount: usual + own.length * 10 })
    if (chance() < leaves) break
    at += Math.max(1, -Math.log(1 - chance()) * pace) * dayMs
  }
  return own
})

interface Violation {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}
/** A picture, no serious fault for a screen reader, no scrolling sideways. */
async function looked(page: Page, name: string): Promise<void> {
  await settled(page)
  await program.picture(page, name)
  await page.evaluate(axe)
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    "axe.run(document, { resultTypes: ['violations'] })",
  )
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`),
    [],
    name,
  )
  const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.equal(beyond, 0, `${name} scrolls sideways`)
}

suite('forecasts', () => {
  test('nothing is forecast yet: what to do is said, and one can do it', async () => {
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    await page.goto(`${program.address}/insights`)
    await page.getByText('Ennusteita ei ole vielä laskettu.').waitFor()
    await looked(page, 'insights-empty')
    await program.db.tx(async (tx) => {
      await writeCustomers(tx, people)
      await writeTimeline(tx, bought)
    })
    await rebuild(program.db, 'Europe/Helsinki')
    await page.getByRole('button', { name: 'Laske ennusteet' }).click()
    await page.getByRole('heading', { name: 'Asiakaskannan arvo' }).waitFor()
    await page.getByText(/^Malli 1, laskettu/).waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  for (const { theme, language, viewport } of [
    { theme: 'light', language: 'fi', viewport: wide },
    { theme: 'dark', language: 'fi', viewport: narrow },
    { theme: 'light', language: 'en', viewport: narrow },
    { theme: 'dark', language: 'en', viewport: wide },
  ] as const) {
    test(`${theme}, ${language}, ${viewport.width} px`, async () => {
      const { page, context, faults } = await program.window({
        storageState,
        viewport,
        colorScheme: theme,
        bypassCSP: true,
      })
      const name = (what: string) => `${what}-${theme}-${language}-${viewport.width}`
      const fi = language === 'fi'
      await page.goto(`${program.address}/settings`)
      await page.getByText(fi ? 'Suomi' : 'English', { exact: true }).click()
      await page.getByRole('heading', { level: 1, name: fi ? 'Asetukset' : 'Settings' }).waitFor()
      await page.goto(`${program.address}/insights`)
      await page
        .getByRole('heading', { level: 2, name: fi ? 'Arvokkaimmat asiakkaat' : 'Most valuable customers' })
        .waitFor()
      await page
        .getByRole('link', { name: /Korhonen|Mäkinen|Laine/ })
        .first()
        .waitFor()
      await page.getByText(fi ? 'Mallin luvut' : 'Numbers of the model').click()
      await looked(page, name('insights'))
      await page.screenshot({
        path: fileURLToPath(new URL(`../../.cache/screenshots/${name('insights-whole')}.png`, import.meta.url)),
        fullPage: true,
      })
      await page
        .getByRole('link', { name: /Korhonen|Mäkinen|Laine/ })
        .first()
        .click()
      await page.getByRole('heading', { level: 2, name: fi ? 'Odotettavissa' : 'To be expected' }).waitFor()
      await page.getByText(fi ? 'Mistä tämä tulee' : 'Where this comes from').click()
      await looked(page, name('customer-forecast'))
      assert.deepEqual(faults, [])
      await context.close()
    })
  }

  test('the company’s own numbers are checked, saved, and counted with', async () => {
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    await page.goto(`${program.address}/settings`)
    await page.getByText('Suomi', { exact: true }).click()
    await page.goto(`${program.address}/insights`)
    await page.getByText('ei tiedossa').first().waitFor()
    await page.getByLabel('Kateosuus (%)').fill('kolmannes')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await page.getByText('Kirjoita luku.').waitFor()
    await looked(page, 'insights-terms-fault')
    await page.getByLabel('Kateosuus (%)').fill('33,5')
    await page.getByLabel('Laskentakorko vuodessa (%)').fill('8')
    await page.getByLabel('Uuden asiakkaan hankinta (EUR)').fill('25')
    await page.getByLabel('Asiakkaan pitäminen vuodessa (EUR)').fill('4,50')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await page.getByText('Tallennettu. Ennusteet lasketaan uudelleen.').waitFor()
    await page.getByText(/^Malli 2, laskettu/).waitFor()
    await page.getByText('Odotettu kate seuraavien 12 kuukauden aikana, nykyarvona.').waitFor()
    await looked(page, 'insights-terms')
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a count opens the list of those who are counted', async () => {
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    await page.goto(`${program.address}/insights`)
    const link = page.getByRole('link', { name: /^Ostoa ei näköpiirissä/ })
    const count = Number((await link.locator('b').textContent())?.replace(/\D/g, ''))
    assert.ok(count > 0)
    await link.click()
    await page.getByRole('heading', { level: 1, name: 'Asiakkaat' }).waitFor()
    await page
      .getByText(new RegExp(`^${count}\\D`))
      .first()
      .waitFor()
    await looked(page, 'insights-list')
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('while they are made, the page tells how far; and what is to be doubted is said first', async () => {
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    const answer = (await (await page.request.get(`${program.address}/api/v1/insights`)).json()) as Insights
    const doubtful: Insights = {
      ...answer,
      run: { ...answer.run!, state: 'running', step: 'predict', done: 340_000, total: 1_000_000, finishedAt: null },
      model: {
        ...answer.model!,
        model: 'nbd',
        degenerate: 'noDropout',
        warnings: [
          { code: 'oldData', figures: { last: '2011-12-09' } },
          { code: 'leftTruncated', figures: { share: '0.31', usual: '0.08' } },
          { code: 'noSeasonality', figures: { years: '1.02' } },
          { code: 'spendDependsOnFrequency', figures: { correlation: '0.451', currency: 'EUR' } },
        ],
      },
    }
    await page.route('**/api/v1/insights', (route) => route.fulfill({ json: doubtful }))
    await page.goto(`${program.address}/insights`)
    await page.getByText('Lasketaan ennusteita.').waitFor()
    await page.getByText('Tästä historiasta ei näe').waitFor()
    await looked(page, 'insights-doubtful')
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a customer without purchases has nothing to be expected', async () => {
    const { page, context } = await program.window({ storageState })
    const [{ id } = { id: '' }] = people
    const answer = (await (
      await page.request.get(`${program.address}/api/v1/customers/${id}/forecast`)
    ).json()) as CustomerForecast
    assert.ok(answer.forecast)
    await page.route('**/forecast', (route) =>
      route.fulfill({ json: { ...answer, forecast: null, none: 'noPurchases' } satisfies CustomerForecast }),
    )
    await page.goto(`${program.address}/customers/${id}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    assert.equal(await page.getByRole('heading', { name: 'Odotettavissa' }).count(), 0)
    await context.close()
  })
})
