import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { mailbox } from '#test/support/mailbox.ts'
import { looked, seriousFaults } from './looks.ts'
import { narrow, openProgram, settled, wide } from './program.ts'

// A shop and a program that call, and a form that a visitor fills in and confirms by mail.

const mail = await mailbox()
const program = await openProgram({ KAUPPIAS_SMTP_URL: mail.url, KAUPPIAS_MAIL_FROM: 'kauppias@example.fi' })
after(async () => {
  await program.close()
  await mail.close()
})
const storageState = await program.signedIn()
const { page } = await program.window({ storageState, bypassCSP: true })
let hookPath = ''
let formPath = ''
let address = ''

suite('web hooks and forms', () => {
  test('a program calls: what it means is made of what came', async () => {
    await page.goto(`${program.address}/sources`)
    await page.getByRole('link', { name: 'Saapuvat kutsut' }).click()
    await page.getByText('Mikään ei vielä kutsu tänne').waitFor()
    await settled(page)
    await program.picture(page, 'hooks-empty')
    await page.getByRole('button', { name: 'Lisää kutsu' }).click()
    await page.getByRole('radio', { name: /Muu ohjelma/ }).check()
    await page.getByRole('textbox', { name: 'Nimi' }).fill('Ajanvaraus')
    await page.getByRole('textbox', { name: 'Lähde' }).fill('Ajanvaraus')
    await program.picture(page, 'hooks-new')
    await page.getByRole('form').getByRole('button', { name: 'Lisää', exact: true }).click()
    await page.getByRole('heading', { name: 'Kutsu on valmis' }).waitFor()
    const url = await page.getByRole('textbox', { name: 'Osoite' }).inputValue()
    const secret = await page.getByRole('textbox', { name: 'Salaisuus' }).inputValue()
    assert.match(secret, /^whsec_/)
    const send = (body: string, id: string) => {
      const at = String(Math.floor(program.clock.now().getTime() / 1000))
      const mac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(`${id}.${at}.${body}`)
        .digest('base64')
      return fetch(url, {
        method: 'POST',
        body,
        headers: { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${mac}` },
      })
    }
    const payload = {
      event: 'customer.updated',
      data: {
        id: 'A77',
        firstName: 'Saimi',
        lastName: 'Ahonen',
        email: 'saimi@example.com',
        phone: '+358401112233',
        city: 'Pori',
        updatedAt: '2026-11-20T10:00:00Z',
        note: '<b>x</b>',
      },
    }
    assert.equal((await send(JSON.stringify(payload), 'm1')).status, 200)
    assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401)
    await page.getByRole('link', { name: /^Ajanvaraus/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Ajanvaraus' }).waitFor()
    hookPath = new URL(page.url()).pathname
    await page.getByRole('button', { name: 'Ehdota viimeisimmästä sanomasta' }).click()
    await page.getByText('Mallista syntyy 1 tietue.').waitFor()
    await settled(page)
    await program.picture(page, 'hook-meaning')
    await page.getByRole('button', { name: 'Tallenna tulkinta' }).click()
    await page.getByText('Tulkinta on tallennettu.', { exact: true }).waitFor()
    await page.getByText('otettu', { exact: true }).waitFor()
    await page.goto(`${program.address}/customers`)
    await page.getByText('Saimi Ahonen').waitFor()
  })

  test('a visitor fills in a form without script, is told what is wrong, and confirms by mail', async () => {
    await page.goto(`${program.address}/sources`)
    await page.getByRole('link', { name: 'Lomakkeet' }).click()
    await page.getByText('Lomakkeita ei vielä ole').waitFor()
    await page.getByRole('button', { name: 'Tee lomake' }).click()
    const form = page.getByRole('form')
    await form.getByRole('textbox', { name: 'Nimi' }).fill('Yhteydenotto')
    await form.getByRole('textbox', { name: 'Lähde' }).fill('Verkkosivut')
    await form.getByRole('textbox', { name: 'Otsikko' }).fill('Ota yhteyttä')
    await form.getByRole('textbox', { name: 'Johdanto' }).fill('Vastaamme arkisin päivässä.')
    await form.getByRole('combobox', { name: 'Puhelin' }).selectOption('optional')
    await form.getByRole('checkbox', { name: 'sähköposti' }).check()
    await form.getByRole('textbox', { name: 'Mihin kävijä suostuu' }).fill('Minulle saa lähettää uutiskirjeen.')
    await settled(page)
    await program.picture(page, 'forms-new')
    await form.getByRole('button', { name: 'Tee lomake' }).click()
    await page.getByRole('heading', { level: 1, name: 'Yhteydenotto' }).waitFor()
    formPath = new URL(page.url()).pathname
    address = await page.getByRole('textbox', { name: 'Lomakkeen sivu' }).inputValue()

    const { page: visitor, context } = await program.window({ viewport: narrow, bypassCSP: true })
    await visitor.goto(address)
    await visitor.getByRole('heading', { name: 'Ota yhteyttä' }).waitFor()
    assert.deepEqual(await seriousFaults(visitor), [])
    await program.picture(visitor, 'form-visitor-narrow')
    await visitor.getByLabel('Sähköposti').fill('ville@example.com')
    await visitor.getByLabel('Nimi', { exact: true }).fill('Ville Vieras')
    await visitor.getByLabel(/Puhelin/).fill('ei ole')
    await visitor.getByLabel('Mitä haluat kysyä?').fill('Onko koko 42 varastossa?')
    await visitor.getByLabel('Minulle saa lähettää uutiskirjeen.').check()
    await visitor.getByRole('button', { name: 'Lähetä' }).click()
    await visitor.getByRole('alert').waitFor()
    assert.deepEqual(await seriousFaults(visitor), [])
    await program.picture(visitor, 'form-visitor-wrong')
    await visitor.getByLabel(/Puhelin/).fill('040 1234567')
    await visitor.getByRole('button', { name: 'Lähetä' }).click()
    await visitor.getByRole('heading', { name: 'Tarkista sähköpostisi' }).waitFor()
    await program.picture(visitor, 'form-visitor-sent')
    for (let tries = 0; mail.caught.length === 0 && tries < 100; tries++) await visitor.waitForTimeout(100)
    const link = /http:\S+\/f\/confirm\/\S+/.exec(mail.caught.at(-1)?.text ?? '')?.[0]
    assert.ok(link, 'a mail with a link came')
    // a scanner opens it first
    assert.equal((await fetch(link)).status, 200)
    await page.goto(`${program.address}/customers`)
    await page.getByText('Saimi Ahonen').waitFor()
    assert.equal(await page.getByText('Ville Vieras').count(), 0)
    await visitor.goto(link)
    await program.picture(visitor, 'form-visitor-confirm')
    await visitor.getByRole('button', { name: 'Vahvistan' }).click()
    await visitor.getByRole('heading', { name: 'Kiitos!' }).waitFor()
    assert.deepEqual(await seriousFaults(visitor), [])
    await context.close()
    await page.reload()
    await page.getByRole('link', { name: 'Ville Vieras' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Ville Vieras' }).waitFor()
    await page.getByRole('region', { name: 'Tapahtumat' }).getByText('Onko koko 42 varastossa?').waitFor()
    await settled(page)
    await program.picture(page, 'form-customer')
  })

  for (const { theme, language, viewport } of [
    { theme: 'light', language: 'fi', viewport: wide },
    { theme: 'dark', language: 'en', viewport: narrow },
    { theme: 'light', language: 'en', viewport: narrow },
    { theme: 'dark', language: 'fi', viewport: wide },
  ] as const) {
    test(`looks: ${theme}, ${language}, ${viewport.width}`, async () => {
      const {
        page: one,
        context,
        faults,
      } = await program.window({ storageState, viewport, colorScheme: theme, bypassCSP: true })
      await one.goto(`${program.address}/settings`)
      await one.getByText(language === 'fi' ? 'Suomi' : 'English', { exact: true }).click()
      await one.getByRole('heading', { level: 1, name: language === 'fi' ? 'Asetukset' : 'Settings' }).waitFor()
      for (const [name, path, button] of [
        ['hooks', '/hooks', undefined],
        ['hooks-adding', '/hooks', /Lisää kutsu|Add a web hook/],
        ['hook', hookPath, undefined],
        ['forms', '/forms', undefined],
        ['forms-adding', '/forms', /Tee lomake|Make a form/],
        ['form', formPath, undefined],
        ['hook-missing', '/hooks/01939393-0000-7000-8000-00000000f00d', undefined],
      ] as const) {
        await one.goto(program.address + path)
        await one.locator('h1').waitFor()
        await settled(one)
        if (button) await one.getByRole('button', { name: button }).click()
        await looked(program, one, `${name}-${theme}-${language}-${viewport.width}`)
      }
      await one.goto(address)
      await one.locator('h1').waitFor()
      await looked(program, one, `form-visitor-${theme}-${viewport.width}`)
      assert.deepEqual(
        faults.filter((fault) => !fault.includes('404')),
        [],
      )
      await context.close()
    })
  }
})
