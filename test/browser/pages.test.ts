import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { spellings, tampered } from './answered.ts'
import { deviationsFound } from './deviations-found.ts'
import { faultCauses, faultChart } from './fault-causes.ts'
import { importStates } from './import-states.ts'
import { everyLook, lookAtAll, seriousFaults, type State } from './looks.ts'
import { fixture, importFiles, narrow, openProgram, settled } from './program.ts'

// Every page at both widths, in both themes and both languages: no serious fault for a screen reader, no scrolling sideways.

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const { page: first, context: firstContext } = await program.window({ storageState })
await importFiles(first, program.address, 'Verkkokauppa', [fixture('asiakkaat.csv'), fixture('tilaukset.csv')])
const importPath = new URL(first.url()).pathname
await first.keyboard.press('Control+k')
await first.getByRole('combobox').fill('möttönen')
await first.getByRole('option', { name: 'Matti Möttönen' }).click()
await first.getByRole('heading', { level: 1, name: 'Matti Möttönen' }).waitFor()
const customerPath = new URL(first.url()).pathname
await first.goto(`${program.address}/sources`)
await first.getByRole('button', { name: 'Mittaa nyt' }).click()
await first.getByText(/^Mitattu/).waitFor()
await first.getByRole('button', { name: 'Lisää tapahtumalähde' }).click()
await first.getByRole('textbox', { name: 'Lähteen nimi' }).fill('Kaupan tapahtumat')
await first.getByRole('form').getByRole('button', { name: 'Lisää', exact: true }).click()
await first.getByText('Kirjoitusavain', { exact: true }).waitFor()
await first.getByRole('link', { name: 'Verkkokauppa', exact: true }).click()
await first.getByRole('heading', { level: 1, name: 'Verkkokauppa' }).waitFor()
const sourcePath = new URL(first.url()).pathname
const imported = await importStates(first, program.address)
// one change of many taken back, one that stands, and a file taken out
await first.goto(`${program.address}/customers?sort=name`)
for (const value of ['A', 'B']) {
  await first.getByRole('checkbox').nth(1).check()
  await first.getByRole('checkbox').nth(2).check()
  await first.getByRole('button', { name: 'Muuta…' }).click()
  await first.getByText('Muu tieto', { exact: true }).click()
  await first.getByLabel('Tiedon nimi').fill('Kantaryhmä')
  await first.getByLabel('Arvo').fill(value)
  await first.getByRole('button', { name: 'Muuta', exact: true }).click()
  await first.getByText('2 asiakasta muutettu.').waitFor()
  if (value === 'A') await first.getByRole('button', { name: 'Kumoa' }).click()
  if (value === 'A') await first.getByText('2 muutosta kumottu.').waitFor()
  await first.getByRole('button', { name: 'Sulje ilmoitus' }).click()
}
await first.getByRole('button', { name: 'Vie tiedostoon' }).click()
await first.getByRole('button', { name: 'Vie', exact: true }).click()
await first.getByText('Tiedosto latautuu.').waitFor()
await firstContext.close()

/** Each page, and what is opened on it. */
const pages: readonly State[] = [
  { name: 'today', path: '/' },
  { name: 'customers', path: '/customers' },
  { name: 'customers-by-name', path: '/customers?sort=name' },
  {
    name: 'customers-conditions',
    path: `/customers?where=${encodeURIComponent('{"all":[{"field":"lastPurchase","op":"within","value":400},{"any":[{"field":"kind","op":"anyOf","value":["person"]},{"field":"name","op":"contains","value":"a"}]}]}')}`,
    open: (page) => page.getByRole('button', { name: /Muuta ehtoja|Change the conditions/ }).click(),
  },
  {
    name: 'customers-nobody',
    path: `/customers?where=${encodeURIComponent('{"field":"name","op":"is","value":"Ei kukaan"}')}`,
  },
  {
    name: 'customers-columns',
    path: '/customers',
    open: (page) => page.getByRole('button', { name: /^(Sarakkeet|Columns)$/ }).click(),
  },
  {
    name: 'customers-picked',
    path: '/customers',
    open: (page) => page.getByRole('checkbox').nth(1).check(),
  },
  {
    name: 'customers-bulk',
    path: '/customers',
    open: async (page) => {
      await page.getByRole('checkbox').nth(1).check()
      await page.getByRole('button', { name: /^(Muuta…|Edit…)$/ }).click()
    },
  },
  {
    name: 'customers-export',
    path: '/customers',
    open: (page) => page.getByRole('button', { name: /^(Vie tiedostoon|Export)$/ }).click(),
  },
  {
    name: 'customers-save-view',
    path: '/customers?sort=name',
    open: (page) => page.getByRole('button', { name: /^(Tallenna näkymä|Save the view)$/ }).click(),
  },
  { name: 'repairs', path: '/repairs' },
  {
    name: 'repairs-many',
    path: '/repairs?code=date_invalid&field=at',
    open: async (page) => {
      await page.getByRole('link', { name: /Päivämäärää ei voi tulkita|The date cannot be read/ }).click()
      await page.getByRole('button', { name: /^(Korjaa monta kerralla|Fix many at once)$/ }).click()
    },
  },
  { name: 'repairs-mended', path: '/repairs?state=mended' },
  { name: 'repairs-dropped', path: '/repairs?state=dropped' },
  { name: 'purchases', path: '/purchases' },
  { name: 'products', path: '/products' },
  { name: 'contacts', path: '/contacts' },
  {
    name: 'new-customer',
    path: '/customers',
    open: (page) =>
      page
        .getByRole('button', { name: /Lisää asiakas|Add a customer/ })
        .first()
        .click(),
  },
  { name: 'customer', path: customerPath },
  {
    name: 'customer-deviations',
    path: '/customers',
    // a fleet that has changed takes half a year to grow: the answer of one that did
    open: async (page) => {
      await page.route('**/api/v1/customers/*/deviations', (route) => route.fulfill({ json: deviationsFound }))
      await page.goto(program.address + customerPath)
      await page.getByText(/^(Mistä tämä tiedetään|How we know)$/).click()
      await page.getByText(/^(Aiemmat muutokset|Earlier changes)$/).click()
      await settled(page)
      await page.unroute('**/api/v1/customers/*/deviations')
    },
  },
  { name: 'customer-writing', path: `${customerPath}?write=call` },
  { name: 'customer-facts', path: `${customerPath}?tab=facts` },
  { name: 'customer-history', path: `${customerPath}?tab=history` },
  {
    name: 'customer-values',
    path: customerPath,
    open: (page) =>
      page
        .getByRole('button', { name: /^(Kaikki tiedot ja niiden lähteet|All details and where they come from)$/ })
        .click(),
  },
  {
    name: 'customer-purchase',
    path: `${customerPath}?tab=purchases`,
    open: (page) => page.locator('#events button[aria-expanded]').first().click(),
  },
  {
    name: 'customer-editing',
    path: customerPath,
    open: (page) => page.getByRole('button', { name: /^(Muuta: Osoite|Change: Address)$/ }).click(),
  },
  {
    name: 'customer-delete',
    path: customerPath,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Muut toiminnot|More actions)$/ }).click()
      await page.getByRole('menuitem', { name: /^(Poista…|Delete…)$/ }).click()
      await page
        .getByText(/^Verkkokauppa: /)
        .first()
        .waitFor()
    },
  },
  {
    name: 'customer-erase',
    path: customerPath,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Muut toiminnot|More actions)$/ }).click()
      await page.getByRole('menuitem', { name: /^(Poista lopullisesti…|Erase…|Erase for good…)$/ }).click()
      await page.getByRole('checkbox').check()
    },
  },
  { name: 'past', path: '/lists/past' },
  { name: 'palette', path: '/customers', open: (page) => page.keyboard.press('Control+k') },
  { name: 'imports', path: '/imports' },
  { name: 'new-import', path: '/imports/new' },
  { name: 'import', path: `${importPath}?rows=quarantined` },
  ...imported,
  { name: 'sources', path: '/sources' },
  { name: 'sources-accuracy', path: '/sources?measure=accuracy' },
  {
    name: 'sources-kind',
    path: '/sources',
    open: (page) => page.getByRole('link', { name: /^Verkkokauppa, (Yhteystiedot|Contact):/ }).click(),
  },
  {
    name: 'sources-events',
    path: '/sources',
    open: async (page) => {
      const made = page.getByText(/^(Kirjoitusavain|Write key)$/).first()
      await made.waitFor()
      await made.scrollIntoViewIfNeeded()
    },
  },
  { name: 'source', path: sourcePath },
  { name: 'source-rows', path: `${sourcePath}?fact=email&measure=validity&side=fails` },
  { name: 'quality', path: '/quality' },
  {
    name: 'quality-causes',
    path: '/quality',
    open: async (page) => {
      await page.route('**/api/v1/quality/causes', (route) => route.fulfill({ json: faultCauses }))
      await page.route('**/api/v1/sources/*/chart?*', (route) => route.fulfill({ json: faultChart }))
      await page.reload()
      await page
        .getByText(/^(Mistä tämä on päätelty|How this was concluded)$/)
        .nth(1)
        .click()
      await page.getByRole('img', { name: /^(Valvontakortti|Control chart)/ }).waitFor()
      await page.unroute('**/api/v1/quality/causes')
      await page.unroute('**/api/v1/sources/*/chart?*')
    },
  },
  { name: 'account', path: '/settings' },
  {
    name: 'users',
    path: '/settings/users',
    open: (page) => page.getByRole('button', { name: /Kutsu käyttäjä|Invite a user/ }).click(),
  },
  {
    name: 'tokens',
    path: '/settings/tokens',
    open: (page) => page.getByRole('button', { name: /Luo avain|Make a token/ }).click(),
  },
  { name: 'access', path: '/settings/access' },
  { name: 'access-none', path: '/settings/access?to=2020-01-01' },
  {
    name: 'customer-access',
    path: `${customerPath}?tab=history`,
    open: (page) => page.getByRole('button', { name: /^(Kuka on katsonut|Who has looked)$/ }).click(),
  },
  { name: 'cleanup', path: '/cleanup' },
  {
    name: 'cleanup-found',
    path: '/cleanup?field=title',
    open: async (page) => {
      await page.route('**/api/v1/cleanup?*', (route) => route.fulfill({ json: spellings }))
      await page.reload()
      await page.getByRole('checkbox').first().waitFor()
      await page.unroute('**/api/v1/cleanup?*')
    },
  },
  { name: 'audit', path: '/settings/audit' },
  {
    name: 'audit-broken',
    path: '/settings',
    // nobody tampers with the history of these tests: the answer of one that was
    open: async (page) => {
      await page.route('**/api/v1/audit', (route) => route.fulfill({ json: tampered }))
      await page.getByRole('link', { name: /Historian sinetit|Seals of history/ }).click()
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/v1/audit')
    },
  },
  { name: 'missing', path: '/nowhere' },
]
suite('every page in every look', () => {
  for (const look of everyLook) test(look.name, () => lookAtAll(program, storageState, pages, look))

  test('before signing in', async () => {
    for (const path of [
      '/sign-in',
      '/setup#secret-that-is-long-enough',
      '/setup',
      '/invitation#secret-that-is-long-enough',
    ]) {
      const { page, context } = await program.window({ viewport: narrow, bypassCSP: true })
      await page.goto(program.address + path)
      await page.locator('h1').waitFor()
      await settled(page)
      assert.deepEqual(await seriousFaults(page), [], path)
      await context.close()
    }
  })

  test('the words of a page are of one language', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/settings`)
    await page.getByText('English', { exact: true }).click()
    await page.getByRole('link', { name: 'Today' }).click()
    await page.getByRole('heading', { level: 1, name: 'Monday 23 November' }).waitFor()
    await page.getByText('Bought every 3 weeks').waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByText('Suomi', { exact: true }).click()
    await page.getByRole('link', { name: 'Tänään' }).click()
    await page.getByRole('heading', { level: 1, name: 'Maanantai 23. marraskuuta' }).waitFor()
    await context.close()
  })
})
