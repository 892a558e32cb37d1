import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { fixture, importFiles, narrow, openProgram, password } from './program.ts'

// By keyboard alone, on a phone, and when things go wrong: nothing that a person wrote is lost.

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const { page: first, context: firstContext } = await program.window({ storageState })
await importFiles(first, program.address, 'Verkkokauppa', [fixture('asiakkaat.csv'), fixture('tilaukset.csv')])
await firstContext.close()

/** The palette finds somebody and Enter opens their page. */
async function openCustomer(page: Page, text: string, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Hae nimellä/ }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type(text)
  await page.getByRole('option', { name }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

const entries = (page: Page) => page.getByRole('region', { name: 'Tapahtumat' })
const finder = (page: Page) => page.getByRole('combobox', { name: /^Hae nimellä/ })
const form = (page: Page) => page.getByRole('form', { name: 'Kirjaa tapahtuma' })

suite('by keyboard', () => {
  test('the palette says what was hit, and arrows choose', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('table', { name: 'Asiakkaat' }).waitFor()
    await page.keyboard.press('/')
    for (const [typed, hit, why] of [
      ['aino.karki@', 'Aino Kärki', 'sähköposti'],
      ['0412223344', 'Aino Kärki', 'puhelin'],
      ['T-88000', 'Matti Möttönen', 'tilaus'],
      ['maki', 'Väinö Mäki', 'nimi ilman pisteitä'],
    ] as const) {
      await finder(page).fill(typed)
      await page.getByRole('option', { name: hit }).getByText(why).waitFor()
    }
    await finder(page).fill('virtanen')
    await page.getByRole('option').nth(1).waitFor()
    const names = await page.getByRole('option').allInnerTexts()
    await page.keyboard.press('ArrowDown')
    assert.equal(await page.getByRole('option').nth(1).getAttribute('aria-selected'), 'true')
    await page.keyboard.press('Enter')
    await page
      .getByRole('heading', { level: 1, name: names[1]!.split('\n')[0]!.replace(/^[A-ZÅÄÖ]{2}\s*/, '') })
      .waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await finder(page).waitFor({ state: 'detached' })
    await context.close()
  })

  test('the first stop of the keyboard leads past the menu', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('table', { name: 'Asiakkaat' }).waitFor()
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Siirry sisältöön')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.match(await page.evaluate<string>('document.activeElement.textContent'), /^Hae nimellä/)
    await context.close()
  })

  test('search and a note on a phone', async () => {
    const { page, context } = await program.window({ storageState, viewport: narrow, hasTouch: true, isMobile: true })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('button', { name: /Nimi, numero/ }).tap()
    await finder(page).fill('Virtasen')
    await page.getByRole('option', { name: 'Liisa Virtanen' }).tap()
    await page.getByRole('heading', { level: 1, name: 'Liisa Virtanen' }).waitFor()
    await page.getByRole('button', { name: 'Muistiinpano' }).tap()
    await page.getByRole('textbox', { name: 'Muistiinpano' }).fill('Kadulla kerrottu: muuttaa keväällä.')
    await page.getByRole('button', { name: 'Tallenna' }).tap()
    await form(page).waitFor({ state: 'detached' })
    await entries(page).getByText('Kadulla kerrottu: muuttaa keväällä.').waitFor()
    await context.close()
  })
})

suite('when things go wrong', () => {
  test('a note outlives a broken line, a reload, and is written once', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await openCustomer(page, 'kärki', 'Aino Kärki')
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Muistiinpano' }).fill('Ei saa kadota.')
    // the server takes it in, but its answer never arrives
    let sent = 0
    await page.route('**/timeline', async (route) => {
      if (route.request().method() !== 'POST' || ++sent > 1) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await page.getByText('Ei tallentunut. Tekstisi on tallessa tässä.').waitFor()
    assert.equal(await page.getByRole('textbox', { name: 'Muistiinpano' }).inputValue(), 'Ei saa kadota.')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await form(page).waitFor({ state: 'detached' })
    await page.reload()
    await entries(page).getByText('Ei saa kadota.').waitFor()
    assert.equal(await entries(page).getByText('Ei saa kadota.').count(), 1)

    await page.keyboard.press('w')
    await page.getByRole('textbox', { name: 'Toive' }).fill('Kesken jäänyt toive')
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('w')
    assert.equal(await page.getByRole('textbox', { name: 'Toive' }).inputValue(), 'Kesken jäänyt toive')
    await context.close()
  })

  test('an ended session is mended over the open page', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await openCustomer(page, 'möttönen', 'Matti Möttönen')
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Muistiinpano' }).fill('Kirjoitettu ennen katkosta.')
    await context.clearCookies()
    await page.getByRole('button', { name: 'Tallenna' }).click()
    const again = page.getByRole('dialog', { name: 'Istunto päättyi' })
    await again.getByLabel('Sähköposti').fill('joonas.lehto@example.fi')
    await again.getByRole('textbox', { name: 'Salasana' }).fill(password)
    await again.getByRole('button', { name: 'Kirjaudu' }).click()
    await again.waitFor({ state: 'hidden' })
    assert.equal(await page.getByRole('textbox', { name: 'Muistiinpano' }).inputValue(), 'Kirjoitettu ennen katkosta.')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await form(page).waitFor({ state: 'detached' })
    await entries(page).getByText('Kirjoitettu ennen katkosta.').waitFor()
    await context.close()
  })

  test('a server away is told calmly, and the page comes back by itself', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('table', { name: 'Asiakkaat' }).waitFor()
    await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'))
    await page.getByRole('link', { name: 'Tuonnit' }).click()
    await page.getByRole('status').getByText('Palvelimeen ei saada yhteyttä.').waitFor()
    // it still is when asked at once, and comes back whether anybody asks or not
    const asked = page.waitForRequest('**/api/v1/**')
    await page.getByRole('status').getByRole('button', { name: 'Yritä uudelleen' }).click()
    await asked
    await page.unroute('**/api/v1/**')
    await page.getByRole('list', { name: 'Tehdyt tuonnit' }).waitFor()
    await page.getByText('Palvelimeen ei saada yhteyttä.').first().waitFor({ state: 'detached' })
    await context.close()
  })

  test('two people change the same address: both texts are there to choose from', async () => {
    const one = await program.window({ storageState })
    const two = await program.window({ storageState })
    for (const { page } of [one, two]) {
      await page.goto(`${program.address}/customers`)
      await openCustomer(page, 'mäki', 'Väinö Mäki')
      await page.getByRole('button', { name: 'Muuta: Puhelin' }).click()
    }
    const phone = (page: Page) => page.getByRole('textbox', { name: 'Puhelin' })
    await phone(one.page).fill('040 111 2222')
    await phone(two.page).fill('040 333 4444')
    await one.page.getByRole('button', { name: 'Tallenna' }).click()
    await one.page.getByText('040 111 2222').waitFor()
    await one.page.getByText('Henkilöstö, 23.11., asiakkaan vahvistama').waitFor()
    await two.page.getByRole('button', { name: 'Tallenna' }).click()
    await two.page.getByText('Tekstisi on tallessa. Valitse, kumpi jää voimaan.').waitFor()
    await two.page.getByText('Nyt voimassa: +358401112222').waitFor()
    assert.equal(await phone(two.page).inputValue(), '040 333 4444')
    await two.page.getByRole('button', { name: 'Tallenna minun' }).click()
    await two.page.getByText('040 333 4444').waitFor()
    await Promise.all([one.context.close(), two.context.close()])
  })

  test('a customer who is here already is named before another is made', async () => {
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('button', { name: 'Lisää asiakas' }).first().click()
    const panel = page.getByRole('dialog', { name: 'Uusi asiakas' })
    await panel.getByLabel('Nimi').fill('M. Möttönen')
    await panel.getByLabel('Puhelin').fill('+358 40 555 1234')
    await panel.getByRole('button', { name: 'Lisää asiakas' }).click()
    await panel.getByRole('link', { name: /Matti Möttönen/ }).waitFor()
    await panel.getByRole('button', { name: 'Sulje' }).click()
    await page.getByRole('button', { name: 'Lisää asiakas' }).first().click()
    assert.equal(await panel.getByLabel('Nimi').inputValue(), 'M. Möttönen', 'the draft is kept')
    await panel.getByRole('button', { name: 'Lisää asiakas' }).click()
    await panel.getByRole('button', { name: 'Ei ole, lisää silti' }).click()
    await page.getByRole('heading', { level: 1, name: 'M. Möttönen' }).waitFor()
    await context.close()
  })
})
