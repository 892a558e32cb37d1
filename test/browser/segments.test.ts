import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Condition } from '#src/know/segments/contract.ts'
import { ask } from './ask.ts'
import { fixture, importFiles, openProgram, settled } from './program.ts'

// Segments as people make them: a sentence written by keyboard, whom it fits, and who comes and goes.

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const { page: first, context: firstContext } = await program.window({ storageState })
await importFiles(first, program.address, 'Verkkokauppa', [fixture('asiakkaat.csv'), fixture('tilaukset.csv')])
await firstContext.close()

const focused = (page: Page) =>
  page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
/** The lines of the sentence as they are read, without what only stands there to be changed. */
const lines = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('[data-item] [data-line]')].map((line) =>
    [...line.children].map((part) => {
      const word = part.matches('[data-slot]') ? part.firstElementChild : part
      if (!word || (word.querySelector?.('select') && getComputedStyle(word).textDecorationLine === 'none')) return ''
      const input = part.querySelector('input')
      return input ? input.value : (part.querySelector('bdi') ?? part).textContent
    }).filter(Boolean).join(' '))`)
const figure = (page: Page) => page.getByRole('complementary', { name: 'Osuu nyt' }).getByRole('status')

suite('a segment by keyboard alone', () => {
  test('is written, nested, turned, undone and kept', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/segments/new`)
    const key = (name: string) => page.keyboard.press(name)
    const type = (text: string) => page.keyboard.type(text)
    await page.getByRole('combobox', { name: 'Kenttä' }).waitFor()
    await page.getByText('Etsi tieto').or(page.getByPlaceholder('Etsi tieto')).first().waitFor()
    // from the skip link on: no mouse
    for (let i = 0; i < 40 && (await focused(page)) !== 'Kenttä'; i++) await key('Tab')
    await type('osto')
    await page.getByRole('option', { name: /^Osto on/ }).waitFor()
    await key('Enter')
    await figure(page).getByText('6').or(figure(page).getByText(/\d/)).first().waitFor()
    await key('Control+Enter')
    await type('postitoimi')
    await key('Enter')
    await type('Tampere')
    await key('Control+Enter')
    await type('asiointi')
    await key('Enter')
    await type('fi')
    assert.deepEqual(await lines(page), [
      'Asiakas on ostanut ainakin kerran viimeisten 90 päivän aikana',
      'ja postitoimipaikka on Tampere',
      'ja asiointikieli on fi',
    ])
    // Esc takes the line; there the arrows indent, O turns and into or, N the opposite
    await key('Escape')
    assert.match(await focused(page), /^Ehdon toiminnot: ja asiointikieli/)
    await key('ArrowRight')
    assert.deepEqual(await lines(page), [
      'Asiakas on ostanut ainakin kerran viimeisten 90 päivän aikana',
      'ja jokin näistä pitää paikkansa:',
      'postitoimipaikka on Tampere',
      'tai asiointikieli on fi',
    ])
    await program.picture(page, 'segments-keyboard')
    await key('ArrowUp')
    await key('ArrowUp')
    await key('n')
    await page.getByText('mikään näistä pidä paikkaansa').waitFor()
    assert.equal((await lines(page))[1], 'eikä mikään näistä pidä paikkaansa:')
    await key('Control+z')
    assert.equal((await lines(page))[1], 'ja jokin näistä pitää paikkansa:')
    await key('Control+z')
    assert.equal((await lines(page)).length, 3)
    await key('Control+y')
    assert.equal((await lines(page)).length, 4)
    // one is taken away and brought back
    for (let i = 0; i < 60 && !(await focused(page)).startsWith('Ehdon toiminnot: tai'); i++) await key('Tab')
    await key('Delete')
    assert.deepEqual((await lines(page)).slice(1), ['ja postitoimipaikka on Tampere'])
    await key('Control+z')
    assert.equal((await lines(page)).length, 4)
    await page.getByText(/ kaikista 6 asiakkaasta/).waitFor()
    for (let i = 0; i < 60 && (await focused(page)) !== 'Tallenna segmentti'; i++) {
      if ((await page.evaluate('document.activeElement.labels?.[0]?.textContent')) === 'Nimi')
        await type('Tamperelaiset ostajat')
      await key('Tab')
    }
    await key('Enter')
    await page.getByRole('heading', { level: 1, name: 'Tamperelaiset ostajat' }).waitFor()
    await page.getByText(/^Asiakas on ostanut ainakin kerran .* ja \(postitoimipaikka on ”Tampere” tai/).waitFor()
    await page.getByRole('link', { name: 'Matti Möttönen' }).first().waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('what was begun stays in the tab, and is finished after a reload', async () => {
    const { page, context, faults } = await program.window({ storageState })
    const where = encodeURIComponent(JSON.stringify({ field: 'city', op: 'is', value: 'Turku' }))
    await page.goto(`${program.address}/segments/new?where=${where}`)
    await page.getByLabel('Nimi').fill('Turkulaiset')
    await page.getByText(/ kaikista 6 asiakkaasta/).waitFor()
    await page.goto(`${program.address}/segments/new`)
    assert.equal(await page.getByLabel('Nimi').inputValue(), 'Turkulaiset')
    await page.getByText('postitoimipaikka').first().waitFor()
    assert.deepEqual(await lines(page), ['Asiakkaan postitoimipaikka on Turku'])
    assert.deepEqual(faults, [])
    await context.close()
  })
})

suite('a segment that is kept', () => {
  test('its count moves when a purchase arrives, and tells who came', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/segments`)
    const condition: Condition = {
      happened: 'purchase',
      where: [{ field: 'productName', op: 'is', value: 'Retkituoli' }],
      op: 'atLeast',
      value: 1,
    }
    const { id } = (await ask(page, 'POST', '/segments', { name: 'Retkituolin ostajat', condition, shared: true })) as {
      id: string
    }
    await page.goto(`${program.address}/segments/${id}`)
    await page.getByText('Segmentissä ei ole ketään.').waitFor()
    await settled(page)
    await ask(page, 'PUT', `/records/purchases/K-1?source=Verkkokauppa`, {
      customerRef: '1002',
      at: '2026-11-23T10:30:00+02:00',
      total: 49,
      currency: 'EUR',
      lines: [{ sku: 'RT-1', description: 'Retkituoli', quantity: 1, unitPrice: 49 }],
    })
    await page.getByRole('link', { name: 'Aino Kärki' }).first().waitFor()
    await page.getByText('tuli mukaan').waitFor()
    // and on her own page, with the reason
    await page.getByRole('link', { name: 'Aino Kärki' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Aino Kärki' }).waitFor()
    await page.getByRole('button', { name: 'Miksi mukana: Retkituolin ostajat' }).click()
    await page.getByText('Asiakas on ostanut tuotetta Retkituoli ainakin kerran').waitFor()
    await page.locator('li[data-holds=true]').waitFor()
    await page.locator('li[data-holds=true]').scrollIntoViewIfNeeded()
    await program.picture(page, 'segments-of-customer')
    assert.deepEqual(faults, [])
    await context.close()
  })
})

suite('a list from a file', () => {
  test('finds whom it names, and shows the rows that fit nobody', async () => {
    const { page, context, faults } = await program.window({ storageState })
    await page.goto(`${program.address}/segments`)
    await page.getByRole('button', { name: 'Lista tiedostosta tai tunnuksista' }).click()
    await page.getByLabel('Nimi').fill('Messuilla tavatut')
    const rows = [
      'Sähköposti',
      'matti.mottonen@example.fi',
      'aino.karki@example.fi',
      'ei.kukaan@example.fi',
      '=HYPERLINK("x")',
    ]
    await page.locator('input[type=file]').setInputFiles({
      name: 'messut.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\n')),
    })
    await page.getByRole('button', { name: 'Tee lista' }).click()
    await page.getByText('Listalle löytyi 2 asiakasta.').waitFor()
    await page.getByText('2 riviä ei osunut kehenkään').waitFor()
    await page.getByRole('cell', { name: 'ei.kukaan@example.fi' }).waitFor()
    await program.picture(page, 'segments-file-read')
    await page.getByRole('button', { name: 'Avaa lista' }).click()
    await page.getByRole('heading', { level: 1, name: 'Messuilla tavatut' }).waitFor()
    await page.getByRole('link', { name: 'Matti Möttönen' }).first().waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })
})
