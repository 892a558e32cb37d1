import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { lookedAround } from './looks.ts'
import { importFiles, openProgram } from './program.ts'

// S-duplicates: one person in three systems is found, looked at side by side, merged by the keyboard and taken back.

const program = await openProgram()
const storageState = await program.signedIn()
const folder = mkdtempSync(join(tmpdir(), 'kauppias-duplicates-'))
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
const given = 'Aino Eero Helmi Onni Sofia Leo Ellen Väinö Lumi Oliver Kerttu Noel Saga Elias Hilda Otto'.split(' ')
const family = 'Korhonen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Saarinen'.split(
  ' ',
)
let state = 11
const any = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const shop = ['asiakasnumero;nimi;sähköposti;puhelin;syntymäaika;katuosoite;postinumero;postitoimipaikka']
for (let i = 0; i < 300; i++) {
  const [g, f] = [given[any(given.length)]!, family[any(family.length)]!]
  const mail = `${g}.${f}${any(900)}@example.fi`.toLowerCase().replaceAll('ä', 'a').replaceAll('ö', 'o')
  const rest = `04${any(6)} ${1_000_000 + any(9_000_000)};${1 + any(28)}.${1 + any(12)}.${1940 + any(60)};Kotikatu ${1 + any(90)};33${any(10)}00;Tampere`
  shop.push(`A${i};${g} ${f};${mail};${rest}`)
  if (i % 30 === 4) shop.push(`B${i};${f} ${g};;${rest}`)
}
shop.push('L1;Liisa Virtanen;liisa.virtanen@posti.example;040 555 0199;12.3.1981;Mäntytie 12 B 4;00530;Helsinki')
const debtors = [
  'asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka',
  '5002;L. Virtanen-Korhonen;liisa.v@tyo.example;+358405550199;Mäntytie 12 B 4;00530;Helsinki',
  '5003;<img src=x onerror=alert(1)>;outo@tyo.example;0405550199;Mäntytie 12 B 4;00530;Helsinki',
]

const pictures = (name: string) => lookedAround(program, page, `duplicates-${name}`, { whole: true })
const queue = page.getByRole('navigation', { name: 'Mahdolliset päällekkäiset' })
const liisa = queue.getByRole('link', { name: /L\. Virtanen-Korhonen/ })

suite('duplicates', () => {
  test('before the first search the page says what to do', async () => {
    await importFiles(page, program.address, 'Verkkokauppa', [file('kauppa.csv', shop)])
    await importFiles(page, program.address, 'Laskutus', [file('laskutus.csv', debtors)])
    await page.goto(`${program.address}/duplicates`)
    await page.getByText('Päällekkäisiä ei ole vielä haettu.').waitFor()
    await pictures('never')
    await page.getByRole('button', { name: 'Hae päällekkäiset' }).click()
    await liisa.waitFor({ timeout: 60_000 })
  })

  test('one person in three systems stands side by side, with what speaks for it', async () => {
    await liisa.click()
    await page.getByRole('columnheader', { name: /L\. Virtanen-Korhonen/ }).waitFor()
    await page.getByText('Etunimi: sama alkukirjain').first().waitFor()
    await page.getByText('Puhelin: sama').first().waitFor()
    await pictures('group')
  })

  test('decided by the keyboard, and taken back', async () => {
    const out = page.getByRole('checkbox', { name: /<img/ })
    if (await out.isVisible()) await out.uncheck()
    await page.keyboard.press('s')
    await page
      .getByRole('status')
      .getByText(/^Yhdistetty: .*Virtanen/)
      .waitFor()
    await pictures('merged')
    await page.keyboard.press('u')
    await page
      .getByRole('status')
      .getByText(/^Peruttu: /)
      .waitFor()
    await liisa.click()
    await page.getByRole('columnheader', { name: /L\. Virtanen-Korhonen/ }).waitFor()
    await page.keyboard.press('l')
    await page
      .getByRole('status')
      .getByText(/^Siirretty myöhemmäksi/)
      .waitFor()
    const before = await queue.locator('[aria-current]').textContent()
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    assert.ok(before)
  })

  test('not the same is remembered, and stands among the decisions', async () => {
    await queue.getByRole('link').first().click()
    await page.getByRole('button', { name: /^Eri asiakkaat/ }).click()
    await page
      .getByRole('status')
      .getByText(/^Muistetaan eri asiakkaiksi/)
      .waitFor()
    await page.getByText('Päätökset', { exact: true }).click()
    await page
      .getByRole('row', { name: /Eri asiakkaat/ })
      .first()
      .waitFor()
    await pictures('decisions')
  })

  test('a customer page names who it may be too', async () => {
    await page.goto(`${program.address}/customers?sort=name`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('virtanen-korhonen')
    await page
      .getByRole('option', { name: /Virtanen-Korhonen/ })
      .first()
      .click()
    await page.getByText('Voi olla sama asiakas kuin').waitFor()
    await pictures('customer')
    await page.getByRole('link', { name: 'Vertaa' }).click()
    await page.getByText('Mistä arvio tulee').waitFor()
  })

  test('what was learned is shown, and merging without asking wants a look first', async () => {
    await page.goto(`${program.address}/duplicates`)
    await page.getByText('Haku ja malli', { exact: true }).click()
    await page.getByText('Mitään ei yhdistetä kysymättä.').first().waitFor()
    await page.getByText('Mitä opittiin').first().click()
    await pictures('model')
    await page.getByRole('button', { name: 'Yhdistä varmat kysymättä…' }).first().click()
    const confirm = page.getByRole('button', { name: 'Ota käyttöön' })
    await page.getByText('Katsoin näytteen').waitFor()
    assert.equal(await confirm.isDisabled(), true)
    await pictures('sample')
    await page.getByLabel(/Katsoin näytteen/).check()
    await confirm.click()
    await page.getByText(/^Varmat parit yhdistetään kysymättä/).waitFor()
    await page.getByRole('button', { name: 'Hae uudelleen' }).click()
    await page.getByText(/joista yhdistettiin \d+/).waitFor({ timeout: 60_000 })
    assert.deepEqual(faults, [])
  })
})
