import { bought, type Teller } from './teller.ts'

/** S-duplicates: one person, three systems. */
function duplicates({ today, person, orders, debtors, subscribers }: Teller): void {
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
}

/** S-newsletter-lead: known from the newsletter only. */
function newsletterLead({ today, subscribers }: Teller): void {
  subscribers.push({ email: 'riikka.aberg@yritys.example', name: 'Riikka Åberg', consent: 'kyllä', day: today - 45 })
}

/** S-holiday-choice: chose the picture of skis last year. */
function holidayChoice({ person, said }: Teller): void {
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
}

/** S-missed-you: every three weeks for two years, then nine weeks of nothing. */
function missedYou({ today, person, orders }: Teller): void {
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
}

/** S-lost-regular: human contact ended when the service went online. */
function lostRegular({ today, person, said, orders }: Teller): void {
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
}

/** S-why: weekly, then half as often. */
function why({ today, person, orders }: Teller): void {
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
}

/** S-my-data: everything known, so that everything can be seen, corrected and erased. */
function myData({ today, person, said, orders }: Teller): void {
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
}

/** Non-disclosure for safety. */
function nonDisclosure({ person }: Teller): void {
  person('K90016', 'Saara', 'Nieminen', {
    email: 'saara.nieminen@posti.example',
    phone: '040 313 1313',
    street: 'Katajakuja 5',
    postcode: '65100',
    city: 'Vaasa',
    protected: true,
  })
}

export const salesStories = [
  duplicates,
  newsletterLead,
  holidayChoice,
  missedYou,
  lostRegular,
  why,
  myData,
  nonDisclosure,
]
