import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digamma, logGamma } from '../statistics/index.ts'
import { expectedSpend, fitSpend, lifetimeValue, predict } from './index.ts'
import { chanceFrom } from './simulate.fixture.ts'

const close = (found: number, wanted: number, by: number) =>
  assert.ok(Math.abs(found - wanted) <= by * Math.max(1, Math.abs(wanted)), `${found} instead of ${wanted}`)

test('ln Γ and ψ', () => {
  // Factorials, ½, and values of mpmath
  for (const [
    v,
    wanted,
  ] of [[1, 0], [2, 0], [11, Math.log(3_628_800)], [0.5, Math.log(Math.PI) / 2], [1e-6, 13.815509980749431], [1e6, 12815504.569147611], [0.1, 2.252712651734206]] as const) // biome-ignore format: a table
    close(logGamma(v), wanted, 2e-15 * 4)
  for (const [
    v,
    wanted,
  ] of [[1, -0.5772156649015329], [0.5, -1.9635100260214235], [10, 2.251752589066721], [1e6, 13.815510057964191]] as const) // biome-ignore format: a table
    close(digamma(v), wanted, 4e-15)
})

/** Customers whose purchases vary around a mean of their own. */
function spendingMade(n: number, p: number, q: number, gamma: number) {
  const chance = chanceFrom(3)
  const x = Uint32Array.from({ length: n }, () => Math.floor(chance.uniform() * 6))
  const mean = Float64Array.from(x, (times) => {
    const nu = chance.gamma(q) / gamma
    return times === 0 ? 0 : chance.gamma(p * times) / nu / times
  })
  return { n, x, mean }
}

test('parameters that made the spend come back, whatever its unit', () => {
  const made = spendingMade(30_000, 6, 4, 15)
  const found = fitSpend(made)!
  close(found.p, 6, 0.1)
  close(found.q, 4, 0.1)
  close(found.gamma, 15, 0.1)
  const cents = fitSpend({ ...made, mean: made.mean.map((mean) => mean * 100) })!
  close(cents.p / found.p, 1, 1e-3)
  close(cents.logLikelihood, found.logLikelihood - found.customers * Math.log(100), 1e-8)
  assert.deepEqual(found.warnings, [])
})

test('expected spend lies between what a customer spent and what all do', () => {
  // Fader and Hardie's sheet of CDNOW, customers 1, 2 and 3
  const cdnow = { p: 6.249572, q: 3.744225, gamma: 15.443521, observedMean: 35 } as NonNullable<ReturnType<typeof fitSpend>> // biome-ignore format: one line
  close(expectedSpend(cdnow, 2, 22.345), 24.6539, 1e-5)
  close(expectedSpend(cdnow, 1, 11.77), 18.91002, 1e-5)
  close(expectedSpend(cdnow, 0, 0), 35.17037, 1e-5)
})

test('warns where those who buy often spend otherwise, and where spend is all alike', () => {
  const x = Uint32Array.from({ length: 500 }, (_, i) => 1 + (i % 5))
  const codes = (mean: (i: number) => number) =>
    fitSpend({ n: 500, x, mean: Float64Array.from(x, (_, i) => mean(i)) })!.warnings.map(({ code }) => code)
  assert.ok(codes((i) => 10 * x[i]! + (i % 7)).includes('spendDependsOnFrequency'))
  assert.ok(codes((i) => 20 + (i % 2) / 1e3).includes('spendAlike'))
  assert.equal(fitSpend({ n: 500, x, mean: new Float64Array(500) }), null)
})

test('lifetime value is the sum of discounted months', () => {
  const fit = { model: 'bgnbd', parameters: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 } } as const
  const month = 365.25 / 12
  let sum = 0
  for (let k = 1; k <= 12; k++) {
    const upTo = (months: number) => predict(fit, 2, 213, 272, months * month).expected
    sum += (upTo(k) - upTo(k - 1)) / 1.01 ** k
  }
  close(lifetimeValue(fit, { x: 2, last: 213, age: 272 }, 24.6539), 24.6539 * sum, 1e-12)
  close(lifetimeValue(fit, { x: 2, last: 213, age: 272 }, 24.6539), 36.296, 1e-3)
  const terms = { margin: 0.3, discount: 0, months: 6 }
  close(lifetimeValue(fit, { x: 2, last: 213, age: 272 }, 10, terms), 3 * predict(fit, 2, 213, 272, 6 * month).expected, 1e-12) // biome-ignore format: one line
})
