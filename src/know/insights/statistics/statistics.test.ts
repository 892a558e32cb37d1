import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  alwaysValidHalfWidth,
  chiSquareTail,
  difference,
  gammaDraw,
  logGamma,
  normalQuantile,
  normalTail,
  poissonDraw,
  ratioMismatch,
  seeded,
  tally,
  upperGamma,
} from './index.ts'

const near = (actual: number, expected: number, relative = 1e-10) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.max(1e-300, Math.abs(expected)), `${actual} ≠ ${expected}`)

test('special functions agree with scipy', () => {
  near(logGamma(0.5), 0.572_364_942_924_700_1)
  near(logGamma(10.3), 13.482_036_786_138_36)
  near(logGamma(1e5), 1_051_287.708_973_656_6)
  near(upperGamma(3, 2), 0.676_676_416_183_063_7)
  near(upperGamma(0.5, 20), 2.539_628_589_470_791e-10, 1e-8)
  near(normalTail(1.959_963_984_540_054), 0.025)
  near(normalTail(-1), 0.841_344_746_068_542_9)
  near(normalTail(8), 6.220_960_574_271_786e-16, 1e-8)
  near(normalQuantile(0.975), 1.959_963_984_540_054)
  near(normalQuantile(1e-6), -4.753_424_308_822_899)
  near(chiSquareTail(5.991_464_547_107_979, 2), 0.05)
})

test('draws have the moments of their distributions, and the same seed draws the same', () => {
  const [a, b] = [seeded(7), seeded(7)]
  for (let i = 0; i < 100; i++) assert.equal(a(), b())
  const uniform = seeded(3)
  const momentsOf = (draw: () => number) => {
    const { add, arm } = tally()
    for (let i = 0; i < 40_000; i++) add(draw())
    return arm()
  }
  for (const shape of [0.3, 1, 4.5, 60]) {
    const { mean, variance } = momentsOf(() => gammaDraw(uniform, shape))
    assert.ok(Math.abs(mean / shape - 1) < 0.06 && Math.abs(variance / shape - 1) < 0.12, `gamma ${shape}`)
  }
  for (const rate of [0.1, 3, 80]) {
    const { mean, variance } = momentsOf(() => poissonDraw(uniform, rate))
    assert.ok(Math.abs(mean / rate - 1) < 0.06 && Math.abs(variance / rate - 1) < 0.12, `poisson ${rate}`)
  }
  assert.equal(poissonDraw(uniform, 0), 0)
})

test('one pass gives the mean and variance of two, wherever the numbers lie', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 }),
      fc.constantFrom(0, 1e6, -1e9),
      (values, far) => {
        const { add, arm } = tally()
        for (const value of values) add(value + far)
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length
        const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)
        assert.equal(arm().n, values.length)
        assert.ok(Math.abs(arm().mean - far - mean) < 1e-4)
        assert.ok(Math.abs(arm().variance - variance) < 1e-3 * Math.max(1, variance))
      },
    ),
  )
})

test('a control without any has no relative lift, arms that are all alike no doubt', () => {
  const none = { n: 100, mean: 0, variance: 0 }
  assert.deepEqual(difference({ n: 100, mean: 1, variance: 2 }, none).lift, null)
  const same = difference(none, none)
  assert.deepEqual([same.difference, same.standardError, same.p], [0, 0, 1])
  assert.equal(ratioMismatch([50, 50]).p, 1)
  assert.ok(ratioMismatch([900, 100], [9, 1]).p > 0.99)
  assert.ok(ratioMismatch([5000, 5500]).p < 0.001)
})

test('the always valid interval is narrowest about the planned number, against the classic one', () => {
  const at = (n: number) => {
    const arm = { n, mean: 0, variance: 1 }
    return alwaysValidHalfWidth(arm, arm, 1000) / (1.96 * Math.sqrt(2 / n))
  }
  assert.ok(at(1000) < at(50) && at(1000) < at(100_000))
  assert.ok(at(1000) > 1)
})
