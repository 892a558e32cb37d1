/** Pages as they look to everybody: in both themes and languages, wide and narrow, without a fault for a screen reader and without scrolling sideways. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { narrow, type Program, settled, wide } from './program.ts'

/** How a page is looked at. */
interface Look {
  /** The picture is of the whole page, not of what fits the window. */
  readonly whole?: boolean
  /** A selector of what a screen reader is not asked about. */
  readonly except?: string
}
/** A page in a state that a person meets it in: where it is, and what is opened on it. */
export interface State extends Look {
  readonly name: string
  readonly path: string
  readonly open?: (page: Page, language: 'fi' | 'en') => Promise<unknown>
}

interface Violation {
  id: string
  impact: string
  tags: string[]
  nodes: { html: string; failureSummary: string }[]
}
const axe = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')
const grave = new Set(['serious', 'critical', 'wcag2a', 'wcag2aa'])

/** What stands in the way of those who hear a page or use its keys alone: whatever is serious, and whatever WCAG 2.0 AA forbids. */
export async function seriousFaults(page: Page, { except }: Look = {}): Promise<string[]> {
  await page.evaluate(axe)
  const where = except === undefined ? 'document' : JSON.stringify({ exclude: [except] })
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(${where}, { resultTypes: ['violations'] })`,
  )
  return violations
    .filter(({ impact, tags }) => [impact, ...tags].some((one) => grave.has(one)))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`)
}

/** One look at a page as it is now: a picture, no fault for a screen reader, no scrolling sideways. */
export async function looked(program: Program, page: Page, name: string, look: Look = {}): Promise<void> {
  await settled(page)
  await program.picture(page, name, look.whole)
  assert.deepEqual(await seriousFaults(page, look), [], `${name} for a screen reader`)
  const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.equal(beyond, 0, `${name} scrolls sideways`)
}

/** Looks at a page at both widths and in both themes. The window is wide and light afterwards. */
export async function lookedAround(program: Program, page: Page, name: string, look: Look = {}): Promise<void> {
  for (const viewport of [wide, narrow]) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await looked(program, page, `${name}-${viewport.width}-${colorScheme}`, look)
    }
  }
  await page.setViewportSize(wide)
  await settled(page)
}

/** `PAGES=customer,past` looks at those only. */
const only = process.env.PAGES?.split(',')
interface Surroundings {
  readonly theme: 'light' | 'dark'
  readonly language: 'fi' | 'en'
  readonly viewport: { width: number; height: number }
}
/** Each is a test of its own, made in the file of the tests: the runner counts a test to the file that makes it. */
export const everyLook: readonly (Surroundings & { name: string })[] = (
  [
    { theme: 'light', language: 'fi', viewport: wide },
    { theme: 'dark', language: 'fi', viewport: narrow },
    { theme: 'light', language: 'en', viewport: narrow },
    { theme: 'dark', language: 'en', viewport: wide },
  ] as const
).map((look) => ({ ...look, name: `${look.theme}, ${look.language}, ${look.viewport.width} px` }))

/** Looks at every state in one look. */
export async function lookAtAll(
  program: Program,
  storageState: Awaited<ReturnType<Program['signedIn']>>,
  states: readonly State[],
  { theme, language, viewport }: Surroundings,
): Promise<void> {
  const { page, context, faults } = await program.window({
    storageState,
    viewport,
    colorScheme: theme,
    bypassCSP: true,
  })
  await page.goto(`${program.address}/settings`)
  await page.getByText(language === 'fi' ? 'Suomi' : 'English', { exact: true }).click()
  await page.getByRole('heading', { level: 1, name: language === 'fi' ? 'Asetukset' : 'Settings' }).waitFor()
  for (const { name, path, open, ...look } of states) {
    if (only && !only.includes(name)) continue
    await page.goto(program.address + path)
    await page.locator('h1, main p').first().waitFor()
    await settled(page)
    await open?.(page, language)
    await looked(program, page, `${name}-${theme}-${language}-${viewport.width}`, look)
    assert.equal(await page.evaluate('document.documentElement.lang'), language)
    const dark = theme === 'dark' ? 'rgb(21, 24, 22)' : 'rgb(250, 248, 244)'
    assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), dark)
  }
  assert.deepEqual(faults, [])
  await context.close()
}
