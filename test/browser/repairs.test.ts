import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { importFiles, narrow, openProgram, settled, wide } from './program.ts'

// S-dirty-import: broken e-mails and swapped columns wait with reasons, are mended in the browser and enter.

const program = await openProgram()
const storageState = await program.signedIn()
const folder = mkdtempSync(join(tmpdir(), 'kauppias-repairs-'))
after(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
const { page, faults } = await program.window({ storageState })

const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
const days = Array.from({ length: 40 }, (_, i) => i + 1)
const list = file('tilaajat.csv', [
  'sähköposti;kaupunki',
  ...days.map((n) => `asiakas${n}@example.fi;Turku`),
  'liisa.virtanen(ät)example;Espoo',
  'liisa.virtanen(ät)example;Vantaa',
  'olli.ohman;Oulu',
])
const orders = file('tilaukset.csv', [
  'tilausnumero;asiakasnumero;nimi;päivä;summa',
  ...days.map((n) => `T${n};A${n};Matti Möttönen;${1 + (n % 28)}.10.2026;${n},90`),
  'T91;A91;Aino Laine;13,00;5.11.2026',
  'T92;A92;Pekka Niemi;14,50;6.11.2026',
  'T93;A93;<img src=x onerror=alert(1)>;15,00;7.11.2026',
])

async function pictures(name: string): Promise<void> {
  await settled(page)
  await program.picture(page, `repairs-${name}-1440`)
  await page.setViewportSize(narrow)
  await settled(page)
  await program.picture(page, `repairs-${name}-390`)
  const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.equal(beyond, 0, `${name} scrolls sideways`)
  await page.setViewportSize(wide)
  await settled(page)
}

suite('a dirty file', () => {
  test('leaves its faulty rows waiting, with reasons', async () => {
    await page.goto(`${program.address}/repairs`)
    await page.getByText('Ei korjattavia rivejä.').first().waitFor()
    await pictures('none')
    await importFiles(page, program.address, 'Uutiskirje', [list])
    await importFiles(page, program.address, 'Verkkokauppa', [orders])
    await page.goto(`${program.address}/repairs`)
    await page.getByText('6 riviä odottaa korjausta.').waitFor()
    const causes = page.getByRole('navigation', { name: 'Syyt' })
    await causes.getByText('Päivämäärää ei voi tulkita').waitFor()
    await causes.getByRole('link', { name: /Sähköpostiosoite ei kelpaa/ }).click()
    await page.getByText('Kirjoita osoite muodossa nimi@yritys.fi').waitFor()
    await pictures('causes')
  })

  test('one cell is mended by the keyboard, and all like it with one press', async () => {
    const cell = page.getByRole('gridcell', { name: /liisa\.virtanen/ }).first()
    await cell.click()
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: 'Muokkaa: sähköposti' })
    await field.fill('liisa.virtanen@example.fi')
    await page.keyboard.press('Enter')
    await page.getByText('Sama teksti on 1 muulla rivillä').waitFor()
    await pictures('offer')
    await page.getByRole('button', { name: 'Korjaa kaikki samanlaiset (1)' }).click()
    await page.getByText('1 rivi muutettiin.').waitFor()
    await page.getByRole('button', { name: 'Kumoa' }).click()
    await page.getByText('on taas niin kuin ennen').waitFor()
    const other = page.getByRole('gridcell', { name: /liisa\.virtanen\(ät\)/ }).first()
    await other.click()
    await page.keyboard.press('Enter')
    await field.fill('liisa.virtanen@example.fi')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Tuo kunnossa olevat (2)' }).click()
    await page.getByText('2 riviä tuotiin asiakkaille.').waitFor()
  })

  test('swapped columns are mended by the act that is proposed', async () => {
    await page
      .getByRole('navigation', { name: 'Syyt' })
      .getByRole('link', { name: /Päivämäärää ei voi tulkita/ })
      .click()
    await page.getByRole('button', { name: 'Vaihda ”päivä” ja ”summa” keskenään' }).click()
    await page.getByRole('button', { name: 'Näytä, mitä muuttuisi' }).click()
    await page.getByText('3 riviä muuttuisi, ja niistä 3 olisi kunnossa.').waitFor()
    await pictures('swap')
    await page.getByRole('button', { name: 'Muuta 3 riviä' }).click()
    await page.getByText('3 riviä muutettiin.').waitFor()
    await page.getByRole('button', { name: 'Tuo kunnossa olevat (3)' }).click()
    await page.getByText('3 riviä tuotiin asiakkaille.').waitFor()
    await pictures('after')
  })

  test('a row that nobody can mend is dropped, and comes back', async () => {
    await page.getByText('1 rivi odottaa korjausta.').waitFor()
    await page.getByRole('checkbox', { name: 'Valitse rivi 44' }).click()
    await page.getByRole('button', { name: 'Jätä valitut pois' }).click()
    await page.getByLabel('Miksi (vapaaehtoinen)').fill('Osoite on kadonnut')
    await page.getByRole('button', { name: 'Jätä pois', exact: true }).click()
    await page.getByText('Ei korjattavia rivejä').first().waitFor()
    await page.getByRole('link', { name: 'Pois jätetyt' }).click()
    await page.getByText('Jätetty pois: Osoite on kadonnut').first().waitFor()
    await pictures('dropped')
    await page.getByRole('checkbox', { name: 'Valitse rivi 44' }).click()
    await page.getByRole('button', { name: 'Palauta valitut' }).click()
    await page.getByText('1 rivi odottaa taas korjausta.').waitFor()
  })

  test('what was mended can be looked at, and leads to whom it tells of', async () => {
    await page.getByText('Korjatut', { exact: true }).click()
    await page.getByText('Tuotu').first().waitFor()
    await pictures('mended')
    await page.getByRole('link', { name: 'Aino Laine' }).waitFor()
    assert.equal(await page.getByRole('checkbox').count(), 0)
  })

  test('the customers are there', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('liisa.virtanen@example.fi')
    await page.getByRole('option').first().waitFor()
    await page.getByRole('combobox').fill('Aino Laine')
    await page.getByRole('option', { name: 'Aino Laine' }).click()
    await page.getByRole('heading', { level: 1, name: 'Aino Laine' }).waitFor()
    await page.getByText('13,00').first().waitFor()
    assert.deepEqual(faults, [])
  })
})
