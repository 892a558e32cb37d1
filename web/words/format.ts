import type { Currency, Day, Instant, Language } from '#src/terms/index.ts'
import { decimalsOf } from '#src/terms/index.ts'

export interface Money {
  minor: string
  currency: Currency
}

/** How dates, numbers and plurals are written for one reader: their language, the company's time zone. */
export interface Format {
  readonly language: Language
  readonly locale: string
  /** 1204 → "1 204". */
  n(value: number, decimals?: number): string
  /** 0.814 → "81,4 %". */
  percent(share: number, decimals?: number): string
  /** "128,90 €"; `whole` leaves the cents out of sums of a hundred and more. */
  money(money: Money, style?: 'cents' | 'whole'): string
  /** A decimal number as text, e.g. a quantity: "2.000" → "2". */
  quantity(decimal: string): string
  /** A price in whole units as text, sub-cent digits kept: "0.0425" → "0,0425 €". */
  price(decimal: string, currency: Currency): string
  /** The right form for a count, without the count itself. */
  plural(count: number, one: string, other: string): string
  /** Calendar day (company's zone) of an instant. */
  dayOf(at: Instant | Day): Day
  /** "14.22" */
  time(at: Instant): string
  /** Whether an instant is the very beginning of a day: its source knew only the day. */
  isWholeDay(at: Instant): boolean
  /** "20.11." this year, else "20.11.2025". */
  day(at: Instant | Day): string
  /** "20.11. klo 14.22" / "20 Nov, 14:22" */
  moment(at: Instant): string
  /** "Perjantai 20.11." */
  dayHeading(at: Instant | Day): string
  /** "Maanantai 23. marraskuuta" */
  dayLong(at: Day): string
  /** "2026-01" → "tammi 2026" */
  month(month: string, style?: 'short' | 'long'): string
  year(at: Instant | Day): string
  /** 133120 → "130 kt" */
  bytes(count: number): string
  /** Whole days from the day `from` to the day `to`. */
  daysBetween(from: Day, to: Day): number
  readonly today: Day
}

const isDay = (at: string) => at.length === 10
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Minor units as a decimal string, exact at any size: ("12890", "EUR") → "128.90". */
function decimalOf(money: Money): string {
  const decimals = decimalsOf(money.currency)
  if (decimals === 0) return money.minor
  const negative = money.minor.startsWith('-')
  const digits = money.minor.replace('-', '').padStart(decimals + 1, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** A value for drawing only: money in whole units as a number. */
export const amountOf = (money: Money) => Number(decimalOf(money))

function moneyFormat(locale: string) {
  const made = new Map<string, Intl.NumberFormat>()
  return (money: Money, style: 'cents' | 'whole' = 'cents') => {
    const amount = decimalOf(money)
    const whole = style === 'whole' && Math.abs(Number(amount)) >= 100
    const digits = whole ? 0 : decimalsOf(money.currency)
    const key = `${money.currency} ${digits}`
    const known = made.get(key)
    const format = known ?? currencyFormat(locale, money.currency, digits)
    if (!known) made.set(key, format)
    return format.format(amount as Intl.StringNumericLiteral)
  }
}

function currencyFormat(locale: string, currency: string, digits: number, most = digits) {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, most) }
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction })
  } catch {
    return new Intl.NumberFormat(locale, fraction)
  }
}

/**
 * @param timeZone IANA name of the company's zone
 * @param today the calendar day in that zone; decides whether a year is written out. Absent: by the reader's clock
 */
export function createFormat(language: Language, timeZone: string, now: Instant): Format {
  const locale = language === 'fi' ? 'fi-FI' : 'en-GB'
  const zone = (at: string) => (isDay(at) ? 'UTC' : timeZone)
  const made = new Map<string, Intl.DateTimeFormat>()
  const write = (at: string, options: Intl.DateTimeFormatOptions, as = locale) => {
    const key = `${as} ${zone(at)} ${JSON.stringify(options)}`
    const known = made.get(key)
    const format = known ?? new Intl.DateTimeFormat(as, { ...options, timeZone: zone(at) })
    if (!known) made.set(key, format)
    return format.format(new Date(isDay(at) ? `${at}T00:00:00Z` : at))
  }
  const iso: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' }
  const dayOf = (at: string) => (isDay(at) ? at : write(at, iso, 'sv-SE'))
  const today = dayOf(now)
  const plurals = new Intl.PluralRules(locale)
  const numbers: Intl.NumberFormat[] = []
  const n = (value: number, decimals = 0) => {
    numbers[decimals] ??= new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
    return numbers[decimals].format(value)
  }
  const monthStyle = language === 'fi' ? 'numeric' : 'short'
  const day = (at: string) => {
    const sameYear = dayOf(at).slice(0, 4) === today.slice(0, 4)
    return write(at, { day: 'numeric', month: monthStyle, ...(sameYear ? {} : { year: 'numeric' }) })
  }
  const time = (at: string) => write(at, { hour: 'numeric', minute: '2-digit' })
  const weekday = (at: string) => capital(write(at, { weekday: 'long' }))
  return {
    language,
    locale,
    today,
    n,
    percent: (share, decimals = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: decimals }).format(share),
    money: moneyFormat(locale),
    quantity: (decimal) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(decimal as Intl.StringNumericLiteral),
    price: (decimal, currency) =>
      currencyFormat(locale, currency, decimalsOf(currency), 4).format(decimal as Intl.StringNumericLiteral),
    plural: (count, one, other) => (plurals.select(count) === 'one' ? one : other),
    dayOf,
    time,
    isWholeDay: (at) =>
      at.endsWith(':00.000Z') && write(at, { hour: '2-digit', minute: '2-digit' }, 'sv-SE') === '00:00',
    day,
    moment: (at) => (language === 'fi' ? `${day(at)} klo ${time(at)}` : `${day(at)}, ${time(at)}`),
    dayHeading: (at) => `${weekday(at)} ${day(at)}`,
    dayLong: (at) => `${weekday(at)} ${write(at, { day: 'numeric', month: 'long' })}`,
    month: (month, style = 'short') => write(`${month}-01`, { month: style, year: 'numeric' }),
    year: (at) => dayOf(at).slice(0, 4),
    bytes: (count) => bytesText(count, n, language),
    daysBetween: (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000),
  }
}

function bytesText(count: number, n: Format['n'], language: Language): string {
  const units = language === 'fi' ? ['tavua', 'kt', 'Mt', 'Gt'] : ['bytes', 'kB', 'MB', 'GB']
  let size = count
  let unit = 0
  while (size >= 1000 && unit < 3) {
    size /= 1000
    unit += 1
  }
  return `${n(size, unit > 0 && size < 10 ? 1 : 0)} ${units[unit]}`
}
