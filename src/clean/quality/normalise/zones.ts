/**
 * Offsets of time zones from Intl, remembered per zone and year: asking Intl for each of a million rows would take a minute.
 * Milliseconds since 1970 throughout; "local" means the wall clock's reading taken as if it were UTC.
 */

interface Shift {
  /** UTC instant of the change. */
  at: number
  before: number
  after: number
}
interface Year {
  /** Offset when the year (with a margin of two days) begins. */
  first: number
  shifts: Shift[]
}
interface Zone {
  clock: Intl.DateTimeFormat
  years: Map<number, Year>
}

const zones = new Map<string, Zone>()
const day = 86_400_000

function zone(name: string): Zone {
  let found = zones.get(name)
  if (found === undefined) {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    found = { clock, years: new Map() }
    zones.set(name, found)
  }
  return found
}

function askIntl(clock: Intl.DateTimeFormat, utc: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of clock.formatToParts(utc)) parts[type] = Number(value)
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(utc / 1000) * 1000
}

function yearOf(name: string, year: number): Year {
  const { clock, years } = zone(name)
  const known = years.get(year)
  if (known !== undefined) return known
  const end = Date.UTC(year + 1, 0, 3)
  let low = Date.UTC(year, 0, -1)
  let before = askIntl(clock, low)
  const made: Year = { first: before, shifts: [] }
  // Weekly samples: no zone has changed its offset and back within a week.
  while (low < end) {
    const high = low + 7 * day
    const after = askIntl(clock, high)
    if (after !== before) made.shifts.push({ at: momentOfShift(clock, low, high, before), before, after })
    low = high
    before = after
  }
  years.set(year, made)
  return made
}

function momentOfShift(clock: Intl.DateTimeFormat, from: number, to: number, before: number): number {
  let low = from / 1000
  let high = to / 1000
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (askIntl(clock, middle * 1000) === before) low = middle
    else high = middle
  }
  return high * 1000
}

/**
 * The instant at which the wall clock of `zone` shows `local`. A reading that the clock skips in spring is moved on by the gap; one
 * that it shows twice in autumn is the first of the two (as Temporal's "compatible").
 */
export function instantOf(local: number, year: number, timeZone: string): number {
  const { first, shifts } = yearOf(timeZone, year)
  let offset = first
  for (const shift of shifts) {
    if (local - Math.max(shift.before, shift.after) < shift.at) break
    offset = shift.after
  }
  return local - offset
}

/** What the wall clock of `zone` shows at an instant; `year` is the instant's year in UTC. */
export function localOf(utc: number, year: number, timeZone: string): number {
  const { first, shifts } = yearOf(timeZone, year)
  let offset = first
  for (const shift of shifts) {
    if (utc < shift.at) break
    offset = shift.after
  }
  return utc + offset
}
