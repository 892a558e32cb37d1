import { readCountry } from './country.ts'
import { isCaps, isParticle, isSmall, properWord } from './letters.ts'
import type { Reading } from './reading.ts'
import { limits, oneLine } from './text.ts'

export interface Street {
  /** Street, number, stair and flat, or a box: `Teikäläistentie 2a B 12 as. 1`, `PL 55`. */
  street?: string
  /** A person or house beside the street: `c/o Virtanen`. */
  extra?: string
  /** What stood behind the street in the same cell: `00330 Helsinki`. */
  place?: Place
}
export interface Place {
  postcode?: string
  city?: string
  country?: string
}

const plainStreet = /^[A-ZÅÄÖ][a-zåäö]+ \d{1,4}(?: ?[A-Za-z](?: \d{1,3})?)?$/
const placeBehind = /^(.+?)(,? )((?:[A-Z]{2}-)?\d{5} \p{L}[\p{L} -]+)$/u
const careOf = /(?:^|,? )(c\/o [^,]+?)(?=,|$| (?=\p{Lu}\p{L}+ \d)| PL \d)/iu

/** A street line. Capitals become proper case; c/o goes to `extra`; a postcode and city behind a comma to `place`. */
export function readStreet(written: string): Reading<Street> {
  if (plainStreet.test(written)) return { value: { street: written } }
  const line = oneLine(written)
  if (line.length > limits.street) return { fault: 'text_too_long' }
  if (line.includes('\uFFFD')) return { fault: 'text_unreadable' }
  const found: Street = {}
  let rest = tidy(line.replace(/(?<!\p{L})(?:c\.?[/\\] ?o\.?:? ?)+/giu, 'c/o '))
  for (let care = careOf.exec(rest); care !== null; care = careOf.exec(rest)) {
    const who = `c/o ${placeCase(care[1]!.slice(4).trim())}`
    found.extra = found.extra === undefined ? who : `${found.extra}, ${who}`
    rest = tidy(`${rest.slice(0, care.index)} ${rest.slice(care.index + care[0].length)}`)
  }
  const [, front = '', mark = '', back = ''] = placeBehind.exec(rest) ?? []
  // Two places in one cell are not taken apart: which of them is the customer's?
  const place = (/\d/.test(front) || mark === ', ') && !placeBehind.test(front) ? readPlace(back) : undefined
  if (place !== undefined && 'value' in place) {
    found.place = place.value
    rest = front
  }
  const street = streetForm(rest)
  if (street !== '') found.street = street
  return { value: found }
}

function tidy(text: string): string {
  return text.replace(/[ ,]*,[ ,]*| {2,}/g, (gap) => (gap.includes(',') ? ', ' : ' ')).replace(/^[ ,]+|[ ,]+$/g, '')
}

function streetForm(text: string): string {
  const box = /^(?:PL|P\.?O\.? ?Box|PB|Postilokero)\.? ?(\d+)$/i.exec(text)
  if (box !== null) return `${/^P\.?O/i.test(text) ? 'PO Box' : /^PB/i.test(text) ? 'PB' : 'PL'} ${box[1]}`
  const proper = isCaps(text) && text.length > 3 ? text.split(' ').map(streetWord).join(' ') : text
  return proper.replace(/(?<!\p{L})as(?:unto)?\.? ?(\d{1,4})\b/giu, 'as. $1').replace(/ {2,}/g, ' ')
}

function streetWord(word: string): string {
  // Stairs (B), house numbers (2A) and boxes stay as written.
  return word.length <= 2 || /\d/.test(word) ? word : properWord(word)
}

/** A city or region: blanks and letter case put right. */
export function readPlaceName(written: string): Reading<string> {
  const line = oneLine(written)
  if (line.length > limits.place) return { fault: 'text_too_long' }
  return line.includes('\uFFFD') ? { fault: 'text_unreadable' } : { value: placeCase(line) }
}

function placeCase(line: string): string {
  // Ii is a town and no numeral; other two letters are states and stay.
  if (line.length === 2) return /^ii$/i.test(line) ? 'Ii' : line
  if (!(isCaps(line) || isSmall(line))) return line
  return line
    .split(' ')
    .map((word, at) => (at > 0 && (isParticle(word) || /^kunta$/i.test(word)) ? word.toLowerCase() : properWord(word)))
    .join(' ')
}

/**
 * A postcode by the rules of its country (ISO code). Finland: five digits; leading zeros lost in a spreadsheet come back. `certain`
 * says that the row itself names the country: otherwise a foreign form is kept as written. Fault `postcode_invalid`.
 */
export function readPostcode(written: string, country = 'FI', certain = false): Reading<string> {
  if (country === 'FI' && /^\d{5}$/.test(written) && written !== '00000') return { value: written }
  const line = oneLine(written).toUpperCase().replace(/\.0$/, '')
  const bare = line.replace(/^[A-Z]{1,2}-(?=\d)/, '')
  const digits = bare.replace(/[ -]/g, '')
  if (country === 'FI' || country === 'AX') {
    if (/^\d{3,5}$/.test(digits) && !/^0+$/.test(digits)) return { value: digits.padStart(5, '0') }
    if (certain || /^\d{0,5}$/.test(digits)) return { fault: 'postcode_invalid' }
  }
  if (country === 'SE' && /^\d{5}$/.test(digits)) return { value: `${digits.slice(0, 3)} ${digits.slice(3)}` }
  if (country === 'GB' && /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(digits)) {
    return { value: `${digits.slice(0, -3)} ${digits.slice(-3)}` }
  }
  return /^(?=.*\d)[A-Z\d][A-Z\d -]{1,11}$/.test(bare) ? { value: bare } : { fault: 'postcode_invalid' }
}

/** Postcode and city in one cell: `00330 Helsinki`, `FI-00330 HELSINKI`, `SE-123 45 Stockholm`, `Helsinki`. Fault `postcode_invalid`. */
export function readPlace(written: string): Reading<Place> {
  const line = oneLine(written)
  if (line.length > limits.place) return { fault: 'text_too_long' }
  if (line.includes('\uFFFD')) return { fault: 'text_unreadable' }
  const m = /^(?:([A-Z]{1,2})-)?(\d{3} ?\d{2}|\d{4,5})[, ]+(\p{L}.*)$/u.exec(line)
  const back = m === null ? /^(\p{L}[^\d]*?)[, ]+(\d{5})$/u.exec(line) : null
  if (m === null && back === null) {
    return /\d/.test(line) ? { fault: 'postcode_invalid' } : { value: { city: placeCase(line) } }
  }
  const prefix = m?.[1]
  const country =
    prefix === undefined ? undefined : prefix === 'D' ? 'DE' : prefix === 'S' ? 'SE' : readCountry(prefix).value
  const postcode = readPostcode(m?.[2] ?? back![2]!, country ?? 'FI')
  if ('fault' in postcode) return postcode
  return { value: { postcode: postcode.value, city: placeCase((m?.[3] ?? back![1]!).trim()), country } }
}
