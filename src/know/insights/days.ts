import type { Day } from '#src/terms/index.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day of an instant in a time zone (IANA name). */
export function dayIn(now: Date, timeZone: string): Day {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format.format(now)
}

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))) / 86_400_000
}

const texts = new Map<number, Day>()

/** The day that is so many days after 1970-01-01. Kept at hand: the rows of a million customers name few days. */
export function dayText(number: number): Day {
  let text = texts.get(number)
  if (text === undefined) {
    if (texts.size > 100_000) texts.clear()
    text = new Date(number * 86_400_000).toISOString().slice(0, 10)
    texts.set(number, text)
  }
  return text
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from)
}

/** The `count` calendar months up to and with that of `today`, oldest first, as `YYYY-MM`. */
export function monthsUpTo(today: Day, count: number): string[] {
  const last = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, i) => {
    const month = last - count + 1 + i
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}
