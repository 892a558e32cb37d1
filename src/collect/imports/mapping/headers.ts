import { type Concept, conceptsByWord, entityWords, fillers, labelWords, units } from './vocabulary.ts'

/** What the words of one header say. */
export interface HeaderMeaning {
  concepts: Concept[]
  label?: string
  /** Whose or what: customer, order, review…; `other` = someone who is not the customer. */
  entity?: string
  /** 0..1: exact word 1, part of a longer header less. */
  confidence: number
}

/** Lower case, diacritics and everything but letters and digits left out: `E-mail 1 - Value` → `email1value`. */
export function squashed(header: string): string {
  return header
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}\d]/gu, '')
}

const cache = new Map<string, HeaderMeaning>()

/** Of these there are several kinds in one row; of nothing else is a label a label (`business_type` is no work type). */
const labelled = new Set<Concept>([
  'email',
  'phone',
  'mobile',
  'fax',
  'street',
  'streetExtra',
  'postcode',
  'city',
  'postcodeCity',
  'region',
  'country',
  'website',
  'name',
  'givenName',
  'familyName',
  'organisation',
  'note',
])
/** Headers that fall apart into known words but mean something else. */
const misleading = new Set([
  'useragent',
  'ownership',
  'pageurl',
  'landingpage',
  'landingpageid',
  'sessionid',
  'statename2',
  'ipaddress',
  'ipaddr',
  'macaddress',
  'webaddress2',
])

/** What a header says, by the dictionary alone; no concepts where it says nothing known. */
export function meaningOf(header: string): HeaderMeaning {
  const plain = squashed(
    labelFirst(header)
      .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
      .replace(/__c$/i, ''),
  )
  const word = plain || squashed(header)
  const known = cache.get(word)
  if (known) return known
  const nothing: HeaderMeaning = { concepts: [], confidence: 0, ...entityOf(word) }
  let meaning = misleading.has(word) ? nothing : (found(word, 0) ?? nothing)
  if (meaning.label && !/^\d+$/.test(meaning.label) && !meaning.concepts.some((c) => labelled.has(c))) meaning = nothing
  if (cache.size > 10_000) cache.clear()
  cache.set(word, meaning)
  return meaning
}

/** `First Name (Billing)` is the billing first name; what stands in other brackets is a unit or a remark. `Order #` is its number. */
function labelFirst(header: string): string {
  const numbered = header.replace(/(\p{L}) ?#\s*$/u, '$1 nr')
  const label = /\(([^)]*)\)\s*$/.exec(numbered)
  return label && labelWords.has(squashed(label[1]!)) ? `${label[1]} ${numbered.slice(0, label.index)}` : numbered
}

const entityOf = (word: string): { entity?: string } => {
  for (const [prefix, entity] of entityWords) if (word.startsWith(prefix)) return { entity }
  return {}
}

function found(word: string, depth: number): HeaderMeaning | undefined {
  const concepts = conceptsByWord.get(word)
  if (concepts)
    return {
      concepts,
      confidence: depth === 0 ? 1 : Math.max(0.6, 0.95 - depth * 0.05),
      ...(depth === 0 ? entityOf(word) : {}),
    }
  if (depth >= 4 || word.length < 4) return undefined
  return withoutPrefix(word, depth) ?? withoutSuffix(word, depth)
}

function withoutPrefix(word: string, depth: number): HeaderMeaning | undefined {
  const tries: [string, Partial<HeaderMeaning>][] = []
  for (const [prefix, label] of labelWords) if (word.startsWith(prefix)) tries.push([prefix, { label }])
  for (const [prefix, entity] of entityWords) if (word.startsWith(prefix)) tries.push([prefix, { entity }])
  for (const prefix of fillers) if (word.startsWith(prefix)) tries.push([prefix, {}])
  const number = /^\d+/.exec(word)?.[0]
  if (number) tries.push([number, Number(number) > 1 ? { label: number } : {}])
  tries.sort((a, b) => b[0].length - a[0].length)
  for (const [prefix, says] of tries) {
    const rest = word.slice(prefix.length)
    const inner = rest.length >= 2 ? found(rest, depth + 1) : undefined
    if (inner) return joined(inner, says)
  }
  return undefined
}

function withoutSuffix(word: string, depth: number): HeaderMeaning | undefined {
  const number = /\d+$/.exec(word)?.[0]
  if (number) {
    const inner = found(word.slice(0, -number.length), depth + 1)
    if (inner) return joined(inner, Number(number) > 1 ? { label: number } : {})
  }
  const infix = /^(\D+)(\d)(\D+)$/.exec(word)
  if (infix) {
    const inner = found(`${infix[1]}${infix[3]}`, depth + 1)
    if (inner) return joined(inner, Number(infix[2]) > 1 ? { label: infix[2]! } : {})
  }
  const tries: [string, Partial<HeaderMeaning>][] = ['value', ...units]
    .filter((u) => word.endsWith(u))
    .map((u) => [u, {}])
  for (const [suffix, label] of labelWords)
    if (suffix.length > 3 && suffix !== 'ship' && suffix !== 'bill' && word.endsWith(suffix))
      tries.push([suffix, { label }])
  for (const [suffix, says] of tries) {
    const inner = found(word.slice(0, -suffix.length), depth + 1)
    if (inner) return joined(inner, says)
  }
  return undefined
}

/** The outer word names the whole (`Billing Address 2`); what the inner one said already stays. */
function joined(inner: HeaderMeaning, outer: Partial<HeaderMeaning>): HeaderMeaning {
  const wordy = [outer.label, inner.label].find((label) => label && !/^\d+$/.test(label))
  const label = wordy ?? outer.label ?? inner.label
  const entity = outer.entity === 'other' ? 'other' : (inner.entity ?? outer.entity)
  return {
    concepts: inner.concepts,
    confidence: inner.confidence,
    ...(label ? { label } : {}),
    ...(entity ? { entity } : {}),
  }
}

/** ISO code of a currency written into a header: `Summa (EUR)`, `dollar_value`. */
export function currencyIn(header: string): string | undefined {
  const iso = /(?:^|[^A-Za-z])(EUR|USD|SEK|NOK|DKK|GBP|CHF|PLN)(?:[^A-Za-z]|$)/i.exec(header)?.[1]
  if (iso) return iso.toUpperCase()
  if (/€|(^|[^a-z])euro/i.test(header)) return 'EUR'
  if (/\$|dollar/i.test(header)) return 'USD'
  return header.includes('£') ? 'GBP' : undefined
}
