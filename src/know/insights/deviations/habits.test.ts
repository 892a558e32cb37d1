import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gammaDraw, normalDraw, poissonDraw, seeded, type Uniform } from '../statistics/index.ts'
import { benjaminiHochberg, type Deed, findHabits, fitHabits, type HabitKind, habitKinds } from './habits.ts'
import { atLeast, atMost, fitBeta } from './shares.ts'

const windows = { baseline: 52, weeks: 78 }
const categories = ['tea', 'coffee', 'bread', 'soap']

type Change = 'none' | HabitKind
/** What customers buy, each with baskets, categories, channels and returns of their own; from week 56 on some of them change in one. */
function shop(uniform: Uniform, customers: number, changeOf: (i: number) => Change): Deed[][] {
  const beta = (a: number, b: number) => {
    const [x, y] = [gammaDraw(uniform, a), gammaDraw(uniform, b)]
    return x / (x + y)
  }
  return Array.from({ length: customers }, (_, i) => {
    const change = changeOf(i)
    const rate = 0.3 + gammaDraw(uniform, 2) / 8
    const own = { level: 3 + 0.5 * normalDraw(uniform), back: beta(0.5, 12), web: beta(0.4, 0.8) }
    const likes = categories.map(() => gammaDraw(uniform, 0.7))
    const upTo = likes.map((_, k) => likes.slice(0, k + 1).reduce((all, v) => all + v, 0))
    const sum = upTo.at(-1)!
    const favourite = likes.indexOf(Math.max(...likes))
    const deeds: Deed[] = []
    for (let week = 0; week < windows.weeks; week++)
      for (let n = poissonDraw(uniform, rate); n > 0; n--) {
        const changed = week >= 56 ? change : 'none'
        const grown = changed === 'basketUp' ? 1.2 : changed === 'basketDown' ? -1.2 : 0
        const at = uniform() * sum
        let pick = upTo.findIndex((end) => at < end)
        if (changed === 'category' && pick === favourite) pick = (favourite + 1) % categories.length
        const deed = {
          day: 20_000 + 7 * week + Math.min(6, n),
          week,
          back: false,
          amount: Math.exp(own.level + grown + 0.4 * normalDraw(uniform)),
          channel: uniform() < (changed === 'channel' ? 1 - Math.round(own.web) : own.web) ? 'web' : 'store',
          categories: [categories[Math.max(0, pick)]!],
        }
        deeds.push(deed)
        if (uniform() < (changed === 'returns' ? 0.6 : own.back)) deeds.push({ ...deed, back: true })
      }
    return deeds.sort((a, b) => a.day - b.day)
  })
}

test('where nothing changes hardly anything is found', (t) => {
  const customers = shop(seeded(1), 3000, () => 'none')
  const model = fitHabits(customers, windows)
  const found = customers.filter((deeds) => findHabits(deeds, windows, model).length > 0).length
  t.diagnostic(`${found} of ${customers.length} unchanged customers`)
  assert.ok(found <= 15)
})

test('of what is shown at most a fifth is chance, and what changed clearly is found', (t) => {
  const changeOf = (i: number): Change => (i % 10 === 0 ? habitKinds[(i / 10) % habitKinds.length]! : 'none')
  const customers = shop(seeded(2), 3000, changeOf)
  const model = fitHabits(customers, windows)
  const all = new Map<HabitKind, { changed: number; found: number }>(
    habitKinds.map((kind) => [kind, { changed: 0, found: 0 }]),
  )
  let [shown, wrong] = [0, 0]
  for (const [i, deeds] of customers.entries()) {
    const change = changeOf(i)
    const findings = findHabits(deeds, windows, model)
    if (change !== 'none') all.get(change)!.changed++
    for (const { kind, since, size } of findings) {
      shown++
      if (change === 'none') wrong++
      if (kind !== change) continue
      all.get(kind)!.found++
      assert.ok(since >= 20_000 + 7 * 40)
      assert.equal(size < 0, ['basketDown', 'category', 'channel'].includes(kind))
    }
  }
  for (const [kind, { changed, found }] of all) t.diagnostic(`${kind}: ${found} of ${changed}`)
  t.diagnostic(`${wrong} of ${shown} shown are of unchanged customers`)
  assert.ok(wrong / shown <= 0.2)
  for (const kind of ['basketDown', 'basketUp', 'returns'] as const)
    assert.ok(all.get(kind)!.found >= all.get(kind)!.changed * 0.5)
})

test('Benjamini and Hochberg: the largest rank whose chance is below its share', () => {
  // the example of their article (1995), q = .05: four are rejected
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  const cut = benjaminiHochberg(ps, 0.05)
  assert.equal(ps.filter((p) => p <= cut).length, 4)
  assert.equal(benjaminiHochberg([0.5, 0.9], 0.2), 0.1)
  assert.equal(benjaminiHochberg([], 0.2), 0.2)
})

test('tails of the beta-binomial add up, and moments find its prior', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.nat(40),
      fc.double({ min: 0.05, max: 50, noNaN: true }),
      fc.double({ min: 0.05, max: 50, noNaN: true }),
      (n, at, a, b) => {
        const k = at % (n + 1)
        assert.ok(Math.abs(atMost(k, n, { a, b }) + atLeast(k + 1, n, { a, b }) - 1) < 1e-9)
      },
    ),
  )
  // uniform prior: every count is as likely
  assert.ok(Math.abs(atMost(3, 9, { a: 1, b: 1 }) - 0.4) < 1e-12)
  const uniform = seeded(5)
  const pairs = Array.from({ length: 4000 }, (): [number, number] => {
    const [x, y] = [gammaDraw(uniform, 1.5), gammaDraw(uniform, 4.5)]
    const share = x / (x + y)
    const n = 5 + Math.floor(uniform() * 20)
    return [Array.from({ length: n }, () => uniform()).filter((u) => u < share).length, n]
  })
  const { a, b } = fitBeta(pairs)
  assert.ok(Math.abs(a / (a + b) - 0.25) < 0.02 && Math.abs(a + b - 6) < 1.5, `${a} ${b}`)
})

test('nothing to learn from is nothing to tell', () => {
  const model = fitHabits([], windows)
  assert.deepEqual(findHabits([], windows, model), [])
  const bare: Deed[] = [0, 10, 20, 60, 70].map((week) => ({
    day: 20_000 + 7 * week,
    week,
    back: false,
    amount: null,
    channel: null,
    categories: [],
  }))
  assert.deepEqual(findHabits(bare, windows, fitHabits([bare], windows)), [])
})
