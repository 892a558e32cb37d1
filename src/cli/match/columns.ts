import { type Concept, meaningOf } from '#src/collect/imports/index.ts'
import type { ColumnKind } from '#src/clean/identity/index.ts'

/** What a column of a file is taken for; `ignored` says why it is not compared. */
export interface Guess {
  readonly name: string
  readonly kind?: ColumnKind
  readonly ignored?: string
}

/** A look at the filled cells of one column. */
interface Looks {
  readonly rows: number
  readonly filled: number
  readonly distinct: number
  /** Share of the filled cells that match. */
  share(pattern: RegExp): number
  /** Mean number of words. */
  readonly words: number
  readonly longest: number
  readonly numbers: { readonly least: number; readonly most: number } | undefined
}

const most = 5000

function looksAt(values: readonly string[]): Looks {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '')
  const every = Math.max(1, Math.floor(filled.length / most))
  const sample = filled.filter((_, i) => i % every === 0)
  return {
    rows: values.length,
    filled: filled.length,
    distinct: new Set(filled).size,
    share: (pattern) => sample.filter((value) => pattern.test(value)).length / Math.max(1, sample.length),
    words: sample.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / Math.max(1, sample.length),
    longest: sample.reduce((longest, value) => Math.max(longest, value.length), 0),
    numbers: rangeOf(sample),
  }
}

/** Where nearly all whole numbers lie; a slip in a hundred does not widen it. */
function rangeOf(sample: readonly string[]): Looks['numbers'] {
  const numbers = sample.filter((value) => /^\d{1,9}(\.0)?$/.test(value)).map(Number)
  if (numbers.length === 0 || numbers.length < sample.length * 0.98) return undefined
  numbers.sort((a, b) => a - b)
  const aside = Math.floor(numbers.length * 0.01)
  return { least: numbers[aside]!, most: numbers[numbers.length - 1 - aside]! }
}

const byConcept: Partial<Record<Concept, ColumnKind>> = {
  givenName: 'given', middleName: 'given', familyName: 'family', organisation: 'organisation', birthDate: 'birthDate', email: 'email',
  phone: 'phone', mobile: 'phone', street: 'street', streetExtra: 'city', postcode: 'postcode', city: 'city', region: 'category',
  country: 'category', gender: 'category', businessId: 'businessId', vatId: 'businessId', jobTitle: 'category', contactName: 'fullName',
  postcodeCity: 'city', website: 'text',
} // biome-ignore format: a table

/** Headers that name no field of a customer but show who somebody is. Words as `plainHeader` gives them. */
const byWords: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(fname|given|forename|firstname)\b|\bmiddle\b|\bname (first|middle)$/, 'given'],
  [/^(lname|family|lastname|surname)\b/, 'family'],
  [/\b(street|house|building) ?(number|no|nr|num)\b|^(talonumero|hausnummer)$/, 'houseNumber'],
  [
    /\b(ssn|soc sec|social security|passport|license|licence|national id|hetu|henkilotunnus|personnummer|driver)\b.*\b(state|country|type)\b/,
    'category',
  ],
  [
    /\b(ssn|soc sec|social security|passport|licen[sc]e|national id|hetu|henkilotunnus|personnummer|nino|nhs)\b/,
    'code',
  ],
  [/\b(postcode|zip|postal code|postinumero)\b/, 'postcode'],
  [/\b(email|mail)\b/, 'email'],
  [/\b(phone|mobile|tel|puhelin)\b/, 'phone'],
  [/\b(birth ?place|place of birth|city|town|suburb|municipality|village)\b/, 'city'],
  [/\b(dob|birth ?date|date of birth)\b/, 'birthDate'],
  [/\b(birth ?year|year of birth|yob|syntymavuosi)\b/, 'year'],
  [/\b(address|street)\b/, 'street'],
]

const plainHeader = (header: string) =>
  header
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()

/** Concepts that say what happened or how the register is kept, not who somebody is. */
const beside = new Set<string>([
  'deleted', 'leadSource', 'note', 'created', 'updatedAt', 'amount', 'date', 'status', 'channel', 'direction', 'subject', 'text', 'handler',
  'score', 'answeredAt', 'entryKind', 'wonDate', 'customerSince', 'language', 'title', 'customerKind', 'consentEmail', 'refusesEmail',
  'consentSms', 'refusesSms', 'consentPhone', 'refusesPhone', 'consentPost', 'refusesPost', 'protected', 'category', 'quantity', 'total',
  'currency', 'orderDate', 'invoiceDate', 'sequence', 'lineNumber', 'orderId', 'invoiceId', 'productId', 'ownId',
]) // biome-ignore format: a list

/** Row numbers and keys are given to rows, not to people: they say nothing, or give the answer away. */
const rowKey = /^(id|.* id|key|uuid|guid|index|row|nr|no|number|record|.* key|unnamed.*|column \d+)$/

const mailLike = /^[^\s@]+@[^\s@]+\.\p{L}{2,}$/u
const personLike = /^[\p{L}'’.-]+(,? [\p{L}'’.()-]+){1,5}$/u
const organisationLike =
  /[\d&@]|\b(oy|oyj|ab|ky|ltd|llc|inc|gmbh|corp|co|company|school|center|centre|church|restaurant|cafe|hotel|club|association|grill|bar|ry|academy|services?|learning|the|of|and)\b\.?/iu

/** What the columns hold, from their headers first and else from their contents. */
export function guessColumns(headers: readonly string[], values: readonly (readonly string[])[]): Guess[] {
  const guesses = headers.map((name, at) => guessOne(name, looksAt(values[at] ?? [])))
  dates(guesses, values)
  return withoutCopies(guesses, values)
}

function guessOne(name: string, looks: Looks): Guess {
  if (looks.filled === 0) return { name, ignored: 'empty' }
  const plain = plainHeader(name)
  const distinct = looks.distinct / looks.filled
  const { concepts } = meaningOf(name)
  const isKey =
    rowKey.test(plain) ||
    concepts.some((concept) => /id$/i.test(concept) && concept !== 'businessId' && concept !== 'vatId')
  if (plain.endsWith(' type')) return { name, ignored: 'not about who it is' }
  if (looks.share(mailLike) > 0.8) return { name, kind: 'email' }
  if (concepts.includes('streetExtra')) return { name, kind: 'city' }
  for (const [pattern, kind] of byWords)
    if (pattern.test(plain) && !(kind === 'postcode' && looks.longest > 12)) return { name, kind }
  if (isKey && distinct > 0.95) return { name, ignored: 'a key of the rows' }
  if (/\b(source|cluster|true id|truth|entity id|record type|file)\b/.test(plain))
    return { name, ignored: 'about the row' }
  for (const concept of concepts) {
    if (concept === 'name') return { name, kind: personOr(looks, 'organisation') }
    const kind = byConcept[concept]
    if (kind !== undefined) return { name, kind: fitting(kind, looks) }
  }
  if (isKey) return { name, ignored: 'a key of the rows' }
  if (concepts.some((concept) => beside.has(concept))) return { name, ignored: 'not about who it is' }
  if (/\bnames?\b|nimi\b/.test(plain))
    return {
      name,
      kind: /\borg\b|site|company|business|firm/.test(plain) ? 'organisation' : personOr(looks, 'organisation'),
    }
  if (looks.distinct === 1) return { name, ignored: 'the same in every row' }
  return { name, kind: byContent(looks, distinct) }
}

const personOr = (looks: Looks, other: ColumnKind): ColumnKind =>
  looks.share(organisationLike) < 0.25 && looks.share(personLike) > 0.6
    ? 'fullName'
    : looks.words > 2.2 &&
        looks.share(/\d/) < 0.05 &&
        looks.share(/,| of | the /) > 0.3 &&
        looks.share(organisationLike) < 0.5
      ? 'fullName'
      : other

/** A column called occupation that holds sentences is a text. */
function fitting(kind: ColumnKind, looks: Looks): ColumnKind {
  if (kind === 'category' && looks.distinct > 200 && looks.words > 2) return 'text'
  return kind
}

function byContent(looks: Looks, distinct: number): ColumnKind {
  if (looks.share(mailLike) > 0.6) return 'email'
  if (looks.share(/^\d{7}-?\d$/) > 0.9 && looks.share(/-/) > 0.5) return 'businessId'
  if (looks.share(/^(19|20)?\d\d[-./]\d{1,2}[-./]\d{1,2}$|^\d{1,2}[-./]\d{1,2}[-./](19|20)?\d\d$/) > 0.7)
    return 'birthDate'
  if (looks.share(/^(\+|00|0)[\d ()./-]{6,18}$/) > 0.6) return 'phone'
  if (looks.share(/^[A-Z\d]*\d[A-Z\d-]*$/i) > 0.8) return looks.distinct < 60 && distinct < 0.3 ? 'category' : 'code'
  if (looks.distinct <= Math.max(30, looks.filled * 0.02)) return 'category'
  return looks.words > 2.2 ? 'text' : 'city'
}

/** Birth year, month and day in three columns of small numbers, whatever they are called. */
function dates(guesses: Guess[], values: readonly (readonly string[])[]): void {
  const looks = guesses.map((_, at) => looksAt(values[at] ?? []))
  const open = (at: number) =>
    ['code', 'category', 'year', undefined].includes(guesses[at]?.kind) && guesses[at]?.ignored === undefined
  const within = (at: number, least: number, upTo: number, atLeast: number) => {
    const numbers = looks[at]?.numbers
    return (
      open(at) && numbers !== undefined && numbers.least >= least && numbers.most <= upTo && numbers.most >= atLeast
    )
  }
  for (let at = 0; at + 2 < guesses.length; at++) {
    const three = [at, at + 1, at + 2]
    const month = three.find((i) => within(i, 1, 12, 10) && i === at + 1)
    const year = three.find((i) => within(i, 1800, 2030, 1900))
    const day = three.find((i) => i !== month && within(i, 1, 31, 25))
    if (month === undefined || year === undefined || day === undefined) continue
    guesses[year] = { name: guesses[year]!.name, kind: 'year' }
    guesses[month] = { name: guesses[month]!.name, kind: 'month' }
    guesses[day] = { name: guesses[day]!.name, kind: 'day' }
  }
}

/** A column that only repeats two others (`first_and_surname`) is no evidence of its own. */
function withoutCopies(guesses: Guess[], values: readonly (readonly string[])[]): Guess[] {
  const given = guesses.findIndex(({ kind }) => kind === 'given')
  const family = guesses.findIndex(({ kind }) => kind === 'family')
  if (given < 0 || family < 0) return guesses
  return guesses.map((guess, at) => {
    if (at === given || at === family || !['fullName', 'organisation', 'text', 'city'].includes(guess.kind ?? ''))
      return guess
    let filled = 0
    let same = 0
    for (const [row, value] of (values[at] ?? []).entries()) {
      const both = `${values[given]?.[row] ?? ''} ${values[family]?.[row] ?? ''}`.trim()
      if (value.trim() === '' || both === '') continue
      filled++
      if (
        value.trim() === both ||
        value.trim() === `${values[family]?.[row] ?? ''} ${values[given]?.[row] ?? ''}`.trim()
      )
        same++
    }
    return filled > 0 && same > filled * 0.8 ? { name: guess.name, ignored: 'repeats the names' } : guess
  })
}
