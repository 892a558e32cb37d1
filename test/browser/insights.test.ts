import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { CustomerForecast, Insights } from '#src/know/insights/forecast/contract.ts'
import { rebuild } from '#src/know/insights/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { everyLook, looked, lookAtAll, type State } from './looks.ts'
import { moment, openProgram, settled } from './program.ts'

// Forecasts as people meet them: made, stopped, believed or not, and one by one.

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

const somebody = (page: Page) => page.getByRole('link', { name: /Korhonen|Mäkinen|Laine/ }).first()

const states: readonly State[] = [
  {
    name: 'insights',
    path: '/insights',
    whole: true,
    open: async (page, language) => {
      const [best, numbers] =
        language === 'fi'
          ? ['Arvokkaimmat asiakkaat', 'Mallin luvut']
          : ['Most valuable customers', 'Numbers of the model']
      await page.getByRole('heading', { level: 2, name: best }).waitFor()
      await somebody(page).waitFor()
      await page.getByText(numbers).click()
    },
  },
  {
    name: 'customer-forecast',
    path: '/insights',
    open: async (page, language) => {
      const [expected, why] =
        language === 'fi' ? ['Odotettavissa', 'Mistä tämä tulee'] : ['To be expected', 'Where this comes from']
      await somebody(page).click()
      await page.getByRole('heading', { level: 2, name: expected }).waitFor()
      await page.getByText(why).click()
    },
  },
]

suite('forecasts', () => {
  test('nothing is forecast yet: what to do is said, and one can do it', async () => {
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    await page.goto(`${program.address}/insights`)
    await page.getByText('Ennusteita ei ole vielä laskettu.').waitFor()
    await looked(program, page, 'insights-empty')
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

  for (const look of everyLook) test(look.name, () => lookAtAll(program, storageState, states, look))

  test('the company’s own numbers are checked, saved, and counted with', async () => {
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    await page.goto(`${program.address}/settings`)
    await page.getByText('Suomi', { exact: true }).click()
    await page.goto(`${program.address}/insights`)
    await page.getByText('ei tiedossa').first().waitFor()
    await page.getByLabel('Kateosuus (%)').fill('kolmannes')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await page.getByText('Kirjoita luku.').waitFor()
    await looked(program, page, 'insights-terms-fault')
    await page.getByLabel('Kateosuus (%)').fill('33,5')
    await page.getByLabel('Laskentakorko vuodessa (%)').fill('8')
    await page.getByLabel('Uuden asiakkaan hankinta (EUR)').fill('25')
    await page.getByLabel('Asiakkaan pitäminen vuodessa (EUR)').fill('4,50')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await page.getByText('Tallennettu. Ennusteet lasketaan uudelleen.').waitFor()
    await page.getByText(/^Malli 2, laskettu/).waitFor()
    await page.getByText('Odotettu kate seuraavien 12 kuukauden aikana, nykyarvona.').waitFor()
    await looked(program, page, 'insights-terms')
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
    await looked(program, page, 'insights-list')
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
    await looked(program, page, 'insights-doubtful')
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
