import type { Channel, CustomerKind, EntryKind } from '#src/terms/index.ts'
import type { Reading } from './reading.ts'
import { oneLine } from './text.ts'

/** Words of Finnish, Swedish and English for choices: yes and no, gender, language, status, channel, kind of entry. */

function lexicon<T>(entries: Iterable<readonly [T, string]>): Map<string, T> {
  const words = new Map<string, T>()
  for (const [value, list] of entries) for (const word of list.split(',')) words.set(word.trim(), value)
  return words
}
const wordOf = (written: string): string =>
  oneLine(written)
    .toLowerCase()
    .replace(/[_-]+/g, ' ')
    .replace(/[.!:]+$/, '')
    .trim()

const unknown =
  /^(?:u|unknown|tuntematon|ei tiedossa|ei tietoa|okänd|okänt|not specified|not known|unspecified|määrittelemätön|valitse)$/
/** Whether a choice was answered with "not known", which says nothing and is no fault. */
export function isUnknown(written: string): boolean {
  return written.length < 40 && unknown.test(wordOf(written))
}

const yesNo = lexicon<boolean>([
  [
    true,
    'kyllä, k, joo, on, x, 1, 1.0, true, tosi, yes, y, t, ja, j, sant, ok, ✓, ✔, opt in, opted in, optin, subscribed, tilaa, tilannut',
  ],
  [
    true,
    'sallittu, sallii, lupa, lupa annettu, annettu, hyväksytty, granted, allowed, enabled, active, checked, consented, accepted',
  ],
  [
    false,
    'ei, e, no, n, 0, 0.0, false, epätosi, f, nej, falskt, opt out, opted out, optout, unsubscribed, peruttu, ei tilaa, ei lupaa',
  ],
  [
    false,
    'kielletty, kielto, kieltänyt, ei sallittu, denied, refused, disabled, inactive, withdrawn, revoked, blocked, suoramarkkinointikielto',
  ],
])

/** Yes or no in three languages and in the marks of spreadsheets. Fault `value_unknown` for any other word. */
export function readYesNo(written: string): Reading<boolean> {
  const value = yesNo.get(wordOf(written))
  return value === undefined ? { fault: 'value_unknown' } : { value }
}

const genders = lexicon<'female' | 'male' | 'other'>([
  ['female', 'female, f, nainen, n, naiset, kvinna, kvinnlig, k, woman, w, girl, tyttö, 2, rouva, mrs, ms, fru'],
  ['male', 'male, m, mies, miehet, man, manlig, boy, poika, 1, herra, mr, herr'],
  ['other', 'other, o, x, muu, muunsukupuolinen, annan, annat, icke binär, non binary, nonbinary, d, divers'],
])
/** Gender by its word, letter or ISO 5218 number. Fault `value_unknown`. */
export function readGender(written: string): Reading<'female' | 'male' | 'other'> {
  const value = genders.get(wordOf(written))
  return value === undefined ? { fault: 'value_unknown' } : { value }
}

const languageWords = lexicon<string>([
  ['fi', 'fi, fin, suomi, finnish, finska, suomeksi'],
  ['sv', 'sv, swe, se, ruotsi, swedish, svenska, ruotsiksi'],
  ['en', 'en, eng, englanti, english, engelska, gb, uk'],
  ['et', 'et, est, viro, estonian, estniska, eesti'],
  ['ru', 'ru, rus, venäjä, russian, ryska, русский'],
  ['de', 'de, deu, ger, saksa, german, tyska, deutsch'],
  ['se', 'sme, pohjoissaame, saame, northern sami, samiska'],
])
const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
/** ISO 639-1 code of a language written as a word, code or locale (`fi-FI`). Fault `value_unknown`. */
export function readLanguage(written: string): Reading<string> {
  const word = wordOf(written)
  const known = languageWords.get(word) ?? languageWords.get(word.split(' ')[0]!)
  if (known !== undefined) return { value: known }
  const code = /^([a-z]{2})(?: [a-z]{2,4})?$/.exec(word)?.[1]
  return code !== undefined && languageNames.of(code) !== undefined ? { value: code } : { fault: 'value_unknown' }
}

const kinds = lexicon<CustomerKind>([
  [
    'person',
    'person, people, individual, henkilö, henkilöasiakas, yksityinen, yksityishenkilö, yksityisasiakas, kuluttaja, kuluttaja asiakas',
  ],
  [
    'person',
    'consumer, private, private customer, b2c, privat, privatperson, privatkund, kuluttajat, p, contact, yhteyshenkilö',
  ],
  [
    'organisation',
    'organisation, organization, company, business, yritys, yritysasiakas, yhteisö, yhdistys, oy, b2b, corporate, account',
  ],
  [
    'organisation',
    'företag, företagskund, org, o, julkinen, public, julkishallinto, kunta, taloyhtiö, association, enterprise',
  ],
])
/** Person or organisation by its word. Fault `value_unknown`. */
export function readCustomerKind(written: string): Reading<CustomerKind> {
  const value = kinds.get(wordOf(written))
  return value === undefined ? { fault: 'value_unknown' } : { value }
}

const turns = lexicon<'return' | 'cancellation'>([
  [
    'cancellation',
    'canceled, cancelled, cancel, cancellation, void, voided, peruttu, peruutettu, peruutus, annulled, mitätöity, annullerad, avbruten',
  ],
  ['cancellation', 'inställd, makulerad, rejected, hylätty, peru'],
  [
    'return',
    'returned, return, refunded, refund, partially refunded, chargeback, charged back, palautettu, palautus, hyvitetty, hyvitys',
  ],
  ['return', 'hyvityslasku, credit note, creditnote, credited, returnerad, retur, återbetald, krediterad, reversed'],
])
/** What a purchase's status turns it into; undefined while it is still a purchase. */
export function turnOf(status: string): 'return' | 'cancellation' | undefined {
  return turns.get(wordOf(status))
}

const channelWords = lexicon<Channel>([
  [
    'shop',
    'shop, store, in store, instore, retail, pos, kassa, myymälä, kauppa, kivijalka, liike, butik, offline, counter, branch, konttori',
  ],
  [
    'web',
    'web, online, website, webshop, web shop, online store, verkko, verkkokauppa, netti, nettikauppa, internet, nätbutik, app, mobile app',
  ],
  ['web', 'mobile, sovellus, portal, portaali, e commerce, ecommerce, chat, web chat, webpage'],
  [
    'phone',
    'phone, telephone, call, puhelin, puhelu, puhelimitse, soitto, telefon, samtal, inbound call, outbound call',
  ],
  ['email', 'email, e mail, mail, sähköposti, meili, e post, epost, newsletter, uutiskirje'],
  ['sms', 'sms, text, text message, tekstiviesti, textmeddelande'],
  ['post', 'post, postal mail, letter, kirje, posti, brev, fax, catalog, catalogue, kuvasto, postitse'],
  ['visit', 'visit, in person, käynti, tapaaminen, asiakaskäynti, besök, meeting, field, fair, messut, referral'],
  ['form', 'form, web form, lomake, verkkolomake, formulär, contact form, yhteydenottolomake'],
  [
    'social',
    'social, social media, some, facebook, instagram, twitter, x, linkedin, whatsapp, tiktok, sosiaalinen media, sociala medier',
  ],
  ['system', 'system, järjestelmä, automatic, automaatti, api, import, integration'],
])
/** Channel by its word, or undefined for a word of the company's own. */
export function channelOf(written: string): Channel | undefined {
  return channelWords.get(wordOf(written))
}

const entryWords = lexicon<EntryKind>([
  ['call', 'call, phone call, puhelu, soitto, phone, samtal, puhelin'],
  ['mail', 'mail, email, e mail, sähköposti, viesti, message, letter, kirje, sms, tekstiviesti'],
  ['visit', 'visit, meeting, käynti, tapaaminen, besök, möte, page hit, pagehit, site visit, event'],
  ['note', 'note, muistiinpano, huomio, anteckning, comment, kommentti, memo, task, tehtävä'],
  ['wish', 'wish, toive, idea, suggestion, ehdotus, önskemål, feature request'],
  [
    'inquiry',
    'inquiry, enquiry, question, tiedustelu, kysymys, kysely, fråga, product inquiry, billing inquiry, technical issue, request',
  ],
  ['inquiry', 'tukipyyntö, support, refund request, cancellation request'],
  ['complaint', 'complaint, claim, reklamaatio, valitus, klagomål, reklamation, complain'],
  ['feedback', 'feedback, palaute, review, arvostelu, arvio, återkoppling, survey, rating, nps'],
  ['lead', 'lead, liidi, prospect, mql, sql'],
  ['deal', 'deal, opportunity, kauppa, myyntimahdollisuus, affär, won, closed won, quote, tarjous, offer'],
  ['event', 'tracked event'],
  ['webVisit', 'web visit, verkkokäynti'],
  ['purchase', 'purchase, order, osto, tilaus, köp'],
  ['return', 'return, refund, palautus, retur'],
  ['cancellation', 'cancellation, peruutus, annullering'],
  ['invoice', 'invoice, lasku, faktura'],
  ['payment', 'payment, maksu, betalning'],
  ['other', 'other, muu, annat'],
])
/** Kind of timeline entry by its word, or undefined for a word of the company's own. */
export function entryKindOf(written: string): EntryKind | undefined {
  return entryWords.get(wordOf(written))
}

const ways = lexicon<'in' | 'out'>([
  ['in', 'in, inbound, incoming, received, saapuva, saapunut, tuleva, sisään, inkommande'],
  ['out', 'out, outbound, outgoing, sent, lähtevä, lähetetty, ulos, utgående, soitettu'],
])
/** Direction of a contact as seen by the company, or undefined. */
export function directionOf(written: string): 'in' | 'out' | undefined {
  return ways.get(wordOf(written))
}
