/** The pages of imports in the states that a person meets them in, for the pictures of every page. */
import type { Page } from 'playwright-core'
import type { State } from './looks.ts'
import { fixture, importFiles } from './program.ts'

/** A delivery whose telephone numbers are none: more than its source may have wrong. */
const wrong = ['asiakasnumero;nimi;puhelin;sähköposti']
for (let i = 0; i < 80; i++) wrong.push(`X${i};Testi Henkilö ${i};ei puhelinta ${i};x${i}@@example`)

async function upload(
  page: Page,
  address: string,
  source: string,
  file: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0],
) {
  await page.goto(`${address}/imports/new`)
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByLabel('Mistä tiedot ovat').fill(source)
  await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
  await page.getByText('Mitään ei ole vielä tallennettu.').waitFor()
}

/** Makes one import of each state, in Finnish, and returns where they are. */
export async function importStates(page: Page, address: string): Promise<State[]> {
  const here = () => new URL(page.url()).pathname
  const old = fixture('vanha-osoitteisto.csv')
  await importFiles(page, address, 'Osoitteisto', [fixture('asiakkaat.csv')])
  const finished = here()
  await upload(page, address, 'Osoitteisto', old)
  const changed = here()
  await upload(page, address, 'Lehden tilaajat', old)
  const planned = here()
  await upload(page, address, 'Osoitteisto', old)
  await page.getByRole('button', { name: 'Katsoin, kohdistus on oikein' }).click()
  await page.getByRole('button', { name: 'Koeaja tallentamatta' }).click()
  await page.getByText('Tämä oli koeajo').waitFor()
  const tried = here()
  await upload(page, address, 'Messulista', {
    name: 'messut.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(wrong.join('\n')),
  })
  const look = page.getByRole('button', { name: 'Katsoin, kohdistus on oikein' })
  if (await look.isVisible()) await look.click()
  await page.getByRole('button', { name: 'Tuo tiedot' }).click()
  await page.getByText('Tuonti odottaa päätöstäsi.').waitFor()
  const held = here()
  await importFiles(page, address, 'Vanha rekisteri', [fixture('asiakkaat.csv')])
  const undone = here()
  await page.getByRole('button', { name: 'Peru tuonti' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Peru tuonti' }).click()
  await page.getByText('perui tuonnin').waitFor()
  return [
    { name: 'import-plan', path: planned },
    { name: 'import-plan-picker', path: planned, open: (on) => on.getByRole('combobox', { name: /Puhelin/ }).click() },
    {
      name: 'import-plan-column',
      path: planned,
      open: (on) => on.getByRole('button', { name: /^(Muokkaa|Edit): Postitoimipaikka$/ }).click(),
    },
    {
      name: 'import-plan-preview',
      path: planned,
      open: async (on) => {
        await on.getByRole('checkbox', { name: /Vain rivit|Only rows/ }).check()
        await on
          .getByRole('button', { name: /Sähköpostiosoite ei kelpaa|Not a valid e-mail/ })
          .first()
          .scrollIntoViewIfNeeded()
      },
    },
    { name: 'import-changed', path: changed },
    { name: 'import-tried', path: tried },
    {
      name: 'import-effects',
      path: tried,
      open: (on) => on.getByRole('link', { name: /osoite vaihtuisi|another address/ }).click(),
    },
    { name: 'import-held', path: held },
    {
      name: 'import-rollback',
      path: finished,
      open: (on) => on.getByRole('button', { name: /^(Peru tuonti|Roll back)$/ }).click(),
    },
    { name: 'import-rolled-back', path: undone },
  ]
}
