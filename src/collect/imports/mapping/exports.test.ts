import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { detectFormat } from '../reading/detect.ts'
import { rowMapper } from './map-row.ts'
import { profileFile } from './profile.ts'
import { suggestMapping } from './suggest.ts'

/** Exports of programs in use, headers as they write them, rows invented: `Header=field[label]` that must come of each. */
const exports: [name: string, content: string, kind: string, key: string, meant: string][] = [
  [
    'hubspot-crm-exports-all-contacts.csv',
    `"Record ID","First Name","Last Name","Email","Phone Number","Mobile Phone Number","Contact owner","Lead Status","Company name","Associated Company IDs","Job Title","Street Address","City","Postal Code","Country/Region","Create Date","Last Modified Date","Unsubscribed from all email","Original Source","Preferred language"
"1001","Liisa","Virtanen","liisa@example.fi","+358 40 123 4567","","Matti Myyjä","New","Konepaja Ranta Oy","55001","Johtaja","Mannerheimintie 1","Helsinki","00100","Finland","2024-01-15 10:22","2024-06-01 08:00","false","Organic Search","fi"
"1002","Pekka","Korhonen","pekka@example.fi","","050 765 4321","Matti Myyjä","Open","","","","","Turku","20100","Finland","2024-02-20 11:00","2024-06-02 08:00","true","Direct Traffic","fi"`,
    'customer',
    'externalId',
    'Record ID=externalId, First Name=givenName, Last Name=familyName, Email=email, Phone Number=phone, Mobile Phone Number=phone[mobile], Company name=organisation, Job Title=title, Street Address=street, City=city, Postal Code=postcode, Country/Region=country, Create Date=customerSince, Last Modified Date=updatedAt, Unsubscribed from all email=consentEmail[optOut], Original Source=leadSource, Preferred language=language',
  ],
  [
    'hubspot-crm-exports-all-deals.csv',
    `"Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Pipeline","Associated Contact"
"9001","Ranta / huolto","Closed Won","2024-05-01 10:00","Matti Myyjä","12500.00","Sales","liisa@example.fi"
"9002","Talo / uusi","Closed Lost","2024-07-01 10:00","Matti Myyjä","900","Sales","pekka@example.fi"`,
    'interaction',
    'externalId',
    'Record ID=externalId, Deal Name=subject, Deal Stage=status, Close Date=at, Deal owner=handler, Amount=amount, Associated Contact=customerEmail',
  ],
  [
    'salesforce_contacts.csv',
    `Id,AccountId,LastName,FirstName,Salutation,MailingStreet,MailingCity,MailingPostalCode,MailingCountry,Phone,MobilePhone,Email,Title,LeadSource,Birthdate,HasOptedOutOfEmail,DoNotCall,CreatedDate,LastModifiedDate,OwnerId,IsDeleted
0035g00000AAAA1AAA,0015g00000BBBB1AAA,Virtanen,Liisa,Ms.,Mannerheimintie 1,Helsinki,00100,Finland,+358 9 123 456,+358 40 123 4567,liisa@example.fi,CEO,Web,1985-03-12,false,true,2020-01-01T10:00:00.000+0000,2024-01-01T10:00:00.000+0000,0055g00000CCCC1AAA,false
0035g00000AAAA2AAA,0015g00000BBBB1AAA,Korhonen,Pekka,Mr.,Hämeenkatu 5,Tampere,33100,Finland,,,pekka@example.fi,,,,true,false,2020-02-01T10:00:00.000+0000,2024-02-01T10:00:00.000+0000,0055g00000CCCC1AAA,false`,
    'customer',
    'externalId',
    'Id=externalId, LastName=familyName, FirstName=givenName, MailingStreet=street[mailing], MailingCity=city[mailing], MailingPostalCode=postcode[mailing], Phone=phone, MobilePhone=phone[mobile], Email=email, Birthdate=birthDate, HasOptedOutOfEmail=consentEmail[optOut], DoNotCall=consentPhone[optOut], IsDeleted=deleted',
  ],
  [
    'salesforce_cases.csv',
    `"Case Number","Contact Name","Contact Email","Subject","Description","Status","Case Origin","Date/Time Opened","Case Owner","Type"
"00001001","Liisa Virtanen","liisa@example.fi","Lasku väärin","Laskussa on väärä summa","Closed","Email","15.1.2024 10:22","Matti Myyjä","Complaint"
"00001002","Pekka Korhonen","pekka@example.fi","Kysymys","Milloin tilaus tulee?","New","Phone","17.1.2024 11:00","Matti Myyjä","Question"`,
    'interaction',
    'externalId',
    'Case Number=externalId, Contact Email=customerEmail, Subject=subject, Description=text, Status=status, Case Origin=channel, Date/Time Opened=at, Case Owner=handler, Type=entryKind',
  ],
  [
    'subscribed_members_export_abc.csv',
    `"Email Address","First Name","Last Name","Address","Phone Number","Birthday","MEMBER_RATING","OPTIN_TIME","OPTIN_IP","LATITUDE","LONGITUDE","CC","REGION","LAST_CHANGED","LEID","EUID","NOTES","TAGS"
liisa@example.fi,Liisa,Virtanen,"","","03/12",4,"2022-03-01 10:00:00",,60.17,24.94,FI,18,"2023-01-01 10:00:00",123456,abcdef1234,"","""VIP"""
pekka@example.fi,Pekka,Korhonen,"","","",2,"2022-04-01 10:00:00",,60.45,22.26,FI,19,"2023-02-01 10:00:00",123457,abcdef1235,"",""`,
    'customer',
    'email',
    'Email Address=email, First Name=givenName, Last Name=familyName, Phone Number=phone, OPTIN_TIME=customerSince, LAST_CHANGED=updatedAt, REGION=attribute',
  ],
  [
    'shopify_customers_export.csv',
    `Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address City,Default Address Country Code,Default Address Zip,Phone,Accepts SMS Marketing,Total Spent,Note
'6543210001,Liisa,Virtanen,liisa@example.fi,yes,,Mannerheimintie 1,Helsinki,FI,'00100,'+358401234567,no,120.50,
'6543210002,Pekka,Korhonen,pekka@example.fi,no,Talo Oy,Hämeenkatu 5,Tampere,FI,'33100,,no,0.00,Soita`,
    'customer',
    'externalId',
    'Customer ID=externalId, Accepts Email Marketing=consentEmail, Default Address Address1=street[primary], Default Address Zip=postcode[primary], Accepts SMS Marketing=consentSms, Note=note',
  ],
  [
    'woocommerce-orders.csv',
    `Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Company (Billing),City (Billing),Country Code (Billing),Email (Billing),Phone (Billing),First Name (Shipping),Last Name (Shipping),Order Subtotal Amount,Order Shipping Amount,Order Total Amount,SKU,Item #,Item Name,Quantity,Item Cost
501,Completed,2024-05-01 10:00,Liisa,Virtanen,,Helsinki,FI,liisa@example.fi,0401234567,Liisa,Virtanen,39.80,4.90,44.70,TP-1,1,T-paita,2,19.90
502,Processing,2024-05-02 11:30,Pekka,Korhonen,Talo Oy,Tampere,FI,pekka@example.fi,0507654321,Pekka,Korhonen,10.00,0,10.00,SU-1,1,Sukat,1,10.00
502,Processing,2024-05-02 11:30,Pekka,Korhonen,Talo Oy,Tampere,FI,pekka@example.fi,0507654321,Pekka,Korhonen,10.00,0,10.00,TP-1,2,T-paita,1,19.90`,
    'purchase',
    'row',
    'Order Number=orderNumber, Order Status=status, Order Date=at, First Name (Billing)=customerName[given], Last Name (Billing)=customerName[family], Company (Billing)=attribute, Email (Billing)=customerEmail, Phone (Billing)=customerPhone, Order Subtotal Amount=totalNet, Order Shipping Amount=freight, Order Total Amount=total, SKU=sku, Item Name=description, Quantity=quantity, Item Cost=unitPrice',
  ],
  [
    'wc-customers.csv',
    `"Name","Username","Last Active","Sign Up","Email","Orders","Total Spend","AOV","Country / Region","City","Region","Postal Code"
"Liisa Virtanen","liisa","2024-06-01","2023-01-01 12:00:00","liisa@example.fi","3","120.50","40.17","FI","Helsinki","","00100"
"Pekka Korhonen","pekka","2024-06-02","2023-02-01 12:00:00","pekka@example.fi","1","10.00","10.00","FI","Tampere","","33100"`,
    'customer',
    'email',
    'Name=name, Sign Up=customerSince, Email=email, Country / Region=country, City=city, Postal Code=postcode',
  ],
  [
    'contacts.csv',
    `First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Value
Liisa,,Virtanen,,,Konepaja Ranta Oy,Johtaja,1985-03-12,Hyvä asiakas,,* myContacts,* Home,liisa@example.fi,Work,liisa@ranta.example,Mobile,+358 40 123 4567,Home,Mannerheimintie 1,Helsinki,00100,FI,
Pekka,,Korhonen,,,,,,,,* myContacts,,pekka@example.fi,,,Work,09 123 456,,,,,,`,
    'customer',
    'email',
    'First Name=givenName, Last Name=familyName, Organization Name=organisation, Organization Title=title, Birthday=birthDate, Notes=note, E-mail 1 - Value=email, E-mail 2 - Value=email[2], Phone 1 - Value=phone, Address 1 - Street=street, Address 1 - Postal Code=postcode, Website 1 - Value=website',
  ],
  [
    'outlook.csv',
    `First Name,Last Name,Title,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Mobile Phone,Car Phone,Business Fax,Job Title,Company,Manager's Name,Assistant's Phone,Business Street,Business City,Business Postal Code,Business Country/Region,Home Street,Home City,Home Postal Code,Spouse,Birthday,Anniversary,Notes
Liisa,Virtanen,,liisa@example.fi,liisa@ranta.example,09 123 456,09 987 654,040 123 4567,,,Johtaja,Konepaja Ranta Oy,Matti Myyjä,,Rantatie 5,Espoo,02100,Suomi,Mannerheimintie 1,Helsinki,00100,Pekka,13.3.1985,0.0.00,
Pekka,Korhonen,,pekka@example.fi,,,,0507654321,,,,,,,,,,,,,,,0.0.00,0.0.00,Soita`,
    'customer',
    'email',
    "First Name=givenName, E-mail Address=email, E-mail 2 Address=email[2], Home Phone=phone[home], Business Phone=phone[work], Mobile Phone=phone[mobile], Job Title=title, Company=organisation, Manager's Name=attribute, Assistant's Phone=ignore, Business Street=street[work], Home Street=street[home], Spouse=attribute, Birthday=birthDate, Notes=note",
  ],
  [
    'Kontaktit.csv',
    `Etunimi,Sukunimi,Sähköpostiosoite,Kotipuhelin,Työpuhelin,Matkapuhelin,Yritys,Tehtävänimike,Kotiosoite,Kotipaikkakunta,Kodin postinumero,Muistiinpanot
Liisa,Virtanen,liisa@example.fi,09 123 456,09 987 654,040 123 4567,Konepaja Ranta Oy,Johtaja,Mannerheimintie 1,Helsinki,00100,Hyvä
Pekka,Korhonen,pekka@example.fi,,,0507654321,,,,,,`,
    'customer',
    'email',
    'Etunimi=givenName, Sukunimi=familyName, Sähköpostiosoite=email, Kotipuhelin=phone[home], Työpuhelin=phone[work], Matkapuhelin=phone[mobile], Yritys=organisation, Tehtävänimike=title, Muistiinpanot=note',
  ],
  [
    'kitsas_asiakkaat.csv',
    `Nimi;Y-tunnus;Lähiosoite;Postinumero;Postitoimipaikka;Maa;Sähköposti;Puhelin
Konepaja Ranta Oy;1234567-1;Rantatie 5;02100;ESPOO;FI;info@ranta.example;09 123 456
Liisa Virtanen;;Mannerheimintie 1;00100;HELSINKI;FI;liisa@example.fi;040 123 4567`,
    'customer',
    'email',
    'Nimi=name, Y-tunnus=businessId, Lähiosoite=street, Postinumero=postcode, Postitoimipaikka=city, Maa=country, Sähköposti=email, Puhelin=phone',
  ],
  [
    'myyntilaskut.csv',
    `Laskun numero;Asiakas;Asiakasnumero;Laskun päivä;Eräpäivä;Veroton summa;Verollinen summa;Valuutta;Tila;Viitenumero;Maksettu
20240001;Konepaja Ranta Oy;1001;21.05.2024;25.05.2024;1 000,00;1 255,00;EUR;Maksettu;10016;24.05.2024
20240002;Liisa Virtanen;1002;22.05.2024;26.05.2024;39,84;50,00;EUR;Avoin;10029;
20240003;Liisa Virtanen;1002;23.05.2024;27.05.2024;79,68;100,00;EUR;Maksettu;10032;30.05.2024`,
    'invoice',
    'invoiceNumber',
    'Laskun numero=invoiceNumber, Asiakas=customerName, Asiakasnumero=customerRef, Laskun päivä=at, Eräpäivä=dueOn, Veroton summa=totalNet, Verollinen summa=total, Tila=status, Viitenumero=reference, Maksettu=paidAt',
  ],
  [
    'asiakasrekisteri.csv',
    `Asiakasnumero;Asiakkaan nimi;Y-tunnus;Katuosoite;Postinumero;Kaupunki;Puhelin;Sähköposti;Yhteyshenkilö;Kieli;Markkinointilupa sähköposti;Markkinointilupa SMS;Puhelinmarkkinointikielto
1001;Konepaja Ranta Oy;1234567-1;Rantatie 5;02100;ESPOO;09123456;info@ranta.example;Liisa Virtanen;suomi;K;E;E
1002;Liisa Virtanen;;Mannerheimintie 1;00100;HELSINKI;0401234567;liisa@example.fi;;suomi;E;E;K`,
    'customer',
    'externalId',
    'Asiakasnumero=externalId, Asiakkaan nimi=name, Yhteyshenkilö=contactName, Markkinointilupa sähköposti=consentEmail, Markkinointilupa SMS=consentSms, Puhelinmarkkinointikielto=consentPhone[optOut]',
  ],
  [
    'kunder.csv',
    `Kundnr;Namn;Organisationsnummer;Adress;Postnr;Ort;Land;Telefon;E-post;Nyhetsbrev
10;Firma Ab;1234567-1;Storgatan 1;65100;VASA;Finland;06 123 456;info@firma.example;Ja
11;Karl Lindqvist;;Skolgatan 2;10600;EKENÄS;Finland;040 555 6677;karl@example.fi;Nej`,
    'customer',
    'externalId',
    'Kundnr=externalId, Namn=name, Organisationsnummer=businessId, Adress=street, Postnr=postcode, Ort=city, Land=country, Telefon=phone, E-post=email, Nyhetsbrev=consentEmail',
  ],
  [
    'uutiskirje.csv',
    `Sähköposti,Nimi,Markkinointilupa sähköposti,Tilauspäivä
liisa@example.fi,Liisa Virtanen,Kyllä,21.2.2023
pekka@example.fi,Pekka Korhonen,Ei,23.4.2023`,
    'customer',
    'email',
    'Sähköposti=email, Nimi=name, Markkinointilupa sähköposti=consentEmail',
  ],
]

exports.push(
  [
    'netvisor_asiakkaat.csv',
    `Asiakasnumero;Nimi;Y-tunnus;Katuosoite;Postinumero;Kaupunki;Puhelinnumero;Sähköpostiosoite;Yhteyshenkilö;Yhteyshenkilön sähköposti;Toimitusosoite;Toimituspostinumero;Toimituskaupunki;Luottoraja
100;Konepaja Ranta Oy;1234567-1;Rantatie 5;02100;ESPOO;09 123 456;info@ranta.example;Liisa Virtanen;liisa@ranta.example;Satamatie 1;02110;ESPOO;5000
101;Virtanen Liisa;;Mannerheimintie 1;00100;HELSINKI;040 123 4567;liisa@example.fi;;;;;;0`,
    'customer',
    'externalId',
    'Asiakasnumero=externalId, Sähköpostiosoite=email, Yhteyshenkilö=contactName, Yhteyshenkilön sähköposti=email[contact], Toimitusosoite=street[shipping], Toimituspostinumero=postcode[shipping], Luottoraja=attribute',
  ],
  [
    'yhteystiedot.csv',
    `Etunimi,Sukunimi,Yritys,Tehtävä,"Työosoite katu","Työosoite postinumero",Kotiosoite katu,Työpuhelin,Kotipuhelin,Matkapuhelin,Sähköpostiosoite,Sähköpostiosoite 2,Syntymäpäivä,Muistiinpanot
Liisa,Virtanen,Konepaja Ranta Oy,Johtaja,Rantatie 5,02100,Mannerheimintie 1,09 987 654,,040 123 4567,liisa@example.fi,,13.3.1985,
Pekka,Korhonen,,,,,,,,050 765 4321,pekka@example.fi,pekka2@example.fi,0.0.00,Soita`,
    'customer',
    'email',
    'Työosoite katu=street[work], Työosoite postinumero=postcode[work], Kotiosoite katu=street[home], Työpuhelin=phone[work], Kotipuhelin=phone[home], Sähköpostiosoite 2=email[2], Syntymäpäivä=birthDate',
  ],
  [
    'medlemmar.csv',
    `Medlemsnummer;Förnamn;Efternamn;Födelsedatum;Gatuadress;Postnummer;Ort;Mobiltelefon;E-postadress;Medlem sedan;Nyhetsbrev
1;Anna;Lindqvist;1980-02-03;Storgatan 1;65100;VASA;0401112223;anna@example.fi;2019-05-01;Ja
2;Karl;Berg;1975-12-30;Skolgatan 2;10600;EKENÄS;0405556667;karl@example.fi;2020-01-15;Nej`,
    'customer',
    'externalId',
    'Medlemsnummer=externalId, Förnamn=givenName, Efternamn=familyName, Födelsedatum=birthDate, Mobiltelefon=phone[mobile], Medlem sedan=customerSince, Nyhetsbrev=consentEmail',
  ],
  [
    'nps.csv',
    `Vastausaika;Sähköposti;NPS;Avoin palaute
2024-05-01 10:00;liisa@example.fi;9;Hyvä palvelu
2024-05-02 11:00;pekka@example.fi;3;Toimitus kesti`,
    'feedback',
    'row',
    'Vastausaika=at, Sähköposti=customerEmail, NPS=score, Avoin palaute=text',
  ],
  [
    'kuitit.csv',
    `Kuittinro;Päivämäärä;Kello;Myymälä;Kanta-asiakasnumero;Tuotekoodi;Tuote;Määrä;Hinta;Yhteensä
1;21.5.2024;10:15;Keskusta;K100;TP-1;T-paita;2;19,90;39,80
1;21.5.2024;10:15;Keskusta;K100;SU-1;Sukat;1;10,00;10,00
2;22.5.2024;11:20;Keskusta;;SU-1;Sukat;1;10,00;10,00`,
    'purchase',
    'row',
    'Kuittinro=orderNumber, Päivämäärä=ignore, Kello=ignore, Kanta-asiakasnumero=customerRef, Tuotekoodi=sku, Määrä=quantity, Hinta=unitPrice',
  ],
)

test('a day and its time of day in two columns become one moment', async () => {
  const [name, content] = exports.find(([file]) => file === 'kuitit.csv')!
  const source = () => Readable.from([Buffer.from(`${content}\n`)])
  const format = await detectFormat(source)
  const found = suggestMapping(name, format, await profileFile(source, format))
  assert.ok('mapping' in found)
  assert.deepEqual(found.mapping.joins, [{ field: 'at', columns: [1, 2], separator: ' ', dateOrder: 'dmy' }])
  assert.deepEqual(rowMapper(found.mapping)(['1', '21.5.2024', '10:15', '', '', '', '', '', '', '']).fields.at, [
    { text: '21.5.2024 10:15', dateOrder: 'dmy' },
  ])
})

for (const [name, content, kind, key, meant] of exports)
  test(`the columns of ${name} find their fields`, async () => {
    const source = () => Readable.from([Buffer.from(`${content}\n`)])
    const format = await detectFormat(source)
    const found = suggestMapping(name, format, await profileFile(source, format))
    assert.ok('mapping' in found, JSON.stringify(found))
    const { mapping, confidence } = found
    const told = new Map(
      mapping.columns.map(({ header, field, label }) => [header, `${field}${label ? `[${label}]` : ''}`]),
    )
    const wanted = meant.split(', ').map((pair) => pair.split('=') as [string, string])
    assert.deepEqual(
      wanted.map(([header]) => `${header}=${told.get(header)}`),
      wanted.map(([header, field]) => `${header}=${field}`),
    )
    assert.deepEqual([mapping.kind, mapping.key], [kind, key])
    assert.ok(confidence >= 0.6, `confidence ${confidence}`)
  })
