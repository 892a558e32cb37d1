import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { fixture, makeAdministrator, narrow, openProgram, wide } from './program.ts'

// The first hour of a company, in Finnish: from the one-time link to a note and a wish on a customer's page.

const program = await openProgram()
const { page, faults } = await program.window()
after(() => program.close())

/** A picture of the page as a person sees it on a desk and on a phone. */
async function pictures(name: string): Promise<void> {
  await program.picture(page, `journey-${name}-1440`)
  await page.setViewportSize(narrow)
  await program.picture(page, `journey-${name}-390`)
  await page.setViewportSize(wide)
}

/** Drops files as a person does from a folder on the desk. */
async function drop(on: Page, zone: string, names: readonly string[]): Promise<void> {
  const files = names.map((name) => ({ name, text: readFileSync(fixture(name), 'utf8') }))
  const dropped = await on.evaluateHandle(
    `(() => { const all = new DataTransfer(); for (const { name, text } of ${JSON.stringify(files)}) all.items.add(new File([text], name)); return all })()`,
  )
  await on.getByText(zone).dispatchEvent('drop', { dataTransfer: dropped })
}

suite('the first hour', () => {
  test('the one-time link makes the first administrator, once', async () => {
    await page.goto(program.firstLink)
    await makeAdministrator(page)
    assert.equal(await page.evaluate('location.hash + location.pathname'), '/', 'the secret has left the address')
    await pictures('first-day')
    const { page: other, context } = await program.window()
    await other.goto(program.firstLink)
    await other.getByLabel('Nimi').fill('Joku Muu')
    await other.getByLabel('Sähköposti').fill('joku.muu@example.fi')
    await other.getByRole('textbox', { name: 'Salasana' }).fill('toinen hyvä pitkä lause')
    await other.getByRole('button', { name: 'Luo tili ja aloita' }).click()
    await other.getByText('Linkki on jo käytetty tai vanhentunut.').waitFor()
    await context.close()
  })

  test('dropped files are recognised before anything is saved', async () => {
    await page.getByRole('link', { name: 'Tuo ensimmäinen tiedosto' }).click()
    await drop(page, 'Pudota tiedostot tähän', ['asiakkaat.csv', 'tilaukset.csv'])
    await page.getByLabel('Mistä tiedot ovat').fill('Verkkokauppa')
    await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
    await page.getByText('Mitään ei ole vielä tallennettu.').waitFor()
    const kinds = page.getByLabel('Rivit ovat')
    assert.deepEqual([await kinds.nth(0).inputValue(), await kinds.nth(1).inputValue()], ['customer', 'purchase'])
    assert.equal(await page.getByLabel('Erotin').first().inputValue(), ';')
    await page.getByRole('cell', { name: 'matti.mottonen@example.fi' }).first().waitFor()
    await pictures('plan')
  })

  test('the import runs to a report whose numbers open their rows', async () => {
    await page.getByRole('button', { name: 'Tuo tiedot' }).click()
    await page.getByText('Mihin rivit päätyivät').waitFor()
    await page.getByText('Yhteensä 107 riviä').waitFor()
    await page.getByRole('link', { name: /^Korjattavia 1/ }).click()
    await page.getByRole('cell', { name: /^Päivämäärää ei voi tulkita/ }).waitFor()
    await page.getByRole('cell', { name: 'T-99001' }).waitFor()
    await page.getByText('Sähköpostiosoite ei kelpaa').waitFor()
    await pictures('report')
  })

  test('search finds an inflected name from anywhere', async () => {
    await page.keyboard.press('/')
    await page.getByRole('combobox').fill('Virtasen')
    await page.getByRole('option', { name: 'Liisa Virtanen' }).waitFor()
    assert.equal(await page.getByRole('option').count(), 2)
    await pictures('search')
    await page.getByRole('option', { name: 'Liisa Virtanen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Liisa Virtanen' }).waitFor()
    assert.match(await page.title(), /Liisa Virtanen/)
  })

  test('the page says who, how we stand, and where each value came from', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('0405551234')
    await page.getByRole('option', { name: 'Matti Möttönen' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Matti Möttönen' }).waitFor()
    await page
      .getByRole('button', { name: /Hiipuva ?: Ostaa tavallisesti 3 viikon välein, mutta viimeksi 10 viikkoa sitten/ })
      .waitFor()
    const contact = page.getByRole('complementary', { name: 'Yhteystiedot' })
    await contact.getByText('040 555 1234').waitFor()
    await contact.getByText('Verkkokauppa, 23.11., vahvistamatta').first().waitFor()
    await page.getByText('odotettu, ei toteutunut').first().waitFor()
    await page
      .getByRole('button', { name: /Näytä rivit/ })
      .first()
      .click()
    await page.getByRole('columnheader', { name: 'À-hinta' }).waitFor()
    await pictures('customer')
  })

  test('a note and a wish are written in place and stay', async () => {
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Muistiinpano' }).fill('Soitetaan laskusta torstaina.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('region', { name: 'Tapahtumat' }).getByText('Soitetaan laskusta torstaina.').waitFor()
    await page.getByRole('form', { name: 'Kirjaa tapahtuma' }).waitFor({ state: 'detached' })
    await page.keyboard.press('w')
    await page.getByRole('textbox', { name: 'Toive' }).fill('Toivoi tummapaahtoa kilon pusseissa.')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await page.getByRole('form', { name: 'Kirjaa tapahtuma' }).waitFor({ state: 'detached' })
    await pictures('written')
    await page.reload()
    await page.getByText('Toivoi tummapaahtoa kilon pusseissa.').waitFor()
    await page.getByText('Soitetaan laskusta torstaina.').waitFor()
    await page.getByRole('link', { name: 'Tänään' }).click()
    await page.getByText('Ostanut 3 viikon välein').waitFor()
    await page
      .getByRole('region', { name: 'Kauppiaan lista' })
      .getByText('Toivoi tummapaahtoa kilon pusseissa.')
      .waitFor()
    await pictures('today')
  })

  test('signing out ends the session', async () => {
    await page.getByRole('link', { name: 'Asetukset' }).click()
    await page.getByRole('button', { name: 'Kirjaudu ulos' }).click()
    await page.getByRole('heading', { name: 'Kirjaudu sisään' }).waitFor()
    await page.goto(`${program.address}/customers`)
    await page.getByRole('heading', { name: 'Kirjaudu sisään' }).waitFor()
    assert.deepEqual(faults, [])
  })
})
