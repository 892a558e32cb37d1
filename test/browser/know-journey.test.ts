import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Locator } from 'playwright-core'
import { sql } from '#src/platform/db/index.ts'
import { ask } from './ask.ts'
import { importFiles, openProgram, settled } from './program.ts'

// The journey of "know": a file of purchases, a segment in words, its count moving with a purchase by API, somebody on the list, why, and done.

const real = fileURLToPath(
  new URL('../../../shared/data/transactions-online-retail/online_retail_until_2011-09-09.csv.gz', import.meta.url),
)
/** The day after the last purchase of the file. */
const today = '2011-09-10T06:00:00Z'

/** Every tenth customer of Online Retail, whole. */
function onlineRetail(): string[] {
  const [header, ...lines] = gunzipSync(readFileSync(real)).toString().split(/\r?\n/)
  const customer = header!.split(',').indexOf('CustomerID')
  // descriptions may hold commas within quotes, of which the customer stands behind
  const fromEnd = header!.split(',').length - customer
  return [header!, ...lines.filter((line) => /\d7(?:\.0)?$/.test(line.split(',').at(-fromEnd) ?? ''))]
}

/** Sixty customers who each buy at their own pace up to a day of their own. */
function ownShop(): string[] {
  const lines = ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country']
  for (let who = 0; who < 60; who++) {
    const pace = 7 + (who % 9) * 4
    const until = 282 - (who % 5) * 40
    for (let day = who % 11, n = 0; day <= until; day += pace, n++) {
      const at = new Date(Date.UTC(2010, 11, 1 + day, 9, 30)).toISOString().slice(0, 16).replace('T', ' ')
      lines.push(
        `${500_000 + who * 100 + n},85123A,WHITE HANGING HEART,${1 + (who % 4)},${at},2.55,${12_000 + who},Finland`,
      )
    }
  }
  return lines
}

const numberOf = async (figure: Locator) => Number((await figure.textContent())!.replace(/\D/g, ''))
/** A figure in Finnish, alone in its place. */
const exactly = (n: number) => new RegExp(`^${n.toLocaleString('fi').replace(/\D/g, '\\s')}$`)

journey('a shop of our own', 'oma', ownShop)
journey('Online Retail', 'online-retail', existsSync(real) ? onlineRetail : undefined)

function journey(shop: string, picture: string, linesOf: (() => string[]) | undefined): void {
  test(`from purchases to a person: ${shop}`, { timeout: 280_000 }, async (t) => {
    if (!linesOf) {
      console.log('Online Retail is not beside the repository: only the shop of our own is walked through')
      return t.skip('no ../shared/data')
    }
    const program = await openProgram()
    const folder = mkdtempSync(join(tmpdir(), 'kauppias-know-'))
    t.after(async () => {
      await program.close()
      rmSync(folder, { recursive: true, force: true })
    })
    program.clock.set(today)
    const { page, faults } = await program.window({ storageState: await program.signedIn() })
    page.setDefaultTimeout(90_000)

    // the file of purchases comes in
    const file = join(folder, 'ostot.csv')
    writeFileSync(file, `${linesOf().join('\n')}\n`)
    await importFiles(page, program.address, 'Verkkokauppa', [file])

    // a segment is made in words
    await page.goto(`${program.address}/segments/new`)
    await page.getByRole('combobox', { name: 'Kenttä' }).click()
    await page.keyboard.type('osto')
    await page.getByRole('option', { name: /^Osto on/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(/ kaikista [\d\s]+ asiakkaasta/).waitFor()
    const counted = page.getByRole('complementary', { name: 'Osuu nyt' }).getByRole('status').locator('strong')
    const before = await numberOf(counted)
    assert.ok(before > 0)
    await page.getByLabel('Nimi').fill('Viime aikoina ostaneet')
    await page.getByRole('button', { name: 'Tallenna segmentti' }).click()
    await page.getByRole('heading', { level: 1, name: 'Viime aikoina ostaneet' }).waitFor()
    await page.getByText(/^Asiakas on ostanut ainakin kerran viimeisten 90 päivän aikana/).waitFor()
    const size = page.getByRole('region', { name: 'Nyt mukana' }).getByRole('status')
    await size.filter({ hasText: exactly(before) }).waitFor()
    await settled(page)

    // a purchase by API brings somebody in before the eyes: nothing is reloaded
    const silent = await program.db.one(sql<{ id: string; ref: string }>`
      select r.customer_id as id, split_part(i.value, '|', 1) as ref from know.rollup r
      join clean.identifier i on i.customer_id = r.customer_id and i.kind = 'external'
      where r.last_purchase < '2011-05-01' order by i.value limit 1`)
    await page.evaluate('window.here = true')
    await ask(page, 'PUT', '/records/purchases/API-1?source=Verkkokauppa', {
      customerRef: silent.ref,
      at: '2011-09-10T08:30:00+03:00',
      total: 49,
      currency: 'EUR',
    })
    await size.filter({ hasText: exactly(before + 1) }).waitFor()
    const came = page.getByRole('listitem').filter({ hasText: 'tuli mukaan' })
    await came.locator(`a[href*="${silent.id}"]`).waitFor()
    assert.equal(await page.evaluate('window.here'), true)

    // and on that person's page the segment says why
    await came.locator(`a[href*="${silent.id}"]`).click()
    await page.getByRole('button', { name: 'Miksi mukana: Viime aikoina ostaneet' }).click()
    await page.locator('li[data-holds=true]').getByText('Asiakas on ostanut ainakin kerran').waitFor()

    // somebody on the list of the day, and why
    await page.getByRole('link', { name: 'Tänään', exact: true }).click()
    const list = page.getByRole('region', { name: 'Kauppiaan lista' })
    const names = list.getByRole('listitem').getByRole('heading').getByRole('link')
    const name = (await names.first().textContent())!
    await settled(page)
    await program.picture(page, `know-journey-today-${picture}`)
    await names.first().click()
    const standing = page.getByRole('region', { name: 'Tämän päivän listalla, koska' })
    await standing
      .getByText(/viimeksi|ostokerta|asiakkaana|Ostaa|Ostokset|Hiljaisuus/)
      .first()
      .waitFor()

    // marked as done, with how it went and what was agreed
    await standing.getByRole('button', { name: 'Valmis' }).click()
    await standing.getByText('Tavoitin', { exact: true }).click()
    await standing.getByRole('textbox', { name: 'Muistiinpano' }).fill('Tilaa ensi viikolla.')
    await program.picture(page, `know-journey-person-${picture}`)
    await standing.getByRole('button', { name: 'Merkitse valmiiksi' }).click()
    await page.getByText(`Hoidettu: ${name}.`).waitFor()
    await page.getByRole('region', { name: 'Tapahtumat' }).getByText('Tilaa ensi viikolla.').waitFor()
    await page.getByRole('link', { name: 'Tänään', exact: true }).click()
    await list.getByText('Tänään hoidettu 1').click()
    await list.getByText(/Tavoitin · /).waitFor()
    await names.filter({ hasText: name }).waitFor({ state: 'detached' })
    assert.deepEqual(faults, [])
  })
}
