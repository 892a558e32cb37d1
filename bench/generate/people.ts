import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Chance } from '#src/cli/demo/chance.ts'
import { purchaseLines, purchasesHeader } from './purchases.ts'
import { type Reference, readReference } from './reference.ts'

/** A made-up Finnish customer. Empty text where the shop knows nothing. */
export interface Person {
  id: string
  given: string
  family: string
  email: string
  phone: string
  street: string
  postcode: string
  city: string
  since: string
}

export const peopleHeader =
  'asiakasnumero;etunimi;sukunimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka;asiakas alkaen\n'

const trees =
  'Koivu Mänty Kuusi Pihlaja Haapa Leppä Tammi Vaahtera Kataja Paju Ranta Järvi Mäki Koulu Asema Kirkko'.split(' ')
const ways = ['tie', 'katu', 'kuja', 'polku', 'kaari']
const operators = ['40', '41', '44', '45', '46', '50']
export const emailDomains = ['example.com', 'example.org', 'example.net']

/** The customer of this index: always the same for a seed, whatever else is made. */
export function personAt(reference: Reference, seed: number, index: number): Person {
  const chance = new Chance(seed, index)
  const given = (chance.happens(0.52) ? reference.female : reference.male).draw(chance)
  const family = reference.surnames.draw(chance) + (chance.happens(0.02) ? `-${reference.surnames.draw(chance)}` : '')
  const place = reference.places.draw(chance)
  const number = index + 1
  return {
    id: `A${String(seed).padStart(2, '0')}${String(number).padStart(8, '0')}`,
    given,
    family,
    email: chance.happens(0.92) ? emailOf(given, family, seed, number, chance.of(emailDomains)) : '',
    phone: chance.happens(0.85) ? written(phoneDigits(seed, index), chance.below(3)) : '',
    street: `${chance.of(trees)}${chance.of(ways)} ${1 + chance.below(120)}${chance.happens(0.5) ? ` ${chance.of(['A', 'B', 'C'])} ${1 + chance.below(80)}` : ''}`,
    postcode: place.postcode,
    city: place.city,
    since: `${1 + chance.below(28)}.${1 + chance.below(12)}.${2010 + chance.below(16)}`,
  }
}

function emailOf(given: string, family: string, seed: number, number: number, domain: string): string {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z-]/g, '')
  return `${plain(given)}.${plain(family)}.${seed}${number.toString(36)}@${domain}`
}

/** Operator and seven digits; no two alike within the first 60 million of a seed. */
export function phoneDigits(seed: number, index: number): string {
  const n = (index * 48_271 + seed * 7_919_011) % 60_000_000
  return operators[Math.floor(n / 10_000_000)]! + String(n % 10_000_000).padStart(7, '0')
}
/** Digits without the zero, in one of the three ways Finns write them. */
export function written(digits: string, manner: number): string {
  if (manner === 0) return `0${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5)}`
  return manner === 1 ? `+358${digits}` : `0${digits}`
}

/** Customers `from` up to `to` as CSV lines, in pieces of about 64 kB. */
export function* peopleLines(reference: Reference, seed: number, from: number, to: number): Generator<string> {
  let text = ''
  for (let i = from; i < to; i++) {
    const p = personAt(reference, seed, i)
    text += `${p.id};${p.given};${p.family};${p.email};${p.phone};${p.street};${p.postcode};${p.city};${p.since}\n`
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  if (text.length > 0) yield text
}

/** Writes a header and lines to a file, never faster than the disk takes them. */
export async function writeLines(path: string, header: string, pieces: Iterable<string>): Promise<void> {
  const out = path === '-' ? process.stdout : createWriteStream(path)
  out.write(header)
  for (const piece of pieces) if (!out.write(piece)) await once(out, 'drain')
  if (path === '-') return
  out.end()
  await once(out, 'finish')
}

/** `node bench/generate/people.ts --people 1000000 --out people.csv [--purchases 2000000 --purchases-out purchases.csv] [--seed 1]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '1000' },
      out: { type: 'string', default: '-' },
      purchases: { type: 'string' },
      'purchases-out': { type: 'string', default: 'purchases.csv' },
      seed: { type: 'string', default: '1' },
    },
  })
  const [people, seed] = [Number(values.people), Number(values.seed)]
  await writeLines(values.out, peopleHeader, peopleLines(readReference(), seed, 0, people))
  if (values.purchases === undefined) return
  await writeLines(values['purchases-out'], purchasesHeader, purchaseLines(seed, people, Number(values.purchases)))
}
if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
