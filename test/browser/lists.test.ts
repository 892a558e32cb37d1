import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { fixture, importFiles, narrow, openProgram, settled } from './program.ts'

// Lists as people use them: order, conditions by keyboard, kept views, picked rows, files.

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const { page: first, context: firstContext } = await program.window({ storageState })
await importFiles(first, program.address, 'Verkkokauppa', [fixture('asiakkaat.csv'), fixture('tilaukset.csv')])
await firstContext.close()

const names = (page: Page) => page.locator('tbody tr td a').allInnerTexts()

suite('lists', () => {
  test('conditions are built by keyboard, read as a sentence and stand in the address', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('table').waitFor()
    const everybody = (await names(page)).length
    assert.ok(everybody > 3)
    await page.getByRole('button', { name: 'Rajaa' }).press('Enter')
    await page.getByRole('form', { name: 'Ehdot' }).waitFor()
    await page.getByRole('combobox', { name: 'Kenttä' }).fill('ostoja')
    await page.getByRole('option', { name: 'Ostoja', exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('Vertailu').selectOption('atLeast')
    await page.getByRole('textbox', { name: 'Arvo' }).fill('1')
    await page.getByText(/Ehtoihin osuu \d+ asiakas/).waitFor()
    await page.getByRole('textbox', { name: 'Arvo' }).press('Enter')
    await page.getByText('Asiakkaan ostojen määrä on vähintään 1').waitFor()
    await settled(page)
    const some = (await names(page)).length
    assert.ok(some > 0 && some < everybody, `${some} of ${everybody}`)
    assert.match(page.url(), /where=/)
    await program.picture(page, 'lists-conditions')
    await page.reload()
    await page.getByText('Asiakkaan ostojen määrä on vähintään 1').waitFor()
    await page.getByRole('table').waitFor()
    assert.equal((await names(page)).length, some)
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('an order is chosen by the header', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('button', { name: 'Nimi' }).click()
    await page.getByRole('columnheader', { name: 'Nimi' }).and(page.locator('[aria-sort=ascending]')).waitFor()
    await settled(page)
    const rising = await names(page)
    await page.getByRole('button', { name: 'Nimi' }).click()
    await page.locator('[aria-sort=descending]').waitFor()
    await settled(page)
    assert.deepEqual(await names(page), rising.toReversed())
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a view keeps columns and conditions, and is a tab', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/customers?sort=name`)
    await page.getByRole('button', { name: 'Sarakkeet' }).click()
    await page.getByRole('button', { name: 'Piilota: Vaihe' }).click()
    await page.getByRole('button', { name: 'Näytä: Laji' }).click()
    await program.picture(page, 'lists-columns')
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Laji' }).waitFor()
    assert.equal(await page.getByRole('columnheader', { name: 'Vaihe' }).count(), 0)
    await page.getByRole('button', { name: 'Tallenna näkymä' }).click()
    await page.getByLabel('Nimi').fill('Lajeittain')
    await page.getByLabel('Nimi').press('Enter')
    const tab = page.getByRole('navigation', { name: 'Näkymät' }).getByRole('button', { name: 'Lajeittain' })
    await tab.and(page.locator('[data-on]')).waitFor()
    assert.match(page.url(), /\?view=[0-9a-f-]{36}$/)
    await page.getByRole('columnheader', { name: 'Laji' }).waitFor()
    await program.picture(page, 'lists-view')
    await page.getByRole('button', { name: 'Kaikki', exact: true }).click()
    await page.getByRole('columnheader', { name: 'Vaihe' }).waitFor()
    await tab.click()
    await page.getByRole('button', { name: 'Poista näkymä' }).click()
    await tab.waitFor({ state: 'detached' })
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('picked rows go into a file', async () => {
    const { page, context, faults } = await program.window({ storageState, acceptDownloads: true })
    await page.goto(`${program.address}/customers?sort=name`)
    await page.getByRole('table').waitFor()
    const [someone] = await names(page)
    await page.getByRole('checkbox', { name: `Valitse: ${someone}` }).check()
    await page.getByText('1 valittu').waitFor()
    await program.picture(page, 'lists-picked')
    await page.getByRole('button', { name: 'Vie tiedostoon' }).first().click()
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Vie', exact: true }).click()
    const download = await coming
    assert.match(download.suggestedFilename(), /^asiakkaat-2026-11-23\.csv$/)
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    assert.equal(lines.length, 2)
    assert.ok(lines[1]!.startsWith(someone!), lines[1])
    await page.getByRole('checkbox', { name: 'Valitse kaikki' }).check()
    await page.getByText(/^\d+ valittu$/).waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('every list is a tab away, and on a phone its rows are cards', async () => {
    const { page, context, faults } = await program.window({ storageState, viewport: narrow })
    await page.goto(`${program.address}/customers`)
    for (const [name, path] of [
      ['Ostot', '/purchases'],
      ['Tuotteet', '/products'],
      ['Yhteydenotot', '/contacts'],
    ]) {
      await page.getByRole('navigation', { name: 'Luettelot' }).getByRole('link', { name: name! }).click()
      await page.getByRole('heading', { level: 1, name: name! }).waitFor()
      await settled(page)
      assert.equal(new URL(page.url()).pathname, path)
      await program.picture(page, `lists-${path!.slice(1)}-390`)
    }
    await page.goto(`${program.address}/purchases`)
    await page.getByRole('table').waitFor()
    assert.ok((await page.locator('tbody tr').count()) > 5)
    assert.deepEqual(faults, [])
    await context.close()
  })
})
