import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { DateOrder } from '#src/collect/intake/index.ts'
import { dayIn, readDay, readInstant } from './dates.ts'
import { written } from './hostile.arbitrary.ts'

const helsinki = 'Europe/Helsinki'
const at = (text: string, order?: DateOrder, zone = helsinki) => {
  const reading = readInstant(text, order, zone)
  return 'value' in reading ? reading.value : reading.fault
}
const on = (text: string, order?: DateOrder, notAfter?: string) => {
  const reading = readDay(text, order, helsinki, notAfter)
  return 'value' in reading ? reading.value : reading.fault
}

test('instants as files write them', () => {
  for (const [text, order, instant] of [
    ['2010-12-01 08:26:00', 'ymd', '2010-12-01T06:26:00.000Z'],
    ['2010-12-01T08:26:00.5Z', 'ymd', '2010-12-01T08:26:00.500Z'],
    ['2006-04-15T03:23:15.000+0200', undefined, '2006-04-15T01:23:15.000Z'],
    ['2026-06-15', undefined, '2026-06-14T21:00:00.000Z'],
    ['15.6.2026', undefined, '2026-06-14T21:00:00.000Z'],
    ['15.6.2026 klo 9.42', 'dmy', '2026-06-15T06:42:00.000Z'],
    ['15.06.2026 09:42:10', 'dmy', '2026-06-15T06:42:10.000Z'],
    ['12/1/2010 8:26', 'mdy', '2010-12-01T06:26:00.000Z'],
    ['12/1/2010 8:26', 'dmy', '2010-01-12T06:26:00.000Z'],
    ['12/1/2010 8:26 PM', 'mdy', '2010-12-01T18:26:00.000Z'],
    ['12/1/2010 12:26 AM', 'mdy', '2010-11-30T22:26:00.000Z'],
    ['Mon, 23 Nov 2026 09:42:00 +0200', undefined, '2026-11-23T07:42:00.000Z'],
    ['Mon Nov 23 2026 09:42:00 GMT+0200 (Eastern European Standard Time)', undefined, '2026-11-23T07:42:00.000Z'],
    ['23. marraskuuta 2026', undefined, '2026-11-22T22:00:00.000Z'],
    ['Nov 23, 2026', undefined, '2026-11-22T22:00:00.000Z'],
    ['23-Nov-26', undefined, '2026-11-22T22:00:00.000Z'],
    ['19970101', 'ymd', '1996-12-31T22:00:00.000Z'],
    ['1291191960', 'unix', '2010-12-01T08:26:00.000Z'],
    ['1291191960123', 'unix', '2010-12-01T08:26:00.123Z'],
    ['40513.3513888889', 'excel', '2010-12-01T06:26:00.000Z'],
    ['40513,5', 'excel', '2010-12-01T10:00:00.000Z'],
  ] as [string, DateOrder | undefined, string][]) {
    assert.equal(at(text, order), instant, text)
  }
})

test('the column decides, never the cell', () => {
  assert.equal(on('3/4/2026', 'dmy'), '2026-04-03')
  assert.equal(on('3/4/2026', 'mdy'), '2026-03-04')
  assert.equal(on('3/4/2026'), 'date_invalid')
  assert.equal(on('23/4/2026'), '2026-04-23')
  assert.equal(on('3/24/2026'), '2026-03-24')
  assert.equal(on('23/4/2026', 'mdy'), 'date_invalid')
  assert.equal(on('3.4.2026', 'mdy'), '2026-04-03')
  assert.equal(on('26/4/3', 'dmy'), 'date_invalid')
  assert.equal(on('26-04-03', 'ymd'), '2026-04-03')
  assert.equal(on('31012024', 'dmy'), '2024-01-31')
  assert.equal(on('01312024', 'mdy'), '2024-01-31')
  assert.equal(on('20240131'), '2024-01-31')
})

test('what is no date, and what is out of range', () => {
  for (const text of [
    '',
    'eilen',
    '31.2.2026',
    '2026-02-29',
    '2026-13-01',
    '0000-00-00',
    '2026-11-23 25:00',
    '2026-11-23 24:00',
    '12345',
    '1.2',
    'NaN',
  ]) {
    assert.equal(at(text, 'dmy'), 'date_invalid', text)
  }
  for (const text of ['1893-01-01', '2201-01-01', '0001-01-01', '9999-12-31', '31.12.1899'])
    assert.equal(at(text), 'out_of_range', text)
  assert.equal(at('1e300', 'unix'), 'date_invalid')
  assert.equal(at('9999999999999', 'unix'), 'out_of_range')
  assert.equal(at('9'.repeat(400), 'excel'), 'date_invalid')
  assert.equal(on('29.2.2024'), '2024-02-29')
})

test('birth dates', () => {
  assert.equal(on('13.5.52', 'dmy', '2026-11-23'), '1952-05-13')
  assert.equal(on('13.5.26', 'dmy', '2026-11-23'), '2026-05-13')
  assert.equal(on('13.12.26', 'dmy', '2026-11-23'), '1926-12-13')
  assert.equal(on('13.12.2026', 'dmy', '2026-11-23'), 'out_of_range')
  assert.equal(on('29.2.28', 'dmy', '2026-11-23'), '1928-02-29')
})

test('clock changes: a skipped time moves on, a doubled time is the first', () => {
  assert.equal(at('2026-03-29 03:30'), '2026-03-29T01:30:00.000Z')
  assert.equal(at('2026-03-29 02:59:59'), '2026-03-29T00:59:59.000Z')
  assert.equal(at('2026-03-29 04:00'), '2026-03-29T01:00:00.000Z')
  assert.equal(at('2026-10-25 03:30'), '2026-10-25T00:30:00.000Z')
  assert.equal(at('2026-10-25 04:00'), '2026-10-25T02:00:00.000Z')
  assert.equal(dayIn(helsinki, Date.UTC(2026, 5, 14, 21)), '2026-06-15')
  assert.equal(dayIn(helsinki, Date.UTC(2026, 11, 31, 22, 30)), '2027-01-01')
})

test('zones are as Temporal has them', () => {
  const zones = [
    helsinki,
    'Europe/London',
    'America/New_York',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'Africa/Casablanca',
    'UTC',
    'Pacific/Apia',
  ]
  const local = fc.date({
    min: new Date(Date.UTC(1901, 0, 1)),
    max: new Date(Date.UTC(2199, 0, 1)),
    noInvalidDate: true,
  })
  const nearChange = fc
    .tuple(
      fc.integer({ min: 1985, max: 2035 }),
      fc.constantFrom(3, 4, 9, 10, 11),
      fc.integer({ min: 1, max: 30 }),
      fc.nat(24 * 60 - 1),
    )
    .map(([year, month, day, minute]) => new Date(Date.UTC(year, month - 1, day, 0, minute)))
  fc.assert(
    fc.property(fc.oneof(local, nearChange), fc.constantFrom(...zones), (date, zone) => {
      const text = date.toISOString().slice(0, 19)
      const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: 'compatible' })
      assert.equal(
        at(text, 'ymd', zone),
        expected.toInstant().toString({ smallestUnit: 'millisecond' }),
        `${text} ${zone}`,
      )
      assert.equal(
        dayIn(zone, date.getTime()),
        Temporal.Instant.from(`${text}Z`).toZonedDateTimeISO(zone).toPlainDate().toString(),
      )
    }),
    { numRuns: 1500 },
  )
})

test('reading what was read changes nothing, and no text breaks it', () => {
  const order = fc.constantFrom<DateOrder | undefined>('ymd', 'dmy', 'mdy', 'unix', 'excel', undefined)
  const part = fc.nat(32).map(String)
  const dates = fc
    .tuple(
      part,
      part,
      fc.oneof(part, fc.integer({ min: 1800, max: 2300 }).map(String)),
      fc.constantFrom('.', '/', '-', ' '),
    )
    .map(([a, b, c, mark]) => [a, b, c].join(mark))
  fc.assert(
    fc.property(fc.oneof(written, dates, fc.double().map(String)), order, (text, column) => {
      const instant = readInstant(text, column, helsinki)
      if ('value' in instant) assert.deepEqual(readInstant(instant.value, column, helsinki), instant)
      const day = readDay(text, column, helsinki)
      if ('value' in day) assert.deepEqual(readDay(day.value, column, helsinki), day)
    }),
    { numRuns: 5000 },
  )
})
