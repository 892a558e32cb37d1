import type { Contact, Invoice, Subscriber } from './files.ts'
import { businessIdOf, type Customer } from './people.ts'
import type { Order } from './purchases.ts'
import { products } from './world.ts'

/** What a story brings into the company's files. */
export interface World {
  customers: Customer[]
  orders: Order[]
  contacts: Contact[]
  invoices: Invoice[]
  /** As bookkeeping knows them: another source, other spellings. */
  debtors: {
    id: string
    name: string
    businessId: string
    email: string
    street: string
    postcode: string
    city: string
  }[]
  subscribers: Subscriber[]
}

const unknown: Omit<Customer, 'id' | 'given' | 'family' | 'since'> = {
  organisation: '',
  businessId: '',
  email: '',
  phone: '',
  street: '',
  postcode: '',
  city: '',
  born: null,
  language: 'fi',
  consent: '',
  protected: false,
}
const named = (name: string) => {
  const found = products.find((p) => p.name === name)
  if (!found) throw new Error(`the range has no ${name}`)
  return found
}
const bought = (
  customer: string,
  nth: number,
  day: number,
  things: string[],
  channel: Order['channel'] = 'myymälä',
) => ({
  number: `T${customer.slice(1)}-${nth}`,
  customer,
  day,
  minute: 11 * 60 + ((nth * 37) % 400),
  channel,
  lines: things.map((thing) => ({ product: named(thing), quantity: 1 })),
})
/** The last Midsummer's eve before the day: the Friday of 19–25 June. */
export function midsummerEve(today: number): number {
  for (let day = today - 1; ; day--) {
    const date = new Date(day * 86_400_000)
    if (date.getUTCMonth() === 5 && date.getUTCDay() === 5 && date.getUTCDate() >= 19 && date.getUTCDate() <= 25)
      return day
  }
}

/** The people of the mission's scenarios (S-…), with what happened to them up to `today`. */
export function plant(world: World, today: number): void {
  const { customers, orders, contacts, invoices, debtors, subscribers } = world
  const person = (id: string, given: string, family: string, rest: Partial<Customer>): Customer => {
    const made = { ...unknown, since: today - 900, ...rest, id, given, family }
    customers.push(made)
    return made
  }
  const said = (
    customer: string,
    daysAgo: number,
    minute: number,
    rest: Omit<Contact, 'id' | 'customer' | 'day' | 'minute'>,
  ) => contacts.push({ id: `Y-${customer}-${contacts.length}`, customer, day: today - daysAgo, minute, ...rest })

  // S-moved: three systems know the old e-mail
  person('K90001', 'Kaarina', 'Lehtonen', {
    email: 'kaarina.lehtonen@vanha.example',
    phone: '040 765 4321',
    street: 'Rantatie 4',
    postcode: '33100',
    city: 'Tampere',
    consent: 'kyllä',
  })
  debtors.push({
    id: '5001',
    name: 'Lehtonen Kaarina',
    businessId: '',
    email: 'kaarina.lehtonen@vanha.example',
    street: 'Rantatie 4',
    postcode: '33100',
    city: 'Tampere',
  })
  subscribers.push({
    email: 'kaarina.lehtonen@vanha.example',
    name: 'Kaarina Lehtonen',
    consent: 'kyllä',
    day: today - 700,
  })

  // S-nice-voiced-boy: who promised what, and by when
  person('K90002', 'Aino', 'Heikkilä', {
    phone: '050 123 9876',
    street: 'Koulukatu 8 A 2',
    postcode: '40100',
    city: 'Jyväskylä',
  })
  said('K90002', 20, 615, {
    kind: 'puhelu',
    channel: 'puhelin',
    direction: 'saapunut',
    subject: 'Kanta-asiakaskortti hukassa',
    text: 'Kortti katosi matkalla. Kysyi, tuleeko uusi postissa.',
    handler: 'Satu Nyström',
    status: 'hoidettu',
  })
  said('K90002', 3, 874, {
    kind: 'puhelu',
    channel: 'puhelin',
    direction: 'saapunut',
    subject: 'Uusi kortti ei ole tullut',
    text: 'Kolmas yhteydenotto samasta asiasta. Lupasin uuden kortin tiistaiksi ja soitan, kun se lähtee.',
    handler: 'Joonas Lehto',
    status: 'luvattu',
  })

  // S-duplicates: one person, three systems
  person('K90003', 'Liisa', 'Virtanen', {
    email: 'liisa.virtanen@posti.example',
    phone: '040 555 0199',
    street: 'Mäntytie 12 B 4',
    postcode: '00530',
    city: 'Helsinki',
    born: today - 16_000,
    consent: 'kyllä',
  })
  debtors.push({
    id: '5002',
    name: 'L. Virtanen-Korhonen',
    businessId: '',
    email: 'liisa.v@tyo.example',
    street: 'Mäntytie 12 B 4',
    postcode: '00530',
    city: 'Helsinki',
  })
  subscribers.push({ email: 'liisa.v@kotisivu.example', name: 'Virtanen Liisa', consent: 'kyllä', day: today - 300 })
  for (let i = 0; i < 8; i++)
    orders.push(bought('K90003', i + 1, today - 40 - i * 55, ['Merinopaita', 'Villasukat'], 'verkkokauppa'))

  // S-refused: known and clean for ten years; and one who was refused without a reason
  person('K90004', 'Pentti', 'Ojala', {
    phone: '044 321 7788',
    street: 'Asemakatu 3',
    postcode: '80100',
    city: 'Joensuu',
    since: today - 3700,
  })
  for (let i = 1; i <= 36; i++) invoices.push(invoiceOf('K90004', i, today - i * 30, 4900, true))
  person('K90005', 'Satu', 'Nyberg', { email: 'satu.nyberg@posti.example', phone: '041 998 7766', since: today - 60 })
  said('K90005', 6, 583, {
    kind: 'tiedustelu',
    channel: 'lomake',
    direction: 'saapunut',
    subject: 'Maksusovellus hylkäsi rekisteröinnin',
    text: 'Sain vain viestin, ettei hakemusta voitu hyväksyä. Miksi?',
    handler: '',
    status: 'avoin',
  })

  // S-robot: twice about the same broken card, and only machines answered
  person('K90006', 'Veikko', 'Turunen', {
    phone: '040 222 3344',
    born: today - 28_000,
    street: 'Kirkkotie 1',
    postcode: '85500',
    city: 'Nivala',
    since: today - 5200,
  })
  said('K90006', 9, 541, {
    kind: 'tiedustelu',
    channel: 'verkko',
    direction: 'saapunut',
    subject: 'Kirjautuminen ei onnistu kortilla',
    text: 'Kortinlukija sanoo virhe 7.',
    handler: '',
    status: 'avoin',
  })
  said('K90006', 2, 602, {
    kind: 'tiedustelu',
    channel: 'puhelin',
    direction: 'saapunut',
    subject: 'Kirjautuminen ei vieläkään onnistu',
    text: 'Automaatti neuvoi kirjautumaan, mutta juuri se ei toimi.',
    handler: '',
    status: 'avoin',
  })

  // S-film-tickets: 21 years, some 310 euros a month, and a complaint that nobody has answered
  person('K90007', 'Matti', 'Möttönen', {
    email: 'matti.mottonen@posti.example',
    phone: '050 900 9000',
    street: 'Saabintie 900',
    postcode: '02100',
    city: 'Espoo',
    since: today - 21 * 365,
    consent: 'kyllä',
  })
  for (let i = 1; i <= 21 * 12; i++)
    invoices.push(invoiceOf('K90007', i, today - i * 30, 28_500 + ((i * 7919) % 5_200), true))
  said('K90007', 4, 1003, {
    kind: 'reklamaatio',
    channel: 'sähköposti',
    direction: 'saapunut',
    subject: 'Kolme liittymää, yksi lasku väärin',
    text: 'Laskulla on liittymä, jonka irtisanoin keväällä. Pyydän korjausta.',
    handler: '',
    status: 'avoin',
  })

  // S-card-reader: an old customer asks for what is kept for new ones
  company(world, today)

  // S-reclamation: 16.40 on Midsummer's eve
  person('K90009', 'Seppo', 'Rantanen', {
    email: 'seppo.rantanen@netti.example',
    phone: '045 600 1200',
    street: 'Järvitie 14',
    postcode: '70100',
    city: 'Kuopio',
  })
  const eve = midsummerEve(today)
  orders.push(bought('K90009', 1, eve - 4, ['Kaksikon teltta']))
  said('K90009', today - eve, 16 * 60 + 40, {
    kind: 'reklamaatio',
    channel: 'sähköposti',
    direction: 'saapunut',
    subject: 'Teltan vetoketju repesi juhannuksena',
    text: 'Teltta on neljä päivää vanha ja lapset nukkuvat autossa. Mitä teette?',
    handler: '',
    status: 'avoin',
  })
  said('K90009', today - eve - 5, 9 * 60 + 12, {
    kind: 'sähköposti',
    channel: 'sähköposti',
    direction: 'lähetetty',
    subject: 'Vastaus: Teltan vetoketju',
    text: 'Pahoittelemme. Uusi teltta lähti tänään, vanhaa ei tarvitse palauttaa.',
    handler: 'Anna Korpi',
    status: 'ratkaistu',
  })

  // S-newsletter-lead: known from the newsletter only
  subscribers.push({ email: 'riikka.aberg@yritys.example', name: 'Riikka Åberg', consent: 'kyllä', day: today - 45 })
  // S-holiday-choice: chose the picture of skis last year
  person('K90011', 'Ville', 'Laine', {
    email: 'ville.laine@posti.example',
    phone: '040 411 2233',
    street: 'Mäkikatu 9',
    postcode: '96100',
    city: 'Rovaniemi',
    consent: 'kyllä',
  })
  said('K90011', 12, 790, {
    kind: 'toive',
    channel: 'sähköposti',
    direction: 'saapunut',
    subject: 'Hiihtoloma perheelle',
    text: 'Toivoi ehdotusta viikolle 10, neljä henkeä.',
    handler: 'Anna Korpi',
    status: 'avoin',
  })

  // S-missed-you: every three weeks for two years, then nine weeks of nothing
  person('K90012', 'Hilla', 'Savolainen', {
    email: 'hilla.savolainen@posti.example',
    phone: '044 777 8899',
    street: 'Leppäkuja 6',
    postcode: '20100',
    city: 'Turku',
    consent: 'kyllä',
  })
  for (let i = 0; i < 35; i++)
    orders.push(bought('K90012', 35 - i, today - 63 - i * 21, ['Tummapaahto 500 g', 'Koiranruoka 12 kg']))

  // S-lost-regular: human contact ended when the service went online
  person('K90013', 'Ritva', 'Pitkänen', {
    phone: '040 101 2020',
    born: today - 25_500,
    street: 'Pihlajatie 2',
    postcode: '53100',
    city: 'Lappeenranta',
    since: today - 4100,
  })
  for (let i = 0; i < 18; i++)
    said('K90013', 240 + i * 30, 650, {
      kind: 'käynti',
      channel: 'myymälä',
      direction: 'saapunut',
      subject: 'Kuukausikäynti',
      text: 'Jutteli koiristaan, osti tavalliset.',
      handler: 'Anna Korpi',
      status: 'hoidettu',
    })
  for (let i = 0; i < 20; i++)
    orders.push(bought('K90013', 20 - i, today - 150 - i * 28, ['Koiranruoka 12 kg', 'Puruluu']))

  // S-why: weekly, then half as often
  person('K90014', 'Tuula', 'Ahonen', {
    email: 'tuula.ahonen@netti.example',
    phone: '050 343 1212',
    street: 'Haapakaari 21',
    postcode: '15110',
    city: 'Lahti',
  })
  for (let i = 0; i < 90; i++)
    orders.push(
      bought('K90014', 90 - i, today - (i < 4 ? 3 + i * 15 : 60 + (i - 4) * 7), [
        'Pannujauhatus 450 g',
        'Saunakynttilä',
      ]),
    )

  // S-my-data: everything known, so that everything can be seen, corrected and erased
  person('K90015', 'Outi', 'Miettinen', {
    email: 'outi.miettinen@posti.example',
    phone: '041 565 7878',
    street: 'Vaahterapolku 17',
    postcode: '28100',
    city: 'Pori',
    born: today - 12_300,
    consent: 'kyllä',
  })
  for (let i = 0; i < 12; i++)
    orders.push(bought('K90015', 12 - i, today - 12 - i * 31, ['Uistinlajitelma', 'Siima 0,25 mm'], 'verkkokauppa'))
  said('K90015', 30, 840, {
    kind: 'palaute',
    channel: 'verkko',
    direction: 'saapunut',
    subject: 'Kiitos nopeasta toimituksesta',
    text: 'Uistimet tulivat seuraavana päivänä.',
    handler: '',
    status: 'hoidettu',
  })

  // non-disclosure for safety
  person('K90016', 'Saara', 'Nieminen', {
    email: 'saara.nieminen@posti.example',
    phone: '040 313 1313',
    street: 'Katajakuja 5',
    postcode: '65100',
    city: 'Vaasa',
    protected: true,
  })
  // C6: a wish heard at a fair
  person('K90017', 'Eeva', 'Järvinen', { phone: '045 858 5858', city: 'Oulu', postcode: '90100' })
  said('K90017', 1, 735, {
    kind: 'toive',
    channel: 'käynti',
    direction: 'saapunut',
    subject: 'Toivoi pyörähuoltoa iltaisin',
    text: 'Tavattiin messuilla. Ottaisi huollon heti, jos sen saisi kello 18 jälkeen.',
    handler: 'Joonas Lehto',
    status: 'avoin',
  })
}

/** S-card-reader: a café of ten years that asked twice for the reader that is kept for new customers. */
function company({ customers, contacts, invoices, debtors }: World, today: number): void {
  const businessId = businessIdOf('1987651') ?? businessIdOf('1987652')!
  const place = { street: 'Kauppatori 2', postcode: '60100', city: 'Seinäjoki' }
  customers.push({
    ...unknown,
    id: 'Y90008',
    given: 'Iida',
    family: 'Halla',
    organisation: 'Kahvila Halla Oy',
    businessId,
    email: 'iida@kahvilahalla.example',
    phone: '06 123 4567',
    ...place,
    since: today - 3650,
  })
  debtors.push({ id: '5008', name: 'Kahvila Halla Oy', businessId, email: 'laskut@kahvilahalla.example', ...place })
  for (let i = 1; i <= 30; i++) invoices.push(invoiceOf('Y90008', i, today - i * 30, 12_000, true))
  const about = { customer: 'Y90008', kind: 'tiedustelu', direction: 'saapunut' } as const
  contacts.push(
    {
      ...about,
      id: 'Y-Y90008-1',
      day: today - 16,
      minute: 601,
      channel: 'sähköposti',
      subject: 'Maksupääte kampanjahintaan',
      text: 'Näin uusien asiakkaiden tarjouksen. Saisimmeko mekin sellaisen?',
      handler: 'Joonas Lehto',
      status: 'kielteinen',
    },
    {
      ...about,
      id: 'Y-Y90008-2',
      day: today - 2,
      minute: 688,
      channel: 'puhelin',
      subject: 'Maksupääte, toinen kysymys',
      text: 'Kysyi uudelleen. Olemme olleet asiakkaita kymmenen vuotta.',
      handler: '',
      status: 'avoin',
    },
  )
}

/** Every month's bill of one customer; `paid` on its due day. */
export function invoiceOf(customer: string, nth: number, day: number, cents: number, paid: boolean): Invoice {
  const base = `${Number(customer.slice(1)) % 100_000}${String(nth).padStart(4, '0')}`
  return {
    number: `L${base}`,
    customer,
    day,
    due: day + 14,
    paid: paid ? day + 13 : null,
    cents,
    reference: referenceOf(base),
  }
}

/** A Finnish invoice reference: weights 7, 3, 1 from the right, the check digit last. */
function referenceOf(base: string): string {
  const sum = [...base].reverse().reduce((all, digit, i) => all + Number(digit) * [7, 3, 1][i % 3]!, 0)
  return `${base}${(10 - (sum % 10)) % 10}`
}
