import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { counted, type Dealer, type Dealing, type Dealt, deal } from './deal.ts'
import { scoreOf, together, weightOf } from './score.ts'

const teams = ['sales', 'service', 'steward', 'manager']
const kinds = ['slipping', 'wish', 'quarantined']
const lines = fc
  .uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z]{4}$/),
      protected: fc.boolean(),
      reasons: fc.array(fc.record({ kind: fc.constantFrom(...kinds), score: fc.integer({ min: 1, max: 100 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      knownTo: fc.option(fc.constantFrom('p0', 'p1', 'gone')),
    }),
    { selector: (line) => line.id, maxLength: 40 },
  )
  .map((all): Dealt[] => all)
const people = fc
  .array(
    fc.record({
      team: fc.constantFrom(...teams),
      seesProtected: fc.boolean(),
      load: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 6 },
  )
  .map((all) => all.map((one, i): Dealer => ({ id: `p${i}`, ...one })))
const dealings = fc.record({ capacity: fc.integer({ min: 1, max: 6 }), dull: fc.constantFrom(...teams) }).map(
  ({ capacity, dull }): Dealing => ({
    capacity,
    weight: (team, kind) => (team === dull && kind === 'wish' ? 0.25 : 1),
    isWorkOf: (team, kind) => (kind === 'quarantined' ? team === 'steward' : team !== 'steward'),
  }),
)

test('nobody gets more than the capacity, nothing goes to two, and nothing waits while somebody who may has room', () => {
  fc.assert(
    fc.property(lines, people, dealings, (all, staff, dealing) => {
      const dealt = deal(all, staff, dealing)
      const load = new Map(staff.map((one) => [one.id, one.load]))
      for (const [id, to] of dealt) {
        const line = all.find((one) => one.id === id)!
        const person = staff.find((one) => one.id === to)!
        assert.ok(!line.protected || person.seesProtected)
        load.set(to, load.get(to)! + 1)
      }
      for (const person of staff)
        assert.ok(load.get(person.id)! <= Math.max(dealing.capacity, person.load), `${person.id} has too many`)
      const left = all.filter((one) => !dealt.has(one.id))
      for (const line of left)
        for (const person of staff)
          assert.ok(load.get(person.id)! >= dealing.capacity || (line.protected && !person.seesProtected))
      // what is left counts for no more than anything that was dealt
      const value = counted(all, staff, dealing.weight)
      const least = Math.min(...[...dealt.keys()].map((id) => value.get(id)!))
      for (const line of left) if (!line.protected) assert.ok(value.get(line.id)! <= least)
    }),
  )
})

test('dealing does not depend on the order in which lines and people come', () => {
  fc.assert(
    fc.property(lines, people, dealings, (all, staff, dealing) => {
      const turned = deal([...all].reverse(), [...staff].reverse(), dealing)
      assert.deepEqual([...deal(all, staff, dealing)].sort(), [...turned].sort())
    }),
  )
})

test('who knows the customer goes on with them', () => {
  const dealing: Dealing = { capacity: 2, weight: () => 1, isWorkOf: (team) => team === 'sales' }
  const staff = [
    { id: 'a', team: 'sales', seesProtected: false, load: 0 },
    { id: 'b', team: 'service', seesProtected: false, load: 1 },
  ]
  const line = { id: 'x', protected: false, reasons: [{ kind: 'slipping', score: 50 }], knownTo: 'b' }
  assert.equal(deal([line], staff, dealing).get('x'), 'b')
  assert.equal(deal([{ ...line, knownTo: null }], staff, dealing).get('x'), 'a')
})

test('more urgency, more size or more reasons never lower a score; words of a team lower and raise a kind', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, share, share, (a, b, size) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      assert.ok(scoreOf(low, size) <= scoreOf(high, size) && scoreOf(size, low) <= scoreOf(size, high))
      const score = scoreOf(a, size)
      assert.ok(together([score]) <= together([score, scoreOf(b, size)]) && together([score, 100, 100]) <= 100)
    }),
  )
  assert.equal(weightOf({ useful: 0, notUseful: 0 }), 1)
  assert.equal(weightOf({ useful: 0, notUseful: 3 }), 0.5)
  assert.ok(weightOf({ useful: 5, notUseful: 3 }) > weightOf({ useful: 0, notUseful: 3 }))
})
