import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { openProvider } from '#test/support/provider.ts'
import { looked } from './looks.ts'
import { moment, narrow, openProgram, password, wide } from './program.ts'

// Signing in with a code of the telephone and by single sign-on, as a person does it.

const provider = await openProvider()
const program = await openProgram({
  KAUPPIAS_OIDC_ISSUER: provider.issuer,
  KAUPPIAS_OIDC_CLIENT_ID: 'kauppias',
  KAUPPIAS_OIDC_CLIENT_SECRET: 'salaisuus',
  KAUPPIAS_OIDC_NAME: 'Yritystili',
})
after(async () => {
  await program.close()
  await provider.close()
})

async function seemly(page: Page, name: string): Promise<void> {
  for (const [look, viewport, colorScheme] of [
    ['wide', wide, 'light'],
    ['narrow', narrow, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await looked(program, page, `${name}-${look}`)
  }
  await page.setViewportSize(wide)
}

const codeOf = (secret: string, steps: number) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')), digits: 6, period: 30 }).generate({
    timestamp: Date.parse(moment) + steps * 30_000,
  })

suite('ways in', () => {
  test('a role that needs it opens no other page before two-step sign-in is on, and then asks for the code', async () => {
    const storageState = await program.signedIn()
    const { page, context, faults } = await program.window({ storageState, bypassCSP: true })
    await page.goto(`${program.address}/settings/users`)
    await page.getByRole('heading', { name: 'Kaksivaiheinen kirjautuminen on pakollinen' }).waitFor()
    await seemly(page, 'users-policy')
    const required = page.getByRole('group', { name: 'Kaksivaiheinen kirjautuminen on pakollinen' })
    await required.getByLabel('Pääkäyttäjä').click()
    await page.getByRole('heading', { level: 1, name: 'Ota kaksivaiheinen kirjautuminen käyttöön' }).waitFor()
    await page.goto(`${program.address}/customers`)
    await page.getByRole('heading', { level: 1, name: 'Ota kaksivaiheinen kirjautuminen käyttöön' }).waitFor()
    await seemly(page, 'two-step-needed')
    await page.getByRole('button', { name: 'Ota käyttöön' }).click()
    await page.getByRole('textbox', { name: 'Nykyinen salasana' }).fill(password)
    await page.getByRole('button', { name: 'Jatka' }).click()
    await page.getByRole('img', { name: 'QR-koodi todennussovellukselle' }).waitFor()
    await seemly(page, 'two-step-scan')
    const secret = (await page.locator('code').first().textContent()) ?? ''
    await page.getByLabel('Sovelluksen näyttämä koodi').fill(codeOf(secret, 0))
    await page.getByRole('button', { name: 'Vahvista koodilla' }).click()
    await page.getByRole('heading', { name: 'Varakoodit' }).waitFor()
    await seemly(page, 'two-step-codes')
    const recovery = (await page.locator('li code').first().textContent()) ?? ''
    await page.getByRole('button', { name: 'Koodit ovat tallessa' }).click()
    await page.getByText('Täällä ei ole vielä asiakkaita').waitFor()
    await page.goto(`${program.address}/settings`)
    await page.getByText('Varakoodeja jäljellä 10.').waitFor()
    await seemly(page, 'account-two-step')
    assert.deepEqual(faults, [])
    await context.close()

    const again = await program.window({ bypassCSP: true })
    await again.page.goto(`${program.address}/sign-in`)
    await again.page.getByRole('link', { name: 'Kirjaudu: Yritystili' }).waitFor()
    await seemly(again.page, 'sign-in-ways')
    for (const [code, right] of [
      [codeOf(secret, 0), false],
      [codeOf(secret, 1), true],
      [recovery, true],
    ] as const) {
      await again.page.context().clearCookies()
      await again.page.goto(`${program.address}/sign-in`)
      await again.page.getByLabel('Sähköposti').fill('joonas.lehto@example.fi')
      await again.page.getByRole('textbox', { name: 'Salasana' }).fill(password)
      await again.page.getByRole('button', { name: 'Kirjaudu', exact: true }).click()
      await again.page.getByLabel('Koodi', { exact: true }).fill(code)
      if (code === recovery) await seemly(again.page, 'sign-in-code')
      await again.page.getByRole('button', { name: 'Jatka' }).click()
      if (right) await again.page.getByText('Täällä ei ole vielä asiakkaita').waitFor()
      else await again.page.getByText('Koodi ei täsmää').waitFor()
    }
    assert.deepEqual(again.faults, [])
    await again.context.close()
  })

  test('what went wrong at the provider is said in words of ours', async () => {
    const { page, context } = await program.window({ bypassCSP: true })
    await page.goto(`${program.address}/sign-in?problem=provider_nobody`)
    await page.getByRole('alert').getByText('Tällä sähköpostiosoitteella ei ole käyttäjää').waitFor()
    await seemly(page, 'sign-in-problem')
    await page.goto(`${program.address}/sign-in?problem=constructor`)
    await page.getByLabel('Sähköposti').waitFor()
    assert.equal(await page.getByRole('alert').count(), 0)
    await context.close()
  })
})
