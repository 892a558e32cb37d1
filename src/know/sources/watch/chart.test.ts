import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { judge, least, leastRows, limitsOf, lowerOf, type Point, shift, upperOf } from './chart.ts'

const near = (actual: number, expected: number, what = '') =>
  assert.ok(Math.abs(actual - expected) < 5e-5, `${what} ${actual}, not ${expected}`)
const points = (told: number, ...faulty: number[]): Point[] => faulty.map((one) => ({ told, faulty: one }))
const verdicts = (list: Point[]) => judge(list).map(({ verdict }) => verdict)

suite('control limits of a share', () => {
  test('are those of the p chart of textbooks where shares vary by chance only', () => {
    // ten samples of 200: p̄ = 0.16, limits 0.0822 and 0.2378
    const ten = limitsOf(points(200, 40, 44, 22, 34, 24, 32, 28, 32, 34, 30))
    assert.deepEqual([ten.centre, ten.basis], [0.16, 10])
    near(upperOf({ ...ten, spread: 1 }, 200), 0.16 + 0.07777, 'upper')
    near(lowerOf({ ...ten, spread: 1 }, 200), 0.16 - 0.07777, 'lower')
    // Devore, "Probability and Statistics", 9th ed., ch. 16: Σp̂ = 567/200 in 30 samples of 200: 0.0945, limits 0.0325 and 0.1565
    const chips = { centre: 567 / 200 / 30, spread: 1, basis: 30 }
    near(chips.centre, 0.0945)
    near(upperOf(chips, 200), 0.15655, 'upper')
    near(lowerOf(chips, 200), 0.03245, 'lower')
    // NIST/SEMATECH e-Handbook 6.3.3.2: p̄ = 0.2313 of 50 chips a wafer: limits 0.0524 and 0.4102
    near(upperOf({ centre: 0.2313, spread: 1, basis: 30 }, 50), 0.4102, 'upper')
    near(lowerOf({ centre: 0.2313, spread: 1, basis: 30 }, 50), 0.0524, 'lower')
  })

  test('are widened by sigma z where shares vary more than that (Laney 2002), worked by hand', () => {
    // p̄ = 0.2, σ = 0.04, z = −2.5, 2.5, −2.5, 2.5; mean moving range 5; σz = 5 / 1.128 = 4.4326
    const wide = limitsOf(points(100, 10, 30, 10, 30))
    near(wide.spread, 4.43262)
    near(upperOf(wide, 100), 0.73191)
    // rows vary: p̄ = 60 / 500 = 0.12; z = 0.08 / 0.032496 = 2.46183 and −0.02 / 0.016248 = −1.23091; σz = 3.69275 / 1.128 = 3.27371
    const varied = limitsOf([
      { told: 100, faulty: 20 },
      { told: 400, faulty: 40 },
    ])
    near(varied.spread, 3.27371)
    near(upperOf(varied, 100), 0.43915)
  })

  test('are never narrower than chance, and never beyond 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
            .map(([told, share]) => ({ told, faulty: Math.round(told * share) })),
          { minLength: 1, maxLength: 40 },
        ),
        fc.integer({ min: 1, max: 5000 }),
        (list, told) => {
          const limits = limitsOf(list)
          const [upper, lower] = [upperOf(limits, told), lowerOf(limits, told)]
          assert.ok(limits.spread >= 1 && lower >= 0 && upper <= 1 && lower <= limits.centre && upper >= limits.centre)
        },
      ),
    )
  })
})

suite('a delivery', () => {
  const usual = points(1000, 20, 25, 18, 22, 24, 19, 21, 23)
  test('above the limits of those before it is told, and does not widen them', () => {
    assert.deepEqual(verdicts([...usual, { told: 1000, faulty: 90 }, { told: 1000, faulty: 21 }]).slice(-2), [
      'above',
      'within',
    ])
    const [, next] = judge([...usual, { told: 1000, faulty: 900 }, { told: 1000, faulty: 60 }]).slice(-2)
    assert.equal(next!.verdict, 'above', 'the one before it was no usual one')
  })
  test('of few rows, or while few have come, is not judged', () => {
    assert.deepEqual(verdicts([...usual, { told: leastRows - 1, faulty: leastRows - 1 }]).at(-1), 'small')
    assert.deepEqual(
      new Set(verdicts(points(1000, ...Array.from({ length: least }, () => 500)))),
      new Set(['learning']),
    )
  })
  test('of a source without a fault may have one or two', () => {
    const clean = points(1000, ...Array.from({ length: 20 }, () => 0))
    assert.equal(verdicts([...clean, { told: 1000, faulty: 2 }]).at(-1), 'within')
    assert.equal(verdicts([...clean, { told: 1000, faulty: 8 }]).at(-1), 'above')
  })
  test('is usual again when so many in a row were as bad', () => {
    const after = verdicts([...usual, ...points(1000, ...Array.from({ length: shift + 3 }, () => 200))]).slice(
      -shift - 3,
    )
    assert.deepEqual(after, [...Array.from({ length: shift }, () => 'above'), 'within', 'within', 'within'])
  })
})
