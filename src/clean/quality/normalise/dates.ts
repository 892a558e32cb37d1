import type { DateOrder } from '#src/collect/intake/index.ts'
import type { Day, Instant } from '#src/terms/index.ts'
import { dayLength, readWritten, type Written } from './calendar.ts'
import type { Reading } from './reading.ts'
import { oneLine } from './text.ts'
import { instantOf, localOf } from './zones.ts'

const earliest = Date.UTC(1900, 0, 1)
const latest = Date.UTC(2200, 11, 31, 23, 59, 59, 999)
/** Spreadsheets count days from here, in no zone. */
const excelZero = Date.UTC(1899, 11, 30)

/**
 * An instant from a cell. Without a zone of its own the text is the wall clock of `timeZone` (an IANA name); without a time of day it
 * is midnight there. Faults: `date_invalid`, `out_of_range` outside the years 1900 to 2200.
 */
export function readInstant(written: string, order: DateOrder | undefined, timeZone: string): Reading<Instant> {
  const moment = readMoment(written, order)
  if ('fault' in moment) return moment
  const { local, year, utc } = moment.value
  // In UTC the first and last day of the range may begin a day earlier or end a day later.
  if (utc === undefined ? year < 1900 || year > 2200 : utc < earliest - dayLength || utc > latest + dayLength) {
    return { fault: 'out_of_range' }
  }
  return { value: isoInstant(utc ?? instantOf(local, year, timeZone)) }
}

/**
 * A calendar day from a cell; an instant with a zone gives its day in `timeZone`. With `notAfter` (say today, for a birth date) a year
 * of two digits means the last such year that is not later. Faults as `readInstant`.
 */
export function readDay(written: string, order: DateOrder | undefined, timeZone: string, notAfter?: Day): Reading<Day> {
  const moment = readMoment(written, order)
  if ('fault' in moment) return moment
  const { local, year, utc, short } = moment.value
  if (year < 1899 || year > 2201) return { fault: 'out_of_range' }
  const value = isoDay(utc === undefined ? local : localOf(utc, year, timeZone))
  if (value < '1900' || value > '2201') return { fault: 'out_of_range' }
  if (notAfter === undefined || value <= notAfter) return { value }
  // 29 February exists in 2000 but not in 1900: a day a century back is checked again.
  return short === true && year >= 2000
    ? readDay(`${year - 100}${value.slice(4)}`, 'ymd', timeZone, notAfter)
    : { fault: 'out_of_range' }
}

interface Moment {
  /** The wall clock's reading as if it were UTC. */
  local: number
  year: number
  /** Known at once when the text carries its zone. */
  utc?: number
  short?: boolean
}

function readMoment(written: string, order: DateOrder | undefined): Reading<Moment> {
  const line = oneLine(written)
  if ((order === 'unix' || order === 'excel') && /^-?\d+(?:[.,]\d+)?$/.test(line)) return counted(line, order)
  const reading = readWritten(line, order === 'unix' || order === 'excel' ? undefined : order)
  return 'fault' in reading ? reading : { value: momentOf(reading.value) }
}

function counted(line: string, order: 'unix' | 'excel'): Reading<Moment> {
  const number = Number(line.replace(',', '.'))
  if (!Number.isFinite(number) || Math.abs(number) > 1e16) return { fault: 'date_invalid' }
  if (order === 'excel') {
    const local = excelZero + Math.round(number * 86_400) * 1000
    return { value: { local, year: yearOf(local) } }
  }
  // Seconds, milliseconds or microseconds: the size says which.
  const size = Math.abs(number)
  const utc = Math.round(size < 1e11 ? number * 1000 : size < 1e14 ? number : number / 1000)
  return { value: { local: utc, year: yearOf(utc), utc } }
}

function momentOf({ year, month, day, time, offset, short }: Written): Moment {
  const local = Date.UTC(year, month - 1, day) + time
  return { local, year, utc: offset === undefined ? undefined : local - offset * 60_000, short }
}

function yearOf(at: number): number {
  return civil(Math.floor(at / dayLength))[0]
}

/** Proleptic Gregorian date of a number of days since 1970-01-01, by counting in 400-year cycles from 1 March of year 0. */
function civil(days: number): [year: number, month: number, day: number] {
  const shifted = days + 719_468
  const cycle = Math.floor(shifted / 146_097)
  const inCycle = shifted - cycle * 146_097
  const yearInCycle = Math.floor(
    (inCycle - Math.floor(inCycle / 1460) + Math.floor(inCycle / 36_524) - Math.floor(inCycle / 146_096)) / 365,
  )
  const inYear = inCycle - (365 * yearInCycle + Math.floor(yearInCycle / 4) - Math.floor(yearInCycle / 100))
  const fromMarch = Math.floor((5 * inYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return [yearInCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day]
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`)

function isoDay(at: number): Day {
  const [year, month, day] = civil(Math.floor(at / dayLength))
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function isoInstant(at: number): Instant {
  const time = at - Math.floor(at / dayLength) * dayLength
  const seconds = Math.floor(time / 1000)
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${isoDay(at)}T${clock}.${String(time % 1000).padStart(3, '0')}Z`
}

/** The calendar day that it is in a time zone at an instant (milliseconds since 1970). */
export function dayIn(timeZone: string, at: number): Day {
  return isoDay(localOf(at, yearOf(at), timeZone))
}
