import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { sql } from '#src/platform/db/index.ts'
import { seriousFaults } from './looks.ts'
import { fixture, importFiles, narrow, openProgram, wide } from './program.ts'

// Two customers that are one, as a steward finds them: side by side, merged, an old link, and apart again.

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
await importFiles(first.page, program.address, 'Uutiskirje', [fixture('uutiskirje.csv')])
await first.context.close()
const idOf = async (name: string) =>
  (await program.db.one(sql<{ id: string }>`select id from know.customer where name = ${name}`)).id
const [matti, mottonen] = [await idOf('Matti Möttönen'), await idOf('Matti Mottonen')]

suite('two customers that are one', () => {
  test('are found, looked at side by side, merged, opened by an old link and parted', async () => {
    const { page, context, faults } = await program.window({ storageState })
    const seen = async (name: string) => {
      for (const [width, size] of [
        ['', wide],
        ['-390', narrow],
      ] as const)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(size)
          await page.emulateMedia({ colorScheme })
          await program.picture(page, `merging-${name}${width}${colorScheme === 'dark' ? '-dark' : ''}`)
          await usable(page)
        }
      await page.setViewportSize(wide)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.goto(`${program.address}/customers/${matti}`)
    await page.getByRole('heading', { level: 1, name: 'Matti Möttönen' }).waitFor()
    await page.getByRole('button', { name: 'Muut toiminnot' }).click()
    await page.getByRole('menuitem', { name: 'Yhdistä toiseen asiakkaaseen…' }).click()
    await page.getByLabel('Kuka on sama asiakas?').fill('mattixyz')
    await page.getByText('Muita asiakkaita ei löytynyt.').waitFor()
    await page.getByLabel('Kuka on sama asiakas?').fill('matti')
    await page.getByRole('button', { name: /Matti Mottonen/ }).waitFor()
    await seen('find')
    await page.getByRole('button', { name: /Matti Mottonen/ }).click()
    await page.getByRole('region', { name: 'Asiakkaat rinnakkain' }).waitFor()
    await seen('preview')
    await page.getByRole('button', { name: 'Yhdistä', exact: true }).click()
    await page.getByText('Yhdistetty: Matti Mottonen.').waitFor()
    await page.getByRole('heading', { name: 'Yhdistetyt asiakkaat' }).waitFor()
    await seen('merged')

    await page.goto(`${program.address}/customers/${mottonen}`)
    await page.getByText('Asiakas on yhdistetty tähän. Vanha linkki toi tänne.').waitFor()
    await page.waitForURL(`**/customers/${matti}`)
    await page.getByRole('link', { name: 'Muutokset' }).click()
    await page.getByText(/yhdisti tähän asiakkaan: Matti Mottonen\./).waitFor()
    await seen('history')

    await page.goto(`${program.address}/customers/${matti}?tab=facts`)
    await page.getByRole('button', { name: 'Pura yhdistäminen: Matti Mottonen' }).click()
    await page.getByText(/1 kirjaus palaa/).waitFor()
    await seen('undo')
    await page.getByRole('button', { name: 'Pura yhdistäminen', exact: true }).click()
    await page.getByText('Purettu: Matti Mottonen on taas oma asiakkaansa.').waitFor()
    await page.getByRole('heading', { name: 'Yhdistetyt asiakkaat' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Avaa', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Matti Mottonen' }).waitFor()

    // remembered as not the same: only on purpose
    await page.getByRole('button', { name: 'Muut toiminnot' }).click()
    await page.getByRole('menuitem', { name: 'Yhdistä toiseen asiakkaaseen…' }).click()
    await page.getByLabel('Kuka on sama asiakas?').fill('matti')
    await page.getByRole('button', { name: /Matti Möttönen/ }).click()
    await page.getByText('Nämä on todettu eri asiakkaiksi.').waitFor()
    await seen('apart')
    await page.getByRole('button', { name: 'Yhdistä silti' }).click()
    await page.getByText('Yhdistetty: Matti Möttönen.').waitFor()

    await page.getByRole('button', { name: 'Muut toiminnot' }).click()
    await page.getByRole('menuitem', { name: 'Erota osa omaksi asiakkaaksi…' }).click()
    await page.getByRole('checkbox', { name: /Mottonen/ }).check()
    await seen('split')
    await page.getByRole('button', { name: 'Erota 1 kirjaus' }).click()
    await page.getByText('Erotettu omaksi asiakkaakseen.').waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })
})
