import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  auc,
  captured,
  fit,
  fitLapse,
  type Histories,
  type Lapse,
  lapseModel,
  lapseScorer,
  lapseState,
  lapseWindow,
  learnLapse,
  noneScorer,
  predict,
} from './index.ts'
import { chanceFrom, customersMade } from './simulate.fixture.ts'

test('states follow the chance of no purchase; who bought once is never called lapsing', () => {
  assert.deepEqual(
    [0.2, 0.5, 0.79, 0.8, 0.94, 0.95].map((none) => lapseState(none, 3)),
    ['active', 'cooling', 'cooling', 'lapsing', 'lapsing', 'lost'],
  )
  assert.equal(lapseState(0.9, 0), 'cooling')
  assert.equal(lapseState(0.96, 0), 'lost')
})

test('AUC counts pairs, ties half', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(1)), { minLength: 1, maxLength: 30 }), (rows) => {
      const pairs = rows.flatMap(([a, came]) => (came === 1 ? rows.filter(([, other]) => other === 0).map(([b]) => [a, b] as const) : [])) // biome-ignore format: one line
      const right = pairs.reduce((sum, [a, b]) => sum + (a > b ? 1 : a === b ? 0.5 : 0), 0)
      const found = auc(
        Float64Array.from(rows, ([score]) => score),
        Uint8Array.from(rows, ([, outcome]) => outcome),
      )
      if (pairs.length === 0) assert.equal(found, null)
      else assert.ok(Math.abs(found! - right / pairs.length) < 1e-12)
    }),
  )
})

test('the top tenth counts customers on the brink by their mean', () => {
  const score = Float64Array.from([9, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  const worth = Float64Array.from([10, 4, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  assert.equal(captured(score, worth), 11 / 20) // the first, and one of four who have 4 together
  assert.equal(captured(score, new Float64Array(20)), null)
})

/** Histories at the beginning of a window, and who bought nothing in it. */
function windowMade(n: number, days: number): { histories: Histories; none: Uint8Array } {
  const fitted = { model: 'mbgnbd', parameters: { r: 0.6, alpha: 6, a: 0.8, b: 2 } } as const
  const histories = customersMade(n, fitted.parameters, { modified: true, days: 400 })
  const { uniform } = chanceFrom(11)
  const none = Uint8Array.from(histories.x, (x, i) =>
    uniform() < predict(fitted, x, histories.last[i]!, histories.age[i]!, days).none ? 1 : 0,
  )
  return { histories, none }
}

test('the regression fits as many as came, for each of its terms', () => {
  const { histories, none } = windowMade(3000, 180)
  const found = fitLapse(histories, none, 180)!
  const score = lapseScorer(found)
  let [off, offBySilence] = [0, 0]
  for (let i = 0; i < histories.n; i++) {
    const left = none[i]! - score(histories.x[i]!, histories.last[i]!, histories.age[i]!)
    off += left
    offBySilence += left * Math.log1p((histories.age[i]! - histories.last[i]!) / 7)
  }
  assert.ok(Math.abs(off) < 0.05 && Math.abs(offBySilence) < 0.05, `${off} ${offBySilence}`)
  assert.equal(fitLapse(histories, new Uint8Array(histories.n), 180), null)
})

test('what the last window taught is joined to the model only where it helps, and keeps its total', () => {
  const { histories, none } = windowMade(4000, 180)
  const model = lapseModel(fit(histories))
  const total = (score: (x: number, last: number, age: number) => number) =>
    histories.x.reduce((sum, x, i) => sum + score(x, histories.last[i]!, histories.age[i]!), 0)
  const past = { histories, none, fit: model, windowDays: 180 }
  // A shop where those who bought twice stay away
  const strange = none.map((_, i) => (histories.x[i]! === 1 ? 1 : 0))
  const learned = learnLapse(histories, model, 180, { ...past, none: strange })
  assert.equal(learned.by, 'both')
  const { brier, auc: ranks, customers } = learned.tried!
  assert.ok(
    brier.both < brier.model && ranks.both > ranks.model && ranks.both > ranks.silence && customers === histories.n,
  )
  const byModel = total((x, last, age) => predict(model, x, last, age, 180).none)
  assert.ok(Math.abs(total(noneScorer(model, learned)) - byModel) < 0.01)
  const alone = learnLapse(histories, model, 180, null)
  assert.equal(alone.by, 'model')
  assert.equal(noneScorer(model, alone)(2, 50, 90), predict(model, 2, 50, 90, 180).none)
  assert.equal(learnLapse(histories, model, 180, past).by, 'model', 'a shop that does as the model says')
  // Too few to learn from
  const nothing = learnLapse(histories, model, 180, {
    ...past,
    histories: { ...histories, n: 100 },
    none: none.slice(0, 100),
  })
  assert.equal(nothing.logistic, null)
})

test('the chance is a number whatever was kept of what was learned: else the model tells it alone', () => {
  const { histories, none } = windowMade(1000, 180)
  const model = lapseModel(fit(histories))
  const logistic = fitLapse(histories, none, 180)!
  const sound = { by: 'both', horizonDays: 180, windowDays: 180, logistic, shift: 0, tried: null } as const
  const alone = predict(model, 2, 50, 90, 180).none
  assert.notEqual(noneScorer(model, sound)(2, 50, 90), alone)
  // NaN and infinity are null in JSON, and a figure that an earlier version did not keep is not there
  const kept = (lapse: object): Lapse => JSON.parse(JSON.stringify(lapse))
  for (const damaged of [
    { ...sound, shift: Number.NaN },
    { ...sound, shift: undefined },
    { ...sound, by: undefined },
    { ...sound, logistic: { ...logistic, meanDays: undefined } },
    { ...sound, logistic: { ...logistic, weights: [Number.POSITIVE_INFINITY, ...logistic.weights.slice(1)] } },
  ])
    assert.equal(noneScorer(model, kept(damaged))(2, 50, 90), alone)
})

test('the window is the horizon, or half of what there is', () => {
  assert.equal(lapseWindow(800, 273), 273)
  assert.equal(lapseWindow(272, 273), 136)
  assert.equal(lapseWindow(20, 273), null)
})
