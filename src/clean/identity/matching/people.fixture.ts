import type { Column, Table } from './contract.ts'

/** Whole numbers below `below`, the same on every run (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const given =
  'liisa matti anna pekka maria juhani kaarina tapani helena antti sofia eero aino mikael johanna olavi'.split(' ')
const starts = 'kos vir nie mäk lai hei kor jär leh saa tuo rän lin hir kall salm ket pel aal mur'.split(' ')
const ends =
  'kinen tanen minen elä ne nonen honen vinen tonen rinen mela tinen vala saari ström berg la nen mo laa'.split(' ')
const streets = 'kotikatu rantatie mäkikuja puistokatu asemakatu kirkkotie koulukatu metsätie'.split(' ')

export const columns: readonly Column[] = [
  { name: 'first name', kind: 'given' },
  { name: 'last name', kind: 'family' },
  { name: 'born', kind: 'birthDate' },
  { name: 'e-mail', kind: 'email' },
  { name: 'street', kind: 'street' },
  { name: 'postcode', kind: 'postcode' },
]

export interface People {
  readonly table: Table
  /** The person of each row. */
  readonly truth: readonly number[]
}

/** Made-up people, some of them twice, with slips of the pen and gaps in the second; members of a household share name and address. */
export function people(count: number, doubles: number, seed = 1): People {
  const random = numbers(seed)
  const pick = (words: readonly string[]) => words[random(words.length)]!
  const two = (n: number) => String(n).padStart(2, '0')
  const rows: string[][] = []
  const truth: number[] = []
  for (let person = 0; person < count; person++) {
    const housemate = person > 0 && random(5) === 0 ? rows.at(-1) : undefined
    const first = pick(given)
    const last = housemate?.[1] ?? pick(starts) + pick(ends)
    const born = `${1930 + random(80)}${two(1 + random(12))}${two(1 + random(28))}`
    const street = housemate?.[4] ?? `${pick(streets)} ${1 + random(90)}`
    const row = [
      first,
      last,
      born,
      `${first}.${last}${random(100)}@example.com`,
      street,
      housemate?.[5] ?? `${10 + random(80)}100`,
    ]
    rows.push(row)
    truth.push(person)
    if (person >= doubles) continue
    rows.push(
      row.map((value, at) => (random(8) === 0 ? '' : random(4) === 0 && at !== 5 ? slip(value, random) : value)),
    )
    truth.push(person)
  }
  return { table: tableOf(rows), truth }
}

export function slip(text: string, random: (below: number) => number): string {
  const at = random(text.length)
  const kind = random(3)
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1)
  if (kind === 1) return `${text.slice(0, at)}${'aeiou135'[random(8)]}${text.slice(at)}`
  return text.slice(0, at) + (text[at + 1] ?? '') + text[at]! + text.slice(at + 2)
}

export const tableOf = (rows: readonly (readonly string[])[], of = columns): Table => ({
  columns: of,
  rows: rows.length,
  values: of.map((_, at) => rows.map((row) => row[at]!)),
})
