import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { seriousFaults } from './looks.ts'
import { fixture, importFiles, narrow, openProgram } from './program.ts'

// Archiving, deleting and changing many, as a steward does it.

/** Nothing serious for a screen reader, nothing to scroll sideways. */
async function usable(page: Page): Promise<void> {
  assert.deepEqual(await seriousFaults(page), [])
  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
}

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const first = await program.window({ storageState })
await importFiles(first.page, program.address, 'Verkkokauppa', [fixture('asiakkaat.csv'), fixture('tilaukset.csv')])
await first.context.close()

suite('customers leave and come back', () => {
  test('picked customers are changed and changed back', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/customers?sort=name`)
    await page.getByRole('table').waitFor()
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('checkbox').nth(2).check()
    await page.getByRole('button', { name: 'Muuta…' }).click()
    await program.picture(page, 'standing-edit')
    await usable(page)
    await page.getByRole('combobox', { name: 'Asiointikieli' }).selectOption('en')
    await page.getByRole('button', { name: 'Muuta', exact: true }).click()
    await page.getByText('2 asiakasta muutettu.').waitFor()
    await program.picture(page, 'standing-edited')
    await usable(page)
    await page.getByRole('button', { name: 'Kumoa' }).click()
    await page.getByText('2 muutosta kumottu.').waitFor()
    await page.getByRole('button', { name: 'Sulje ilmoitus' }).click()
    const rows = await page.getByRole('checkbox').count()
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('button', { name: 'Arkistoi' }).click()
    await page.getByText('1 asiakas arkistoitu.').waitFor()
    await page
      .getByRole('checkbox')
      .nth(rows - 1)
      .waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Kumoa' }).click()
    await page
      .getByRole('checkbox')
      .nth(rows - 1)
      .waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a customer is archived, taken back, and deleted after what goes is named', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('link', { name: 'Matti Möttönen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Matti Möttönen' }).waitFor()
    const choose = async (name: string) => {
      await page.getByRole('button', { name: 'Muut toiminnot' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await choose('Arkistoi')
    await page.getByText(/^Arkistoitu \d/).waitFor()
    await page.getByRole('button', { name: 'Kumoa' }).click()
    await page.getByText(/^Arkistoitu \d/).waitFor({ state: 'detached' })
    await choose('Poista…')
    await page.getByText(/^Verkkokauppa: ostot/).waitFor()
    await program.picture(page, 'standing-delete')
    await usable(page)
    await page.setViewportSize(narrow)
    await program.picture(page, 'standing-delete-390')
    await usable(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Muut toiminnot' }).click()
    await page.getByRole('menuitem', { name: 'Poista…' }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await program.picture(page, 'standing-menu-390')
    await usable(page)
    await page.getByRole('menuitem', { name: 'Poista…' }).click()
    await page.getByRole('button', { name: 'Poista asiakas', exact: true }).click()
    await page.getByText('Poistettu: Matti Möttönen').waitFor()
    await page.goto(`${program.address}/customers`)
    await page.getByRole('link').first().waitFor()
    assert.equal(await page.getByRole('link', { name: 'Matti Möttönen' }).count(), 0)
    assert.deepEqual(faults, [])
    await context.close()
  })
})
