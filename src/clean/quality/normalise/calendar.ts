import type { DateOrder } from '#src/collect/intake/index.ts'
import type { Reading } from './reading.ts'

/** A date as written, with a time of day and an offset from UTC if they were written. */
export interface Written {
  year: number
  month: number
  day: number
  /** Milliseconds since midnight. */
  time: number
  hasTime: boolean
  /** Minutes east of UTC. */
  offset?: number
  /** The year was written with two digits. */
  short?: boolean
}

export const dayLength = 86_400_000
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?)?$/
const clock =
  /(?:^|[T ,]|klo )(\d{1,2})(?:[:.](\d\d))(?:[:.](\d\d)(?:[.,](\d{1,9}))?)? ?([ap]\.?m\.?)? ?(Z|UTC|GMT)?([+-]\d\d(?::?\d\d)?)?(?: ?\([^)]*\))?$/i
const ymd = /^(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})\.?$/
const compact = { ymd: /^(\d{4})(\d\d)(\d\d)$/, days: /^(\d\d)(\d\d)(\d{4})$/ }
const small = /^(\d{1,2})([-./ ])(\d{1,2})\2(\d{4}|\d\d)\.?$/
const spaced = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)$/

/**
 * The date in a cell by the column's order. A year in front is always year-month-day, and dots are always day.month.year; slashes and
 * hyphens follow the column, and without a column's order only what can be read one way is read. Fault `date_invalid`.
 */
export function readWritten(line: string, order: DateOrder | undefined): Reading<Written> {
  const exact = iso.exec(line)
  if (exact !== null) return fromIso(exact)
  if (line.length > 80) return { fault: 'date_invalid' }
  const whole = readDate(line, order)
  if (whole !== undefined) return whole
  const time = clock.exec(line)
  if (time === null) return { fault: 'date_invalid' }
  const date = readDate(line.slice(0, time.index).replace(/(?:,|\bklo)?\s*$/, ''), order)
  if (date === undefined || 'fault' in date) return { fault: 'date_invalid' }
  return withTime(date.value, time)
}

function fromIso(m: RegExpExecArray): Reading<Written> {
  const time = m[4] === undefined ? 0 : timeOf(Number(m[4]), Number(m[5]), Number(m[6] ?? 0), m[7])
  if (time === undefined) return { fault: 'date_invalid' }
  const offset = m[8] === undefined ? undefined : offsetOf(m[8])
  return checked({ year: +m[1]!, month: +m[2]!, day: +m[3]!, time, hasTime: m[4] !== undefined, offset })
}

function withTime(date: Written, m: RegExpExecArray): Reading<Written> {
  let hour = Number(m[1])
  const half = m[5]?.[0]?.toLowerCase()
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return { fault: 'date_invalid' }
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  const time = timeOf(hour, Number(m[2]), Number(m[3] ?? 0), m[4])
  if (time === undefined) return { fault: 'date_invalid' }
  const zone = m[7] ?? (m[6] === undefined ? undefined : 'Z')
  return { value: { ...date, time, hasTime: true, offset: zone === undefined ? undefined : offsetOf(zone) } }
}

function timeOf(hour: number, minute: number, second: number, fraction = ''): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)
  return zone.startsWith('-') ? -minutes : minutes
}

function readDate(text: string, order: DateOrder | undefined): Reading<Written> | undefined {
  const days = order === 'dmy' || order === 'mdy' ? compact.days.exec(text) : null
  const front = days === null ? (ymd.exec(text) ?? compact.ymd.exec(text)) : null
  if (front !== null) return checked({ year: +front[1]!, month: +front[2]!, day: +front[3]!, time: 0, hasTime: false })
  const bare = days ?? spaced.exec(text)
  const m = bare === null ? small.exec(text) : [text, bare[1]!, days === null ? '.' : '', bare[2]!, bare[3]!]
  if (m === null) return named(text)
  const [first, second, third] = [Number(m[1]), Number(m[3]), Number(m[4])]
  const short = m[4]!.length === 2
  const time = { time: 0, hasTime: false, short }
  if (short && order === 'ymd') return checked({ year: first, month: second, day: third, ...time })
  const dayFirst = m[2] === '.' || order === 'dmy' || (order !== 'mdy' && first > 12)
  if (dayFirst) return checked({ year: third, month: second, day: first, ...time })
  if (order === 'mdy' || second > 12) return checked({ year: third, month: first, day: second, ...time })
  return { fault: 'date_invalid' }
}

const months = new Map<string, number>()
for (const list of [
  'january february march april may june july august september october november december',
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu',
  'januari februari mars april maj juni juli augusti september oktober november december',
]) {
  for (const [at, word] of list.split(' ').entries()) months.set(word, at + 1)
}
months.set('sept', 9).set('okt', 10)

function monthOf(word: string): number | undefined {
  return months.get(word) ?? months.get(word.replace(/(?:kuu(?:ta|n)?|\.)$/, ''))
}

/** Dates with the month as a word: `5. tammikuuta 2011`, `Jan 5, 2011`, `05-Jan-11`, `Mon Jan 05 2011`, `Mon, 5 Jan 2011`. */
function named(text: string): Reading<Written> | undefined {
  const lower = text
    .toLowerCase()
    .replace(/^\p{L}{2,11}[.,]? (?=\p{L}|\d)/u, (word) => (monthOf(word.trim()) ? word : ''))
  const dayFirst = /^(\d{1,2})(?:\.|st|nd|rd|th)?[ -](\p{L}+\.?)[ ,-]{1,2}(\d{4}|\d\d)$/u.exec(lower)
  const monthFirst = /^(\p{L}+\.?) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d\d)$/u.exec(lower)
  const m = dayFirst ?? monthFirst
  if (m === null) return undefined
  const month = monthOf(dayFirst === null ? m[1]! : m[2]!)
  if (month === undefined) return undefined
  const date = Number(dayFirst === null ? m[2] : m[1])
  return checked({ year: Number(m[3]), month, day: date, time: 0, hasTime: false, short: m[3]!.length === 2 })
}

function checked(date: Written): Reading<Written> {
  const year = date.short === true ? date.year + (date.year < 70 ? 2000 : 1900) : date.year
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > daysIn(year, date.month)) {
    return { fault: 'date_invalid' }
  }
  return { value: { ...date, year } }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
