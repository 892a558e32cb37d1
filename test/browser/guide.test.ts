import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { loadDemo } from '#src/cli/demo/load.ts'
import { testContext } from '#test/support/context.ts'
import { ask } from './ask.ts'
import { importFiles, moment, openProgram, settled } from './program.ts'

// What the guide tells, walked through with the made-up company. `node scripts/guide-pictures.ts` takes the guide's pictures from here.

const program = await openProgram()
const folder = mkdtempSync(join(tmpdir(), 'kauppias-guide-'))
after(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
mkdirSync(fileURLToPath(new URL('../../.cache/screenshots/guide', import.meta.url)), { recursive: true })
const storageState = await program.signedIn()
await loadDemo(testContext(program.db, { now: moment }), { people: 300, seed: 1, folder })

const { page, faults } = await program.window({
  storageState,
  colorScheme: 'light',
  viewport: { width: 1440, height: 820 },
})

/** Changes the language of the one who looks. */
const speak = (language: 'fi' | 'en') =>
  page.evaluate(
    `fetch('/api/v1/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"language":"${language}"}' })`,
  )

/** Opens a page in both languages, sees that it tells its story, and keeps its picture. */
async function told(name: string, path: string, story: (page: Page) => Promise<unknown>): Promise<void> {
  // Finnish last, since the walk goes on in it
  for (const language of ['en', 'fi'] as const) {
    await page.goto(program.address)
    await speak(language)
    await page.goto(`${program.address}${path}`)
    await story(page)
    await settled(page)
    assert.equal(await page.evaluate('document.documentElement.lang'), language)
    await program.picture(page, `guide/${language}-${name}`)
  }
}
const here = () => new URL(page.url()).pathname
const contact = page.getByRole('complementary', { name: 'Yhteystiedot' })

async function customer(typed: string, name: string): Promise<string> {
  await page.goto(program.address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(typed)
  await page.getByRole('option', { name }).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  return here()
}
const where = (condition: object) => `/customers?where=${encodeURIComponent(JSON.stringify(condition))}`

suite('the made-up company', () => {
  test('its forecasts and suggestions are made', async () => {
    await page.goto(`${program.address}/insights`)
    await page.getByRole('button', { name: 'Laske ennusteet' }).click()
    await page.getByRole('heading', { name: 'Asiakaskannan arvo' }).waitFor()
    const panel = page.getByRole('region', { name: 'Tuotesuositukset' })
    await panel.getByRole('button', { name: 'Laske nyt' }).click()
    await panel.getByText(/^Malli 1, laskettu/).waitFor()
    await ask(page, 'POST', '/attention/make')
  })

  test('Today tells whom to think of', () =>
    told('today', '/', async (on) => {
      await on.getByRole('heading', { name: /^(Kauppiaan lista|The shopkeeper’s list)$/ }).waitFor()
      await on
        .getByText(/Laskulla on liittymä, jonka irtisanoin keväällä/)
        .first()
        .waitFor()
      await on
        .getByRole('button', { name: /^(arvo n\.|worth about) / })
        .first()
        .waitFor()
    }))

  test('whoever bought every three weeks and stopped is slipping, with the reason', async () => {
    const path = await customer('Savolaisen Hilla', 'Hilla Savolainen')
    await told('slipping', path, async (on) => {
      await on
        .getByRole('button', { name: /^(Hiipuva|Slipping) ?: / })
        .first()
        .waitFor()
      await on
        .getByText(/odotettu, ei toteutunut|expected, did not come/)
        .first()
        .waitFor()
    })
  })

  test('a complaint of a customer of twenty years stands unanswered on his page', async () => {
    const path = await customer('0509009000', 'Matti Möttönen')
    await told('customer', path, async (on) => {
      await on.getByText('Kolme liittymää, yksi lasku väärin').first().waitFor()
      await on.getByText('Kaupan asiakasrekisteri').first().waitFor()
    })
  })

  test('conditions make a list, and the list makes a file', async () => {
    const path = where({
      all: [
        { field: 'purchases', op: 'atLeast', value: 5 },
        { field: 'lastPurchase', op: 'older', value: 60 },
      ],
    })
    await told('list', path, async (on) => {
      await on.getByRole('table').waitFor()
      await on.getByRole('button', { name: /^(Muuta ehtoja|Change the conditions)$/ }).click()
      await on.getByText(/(Ehtoihin osuu|The conditions fit) \d+/).waitFor()
    })
    await told('export', path, async (on) => {
      await on.getByRole('button', { name: /^(Vie tiedostoon|Export)$/ }).click()
      await on.getByRole('dialog', { name: /^(Vie tiedostoon|Export to a file)$/ }).waitFor()
    })
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Vie', exact: true }).click()
    const rows = readFileSync(await (await coming).path(), 'utf8')
    assert.match(rows, /Hilla Savolainen/)
  })

  test('what each source tells, and how well, once it is measured', async () => {
    await page.goto(`${program.address}/sources`)
    await page.getByRole('button', { name: 'Mittaa nyt' }).click()
    await page.getByText(/^Mitattu/).waitFor()
    await told('sources', '/sources', async (on) => {
      for (const source of ['Kaupan asiakasrekisteri', 'Kirjanpito', 'Uutiskirje'])
        await on.getByRole('link', { name: source, exact: true }).waitFor()
    })
  })

  test('what nobody has confirmed is not known, rather than zero', () =>
    told('accuracy', '/sources?measure=accuracy', (on) =>
      on.getByRole('link', { name: /^Kirjanpito, (Yhteystiedot|Contact): (ei tiedossa|not known)/ }).waitFor(),
    ))

  test('two-step sign-in is offered in the settings', () =>
    told('two-step', '/settings', async (on) => {
      await on.getByRole('heading', { name: /^(Kaksivaiheinen kirjautuminen|Two-step sign-in)$/ }).waitFor()
      await on.getByRole('button', { name: /^(Ota käyttöön|Turn on)$/ }).waitFor()
    }))
})

suite('a list from a fair', () => {
  test('is read for what it is, and its columns can be mapped', async () => {
    await page.goto(`${program.address}/imports/new`)
    await page.locator('input[type=file]').setInputFiles(join(folder, 'messulista.csv'))
    await page.getByLabel('Mistä tiedot ovat').fill('Messut')
    await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
    await page.getByText('Mitään ei ole vielä tallennettu.').waitFor()
    await told('plan', here(), async (on) => {
      await on.getByRole('combobox', { name: /Tavattu/ }).waitFor()
      assert.equal(await on.getByLabel(/^(Merkistö|Encoding)$/).inputValue(), 'windows-1252')
      await on.getByText('Messut 2026').waitFor({ state: 'detached' })
    })
  })
})

/** What a section of the guide sets in bold: names of what is to be found on the pages. */
function namedIn(language: 'fi' | 'en', heading: string): string[] {
  const guide = readFileSync(fileURLToPath(new URL(`../../docs/guide/${language}.md`, import.meta.url)), 'utf8')
  const [, section] = guide.split(`\n## ${heading}\n`)
  assert.ok(section, heading)
  return [...section.split('\n## ')[0]!.matchAll(/\*\*(.+?)\*\*/g)].map(([, name]) => name!)
}
/** All that can be read or heard on the page as it stands. */
const wordsOn = (on: Page) =>
  on.evaluate<string>(`document.body.innerText + ' ' +
    [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label')).join(' ')`)
const plain = (text: string) => text.toLocaleLowerCase('fi').replace(/\s+/g, ' ').replaceAll('’', "'")

suite('what the guide names can be found', () => {
  const segment: { id: string } = { id: '' }
  test('once there is a segment', async () => {
    await page.goto(`${program.address}/segments`)
    await page.getByRole('button', { name: 'Lisää: Hiipumassa' }).click()
    await page.getByRole('link', { name: 'Lisätty. Avaa: Hiipumassa' }).click()
    await page.getByRole('heading', { level: 1, name: 'Hiipumassa' }).waitFor()
    segment.id = here()
  })
  test('and everybody is watched', async () => {
    await ask(page, 'POST', '/deviations/run')
    await page.waitForFunction(
      `fetch('/api/v1/deviations/run').then((response) => response.json()).then((run) => run?.state === 'done')`,
      undefined,
      { polling: 200 },
    )
  })

  for (const { language, sections } of [
    { language: 'en', sections: ["Work the shopkeeper's list", 'See what to expect', 'Gather segments'] },
    { language: 'fi', sections: ['Hoida kauppiaan lista', 'Katso, mitä on odotettavissa', 'Kokoa segmenttejä'] },
  ] as const)
    test(`${language}: the list of the day, forecasts and segments`, async () => {
      await page.goto(program.address)
      await speak(language)
      const slipping = await customer('Savolaisen Hilla', 'Hilla Savolainen')
      let all = ''
      for (const path of ['/', '/insights', '/segments', '/segments/new', slipping, segment.id]) {
        await page.goto(`${program.address}${path}`)
        await page.locator('h1').first().waitFor()
        await settled(page)
        const more = page.getByText(/^(Mistä tämä tulee|Where this comes from)$/).first()
        if (path === slipping) await more.click()
        if (path === segment.id) await page.getByRole('button', { name: /^(Toiminnot|Actions)$/ }).click()
        await settled(page)
        all += ` ${plain(await wordsOn(page))}`
      }
      // offered to those who have come after the morning
      const first = language === 'fi' ? 'Ota päivän lista' : 'Take the list of the day'
      for (const heading of sections)
        for (const name of namedIn(language, heading))
          assert.ok(name === first || all.includes(plain(name)), `${heading}: ${name}`)
    })
})

// S-dirty-import: a worse list of people who are known.
suite('a worse list of known people', () => {
  let matti = ''
  let report = ''

  test('a value is marked as right before it comes', async () => {
    matti = await customer('0509009000', 'Matti Möttönen')
    await page.getByRole('button', { name: 'Kaikki tiedot ja niiden lähteet' }).click()
    const panel = page.getByRole('dialog', { name: 'Tiedot ja niiden lähteet' })
    await panel.getByRole('button', { name: 'Oikein: 050 900 9000' }).click()
    await panel.getByRole('region', { name: 'Puhelin' }).getByText('vahvistettu puhelimessa').waitFor()
    await panel.getByRole('button', { name: 'Kiinnitä käyttöön: matti.mottonen@posti.example' }).click()
    await panel.getByText(/^Kiinnitetty 23/).waitFor()
  })

  test('a dry run tells what would change and what would be kept', async () => {
    const [header, ...rows] = readFileSync(join(folder, 'asiakkaat.csv'), 'utf8').trimEnd().split('\r\n')
    const columns = header!.split(';')
    const at = (name: string) => columns.indexOf(name)
    const worse = rows.slice(0, 40).map((row) => {
      const cells = row.split(';')
      cells[at('puhelin')] = '09 111 2222'
      cells[at('katuosoite')] = 'Väärä tie 1'
      return cells.join(';')
    })
    const broken = columns.map((name) => (name === 'sähköposti' ? 'liisa.virtanen(ät)posti' : '')).join(';')
    const path = join(folder, 'vanha-lista.csv')
    writeFileSync(path, [header, ...worse, broken, broken, ''].join('\r\n'))
    await page.goto(`${program.address}/imports/new`)
    await page.locator('input[type=file]').setInputFiles(path)
    await page.getByLabel('Mistä tiedot ovat').fill('Kaupan asiakasrekisteri')
    await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
    await page.getByRole('button', { name: 'Koeaja tallentamatta' }).click()
    await page.getByText('Tämä oli koeajo: mitään ei tallennettu.').waitFor()
    await told('dry-run', here(), async (on) => {
      await on
        .getByText(/pidetään nykyinen|kept as they are/)
        .first()
        .waitFor()
      await on
        .getByText(/osoite vaihtuisi|would get another address/)
        .first()
        .waitFor()
    })
    await importFiles(page, program.address, 'Kaupan asiakasrekisteri', [path])
    report = here()
  })

  test('broken rows wait with their reason, and verified and pinned values stay', async () => {
    await told('repairs', '/repairs', async (on) => {
      await on.getByRole('link', { name: /^(Sähköpostiosoite ei kelpaa|Not a valid e-mail address)/ }).click()
      await on
        .getByText(/nimi@yritys\.fi|name@company\.com/)
        .first()
        .waitFor()
      await on.getByText(/^(2 riviä odottaa korjausta\.|2 rows wait for repair\.)/).waitFor()
      await on.getByText('liisa.virtanen(ät)posti').first().waitFor()
    })
    await page.goto(`${program.address}${matti}`)
    await contact.getByText('050 900 9000').waitFor()
    await contact.getByText('matti.mottonen@posti.example').waitFor()
    await contact.getByText('Väärä tie 1').waitFor()
  })

  test('taken back, it leaves what was told by hand afterwards', async () => {
    await page.getByRole('button', { name: 'Muuta: Sähköposti' }).click()
    await page.getByRole('textbox', { name: 'Sähköposti' }).fill('matti@uusi.example')
    await page.getByRole('button', { name: 'Tallenna' }).click()
    await contact.getByText('matti@uusi.example').waitFor()
    await page.goto(`${program.address}${report}`)
    await page.getByRole('button', { name: 'Peru tuonti' }).click()
    const panel = page.getByRole('dialog', { name: 'Peru koko tuonti' })
    await panel.getByText('2 riviä poistuu Korjattavista').waitFor()
    await program.picture(page, 'guide/fi-rollback')
    await panel.getByText(/käsin teh.* voimaan/).waitFor()
    await panel.getByRole('button', { name: 'Peru tuonti' }).click()
    await page.getByText(/^Joonas Lehto perui tuonnin/).waitFor()
    await told('values', matti, async (on) => {
      const side = on.getByRole('complementary', { name: /^(Yhteystiedot|Contact details)$/ })
      await side.getByText('050 900 9000').waitFor()
      await side.getByText('matti@uusi.example').waitFor()
      await side.getByText('Saabintie 900').waitFor()
      await on
        .getByRole('button', { name: /^(Kaikki tiedot ja niiden lähteet|All details and where they come from)$/ })
        .click()
      await on.getByRole('dialog').getByRole('region').first().waitFor()
    })
    await told('history', `${matti}?tab=history`, (on) =>
      on.getByText(/Joonas Lehto (merkitsi oikeaksi puhelinnumeron|marked the phone number as right)/).waitFor(),
    )
    await page.goto(`${program.address}/repairs`)
    await page.getByText('Ei korjattavia rivejä.').first().waitFor()
  })
})

test('nothing broke on the way', () => assert.deepEqual(faults, []))
