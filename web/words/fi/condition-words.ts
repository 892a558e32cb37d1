/** What is said of a field in the middle of a sentence, and of whom it is told when it begins one: the customer's (Asiakkaan), or on the customer (Asiakkaalla). */
interface Noun {
  of: string
  /** Under a negative verb; as above where it does not change. */
  not?: string
  at?: 'lla' | 'n' | ''
}
const nouns: Record<string, Noun> = {
  id: { of: 'tunniste' },
  anniversary: { of: 'vuosipäivä' },
  customerSince: { of: 'asiakkuuden alku' },
  created: { of: 'lisäyspäivä' },
  updated: { of: 'muutospäivä' },
  leadSource: { of: 'tulokanava' },
  businessId: { of: 'Y-tunnus' },
  purchases: { of: 'ostojen määrä' },
  purchaseDays: { of: 'ostopäivien määrä' },
  returns: { of: 'palautusten määrä' },
  contacts: { of: 'yhteydenottojen määrä' },
  complaints: { of: 'reklamaatioiden määrä' },
  'rfm.group': { of: 'RFM-ryhmä' },
  'rfm.recency': { of: 'tuoreuden luokka' },
  'rfm.frequency': { of: 'tiheyden luokka' },
  'forecast.state': { of: 'ennustettu tila' },
  'forecast.stateSince': { of: 'ennustetun tilan alku' },
  'forecast.alive': { of: 'todennäköisyys olla yhä asiakas' },
  'forecast.buys': { of: 'oston todennäköisyys' },
  'forecast.purchases': { of: 'odotettujen ostojen määrä' },
  'forecast.nextPurchase': { of: 'odotettu seuraava osto' },
  deviation: { of: 'käytöksen muutos' },
  deviationSince: { of: 'käytöksen muutoksen alku' },
  spend: { of: 'ostojen summa' },
  'forecast.value': { of: 'odotettu arvo' },
  'forecast.spend': { of: 'odotettu kertaostos' },
  'consent.email': { of: 'sähköpostilupa', not: 'sähköpostilupaa' },
  'consent.sms': { of: 'tekstiviestilupa', not: 'tekstiviestilupaa' },
  'consent.phone': { of: 'puhelinlupa', not: 'puhelinlupaa' },
  'consent.post': { of: 'postilupa', not: 'postilupaa' },
}
/** What is said of a field, whatever its currency. */
export const nounOf = (id: string): Noun | undefined => nouns[id] ?? nouns[id.replace(/\.[A-Z]{3}$/, '')]
/** Yes or no, as a word after "on" and "ei ole". */
export const states: Record<string, Noun> = {
  archived: { of: 'arkistoitu', at: '' },
  protected: { of: 'turvakielto', not: 'turvakieltoa', at: 'lla' },
  hasEmail: { of: 'sähköpostiosoite', not: 'sähköpostiosoitetta', at: 'lla' },
  hasPhone: { of: 'puhelinnumero', not: 'puhelinnumeroa', at: 'lla' },
  hasAddress: { of: 'postiosoite', not: 'postiosoitetta', at: 'lla' },
  verified: { of: 'vahvistettu tieto', not: 'vahvistettua tietoa', at: 'lla' },
}

/** Matters of which one or none is what people ask for: who has them, who has none. */
export const matters: Record<string, readonly [one: string, none: string, many: string]> = {
  'openMatters.complaint': ['avoin reklamaatio', 'avointa reklamaatiota', 'avoimien reklamaatioiden määrä'],
  'openMatters.case': ['avoin asia', 'avointa asiaa', 'avoimien asioiden määrä'],
  'openMatters.offer': ['avoin tarjous', 'avointa tarjousta', 'avoimien tarjousten määrä'],
  'openMatters.opportunity': [
    'avoin myyntimahdollisuus',
    'avointa myyntimahdollisuutta',
    'avoimien myyntimahdollisuuksien määrä',
  ],
}

/** What somebody has done, after "on"; how that is said with a count, and when it has not happened once. */
interface Event {
  did: string
  never: string
  name: string
}
const events: Record<string, Event> = {
  purchase: { did: 'ostanut', never: 'ostanut', name: 'Osto' },
  return: { did: 'palauttanut ostoksiaan', never: 'palauttanut ostoksiaan', name: 'Palautus' },
  cancellation: { did: 'peruuttanut tilauksia', never: 'peruuttanut tilauksia', name: 'Peruutus' },
  invoice: { did: 'saanut laskuja', never: 'saanut laskua', name: 'Lasku' },
  payment: { did: 'maksanut laskuja', never: 'maksanut laskua', name: 'Maksu' },
  contact: { did: 'ollut yhteydessä', never: 'ollut yhteydessä', name: 'Yhteydenotto' },
  call: { did: 'puhunut puhelimessa', never: 'puhunut puhelimessa', name: 'Puhelu' },
  mail: { did: 'vaihtanut viestejä', never: 'vaihtanut viestejä', name: 'Viesti' },
  mailDelivered: { did: 'saanut kirjeitä', never: 'saanut yhtään kirjettä', name: 'Perille mennyt kirje' },
  mailOpened: { did: 'avannut kirjeitä', never: 'avannut yhtään kirjettä', name: 'Avattu kirje' },
  mailClicked: {
    did: 'klikannut kirjeiden linkkejä',
    never: 'klikannut yhdenkään kirjeen linkkiä',
    name: 'Klikattu kirje',
  },
  mailBounced: {
    did: 'jäänyt kirjeiden tavoittamatta',
    never: 'jäänyt kirjeiden tavoittamatta',
    name: 'Kirje ei mennyt perille',
  },
  mailUnsubscribed: { did: 'perunut kirjeitä', never: 'perunut kirjeitä', name: 'Kirjeiden peruminen' },
  mailComplained: {
    did: 'ilmoittanut kirjeitä roskapostiksi',
    never: 'ilmoittanut kirjeitä roskapostiksi',
    name: 'Roskapostiksi ilmoitettu kirje',
  },
  visit: { did: 'käynyt paikalla', never: 'käynyt paikalla', name: 'Käynti' },
  webVisit: { did: 'käynyt sivustolla', never: 'käynyt sivustolla', name: 'Verkkokäynti' },
  wish: { did: 'esittänyt toiveita', never: 'esittänyt toiveita', name: 'Toive' },
  inquiry: { did: 'tehnyt tiedusteluja', never: 'tehnyt tiedustelua', name: 'Tiedustelu' },
  complaint: { did: 'tehnyt reklamaatioita', never: 'tehnyt yhtään reklamaatiota', name: 'Reklamaatio' },
  feedback: { did: 'antanut palautetta', never: 'antanut palautetta', name: 'Palaute' },
  lead: { did: 'osoittanut kiinnostusta', never: 'osoittanut kiinnostusta', name: 'Liidi' },
  deal: {
    did: 'ollut mukana myyntimahdollisuudessa',
    never: 'ollut mukana myyntimahdollisuudessa',
    name: 'Myyntimahdollisuus',
  },
  note: { did: 'ollut muistiinpanoissa', never: 'ollut muistiinpanoissa', name: 'Muistiinpano' },
  event: { did: 'ollut mukana tapahtumissa', never: 'ollut mukana yhdessäkään tapahtumassa', name: 'Tapahtuma' },
  other: { did: 'ollut mukana muussa', never: 'ollut mukana missään muussa', name: 'Muu tapahtuma' },
  anything: {
    did: 'ollut tekemisissä kanssamme',
    never: 'ollut missään tekemisissä kanssamme',
    name: 'Mikä tahansa tapahtuma',
  },
}
export const eventOf = (id: string): Event =>
  events[id] ?? { did: `ollut mukana (${id})`, never: `ollut mukana (${id})`, name: id }
