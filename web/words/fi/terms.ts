import type { Format } from '../format.ts'

type Figures = Record<string, string>

const genitives = [
  '',
  'yhden',
  'kahden',
  'kolmen',
  'neljän',
  'viiden',
  'kuuden',
  'seitsemän',
  'kahdeksan',
  'yhdeksän',
  'kymmenen',
]
const genitive = (f: Format, n: number) => genitives[n] ?? f.n(n)

/** 21 → "3 viikon välein". */
export function every(f: Format, days: number): string {
  if (days <= 1) return 'päivittäin'
  if (days < 14 && days % 7 !== 0) return `${f.n(days)} päivän välein`
  if (days < 60) return days < 11 ? 'viikon välein' : `${f.n(Math.round(days / 7))} viikon välein`
  const months = Math.round(days / 30.4)
  return months < 18 ? `${f.n(months)} kuukauden välein` : `${f.n(Math.round(months / 12))} vuoden välein`
}
/** 63 → "9 viikkoa sitten". */
export function ago(f: Format, days: number): string {
  if (days <= 0) return 'tänään'
  if (days === 1) return 'eilen'
  if (days < 14) return `${f.n(days)} päivää sitten`
  if (days < 100) return `${f.n(Math.round(days / 7))} viikkoa sitten`
  const months = Math.round(days / 30.4)
  if (months < 24) return `${f.n(months)} kuukautta sitten`
  return `${f.n(Math.round(days / 365.25))} vuotta sitten`
}
/** 800 → "kahden vuoden ajan". */
export function during(f: Format, days: number): string {
  if (days < 45) return 'muutaman viikon ajan'
  const months = Math.round(days / 30.4)
  if (months < 18) return months === 12 ? 'vuoden ajan' : `${genitive(f, months)} kuukauden ajan`
  return `${genitive(f, Math.round(days / 365.25))} vuoden ajan`
}
/** 7700 → "21 vuotta". */
function length(f: Format, days: number): string {
  if (days < 60) return days === 1 ? 'yhden päivän' : `${f.n(days)} päivää`
  const months = Math.round(days / 30.4)
  if (months < 24) return `${f.n(months)} kuukautta`
  return `${f.n(Math.floor(days / 365.25))} vuotta`
}

export const terms = (f: Format) => ({
  length: (days: number) => length(f, days),
  customerKind: { person: 'Henkilö', organisation: 'Yritys tai yhteisö' } as Record<string, string>,
  language: { fi: 'suomeksi', sv: 'ruotsiksi', en: 'englanniksi', et: 'viroksi', ru: 'venäjäksi' } as Record<
    string,
    string
  >,
  languageName: { fi: 'Suomi', sv: 'Ruotsi', en: 'Englanti' } as Record<string, string>,
  entry: {
    purchase: 'Osto',
    return: 'Palautus',
    cancellation: 'Peruutus',
    invoice: 'Lasku',
    payment: 'Maksu',
    call: 'Puhelu',
    mail: 'Viesti',
    visit: 'Käynti',
    note: 'Muistiinpano',
    wish: 'Toive',
    inquiry: 'Tiedustelu',
    complaint: 'Reklamaatio',
    feedback: 'Palaute',
    lead: 'Liidi',
    deal: 'Myyntimahdollisuus',
    event: 'Tapahtuma',
    webVisit: 'Verkkokäynti',
    other: 'Tapahtuma',
  } as Record<string, string>,
  channel: {
    shop: 'myymälä',
    web: 'verkkokauppa',
    phone: 'puhelin',
    email: 'sähköposti',
    sms: 'tekstiviesti',
    post: 'posti',
    visit: 'käynti',
    form: 'lomake',
    social: 'some',
    system: 'järjestelmä',
  } as Record<string, string>,
  channelIn: {
    shop: 'myymälässä',
    web: 'verkossa',
    phone: 'puhelimessa',
    email: 'sähköpostitse',
    sms: 'tekstiviestillä',
    post: 'kirjeitse',
    visit: 'käynnillä',
    form: 'lomakkeella',
    social: 'somessa',
    system: 'järjestelmässä',
  } as Record<string, string>,
  stage: {
    prospect: 'Prospekti',
    lead: 'Liidi',
    new: 'Uusi asiakas',
    regular: 'Vakioasiakas',
    slipping: 'Hiipuva',
    lost: 'Menetetty',
    wonBack: 'Palannut',
  } as Record<string, string>,
  stageWhy: {
    noPurchases: () => 'Ei vielä ostoja.',
    leadSource: (x) => `Kiinnostunut, ei vielä ostoja.${x.leadSource ? ` Tuli kautta: ${x.leadSource}.` : ''}`,
    firstPurchaseRecently: (x) => `Ensimmäinen osto ${ago(f, Number(x.sinceDays ?? 0))}.`,
    withinRhythm: (x) =>
      `Ostaa ${every(f, Number(x.rhythmDays ?? 0))}, viimeksi ${ago(f, Number(x.sinceDays ?? 0))}: rytmissään.`,
    beyondRhythm: (x) =>
      `Ostaa tavallisesti ${every(f, Number(x.rhythmDays ?? 0))}, mutta viimeksi ${ago(f, Number(x.sinceDays ?? 0))}.`,
    longSilent: (x) => `Viimeinen osto ${ago(f, Number(x.sinceDays ?? 0))}, moninkertaisesti yli oman rytmin.`,
    cameBack: (x) =>
      `Palasi ${ago(f, Number(x.sinceDays ?? 0))}${x.gapDays ? ` oltuaan poissa ${length(f, Number(x.gapDays))}` : ' pitkän tauon jälkeen'}.`,
    oneOldPurchase: (x) => `Yksi osto, siitä ${length(f, Number(x.sinceDays ?? 0))}.`,
  } as Record<string, (figures: Figures) => string>,
  rfm: {
    champions: 'Parhaat asiakkaat',
    loyal: 'Uskolliset',
    potentialLoyalist: 'Uskollisiksi kasvavat',
    new: 'Uudet ostajat',
    promising: 'Lupaavat',
    needAttention: 'Huomiota kaipaavat',
    aboutToSleep: 'Uinahtamassa',
    cantLose: 'Ei saa menettää',
    atRisk: 'Ennen ahkerat',
    hibernating: 'Uinuvat',
  } as Record<string, string>,
  rfmWhy: (r: number, fq: number, m: number | null) =>
    `Viisiportainen vertailu muihin ostaneisiin, ei omaan rytmiin: tuoreus ${f.n(r)}, tiheys ${f.n(fq)}${m === null ? '' : `, euromäärä ${f.n(m)}`}.`,
  staff: 'Henkilöstö',
  role: {
    administrator: 'Pääkäyttäjä',
    manager: 'Johto',
    sales: 'Myynti',
    marketing: 'Markkinointi',
    service: 'Asiakaspalvelu',
    steward: 'Tietovastaava',
    viewer: 'Katselija',
  } as Record<string, string>,
  roleMay: {
    administrator: 'Kaikki, myös käyttäjät ja asetukset.',
    manager: 'Näkee kaiken ja tuo tietoja.',
    sales: 'Asiakkaat, kirjaukset ja ostot.',
    marketing: 'Asiakkaat ja kirjaukset, vienti.',
    service: 'Asiakkaat, kirjaukset ja suojatut tiedot.',
    steward: 'Tuonnit, lähteet ja tiedon laatu.',
    viewer: 'Katsoo ilman yhteystietoja.',
  } as Record<string, string>,
  addressLabel: {
    home: 'koti',
    work: 'työ',
    mobile: 'matkapuhelin',
    fax: 'faksi',
    billing: 'laskutus',
    shipping: 'toimitus',
    other: 'muu',
  } as Record<string, string>,
})
