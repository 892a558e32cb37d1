import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { lookedAround } from './looks.ts'
import { importFiles, openProgram } from './program.ts'

// Suggestions: learned from the company's own lines, shown with their reasons, taken off and put back.

const program = await openProgram()
const files = mkdtempSync(join(tmpdir(), 'kauppias-suggestions-'))
after(async () => {
  await program.close()
  rmSync(files, { recursive: true, force: true })
})
const storageState = await program.signedIn()
const { page, faults } = await program.window({ storageState, bypassCSP: true })

const products: Record<string, [string, string, string]> = {
  C: ['Tummapaahtoinen kahvi 500 g', 'Kahvit', '8,90'],
  F: ['Suodatinpaperi 100 kpl', 'Kahvit', '3,50'],
  K: ['Kahvimylly', 'Tarvikkeet', '49,00'],
  T: ['Vihreä tee 100 g', 'Teet', '6,90'],
  P: ['Valurautainen teekannu', 'Teet', '59,00'],
  M: ['Keraaminen muki', 'Tarvikkeet', '14,00'],
}
/** Coffee people and tea people; coffee comes again every three weeks. */
function shop(): string[] {
  const customers = ['Asiakasnumero;Nimi;Kaupunki']
  const orders = ['Tilausnumero;Asiakasnumero;Tilauspäivä;Tuotekoodi;Tuotenimi;Tuoteryhmä;Määrä;Rivisumma']
  let order = 0
  const buy = (who: number, day: string, ...codes: string[]) => {
    order++
    for (const code of codes)
      orders.push(
        [`O${order}`, who, day, code, products[code]![0], products[code]![1], 1, products[code]![2]].join(';'),
      )
  }
  for (let who = 1; who <= 80; who++) {
    customers.push(`${who};${who === 3 ? 'Kaisa Kahvila' : `Asiakas ${who}`};${who % 2 ? 'Turku' : 'Oulu'}`)
    const [main, beside, tool] = who % 2 ? ['C', 'F', 'K'] : ['T', 'P', 'M']
    const knows = who > 6
    buy(who, '2026-09-12', main!, ...(knows && who % 3 === 0 ? [beside!] : []))
    buy(
      who,
      '2026-10-03',
      main!,
      ...(knows && who % 3 === 1 ? [beside!] : []),
      ...(knows && who % 5 === 0 ? [tool!] : []),
    )
    buy(
      who,
      '2026-10-24',
      main!,
      ...(knows && who % 3 !== 0 ? [beside!] : []),
      ...(knows && who % 4 === 0 ? [tool!] : []),
    )
  }
  customers.push('99;Uuno Uusi;Turku')
  return [customers, orders].map((lines, at) => {
    const path = join(files, `${at}.csv`)
    writeFileSync(path, `${lines.join('\n')}\n`)
    return path
  })
}

const pictures = (name: string) => lookedAround(program, page, name)
async function openCustomer(name: string): Promise<void> {
  await page.goto(`${program.address}/customers`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.getByRole('option', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}
const part = () => page.getByRole('region', { name: 'Suositukset' })

suite('suggestions', () => {
  test('before anything is learned, what to buy again is there already', async () => {
    await importFiles(page, program.address, 'Kahvikauppa', shop())
    await openCustomer('Kaisa Kahvila')
    await part().getByText('Uusia tuotteita ei vielä osata suositella.').waitFor()
    await part().getByText('Ostettu 3 kertaa, viimeksi 24.10.').waitFor()
    await part().getByText('Aika ostaa taas').waitFor()
    await part().scrollIntoViewIfNeeded()
    await pictures('suggestions-unlearned')
  })

  test('they are learned on demand, and measured beside simple ways', async () => {
    await page.goto(`${program.address}/insights#suggestions`)
    const panel = page.getByRole('region', { name: 'Tuotesuositukset' })
    await panel.getByRole('button', { name: 'Laske nyt' }).click()
    await panel.getByText(/^Malli 1, laskettu/).waitFor({ timeout: 60_000 })
    await panel.scrollIntoViewIfNeeded()
    await pictures('suggestions-model')
  })

  test('a new product comes with the purchases that speak for it; it is taken off and put back', async () => {
    await openCustomer('Kaisa Kahvila')
    await part().getByText('Suodatinpaperi 100 kpl').waitFor()
    await part().getByText('Perusteena ostot:').first().waitFor()
    await part().getByText('Mistä tämä tulee').click()
    await part().scrollIntoViewIfNeeded()
    await pictures('suggestions')
    await part().getByRole('button', { name: 'Ei tälle: Suodatinpaperi 100 kpl' }).click()
    await page.getByText('Tuotetta ei enää suositella tälle asiakkaalle.').waitFor()
    await part().getByText('Suodatinpaperi 100 kpl').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Kumoa' }).click()
    await part().getByText('Suodatinpaperi 100 kpl').waitFor()
  })

  test('never for anybody, and again, from the page of the model', async () => {
    await part().getByRole('button', { name: 'Ei kenellekään: Suodatinpaperi 100 kpl' }).click()
    await part().getByText('Suodatinpaperi 100 kpl').waitFor({ state: 'detached' })
    await page.goto(`${program.address}/insights#suggestions`)
    const panel = page.getByRole('region', { name: 'Tuotesuositukset' })
    await panel.getByText('Ei suositella kenellekään').scrollIntoViewIfNeeded()
    await pictures('suggestions-silenced')
    await panel.getByRole('button', { name: 'Suosittele taas: Suodatinpaperi 100 kpl' }).click()
    await panel.getByText('Ei suositella kenellekään').waitFor({ state: 'detached' })
  })

  test('who has bought nothing gets favourites of the town, and in English too', async () => {
    await page.goto(`${program.address}/settings`)
    await page.getByText('English', { exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await openCustomer('Uuno Uusi')
    await page.getByText('Favourites in the same town: Turku, 40 customers.').waitFor()
    await page.getByRole('region', { name: 'Suggestions' }).scrollIntoViewIfNeeded()
    await pictures('suggestions-favourites')
    assert.deepEqual(faults, [])
  })
})
