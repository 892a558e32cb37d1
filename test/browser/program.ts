/** The whole program as a person meets it: served, working, on a fresh database, with a browser in front of it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { startApp } from '#src/app.ts'
import { readConfig } from '#src/platform/config.ts'
import type { Db } from '#src/platform/db/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { fixedClock, systemRandom } from '#src/platform/ports/index.ts'
import { launchBrowser } from '#test/support/browser.ts'
import { freshDatabase } from '#test/support/database.ts'
import '#src/pipeline.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pictures = join(root, '.cache', 'screenshots')

export const wide = { width: 1440, height: 900 }
export const narrow = { width: 390, height: 844 }
/** When all of it happens: the fixtures are told from here. */
export const moment = '2026-11-23T09:00:00Z'
export const password = 'neljä sanaa riittää hyvin'
export const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

export interface Program {
  readonly address: string
  /** Where the first administrator is made. */
  readonly firstLink: string
  readonly browser: Browser
  /** What it stands on, for what is told beforehand. */
  readonly db: Db
  /** The program's own clock, which stands still until told; where it keeps its files. */
  readonly clock: ReturnType<typeof fixedClock>
  readonly folder: string
  /** A browser window of its own, in Finnish unless told; what goes wrong on its pages is kept in `faults`. */
  window(options?: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page; faults: string[] }>
  /** Makes the first administrator and returns the signed-in window's state for `storageState`. */
  signedIn(): Promise<NonNullable<BrowserContextOptions['storageState']>>
  /** Keeps a picture in .cache/screenshots for people to look at: of what fits the window, or of the whole page. */
  picture(page: Page, name: string, whole?: boolean): Promise<void>
  close(): Promise<void>
}

/** Starts it, with more of the environment if given; the caller closes it. The web app must be built (`npm test` does it). */
export async function openProgram(env: Readonly<Record<string, string>> = {}): Promise<Program> {
  if (!existsSync(join(root, 'dist', 'web', 'index.html'))) {
    throw new Error('The web app is not built: run "npm test", which builds it first.')
  }
  const db = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-browser-'))
  mkdirSync(pictures, { recursive: true })
  const config = readConfig({ PORT: '0', KAUPPIAS_DATA: folder, ...env })
  const clock = fixedClock(moment)
  const app = await startApp({
    db,
    config,
    clock,
    random: systemRandom,
    log: silentLog,
    serve: true,
    work: true,
  })
  const browser = await launchBrowser()
  const program: Program = {
    address: app.address,
    firstLink: app.firstLink ?? '',
    browser,
    db,
    clock,
    folder,
    window: async (options = {}) => {
      const context = await browser.newContext({
        locale: 'fi-FI',
        timezoneId: 'Europe/Helsinki',
        viewport: wide,
        reducedMotion: 'reduce',
        ...options,
      })
      await context.clock.setFixedTime(moment)
      const page = await context.newPage()
      return { context, page, faults: watch(page) }
    },
    signedIn: async () => {
      const { context, page } = await program.window()
      await page.goto(program.firstLink)
      await makeAdministrator(page)
      const state = await context.storageState()
      await context.close()
      return state
    },
    picture: async (page, name, fullPage = false) => {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage })
    },
    close: async () => {
      await browser.close()
      await app.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return program
}

/** Fills the page of the first administrator, in Finnish, and waits for the first day. */
export async function makeAdministrator(page: Page): Promise<void> {
  await page.getByLabel('Nimi').fill('Joonas Lehto')
  await page.getByLabel('Sähköposti').fill('joonas.lehto@example.fi')
  await page.getByRole('textbox', { name: 'Salasana' }).fill(password)
  await page.getByRole('button', { name: 'Luo tili ja aloita' }).click()
  await page.getByText('Täällä ei ole vielä asiakkaita').waitFor()
}

/** Drops files on the page for a new import, names their source and runs it to its report. */
export async function importFiles(
  page: Page,
  address: string,
  source: string,
  files: readonly string[],
): Promise<void> {
  await page.goto(`${address}/imports/new`)
  await page.locator('input[type=file]').setInputFiles([...files])
  await page.getByLabel('Mistä tiedot ovat').fill(source)
  await page.getByRole('button', { name: 'Lähetä ja katso mitä löytyi' }).click()
  await page.getByRole('button', { name: 'Tuo tiedot' }).click()
  await page.getByText('Mihin rivit päätyivät').waitFor()
}

const asking = new WeakMap<Page, number>()

/** Waits until a page asks for nothing, its fonts are there and nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  for (let still = 0; still < 3; still = (asking.get(page) ?? 0) > 0 ? 0 : still + 1) {
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))')
  }
  await page.evaluate(
    'Promise.all([document.fonts.ready, ...document.getAnimations().map((one) => one.finished.catch(() => {}))])',
  )
}

/** Faults of the page itself: exceptions, refused policies, answers of 500. */
function watch(page: Page): string[] {
  const faults: string[] = []
  const count = (by: number) => () => asking.set(page, (asking.get(page) ?? 0) + by)
  // the stream of changes stays open as long as the page
  const noting = (by: number) => (request: { resourceType(): string }) =>
    request.resourceType() === 'eventsource' ? undefined : count(by)()
  page.on('request', noting(1))
  page.on('requestfinished', noting(-1))
  page.on('requestfailed', noting(-1))
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) faults.push(`console: ${text}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  return faults
}
