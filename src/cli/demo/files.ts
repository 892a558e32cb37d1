import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordKind } from '#src/terms/index.ts'
import { Chance } from './chance.ts'
import { type Customer, companyAt, personAt } from './people.ts'
import { type Order, ordersOf } from './purchases.ts'
import { plant } from './stories.ts'
import { invoiceOf, type World } from './teller.ts'
import { products } from './world.ts'

export interface Contact {
  id: string
  customer: string
  day: number
  minute: number
  kind: 'puhelu' | 'sähköposti' | 'käynti' | 'reklamaatio' | 'palaute' | 'tiedustelu' | 'toive'
  channel: 'puhelin' | 'sähköposti' | 'myymälä' | 'verkko' | 'lomake' | 'käynti'
  direction: 'saapunut' | 'lähetetty'
  subject: string
  text: string
  handler: string
  status: string
}
export interface Invoice {
  number: string
  customer: string
  day: number
  due: number
  paid: number | null
  cents: number
  reference: string
}
export interface Subscriber {
  email: string
  name: string
  consent: 'kyllä' | 'ei'
  day: number
}

/** Everybody and everything of the made-up company up to `today` (days from 1970-01-01); the same for the same seed and size. */
export function worldOf(seed: number, people: number, today: number): World {
  const world: World = { customers: [], orders: [], contacts: [], invoices: [], debtors: [], subscribers: [] }
  plant(world, today)
  for (let i = 0; i < people; i++) {
    const customer = personAt(seed, i, today)
    world.customers.push(customer)
    world.orders.push(...ordersOf(customer, seed, i, today))
    world.contacts.push(...contactsOf(customer, seed, i, today))
  }
  for (let i = 0; i < Math.ceil(people / 20); i++) companyInto(world, seed, i, today)
  return world
}

function companyInto(world: World, seed: number, index: number, today: number): void {
  const chance = new Chance(seed + 700, index)
  const firm = companyAt(seed, index, today)
  world.customers.push(firm)
  const { id, organisation, businessId, email, street, postcode, city } = firm
  world.debtors.push({ id: String(6000 + index), name: organisation, businessId, email, street, postcode, city })
  const months = 6 + chance.below(30)
  const monthly = 4_000 + chance.below(90_000)
  for (let m = months; m > 0; m--) {
    const paid = m > 1 && !chance.happens(0.04)
    world.invoices.push(invoiceOf(id, m, today - m * 30, monthly + chance.below(5_000), paid))
  }
}

const matters = [
  ['puhelu', 'puhelin', 'Kysyi aukioloaikoja', 'Kerroin pyhien aukiolot.', 'hoidettu'],
  ['tiedustelu', 'lomake', 'Milloin tilaus tulee?', 'Paketti lähti eilen, seurantatunnus annettu.', 'hoidettu'],
  ['palaute', 'verkko', 'Hyvä palvelu', 'Myyjä löysi sopivat kengät.', 'hoidettu'],
  ['reklamaatio', 'sähköposti', 'Tuote vialliseksi saapuessaan', 'Hyvitettiin heti, pahoiteltiin.', 'ratkaistu'],
  ['toive', 'myymälä', 'Toivoi laajempaa valikoimaa', 'Isompia kokoja merinopaitoihin.', 'avoin'],
  ['käynti', 'myymälä', 'Suksien sovitus', 'Sopiva pituus 198.', 'hoidettu'],
] as const
const staff = ['Anna Korpi', 'Joonas Lehto', 'Satu Nyström', 'Liisa Aalto']

function contactsOf(customer: Customer, seed: number, index: number, today: number): Contact[] {
  const chance = new Chance(seed + 3_000, index)
  const count = chance.happens(0.35) ? 1 + chance.below(3) : 0
  return Array.from({ length: count }, (_, i) => {
    const [kind, channel, subject, text, status] = chance.of(matters)
    return {
      id: `Y-${customer.id}-${i}`,
      customer: customer.id,
      day: today - 1 - chance.below(Math.max(1, Math.min(1000, today - customer.since))),
      minute: 8 * 60 + chance.below(9 * 60),
      kind,
      channel,
      direction: 'saapunut' as const,
      subject,
      text,
      handler: chance.of(staff),
      status,
    }
  })
}

const two = (n: number) => String(n).padStart(2, '0')
/** Day number → "3.12.2025". */
export function dateOf(day: number): string {
  const date = new Date(day * 86_400_000)
  return `${date.getUTCDate()}.${date.getUTCMonth() + 1}.${date.getUTCFullYear()}`
}
const timeOf = (day: number, minute: number) => `${dateOf(day)} ${Math.floor(minute / 60)}.${two(minute % 60)}`
const euros = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)},${two(Math.abs(cents) % 100)}`

/** One file of the company: what it holds and whose it is. */
export interface DemoFile {
  name: string
  source: string
  kind: RecordKind
  header: string[]
  rows(world: World): Iterable<(string | number)[]>
}

const shop = 'Kaupan asiakasrekisteri'
const books = 'Kirjanpito'
const address = ['katuosoite', 'postinumero', 'postitoimipaikka']

/** The files that the company brings, in the order in which they are taken in. */
export const files: readonly DemoFile[] = [
  {
    name: 'tuotteet.csv',
    source: shop,
    kind: 'product',
    header: ['tuotenumero', 'tuotenimi', 'tuoteryhmä', 'hinta'],
    rows: () => products.map((p) => [p.sku, p.name, p.category, euros(p.price)]),
  },
  {
    name: 'asiakkaat.csv',
    source: shop,
    kind: 'customer',
    header: [
      'asiakasnumero',
      'etunimi',
      'sukunimi',
      'sähköposti',
      'puhelin',
      ...address,
      'syntymäaika',
      'kieli',
      'sähköpostilupa',
      'turvakielto',
      'asiakas alkaen',
    ],
    *rows({ customers }) {
      for (const c of customers)
        if (!c.organisation)
          yield [
            c.id,
            c.given,
            c.family,
            c.email,
            c.phone,
            c.street,
            c.postcode,
            c.city,
            c.born === null ? '' : dateOf(c.born),
            c.language,
            c.consent,
            c.protected ? 'kyllä' : '',
            dateOf(c.since),
          ]
    },
  },
  {
    name: 'yritykset.csv',
    source: shop,
    kind: 'customer',
    header: [
      'asiakasnumero',
      'yritys',
      'y-tunnus',
      'yhteyshenkilö',
      'sähköposti',
      'puhelin',
      ...address,
      'asiakas alkaen',
    ],
    *rows({ customers }) {
      for (const c of customers)
        if (c.organisation)
          yield [
            c.id,
            c.organisation,
            c.businessId,
            `${c.given} ${c.family}`,
            c.email,
            c.phone,
            c.street,
            c.postcode,
            c.city,
            dateOf(c.since),
          ]
    },
  },
  {
    name: 'ostot.csv',
    source: shop,
    kind: 'purchase',
    header: [
      'tilausnumero',
      'asiakasnumero',
      'tilausaika',
      'tuotenumero',
      'tuote',
      'tuoteryhmä',
      'määrä',
      'yksikköhinta',
      'kanava',
    ],
    *rows({ orders }) {
      const inTime = [...orders].sort((a, b) => a.day - b.day || (a.number < b.number ? -1 : 1))
      for (const o of inTime) yield* linesOf(o)
    },
  },
  {
    name: 'laskut.csv',
    source: shop,
    kind: 'invoice',
    header: ['laskunumero', 'asiakasnumero', 'laskupäivä', 'eräpäivä', 'maksettu', 'summa', 'viitenumero'],
    *rows({ invoices }) {
      for (const i of invoices)
        yield [
          i.number,
          i.customer,
          dateOf(i.day),
          dateOf(i.due),
          i.paid === null ? '' : dateOf(i.paid),
          euros(i.cents),
          i.reference,
        ]
    },
  },
  {
    name: 'yhteydenotot.csv',
    source: shop,
    kind: 'interaction',
    header: ['tunnus', 'asiakasnumero', 'aika', 'laji', 'kanava', 'suunta', 'otsikko', 'teksti', 'käsittelijä', 'tila'],
    *rows({ contacts }) {
      for (const c of contacts)
        yield [
          c.id,
          c.customer,
          timeOf(c.day, c.minute),
          c.kind,
          c.channel,
          c.direction,
          c.subject,
          c.text,
          c.handler,
          c.status,
        ]
    },
  },
  {
    name: 'kirjanpidon-asiakkaat.csv',
    source: books,
    kind: 'customer',
    header: ['asiakasnumero', 'nimi', 'y-tunnus', 'sähköposti', ...address],
    *rows({ debtors }) {
      for (const d of debtors) yield [d.id, d.name, d.businessId, d.email, d.street, d.postcode, d.city]
    },
  },
  {
    name: 'tilaajat.csv',
    source: 'Uutiskirje',
    kind: 'customer',
    header: ['sähköposti', 'nimi', 'sähköpostilupa', 'tilannut'],
    *rows({ subscribers }) {
      for (const s of subscribers) yield [s.email, s.name, s.consent, dateOf(s.day)]
    },
  },
]

function* linesOf(o: Order): Generator<(string | number)[]> {
  for (const { product, quantity } of o.lines)
    yield [
      o.number,
      o.customer,
      timeOf(o.day, o.minute),
      product.sku,
      product.name,
      product.category,
      quantity,
      euros(product.price),
      o.channel,
    ]
}

const csv = (cells: readonly (string | number)[]) =>
  `${cells.map((cell) => (/[";\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(';')}\r\n`

/** Writes one file of the company into a folder. Returns its path. */
export async function writeDemoFile(folder: string, file: DemoFile, world: World): Promise<string> {
  const path = join(folder, file.name)
  const out = createWriteStream(path)
  out.write(csv(file.header))
  for (const row of file.rows(world)) if (!out.write(csv(row))) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
  return path
}

/**
 * S-dirty-import: a list from a fair as people send it: windows-1252, a title above the header, broken e-mails, columns swapped half-way,
 * a date that does not exist, and old telephones of people who are known.
 */
export async function writeDirtyFile(folder: string, world: World): Promise<string> {
  const known = world.customers.filter((c) => !c.organisation && c.phone && c.email).slice(0, 40)
  const rows = known.map((c, i) => {
    const name = `${c.given} ${c.family}`
    const phone = i % 3 === 0 ? `0400 00${i}` : c.phone
    const email = i % 4 === 1 ? c.email.replace('@', ' at ') : i % 7 === 2 ? `${c.email}..fi` : c.email
    const seen = i % 9 === 5 ? '31.2.2026' : '14.3.2026'
    return i >= 24 && i < 32 ? [name, phone, email, c.city, seen] : [name, email, phone, c.city, seen]
  })
  const text = [
    'Messut 2026: kävijälista',
    '',
    'Nimi;Sähköposti;Puhelin;Paikkakunta;Tavattu',
    ...rows.map((r) => r.join(';')),
    '',
  ].join('\r\n')
  const path = join(folder, 'messulista.csv')
  await writeFile(path, Buffer.from(text, 'latin1'))
  return path
}
