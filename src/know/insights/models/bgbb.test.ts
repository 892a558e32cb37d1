import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitPeriods, predictPeriods } from './index.ts'

/** Donors of 1995 over six years: x, last year with a gift, donors (published with BG/BB). */
const donors = [
  [6, 6, 1203], [5, 6, 728], [4, 6, 512], [3, 6, 357], [2, 6, 234], [1, 6, 129], [5, 5, 335], [4, 5, 284], [3, 5, 225], [2, 5, 173], [1, 5, 119],
  [4, 4, 240], [3, 4, 181], [2, 4, 155], [1, 4, 78], [3, 3, 322], [2, 3, 255], [1, 3, 129], [2, 2, 613], [1, 2, 277], [1, 1, 1091], [0, 0, 3464],
] as const // biome-ignore format: a table
const rows = donors.map(([x, last, weight]) => ({ x, last, n: 6, weight }))
const near = (found: number, wanted: number, by: number) =>
  assert.ok(Math.abs(found - wanted) < by, `${found} instead of ${wanted}`)

test('BG/BB finds the published optimum and the gifts to come', () => {
  const found = fitPeriods({ rows })
  assert.equal(found.customers, 11_104)
  near(found.logLikelihood, -33225.58127, 1e-3)
  near(found.alpha, 1.20352, 1e-4)
  near(found.beta, 0.74972, 1e-4)
  near(found.gamma, 0.65672, 1e-4)
  near(found.delta, 2.78344, 1e-3)
  const gifts = rows.reduce((sum, row) => sum + row.weight * predictPeriods(found, row, 5).expected, 0)
  near(gifts, 12_884.157, 0.01)
})

test('predictions agree with the integral over all chances', () => {
  const fit = { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8, logLikelihood: 0, customers: 1 }
  for (const [x, last, n, periods] of [
    [2, 3, 6, 5],
    [0, 0, 4, 2],
    [3, 3, 3, 1],
  ] as const) {
    // biome-ignore format: a table
    let [all, there, expected] = [0, 0, 0]
    for (let u = -40; u < 40; u += 0.25)
      for (let v = -40; v < 40; v += 0.25) {
        const [p, q] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))]
        const [leave, stay] = [1 / (1 + Math.exp(-v)), 1 / (1 + Math.exp(v))]
        const weight = p ** fit.alpha * q ** fit.beta * leave ** fit.gamma * stay ** fit.delta
        const stayed = weight * p ** x * q ** (n - x) * stay ** n
        all += stayed
        for (let i = last; i < n; i++) all += weight * p ** x * q ** (i - x) * leave * stay ** i
        there += stayed * stay
        for (let j = 1; j <= periods; j++) expected += stayed * stay ** j * p
      }
    const found = predictPeriods(fit, { x, last, n }, periods)
    near(found.alive, there / all, 1e-8)
    near(found.expected, expected / all, 1e-8)
  }
})
