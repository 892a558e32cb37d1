import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { loadDemo } from '#src/cli/demo/load.ts'
import { sql } from '#src/platform/db/index.ts'
import { testContext } from '#test/support/context.ts'
import { ask } from './ask.ts'
import { knowStates, madeOf } from './know-states.ts'
import { everyLook, lookAtAll, type State } from './looks.ts'
import { moment, openProgram } from './program.ts'

// The list of the day, segments, forecasts and what is known of one customer, as they look: before there is anything, and with the made-up company.

const program = await openProgram()
const folder = mkdtempSync(join(tmpdir(), 'kauppias-know-pages-'))
after(async () => {
  await program.close()
  rmSync(folder, { recursive: true, force: true })
})
const storageState = await program.signedIn()

suite('before there is anything', () => {
  const states: State[] = [
    { name: 'today-nothing', path: '/' },
    { name: 'segments-none', path: '/segments' },
    { name: 'insights-none', path: '/insights' },
  ]
  for (const look of everyLook) test(look.name, () => lookAtAll(program, storageState, states, look))
})

/** Has forecasts and suggestions computed, as whoever looks at the page would. */
async function compute(page: Page): Promise<void> {
  await page.goto(`${program.address}/insights`)
  await page.getByRole('button', { name: 'Laske ennusteet' }).click()
  await page.getByRole('heading', { name: 'Asiakaskannan arvo' }).waitFor()
  const panel = page.getByRole('region', { name: 'Tuotesuositukset' })
  await panel.getByRole('button', { name: 'Laske nyt' }).click()
  await panel.getByText(/^Malli 1, laskettu/).waitFor()
}

suite('with the made-up company', () => {
  const states: State[] = []
  test('there is something to look at', async () => {
    await loadDemo(testContext(program.db, { now: moment }), { people: 300, seed: 1, folder })
    const { page, context } = await program.window({ storageState })
    await page.goto(`${program.address}/settings`)
    await page.getByText('Suomi', { exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Asetukset' }).waitFor()
    await compute(page)
    await ask(page, 'POST', '/attention/make')
    const made = await madeOf(page)
    // days that nobody waits for
    for (let back = 70; back > 0; back--) {
      const members = Math.round(40 + 22 * Math.sin(back / 9) + ((back * 7) % 5) - back / 3)
      await program.db.run(sql`
        insert into know.segment_size (segment_id, day, members, entered, "left")
        values (${made.live}, date '2026-11-23' - ${back}::int, ${members}::int, 0, 0) on conflict do nothing`)
    }
    states.push(...knowStates(made))
    await context.close()
  })
  for (const look of everyLook) test(look.name, () => lookAtAll(program, storageState, states, look))
})
