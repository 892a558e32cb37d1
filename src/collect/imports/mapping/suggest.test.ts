import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { detectFormat } from '../reading/detect.ts'
import { planDelivery } from './delivery.ts'
import { layoutOf } from './layout.ts'
import { profileFile } from './profile.ts'
import { type FileFacts, type Suggested, type Suggestion, suggestMapping } from './suggest.ts'

async function factsOf(name: string, ...lines: string[]): Promise<FileFacts> {
  const source = () => Readable.from([Buffer.from(`${lines.join('\n')}\n`)])
  const format = await detectFormat(source)
  return { name, format, profile: await profileFile(source, format) }
}
const suggested = async (name: string, ...lines: string[]): Promise<Suggested> => {
  const { format, profile } = await factsOf(name, ...lines)
  return suggestMapping(name, format, profile)
}
/** `Header=field[label]~order~decimal` of the columns that mean something; the rest are attributes or ignored. */
function told(suggestion: Suggested): string {
  assert.ok('mapping' in suggestion, JSON.stringify(suggestion))
  const { kind, key, columns, constants } = suggestion.mapping
  const meant = columns
    .filter((column) => column.field !== 'attribute' && column.field !== 'ignore')
    .map(
      (c) =>
        `${c.header}=${c.field}${c.label ? `[${c.label}]` : ''}${c.dateOrder ? `~${c.dateOrder}` : ''}${c.decimal ? `~${c.decimal}` : ''}`,
    )
  const fixed = Object.entries(constants ?? {}).map(([field, value]) => `${field}:${value}`)
  return `${kind} by ${key}: ${[...meant, ...fixed].join(' | ')}`
}

/** Layouts of common programs (headers as they write them) with invented rows. */
const layouts: [name: string, lines: string[], expected: string][] = [
  [
    'customers_export.csv',
    [
      'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Country Code,Default Address Zip,Phone,Accepts SMS Marketing,Total Spent,Note,Tags',
      "'6789,Liisa,Virtanen,liisa@example.fi,yes,,Käpykuja 8 A 3,,Helsinki,FI,00330,+358401234567,no,120.50,,vip",
      "'6790,Matti,Korhonen,matti@example.fi,no,Korhonen Oy,Kontiokuja 6,,Espoo,FI,02100,0401234568,no,20.50,,",
    ],
    'customer by externalId: Customer ID=externalId | First Name=givenName | Last Name=familyName | Email=email | Accepts Email Marketing=consentEmail | Default Address Company=organisation | Default Address Address1=street[primary] | Default Address Address2=streetExtra[primary] | Default Address City=city[primary] | Default Address Country Code=country[primary] | Default Address Zip=postcode[primary] | Phone=phone | Accepts SMS Marketing=consentSms | Note=note',
  ],
  [
    'orders_export_1.csv',
    [
      'Name,Email,Financial Status,Paid at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Billing City,Billing Country,Shipping Name,Id,Source',
      '#1001,a@example.com,paid,2024-01-02 10:00:00 +0200,no,EUR,10.00,5.00,2.4,15.00,2024-01-02 09:59:00 +0200,1,Kahvi,10.00,K1,A B,Katu 1,Helsinki,FI,A B,555555,web',
      '#1001,a@example.com,,,,,,,,,2024-01-02 09:59:00 +0200,2,Tee,4.00,T1,,,,,,,',
      '#1002,c@example.com,paid,2024-01-22 10:00:00 +0200,no,EUR,10.00,5.00,2.4,15.00,2024-01-22 09:59:00 +0200,1,Kahvi,10.00,K1,C D,Katu 2,Espoo,FI,C D,555556,web',
    ],
    'purchase by row: Name=orderNumber | Email=customerEmail | Financial Status=status | Currency=currency | Subtotal=totalNet~. | Shipping=freight~. | Total=total~. | Created at=at~ymd | Lineitem quantity=quantity | Lineitem name=description | Lineitem price=unitPrice~. | Lineitem sku=sku | Billing Name=customerName | Billing Country=country | Source=channel',
  ],
  [
    'wc-orders.csv',
    [
      'order_id,order_date,status,shipping_total,order_total,order_currency,payment_method_title,customer_id,billing_first_name,billing_last_name,billing_email,billing_phone,billing_address_1,line_items',
      '101,2024-03-01 10:00:00,completed,5.90,55.90,EUR,Paytrail,7,Liisa,Virtanen,l@example.fi,0401234567,Katu 1,"[{""name"":""Kahvi""}]"',
      '102,2024-03-21 10:00:00,completed,5.90,75.90,EUR,Paytrail,8,Matti,Virtanen,m@example.fi,0401234568,Katu 2,"[{""name"":""Kahvi""}]"',
    ],
    'purchase by orderNumber: order_id=orderNumber | order_date=at~ymd | status=status | shipping_total=freight~. | order_total=total~. | order_currency=currency | customer_id=customerRef | billing_first_name=customerName[given] | billing_last_name=customerName[family] | billing_email=customerEmail | billing_phone=customerPhone',
  ],
  [
    'hubspot-crm-exports-all-contacts.csv',
    [
      'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Create Date (EET),Associated Company,Lifecycle Stage,Unsubscribed from all email',
      '101,Liisa,Virtanen,l@example.fi,+358 40 1234567,Maija,2023-12-31 10:00,Oy Firma Ab,lead,false',
      '102,Matti,Meikäläinen,m@example.fi,+358 40 1234568,Maija,2023-11-30 10:00,Toinen Oy,customer,true',
    ],
    'customer by externalId: Record ID=externalId | First Name=givenName | Last Name=familyName | Email=email | Phone Number=phone | Create Date (EET)=customerSince~ymd | Associated Company=organisation | Unsubscribed from all email=consentEmail[optOut]',
  ],
  [
    'unsubscribed_members_export_ab12.csv',
    [
      'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LAST_CHANGED,LEID',
      'l@example.fi,Liisa,Virtanen,3,2023-01-02 10:00:00,2024-01-02 10:00:00,111',
      'm@example.fi,Matti,Virtanen,2,2023-01-22 10:00:00,2024-01-02 10:00:00,112',
    ],
    'customer by email: Email Address=email | First Name=givenName | Last Name=familyName | OPTIN_TIME=customerSince~ymd | LAST_CHANGED=updatedAt~ymd | consentEmail:no',
  ],
  [
    'asiakkaat.csv',
    [
      'Asiakasnro;Y-tunnus;Nimi;Yhteyshenkilö;Laskutusosoite;Laskutus postinro;Laskutus postitmp;Toimitusosoite;Toimitus postinumero;Toimituspaikkakunta;Sähköposti;Puhelin;Matkapuhelin;Luottoraja;Markkinointikielto;Luotu',
      '1001;1234567-1;Konepaja Ranta Oy;Liisa Virtanen;Rantatie 5;00100;Helsinki;Varastotie 1;00200;Helsinki;info@ranta.fi;09 1234567;040 1234567;1000,00;ei;31.12.2020',
      '1002;2345678-9;Kahvila Kulma Ky;Matti Meri;Kulmakatu 2;33100;Tampere;;;;info@kulma.fi;03 1234567;;500,00;kyllä;1.2.2021',
    ],
    'customer by externalId: Asiakasnro=externalId | Y-tunnus=businessId | Nimi=organisation | Yhteyshenkilö=contactName | Laskutusosoite=street[billing] | Laskutus postinro=postcode[billing] | Laskutus postitmp=city[billing] | Toimitusosoite=street[shipping] | Toimitus postinumero=postcode[shipping] | Toimituspaikkakunta=city[shipping] | Sähköposti=email | Puhelin=phone | Matkapuhelin=phone[mobile] | Markkinointikielto=consentEmail[optOut] | Luotu=customerSince~dmy | customerKind:organisation',
  ],
  [
    'myyntilaskut.csv',
    [
      'Laskunumero;Laskupäivä;Eräpäivä;Asiakasnumero;Asiakas;Summa (EUR);Veroton;Viitenumero;Tila',
      '5001;1.2.2024;15.2.2024;1001;Konepaja Ranta Oy;124,00;100,00;50013;Maksettu',
      '5002;13.2.2024;27.2.2024;1002;Kahvila Kulma Ky;1 240,00;1 000,00;50026;Avoin',
    ],
    'invoice by invoiceNumber: Laskunumero=invoiceNumber | Laskupäivä=at~dmy | Eräpäivä=dueOn~dmy | Asiakasnumero=customerRef | Asiakas=customerName | Summa (EUR)=total~, | Veroton=totalNet~, | Viitenumero=reference | Tila=status | currency:EUR',
  ],
  [
    'suoritukset.csv',
    [
      'Laskunro;Maksupäivä;Maksettu;Maksutapa;Viite',
      '5001;14.2.2024;124,00;Pankki;50013',
      '5002;28.2.2024;1240,00;Pankki;50026',
    ],
    'payment by row: Laskunro=invoiceNumber | Maksupäivä=at~dmy | Maksettu=amount~, | Maksutapa=method | Viite=reference',
  ],
  [
    'kundregister.csv',
    [
      'Kundnummer;Förnamn;Efternamn;Gatuadress;Postnr;Ort;Telefon;Mobil;E-post;Födelsedatum;Nyhetsbrev',
      '1;Åsa;Öberg;Storgatan 5;22100;Mariehamn;018 12345;0401234567;asa@example.ax;1980-01-02;ja',
      '2;Nils;Berg;Torggatan 1;22100;Mariehamn;018 12346;0401234568;nils@example.ax;1981-05-06;nej',
    ],
    'customer by externalId: Kundnummer=externalId | Förnamn=givenName | Efternamn=familyName | Gatuadress=street | Postnr=postcode | Ort=city | Telefon=phone | Mobil=phone[mobile] | E-post=email | Födelsedatum=birthDate~ymd | Nyhetsbrev=consentEmail',
  ],
  [
    'myynti.csv',
    [
      'Tilausnumero;Asiakasnumero;Pvm;Tuotekoodi;Tuote;Määrä;Hinta',
      'T1;A1;13.2.2024;S1;Kuulokkeet;1;128,90',
      'T1;A1;13.2.2024;S2;Suojakuori;2;19,90',
    ],
    'purchase by row: Tilausnumero=orderNumber | Asiakasnumero=customerRef | Pvm=at~dmy | Tuotekoodi=sku | Tuote=description | Määrä=quantity | Hinta=unitPrice~,',
  ],
  [
    'palautteet.csv',
    [
      'Palautetunnus;Tilausnumero;Päivämäärä;Arvosana;Palaute;Sähköposti',
      '1;A100;1.2.2024;4;Hyvä palvelu;l@example.fi',
      '2;A101;13.2.2024;2;Myöhässä taas;m@example.fi',
    ],
    'feedback by externalIdAndOrder: Palautetunnus=externalId | Tilausnumero=orderNumber | Päivämäärä=at~dmy | Arvosana=score | Palaute=text | Sähköposti=customerEmail',
  ],
  [
    'reklamaatiot.csv',
    [
      'Nro;Asiakasnro;Vastaanotettu;Aihe;Kuvaus;Tila;Käsittelijä',
      '1;1001;1.2.2024 10:15;Rikki;Kahvinkeitin ei toimi;Avoin;Joonas',
      '2;1002;13.2.2024 9:00;Puuttuu;Paketti ei tullut;Suljettu;Joonas',
    ],
    'feedback by externalId: Nro=externalId | Asiakasnro=customerRef | Vastaanotettu=at~dmy | Aihe=subject | Kuvaus=text | Tila=status | entryKind:complaint',
  ],
  [
    'tuotteet.csv',
    ['Tuotekoodi;Tuotenimi;Tuoteryhmä;Hinta', 'K1;Kahvi;Juomat;4,50', 'T1;Tee;Juomat;3,20'],
    'product by sku: Tuotekoodi=sku | Tuotenimi=productName | Tuoteryhmä=category | Hinta=price~,',
  ],
  [
    'tilaukset.csv',
    [
      'Tilausnro;Tilauspvm;Asiakasnro;Summa;Tila',
      'A100;1.2.2024;1001;124,00;Toimitettu',
      'A101;13.2.2024;1002;12,50;Peruttu',
    ],
    'purchase by orderNumber: Tilausnro=orderNumber | Tilauspvm=at~dmy | Asiakasnro=customerRef | Summa=total~, | Tila=status',
  ],
  [
    'tilausrivit.csv',
    [
      'Tilausnro;Rivi;Tuotekoodi;Kpl;À-hinta;Rivisumma',
      'A100;1;K1;2;4,50;9,00',
      'A100;2;T1;1;3,20;3,20',
      'A101;1;T1;1;3,20;3,20',
    ],
    'purchaseLine by orderAndLine: Tilausnro=orderNumber | Rivi=lineNumber | Tuotekoodi=sku | Kpl=quantity | À-hinta=unitPrice~, | Rivisumma=lineTotal~,',
  ],
  [
    'soitot.csv',
    [
      'Asiakasnumero;Pvm;Aihe;Muistiinpano;Myyjä',
      '1001;1.2.2024;Tarjous;Soitetaan uudelleen;Liisa',
      '1002;13.2.2024;Kysely;Ei vastannut;Liisa',
    ],
    'interaction by row: Asiakasnumero=customerRef | Pvm=at~dmy | Aihe=subject | Muistiinpano=text | Myyjä=handler | entryKind:call',
  ],
  [
    'outlook.csv',
    [
      "First Name,Last Name,Company,Job Title,Business Street,Business City,Home Street,Home Postal Code,Business Phone,Mobile Phone,E-mail Address,E-mail 2 Address,Birthday,Manager's Name",
      'Liisa,Virtanen,Firma Oy,Johtaja,Katu 1,Helsinki,Koti 2,02100,09 123456,0401234567,l@example.fi,l2@example.fi,17.5.1980,Pomo',
      'Matti,Meri,Toinen Oy,Johtaja,Katu 3,Helsinki,Koti 4,02100,09 123457,0401234568,m@example.fi,,0.0.00,',
    ],
    'customer by email: First Name=givenName | Last Name=familyName | Company=organisation | Job Title=title | Business Street=street[work] | Business City=city[work] | Home Street=street[home] | Home Postal Code=postcode[home] | Business Phone=phone[work] | Mobile Phone=phone[mobile] | E-mail Address=email | E-mail 2 Address=email[2] | Birthday=birthDate~dmy',
  ],
  [
    'contacts.csv',
    [
      'First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - City,Organization Name,Organization Title,Birthday',
      'Liisa,Virtanen,* Home,l@example.fi,Mobile,+358401234567,Katu 1,Helsinki,Firma Oy,Johtaja,1980-05-17',
      'Matti,Virtanen,* Home,m@example.fi,Mobile,+358401234568,Katu 2,Helsinki,,,',
    ],
    'customer by email: First Name=givenName | Last Name=familyName | E-mail 1 - Value=email | Phone 1 - Value=phone | Address 1 - Street=street | Address 1 - City=city | Organization Name=organisation | Organization Title=title | Birthday=birthDate~ymd',
  ],
  [
    'x.csv',
    [
      '1;Liisa Virtanen;liisa@example.fi;040 1234567;Käpykuja 8;00330 Helsinki',
      '2;Matti Korhonen;matti@example.fi;040 1234568;Kontiokuja 6;02100 Espoo',
    ],
    'customer by email: Column 2=name | Column 3=email | Column 4=phone | Column 5=street | Column 6=postcodeCity',
  ],
]
for (const [name, lines, expected] of layouts)
  test(`suggests for ${name}`, async () => {
    assert.equal(told(await suggested(name, ...lines)), expected)
  })

test('letter case, underscores, diacritics and blanks of headers make no difference', async () => {
  const rows = ['1;Liisa;Virtanen;l@example.fi;1.2.2020', '2;Matti;Meri;m@example.fi;13.2.2020']
  const fields = async (header: string) => {
    const suggestion = (await suggested('x.csv', header, ...rows)) as Suggestion
    return suggestion.mapping.columns.map((column) => column.field)
  }
  const expected = ['externalId', 'givenName', 'familyName', 'email', 'birthDate']
  for (const header of [
    'CustomerId;FirstName;LastName;EmailAddress;BirthDate',
    'CUSTOMER_ID;FIRST_NAME;LAST_NAME;EMAIL_ADDRESS;BIRTH_DATE',
    'CUSTOMERID;FIRSTNAME;LASTNAME;EMAILADDRESS;BIRTHDATE',
    'asiakas-nro;etunimi;sukunimi;sahkoposti;syntymaaika',
    'Asiakas nro;Etu nimi;Suku nimi;Sähkö posti;Syntymä-aika',
  ])
    assert.deepEqual(await fields(header), expected, header)
})

test('what cannot be told is asked, what is not about customers is left out with a reason', async () => {
  const unknown = [
    ['data.csv', 'a,b,c', '1,2,3', '4,5,6'],
    ['temperatures.csv', 'date;temperature;place', '2011-01-01;1;Galway', '2011-01-02;-1;Galway'],
    ['names.csv', 'name,N,gender', 'Liisa,5,F', 'Matti,6,M'],
    ['amounts.csv', 'customer_id,date,amount', '1,2024-01-01,5.00', '1,2024-01-02,6.00', '2,2024-01-03,7.00'],
  ] as const
  for (const [name, ...lines] of unknown) assert.ok('unknown' in (await suggested(name, ...lines)), name)
  const ignored = [
    ['ignored_other_party', 'sellers.csv', 'seller_id,seller_city,seller_state', 'a1,Oulu,X', 'a2,Turku,Y'],
    ['ignored_lookup_table', 'translation.csv', 'category_name,category_name_english', 'kirjat,books', 'ruoka,food'],
    ['ignored_derived_figures', 'summary.csv', 'ID,frequency,recency,T', '1,2,30.43,38.86', '2,1,1.71,38.86'],
    [
      'ignored_web_log',
      'hits.csv',
      'page,url,userAgent,date',
      '1,http://x,Mozilla,2024-01-01',
      '2,http://y,Mozilla,2024-01-02',
    ],
    ['ignored_no_rows', 'customers.csv', 'Customer ID,Email,First Name'],
  ] as const
  for (const [code, name, ...lines] of ignored) {
    const suggestion = await suggested(name, ...lines)
    assert.equal('ignore' in suggestion && suggestion.ignore, code)
  }
})

test('the kind can be told; what it lacks then is said', async () => {
  const { format, profile, name } = await factsOf(
    'amounts.csv',
    'customer_id,date,amount',
    '1,2024-01-01,5.00',
    '1,2024-01-02,6.00',
  )
  assert.equal(
    told(suggestMapping(name, format, profile, { as: 'purchase' })),
    'purchase by row: customer_id=customerRef | date=at~ymd | amount=total~.',
  )
  const payment = suggestMapping(name, format, profile, { as: 'payment' })
  assert.equal(told(payment), 'payment by row: customer_id=customerRef | date=at~ymd | amount=amount~.')
  const invoice = suggestMapping(name, format, profile, { as: 'invoice' }) as Suggestion
  assert.ok(invoice.reasons.includes('field_missing:invoiceNumber') && invoice.confidence < 0.8)
})

test('the key follows what is unique', async () => {
  const key = async (...lines: string[]) => ((await suggested('asiakkaat.csv', ...lines)) as Suggestion).mapping.key
  assert.equal(await key('Asiakasnro;Nimi;Sähköposti', '1;Liisa Meri;a@x.fi', '2;Matti Meri;b@x.fi'), 'externalId')
  assert.equal(await key('Nimi;Sähköposti', 'Liisa Meri;a@x.fi', 'Matti Meri;b@x.fi'), 'email')
  assert.equal(await key('Nimi;Sähköposti', 'Liisa Meri;a@x.fi', 'Matti Meri;a@x.fi'), 'emailAndName')
  assert.equal(await key('Nimi;Katuosoite;Kaupunki', 'Liisa Meri;Katu 1;Oulu', 'Matti Meri;Katu 1;Oulu'), 'row')
})

test('columns of other people and personal identity codes are not taken for the customer’s', async () => {
  const suggestion = (await suggested(
    'asiakkaat.csv',
    "Asiakasnro;Nimi;Sähköposti;Assistant's Phone;Myyjän sähköposti;Henkilötunnus",
    '1;Liisa Meri;a@x.fi;0401234567;m@f.fi;010190-123A',
    '2;Matti Meri;b@x.fi;0401234568;m@f.fi;311280-123B',
  )) as Suggestion
  assert.deepEqual(
    suggestion.mapping.columns.map((column) => column.field),
    ['externalId', 'name', 'email', 'attribute', 'attribute', 'ignore'],
  )
  assert.ok(suggestion.reasons.includes('identity_code_left_out:Henkilötunnus'))
})

test('ambiguous dates and figures cut by a spreadsheet are said', async () => {
  const suggestion = (await suggested(
    'asiakkaat.csv',
    'Nimi;Puhelin;Syntymäaika',
    'Liisa Meri;3.58401E+11;1/2/1980',
    'Matti Meri;3.58402E+11;3/4/1981',
  )) as Suggestion
  assert.ok(suggestion.reasons.includes('date_order_ambiguous:Syntymäaika'))
  assert.ok(suggestion.reasons.includes('figures_cut_by_spreadsheet:Puhelin'))
})

test('a delivery is ordered parents first, and a reference without a telling name is found by its values', async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `C${1000 + i * 7}`)
  const files = [
    await factsOf(
      'tilaukset.csv',
      'Tilausnro;Tilauspvm;Ostajatieto;Summa',
      ...ids.map((id, i) => `A${i};${1 + (i % 28)}.2.2024;${id};1,00`),
    ),
    await factsOf('asiakkaat.csv', 'Asiakasnro;Nimi', ...ids.map((id, i) => `${id};Liisa Meri${'abcdefghij'[i % 10]}`)),
    await factsOf('muuta.csv', 'a;b', '1;2'),
  ]
  const plan = planDelivery(files)
  assert.deepEqual(
    plan.map(({ name }) => name),
    ['asiakkaat.csv', 'tilaukset.csv', 'muuta.csv'],
  )
  assert.equal(
    told(plan[1]!.suggested),
    'purchase by orderNumber: Tilausnro=orderNumber | Tilauspvm=at~dmy | Ostajatieto=customerRef | Summa=total~,',
  )
  const strangers = planDelivery([
    files[1]!,
    await factsOf(
      'tilaukset.csv',
      'Tilausnro;Tilauspvm;Asiakasnro;Summa',
      ...ids.map((id, i) => `A${i};${1 + (i % 28)}.2.2024;X${id};1,00`),
    ),
  ])
  assert.ok((strangers[1]!.suggested as Suggestion).reasons.includes('reference_not_found:Asiakasnro'))
})

test('the layout is the same while names and order are', async () => {
  const layout = async (...lines: string[]) => layoutOf((await factsOf('x', ...lines)).format)
  const first = await layout('id;name;email', '1;Liisa;a@x.fi')
  assert.equal(await layout('ID;Name;Email', '7;Matti;b@x.fi', '8;Maija;c@x.fi'), first)
  assert.notEqual(await layout('id;email;name', '1;a@x.fi;Liisa'), first)
  assert.notEqual(await layout('id;name;email;phone', '1;Liisa;a@x.fi;1'), first)
})
