import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from './browser.ts'

test('the browser starts, shows a page in Finnish and survives closing a context', async (t) => {
  const browser = await launchBrowser()
  t.after(() => browser.close())
  for (const text of ['Asiakkaat', 'Tänään']) {
    const context = await browser.newContext({ locale: 'fi-FI', timezoneId: 'Europe/Helsinki' })
    const page = await context.newPage()
    // form fields need fonts that headings do not
    await page.setContent(`<h1>${text}</h1><input value="${text}"><input type="password" value="x">`)
    assert.equal(await page.textContent('h1'), text)
    assert.equal(await page.evaluate('navigator.language'), 'fi-FI')
    assert.ok((await page.screenshot()).length > 1000)
    await context.close()
  }
})
