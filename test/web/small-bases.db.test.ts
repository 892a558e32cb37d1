import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value as Schemas } from 'typebox/value'
import { CustomerDeviations } from '#src/know/insights/deviations/contract.ts'
import { watchNightly } from '#src/know/insights/deviations/jobs.ts'
import { Best, CustomerForecast, Insights } from '#src/know/insights/forecast/contract.ts'
import { makeAll } from '#src/know/insights/forecast/make.ts'
import { insertRun } from '#src/know/insights/forecast/queries/runs.ts'
import { cutRfm, rebuild } from '#src/know/insights/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { testApp } from '#test/support/app.ts'
import { type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { words as english } from '#web/words/en/index.ts'
import { words as finnish } from '#web/words/fi/index.ts'
import { createFormat } from '#web/words/format.ts'

// What a shop sees that has hardly anything yet, or only something strange: sensible words in both languages, no figure that is none, no failure.

const { db, as, context, clock } = await testApp()
const timeZone = 'Europe/Helsinki'
const now = '2026-11-23T09:00:00Z'
const languages = [finnish(createFormat('fi', timeZone, now)), english(createFormat('en', timeZone, now))]
const idOf = (i: number) => uuidOf('small', String(i))

type Entry = Omit<TestEntry, 'customer' | 'at'> & { ago: number }
const many = (count: number, entries: (i: number) => Entry[]) => Array.from({ length: count }, (_, i) => entries(i))
const once = (ago: number, amount?: number, currency?: string): Entry => ({
  ago,
  kind: 'purchase',
  ...(amount !== undefined && { amount }),
  ...(currency && { currency }),
})
/** Entries of each customer. */
const bases: Readonly<Record<string, Entry[][]>> = {
  'nobody at all': [],
  'nobody who has bought': many(3, () => []),
  'one customer': [[once(40, 1500)]],
  'nineteen customers': many(19, (i) => [once(i * 9, 1500), once(i * 9 + 30, 1500)]),
  'thirty one-time buyers': many(30, (i) => [once(i * 11, 1000 + i * 10)]),
  'all bought today': many(30, (i) => [once(0, 2000 + i)]),
  'all bought on one day long ago': many(30, (i) => [once(500, 2000 + i)]),
  'all bought twice on the same two days': many(30, () => [once(60, 2000), once(30, 2000)]),
  'no sums known': many(30, (i) => [once(i * 5), once(i * 5 + 20)]),
  'worth less than nothing': many(30, (i) => [once(i * 5 + 1, 1000), { ago: i * 5, kind: 'return', amount: -5000 }]),
  'free of charge': many(30, (i) => [once(i * 5, 0), once(i * 5 + 25, 0)]),
  'only returns': many(30, (i) => [{ ago: i, kind: 'return', amount: -100 }]),
  'dated in the future': many(30, (i) => [once(-400 - i, 900)]),
  'one of them in the future': many(30, (i) => [once(i * 6, 900), once(i === 0 ? -800 : i * 6 + 31, 900)]),
  'several currencies': many(45, (i) => [
    once(i * 3, 1200, ['EUR', 'SEK', 'JPY'][i % 3]),
    once(i * 3 + 40, 900, ['SEK', 'EUR', 'KWD'][i % 3]),
  ]),
  'enormous sums': many(30, (i) => [once(i * 4, 4e15), once(i * 4 + 15, 9e15)]),
  'buys every day': many(30, () => Array.from({ length: 60 }, (_, ago) => once(ago, 500))),
}

async function written(customers: readonly Entry[][]): Promise<void> {
  const tables =
    'customer timeline rollup spend bucket stale rfm_cut forecast forecast_model forecast_equity forecast_run forecast_terms'
  for (const name of `${tables} deviation deviation_model deviation_run`.split(' '))
    await db.run({ text: `delete from know.${name}`, values: [] })
  const people = customers.map((_, i) => ({ id: idOf(i), name: `Asiakas ${i}` }))
  const entries = customers.flatMap((own, i) =>
    own.map(({ ago, ...entry }, n) => ({
      ...entry,
      customer: idOf(i),
      at: new Date(Date.parse('2026-11-23T08:00:00Z') - ago * 86_400_000).toISOString(),
      n,
    })),
  )
  await db.tx(async (tx) => {
    await writeCustomers(tx, people)
    await writeTimeline(tx, entries)
  })
  await rebuild(db, timeZone)
}

async function counted(): Promise<void> {
  await cutRfm(db, clock.now())
  const runId = context().uuid()
  await insertRun(db, { id: runId, by: null, now: clock.now() })
  await makeAll(db, { runId, now: clock.now(), timeZone })
  await watchNightly.handle({ input: {}, context: context(), signal: new AbortController().signal, attempt: 0 })
}

async function answer<T>(path: string, schema: TSchema): Promise<T> {
  const { status, body, text } = await (await as('administrator')).get(`/api/v1${path}`)
  assert.equal(status, 200, `${path}: ${text}`)
  assert.ok(Schemas.Check(schema, body), `${path}: ${JSON.stringify([...Schemas.Errors(schema, body)].slice(0, 3))}`)
  return body as T
}

/** Every sentence that the page of forecasts and the customer's part would write of these answers. */
function sentences(page: Insights, one: CustomerForecast | null): string[] {
  return languages.flatMap(({ insights: said }) => {
    const { model } = page
    if (model === null) return [said.emptyNext(page.needs), said.emptyOther(page.needs)]
    const text = (code: string, found: string | undefined) => found ?? assert.fail(`no words for ${code}`)
    const money = (sum: { minor: string } | null) => (sum === null ? said.notKnown : sum.minor)
    const { forecast } = one ?? { forecast: null }
    const { economics } = page
    return [
      ...(model.degenerate === null ? [] : [text(model.degenerate, said.degenerate[model.degenerate])]),
      ...model.spend.flatMap(({ degenerate }) =>
        degenerate === null ? [] : [text(degenerate, said.degenerate[degenerate])],
      ),
      ...model.warnings.map(({ code, figures }) => text(code, said.warning[code]?.(figures))),
      said.modelSays[model.model],
      said.lapseBy[model.lapse](model.horizonDays),
      ...(model.meanIntervalDays === null ? [] : [said.interval(model.meanIntervalDays)]),
      ...(economics === null ? [] : [money(economics.newValue), money(economics.value), money(economics.keptNet)]),
      ...(economics?.retention ? [said.retentionOf(economics.retention.stayed, economics.retention.customers)] : []),
      ...page.equity.flatMap((equity) => [money(equity.value), money(equity.before), money(equity.pastYear)]),
      ...(forecast === null
        ? []
        : [
            said.customer.says[forecast.state](forecast.buys, model.horizonDays),
            said.customer.alive(forecast.alive),
            said.customer.count(forecast.purchases),
            money(forecast.value),
            money(forecast.past.perYear),
          ]),
    ]
  })
}

for (const [name, customers] of Object.entries(bases)) {
  test(`${name}: every figure is one, and there are words for it`, async () => {
    await written(customers)
    await counted()
    const page = await answer<Insights>('/insights', Insights)
    await answer('/insights/best', Best)
    const buyers = customers.filter((own) => own.some(({ kind }) => kind === 'purchase')).length
    assert.equal(page.model !== null, buyers >= page.needs && name !== 'dated in the future')
    let one: CustomerForecast | null = null
    for (const i of [0, 7].filter((at) => at < customers.length)) {
      one = await answer<CustomerForecast>(`/customers/${idOf(i)}/forecast`, CustomerForecast)
      assert.equal(one.forecast === null, page.model === null || buyers === 0)
      await answer(`/customers/${idOf(i)}/deviations`, CustomerDeviations)
      const { status, text } = await (await as('administrator')).get(`/api/v1/customers/${idOf(i)}`)
      assert.equal(status, 200, text)
    }
    for (const sentence of sentences(page, one)) assert.doesNotMatch(sentence, /NaN|undefined|null|Infinity|\[object/)
    for (const { value, before, change } of page.equity) {
      if (before === null || change === null) continue
      const parts = Object.values(change).reduce((sum, part) => sum + BigInt(part.minor), 0n)
      assert.equal(parts, BigInt(value.minor) - BigInt(before.minor))
    }
  })
}

test('nobody has bought twice: that is said, and nothing of rhythm', async () => {
  await written(bases['thirty one-time buyers']!)
  await counted()
  const { model } = await answer<Insights>('/insights', Insights)
  assert.deepEqual([model!.degenerate, model!.model, model!.meanIntervalDays], ['nobodyAgain', 'nbd', null])
  assert.ok(!model!.warnings.some(({ code }) => code === 'fewRepeaters'))
})
