import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn, monthsUpTo } from './days.ts'
import { type MonthRow, monthsOf } from './months.ts'

const row = (month: string, last: string, net = '1000', currency: string | null = 'EUR'): MonthRow => ({
  month,
  currency,
  net,
  purchases: 1,
  last,
})
const marked = (rows: MonthRow[], of: { interval: number | null; last: string | null; today?: string }) =>
  monthsOf(rows, { today: '2026-11-23', currency: 'EUR', ...of })
    .filter((m) => m.expected)
    .map((m) => m.month)

test('24 months up to this one, oldest first', () => {
  const months = monthsOf([], { today: '2026-11-23', currency: 'EUR', interval: null, last: null })
  assert.equal(months.length, 24)
  assert.deepEqual(months[0], { month: '2024-12', net: { minor: '0', currency: 'EUR' }, purchases: 0, expected: false })
  assert.equal(months[23]!.month, '2026-11')
  assert.deepEqual(monthsUpTo('2026-01-05', 2), ['2025-12', '2026-01'])
})

test('money is of one currency, purchases of all', () => {
  const rows = [
    row('2026-10', '2026-10-05'),
    row('2026-10', '2026-10-20', '9000', 'SEK'),
    row('2026-10', '2026-10-09', '0', null),
  ]
  const october = monthsOf(rows, { today: '2026-11-23', currency: 'EUR', interval: null, last: '2026-10-20' })[22]
  assert.deepEqual(october, {
    month: '2026-10',
    net: { minor: '1000', currency: 'EUR' },
    purchases: 3,
    expected: false,
  })
})

test('months without the purchase that the rhythm expected are marked, up to today', () => {
  // every 40 days from 5 June: 15 July, 24 August, 3 October, 12 November
  assert.deepEqual(marked([row('2026-06', '2026-06-05')], { interval: 40, last: '2026-06-05' }), [
    '2026-07',
    '2026-08',
    '2026-10',
    '2026-11',
  ])
  // expected on 24 November: not yet
  assert.deepEqual(marked([row('2026-10', '2026-10-15')], { interval: 40, last: '2026-10-15' }), [])
  assert.deepEqual(marked([row('2026-10', '2026-10-15')], { interval: 39, last: '2026-10-15' }), ['2026-11'])
})

test('a gap between purchases is marked too, and silence from before the first month', () => {
  const gap = [row('2026-01', '2026-01-10'), row('2026-05', '2026-05-10'), row('2026-11', '2026-11-20')]
  assert.deepEqual(marked(gap, { interval: 60, last: '2026-11-20' }), ['2026-03', '2026-07', '2026-09'])
  assert.deepEqual(marked([], { interval: 360, last: '2024-02-01' }), ['2025-01', '2026-01'])
  assert.deepEqual(marked([], { interval: null, last: '2024-02-01' }), [])
})

test('the day is that of the company', () => {
  const now = new Date('2026-11-22T22:30:00Z')
  assert.equal(dayIn(now, 'Europe/Helsinki'), '2026-11-23')
  assert.equal(dayIn(now, 'UTC'), '2026-11-22')
})
