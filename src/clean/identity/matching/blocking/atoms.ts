import type { Column } from '../contract.ts'
import { valueMark } from '../contract.ts'
import { bare, fold, letters, wordFrom, wordTo } from './fold.ts'
import { hash, hashCodes, saltOf } from './hash.ts'

/*
 * Atoms: what a record can share with another, each a hash. A name's words carry no role (given and family names may
 * have been swapped, and an e-mail address keeps the name from before the wedding); the parts of a date are sorted where day and month may
 * have been swapped.
 */

/** Kinds of atoms. The numbers are part of stored keys: never renumber, only add. */
export const atom = {
  name: 1,
  date: 2,
  year: 3,
  dayMonth: 4,
  email: 5,
  mailbox: 6,
  phone: 7,
  street: 8,
  number: 9,
  postcode: 10,
  area: 11,
  city: 12,
  business: 13,
  organisation: 14,
  organisationWord: 15,
  code: 16,
  category: 17,
  text: 18,
  textWord: 19,
  dayOrMonth: 20,
} as const
export type Atom = keyof typeof atom

/** Atoms of one of these say nothing new beside one another: they come of the same value. */
export const families: Record<Atom, string> = {
  name: 'name',
  date: 'date',
  year: 'date',
  dayMonth: 'date',
  dayOrMonth: 'dayOrMonth',
  email: 'email',
  mailbox: 'email',
  phone: 'phone',
  street: 'street',
  number: 'number',
  postcode: 'postcode',
  area: 'postcode',
  city: 'city',
  business: 'business',
  organisation: 'organisation',
  organisationWord: 'organisation',
  code: 'code',
  category: 'category',
  text: 'text',
  textWord: 'text',
}

/** Atoms of which a value gives several, all worth pairing with one another. */
export const wordy: ReadonlySet<Atom> = new Set(['name', 'street', 'organisationWord', 'textWord', 'dayOrMonth'])

/** Atoms of columns of these kinds are told apart by column. */
const ownColumn: ReadonlySet<Atom> = new Set(['code', 'category', 'text', 'textWord'])

/** What the values of a column of this kind give. */
const givenBy: Record<Column['kind'], readonly Atom[]> = {
  given: ['name'],
  family: ['name'],
  fullName: ['name'],
  organisation: ['organisation', 'organisationWord'],
  birthDate: ['date', 'year', 'dayMonth'],
  year: ['year'],
  month: ['dayOrMonth'],
  day: ['dayOrMonth'],
  email: ['email', 'mailbox', 'name'],
  phone: ['phone'],
  street: ['street', 'number'],
  houseNumber: ['number'],
  postcode: ['postcode', 'area'],
  city: ['city'],
  businessId: ['business'],
  code: ['code'],
  category: ['category'],
  text: ['text', 'textWord'],
}

/** Legal forms and other words that organisations share; folded as `fold` folds. */
const forms = new Set(
  (
    'oi oij ki ab rf ri tmi toiminimi osuuskunta osk ltd limited lk plk ink inkorporated korp korporation ko kompani lp gmbh ag kg ' +
    'as aps a s bv nv sa srl spa sarl og and the of oikeudenhaltija kuolinpesa asunto as ja'
  ).split(' '),
)

/** One place a record may share something: an atom, of one column where columns are told apart. */
export interface Place {
  readonly atom: Atom
  readonly label: string
  readonly family: string
  /** Mixed into every hash of the place. */
  readonly salt: number
}

export interface Places {
  readonly places: readonly Place[]
  /** By column: its atoms' indexes into `places`. */
  readonly byColumn: readonly Readonly<Partial<Record<Atom, number>>>[]
}

/** The places records of these columns can meet in. */
export function placesOf(columns: readonly Column[]): Places {
  const places: Place[] = []
  const known = new Map<string, number>()
  const byColumn = columns.map((column) => {
    const mine: Partial<Record<Atom, number>> = {}
    for (const kind of givenBy[column.kind]) {
      const own = ownColumn.has(kind)
      const label = own ? `${kind} ${column.name}` : kind
      let at = known.get(label)
      if (at === undefined) {
        at = places.length
        known.set(label, at)
        const salt = (Math.imul(atom[kind], 0x9e3779b1) ^ (own ? saltOf(column.name) : 0)) >>> 0
        places.push({ atom: kind, label, family: own ? `${families[kind]} ${column.name}` : families[kind], salt })
      }
      mine[kind] = at
    }
    return mine
  })
  return { places, byColumn }
}

/** Takes what a record has at a place: the two halves of the atom's hash. */
export type Sink = (place: number, low: number, high: number) => void

/** Makes the atoms of one cell, several values of it one after another. */
export function cellAtoms(places: Places, columns: readonly Column[], column: number, cell: string, sink: Sink): void {
  if (cell === '') return
  if (cell.indexOf(valueMark) < 0) valueAtoms(places, columns, column, cell, sink)
  else for (const value of cell.split(valueMark)) if (value !== '') valueAtoms(places, columns, column, value, sink)
}

function valueAtoms(
  { places, byColumn }: Places,
  columns: readonly Column[],
  column: number,
  value: string,
  sink: Sink,
) {
  const mine = byColumn[column]!
  const give = (kind: Atom, from: number, to: number) => {
    const place = mine[kind]
    if (place === undefined || to <= from) return
    hashCodes(letters, from, to, places[place]!.salt)
    sink(place, hash.low, hash.high)
  }
  switch (columns[column]!.kind) {
    case 'given':
    case 'family':
    case 'fullName':
      return giveWords(fold(value), 'name', 2, give)
    case 'organisation':
      return organisation(value, give)
    case 'birthDate':
      return birthDate(value, give)
    case 'year':
      return give('year', 0, bare(value))
    case 'month':
    case 'day':
      return give('dayOrMonth', 0, bare(value))
    case 'email':
      return email(value, give)
    case 'phone': {
      const length = bare(value)
      return length < 5 ? undefined : give('phone', Math.max(0, length - 8), length)
    }
    case 'street':
      return street(value, give)
    case 'houseNumber':
      return give('number', 0, bare(value))
    case 'postcode': {
      const length = bare(value)
      give('postcode', 0, length)
      return length < 4 ? undefined : give('area', 0, length > 5 ? length - 3 : 3)
    }
    case 'city':
      return giveWhole(fold(value), 'city', give)
    case 'businessId':
      return give('business', 0, bare(value))
    case 'code':
      return give('code', 0, bare(value))
    case 'category':
      return giveWhole(fold(value), 'category', give)
    default: {
      const words = fold(value)
      giveWhole(words, 'text', give)
      return giveWords(words, 'textWord', 2, give)
    }
  }
}

type Give = (kind: Atom, from: number, to: number) => void

function giveWords(words: number, kind: Atom, least: number, give: Give): void {
  for (let i = 0; i < words; i++) if (wordTo[i]! - wordFrom[i]! >= least) give(kind, wordFrom[i]!, wordTo[i]!)
}
function giveWhole(words: number, kind: Atom, give: Give): void {
  if (words > 0) give(kind, 0, wordTo[words - 1]!)
}

function organisation(value: string, give: Give): void {
  const words = fold(value)
  let at = 0
  const core = new Uint16Array(letters.length)
  for (let i = 0; i < words; i++) {
    const [from, to] = [wordFrom[i]!, wordTo[i]!]
    if (to - from <= 12 && forms.has(String.fromCharCode(...letters.subarray(from, to)))) continue
    give('organisationWord', from, to)
    for (let j = from; j < to; j++) core[at++] = letters[j]!
  }
  letters.set(core.subarray(0, at))
  give('organisation', 0, at)
}

/** yyyymmdd; 00 where a part is not known. Day and month in ascending order, since they change places. */
function birthDate(value: string, give: Give): void {
  const length = bare(value)
  if (length !== 8) {
    give('date', 0, length)
    return
  }
  const zero = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (letters[i] !== 48) return false
    return true
  }
  if (!zero(0, 4)) give('year', 0, 4)
  if (zero(4, 6) || zero(6, 8)) return
  const month = letters[4]! * 256 + letters[5]!
  const day = letters[6]! * 256 + letters[7]!
  if (day < month) {
    letters[4] = day >> 8
    letters[5] = day & 255
    letters[6] = month >> 8
    letters[7] = month & 255
  }
  give('dayMonth', 4, 8)
  if (!zero(0, 4)) give('date', 0, 8)
}

/** Words of the mailbox count as names: matti.virtanen@… */
function email(value: string, give: Give): void {
  const at = value.lastIndexOf('@')
  if (at <= 0) {
    give('email', 0, bare(value))
    return
  }
  const end = bare(value, 0, at)
  give('mailbox', 0, end)
  letters[end] = 64
  let to = end + 1
  for (let i = at + 1; i < value.length && to < 512; i++) letters[to++] = value.charCodeAt(i)
  give('email', 0, to)
  const words = fold(value.slice(0, at))
  for (let i = 0; i < words; i++) {
    let stop = wordFrom[i]!
    while (stop < wordTo[i]! && !(letters[stop]! >= 48 && letters[stop]! <= 57)) stop++
    if (stop - wordFrom[i]! >= 4) give('name', wordFrom[i]!, stop)
  }
}

/** Words of three letters and more, and the first number. */
function street(value: string, give: Give): void {
  const words = fold(value)
  let numbered = false
  for (let i = 0; i < words; i++) {
    const from = wordFrom[i]!
    if (letters[from]! >= 48 && letters[from]! <= 57) {
      if (numbered) continue
      numbered = true
      let to = from
      while (to < wordTo[i]! && letters[to]! >= 48 && letters[to]! <= 57) to++
      give('number', from, to)
    } else if (wordTo[i]! - from >= 3) give('street', from, wordTo[i]!)
  }
}
