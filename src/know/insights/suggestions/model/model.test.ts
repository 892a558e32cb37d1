import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { againScore, refillOf } from './again.ts'
import { basketsOf, mostBought } from './baskets.ts'
import { fit, foretold } from './choose.ts'
import { ease } from './ease.ts'
import { measure } from './evaluate.ts'
import { rankFresh, scoresFor } from './fit.ts'
import { inverse } from './inverse.ts'
import { againAt, chooseAgain, rankAgain } from './rankAgain.ts'
import { knn } from './knn.ts'
import { type Links, reasonsFor } from './links.ts'
import { top } from './top.ts'

/** Weight of the link from one product to another. */
function weightOf({ start, to, weight }: Links, from: number, item: number): number {
  for (let at = start[from]!; at < start[from + 1]!; at++) if (to[at] === item) return weight[at]!
  return 0
}
const rowsOf = (pairs: readonly (readonly number[])[]) => ({
  user: pairs.map(([user]) => user!),
  item: pairs.map(([, item]) => item!),
  ...(pairs.every((pair) => pair.length > 2) && { day: pairs.map(([, , day]) => day!) }),
})

/** Gauss and Jordan, with no care for speed. */
function plainInverse(a: readonly (readonly number[])[]): number[][] {
  const n = a.length
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let i = 0; i < n; i++) {
    const best = rows.slice(i).reduce((at, row, k) => (Math.abs(row[i]!) > Math.abs(rows[at]![i]!) ? i + k : at), i)
    ;[rows[i], rows[best]] = [rows[best]!, rows[i]!]
    const pivot = rows[i]![i]!
    rows[i] = rows[i]!.map((value) => value / pivot)
    for (let k = 0; k < n; k++)
      if (k !== i) {
        const times = rows[k]![i]!
        rows[k] = rows[k]!.map((value, j) => value - times * rows[i]![j]!)
      }
  }
  return rows.map((row) => row.slice(n))
}

test('the inverse is that of Gauss and Jordan, whatever the size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.integer({ min: -3, max: 3 })), (n, values) => {
      const half = Array.from({ length: n }, () => Array.from({ length: n }, () => values.next().value as number))
      const a = half.map((row, i) =>
        half.map((other, j) => row.reduce((s, v, k) => s + v * other[k]!, i === j ? 2 : 0)),
      )
      const found = inverse(Float64Array.from(a.flat()), n)
      for (const [k, value] of plainInverse(a).flat().entries()) assert.ok(Math.abs(found[k]! - value) < 1e-9)
    }),
    { numRuns: 60 },
  )
})

test('the inverse times its matrix is one, over several blocks and their rests', () => {
  for (const n of [63, 64, 65, 131, 260]) {
    const a = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = i === j ? n + (i % 7) : Math.cos(i * 3 + j * 5)
    const p = inverse(a.slice(), n)
    for (const i of [0, 1, n >> 1, n - 1])
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let k = 0; k < n; k++) sum += a[i * n + k]! * p[k * n + j]!
        assert.ok(Math.abs(sum - (i === j ? 1 : 0)) < 1e-10, `${n}: ${i} ${j}`)
      }
  }
  assert.throws(() => inverse(Float64Array.from([1, 2, 2, 1]), 2), RangeError)
})

const purchases = fc.array(fc.tuple(fc.nat(9), fc.nat(6), fc.nat(40)), { minLength: 1, maxLength: 80 })

test('EASE is its formula', () => {
  fc.assert(
    fc.property(purchases, fc.integer({ min: 1, max: 500 }), (pairs, lambda) => {
      const baskets = basketsOf(rowsOf(pairs), 10, 7)
      const has = (user: number, item: number) => (pairs.some(([u, i]) => u === user && i === item) ? 1 : 0)
      const g = Array.from({ length: 7 }, (_, i) =>
        Array.from({ length: 7 }, (_, j) => {
          let both = i === j ? lambda : 0
          for (let user = 0; user < 10; user++) both += has(user, i) * has(user, j)
          return both
        }),
      )
      const p = plainInverse(g)
      const links = ease(
        baskets,
        Uint32Array.from({ length: 7 }, (_, i) => i),
        { lambda, keep: 7 },
      )
      for (let i = 0; i < 7; i++)
        for (let j = 0; j < 7; j++) {
          const wanted = i === j ? 0 : -p[i]![j]! / p[j]![j]!
          assert.ok(Math.abs(weightOf(links, i, j) - wanted) < 1e-5)
        }
    }),
    { numRuns: 40 },
  )
})

test('neighbours are shrunk cosine', () => {
  fc.assert(
    fc.property(purchases, (pairs) => {
      const links = knn(basketsOf(rowsOf(pairs), 10, 7), { shrink: 10, keep: 100 })
      const of = (item: number) => new Set(pairs.filter(([, i]) => i === item).map(([u]) => u))
      for (let i = 0; i < 7; i++)
        for (let j = 0; j < 7; j++) {
          const both = i === j ? 0 : of(i).intersection(of(j)).size
          const wanted = both / (Math.sqrt(of(i).size * of(j).size) + 10)
          assert.ok(Math.abs(weightOf(links, i, j) - wanted) < 1e-6)
        }
    }),
  )
})

test('of many links the heaviest are kept, of equal ones the earlier', () => {
  const rows = rowsOf([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [2, 3], [2, 0], [3, 3], [3, 2]]) // biome-ignore format: pairs
  const links = knn(basketsOf(rows, 4, 4), { shrink: 0, keep: 1 })
  assert.deepEqual(
    [1, 2, 3].map((item) => weightOf(links, item, 0) > 0),
    [true, false, false],
  )
  assert.equal([...links.to].filter((item) => item === 2).length, 1)
})

test('baskets count days, not rows, and keep the first and the last', () => {
  const baskets = basketsOf(rowsOf([[1, 0, 5], [1, 0, 5], [1, 0, 9], [0, 2, 7]]), 3, 3) // biome-ignore format: rows
  assert.deepEqual([...baskets.start], [0, 1, 2, 2])
  assert.deepEqual([...baskets.times], [1, 2])
  assert.deepEqual([baskets.first[1], baskets.last[1]], [5, 9])
})

test('figures are what one counts by hand', () => {
  // two customers; of the first come 4 and 5, of the second comes 0, which nobody had, and 1 again
  const train = basketsOf(rowsOf([[0, 1], [1, 1], [1, 2], [2, 3]]), 4, 6) // biome-ignore format: pairs
  const test = basketsOf(rowsOf([[0, 4], [0, 5], [0, 1], [1, 0], [1, 1], [3, 4]]), 4, 6) // biome-ignore format: pairs
  const lists = [[3, 4, 2], [0, 3, 4]] // biome-ignore format: lists
  const met = measure(train, test, 'fresh', (user) => lists[user]!, 3)
  const [second, best] = [1 / Math.log2(3), 1 + 1 / Math.log2(3)]
  assert.equal(met.customers, 2)
  assert.equal(met.recall, (1 / 2 + 1) / 2)
  assert.equal(met.precision, (1 / 3 + 1 / 3) / 2)
  assert.equal(met.hitRate, 1)
  assert.ok(Math.abs(met.ndcg - (second / best + 1) / 2) < 1e-12)
  assert.equal(measure(train, test, 'again', (user) => [[1], [2, 1]][user]!, 10).recall, 1)
  assert.equal(measure(train, test, 'fresh', () => [], 3).recall, 0)
})

test('a list that knows what comes meets all of it', () => {
  fc.assert(
    fc.property(purchases, purchases, (before, after) => {
      const [train, later] = [basketsOf(rowsOf(before), 10, 7), basketsOf(rowsOf(after), 10, 7)]
      const owned = (user: number) => new Set(before.filter(([u]) => u === user).map(([, i]) => i))
      const wanted = (user: number) => [
        ...new Set(after.filter(([u, i]) => u === user && !owned(user).has(i)).map(([, i]) => i)),
      ]
      const met = measure(train, later, 'fresh', wanted, 7)
      if (met.customers === 0) return
      for (const share of [met.recall, met.ndcg, met.hitRate]) assert.ok(Math.abs(share - 1) < 1e-12)
    }),
  )
})

test('what somebody has is never new to them, and products nobody bought never come', () => {
  fc.assert(
    fc.property(
      purchases,
      fc.constantFrom('auto' as const, 'ease' as const, 'knn' as const, 'popular' as const),
      (pairs, method) => {
        const baskets = basketsOf(rowsOf(pairs), 10, 9)
        const rank = rankFresh(fit(baskets, { method, lambda: 5 }), baskets)
        const bought = new Set(pairs.map(([, item]) => item))
        for (let user = 0; user < 10; user++) {
          const list = [...rank(user, 9)]
          assert.equal(new Set(list).size, list.length)
          for (const item of list) assert.ok(bought.has(item) && !pairs.some(([u, i]) => u === user && i === item))
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('the reasons are the two largest weights, and a score is the sum of all', () => {
  const rows = Array.from({ length: 60 }, (_, user) => [[user, 0], [user, user % 2 ? 1 : 2], ...(user % 3 ? [[user, 3]] : [])]).flat() // biome-ignore format: pairs
  const baskets = basketsOf(rowsOf(rows), 60, 5)
  const suggester = fit(baskets, { method: 'ease', lambda: 3 })
  const owned = [0, 1, 2]
  const scores = scoresFor(suggester, owned)
  assert.ok(Math.abs(scores[3]! - owned.reduce((sum, item) => sum + weightOf(suggester.links, item, 3), 0)) < 1e-9)
  const reasons = reasonsFor(suggester.links, owned, 3)
  const weights = owned.map((item) => weightOf(suggester.links, item, 3)).sort((a, b) => b - a)
  assert.deepEqual(
    reasons.map(({ weight }) => weight),
    weights.filter((weight) => weight > 0).slice(0, 2),
  )
})

test('the first of many are those a full sort brings', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(12), (values, k) => {
      const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b).slice(0, k)
      assert.deepEqual([...top(Float64Array.from(values), k)], order)
    }),
  )
})

test('the past is parted by a day, and nothing is lost', () => {
  fc.assert(
    fc.property(purchases, (pairs) => {
      const baskets = basketsOf(rowsOf(pairs), 10, 7)
      const { train, test: later } = foretold(baskets)
      assert.equal(train.item.length + later.item.length, baskets.item.length)
      const latest = Math.max(...train.first, -1)
      if (new Set(pairs.map(([, , day]) => day)).size > 1) for (const day of later.first) assert.ok(day > latest)
    }),
  )
})

test('more often counts more, long rest counts less, and a product others come back to counts more', () => {
  const product = { days: 10, buyers: 5, share: 0.3 }
  const at = (times: number, since: number | undefined, more = {}) => againScore(times, since, { ...product, ...more })
  assert.ok(at(3, 10) > at(2, 10))
  assert.equal(at(3, 10), at(3, 60))
  assert.ok(at(3, 61) < at(3, 60))
  assert.equal(at(3, undefined), at(3, 0))
  assert.ok(at(3, 10, { share: 0.6 }) > at(3, 10))
  assert.ok(Number.isFinite(at(1, 50, { days: Number.NaN })))
})

test('the rhythm of a product is the mean pause of those who came again, drawn to that of all', () => {
  const rows = [[0, 0, 0], [0, 0, 10], [0, 0, 20], [1, 1, 0], [1, 1, 40], [2, 2, 3]] // biome-ignore format: rows
  const refill = refillOf(basketsOf(rowsOf(rows), 3, 3))
  const mean = 60 / 3
  assert.ok(Math.abs(refill.days[0]! - (20 + 5 * mean) / 7) < 1e-9)
  assert.ok(Math.abs(refill.days[2]! - mean) < 1e-9)
  assert.deepEqual([...refill.buyers], [1, 1, 1])
})

test('without purchases, or with one, nothing breaks', () => {
  for (const pairs of [[], [[0, 0, 5]]]) {
    const baskets = basketsOf(
      { user: pairs.map(([u]) => u!), item: pairs.map(([, i]) => i!), day: pairs.map(([, , d]) => d!) },
      2,
      2,
    )
    for (const method of ['auto', 'ease', 'knn', 'popular'] as const)
      assert.ok(rankFresh(fit(baskets, { method }), baskets)(1, 5).length <= 1)
  }
  assert.deepEqual([...mostBought(Uint32Array.from([0, 3, 1, 3]), 2)], [1, 3])
})

/** Customers who buy fifteen staples every sixty days and, with fads, something else each twenty days: on eight days in a row and never again. */
function shopOf(fads: boolean): number[][] {
  const rows: number[][] = []
  for (let user = 0; user < 60; user++)
    for (let day = 0; day < 400; day++) {
      for (let staple = 0; staple < 15; staple++)
        if ((day + user + 4 * staple) % 60 === 0) rows.push([user, staple, day])
      const since = (day + user) % 20
      if (fads && since < 8) rows.push([user, 15 + (day + user - since) / 20, day])
    }
  return rows
}

test('what was had is ranked by own count, unless the rhythm did better each time on the past', () => {
  const by = (fads: boolean) => chooseAgain(rowsOf(shopOf(fads)), 60, 15 + 24)
  assert.equal(by(true), 'rhythm')
  assert.equal(by(false), 'count')
  assert.equal(chooseAgain({ user: [0, 0], item: [1, 1] }, 1, 2), 'count', 'no days')
  assert.equal(chooseAgain({ user: [0, 0], item: [1, 1], day: [5, 9] }, 1, 2), 'count', 'too few')
  const baskets = basketsOf({ user: [0, 0, 0, 1], item: [0, 1, 1, 0], day: [1, 2, 3, 1] }, 2, 2)
  assert.deepEqual(
    [rankAgain(baskets, 9, 'count')(0, 5)].map((list) => Array.from(list)),
    [[1, 0]],
  )
  const refill = refillOf(baskets)
  assert.ok(againAt(baskets, refill, 1, 9, 'count') > againAt(baskets, refill, 0, 9, 'count'))
})
