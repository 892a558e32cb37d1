import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, suite, test } from 'node:test'
import { runCommandLine } from '../../frame.ts'

const folder = mkdtempSync(join(tmpdir(), 'insights-'))
after(() => rmSync(folder, { recursive: true }))
const out = join(folder, 'out.csv')

async function insights(text: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const path = join(folder, 'in.csv')
  writeFileSync(path, text)
  const texts = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk)
        done()
      },
    })
  const streams = { out: into('out'), err: into('err') }
  const code = await runCommandLine(['insights', path, '--customer', 'who', '--date', 'day', ...words], { env: {}, streams }) // biome-ignore format: a call
  return { code, ...texts }
}
type Row = Record<string, string>
function written(): Row[] {
  const [header, ...lines] = readFileSync(out, 'utf8').trim().split('\n')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [header!.split(',')[i]!, cell])))
}

/** Four hundred customers of a shop that has been open for two years; some come every other week, most seldom, some once. */
function shop(): string {
  const lines = ['who,day,sum']
  const start = Date.parse('2023-01-02')
  for (let who = 0; who < 400; who++) {
    const every = [14, 60, 150, 400][who % 4]!
    const first = (who * 37) % 500
    const until = who % 3 === 0 ? first + 120 : 730
    for (let at = first, k = 0; at <= until; at += every + ((who * 7 + k * 11) % 9) - 4, k++)
      lines.push(
        `c${who},${new Date(start + at * 86_400_000).toISOString().slice(0, 10)},${10 + (who % 30) + (k % 3)}.50`,
      )
  }
  return `${lines.join('\n')}\n`
}

suite('insights of a file', () => {
  test('writes the figures of every customer and tells parameters, warnings and what came true', async () => {
    const { code, out: printed, err } = await insights(shop(), '--amount', 'sum', '--cutoff', '2024-06-30', '--horizon', '26w', '--out', out) // biome-ignore format: a call
    assert.equal(code, 0)
    assert.match(err, /Model used: M?BG\/NBD\.\n {2}BG\/NBD: r [\d.]+, alpha .*log-likelihood -\d/)
    assert.match(err, /Gamma-Gamma: p /)
    assert.match(err, /p_none: by the purchase model/)
    assert.match(printed, /The top 10 % by value brought [\d.]+ % of the sales; by past spend [\d.]+ %/)
    assert.match(printed, /AUC of p_none 0\.\d{4}, of days since the last purchase 0\.\d{4}/)
    const header = readFileSync(out, 'utf8').split('\n')[0]
    assert.equal(header, 'customer,x,t_x,T,p_alive,p_none,expected_purchases,expected_spend,clv,state,r,f,m,segment')
    const rows = written()
    assert.equal(rows.length, 400)
    for (const row of rows) {
      for (const name of ['p_alive', 'p_none']) assert.ok(Number(row[name]) >= 0 && Number(row[name]) <= 1)
      for (const name of ['expected_purchases', 'expected_spend', 'clv']) assert.ok(Number(row[name]) >= 0)
      for (const name of ['r', 'f', 'm']) assert.match(row[name]!, /^[1-5]$/)
      assert.match(row.state!, /^(active|cooling|lapsing|lost)$/)
      assert.match(row.segment!, /^[a-z_]+$/)
    }
  })

  test('as JSON for scripts: all models that were tried, and nothing else on standard error', async () => {
    const { out: printed, err } = await insights(shop(), '--amount', 'sum', '--cutoff', '2024-06-30', '--horizon', '26w', '--json') // biome-ignore format: a call
    const result = JSON.parse(printed)
    assert.equal(err, '')
    assert.deepEqual(result.tried.map(({ model }: { model: string }) => model), ['bgnbd', 'mbgnbd', 'nbd']) // biome-ignore format: one line
    assert.equal(result.cutoff, '2024-06-30')
    assert.equal(result.horizonDays, 182)
    assert.equal(result.customers, 400)
    const { top10, lapse } = result.holdout
    for (const share of Object.values(top10)) assert.ok(Number(share) > 0 && Number(share) <= 1)
    assert.ok(lapse.p_none.auc > lapse.daysSinceLast.auc)
    const sum = Object.values(result.segments as Record<string, number>).reduce((all, one) => all + one, 0)
    assert.equal(sum, 400)
  })

  test('one day is one purchase, returns make none and lower the spend, weeks are counted from the first day', async () => {
    const text = 'who;day;sum\na;1.1.2024;10,00\na;1.1.2024;5,00\na;15.1.2024;20,00\na;15.1.2024;4,00\na;20.1.2024;-12,00\na;29.1.2024;12,00\nb;8.1.2024;7,00\nc;9.1.2024;-3,00\n' // biome-ignore format: one line
    const { code, err } = await insights(text, '--amount', 'sum', '--out', out, '--cutoff', '29.1.2024')
    assert.equal(code, 0)
    assert.match(err, /Rows below zero: 2; returns/)
    const rows = written()
    assert.deepEqual(
      rows.map(({ customer, x, t_x, T }) => [customer, x, t_x, T]),
      [['a', '2', '4', '4'], ['b', '0', '0', '3']], // biome-ignore format: a table
    )
    assert.ok(
      rows.every(({ expected_spend }) => expected_spend === ''),
      'too few for Gamma-Gamma',
    )
  })

  test('a model that is named makes p_none itself, and the horizon is whole days', async () => {
    await insights(shop(), '--model', 'bgnbd', '--horizon', '90d', '--out', out)
    const once = written().find(({ x }) => x === '0')!
    assert.equal(once.p_alive, '1') // BG/NBD has nobody leave who bought once
    assert.equal(once.expected_spend, '')
    assert.equal(once.m, '')
  })

  test('margin and discount scale the value', async () => {
    const total = async (...words: string[]) => {
      await insights(shop(), '--amount', 'sum', '--out', out, ...words)
      return written().reduce((sum, { clv }) => sum + Number(clv), 0)
    }
    const whole = await total()
    assert.ok(Math.abs((await total('--margin', '30%')) / whole - 0.3) < 1e-9)
    assert.ok((await total('--discount', '0')) > whole)
    assert.notEqual(await total('--spend', 'all'), whole)
  })

  test('spend is learned from all purchases where the file begins midway, else from repeat ones', async () => {
    const of = async (text: string, ...words: string[]) => {
      const { code, out: printed, err } = await insights(text, '--amount', 'sum', '--json', ...words)
      assert.equal(code, 0, err)
      return JSON.parse(printed)
    }
    const whole = await of(shop())
    assert.deepEqual([whole.expectedBy.of, whole.expectedBy.spend], ['repeat', whole.spend])
    const late = shop().split('\n').filter((line) => line > '' && !/,2023-(0|1[01])/.test(line)).join('\n') // biome-ignore format: one line
    const cut = await of(late)
    assert.ok(cut.warnings.some(({ code }: { code: string }) => code === 'leftTruncated'))
    assert.equal(cut.expectedBy.of, 'all')
    assert.ok(cut.expectedBy.spend.customers > cut.spend.customers)
    assert.equal((await of(late, '--spend', 'repeat')).expectedBy.of, 'repeat')
  })

  test('says in words what is missing or wrong', async () => {
    assert.equal((await insights(shop(), '--model', 'pareto')).code, 2)
    assert.equal((await insights(shop(), '--horizon', 'soon')).code, 2)
    assert.equal((await insights(shop(), '--cutoff', 'yesterday')).code, 2)
    const early = await insights(shop(), '--cutoff', '2001-01-01')
    assert.equal(early.code, 1)
    assert.match(early.err, /Nobody has bought by the cut-off/)
    assert.equal((await insights(shop(), '--amount', 'price')).code, 1)
    for (const place of [join(folder, 'none', 'out.csv'), folder]) {
      const nowhere = await insights(shop(), '--out', place)
      assert.equal(nowhere.code, 1)
      assert.match(nowhere.err, /cannot be written|is a folder/)
    }
    assert.match((await insights(shop(), '--cutoff', '2026-01-01')).err, /The cut-off lies 365 days after the last row/)
    assert.match(
      (await insights('who,day,sum\na,2024-01-01,1\n', '--amount', 'sum')).err,
      /Too few customers came again/,
    )
  })
})
