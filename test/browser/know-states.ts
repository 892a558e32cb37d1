/** The pages of the list, segments and forecasts in the states that a person meets them in. */
import type { Page } from 'playwright-core'
import type { Attention } from '#src/act/today/contract.ts'
import type { Condition } from '#src/know/segments/contract.ts'
import type { Static } from 'typebox'
import { ask } from './ask.ts'
import type { State } from './looks.ts'
import { settled } from './program.ts'

const hostile = '"><img src=x onerror=alert(1)> \u0024{7*7} \u202eetupmok'

/** Three groups within each other, every sort of line. */
const nested: Condition = {
  all: [
    {
      happened: 'purchase',
      where: [{ field: 'category', op: 'is', value: 'Pyöräily' }],
      window: { last: 90 },
      op: 'atLeast',
      value: 3,
    },
    { not: { happened: 'mailOpened', window: { last: 30 }, op: 'atLeast', value: 1 } },
    {
      any: [
        { field: 'city', op: 'is', value: 'Tampere' },
        {
          not: {
            any: [
              { field: 'consent.email', op: 'is', value: 'granted' },
              {
                all: [
                  { field: 'stage', op: 'anyOf', value: ['slipping', 'lost'] },
                  { field: 'forecast.buys', op: 'less', value: 50 },
                ],
              },
            ],
          },
        },
      ],
    },
    { happened: 'complaint', op: 'is', value: 0, window: { from: '2026-01-01' } },
    { field: 'openMatters.complaint', op: 'is', value: 0 },
  ],
}

interface Made {
  live: string
  list: string
  /** Somebody on the list of the day, and on the segments. */
  person: string
}

/** Makes segments of each sort and acts of each sort on the list, and returns where they are. */
export async function madeOf(page: Page): Promise<Made> {
  const made = async (path: string, body: unknown) => ((await ask(page, 'POST', path, body)) as { id: string }).id
  const either: Condition = {
    any: [
      { field: 'city', op: 'is', value: 'Tampere' },
      { field: 'purchases', op: 'atLeast', value: 30 },
    ],
  }
  const live = await made('/segments', { name: hostile, about: hostile, condition: either, shared: true })
  const one = await made('/segments', { name: 'Pyöräilystä kiinnostuneet', condition: nested })
  await made('/segments', {
    name: 'Segmentin päällä',
    condition: { all: [{ segment: live }, { not: { segment: one } }] },
  })
  for (const code of ['slipping', 'cantLose', 'noConsent', 'lostAfterComplaint'])
    await ask(page, 'POST', '/segments/ready', { code })
  const list = await made(`/segments/${live}/snapshot`, { name: 'Marraskuun poiminta' })
  const lines = async () => ((await ask(page, 'GET', '/attention')) as Static<typeof Attention>).lines
  const [first, second] = (await lines()).slice(-2)
  await ask(page, 'POST', `/attention/${first!.id}/done`, {
    outcome: 'reached',
    contact: 'call',
    note: 'Tulee lauantaina.',
  })
  await ask(page, 'POST', `/attention/${second!.id}/not-useful`)
  const known = (await lines()).find(({ reasons }) => reasons.some(({ kind }) => kind === 'slipping'))
  return { live, list, person: known!.id }
}

const press = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
/** What the list of the day can show. */
const today: readonly State[] = [
  { name: 'today-list', path: '/' },
  {
    name: 'today-worth',
    path: '/',
    open: async (page) => {
      for (const at of [0, 1])
        await page
          .getByRole('button', { name: /^(arvo|worth) / })
          .nth(at)
          .click()
    },
  },
  { name: 'today-done', path: '/', open: press(/^(Valmis|Done)$/) },
  { name: 'today-put-off', path: '/', open: press(/^(Siirrä|Put off)$/) },
  { name: 'today-taken', path: '/', open: press(/^(Ota|Take)$/) },
  {
    name: 'today-learned',
    path: '/',
    open: async (page) => {
      await page.getByText(/^(Tänään hoidettu|Done today)/).click()
      await page.getByText(/^(Mitä lista on oppinut|What the list has learned)$/).click()
      await settled(page)
      await page.getByText(/^(Mitä lista on oppinut|What the list has learned)$/).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'today-team',
    path: '/',
    open: (page) => page.getByText(/^(Kaikkien|Everybody’s)$/).click(),
  },
]

/** Each state, in the order of the menu. */
export function knowStates({ live, list, person }: Made): State[] {
  const sentence = `/segments/new?where=${encodeURIComponent(JSON.stringify(nested))}`
  const segments: State[] = [
    { name: 'segments-all', path: '/segments' },
    { name: 'segments-new', path: '/segments/new?where=%7B%22all%22%3A%5B%5D%7D' },
    { name: 'segments-sentence', path: sentence },
    { name: 'segments-grip', path: sentence, open: (page) => page.locator('[data-focus=grip]').nth(2).click() },
    {
      name: 'segments-picker',
      path: sentence,
      open: async (page) => {
        await page.locator('[data-focus=add]').click()
        await page.getByRole('listbox').waitFor()
      },
    },
    { name: 'segments-live', path: `/segments/${live}` },
    { name: 'segments-list', path: `/segments/${list}` },
    { name: 'segments-edit', path: `/segments/${live}`, open: press(/^(Muuta ehtoja|Change the conditions)$/) },
    {
      name: 'segments-delete',
      path: `/segments/${live}`,
      open: async (page) => {
        await press(/^(Toiminnot|Actions)$/)(page)
        await page.getByRole('menuitem', { name: /^(Poista segmentti|Delete the segment)$/ }).click()
      },
    },
    { name: 'segments-file', path: '/segments', open: press(/^(Lista tiedostosta|List from)/) },
    { name: 'segments-missing', path: '/segments/01939393-0000-7000-8000-00000000dead' },
    {
      name: 'segments-customers',
      path: sentence.replace('/segments/new', '/customers'),
      open: press(/^(Muuta ehtoja|Change the conditions)$/),
    },
  ]
  const insights: State[] = [
    {
      name: 'insights-model',
      path: '/insights',
      open: (page) =>
        page.getByRole('heading', { name: /^(Arvokkaimmat asiakkaat|Most valuable customers)$/ }).waitFor(),
    },
    {
      name: 'insights-numbers',
      path: '/insights',
      open: async (page) => {
        const numbers = page.getByText(/^(Mallin luvut|Numbers of the model)$/)
        await numbers.click()
        await numbers.scrollIntoViewIfNeeded()
      },
    },
  ]
  const customer: State[] = [
    {
      name: 'customer-known',
      path: `/customers/${person}`,
      open: async (page) => {
        await page.getByRole('heading', { name: /^(Odotettavissa|To be expected)$/ }).waitFor()
        for (const why of await page.getByText(/^(Mistä tämä tulee|Where this comes from)$/).all()) await why.click()
        await settled(page)
        await page.getByRole('region', { name: /^(Suositukset|Suggestions)$/ }).scrollIntoViewIfNeeded()
      },
    },
    {
      name: 'customer-segments',
      // where a phone has them
      path: `/customers/${person}?tab=facts`,
      open: async (page) => {
        const why = page.getByRole('button', { name: /^(Miksi mukana|Why in it): / }).first()
        await why.click()
        await page.locator('li[data-holds]').first().waitFor()
        await why.scrollIntoViewIfNeeded()
      },
    },
    { name: 'customer-call', path: `/customers/${person}?write=call` },
  ]
  return [...today, ...segments, ...insights, ...customer]
}
