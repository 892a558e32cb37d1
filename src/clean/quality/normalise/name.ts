import type { CustomerKind } from '#src/terms/index.ts'
import { isGivenName } from './given-names.ts'
import { isCaps, isParticle, isSmall, properWord } from './letters.ts'
import { formCase, hasLegalForm, hasOrganisationNoun } from './organisation.ts'
import type { Reading } from './reading.ts'
import { limits, oneLine } from './text.ts'

export interface Name {
  /** As it is shown: "Liisa Virtanen", "Konepaja Ranta Oy". */
  display: string
  given?: string
  family?: string
  /** Absent where the name does not tell. */
  kind?: CustomerKind
}

const plainPart = /^[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?$/
const honorific = /^(?:mr|mrs|ms|miss|dr|prof|herra|rouva|neiti|hra|rva|nti|herr|fru|fröken)\b\.? (?=\p{L})/iu
const suffix = /^(?:jr|sr|ii|iii|iv|phd|md|msc|bsc|mba|esq|dds|cpa)\.?$/i
const vowel = /[AEIOUYÅÄÖÜÉÈÁÍÓÚÕØÆ]/i
const several =
  / (?:ja|och|and|tai|und|kp|kuolinpesä|kuolinpesän|dödsbo|perikunta|perhe|family|c\/o) |(?:kp|kuolinpesä|dödsbo|perikunta)\.?$/i

/** One part of a person's name in a column of its own (given or family). Faults: `text_too_long`, `text_unreadable`, `name_missing`. */
export function readNamePart(written: string): Reading<string> {
  if (written.length < 60 && plainPart.test(written)) return { value: written }
  const line = oneLine(written)
  const fault = faultOf(line)
  if (fault !== undefined) return { fault }
  return { value: isCaps(line) || isSmall(line) ? properName(line) : line }
}

/** A person's name from its parts as `readNamePart` gives them. */
export function joined(given: string | undefined, family: string | undefined): Name {
  const display = given === undefined ? (family ?? '') : family === undefined ? given : `${given} ${family}`
  return { display, given, family, kind: 'person' }
}

/** The name of an organisation: capitals become proper case, but short words and words without vowels stay (ABB, KONE, HKL). */
export function readOrganisation(written: string): Reading<string> {
  const line = oneLine(written)
  const fault = /[\p{L}\p{N}]/u.test(line) ? faultOf(`${line}a`) : 'name_missing'
  return fault === undefined ? { value: organisationCase(line) } : { fault }
}

/**
 * A whole name in one cell, of a person or an organisation: legal forms mark organisations; "Virtanen, Liisa" and "VIRTANEN LIISA" are
 * turned round; capitals become proper case while mixed case stays as written. Faults as `readNamePart`.
 */
export function readName(written: string): Reading<Name> {
  const line = oneLine(written)
  const fault = faultOf(line)
  if (fault !== undefined) return { fault }
  if (/\S@\S/.test(line)) return { fault: 'name_missing' }
  if (hasLegalForm(line) || hasOrganisationNoun(line)) {
    return { value: { display: organisationCase(line), kind: 'organisation' } }
  }
  // Digits and & belong to firms and couples: no parts, and no guess.
  if (/[&+\d/"]/.test(line)) return { value: { display: organisationCase(line) } }
  return { value: settled(line) }
}

function faultOf(line: string): 'text_too_long' | 'text_unreadable' | 'name_missing' | undefined {
  if (line.length > limits.name) return 'text_too_long'
  if (line.includes('\uFFFD')) return 'text_unreadable'
  return /\p{L}/u.test(line) ? undefined : 'name_missing'
}

/** Turning a name round can bring capitals into another place: read until it stays the same. */
function settled(line: string): Name {
  let name = personName(line)
  for (let pass = 0; pass < 3 && name.display !== line; pass++) {
    const again = personName(name.display)
    if (again.display === name.display) break
    name = again
  }
  return name
}

function personName(line: string): Name {
  const cased = casedPerson(line.replace(honorific, '').replace(/^[ ,;]+|[ ,;]+$/g, ''))
  if (several.test(cased)) return { display: cased }
  const comma = /^([^,]+?) ?, ?([^, ][^,]*)$/.exec(cased)
  if (comma !== null && !suffix.test(comma[2]!)) return ordered(comma[2]!, comma[1]!, cased)
  const words = cased.replace(/,/g, '').split(' ')
  if (words.length < 2 || words.length > 6 || words.some((word) => !/^\p{L}[\p{L}\p{M}.'’-]*$/u.test(word))) {
    return { display: cased }
  }
  const count = words.length
  while (words.length > 2 && suffix.test(words.at(-1)!)) words.pop()
  if (words.length < count) return { display: cased, given: words.slice(0, -1).join(' '), family: words.at(-1) }
  if (isParticle(words[0]!)) return particleFirst(words, cased)
  let cut = words.length - 1
  while (cut > 1 && isParticle(words[cut - 1]!)) cut--
  return ordered(words.slice(0, cut).join(' '), words.slice(cut).join(' '), cased)
}

/** "von Essen Anna" is turned round; "von Essen" alone is only a family name. */
function particleFirst(words: string[], written: string): Name {
  const head = words.findIndex((word) => !isParticle(word))
  const given = words.slice(head + 1)
  if (head < 0 || given.length === 0 || !given.every(isGivenName)) return { display: written }
  return joined(given.join(' '), words.slice(0, head + 1).join(' '))
}

/** Given and family name in the right order; the written order stays unless the words themselves say that it is the other way round. */
function ordered(given: string, family: string, written: string): Name {
  const [first = '', ...others] = `${given} ${family}`.split(' ')
  if (isTurned(first, others)) {
    const rest = others.join(' ')
    return { display: `${rest} ${first}`, given: rest, family: first, kind: 'person' }
  }
  const display = written.includes(',') ? `${given} ${family}` : written
  const known = isGivenName(given.split(' ')[0]!)
  return { display, given, family, ...(known ? { kind: 'person' as const } : {}) }
}

/** "Mäkelä Liisa Maria", "Virtanen Xenia", "Virtanen L.": a family name in front of what cannot be one. */
function isTurned(first: string, others: string[]): boolean {
  if (isGivenName(first)) return false
  if (isNen(first)) return !others.some(isNen)
  return others.some(isGivenName) && others.every((word) => isGivenName(word) || /^\p{L}\.?$/u.test(word))
}
const isNen = (word: string): boolean => word.length > 5 && word.toLowerCase().endsWith('nen')

function casedPerson(line: string): string {
  if (isCaps(line) || isSmall(line)) return properName(line)
  // "VIRTANEN Liisa" and "Liisa VIRTANEN": capitals mark the family name.
  return line.replace(/^\p{Lu}[\p{Lu}-]{3,}(?=,? \p{Lu}\p{Ll})|(?<=\p{Ll} )\p{Lu}[\p{Lu}-]{3,}$/u, (word) =>
    properWord(word),
  )
}

function properName(line: string): string {
  const words = line.split(' ')
  return words.map((word, at) => properNameWord(word, at, words)).join(' ')
}

function properNameWord(word: string, at: number, words: string[]): string {
  if (isParticle(word) && (at > 0 || words.length > 1)) return word.toLowerCase()
  return word.length < 4 && isCaps(word) && !vowel.test(word) ? word : properWord(word)
}

function organisationCase(line: string): string {
  if (!isCaps(line)) return line
  const words = line.split(' ')
  if (words.length === 1) return line
  return words.map((word, at) => organisationWord(word, at === words.length - 1 || at === 0)).join(' ')
}

function organisationWord(word: string, edge: boolean): string {
  const form = edge || word.length > 2 || word === 'JA' ? formCase(word) : undefined
  if (form !== undefined) return form
  return word.length <= 3 || /\d|&/.test(word) || !vowel.test(word) ? word : properWord(word)
}
