import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { fixture, importFiles, narrow, openProgram, settled, wide } from './program.ts'

// A list kept by hand for years comes in: title lines, another encoding, columns that changed places, addresses that are none.

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const { page, faults } = await program.window({ storageState })
await importFiles(page, program.address, 'Verkkokauppa', [fixture('asiakkaat.csv')])
// Matti has told his number himself: what a list says of it later is worse
await page.evaluate(`(async () => {
  const ask = async (path, init) => (await fetch('/api/v1' + path, init)).json()
  const { customers } = await ask('/customers')
  const { id } = customers.find(({ name }) => name === 'Matti Möttönen')
  const { identity } = await ask('/customers/' + id)
  const headers = { 'content-type': 'application/json', 'if-match': '"' + identity.version + '"' }
  const body = JSON.stringify({ phone: '040 555 0000', saidByCustomer: true })
  await ask('/customers/' + id, { method: 'PATCH', headers, body })
})()`)

async function pictures(name: string): Promise<void> {
  await settled(page)
  await program.picture(page, `imports-${name}-1440`)
  await page.setViewportSize(narrow)
  await settled(page)
  await program.picture(page, `imports-${name}-390`)
  await page.setViewportSize(wide)
}

/** Decides what a column is, with the keyboard alone. */
async function choose(on: Page, column: string, typed: string, chosen: string): Promise<void> {
  const field = on.getByRole('combobox', { name: `Mitä sarake ${column} on` })
  await field.focus()
  await on.keyboard.press('Control+a')
  await on.keyboard.type(typed)
  await on.getByRole('listbox').getByRole('option', { name: chosen, exact: true }).waitFor()
  await on.keyboard.press('Enter')
  await on.getByRole('row', { name: column }).getByText('Päivitetään…').waitFor({ state: 'detached' })
  await settled(on)
  assert.equal(await field.inputValue(), chosen)
  assert.equal(await on.evaluate('document.activeElement.ariaLabel'), `Mitä sarake ${column} on`, 'the focus stays')
}

suite('a messy file in the browser', () => {
  test('it is recognised for what it is', async () => {
    await page.goto(`${program.address}/imports/new`)
    await page.locator('input[type=file]').setInputFiles(fixture('vanha-osoitteisto.csv'))
    await page.getByLabel('Mistä tiedot ovat').fill('Verkkokauppa')
    await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
    await page.getByText('Mitään ei ole vielä tallennettu.').waitFor()
    await page.getByText('Sarakkeet ovat muuttuneet viime kerrasta.').first().waitFor()
    assert.equal(await page.getByRole('button', { name: 'Tuo tiedot' }).isDisabled(), true, 'nobody has looked yet')
    assert.equal(await page.getByLabel('Merkistö').inputValue(), 'windows-1252')
    assert.equal(await page.getByLabel('Erotin').inputValue(), ';')
    assert.equal(await page.getByLabel('Otsikkorivi').inputValue(), '3')
    assert.equal(await page.getByLabel('Rivit ovat').inputValue(), 'customer')
    assert.equal(await page.getByLabel('Päivämäärät').inputValue(), 'dmy')
    await pictures('plan')
  })

  test('columns that changed places are put right by keyboard, and the preview follows', async () => {
    await page.getByRole('columnheader', { name: /^etunimi Etunimi/ }).waitFor()
    await choose(page, 'Etunimi', 'sukun', 'sukunimi')
    await page.getByText('Sarakkeet vaihtoivat paikkaa: Sukunimi on nyt etunimi.').waitFor()
    await page.getByRole('columnheader', { name: /^etunimi Sukunimi/ }).waitFor()
    await choose(page, 'Sähköposti', 'puh', 'puhelin')
    await choose(page, 'Puhelin', 'sähköp', 'sähköposti')
    await choose(page, 'Lupa kirjeisiin', 'lupa: po', 'lupa: posti')
    await page.getByRole('combobox', { name: 'Mitä sarake Pisteet on' }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('a')
    await settled(page)
    await program.picture(page, 'imports-picker-1440')
    await page.keyboard.press('Escape')
  })

  test('words of a column are told what they mean', async () => {
    await page.getByRole('button', { name: 'Muokkaa: Lupa kirjeisiin' }).click()
    const panel = page.getByRole('dialog', { name: 'Lupa kirjeisiin' })
    await panel.waitFor()
    await pictures('panel')
    await panel.getByRole('button', { name: 'Lisää vastine' }).click()
    await panel.getByLabel('Tiedostossa').fill('E')
    await panel.getByLabel('Tarkoittaa').selectOption('no')
    await panel.getByRole('row', { name: 'E ei' }).waitFor()
    await panel.getByRole('button', { name: 'Valmis' }).click()
    await page.getByRole('button', { name: 'Muokkaa: Postitoimipaikka' }).click()
    await page.getByText('Jaa osiin').click()
    await settled(page)
    await program.picture(page, 'imports-panel-split-1440')
    await page.getByRole('button', { name: 'Valmis' }).click()
  })

  test('the preview marks what is wrong in its cell and says what would become of it', async () => {
    await page.getByLabel('Vain rivit, joilla on virheitä').check()
    for (let stops = 0; stops < 20; stops++) {
      await page.keyboard.press('Tab')
      const on = await page.evaluate<string>('document.activeElement.tagName + document.activeElement.textContent')
      if (/^BUTTON.*ei kelpaa/.test(on)) break
    }
    await page.getByRole('tooltip', { name: /arvo jätetään pois, muu rivi tuodaan$/ }).waitFor()
    await pictures('preview')
  })

  test('a dry run says in sentences what would change', async () => {
    await page.getByRole('button', { name: 'Koeaja tallentamatta' }).click()
    await page.getByText('Tämä oli koeajo: mitään ei tallennettu.').waitFor()
    await pictures('dry')
    await page
      .getByRole('link', { name: /pidetään nykyinen/ })
      .first()
      .click()
    await page.getByRole('columnheader', { name: 'Nykyinen' }).waitFor()
    await pictures('dry-rows')
  })

  test('the import runs to a report whose numbers open their rows', async () => {
    await page.getByRole('button', { name: 'Tuo tiedot nyt' }).click()
    await page.getByText('Tämä oli koeajo: mitään ei tallennettu.').waitFor({ state: 'detached' })
    await page.getByText('Mihin rivit päätyivät').waitFor()
    await page.getByRole('link', { name: /^Korjattavia 1/ }).click()
    await page.getByRole('cell', { name: 'ville.virtanen@example.fi' }).waitFor()
    await pictures('report')
  })

  test('what waits for repair is one press away', async () => {
    await page.getByRole('link', { name: 'Korjaa 1 rivi' }).click()
    await page.getByRole('heading', { level: 1, name: 'Korjattavat' }).waitFor()
    await page.goBack()
  })

  test('it is taken back whole, after saying what that touches', async () => {
    await page.getByRole('button', { name: 'Peru tuonti' }).click()
    const panel = page.getByRole('dialog', { name: 'Peru koko tuonti' })
    await panel.getByText('Mihin peruminen koskee').waitFor()
    await pictures('rollback')
    await panel.getByRole('button', { name: 'Peru tuonti' }).click()
    await page.getByText(/^Joonas Lehto perui tuonnin/).waitFor()
    await pictures('rolled-back')
    const left = await page.evaluate<string[]>(`(async () => {
      const ask = async (path) => (await fetch('/api/v1' + path)).json()
      const { customers } = await ask('/customers')
      const matti = await ask('/customers/' + customers.find(({ name }) => name === 'Matti Möttönen').id)
      return [String(customers.length), JSON.stringify(matti)]
    })()`)
    assert.equal(left[0], '6', 'only those stay who were here before')
    assert.match(left[1]!, /\+358405550000/, 'what Matti told himself stays')
    assert.doesNotMatch(left[1]!, /K-1\d\d|358441234567/, 'nothing of the list is left')
    await page.goto(`${program.address}/imports`)
    await page.getByText('vanha-osoitteisto.csv').waitFor()
    await pictures('list')
  })
})

test('the same list comes again as it was mapped', async () => {
  await page.goto(`${program.address}/imports/new`)
  await page.locator('input[type=file]').setInputFiles(fixture('vanha-osoitteisto.csv'))
  await page.getByLabel('Mistä tiedot ovat').fill('Verkkokauppa')
  await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
  await page.getByText('Kohdistus on sama kuin 23.11.').waitFor()
  assert.equal(await page.getByRole('combobox', { name: 'Mitä sarake Lupa kirjeisiin on' }).inputValue(), 'lupa: posti')
  await pictures('again')
})

test('nothing broke on the way', () => assert.deepEqual(faults, []))
