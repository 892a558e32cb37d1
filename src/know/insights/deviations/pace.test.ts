import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Change, changingFleet, type Fleet } from '#test/support/changing.ts'
import { bitsOf, fitPace, judgeOf, type PaceModel, watchedCustomers } from './pace.ts'
import { weeklyCounts } from './weeks.ts'

interface Score {
  watched: number
  found: number
  frequent: number
  frequentFound: number
  /** Any alarm, of a drop or a rise. */
  any: number
}

/** Bar B2: of the watched, who was found at or after the change; of the unchanged, who was accused of a drop, and of anything. */
function scores(fleet: Fleet, model: PaceModel, lambda: (i: number) => number): Record<Change, Score> {
  const judge = judgeOf(model)
  const all = {} as Record<Change, Score>
  for (const change of ['none', 'stop', 'drop80', 'triple'] as const)
    all[change] = { watched: 0, found: 0, frequent: 0, frequentFound: 0, any: 0 }
  for (const i of watchedCustomers(fleet.counts)) {
    const change = fleet.change[i]!
    const shifts = judge.shifts(fleet.counts, i)
    const pace = change === 'triple' ? 'rise' : 'drop'
    const found = shifts.some((s) => s.pace === pace && (s.ended === null || s.ended >= fleet.changeWeek[i]!))
    const score = all[change]
    score.watched++
    if (found) score.found++
    if (shifts.length > 0) score.any++
    if (lambda(i) > 0.3) {
      score.frequent++
      if (found) score.frequentFound++
    }
  }
  return all
}
const share = ({ found, watched }: Score) => found / watched
const frequent = ({ frequentFound, frequent: n }: Score) => frequentFound / n
const told = (all: Record<Change, Score>) =>
  `false alarms ${(100 * share(all.none)).toFixed(2)} % of drops, ${((100 * all.none.any) / all.none.watched).toFixed(2)} % in all; ` +
  `stop ${(100 * share(all.stop)).toFixed(1)} / ${(100 * frequent(all.stop)).toFixed(1)}, ` +
  `drop ${(100 * share(all.drop80)).toFixed(1)} / ${(100 * frequent(all.drop80)).toFixed(1)}, ` +
  `rise ${(100 * share(all.triple)).toFixed(1)} / ${(100 * frequent(all.triple)).toFixed(1)} % (all / frequent)`

test('bar B2 on a fleet of our own: found at no more than 5 % false alarms in all', (t) => {
  const fleet = changingFleet({ seed: 2, customers: 20_000, shape: 1, rate: 6 })
  const model = fitPace(fleet.counts, { redraws: 60_000 })
  const all = scores(fleet, model, (i) => fleet.rate[i]!)
  t.diagnostic(told(all))
  assert.equal(model.begins, 'start')
  assert.ok(all.none.any / all.none.watched <= 0.05)
  assert.ok(Math.abs(model.falseAlarms - all.none.any / all.none.watched) < 0.008)
  assert.ok(share(all.stop) >= 0.45 && frequent(all.stop) >= 0.95)
  assert.ok(share(all.drop80) >= 0.32 && frequent(all.drop80) >= 0.75)
  assert.ok(share(all.triple) >= 0.35 && frequent(all.triple) >= 0.8)
})

test('false alarms stay bounded where customers arrive all year, and where rates differ more', (t) => {
  for (const options of [
    { seed: 5, customers: 12_000, shape: 1, rate: 6, arriving: 0.6 },
    { seed: 6, customers: 12_000, shape: 0.5, rate: 4 },
  ]) {
    const fleet = changingFleet(options)
    const model = fitPace(fleet.counts, { redraws: 40_000 })
    const all = scores(fleet, model, (i) => fleet.rate[i]!)
    t.diagnostic(`${model.begins}: ${told(all)}`)
    assert.equal(model.begins, 'arriving' in options ? 'first' : 'start')
    assert.ok(all.none.any / all.none.watched <= 0.05)
    assert.ok(frequent(all.stop) >= 0.95)
  }
})

test('bar B2 on the public reference set', (t) => {
  const file = (what: string) =>
    fileURLToPath(new URL(`../../../../../shared/data/reference/deviation_public_${what}.csv`, import.meta.url))
  if (!existsSync(file('events'))) return t.skip('../shared/data/reference is not here')
  const rows = (what: string) =>
    readFileSync(file(what), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((l) => l.split(','))
  const events = rows('events')
  const labels = rows('labels')
  const column = (at: number) => events.map((row) => Number(row[at]))
  const counts = weeklyCounts(
    {
      customer: Int32Array.from(column(0), (id) => id - 1),
      week: Int32Array.from(column(1)),
      count: Float64Array.from(column(2)),
    },
    labels.length,
    { weeks: 78, baseline: 52 },
  )
  const fleet = {
    counts,
    change: labels.map((row) => row[1] as Change),
    changeWeek: labels.map((row) => Number(row[2])),
    rate: new Float64Array(),
  }
  const model = fitPace(counts)
  const judge = judgeOf(model)
  const all = scores(fleet, model, (i) => judge.expected(counts, i).reduce((sum, e) => sum + e, 0) / 26)
  t.diagnostic(told(all))
  assert.ok(all.none.any / all.none.watched <= 0.05)
  assert.ok(share(all.stop) >= 0.45 && frequent(all.stop) >= 0.95)
  assert.ok(share(all.drop80) >= 0.32 && frequent(all.drop80) >= 0.75)
})

test('says direction, size, since when and by what evidence, and ends when behaviour is back', () => {
  const { counts } = changingFleet({ seed: 8, customers: 800, shape: 1, rate: 6 })
  const model = fitPace(counts, { redraws: 20_000 })
  const judge = judgeOf(model)
  const steady = (t: number) => (t % 2 === 0 ? 1 : 0)
  const one = (bought: (t: number) => number) => {
    const weeks = Array.from({ length: 78 }, (_, t) => t).filter((t) => bought(t) > 0)
    return weeklyCounts(
      { customer: new Int32Array(weeks.length), week: Int32Array.from(weeks), count: Float64Array.from(weeks, bought) },
      1,
      { weeks: 78, baseline: 52 },
    )
  }
  assert.deepEqual(judge.shifts(one(steady), 0), [])
  const [stopped, ...more] = judge.shifts(
    one((t) => (t < 62 ? steady(t) : 0)),
    0,
  )
  assert.deepEqual(more, [])
  assert.ok(stopped)
  assert.equal(stopped.pace, 'drop')
  assert.ok(Math.abs(stopped.since - 62) <= 1 && stopped.found > 62 && stopped.found <= 72)
  assert.equal(stopped.ended, null)
  assert.ok(stopped.size < -0.9 && stopped.bought === 0 && stopped.bits > 5)
  const [away] = judge.shifts(
    one((t) => (t >= 54 && t < 66 ? 0 : steady(t))),
    0,
  )
  assert.ok(away && away.ended !== null && away.ended >= 66)
  const [grown] = judge.shifts(
    one((t) => (t < 58 ? steady(t) : 3)),
    0,
  )
  assert.ok(grown && grown.pace === 'rise' && grown.size > 1 && Math.abs(grown.since - 58) <= 1)
  // two purchases in a year are no baseline
  assert.deepEqual(
    judge.shifts(
      one((t) => (t === 3 || t === 30 ? 1 : 0)),
      0,
    ),
    [],
  )
})

test('the same purchases give the same model, in any order, and bits grow with evidence', () => {
  const { counts } = changingFleet({ seed: 9, customers: 500, shape: 1, rate: 6 })
  const model = fitPace(counts, { redraws: 5000 })
  assert.deepEqual(fitPace(counts, { redraws: 5000 }), model)
  assert.deepEqual(JSON.parse(JSON.stringify(model)), model)
  let before = 0
  for (let s = -5; s < 30; s += 0.25) {
    const bits = bitsOf(model.scales.drop, s)
    assert.ok(bits >= before)
    before = bits
  }
})

test('works with nobody, with one customer, and where nobody buys any more', () => {
  const windows = { weeks: 78, baseline: 52 }
  const none = weeklyCounts({ customer: new Int32Array(), week: new Int32Array() }, 0, windows)
  assert.equal(fitPace(none).watched, 0)
  const weeks = Int32Array.from({ length: 50 }, (_, t) => t)
  const one = weeklyCounts({ customer: new Int32Array(50), week: weeks }, 1, windows)
  const model = fitPace(one, { redraws: 500 })
  assert.ok(Number.isFinite(model.prior.shape) && Number.isFinite(model.prior.rate))
  // the whole fleet is silent: that is not this customer's change
  assert.deepEqual(judgeOf(model).shifts(one, 0), [])
})
