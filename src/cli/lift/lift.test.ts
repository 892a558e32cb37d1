import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { alwaysValidHalfWidth, difference, seeded, tally } from '#src/know/insights/index.ts'
import { runCommandLine } from '../frame.ts'
import type { Compared, Lift } from './arms.ts'

const folder = mkdtempSync(join(tmpdir(), 'lift-'))
after(() => rmSync(folder, { recursive: true }))

async function lift(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk)
        done()
      },
    })
  const code = await runCommandLine(['lift', ...words], { env: {}, streams: { out: into('out'), err: into('err') } })
  return { code, ...texts }
}

const hillstrom = fileURLToPath(
  new URL('../../../../shared/data/campaigns-hillstrom/hillstrom_data.csv.gz', import.meta.url),
)

test('bar D1: Hillstrom’s differences and standard errors', async (t) => {
  if (!existsSync(hillstrom)) return t.skip('../shared/data/campaigns-hillstrom is not here')
  const metrics = ['visit', 'conversion', 'spend'].flatMap((metric) => ['--metric', metric])
  const { code, out } = await lift(hillstrom, '--arm', 'segment', '--control', 'No E-Mail', ...metrics, '--json')
  assert.equal(code, 0)
  const { arms, ratio, compared } = JSON.parse(out) as Lift
  assert.deepEqual(Object.fromEntries(arms.map(({ arm, n }) => [arm, n])), {
    'No E-Mail': 21_306,
    'Mens E-Mail': 21_307,
    'Womens E-Mail': 21_387,
  })
  assert.ok(Math.abs(ratio.p - 0.904) < 5e-4)
  const of = (metric: string, arm: string) =>
    compared.find((one) => one.metric === metric && one.arm === `${arm} E-Mail`)!
  // analytics §5, as published in uplift_ci.csv
  const expected: [metric: string, arm: string, difference: number, standardError: number][] = [
    ['visit', 'Mens', 0.076_589_56, 0.003_385_89],
    ['visit', 'Womens', 0.045_233_11, 0.003_234_46],
    ['conversion', 'Mens', 0.006_805_01, 0.000_920_87],
    ['conversion', 'Womens', 0.003_111_06, 0.000_822_68],
    ['spend', 'Mens', 0.769_827_16, 0.145_246_56],
    ['spend', 'Womens', 0.424_412_22, 0.130_332_86],
  ]
  for (const [metric, arm, d, standardError] of expected) {
    assert.ok(Math.abs(of(metric, arm).difference - d) < 1e-6, `${metric} ${arm}`)
    assert.ok(Math.abs(of(metric, arm).standardError - standardError) < 1e-6, `${metric} ${arm}`)
  }
  const spend = of('spend', 'Mens')
  assert.deepEqual(
    [spend.interval.low, spend.interval.high].map((v) => v.toFixed(3)),
    ['0.485', '1.055'],
  )
  assert.equal((100 * spend.lift!).toFixed(1), '117.9')
  assert.equal((100 * of('spend', 'Womens').lift!).toFixed(1), '65.0')
})

test('bar D1: fourteen looks at arms that are alike find a difference in at most 5 % of campaigns', (t) => {
  const uniform = seeded(17)
  const looks = 14
  const each = 150
  let [accused, naive] = [0, 0]
  const campaigns = 1500
  for (let c = 0; c < campaigns; c++) {
    const [a, b] = [tally(), tally()]
    let [always, classic] = [false, false]
    for (let look = 1; look <= looks; look++) {
      for (let i = 0; i < each; i++) {
        a.add(uniform() < 0.106 ? 1 : 0)
        b.add(uniform() < 0.106 ? 1 : 0)
      }
      const [one, other] = [a.arm(), b.arm()]
      const { difference: d, p } = difference(one, other)
      always ||= Math.abs(d) > alwaysValidHalfWidth(one, other, looks * each)
      classic ||= p < 0.05
    }
    if (always) accused++
    if (classic) naive++
  }
  t.diagnostic(
    `always valid ${((100 * accused) / campaigns).toFixed(1)} %, classic ${((100 * naive) / campaigns).toFixed(1)} %`,
  )
  assert.ok(accused / campaigns <= 0.05)
  assert.ok(naive / campaigns > 0.15)
})

test('reads yes and no, leaves out what is no number, and tells an arm that is not as planned', async () => {
  const path = join(folder, 'campaign.csv')
  const row = (i: number) =>
    `${i % 10 === 0 ? 'holdout' : 'mail'};${i % 3 === 0 ? 'yes' : 'no'};${i % 7 === 0 ? '' : '1,5'}`
  writeFileSync(path, `group;bought;euros\n${Array.from({ length: 1000 }, (_, i) => row(i)).join('\n')}\n`)
  const asked = [path, '--arm', 'GROUP', '--control', 'Holdout', '--metric', 'bought', '--metric', 'euros']
  const { code, out, err } = await lift(...asked, '--json', '--sequential')
  assert.equal(code, 0)
  const { compared, ratio } = JSON.parse(out) as Lift & { compared: Compared[] }
  assert.ok(ratio.p < 1e-6)
  const [bought, euros] = compared
  assert.ok(bought!.mean > 0.3 && bought!.mean < 0.4 && bought!.controlN === 100)
  assert.ok(euros!.n < 900 && euros!.mean === 1.5 && euros!.difference === 0)
  assert.ok(bought!.alwaysValid!.halfWidth > (bought!.interval.high - bought!.interval.low) / 2)
  assert.match(err, /143 rows have no number in "euros"/)
  assert.match((await lift(...asked)).out, /the split is broken/)
  assert.match((await lift(...asked, '--shares', 'holdout=10,mail=90')).out, /as planned/)
})

test('several metrics after one --metric, yes and no in Finnish, and an arm with too few people', async () => {
  const path = join(folder, 'arms.csv')
  const row = (i: number) => `${i % 2 === 0 ? 'Sähköposti "A"' : 'ei mitään'};${i % 4 === 0 ? 'kyllä' : 'ei'};${i % 5}`
  writeFileSync(
    path,
    `ryhmä;osti;summa\n${Array.from({ length: 200 }, (_, i) => row(i)).join('\n')}\nyksi;kyllä;3\nnolla;;\n`,
  )
  const { code, out, err } = await lift('--arm', 'ryhmä', '--control', 'EI MITÄÄN', path, '--metric', 'osti', 'summa', '--json') // biome-ignore format: a call
  assert.equal(code, 0, err)
  const { compared, thin } = JSON.parse(out) as Lift
  assert.deepEqual(
    compared.map(({ metric, arm, mean, controlMean }) => [
      metric,
      arm,
      ...[mean, controlMean].map((v) => Number(v.toFixed(9))),
    ]),
    [['osti', 'Sähköposti "A"', 0.5, 0], ['summa', 'Sähköposti "A"', 2, 2]], // biome-ignore format: a table
  )
  assert.deepEqual(thin.map(({ metric, arm, n }) => [metric, arm, n]), [['osti', 'yksi', 1], ['osti', 'nolla', 0], ['summa', 'yksi', 1], ['summa', 'nolla', 0]]) // biome-ignore format: a table
  assert.match(err, /"yksi" has one value of "osti" and is not compared in it/)
})

test('says what is missing', async () => {
  const path = join(folder, 'small.csv')
  writeFileSync(path, 'arm,value\na,1\na,2\nb,3\n')
  const refused = async (...words: string[]) => {
    const { code, err } = await lift(path, ...words)
    assert.notEqual(code, 0)
    return err
  }
  assert.match(await refused('--arm', 'arm'), /--metric/)
  assert.match(await refused('--arm', 'arm', '--control', 'c', '--metric', 'value'), /The arms are: a, b/)
  assert.match(await refused('--arm', 'arm', '--control', 'a', '--metric', 'value'), /"b" has 1 values/)
  assert.match(await refused('--arm', 'arm', '--control', 'a', '--metric', 'worth'), /column/)
})
