/** Pages as they look to everybody: in both themes and languages, wide and narrow, without a fault for a screen reader and without scrolling sideways. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { narrow, type Program, settled, wide } from './program.ts'

/** A page in a state that a person meets it in: where it is, and what is opened on it. */
export interface State {
  readonly name: string
  readonly path: string
  readonly open?: (page: Page) => Promise<unknown>
}

interface Violation {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}
const axe = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')

/** What stands in the way of those who hear a page or use its keys alone. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    "axe.run(document, { resultTypes: ['violations'] })",
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`)
}

/** `PAGES=customer,past` looks at those only. */
const only = process.env.PAGES?.split(',')
const looks = [
  { theme: 'light', language: 'fi', viewport: wide },
  { theme: 'dark', language: 'fi', viewport: narrow },
  { theme: 'light', language: 'en', viewport: narrow },
  { theme: 'dark', language: 'en', viewport: wide },
] as const

/** Looks at every state, a test for each look. The states are read when the tests run. */
export function inEveryLook(
  program: Program,
  storageState: Awaited<ReturnType<Program['signedIn']>>,
  states: readonly State[],
): void {
  for (const { theme, language, viewport } of looks) {
    test(`${theme}, ${language}, ${viewport.width} px`, async () => {
      const { page, context, faults } = await program.window({
        storageState,
        viewport,
        colorScheme: theme,
        bypassCSP: true,
      })
      await page.goto(`${program.address}/settings`)
      await page.getByText(language === 'fi' ? 'Suomi' : 'English', { exact: true }).click()
      await page.getByRole('heading', { level: 1, name: language === 'fi' ? 'Asetukset' : 'Settings' }).waitFor()
      for (const { name, path, open } of states) {
        if (only && !only.includes(name)) continue
        await page.goto(program.address + path)
        await page.locator('h1, main p').first().waitFor()
        await settled(page)
        await open?.(page)
        await settled(page)
        await program.picture(page, `${name}-${theme}-${language}-${viewport.width}`)
        assert.deepEqual(await seriousFaults(page), [], `${name} for a screen reader`)
        const beyond = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        assert.equal(beyond, 0, `${name} scrolls sideways`)
        assert.equal(await page.evaluate('document.documentElement.lang'), language)
        const dark = theme === 'dark' ? 'rgb(21, 24, 22)' : 'rgb(250, 248, 244)'
        assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), dark)
      }
      assert.deepEqual(faults, [])
      await context.close()
    })
  }
}
