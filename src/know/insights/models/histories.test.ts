import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boughtWithin, compress, historiesAt, purchaseDays } from './index.ts'

const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -20, max: 60 })), { maxLength: 60 })

test('histories are what one would write down by hand, at any cut-off', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: -25, max: 65 }), (bought, cutOff) => {
      const days = purchaseDays({
        customers: 6,
        customer: Int32Array.from(bought, ([who]) => who),
        day: Int32Array.from(bought, ([, day]) => day),
      })
      const { n, customer, x, last, age } = historiesAt(days, cutOff)
      const later = boughtWithin(days, historiesAt(days, cutOff), cutOff, cutOff + 10)
      const byHand = [0, 1, 2, 3, 4, 5].flatMap((who) => {
        const own = [...new Set(bought.filter(([one]) => one === who).map(([, day]) => day))].sort((a, b) => a - b)
        const known = own.filter((day) => day <= cutOff)
        if (known.length === 0) return []
        const [first, final] = [known[0]!, known.at(-1)!]
        const after = own.filter((day) => day > cutOff && day <= cutOff + 10).length
        return [[who, known.length - 1, final - first, cutOff - first, after]]
      })
      const found = Array.from({ length: n }, (_, i) => [customer[i]!, x[i]!, last[i]!, age[i]!, later[i]!])
      assert.deepEqual(found, byHand)
    }),
  )
})

test('equal histories become one row with their number, sorted', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), { maxLength: 40 }), (all) => {
      const squeezed = compress({
        n: all.length,
        x: Uint32Array.from(all, ([x]) => x),
        last: Int32Array.from(all, ([, last]) => last),
        age: Int32Array.from(all, ([, last, more]) => last + more),
      })
      const counts = new Map<string, number>()
      for (const [x, last, more] of all) {
        const key = [x, last, last + more].join(' ')
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      const found = Array.from({ length: squeezed.n }, (_, i): [string, number] => [
        [squeezed.x[i], squeezed.last[i], squeezed.age[i]].join(' '),
        squeezed.weight[i]!,
      ])
      assert.deepEqual(
        found,
        [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    }),
  )
})
