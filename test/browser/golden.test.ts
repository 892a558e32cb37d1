import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { importFiles, narrow, openProgram, settled, wide } from './program.ts'

// Values that stay right: an edit, its sentence in the history, its undo, a pinned value, and a dirtier file that changes nothing.

const program = await openProgram()
const storageState = await program.signedIn()
const { page, faults } = await program.window({ storageState })
const folder = mkdtempSync(join(tmpdir(), 'kauppias-golden-'))
after(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})

const header = 'asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka'
function file(name: string, ...lines: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, [header, ...lines, ''].join('\n'))
  return path
}

async function pictures(on: Page, name: string): Promise<void> {
  await settled(on)
  await program.picture(on, `golden-${name}-1440`)
  await on.setViewportSize(narrow)
  await settled(on)
  await program.picture(on, `golden-${name}-390`)
  await on.setViewportSize(wide)
}

const contact = page.getByRole('complementary', { name: 'Yhteystiedot' })
const toast = (text: string) => page.getByRole('alert').filter({ hasText: text })

suite('golden values', () => {
  test('two sources disagree, and the page says which is in use and why', async () => {
    const first = file(
      'a.csv',
      'A1;Liisa Aalto;liisa@vanha.fi;040 1234567;Kotikatu 2 B 7;33100;Tampere',
      'A2;Olli Orava;olli@orava.fi;;;;',
    )
    await importFiles(page, program.address, 'Verkkokauppa', [first])
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('aalto')
    await page.getByRole('option', { name: 'Liisa Aalto' }).click()
    await contact.getByText('liisa@vanha.fi').waitFor()
  })

  test('an edit in place is a sentence of the history, and is taken back in one click', async () => {
    await page.getByRole('button', { name: 'Muuta: Sähköposti' }).click()
    await page.getByRole('textbox', { name: 'Sähköposti' }).fill('liisa@uusi.fi')
    await page.getByLabel('Miten').selectOption({ label: 'puhelimessa' })
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await contact.getByText('liisa@uusi.fi').waitFor()
    await page.getByRole('link', { name: 'Muutokset' }).click()
    const sentence = 'Joonas Lehto muutti sähköpostin: liisa@vanha.fi → liisa@uusi.fi. Asiakas kertoi puhelimessa.'
    await page.getByText(sentence).waitFor()
    await page.getByText('Verkkokauppa lisäsi asiakkaan.').waitFor()
    await pictures(page, 'history')
    await page.getByRole('button', { name: `Peru muutos: ${sentence}` }).click()
    await contact.getByText('liisa@vanha.fi').waitFor()
    await page.getByText('Joonas Lehto perui muutoksen. Sähköposti: liisa@uusi.fi → liisa@vanha.fi.').waitFor()
  })

  test('the toast of an edit takes it back too', async () => {
    await page.getByRole('button', { name: 'Muuta: Puhelin' }).click()
    await page.getByRole('textbox', { name: 'Puhelin' }).fill('050 7654321')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await contact.getByText('050 765 4321').waitFor()
    await toast('Muutettu').last().getByRole('button', { name: 'Peru' }).click()
    await contact.getByText('040 123 4567').waitFor()
  })

  test('every claim can be looked at, marked right and pinned; a dirtier file changes nothing', async () => {
    await page.getByRole('button', { name: 'Kaikki tiedot ja niiden lähteet' }).click()
    const panel = page.getByRole('dialog', { name: 'Tiedot ja niiden lähteet' })
    await panel.getByRole('button', { name: 'Oikein: 040 123 4567' }).click()
    await panel.getByRole('region', { name: 'Puhelin' }).getByText('vahvistettu puhelimessa').waitFor()
    await panel.getByRole('status').getByRole('button', { name: 'Peru' }).click()
    await panel.getByRole('status').getByText('Peruttu.').waitFor()
    await panel.getByRole('button', { name: 'Oikein: 040 123 4567' }).click()
    await panel.getByRole('status').getByText('Merkitty oikeaksi.').waitFor()
    await panel.getByRole('button', { name: 'Kiinnitä käyttöön: liisa@vanha.fi' }).click()
    await panel.getByText('Kiinnitetty 23.11.').waitFor()
    await pictures(page, 'values')
    await panel.getByRole('button', { name: 'Sulje', exact: true }).click()
    const dirty = file('b.csv', 'A1;Liisa Aalto;halpa@lista.fi;09 111 222;Väärä tie 1;00100;Helsinki')
    await importFiles(page, program.address, 'Verkkokauppa', [dirty])
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('aalto')
    await page.getByRole('option', { name: /Aalto/ }).first().click()
    await contact.getByText('040 123 4567').waitFor()
    await contact.getByText('liisa@vanha.fi').waitFor()
    await page.getByRole('link', { name: 'Muutokset' }).click()
    await page.getByText('Joonas Lehto kiinnitti sähköpostin: liisa@vanha.fi.').waitFor()
    await page
      .getByText('Joonas Lehto merkitsi oikeaksi puhelinnumeron: 040 123 4567. Asiakas vahvisti puhelimessa.')
      .waitFor()
    await page.getByLabel('Tieto').selectOption({ label: 'Puhelin' })
    await page.getByText('Joonas Lehto kiinnitti').waitFor({ state: 'detached' })
    await pictures(page, 'history-filtered')
  })

  test('who is about to be added twice is shown before saving', async () => {
    await page.goto(`${program.address}/customers`)
    await page.getByRole('button', { name: 'Lisää asiakas' }).first().click()
    await page.getByLabel('Nimi', { exact: true }).fill('Orava Olli')
    await page.getByText('ehkä sama: sama nimi').waitFor()
    await page.getByLabel('Sähköposti').fill('olli@orava.fi')
    await page.getByText('varmasti sama: sama sähköposti, sama nimi').waitFor()
    await pictures(page, 'alike')
    await page.getByRole('link', { name: 'Avaa Olli Orava' }).click()
    await page.getByRole('heading', { level: 1, name: 'Olli Orava' }).waitFor()
    assert.deepEqual(faults, [])
  })
})
