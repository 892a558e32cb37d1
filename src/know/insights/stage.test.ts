import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { daysBetween } from './days.ts'
import { rhythmOf } from './rhythm.ts'
import { type Situation, stageOf } from './stage.ts'

const nobody: Situation = {
  purchases: 0,
  days: null,
  leadSource: null,
  customerSince: null,
  meanInterval: 40,
  today: '2026-11-23',
}
const bought = (count: number, first: string, last: string, previous: string | null, today = nobody.today) =>
  stageOf({ ...nobody, purchases: count, days: { count, first, last, previous }, today })

test('never bought: prospect, or a lead with its source', () => {
  assert.deepEqual(stageOf(nobody), { stage: 'prospect', stageWhy: { code: 'noPurchases', figures: {} } })
  assert.deepEqual(stageOf({ ...nobody, leadSource: 'paid_search', customerSince: '2026-11-01' }), {
    stage: 'lead',
    stageWhy: { code: 'leadSource', figures: { customerSince: '2026-11-01', leadSource: 'paid_search' } },
  })
})

test('one purchase day: new, then slipping, then lost by the rhythm of the house', () => {
  const once = (today: string) => bought(1, '2026-01-01', '2026-01-01', null, today)
  assert.deepEqual(once('2026-03-06').stageWhy, {
    code: 'firstPurchaseRecently',
    figures: {
      purchases: '1',
      purchaseDays: '1',
      first: '2026-01-01',
      last: '2026-01-01',
      sinceDays: '64',
      limitDays: '64', // 40 ln 5
      lostDays: '120', // 40 ln 20
      fleetDays: '40',
    },
  })
  assert.equal(once('2026-03-06').stage, 'new')
  assert.deepEqual([once('2026-03-07').stage, once('2026-03-07').stageWhy.code], ['slipping', 'oneOldPurchase'])
  assert.deepEqual([once('2026-05-02').stage, once('2026-05-02').stageWhy.code], ['lost', 'oneOldPurchase'])
})

test('a regular of long standing slips after 1.6 intervals and is lost after 3, but not within what is usual in the house', () => {
  // 35 purchase days in 714 days, every 21 days; the house 40 days
  const since = (today: string) => bought(35, '2024-01-01', '2025-12-15', '2025-11-24', today)
  const { figures } = since('2026-01-10').stageWhy
  assert.deepEqual([figures.rhythmDays, figures.limitDays, figures.lostDays], ['22', '35', '120'])
  assert.equal(since('2026-01-19').stage, 'regular')
  assert.equal(since('2026-01-20').stage, 'slipping')
  assert.equal(since('2026-01-20').stageWhy.code, 'beyondRhythm')
  assert.equal(since('2026-04-14').stage, 'slipping')
  assert.deepEqual([since('2026-04-15').stage, since('2026-04-15').stageWhy.code], ['lost', 'longSilent'])
})

test('who came back after a silence that meant lost is won back, until the next purchase or silence', () => {
  const back = bought(4, '2025-01-01', '2026-11-01', '2025-03-01')
  assert.deepEqual([back.stage, back.stageWhy.code], ['wonBack', 'cameBack'])
  assert.equal(back.stageWhy.figures.gapDays, '610')
  assert.equal(bought(5, '2025-01-01', '2026-11-20', '2026-11-01').stage, 'regular')
  assert.equal(bought(4, '2025-01-01', '2026-11-01', '2025-03-01', '2027-11-01').stage, 'slipping')
})

test('before the first figures a quarter of a year is assumed, and the figures do not claim it', () => {
  const { stage, stageWhy } = stageOf({
    ...nobody,
    meanInterval: null,
    purchases: 1,
    days: { count: 1, first: '2026-09-01', last: '2026-09-01', previous: null },
  })
  assert.equal(stage, 'new')
  assert.equal(stageWhy.figures.limitDays, '146')
  assert.equal(stageWhy.figures.fleetDays, undefined)
})

test('a purchase dated ahead is no negative silence', () => {
  assert.equal(bought(1, '2027-01-01', '2027-01-01', null).stageWhy.figures.sinceDays, '0')
})

test('limits grow with the interval, shrink with evidence, and lost never comes before slipping', () => {
  const history = fc.record({
    count: fc.integer({ min: 2, max: 2000 }),
    days: fc.integer({ min: 1, max: 30 }),
    mean: fc.float({ min: 1, max: 800, noNaN: true }),
  })
  fc.assert(
    fc.property(history, ({ count, days, mean }) => {
      const t = (count - 1) * days
      const rhythm = rhythmOf(count, t, mean)
      assert.ok(rhythm.lost >= rhythm.limit && rhythm.limit >= rhythm.days)
      assert.ok(rhythmOf(count, t + 10, mean).limit >= rhythm.limit)
      assert.ok(rhythmOf(count + 1, t, mean).limit <= rhythm.limit)
    }),
  )
})

test('stages only ever go from regular to slipping to lost while a customer is silent', () => {
  const order = ['new', 'regular', 'wonBack', 'slipping', 'lost']
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.float({ min: 1, max: 800, noNaN: true }), (count, mean) => {
      const first = '2020-01-01'
      const last = count === 1 ? first : '2023-01-01'
      const days = { count, first, last, previous: count === 1 ? null : '2022-06-01' }
      const at = (today: string) =>
        order.indexOf(stageOf({ ...nobody, purchases: count, days, meanInterval: mean, today }).stage)
      const later = ['2023-01-02', '2023-03-01', '2023-09-01', '2024-06-01', '2028-01-01'].map(at)
      const held = later.map((stage) => (stage <= 2 ? 0 : stage))
      assert.deepEqual(
        held,
        [...held].sort((a, b) => a - b),
      )
    }),
  )
})

test('days are counted over leap days and changes of clocks', () => {
  assert.equal(daysBetween('2024-02-28', '2024-03-01'), 2)
  assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2)
})
