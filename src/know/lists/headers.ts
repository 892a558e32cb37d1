import type { Language } from '#src/terms/index.ts'

/**
 * Headers of exported files, worded as the import reads them: a file of our own comes back with the same meaning.
 * What has no line here (facts that only one source tells) is headed by its own name.
 */
const words: Readonly<Record<string, readonly [fi: string, en: string]>> = {
  id: ['Asiakasnumero', 'Customer id'],
  name: ['Nimi', 'Name'],
  kind: ['Asiakastyyppi', 'Customer type'],
  given: ['Etunimi', 'First name'],
  family: ['Sukunimi', 'Last name'],
  title: ['Titteli', 'Title'],
  email: ['Sähköposti', 'Email'],
  emailDomain: ['Sähköpostin verkkotunnus', 'Email domain'],
  phone: ['Puhelin', 'Phone'],
  street: ['Katuosoite', 'Street'],
  postcode: ['Postinumero', 'Postcode'],
  city: ['Postitoimipaikka', 'City'],
  country: ['Maa', 'Country'],
  language: ['Asiointikieli', 'Language'],
  businessId: ['Y-tunnus', 'Business id'],
  birthDate: ['Syntymäaika', 'Birth date'],
  leadSource: ['Hankintakanava', 'Lead source'],
  source: ['Lähde', 'Source'],
  protected: ['Turvakielto', 'Non-disclosure'],
  archived: ['Arkistoitu', 'Archived'],
  customerSince: ['Asiakkuus alkoi', 'Customer since'],
  created: ['Luotu', 'Created'],
  updated: ['Muokattu', 'Updated at'],
  stage: ['Vaihe', 'Stage'],
  purchases: ['Ostoja', 'Purchases'],
  purchaseDays: ['Ostopäiviä', 'Purchase days'],
  returns: ['Palautuksia', 'Returns'],
  firstPurchase: ['Ensimmäinen osto', 'First purchase'],
  lastPurchase: ['Viimeisin osto', 'Last purchase'],
  contacts: ['Yhteydenottoja', 'Contacts'],
  complaints: ['Reklamaatioita', 'Complaints'],
  lastContact: ['Viimeisin yhteydenotto', 'Last contact'],
  'consent.email': ['Sähköpostilupa', 'Email consent'],
  'consent.sms': ['Tekstiviestilupa', 'SMS consent'],
  'consent.phone': ['Puhelinlupa', 'Phone consent'],
  'consent.post': ['Postilupa', 'Post consent'],
  hasEmail: ['Sähköposti tiedossa', 'Has email'],
  hasPhone: ['Puhelin tiedossa', 'Has phone'],
  hasAddress: ['Osoite tiedossa', 'Has address'],
  verified: ['Vahvistettu', 'Verified'],
  customerNumber: ['Numero lähteessä', 'Number in the source'],
  birthday: ['Seuraava syntymäpäivä', 'Next birthday'],
  age: ['Ikä', 'Age'],
  'openMatters.complaint': ['Avoimia reklamaatioita', 'Open complaints'],
  'openMatters.case': ['Avoimia asioita', 'Open cases'],
  'openMatters.offer': ['Avoimia tarjouksia', 'Open offers'],
  'openMatters.opportunity': ['Avoimia myyntimahdollisuuksia', 'Open opportunities'],
  'rfm.group': ['RFM-ryhmä', 'RFM group'],
  'rfm.recency': ['RFM: tuoreus', 'RFM recency'],
  'rfm.frequency': ['RFM: toistuvuus', 'RFM frequency'],
  'forecast.state': ['Hiipumisen vaihe', 'Lapse state'],
  'forecast.stateSince': ['Vaiheessa alkaen', 'Lapse state since'],
  'forecast.alive': ['Yhä asiakas, %', 'Still a customer, %'],
  'forecast.buys': ['Ostaa kauden aikana, %', 'Buys within the horizon, %'],
  'forecast.purchases': ['Ennustetut ostot 12 kk', 'Expected purchases 12 months'],
  'forecast.nextPurchase': ['Ennustettu seuraava osto', 'Expected next purchase'],
  deviation: ['Käytöksen muutos', 'Change of behaviour'],
  deviationSince: ['Käytöksen muutos alkaen', 'Change of behaviour since'],
}
const others: Readonly<Record<string, Readonly<Record<string, readonly [fi: string, en: string]>>>> = {
  products: {
    sku: ['Tuotekoodi', 'SKU'],
    name: ['Tuotenimi', 'Product name'],
    category: ['Tuoteryhmä', 'Category'],
    price: ['Yksikköhinta', 'Unit price'],
    currency: ['Valuutta', 'Currency'],
  },
  purchases: {
    at: ['Tilauspäivä', 'Order date'],
    number: ['Tilausnumero', 'Order number'],
    type: ['Tyyppi', 'Type'],
    status: ['Tila', 'Status'],
    channel: ['Kanava', 'Channel'],
    total: ['Summa', 'Total'],
    currency: ['Valuutta', 'Currency'],
    items: ['Kappaleita', 'Items'],
  },
  interactions: {
    at: ['Aika', 'Time'],
    kind: ['Laji', 'Kind'],
    channel: ['Kanava', 'Channel'],
    direction: ['Suunta', 'Direction'],
    title: ['Aihe', 'Subject'],
    body: ['Teksti', 'Text'],
    status: ['Tila', 'Status'],
    score: ['Arvio', 'Score'],
    handler: ['Hoitaja', 'Handler'],
    reference: ['Viite', 'Reference'],
  },
}

const money: Readonly<Record<string, readonly [fi: string, en: string]>> = {
  spend: ['Ostot', 'Spend'],
  'forecast.value': ['Ennustettu arvo 12 kk', 'Expected value 12 months'],
  'forecast.spend': ['Ennustettu osto', 'Expected purchase'],
}

/** The header of a column, not yet safe for a file: names of attributes are strangers' text. */
export function headerOf(list: string, id: string, language: Language): string {
  const at = language === 'fi' ? 0 : 1
  const [, of, currency] = /^(spend|forecast\.value|forecast\.spend)\.(\w+)$/.exec(id) ?? []
  if (of !== undefined) return `${money[of]![at]} ${currency}`
  if (id.startsWith('attribute.')) return id.slice('attribute.'.length)
  if (id.startsWith('customer.')) {
    const inner = id.slice('customer.'.length)
    return inner === 'name' ? ['Asiakkaan nimi', 'Customer name'][at]! : headerOf('customers', inner, language)
  }
  return others[list]?.[id]?.[at] ?? words[id]?.[at] ?? id
}

/** A header line in CSV (RFC 4180), with what a spreadsheet would run made harmless as in the cells. */
export function headerLine(names: readonly string[], delimiter: string): string {
  const cell = (name: string) => {
    const safe = /^'*[=+\-@\t\r\n＝＋－＠]/.test(name) ? `'${name}` : name
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return `${names.map(cell).join(delimiter)}\n`
}
