import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, suite, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { expectedNew, predict } from '#src/know/insights/index.ts'
import { runCommandLine } from '../../frame.ts'

const data = new URL('../../../../../shared/data/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'insights-shared-'))
after(() => rmSync(folder, { recursive: true }))
const out = join(folder, 'out.csv')

const cdnow = ['--customer', 'customer_id', '--date', 'date', '--amount', 'amount', '--cutoff', '1997-09-30']
const sample = ['cdnow/cdnow_sample.csv', ...cdnow]
const master = ['transactions-cdnow/CDNOW_master.txt.gz', '--customer', '1', '--date', '2', '--amount', '4']
const retail = ['transactions-online-retail/online_retail_until_2011-09-09.csv.gz', '--customer', 'CustomerID', '--date', 'InvoiceDate', '--amount', 'Quantity*UnitPrice'] // biome-ignore format: one line
const grocery = ['retail-completejourney/transactions_sample.csv.gz', '--customer', 'household_id', '--date', 'transaction_timestamp', '--amount', 'sales_value'] // biome-ignore format: one line

const absent = (t: TestContext, file: string) => {
  const missing = !existsSync(new URL(file, data))
  if (missing) t.skip('the shared data files are not here')
  return missing
}

interface Result {
  model: string
  degenerate: { code: string; words: string } | null
  tried: { model: string; parameters: { r: number; alpha: number; a: number; b: number }; logLikelihood: number }[]
  spend: { p: number; q: number; gamma: number; logLikelihood: number; customers: number }
  customers: number
  repeaters: number
  purchases: number
  unique: number
  segments: Record<string, number>
  warnings: { code: string }[]
  holdout: {
    purchases: { actual: number; expected: number; meanAbsoluteError: number }
    top10: { model: number; pastSpend: number; pastRepeatSpend: number; recency: number; oracle: number }
    lapse: Record<'p_none' | 'model' | 'daysSinceLast', { auc: number; brier: number }>
  }
}

async function insights([file = '', ...words]: readonly string[]): Promise<Result> {
  let printed = ''
  const into = new Writable({
    write: (chunk, _, done) => {
      printed += String(chunk)
      done()
    },
  })
  const path = fileURLToPath(new URL(file, data))
  const code = await runCommandLine(['insights', path, ...words, '--out', out, '--json'], { env: {}, streams: { out: into, err: into } }) // biome-ignore format: a call
  assert.equal(code, 0, printed)
  return JSON.parse(printed) as Result
}
function written(path: string | URL = out): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [header.split(',')[i]!, cell])))
}
const near = (found: number, wanted: number, by: number, of = '') => assert.ok(Math.abs(found - wanted) <= by, `${of} ${found} instead of ${wanted}`) // biome-ignore format: one line
const within = (found: number, wanted: number, share: number, of = '') => near(found, wanted, Math.abs(wanted) * share, of) // biome-ignore format: one line
const attempt = ({ tried }: Result, name: string) => tried.find(({ model }) => model === name)!

suite('published sets: parameters, likelihood and predictions', () => {
  test('CDNOW sample', async (t) => {
    if (absent(t, sample[0]!)) return
    const found = await insights([...sample, '--model', 'bgnbd'])
    assert.deepEqual([found.customers, found.repeaters, found.purchases, found.unique], [2357, 946, 2457, 1016])
    near(attempt(found, 'bgnbd').logLikelihood, -9582.4292, 0.01)
    near(attempt(found, 'nbd').logLikelihood, -9763.658, 0.01)
    near(found.spend.logLikelihood, -4055.9177, 0.01)
    const { r, alpha, a, b } = attempt(found, 'bgnbd').parameters
    for (const [own, wanted] of [[r, 0.2425945], [alpha, 4.4136019], [a, 0.7929199], [b, 2.4258881], [found.spend.p, 6.249572], [found.spend.q, 3.744225], [found.spend.gamma, 15.443521]] as const) within(own, wanted, 0.005) // biome-ignore format: a table
    near(found.holdout.purchases.expected, 1653.41, 0.2)
    near(found.holdout.purchases.meanAbsoluteError, 0.7854542, 1e-4)
    assert.equal(found.holdout.purchases.actual, 1882)
    const rows = new Map(written().map((row) => [row.customer, row]))
    for (const wanted of written(new URL('reference/cdnow_sample_20_customers.csv', data))) {
      const row = rows.get(wanted.customer_id)!
      for (const [own, published] of [['x', 'x'], ['t_x', 't_x_weeks'], ['T', 'T_weeks'], ['p_alive', 'bg_palive'], ['expected_purchases', 'bg_exp39'], ['expected_spend', 'gg_expected_spend'], ['clv', 'bg_clv12m_1pct_month']] as const) within(Number(row[own]), Number(wanted[published]), 0.002, `${own} of ${wanted.customer_id}`) // biome-ignore format: a table
    }
    const modified = await insights([...sample, '--model', 'mbgnbd'])
    near(attempt(modified, 'mbgnbd').logLikelihood, -9582.1357, 0.01)
    const others = new Map(written().map((row) => [row.customer, row]))
    for (const wanted of written(new URL('reference/cdnow_sample_20_customers.csv', data))) {
      within(Number(others.get(wanted.customer_id)!.p_alive), Number(wanted.mbg_palive), 0.002)
      within(Number(others.get(wanted.customer_id)!.expected_purchases), Number(wanted.mbg_exp39), 0.002)
    }
  })

  test('CDNOW sample, cumulative purchases week by week, and segments', async (t) => {
    if (absent(t, sample[0]!)) return
    const found = await insights(sample)
    const ages = written().map((row) => Math.round(Number(row.T) * 7))
    for (const { week, bg_cum, mbg_cum } of written(new URL('reference/cdnow_sample_weekly_tracking_7rows.csv', data)))
      for (const [model, wanted] of [
        ['bgnbd', bg_cum],
        ['mbgnbd', mbg_cum],
      ] as const) {
        // biome-ignore format: a table
        const fit = { ...attempt(found, model), model } as unknown as Parameters<typeof expectedNew>[0]
        const sum = ages.reduce((all, age) => all + Math.max(0, expectedNew(fit, Number(week) * 7 - (272 - age))), 0)
        within(sum, Number(wanted), 0.002, `${model} week ${week}`)
      }
    const counts = written(new URL('reference/cdnow_sample_rfm_segment_counts.csv', data))
    assert.deepEqual(
      new Map(Object.entries(found.segments).sort()),
      new Map(counts.map(({ segment, customers }) => [segment!, Number(customers)])),
    )
  })

  test('CDNOW master', async (t) => {
    if (absent(t, master[0]!)) return
    const found = await insights([...master, '--cutoff', '1997-09-30'])
    assert.equal(found.model, 'mbgnbd')
    near(attempt(found, 'bgnbd').logLikelihood, -95368.4439, 0.01)
    near(attempt(found, 'mbgnbd').logLikelihood, -95336.958, 0.01)
    near(found.spend.logLikelihood, -40763.476, 0.01)
    assert.equal(found.spend.customers, 9450)
    const { r, alpha, a, b } = attempt(found, 'mbgnbd').parameters
    for (const [own, wanted] of [[r, 0.63714], [alpha, 7.31029], [a, 0.807474], [b, 1.228394]] as const) within(own, wanted, 0.005) // biome-ignore format: a table
  })

  test('predictions at fixed parameters', (t) => {
    const file = 'reference/edge_cases_fixed_params_public.csv'
    if (absent(t, file)) return
    for (const row of written(new URL(file, data))) {
      if (row.model === 'pareto') continue // not in the product
      const [r, alpha, a, b, x, last, age, horizon] = ['p1', 'p2', 'p3', 'p4', 'x', 't_x', 'T', 't'].map((name) => Number(row[name])) as [number, number, number, number, number, number, number, number] // biome-ignore format: one line
      const model = row.model === 'bg' ? 'bgnbd' : 'mbgnbd'
      const found = predict({ model, parameters: { r, alpha, a, b } }, x, last * 7, age * 7, horizon * 7)
      within(found.alive, Number(row.p_alive), 1e-8)
      within(found.expected, Number(row.expected_purchases_t), 1e-8)
      within(found.none, Number(row.prob_zero_purchases_t), 1e-8)
    }
  })
})

suite('sets without a drop-out', () => {
  test('Online Retail is flagged, NBD takes over, all is finite and said in words', async (t) => {
    if (absent(t, retail[0]!)) return
    const found = await insights(retail)
    assert.equal(found.model, 'nbd')
    assert.equal(found.degenerate?.code, 'noDropout')
    assert.match(found.degenerate!.words, /No drop-out is visible/)
    assert.ok(found.warnings.some(({ code }) => code === 'leftTruncated'))
    assert.ok(found.warnings.some(({ code }) => code === 'noSeasonality'))
    for (const row of written())
      for (const name of ['p_alive', 'p_none', 'expected_purchases', 'expected_spend', 'clv'])
        assert.ok(row[name] !== '' && Number.isFinite(Number(row[name])), `${name} of ${row.customer}`)
  })
})

suite('held against what came', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['CDNOW sample, 39 weeks', sample],
    ['CDNOW master, 39 weeks', [...master, '--cutoff', '1997-09-30']],
    ['CDNOW master, 26 weeks', [...master, '--cutoff', '1997-12-31', '--horizon', '26w']],
    ['Online Retail, 13 weeks', [...retail, '--cutoff', '2011-06-10', '--horizon', '13w']],
    ['Online Retail, 13 weeks, five months known', [...retail, '--cutoff', '2011-04-30', '--horizon', '13w']],
    ['grocery, 26 weeks', [...grocery, '--cutoff', '2017-07-02', '--horizon', '26w']],
    ['grocery, 13 weeks', [...grocery, '--cutoff', '2017-09-30', '--horizon', '13w']],
  ]
  for (const [name, words] of cases)
    test(`${name}: p_none ranks better than days since the last purchase and than the model, value no worse than past spend`, async (t) => {
      if (absent(t, words[0]!)) return
      const { lapse, top10 } = (await insights(words)).holdout
      t.diagnostic(JSON.stringify({ ...lapse, ...top10 }))
      assert.ok(lapse.p_none.auc > lapse.daysSinceLast.auc)
      assert.ok(lapse.p_none.auc > lapse.model.auc)
      assert.ok(lapse.p_none.brier <= lapse.model.brier)
      assert.ok(top10.model >= Math.max(top10.pastSpend, top10.pastRepeatSpend) - 0.01)
    })
})
