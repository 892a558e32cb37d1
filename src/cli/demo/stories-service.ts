import { businessIdOf } from './people.ts'
import { bought, invoiceOf, unknown, type Teller } from './teller.ts'

/** The last Midsummer's eve before the day: the Friday of 19–25 June. */
export function midsummerEve(today: number): number {
  for (let day = today - 1; ; day--) {
    const date = new Date(day * 86_400_000)
    if (date.getUTCMonth() === 5 && date.getUTCDay() === 5 && date.getUTCDate() >= 19 && date.getUTCDate() <= 25)
      return day
  }
}

/** S-moved: three systems know the old e-mail. */
function moved({ today, person, debtors, subscribers }: Teller): void {
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
}

/** S-nice-voiced-boy: who promised what, and by when. */
function niceVoicedBoy({ person, said }: Teller): void {
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
}

/** S-refused: known and clean for ten years; and one who was refused without a reason. */
function refused({ today, person, said, invoices }: Teller): void {
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
}

/** S-robot: twice about the same broken card, and only machines answered. */
function robot({ today, person, said }: Teller): void {
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
}

/** S-film-tickets: 21 years, some 310 euros a month, and a complaint that nobody has answered. */
function filmTickets({ today, person, said, orders }: Teller): void {
  person('K90007', 'Matti', 'Möttönen', {
    email: 'matti.mottonen@posti.example',
    phone: '050 900 9000',
    street: 'Saabintie 900',
    postcode: '02100',
    city: 'Espoo',
    since: today - 21 * 365,
    consent: 'kyllä',
  })
  for (let i = 1; i <= 21 * 12; i++) {
    const price = 28_500 + ((i * 7919) % 5_200)
    const product = { sku: '9001', name: 'Kolme liittymää, kuukausi', category: 'Liittymät', price }
    const order = { number: `T90007-${i}`, customer: 'K90007', day: today - i * 30, minute: 180 }
    orders.push({ ...order, channel: 'verkkokauppa', lines: [{ product, quantity: 1 }] })
  }
  said('K90007', 4, 1003, {
    kind: 'reklamaatio',
    channel: 'sähköposti',
    direction: 'saapunut',
    subject: 'Kolme liittymää, yksi lasku väärin',
    text: 'Laskulla on liittymä, jonka irtisanoin keväällä. Pyydän korjausta.',
    handler: '',
    status: 'avoin',
  })
}

/** S-card-reader: a café of ten years that asked twice for the reader that is kept for new customers. */
function cardReader({ today, customers, contacts, invoices, debtors }: Teller): void {
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

/** S-reclamation: 16.40 on Midsummer's eve. */
function reclamation({ today, person, said, orders }: Teller): void {
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
}

/** C6: a wish heard at a fair. */
function wish({ person, said }: Teller): void {
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

export const serviceStories = [moved, niceVoicedBoy, refused, robot, filmTickets, cardReader, reclamation, wish]
