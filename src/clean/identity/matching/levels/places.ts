import type { Comparison } from '../contract.ts'
import { editDistance, jaroWinklerReaches } from '../similarity.ts'
import { folded } from '../values.ts'
import { Kept, PairMemo } from './memo.ts'
import { shaped } from './shape.ts'

const first = (values: readonly string[]) => values.find((value) => value !== '')

/** One way of writing for the usual words of addresses. */
const shortened: Readonly<Record<string, string>> = {
  street: 'st', str: 'st', saint: 'st', avenue: 'ave', av: 'ave', boulevard: 'blvd', blv: 'blvd', bvd: 'blvd', road: 'rd', drive: 'dr',
  lane: 'ln', place: 'pl', court: 'ct', crescent: 'cres', cr: 'cres', circuit: 'cct', close: 'cl', terrace: 'tce', square: 'sq',
  highway: 'hwy', parkway: 'pkwy', north: 'n', south: 's', east: 'e', west: 'w', mount: 'mt', suite: 'ste', apartment: 'apt', unit: 'apt',
  first: '1st', second: '2nd', third: '3rd', fourth: '4th', fifth: '5th', sixth: '6th', seventh: '7th', eighth: '8th', ninth: '9th',
  tenth: '10th', k: 'katu', t: 'tie', p: 'polku', asunto: 'as', straße: 'str', strasse: 'str', bostad: 'as',
} // biome-ignore format: a table

/** The words of a street's name, the same ones wherever they are written. */
interface Words {
  id: number
  name: string
  words: readonly string[]
}
const kept = new Kept<Words>((name, id) => ({ id, name, words: name === '' ? [] : name.split(' ') }))

interface Street {
  name: Words
  number: string
  rest: string
}

/** The number may stand before or after the name; what follows a comma or a flat is the rest. */
export function streetOf(written: string, numberApart = ''): Street | undefined {
  const words: string[] = []
  const numbers: string[] = numberApart === '' ? [] : [numberApart]
  for (const raw of written.split(/[\s,./#&-]+/)) {
    if (raw === '') continue
    // After the name and the number a single letter is a stair: Kotikatu 5 A 12.
    if (/^\d+[a-z]?$/.test(raw) || (raw.length === 1 && numbers.length > 0 && words.length > 0)) numbers.push(raw)
    else words.push(shortened[raw] ?? folded(raw))
  }
  if (words.length === 0 && numbers.length === 0) return undefined
  return { name: kept.of(words.join(' ')), number: numbers[0] ?? '', rest: numbers.slice(1).join(' ') }
}

/** 3 the same, 2 nearly, 1 alike, 0 differs. */
function likeName(a: Words, b: Words): number {
  if (a.name === b.name) return 3
  if (a.name === '' || b.name === '') return 0
  const [fewer, more] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words]
  if (editDistance(a.name, b.name, 2) <= (Math.min(a.name.length, b.name.length) > 5 ? 2 : 1)) return 2
  if (a.name.replaceAll(' ', '') === b.name.replaceAll(' ', '')) return 2
  const common = fewer.filter((word) => word.length > 2 && more.includes(word)).length
  const telling = fewer.filter((word) => word.length > 2).length
  if (telling > 0 && common === telling) return 2
  return jaroWinklerReaches(a.name, b.name, 0.88) || common * 2 > more.filter((word) => word.length > 2).length ? 1 : 0
}

const likeNames = new PairMemo()

function streetLevel(a: Street, b: Street): number {
  const name = a.name === b.name ? 3 : likeNames.of(a.name.id, b.name.id, () => likeName(a.name, b.name))
  const known = a.number !== '' && b.number !== ''
  const same = known && (a.number === b.number || Number.parseInt(a.number, 10) === Number.parseInt(b.number, 10))
  if (same) return name === 3 ? 9 : name === 2 ? 8 : name === 1 ? 6 : 2
  if (!known) return name === 3 ? 7 : name === 2 ? 5 : name === 1 ? 3 : 1
  return name >= 2 ? 4 : 1
}

export function streetComparison(columns: readonly number[], numbers: readonly number[]): Comparison {
  const own = columns.length
  return shaped<Street>({
    name: 'street',
    kind: 'street',
    columns: [...columns, ...numbers],
    levels: [
      ['differs', 0.2, 0],
      ['same number only', 0.02, 0],
      ['alike', 0.03, 0],
      ['same street, another number', 0.05, 0.2],
      ['nearly the same, a number not known', 0.05, 0.3],
      ['alike, same number', 0.05, 0],
      ['same street, a number not known', 0.1, 1],
      ['nearly the same, same number', 0.1, 0.5],
      ['the same', 0.4, 1],
    ],
    prepare: (values) =>
      streetOf(
        values
          .slice(0, own)
          .filter((value) => value !== '')
          .join(' '),
        values.slice(own).find((value) => value !== '') ?? '',
      ),
    level: streetLevel,
    term: (values) => values.filter((value) => value !== '').join(' '),
  })
}

/** A number that stands in a column of its own beside the street. */
export const numberComparison = (columns: readonly number[]): Comparison =>
  shaped<string>({
    name: 'house number',
    kind: 'houseNumber',
    columns,
    levels: [
      ['differs', 0.15, 0],
      ['one slip', 0.1, 0],
      ['the same', 0.75, 1],
    ],
    prepare: first,
    level: (a, b) => (a === b ? 3 : editDistance(a, b, 1) <= 1 && Math.max(a.length, b.length) > 1 ? 2 : 1),
  })

function postcodeLevel(a: string, b: string): number {
  if (a === b) return 5
  if (editDistance(a, b, 1) <= 1) return 4
  const short = Math.min(a.length, b.length)
  const most = /^[a-z]/.test(a) ? Math.max(2, short - 3) : Math.max(2, short - 2)
  if (a.slice(0, most) === b.slice(0, most)) return 3
  return a.slice(0, 2) === b.slice(0, 2) ? 2 : 1
}

export const postcodeComparison = (columns: readonly number[]): Comparison =>
  shaped<string>({
    name: 'postcode',
    kind: 'postcode',
    columns,
    levels: [
      ['differs', 0.15, 0],
      ['same region', 0.05, 0],
      ['same district', 0.05, 0],
      ['one slip', 0.08, 0],
      ['the same', 0.67, 1],
    ],
    prepare: first,
    level: postcodeLevel,
  })

function townLevel(a: string, b: string): number {
  if (a === b) return 4
  const longer = Math.max(a.length, b.length)
  if (longer > 3 && editDistance(a, b, longer > 7 ? 2 : 1) <= (longer > 7 ? 2 : 1)) return 3
  if (folded(a).replace(/\W/g, '') === folded(b).replace(/\W/g, '')) return 3
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return (short.length > 3 && long.includes(short)) || jaroWinklerReaches(a, b, 0.88) ? 2 : 1
}

/** Towns, suburbs and other short names in which only slips of the pen occur. */
export const townComparison = (name: string, columns: readonly number[]): Comparison =>
  shaped<string>({
    name,
    kind: 'city',
    columns,
    levels: [
      ['differs', 0.15, 0],
      ['alike', 0.05, 0.2],
      ['nearly the same', 0.1, 0.5],
      ['the same', 0.7, 1],
    ],
    prepare: first,
    level: townLevel,
  })
