import type { Comparison } from '../contract.ts'
import { areNicknames } from '../nicknames.ts'
import { editDistance, jaroWinklerReaches } from '../similarity.ts'
import { folded } from '../values.ts'
import { Kept, PairMemo } from './memo.ts'
import { shaped } from './shape.ts'

/** A given or a family name, the same one wherever it is borne. */
interface Part {
  number: number
  text: string
  words: readonly string[]
  /** How it sounds. */
  key: string
  generation: string
}
const parts = new Kept<Part>((text, number) => {
  const all = words(text.replaceAll('-', ' '))
  return { number, text, words: all, key: soundKey(text), generation: generationOf(all) }
})

/** The name of one person. */
interface Name {
  given: Part
  family: Part
  /** Words of the whole name, where a column holds it. */
  whole: readonly string[] | undefined
}

/** Which columns hold which part of the name; indexes into Table.columns. */
export interface NameColumns {
  given: readonly number[]
  family: readonly number[]
  whole: readonly number[]
}

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '')

/** Sounds that spelling tells apart and ears do not: v/w, c/k, doubled letters, marks. */
export function soundKey(word: string): string {
  return folded(word)
    .replace(/w/g, 'v')
    .replace(/ph/g, 'f')
    .replace(/ck|c(?![eiyh])|q/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/y/g, 'i')
    .replace(/th/g, 't')
    .replace(/(.)\1+/g, '$1')
}

/** "Virtanen, Liisa" or "Liisa Virtanen" in parts; which is which may be wrong, so the comparison also looks crosswise. */
export function partsOf(whole: string): { given: string; family: string } {
  const comma = /^([^,]+),\s*([^,]+)$/.exec(whole)
  if (comma) return { family: comma[1]!.trim(), given: comma[2]!.trim() }
  const all = words(whole)
  if (all.length < 2) return { given: '', family: all[0] ?? '' }
  let from = all.length - 1
  while (from > 1 && particles.has(all[from - 1]!)) from--
  return { given: all.slice(0, from).join(' '), family: all.slice(from).join(' ') }
}
const particles = new Set(['von', 'van', 'de', 'der', 'den', 'da', 'di', 'la', 'le', 'af', 'du', 'del', 'ter', 'zu'])

const known = (values: readonly string[]) =>
  values.length === 1 ? values[0]! : values.filter((value) => value !== '').join(' ')

function partsIn(
  values: readonly string[],
  { given: g, family: f }: NameColumns,
): { given: string; family: string; whole: string } {
  const given = known(values.slice(0, g.length))
  const family = known(values.slice(g.length, g.length + f.length))
  const whole = known(values.slice(g.length + f.length))
  return given === '' && family === '' && whole !== '' ? { ...partsOf(whole), whole } : { given, family, whole }
}

function nameOf(values: readonly string[], columns: NameColumns): Name | undefined {
  const { given, family, whole } = partsIn(values, columns)
  if (given === '' && family === '') return undefined
  return {
    given: parts.of(given),
    family: parts.of(family),
    whole: whole === '' ? undefined : words(whole.replaceAll('-', ' ')),
  }
}

const isInitial = (word: string) => word.length === 1

/** One slip of the pen, or the same sound. Words of three letters and less must be the same. */
function near(a: string, b: string, keyA?: string, keyB?: string): boolean {
  if (a === b) return true
  const longer = Math.max(a.length, b.length)
  if (keyA !== undefined && keyA === keyB && (longer > 3 || a[0] === b[0])) return true
  if (longer < 4) return false
  const slips = longer > 9 ? 2 : 1
  return editDistance(a, b, slips) <= slips
}
const nearParts = (a: Part, b: Part) => near(a.text, b.text, a.key, b.key)

const shares = (a: readonly string[], b: readonly string[]) => a.some((word) => word.length > 1 && b.includes(word))

/** A word that the whole name of the other has beside its parts: what stands in the other's parts is looked at crosswise. */
const beside = (words: readonly string[], { whole, given, family }: Name) =>
  whole !== undefined &&
  words.some(
    (word) => word.length > 1 && whole.includes(word) && !given.words.includes(word) && !family.words.includes(word),
  )

/** Which of the two ways of reading the name crosswise holds: the given name of one is the family name of the other. */
function crossed(a: Name, b: Name): boolean {
  if (a.given.text === '' || a.family.text === '' || b.given.text === '' || b.family.text === '') return false
  return nearParts(a.given, b.family) && nearParts(a.family, b.given)
}

/** Father and son, the first and the second: the same word for word, and two people. */
const generations = new Map([
  ...['jr', 'junior', 'nuorempi'].map((word) => [word, 'jr'] as const),
  ...['sr', 'senior', 'vanhempi'].map((word) => [word, 'sr'] as const),
  ...['i', '1st', 'ii', '2nd', 'iii', '3rd', 'iv'].map(
    (word) => [word, word.replace('1st', 'i').replace('2nd', 'ii').replace('3rd', 'iii')] as const,
  ),
])
const generationOf = (words: readonly string[]): string => {
  const last = words.length > 1 ? generations.get(words.at(-1)!) : undefined
  return last ?? ''
}

const givenLevels = [
  ['differs', 0.07, 0],
  ['alike', 0.04, 0],
  ['in the other name', 0.02, 0.5],
  ['initial', 0.06, 0],
  ['crosswise', 0.03, 0.5],
  ['short form', 0.06, 0.5],
  ['nearly the same', 0.1, 0.5],
  ['the same', 0.62, 1],
] as const

const generation = ({ given, family }: Name) => family.generation || given.generation

function givenLevel(a: Name, b: Name): number {
  const [one, other] = [a.given, b.given]
  if (one.text === '' || other.text === '') return 0
  const [genA, genB] = [generation(a), generation(b)]
  if (genA !== genB && genA !== '' && genB !== '') return 1
  if (one === other || one.text === other.text) return isInitial(one.text) ? 4 : 8
  const like = likeGiven.of(one.number, other.number, () => givenLike(one, other))
  if (like === 7) return 7
  if (crossed(a, b)) return 5
  if (like > initial) return like - initial
  return like <= 2 && (beside(one.words, b) || beside(other.words, a)) ? 3 : like
}

const likeGiven = new PairMemo()
/** Added to levels that hold whatever else the names have, but for crosswise. */
const initial = 10

/** Levels of two given names by themselves. */
function givenLike(a: Part, b: Part): number {
  if (nearParts(a, b)) return 7
  const [firstA, firstB] = [a.words[0] ?? '', b.words[0] ?? '']
  if (firstA === '' || firstB === '') return initial + 1
  if (isInitial(firstA) || isInitial(firstB)) return initial + (firstA[0] === firstB[0] ? 4 : 1)
  if (firstA === firstB || near(firstA, firstB)) return initial + 7
  const shorter = firstA.length < firstB.length ? firstA : firstB
  const longer = shorter === firstA ? firstB : firstA
  if ((shorter.length > 2 && longer.startsWith(shorter)) || areNicknames(firstA, firstB)) return initial + 6
  if (shares(a.words, b.words)) return initial + 6
  return jaroWinklerReaches(firstA, firstB, 0.82) ? 2 : 1
}

const familyLevels = [
  ['differs', 0.08, 0],
  ['alike', 0.04, 0],
  ['in the other name', 0.03, 0.5],
  ['part of it', 0.03, 0.5],
  ['nearly the same', 0.1, 0.5],
  ['the same', 0.72, 1],
] as const

function familyLevel(a: Name, b: Name): number {
  const [one, other] = [a.family, b.family]
  if (one.text === '' || other.text === '') return 0
  if (one === other || one.text === other.text) return isInitial(one.text) ? 2 : 6
  if (nearParts(one, other)) return 5
  if (crossed(a, b)) return 0
  if (shares(one.words, other.words)) return 4
  if (beside(one.words, b) || beside(other.words, a)) return 3
  if (isInitial(one.text) || isInitial(other.text)) return one.text[0] === other.text[0] ? 2 : 1
  return jaroWinklerReaches(one.text, other.text, 0.82) ? 2 : 1
}

/** The names of a person: given and family name apart, each looking also crosswise and at the whole name where there is one. */
export function nameComparisons(columns: NameColumns): Comparison[] {
  const read = [...columns.given, ...columns.family, ...columns.whole]
  const prepare = (values: readonly string[]) => nameOf(values, columns)
  const part = (which: 'given' | 'family') => (values: readonly string[]) => partsIn(values, columns)[which]
  return [
    shaped<Name>({
      name: 'given name',
      kind: 'given',
      columns: read,
      levels: givenLevels,
      prepare,
      level: givenLevel,
      term: part('given'),
    }),
    shaped<Name>({
      name: 'family name',
      kind: 'family',
      columns: read,
      levels: familyLevels,
      prepare,
      level: familyLevel,
      term: part('family'),
    }),
  ]
}
