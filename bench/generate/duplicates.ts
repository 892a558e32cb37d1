import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Chance } from '#src/cli/demo/chance.ts'
import { emailDomains, phoneDigits, written, writeLines } from './people.ts'
import { type Reference, readReference } from './reference.ts'

/*
 * A customer register as registers are: 15 of 100 rows are doubles, entered again by somebody who did not find the first. Each double has a
 * story (typed anew, moved, another e-mail address or telephone, married, called by a short name, names swapped, entered with little) and slips of the pen on
 * top. Namesakes come of themselves, since names are as often as they are borne; households share address and family name, some
 * a telephone or a mailbox. At least two of birth date, e-mail, telephone and address that the first row has are left in a double, or one and the whole name:
 * a double that nobody on earth could tell is not asked for.
 */

export interface Entry {
  given: string
  family: string
  birthDate: string
  email: string
  phone: string
  street: string
  postcode: string
  city: string
}
export interface Row extends Entry {
  id: string
  /** The customer the row is about: never shown to the matcher. */
  truth: string
}

export const duplicatesHeader =
  'asiakasnumero;etunimi;sukunimi;syntymäaika;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka;totuus\n'
export const shareOfDoubles = 0.15

const beginnings =
  'Koivu Mänty Kuusi Pihlaja Haapa Leppä Tammi Vaahtera Kataja Paju Ranta Järvi Mäki Koulu Asema Kirkko Niitty Pelto Metsä Myllä Kallio Harju Laakso Saari Puisto Keskus Satama Torppa Niemi Kettu Karhu Hirvi Orava Metso Joutsen Kurki Sepän Räätälin Suutarin Papin Kauppa Teollisuus Vanha Uusi'.split(
    ' ',
  )
const endings = ['tie', 'katu', 'kuja', 'polku', 'kaari', 'raitti', 'rinne', 'piha']
const shortNames: Record<string, string> = {
  Johannes: 'Jussi', Juhani: 'Juha', Kaarina: 'Kaija', Katariina: 'Kati', Kristiina: 'Kirsi', Elisabet: 'Liisa', Matti: 'Masa',
  Aleksi: 'Ale', Aleksanteri: 'Ale', Maria: 'Maija', Antero: 'Antsa', Tapani: 'Tapsa', Tapio: 'Tapsa', Olavi: 'Olli', Mikael: 'Mika',
  Helena: 'Hellu', Anneli: 'Anne', Johanna: 'Hanna', Marjatta: 'Marja', Hannele: 'Hanna', Sofia: 'Sohvi', Pekka: 'Peksi', Kalevi: 'Kale',
  Sebastian: 'Seppo', Emilia: 'Emmi', Susanna: 'Sanna', Aino: 'Ainu', Eveliina: 'Eve', Timo: 'Timppa', Henrik: 'Henkka', Kari: 'Kartsa',
} // biome-ignore format: a table

const pad = (n: number) => String(n).padStart(2, '0')

/** Where and when somebody was born or lives is drawn from streams of their own, so that each can be drawn again alone. */
const stream = { person: 101, place: 211, double: 307, household: 401 }

/** The person of this index, as first entered. */
export function personOf(reference: Reference, seed: number, index: number): Entry {
  const chance = new Chance(seed + stream.person, index)
  const given = (chance.happens(0.52) ? reference.female : reference.male).draw(chance)
  const head = headOf(seed, index)
  const familyOf = (of: number) => reference.surnames.draw(new Chance(seed + stream.household, of))
  const family = familyOf(head === index || chance.happens(0.85) ? head : index)
  const older = chance.happens(0.08)
  const year = older ? 1930 + chance.below(15) : 1945 + chance.below(62)
  const birthDate = `${1 + chance.below(28)}.${1 + chance.below(12)}.${year}`
  const holder = head !== index && chance.happens(0.12) ? head : index
  const place = placeOf(reference, seed, head)
  const email = emailOf(given, family, year, seed, index, chance)
  return {
    given,
    family,
    birthDate: chance.happens(0.62) ? birthDate : '',
    email: chance.happens(0.85) ? email : '',
    phone: chance.happens(0.86) ? written(phoneDigits(seed, holder), chance.below(3)) : '',
    ...place,
  }
}

/** The first of the household; three of ten live with the person before. */
function headOf(seed: number, index: number): number {
  let head = index
  while (head > 0 && index - head < 3 && new Chance(seed + stream.household, head).happens(0.3)) head--
  return head
}

function placeOf(reference: Reference, seed: number, index: number): Pick<Entry, 'street' | 'postcode' | 'city'> {
  const chance = new Chance(seed + stream.place, index)
  const { postcode, city } = reference.places.draw(chance)
  const street = `${chance.of(beginnings)}${chance.of(endings)} ${1 + chance.below(90)}`
  const flat = chance.happens(0.5) ? ` ${chance.of(['A', 'B', 'C', 'D'])} ${1 + chance.below(70)}` : ''
  return { street: street + flat, postcode, city }
}

/** Nobody else has the address: the person's number is in it one way or another. */
function emailOf(given: string, family: string, year: number, seed: number, index: number, chance: Chance): string {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z-]/g, '')
  const [g, f, own] = [plain(given), plain(family), String((index * 7_368_787 + seed * 1_299_709) % 10_000_019)]
  const names = [
    `${g}.${f}.${own}`,
    `${g}${f}${own}`,
    `${f}.${g}${own}`,
    `${g[0]}${f}${pad(year % 100)}${own}`,
    `${g}${own}`,
  ]
  return `${chance.of(names)}@${chance.of(emailDomains)}`
}

type Story = (
  to: Entry,
  chance: Chance,
  more: { reference: Reference; seed: number; index: number; count: number },
) => void
const other = (count: number, index: number) => count + 5 + index
const stories: readonly (readonly [share: number, Story])[] = [
  [28, () => {}],
  [
    18, // moved
    (to, _, { reference, seed, index, count }) => Object.assign(to, placeOf(reference, seed, other(count, index))),
  ],
  [
    14, // another e-mail address
    (to, chance, { seed, index, count }) => {
      to.email = emailOf(to.given, to.family, 1970, seed, other(count, index), chance)
    },
  ],
  [
    9, // another telephone
    (to, chance, { seed, index, count }) => {
      to.phone = written(phoneDigits(seed, other(count, index)), chance.below(3))
    },
  ],
  [
    6, // married, half of them moved
    (to, chance, { reference, seed, index, count }) => {
      const added = reference.surnames.draw(chance)
      to.family = chance.happens(0.25) ? `${to.family}-${added}` : added
      if (chance.happens(0.4)) Object.assign(to, placeOf(reference, seed, other(count, index)))
    },
  ],
  [
    7, // the name people use, or an initial
    (to, chance) => {
      to.given = shortNames[to.given] ?? (chance.happens(0.5) ? `${to.given[0]}.` : to.given)
    },
  ],
  [
    4, // names swapped
    (to) => {
      const { given, family } = to
      to.given = family
      to.family = given
    },
  ],
  [
    7, // the web form asked for little
    (to, chance) => {
      to.street = to.postcode = to.city = ''
      if (chance.happens(0.7)) to.birthDate = ''
    },
  ],
  [
    4, // entered at the till
    (to) => {
      to.email = ''
      to.street = ''
    },
  ],
  [
    3, // day and month swapped
    (to) => {
      const [day, month, year] = to.birthDate.split('.')
      if (day && Number(day) <= 12) to.birthDate = `${month}.${day}.${year}`
    },
  ],
]
const shares = stories.reduce((sum, [share]) => sum + share, 0)

function storyAt(at: number): Story {
  let upTo = 0
  return stories.find(([share]) => {
    upTo += share
    return at < upTo
  })![1]
}

/** The double of this index of a person; drawn again until it can be told at all. */
function doubleOf(reference: Reference, seed: number, count: number, index: number, person: number): Entry {
  const first = personOf(reference, seed, person)
  for (let tries = 0; ; tries++) {
    const chance = new Chance(seed + stream.double + tries * 1009, index)
    const to = { ...first }
    storyAt(chance.below(shares))(to, chance, { reference, seed, index, count })
    for (const field of ['birthDate', 'email', 'phone'] as const) if (chance.happens(0.1)) to[field] = ''
    if (chance.happens(0.15)) to.phone = rewritten(to.phone, chance)
    const told = tellable(first, to)
    for (const field of ['given', 'family', 'street', 'email', 'city'] as const)
      if (chance.happens(field === 'email' ? 0.04 : 0.08)) to[field] = slip(to[field], chance)
    if (chance.happens(0.03)) to.phone = digitSlip(to.phone, chance)
    if (chance.happens(0.03)) to.birthDate = digitSlip(to.birthDate, chance)
    if (chance.happens(0.05)) to.given = to.given.toUpperCase()
    if (chance.happens(0.05)) to.family = to.family.toUpperCase()
    if (told || tries > 20) return to
  }
}

function tellable(first: Entry, to: Entry): boolean {
  const kept = [
    first.birthDate !== '' && first.birthDate === to.birthDate,
    first.email !== '' && first.email === to.email,
    first.phone !== '' && first.phone.slice(-4) === to.phone.slice(-4),
    first.street === to.street && first.postcode === to.postcode,
  ].filter(Boolean).length
  const sameName = first.family === to.family || first.family === to.given
  return kept >= 2 || (kept === 1 && sameName)
}

const rewritten = (phone: string, chance: Chance) => {
  const digits = phone.replace(/\D/g, '').replace(/^358/, '').replace(/^0/, '')
  return digits === '' ? '' : written(digits, chance.below(3))
}

/** One slip: a letter left out, doubled, swapped with its neighbour or changed; the dots of ä and ö forgotten. */
function slip(text: string, chance: Chance): string {
  if (text.length < 4) return text
  const at = 1 + chance.below(text.length - 2)
  const kind = chance.below(5)
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1)
  if (kind === 1) return text.slice(0, at) + text[at] + text.slice(at)
  if (kind === 2) return text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2)
  if (kind === 3) return text.slice(0, at) + chance.of('aeinostkrlm'.split('')) + text.slice(at + 1)
  return text.replace(/ä/g, 'a').replace(/ö/g, 'o').replace(/å/g, 'a')
}
function digitSlip(text: string, chance: Chance): string {
  const places = [...text].flatMap((letter, i) => (/\d/.test(letter) && i > 3 ? [i] : []))
  if (places.length === 0) return text
  const at = chance.of(places)
  return text.slice(0, at) + ((Number(text[at]) + 1 + chance.below(8)) % 10) + text.slice(at + 1)
}

/** Row `at` of a register of `count` rows; the same seed and count make the same register. */
export function rowAt(reference: Reference, seed: number, count: number, at: number): Row {
  const people = Math.max(1, Math.round(count * (1 - shareOfDoubles)))
  const index = shuffled(at, count)
  const id = `A${String(at + 1).padStart(8, '0')}`
  if (index < people) return { id, ...personOf(reference, seed, index), truth: `P${index}` }
  const person = new Chance(seed + stream.double, index).below(people)
  return { id, ...doubleOf(reference, seed, count, index, person), truth: `P${person}` }
}

/** A place for each row in an order without order: steps around a ring, the step and the ring without common divisor. */
function shuffled(at: number, count: number): number {
  let step = Math.floor(count * 0.618_034) | 1
  while (divisor(step, count) > 1) step += 2
  return Number((BigInt(at) * BigInt(step)) % BigInt(count))
}
function divisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b]
  return a
}

/** The register as CSV lines, in pieces of about 64 kB. */
export function* duplicateLines(reference: Reference, seed: number, count: number): Generator<string> {
  let text = ''
  for (let at = 0; at < count; at++) {
    const r = rowAt(reference, seed, count, at)
    text += `${r.id};${r.given};${r.family};${r.birthDate};${r.email};${r.phone};${r.street};${r.postcode};${r.city};${r.truth}\n`
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  if (text.length > 0) yield text
}

/** `node bench/generate/duplicates.ts --rows 1000000 --out register.csv [--seed 1]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000' },
      out: { type: 'string', default: '-' },
      seed: { type: 'string', default: '1' },
    },
  })
  await writeLines(
    values.out,
    duplicatesHeader,
    duplicateLines(readReference(), Number(values.seed), Number(values.rows)),
  )
}
if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
