import type { ColumnKind } from './contract.ts'

const nothing = new Set([
  '', '-', '--', '.', '?', 'n/a', 'na', '#n/a', 'null', 'none', 'nil', 'nan', 'unknown', 'not known', 'undefined', 'missing',
  'tuntematon', 'ei tiedossa', 'okänd', 'xxx', 'test@test.com', 'noreply@example.com', 'none@none.com',
]) // biome-ignore format: a table

/** Order of the parts of dates such as 3/1/1970. */
export type PartOrder = 'dmy' | 'mdy'

/** Text as it is compared: NFC, lower case, blanks collapsed, outer quotes and punctuation off, words for "nothing" gone. */
export function plain(written: string): string {
  const text = written
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[’‘`´]/g, "'")
    .trim()
    .replace(/^["']+|["',;]+$/g, '')
    .trim()
  return nothing.has(text) ? '' : text
}

const marks = /\p{M}/gu
/** Without marks over letters: ä → a. A key for finding, never for equality. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(marks, '').replace(/ø/g, 'o').replace(/æ/g, 'ae').replace(/ß/g, 'ss').replace(/ł/g, 'l')

/** The value as comparisons read it; '' = not known. `order` is for dates with the year last (`partOrderOf`). */
export function normalise(kind: ColumnKind, written: string, order: PartOrder = 'dmy'): string {
  const text = plain(written)
  if (text === '') return ''
  switch (kind) {
    case 'birthDate':
      return dateOf(text, order)
    case 'year':
    case 'month':
    case 'day':
      return text.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
    case 'phone':
      return phoneOf(text)
    case 'email':
      return emailOf(text)
    case 'postcode':
    case 'businessId':
      return text.replace(/[\s.-]/g, '')
    case 'code':
      return text.replace(/[\s.,/-]/g, '')
    case 'houseNumber':
      return text.replace(/\s/g, '')
    case 'given':
    case 'family':
    case 'fullName':
      return text.replace(/[."]/g, ' ').replace(/\s+/g, ' ').trim()
    default:
      return text
  }
}

/** yyyymmdd, with 00 for parts that are not known; digits as they stand where they are no date. */
function dateOf(text: string, order: PartOrder): string {
  const iso = /^(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})(?:[t ].*)?$/.exec(text)
  if (iso) return iso[1]! + iso[2]!.padStart(2, '0') + iso[3]!.padStart(2, '0')
  const last = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})(?:[t ].*)?$/.exec(text)
  if (last) {
    let [first, second] = [Number(last[1]), Number(last[2])]
    if ((order === 'mdy' || second > 12) && first <= 12) [first, second] = [second, first]
    return yearOf(last[3]!) + String(second).padStart(2, '0') + String(first).padStart(2, '0')
  }
  const month = /^(\d{4})[-./](\d{1,2})$/.exec(text)
  if (month) return `${month[1]}${month[2]!.padStart(2, '0')}00`
  const digits = text.replace(/\D/g, '')
  if (digits.length === 4) return `${digits}0000`
  return digits.length < 4 ? '' : digits.slice(0, 8).padEnd(8, '0')
}

const yearOf = (written: string) =>
  written.length === 4 ? written : Number(written) > 26 ? `19${written}` : `20${written}`

/** Whether dates with the year last name the day or the month first: what is above twelve tells. */
export function partOrderOf(values: Iterable<string>): PartOrder {
  let day = 0
  let month = 0
  for (const value of values) {
    const parts = /^\s*(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})\b/.exec(value)
    if (!parts) continue
    if (Number(parts[1]) > 12) day++
    else if (Number(parts[2]) > 12) month++
  }
  return month > day ? 'mdy' : 'dmy'
}

/** Digits without the long-distance zero and the prefix of the own country; an extension is left out. */
function phoneOf(text: string): string {
  const plus = /^(\+|00)/.test(text)
  const digits = text.replace(/(?:ext\.?|x|#).*$/, '').replace(/\D/g, '')
  if (/^(.)\1*$/.test(digits) || digits.length < 4) return ''
  if (plus || digits.startsWith('358')) return digits.replace(/^00/, '').replace(/^358/, '').replace(/^0+/, '')
  return digits.replace(/^0+/, '')
}

function emailOf(text: string): string {
  const found = /<([^<>\s]+@[^<>\s]+)>/.exec(text)?.[1] ?? text.replace(/^mailto:/, '').replace(/\s/g, '')
  const at = found.lastIndexOf('@')
  if (at < 0) return found
  const domain = found.slice(at + 1)
  const local = found.slice(0, at).replace(/\+.*$/, '')
  if (local === '') return `@${domain}`
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${local.replace(/\./g, '')}@gmail.com`
    : `${local}@${domain}`
}
