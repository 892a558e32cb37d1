import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { narrow, openProgram, settled, wide } from './program.ts'

// A shop begins to send: its source is made in the browser, a customer's page follows by itself, a bad value is mended.

const program = await openProgram()
after(() => program.close())
const storageState = await program.signedIn()
const { page, faults } = await program.window({ storageState })
let key = ''

async function send(...batch: object[]): Promise<void> {
  const answer = await fetch(`${program.address}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    body: JSON.stringify({ batch }),
  })
  assert.equal(answer.status, 200)
}
async function pictures(name: string): Promise<void> {
  await settled(page)
  await program.picture(page, `events-${name}-1440`)
  await page.setViewportSize(narrow)
  await settled(page)
  await program.picture(page, `events-${name}-390`)
  const beyond = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.equal(beyond, 0, `${name} scrolls sideways`)
  await page.setViewportSize(wide)
  await settled(page)
}

suite('events from a shop', () => {
  test('a source is made in the browser, with a key to copy', async () => {
    await page.goto(`${program.address}/sources`)
    await page.getByRole('button', { name: 'Lisää tapahtumalähde' }).click()
    await page.getByRole('textbox', { name: 'Lähteen nimi' }).fill('Verkkokaupan tapahtumat')
    await page.getByRole('button', { name: 'Lisää', exact: true }).click()
    const shown = page.getByText(/^kpw_/).first()
    await shown.waitFor()
    key = (await shown.textContent())!
    await shown.scrollIntoViewIfNeeded()
    await pictures('source')
  })

  test('a customer page follows by itself, within a second', async (t) => {
    await send({
      type: 'identify',
      messageId: '1',
      userId: 'A-1001',
      timestamp: '2026-11-22T08:00:00Z',
      traits: { firstName: 'Liisa', lastName: 'Virtanen', email: 'liisa.virtanen.example.fi', phone: '040 123 4567' },
    })
    await page.goto(`${program.address}/customers`)
    await page.getByRole('link', { name: 'Liisa Virtanen' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Liisa Virtanen' }).waitFor()
    await settled(page)
    await page.waitForTimeout(1500) // the stream of news opens
    const begun = performance.now()
    await send(
      { type: 'page', messageId: '2', userId: 'A-1001', name: 'Etusivu', timestamp: '2026-11-22T08:01:00Z' },
      { type: 'page', messageId: '3', userId: 'A-1001', name: 'Villasukat', timestamp: '2026-11-22T08:02:00Z' },
      {
        type: 'track',
        messageId: '4',
        userId: 'A-1001',
        event: 'Order Completed',
        timestamp: '2026-11-22T08:10:00Z',
        properties: {
          order_id: 'V-77',
          total: 24.9,
          currency: 'EUR',
          products: [{ sku: 'VS-1', name: 'Villasukat', price: 24.9, quantity: 1 }],
        },
      },
      {
        type: 'track',
        messageId: '5',
        userId: 'A-1001',
        event: 'Email Opened',
        timestamp: '2026-11-22T08:30:00Z',
        properties: { email_id: 'u-11', email_subject: 'Talven uutiset' },
      },
      {
        type: 'track',
        messageId: '6',
        userId: 'A-1001',
        event: 'Product Viewed',
        timestamp: '2026-11-22T08:03:00Z',
        properties: { name: 'Villasukat', price: 24.9 },
      },
    )
    await page.getByText('V-77').first().waitFor()
    t.diagnostic(`on the page after ${Math.round(performance.now() - begun)} ms`)
    await page.getByText('Etusivu, Villasukat').waitFor()
    await page.getByText('Talven uutiset').waitFor()
    await page.getByText('avattu', { exact: true }).waitFor()
    await pictures('customer')
  })

  test('a bad value waits with the bad rows, and enters once mended', async () => {
    await page.goto(`${program.address}/repairs`)
    const cell = page.getByRole('gridcell', { name: /liisa\.virtanen\.example/ }).first()
    await cell.waitFor()
    await pictures('repairs')
    await cell.click()
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Muokkaa: email' }).fill('liisa.virtanen@example.fi')
    await page.keyboard.press('Enter')
    await settled(page)
    await page.getByRole('button', { name: 'Tuo kunnossa olevat (1)' }).click()
    await page.getByText('Ei korjattavia rivejä').first().waitFor()
    await page.goto(`${program.address}/customers`)
    await page.getByRole('link', { name: 'Liisa Virtanen' }).first().click()
    await page.getByText('liisa.virtanen@example.fi').first().waitFor()
    assert.deepEqual(faults, [])
  })
})
