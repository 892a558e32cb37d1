import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { lookedAround } from './looks.ts'
import { importFiles, openProgram } from './program.ts'

// S-morning: the list of the day, acted on by mouse, by keyboard and on a phone.

const program = await openProgram()
const storageState = await program.signedIn()
const folder = mkdtempSync(join(tmpdir(), 'kauppias-today-'))
after(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
const { page, faults } = await program.window({ storageState })

const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
const names = [
  'Salla Hiipuva',
  'Sulo Vaiti',
  'Kaisa Rytmi',
  'Olli Öhman',
  'Veera Valitus',
  'Touko Toive',
  'Paavo Paras',
]
const people = [
  'asiakasnumero;nimi;sähköposti;puhelin',
  ...names.map((name, i) => `A${i};${name};nimi${i}@example.fi;040 12345${10 + i}`),
]
const day = (month: number, of: number) => `${of}.${month}.2026`
const months = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const orders = [
  'tilausnumero;asiakasnumero;päivä;summa',
  ...months.flatMap((m) => [`T0${m};A0;${day(m, 10)};${180 + m},00`, `T1${m};A1;${day(m, 12)};42,00`]),
  ...[...months, 10, 11].map((m) => `T2${m};A2;${day(m, 5)};95,00`),
  ...[...months, 10, 11].map((m) => `T4${m};A4;${day(m, 6)};310,00`),
  ...[9, 10, 11].flatMap((m) => [`T6${m};A6;${day(m, 3)};60,00`, `T6${m}b;A6;${day(m, 18)};60,00`]),
]
const contacts = [
  'tunnus;asiakasnumero;laji;aika;kanava;suunta;aihe;teksti;käsittelijä;tila',
  'Y1;A4;reklamaatio;19.11.2026 16:40;sähköposti;saapunut;Lasku väärin;Laskulla on liittymä, jonka irtisanoin keväällä.;;avoin',
  'Y2;A5;toive;22.11.2026 12:15;käynti;saapunut;Lasten kokoja;Toivoi lasten kokoja talvimallistoon.;Joonas Lehto;avoin',
]

const pictures = (name: string) => lookedAround(program, page, name, { whole: true })

const list = page.getByRole('region', { name: 'Kauppiaan lista' })
const lineOf = (name: string) => list.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })
const notice = list.getByRole('status')

suite('the shopkeeper’s list', () => {
  test('after the first imports it says whom to attend to and why', async () => {
    const files = [file('asiakkaat.csv', people), file('tilaukset.csv', orders), file('yhteydenotot.csv', contacts)]
    await importFiles(page, program.address, 'Kauppa', files)
    await page.goto(program.address)
    await lineOf('Veera Valitus').getByText('Reklamaatio 19.11. odottaa vastausta.').waitFor()
    await lineOf('Salla Hiipuva')
      .getByText(/Ostanut 4 viikon välein .* viimeksi 11 viikkoa sitten\./)
      .waitFor()
    await lineOf('Touko Toive').getByText('Toivoi lasten kokoja talvimallistoon.').waitFor()
    await page.getByText(/ihmistä ansaitsee huomiosi tänään\./).waitFor()
    assert.equal(await lineOf('Kaisa Rytmi').count(), 0)
    await pictures('attention')
  })

  test('the worth says how it was computed', async () => {
    const line = lineOf('Salla Hiipuva')
    await line.getByRole('button', { name: /arvo/ }).click()
    await line.getByText(/Todennäköisyys ostaa|Ennustetta ei ole vielä/).waitFor()
    await line.getByRole('button', { name: /arvo/ }).click()
  })

  test('taken, done with an outcome and a note, seen on the timeline, and undone', async () => {
    const line = lineOf('Salla Hiipuva')
    await line.getByRole('button', { name: 'Ota', exact: true }).click()
    await notice.getByText('Otit: Salla Hiipuva.').waitFor()
    await line.getByText('Sinulla').waitFor()
    await line.getByRole('button', { name: 'Valmis' }).click()
    await line.getByText('Tavoitin', { exact: true }).click()
    await line.getByRole('textbox', { name: 'Muistiinpano' }).fill('Oli matkoilla, tulee perjantaina.')
    await pictures('attention-done')
    await line.getByRole('button', { name: 'Merkitse valmiiksi' }).click()
    await notice.getByText('Hoidettu: Salla Hiipuva.').waitFor()
    await line.waitFor({ state: 'detached' })
    await list.getByText('Tänään hoidettu 1').click()
    await list.getByRole('link', { name: 'Salla Hiipuva' }).click()
    await page.getByText('Oli matkoilla, tulee perjantaina.').waitFor()
    await page.goto(program.address)
    await list.getByText('Tänään hoidettu 1').click()
    await list.getByRole('button', { name: 'Peru', exact: true }).click()
    await lineOf('Salla Hiipuva').getByText('Sinulla').waitFor()
  })

  test('by the keyboard: down, up, put off, not useful, undo', async () => {
    await page.goto(program.address)
    await lineOf('Veera Valitus').waitFor()
    const chosen = list.locator('li[aria-current] h3')
    await page.keyboard.press('j')
    const first = await chosen.textContent()
    await page.keyboard.press('j')
    const second = await chosen.textContent()
    assert.notEqual(first, second)
    await page.keyboard.press('k')
    assert.equal(await chosen.textContent(), first)
    await page.keyboard.press('s')
    await page.getByRole('form', { name: 'Milloin takaisin?' }).waitFor()
    await pictures('attention-put-off')
    await page.keyboard.press('Escape')
    await page.getByRole('form', { name: 'Milloin takaisin?' }).waitFor({ state: 'detached' })
    await page.keyboard.press('s')
    await page.getByRole('button', { name: 'Huomenna' }).click()
    await notice.getByText(/^Siirretty: /).waitFor()
    await page.keyboard.press('u')
    await notice.getByText(/^Peruttu: /).waitFor()
    await page.keyboard.press('j')
    const name = (await chosen.textContent())!.split('\n')[0]!
    await page.keyboard.press('x')
    await notice.getByText(`Selvä: ${name}.`, { exact: false }).waitFor()
    await list.getByText('Mitä lista on oppinut').click()
    await list.getByText('paino 0,75', { exact: false }).waitFor()
    await pictures('attention-learned')
    await list.getByRole('button', { name: 'Unohda' }).click()
    await list.getByText('Ei vielä mitään', { exact: false }).waitFor()
    await page.keyboard.press('u')
    await lineOf(name).waitFor()
  })

  test('a wish written elsewhere brings a line while one looks', async () => {
    const { page: other, context } = await program.window({ storageState })
    await other.goto(`${program.address}/customers`)
    await other.getByRole('link', { name: 'Olli Öhman' }).first().click()
    await other.getByRole('heading', { level: 1, name: 'Olli Öhman' }).waitFor()
    await other.keyboard.press('w')
    await other.getByRole('textbox', { name: 'Toive' }).fill('Iltahuoltoa kello 18 jälkeen.')
    await other.getByRole('button', { name: 'Tallenna' }).click()
    await lineOf('Olli Öhman').getByText('Iltahuoltoa kello 18 jälkeen.').waitFor()
    // and on the customer's own page it stands why
    const standing = other.getByRole('region', { name: 'Tämän päivän listalla, koska' })
    await standing.getByText('Iltahuoltoa kello 18 jälkeen.').waitFor()
    await context.close()
  })

  test('the customer’s page says why they are on the list, with the same acts', async () => {
    await page.goto(program.address)
    await lineOf('Veera Valitus').getByRole('heading').getByRole('link').click()
    const standing = page.getByRole('region', { name: 'Tämän päivän listalla, koska' })
    await standing.getByText('Reklamaatio 19.11. odottaa vastausta.').waitFor()
    await pictures('attention-customer')
    await standing.getByRole('button', { name: 'Ota', exact: true }).click()
    await standing.getByText('Otit: Veera Valitus.').waitFor()
    await standing.getByRole('button', { name: 'Peru' }).click()
    await standing.getByText('Peruttu: Veera Valitus.').waitFor()
  })

  test('everybody’s list tells with whom a line is', async () => {
    await page.goto(program.address)
    await list.getByText('Kaikkien', { exact: true }).click()
    await lineOf('Veera Valitus').waitFor()
    await pictures('attention-team')
    assert.deepEqual(faults, [])
  })
})
