import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { edges } from './edges.fixture.ts'
import { compress, expectedNew, fit, type Histories, nextPurchaseDays, predict, predictAll } from './index.ts'
import { dropoutObjective, nbdObjective } from './likelihood.ts'
import { minimise, type Objective } from './minimise.ts'
import { oneByOne } from './predict.ts'
import { chanceFrom, customersMade } from './simulate.fixture.ts'
import { slowly } from './slowly.fixture.ts'

const close = (found: number, wanted: number, by: number, of = '') =>
  assert.ok(Math.abs(found - wanted) <= by * Math.max(Math.abs(wanted), 1e-300), `${of} ${found} instead of ${wanted}`)

const one = (x: number, last: number, age: number): Histories => ({
  n: 1,
  x: Uint32Array.of(x),
  last: Int32Array.of(last),
  age: Int32Array.of(age),
})
const logLikelihood = (objective: Objective, parameters: readonly number[]) =>
  -objective(Float64Array.from(parameters, Math.log), new Float64Array(parameters.length))

const cdnow = { model: 'bgnbd', parameters: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 } } as const

suite('purchase models at fixed parameters', () => {
  test('likelihood and predictions agree with values of many digits, at a = 1, 2,000 purchases and 70 years', () => {
    for (const [model, [r, alpha, a, b], x, last, age, days, likelihood, alive, expected, none] of edges) {
      const found = predict({ model, parameters: { r, alpha, a, b } }, x, last, age, days)
      const name = `${model} ${[r, alpha, a, b]} ${x} ${last} ${age} ${days}`
      close(found.alive, alive, 1e-8, name)
      close(found.expected, expected, 1e-8, name)
      close(found.none, none, 1e-8, name)
      const objective = dropoutObjective(compress(one(x, last, age)), model === 'mbgnbd' ? 1 : 0)
      close(logLikelihood(objective, [r, alpha, a, b]), likelihood, 1e-8, name)
    }
  })

  test('they agree with the integral over all rates and chances to leave', () => {
    for (const model of ['bgnbd', 'mbgnbd'] as const)
      for (const [x, last, age, t] of [
        [0, 0, 20, 13],
        [3, 140, 210, 39],
        [6, 30, 35, 4],
      ] as const) {
        const parameters = { r: 0.9, alpha: 4.4, a: 0.8, b: 2.4 }
        const slow = slowly(model, parameters, { x, last: last / 7, age: age / 7, t })
        const found = predict({ model, parameters }, x, last, age, t * 7)
        close(found.alive, slow.alive, 1e-8)
        close(found.none, slow.none, 1e-8)
        close(found.expected, slow.expected, 1e-8)
        const objective = dropoutObjective(compress(one(x, last, age)), model === 'mbgnbd' ? 1 : 0)
        close(logLikelihood(objective, [0.9, 4.4, 0.8, 2.4]), Math.log(slow.likelihood), 1e-8)
      }
  })

  test('published figures of CDNOW customers', () => {
    const champion = predict(cdnow, 26, 216, 217, 364)
    close(champion.alive, 0.96885, 1e-4)
    close(champion.expected, 25.757, 1e-3)
    close(predict(cdnow, 2, 213, 272, 273).expected, 1.226, 1e-3)
    for (const [weeks, purchases] of [[1 / 7, 0.0078], [1, 0.0532], [32, 1.0437], [52, 1.444], [78, 1.858]] as const) // biome-ignore format: a table
      close(expectedNew(cdnow, weeks * 7), purchases, 2e-3)
  })

  test('the series and the count one by one give the same', () => {
    const positive = (most: number) => fc.double({ min: 0.01, max: most, noNaN: true })
    fc.assert(
      fc.property(
        // with a smaller alpha the count one by one has not come to its end after all its terms
        fc.record({
          r: positive(5),
          alpha: fc.double({ min: 0.5, max: 50, noNaN: true }),
          a: positive(20),
          b: positive(50),
        }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1, max: 2000 }),
        (parameters, x, age, days) => {
          const z = days / 7 / (parameters.alpha + age / 7 + days / 7)
          const slow = oneByOne(parameters.r + x, parameters.b + x, parameters.a, z)
          const { alive, expected } = predict({ model: 'bgnbd', parameters }, x, age, age, days)
          close(expected, alive * slow, 1e-9)
        },
      ),
    )
  })

  test('the next purchase is on the day by which one has come with a chance of one half', () => {
    const days = nextPurchaseDays(cdnow, 5, 100, 120)!
    assert.ok(predict(cdnow, 5, 100, 120, days).none <= 0.5 && predict(cdnow, 5, 100, 120, days - 1).none > 0.5)
    assert.equal(nextPurchaseDays(cdnow, 5, 20, 400), null) // gone, as it seems
    assert.equal(nextPurchaseDays(cdnow, 0, 0, 2000), null) // not within three years
  })
})

suite('fitting', () => {
  test('gradients are those of the functions', () => {
    const rows = compress(customersMade(300, { r: 0.5, alpha: 5, a: 0.7, b: 2 }))
    const at = [-0.4, 1.2, -0.3, 0.6]
    for (const [objective, size] of [
      [dropoutObjective(rows, 0), 4],
      [dropoutObjective(rows, 1), 4],
      [nbdObjective(rows), 2],
    ] as const) {
      // biome-ignore format: a table
      const gradient = new Float64Array(size)
      objective(Float64Array.from(at.slice(0, size)), gradient)
      for (let i = 0; i < size; i++) {
        const moved = (by: number) => objective(Float64Array.from(at.slice(0, size), (v, j) => (i === j ? v + by : v)), new Float64Array(size)) // biome-ignore format: one line
        close(gradient[i]!, (moved(1e-5) - moved(-1e-5)) / 2e-5, 1e-6)
      }
    }
  })

  test('no start finds a better likelihood, whatever the customers are like', () => {
    const { uniform } = chanceFrom(7)
    for (let set = 0; set < 16; set++) {
      const made = { r: Math.exp(-3 + 5 * uniform()), alpha: Math.exp(-1 + 5 * uniform()), a: Math.exp(-4 + 6 * uniform()), b: Math.exp(-2 + 5 * uniform()) } // biome-ignore format: a record
      const histories = customersMade([30, 200, 1500][set % 3]!, made, { days: 60 + 900 * uniform(), modified: set % 2 === 1, seed: set }) // biome-ignore format: a call
      for (const model of ['bgnbd', 'mbgnbd'] as const) {
        const found = fit(histories, { model })
        if (found.degenerate === 'nobodyAgain') continue
        const objective = dropoutObjective(compress(histories), model === 'mbgnbd' ? 1 : 0)
        const random = () => [-3 + 5 * uniform(), -1 + 5 * uniform(), -4 + 7 * uniform(), -2 + 7 * uniform()]
        const best = Math.min(...Array.from({ length: 6 }, () => minimise(objective, random()).value))
        const own = found.tried.find((attempt) => attempt.model === model)!.logLikelihood
        assert.ok(own > -best - 0.01, `${JSON.stringify(made)}: ${own} below ${-best}`)
      }
    }
  })

  test('large sets end where small ones would, and weights stand for customers', () => {
    const histories = customersMade(40_000, { r: 0.3, alpha: 5, a: 0.8, b: 2.5 }, { days: 900 })
    const found = fit(histories, { model: 'bgnbd' })
    const { r, alpha, a, b } = found.parameters
    const gradient = new Float64Array(4)
    dropoutObjective(compress(histories), 0)(Float64Array.from([r, alpha, a!, b!], Math.log), gradient)
    for (const slope of gradient) assert.ok(Math.abs(slope) < 0.5, `slope ${slope}`)
    const again = fit(compress(histories), { model: 'bgnbd' })
    assert.equal(again.customers, 40_000)
    close(again.logLikelihood, found.logLikelihood, 1e-12)
  })

  test('parameters that made the customers come back, and the model is chosen by likelihood', () => {
    const made = { r: 1.2, alpha: 6, a: 0.9, b: 3 }
    const modified = fit(customersMade(20_000, made, { modified: true, days: 700 }))
    assert.equal(modified.model, 'mbgnbd')
    close(modified.parameters.r, made.r, 0.1)
    close(modified.parameters.b! / modified.parameters.a!, made.b / made.a, 0.15)
    assert.equal(fit(customersMade(20_000, made, { days: 700 })).model, 'bgnbd')
  })

  test('where nobody leaves NBD is used, and it is said', () => {
    const found = fit(customersMade(3000, { r: 0.8, alpha: 6, a: null, b: 1 }, { seed: 3 }))
    assert.equal(found.model, 'nbd')
    assert.equal(found.degenerate, 'noDropout')
    const foretold = predictAll(found, customersMade(50, { r: 0.8, alpha: 6, a: null, b: 1 }), 364)
    for (const column of [foretold.alive, foretold.none, foretold.expected])
      assert.ok(column.every((value) => Number.isFinite(value) && value >= 0))
    assert.ok(foretold.alive.every((value) => value === 1))
    const [best] = found.tried.map(({ logLikelihood }) => logLikelihood).sort((a, b) => b - a)
    assert.ok(best! - found.logLikelihood < 2)
  })

  test('one in thousands who leaves after a purchase shows where all buy daily: flagged, but kept', () => {
    const found = fit(customersMade(400, { r: 20, alpha: 4, a: 0.9, b: 1500 }, { days: 1500, seed: 6 }), { model: 'bgnbd' }) // biome-ignore format: a call
    assert.equal(found.model, 'bgnbd')
    assert.ok(found.degenerate === 'edge' || found.degenerate === 'sameDropout')
    assert.ok(found.logLikelihood > found.tried.at(-1)!.logLikelihood + 10)
  })

  test('all leaving with one chance is flagged, but kept', () => {
    const { r, alpha } = { r: 1, alpha: 3 }
    const found = fit(customersMade(6000, { r, alpha, a: 5e4, b: 1.5e5 }, { days: 700, seed: 4 }))
    assert.notEqual(found.model, 'nbd')
    assert.equal(found.degenerate, 'sameDropout')
    close(found.parameters.a! / (found.parameters.a! + found.parameters.b!), 0.25, 0.1)
  })

  test('nobody, one customer and customers who never came again give finite figures', () => {
    const empty: Histories = { n: 0, x: new Uint32Array(), last: new Int32Array(), age: new Int32Array() }
    for (const histories of [empty, one(0, 0, 0), one(0, 0, 300), one(5, 200, 300), one(1, 1, 1)]) {
      const found = fit(histories)
      const { alive, none, expected } = predict(found, 1, 10, 30, 364)
      for (const figure of [alive, none, expected, found.logLikelihood]) assert.ok(Number.isFinite(figure))
      assert.doesNotThrow(() => JSON.stringify(found))
    }
    assert.equal(fit(one(0, 0, 300)).degenerate, 'nobodyAgain')
    assert.ok(predict(fit(one(0, 0, 300)), 0, 0, 300, 364).expected < 1)
  })

  test('a file that begins in the middle of things is told from a young shop and from a cohort', () => {
    const codes = (ages: (i: number) => number) => {
      const n = 2000
      const age = Int32Array.from({ length: n }, (_, i) => ages(i))
      return fit({ n, x: new Uint32Array(n).fill(1), last: age.map((days) => days >> 1), age }).warnings.map(({ code }) => code) // biome-ignore format: one line
    }
    assert.ok(codes((i) => (i % 2 === 0 ? 395 : (i * 7) % 400)).includes('leftTruncated'))
    assert.ok(!codes((i) => (i * 7) % 400).includes('leftTruncated'))
    assert.ok(!codes((i) => 330 + (i % 70)).includes('leftTruncated'))
    // a shop that won few new customers later on
    assert.ok(!codes((i) => (i % 5 === 0 ? (i * 7) % 200 : 200 + ((i * 7) % 200))).includes('leftTruncated'))
    assert.ok(!codes((i) => (i * 7) % 800).includes('noSeasonality'))
  })
})
