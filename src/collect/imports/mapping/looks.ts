/** What one value looks like, by its form alone. `digits5` and `digits8` become postcodes or dates only as a column. */
export type ValueLooks =
  | 'email'
  | 'phone'
  | 'date'
  | 'integer'
  | 'decimal'
  | 'id'
  | 'postcode'
  | 'name'
  | 'word'
  | 'currency'
  | 'boolean'
  | 'url'
  | 'city'
  | 'country'
  | 'businessId'
  | 'street'
  | 'json'
  | 'postcodeCity'
  | 'organisation'
  | 'identityCode'
  | 'time'
  | 'text'

const email = /^[^\s@<>"(),;]+@[^\s@<>"(),;]+\.\p{L}{2,}$/u
const named = /^[^@<>]*<[^\s@<>]+@[^\s@<>]+\.\p{L}{2,}>$/u
const url = /^(https?:\/\/|www\.)\S+$/i
const integer = /^[+-]?\d+$/
const number = /^[+\-−]?(\d{1,3}([ .,'\u00a0\u202f’]\d{3})+|\d+)([.,]\d+)?$|^[+\-−]?[.,]\d+$/
const money = /^[€$£]|[€$£%]$|\b(eur|usd|sek)$/i
const phone = /^(\+|00)[1-9][\d ()./-]{5,18}\d$|^\(?0\d{1,3}\)?[ /.-]?\d[\d ./-]{3,11}\d$/
const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const code = /^(?=.*\d)[A-Za-z\d][A-Za-z\d_./#-]{4,39}$/
const hex = /^[0-9a-f]{16,64}$/i
const ytunnus = /^(\d{7}-\d|FI\d{8})$/
const identityCode = /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]$/
const foreignPostcode =
  /^([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|(FI|SE|S|AX)-\d{3} ?\d{2}|\d{3} \d{2})$/
const street = /^[\p{L}][\p{L}.' -]{2,}\s\d{1,4}\s?[a-z]?([\s,-]+(as\.?\s?)?[a-z]?\s?\d{0,4})?$/iu
const numberedStreet =
  /^\d{1,5}\s[\p{L}][\p{L}.' -]+\s(st|street|rd|road|ave|avenue|drive|dr|lane|way|court|ct|blvd|place|close)\.?$/iu
const person = /^\p{Lu}[\p{L}'’.-]*( (?:af|von|van|de|der|den|da|di|la|\p{Lu}[\p{L}'’.-]*)){1,4}$/u
const word = /^\p{L}[\p{L}'’-]+$/u
const organisation =
  /\b(oyj?|ab|ky|ay|tmi|ry|oy ab|ltd|llc|inc|gmbh|corp|as|plc|company|osk|säätiö|yhdistys|seurakunta)\.?$/iu
const postcodeCity = /^(FI-?)?\d{5}\s+\p{L}[\p{L} -]+$/u
const booleans = new Set([
  'true',
  'false',
  'yes',
  'no',
  'kyllä',
  'kylla',
  'ei',
  'ja',
  'nej',
  'y',
  'n',
  't',
  'f',
  'on',
  'off',
  'k',
  'e',
])
const currencies = new Set('EUR USD SEK NOK DKK GBP CHF PLN JPY CAD AUD ISK EEK RUB CZK HUF BRL CNY INR'.split(' '))
const countries = new Set(
  `fi se no dk ee de gb us fr es it nl ru ax finland suomi sweden sverige ruotsi norway norge norja denmark danmark tanska estonia
  viro germany deutschland saksa united_kingdom uk usa united_states france ranska spain espanja italy italia netherlands
  alankomaat portugal poland puola belgium belgia eire ireland switzerland sveitsi austria australia japan canada fin swe`.split(
    /\s+/,
  ),
)
const cities = new Set(
  `helsinki espoo tampere vantaa oulu turku jyväskylä kuopio lahti pori kouvola joensuu lappeenranta hämeenlinna vaasa seinäjoki
  rovaniemi mikkeli kotka salo porvoo kokkola hyvinkää lohja järvenpää rauma kajaani kerava savonlinna nokia ylöjärvi kangasala
  vihti raasepori tuusula kirkkonummi imatra raisio iisalmi tornio kemi varkaus ylivieska raahe hamina kuusamo mariehamn
  maarianhamina helsingfors esbo åbo tammerfors vasa uleåborg borgå stockholm göteborg malmö uppsala tallinn tallinna oslo
  copenhagen london berlin paris nivala naantali kaarina sipoo valkeakoski kauniainen grankulla heinola forssa`.split(
    /\s+/,
  ),
)

const timeOfDay = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/

/** Month names (first letters, fi sv en) of written-out dates. */
const monthName =
  /^(\d{1,2}\.?\s+)?(jan|feb|mar|apr|may|maj|jun|jul|aug|sep|oct|okt|nov|dec|tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)\p{L}*\.?,?\s+(\d{1,2},?\s+)?\d{4}/iu

/** What a value looks like; blanks must be trimmed. */
export function looksOf(value: string): ValueLooks {
  const first = value.charCodeAt(0)
  if (value.length > 200) return first === 123 || first === 91 ? 'json' : 'text'
  if (value.includes('@')) return email.test(value) || named.test(value) ? 'email' : 'text'
  const digitFirst =
    (first >= 48 && first <= 57) ||
    first === 43 ||
    first === 45 ||
    first === 40 ||
    first === 46 ||
    first === 44 ||
    first === 0x2212
  if (digitFirst) return looksOfFigures(value)
  if (first === 123 || first === 91) return /[}\]]$/.test(value) ? 'json' : 'text'
  if (url.test(value)) return 'url'
  const lower = value.toLowerCase()
  if (booleans.has(lower)) return 'boolean'
  if (value.length === 3 && currencies.has(value)) return 'currency'
  if (countries.has(lower.replaceAll(' ', '_'))) return 'country'
  if (cities.has(lower)) return 'city'
  if (monthName.test(value)) return 'date'
  if (money.test(value)) return number.test(value.replace(money, '').trim()) ? 'decimal' : 'text'
  if (ytunnus.test(value)) return 'businessId'
  if (foreignPostcode.test(value)) return 'postcode'
  if (organisation.test(value) && value.includes(' ')) return 'organisation'
  if (hex.test(value) || (code.test(value) && !value.includes(' '))) return 'id'
  if (street.test(value)) return 'street'
  if (person.test(value)) return 'name'
  return word.test(value) ? 'word' : 'text'
}

function looksOfFigures(value: string): ValueLooks {
  if (integer.test(value))
    return value.startsWith('0') && value.length >= 7 && value.length <= 12 && value.startsWith('04')
      ? 'phone'
      : value.startsWith('+') && value.length > 8
        ? 'phone'
        : 'integer'
  if (dateOf(value)) return 'date'
  if (timeOfDay.test(value)) return 'time'
  if (number.test(value)) return 'decimal'
  if (ytunnus.test(value)) return 'businessId'
  if (identityCode.test(value)) return 'identityCode'
  if (/^\d{3} \d{2}$/.test(value)) return 'postcode'
  if (phone.test(value) && value.replace(/\D/g, '').length >= 7) return 'phone'
  if (postcodeCity.test(value)) return 'postcodeCity'
  if (money.test(value) && number.test(value.replace(money, '').trim())) return 'decimal'
  if (monthName.test(value)) return 'date'
  if (uuid.test(value) || hex.test(value)) return 'id'
  if (numberedStreet.test(value)) return 'street'
  return code.test(value) ? 'id' : 'text'
}

export interface DateShape {
  /** Orders that the figures allow. */
  orders: ('ymd' | 'dmy' | 'mdy')[]
  separator: string
  /** Followed by AM or PM. */
  american?: boolean
}
const yearFirst = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/
const yearLast = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,].*)?$/

/** The orders in which a value can be a date; undefined when it is none. Compact figures: see `compactDate`. */
export function dateOf(value: string): DateShape | undefined {
  const ymd = yearFirst.exec(value)
  if (ymd) return Number(ymd[3]) <= 12 && Number(ymd[4]) <= 31 ? { orders: ['ymd'], separator: ymd[2]! } : undefined
  const match = yearLast.exec(value)
  if (!match) return undefined
  const [a, b, c] = [Number(match[1]), Number(match[3]), Number(match[4])]
  const orders: DateShape['orders'] = []
  if (a >= 1 && a <= 31 && b >= 1 && b <= 12) orders.push('dmy')
  if (a >= 1 && a <= 12 && b >= 1 && b <= 31) orders.push('mdy')
  if (match[4]!.length === 2 && match[2] === '-' && b >= 1 && b <= 12 && c >= 1 && c <= 31) orders.push('ymd')
  if (orders.length === 0) return undefined
  return { orders, separator: match[2]!, ...(/\b[ap]\.?m\.?$/i.test(value) ? { american: true } : {}) }
}

/** The order of eight figures without separators: 20261123 or 23112026. */
export function compactDate(value: string): 'ymd' | 'dmy' | undefined {
  if (!/^\d{8}$/.test(value)) return undefined
  const fits = (y: number, m: number, d: number) => y >= 1900 && y <= 2099 && m >= 1 && m <= 12 && d >= 1 && d <= 31
  const n = (from: number, to: number) => Number(value.slice(from, to))
  if (fits(n(0, 4), n(4, 6), n(6, 8))) return 'ymd'
  return fits(n(4, 8), n(2, 4), n(0, 2)) ? 'dmy' : undefined
}

export interface NumberShape {
  /** The decimal sign for certain. */
  decimal?: ',' | '.'
  /** A sign with exactly three figures after it: thousands or decimals. */
  unclear?: ',' | '.'
}

/** What a number tells of its column's decimal sign. */
export function numberOf(value: string): NumberShape {
  const text = value.replace(/[^\d.,]/g, '')
  const dot = text.lastIndexOf('.')
  const comma = text.lastIndexOf(',')
  if (dot >= 0 && comma >= 0) return { decimal: dot > comma ? '.' : ',' }
  if (dot < 0 && comma < 0) return {}
  const sign = dot >= 0 ? '.' : ','
  const parts = text.split(sign)
  if (parts.length > 2) return { decimal: sign === '.' ? ',' : '.' }
  const [whole, fraction] = parts as [string, string]
  if (fraction.length !== 3 || whole === '' || whole.length > 3 || whole.startsWith('0')) return { decimal: sign }
  return { unclear: sign }
}
