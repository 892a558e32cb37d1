import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { acts, outcomes } from './contract.ts'
import { later } from './days.ts'
import { weightOf } from './score.ts'
import { type ActRow, hidden, holderOf, longestDays } from './stand.ts'

const timeZone = 'Europe/Helsinki'
const kinds = ['slipping', 'wish', 'deviation']
const today = '2026-11-23'
/** Noon of the day so many days after today. */
const noon = (days: number) => new Date(`${later(today, days)}T12:00:00Z`)
const moment = (days: number) => ({ now: noon(days), day: later(today, days), timeZone })

const past = fc.integer({ min: -120, max: 0 })
const act = fc
  .record({
    days: past,
    what: fc.constantFrom(...acts),
    kinds: fc.subarray(kinds, { minLength: 1 }),
    outcome: fc.constantFrom(...outcomes),
    snoozed: fc.integer({ min: 1, max: 365 }),
    by: fc.constantFrom('a', 'b'),
  })
  .map(
    ({ days, what, kinds: of, outcome, snoozed, by }): ActRow => ({
      id: 'act',
      at: noon(days),
      by_id: by,
      what,
      kinds: of,
      outcome: what === 'done' ? outcome : null,
      until: what === 'snoozed' ? later(later(today, days), snoozed) : null,
    }),
  )
const all = fc.array(act, { maxLength: 6 })
const reason = fc.record({ kind: fc.constantFrom(...kinds), since: past.map((days) => noon(days)) })
const soon = fc.integer({ min: 0, max: 400 })

test('what began or was said after every act is never hidden', () => {
  fc.assert(
    fc.property(all, fc.constantFrom(...kinds), soon, (done, kind, days) => {
      const latest = Math.max(0, ...done.map(({ at }) => at.getTime()))
      assert.equal(hidden({ kind, since: new Date(latest + 1) }, done, moment(days)), false)
    }),
  )
})

test('put off, a line does not come back before its day, and does on it', () => {
  fc.assert(
    fc.property(reason, fc.integer({ min: 1, max: 365 }), all, (one, days, others) => {
      const put: ActRow = {
        id: 'x',
        at: noon(0),
        by_id: 'a',
        what: 'snoozed',
        kinds,
        outcome: null,
        until: later(today, days),
      }
      for (const before of [0, Math.floor(days / 2), days - 1])
        assert.ok(hidden(one, [...others, put], moment(before)), `${before} of ${days}`)
      assert.equal(hidden(one, [put], moment(days)), false)
    }),
  )
})

test('done does not come back while it rests, and everything does in the end; "not useful" is about its kinds alone', () => {
  fc.assert(
    fc.property(reason, act, soon, (one, last, days) => {
      const held = hidden(one, [last], moment(days))
      if (last.what === 'taken') assert.equal(held, false)
      if (last.what === 'notUseful' && !last.kinds.includes(one.kind)) assert.equal(held, false)
      if (last.what === 'done' && one.since <= last.at)
        assert.ok(hidden(one, [last], { ...moment(days), day: later(today, -120) }))
      if (last.what !== 'snoozed') assert.equal(hidden(one, [last], moment(longestDays)), false)
    }),
  )
})

test('taking an act back hides nothing more, and the order in which acts are read does not matter', () => {
  fc.assert(
    fc.property(reason, all, soon, (one, done, days) => {
      const held = hidden(one, done, moment(days))
      assert.equal(hidden(one, [...done].reverse(), moment(days)), held)
      for (const without of done)
        if (!held)
          assert.equal(
            hidden(
              one,
              done.filter((other) => other !== without),
              moment(days),
            ),
            false,
          )
    }),
  )
})

test('one person holds a line: whoever took it last, for a week', () => {
  fc.assert(
    fc.property(all, soon, (done, days) => {
      const holder = holderOf(done, moment(days))
      if (holder === null) return
      const latest = Math.max(...done.map(({ at }) => at.getTime()))
      assert.equal(holder.at.getTime(), latest)
      assert.ok(done.some(({ what, by_id, at }) => what === 'taken' && by_id === holder.by && at.getTime() === latest))
      assert.ok(noon(days).getTime() - latest <= 7 * 86_400_000)
    }),
  )
})

test('what is learned stays within bounds, and moves the way it was said', () => {
  const count = fc.nat({ max: 100_000 })
  fc.assert(
    fc.property(count, count, (useful, notUseful) => {
      const weight = weightOf({ useful, notUseful })
      assert.ok(weight > 0 && weight <= 1)
      assert.ok(weightOf({ useful: useful + 1, notUseful }) >= weight)
      assert.ok(weightOf({ useful, notUseful: notUseful + 1 }) < weight)
    }),
  )
})
