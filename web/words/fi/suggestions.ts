import type { Format } from '../format.ts'

const customers = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')}`
const days = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'päivä', 'päivää')}`
const times = (f: Format, n: number) => (n === 1 ? 'kerran' : `${f.n(n)} kertaa`)

/** Seuraava tuote ja uudelleen ostettavat. */
export const suggestions = (f: Format) => ({
  title: 'Suositukset',
  fresh: 'Uutta',
  again: 'Uudelleen',
  because: 'Perusteena ostot:',
  popular: (buyers: number) => `Suosittu juuri nyt, ${customers(f, buyers)}.`,
  boughtBy: (buyers: number) => `Ostanut ${customers(f, buyers)}.`,
  favourites: {
    all: (n: number) => `Omia ostoja ei vielä ole. Nämä ovat kaikkien asiakkaiden suosikkeja (${customers(f, n)}).`,
    city: (value: string, n: number) =>
      `Omia ostoja ei vielä ole. Saman paikkakunnan suosikkeja: ${value}, ${customers(f, n)}.`,
    category: (value: string, n: number) => `Saman tuoteryhmän suosikkeja: ${value}, ${customers(f, n)}.`,
  },
  bought: (n: number, last: string) => `Ostettu ${times(f, n)}, viimeksi ${last}`,
  own: (n: number) => `oma väli noin ${days(f, n)}`,
  others: (n: number) => `muilla väli noin ${days(f, n)}`,
  due: 'Aika ostaa taas',
  more: 'Näytä kaikki',
  none: {
    noModel: 'Uusia tuotteita ei vielä osata suositella. Suositukset opitaan ostoriveistä yöllä.',
    archived: 'Arkistoidulle asiakkaalle ei suositella mitään.',
    nothing: 'Mikään uusi ei nouse muiden yli.',
  },
  notThis: 'Ei tälle',
  notThisFor: (name: string) => `Ei tälle: ${name}`,
  never: 'Ei kenellekään',
  neverFor: (name: string) => `Ei kenellekään: ${name}`,
  left: 'Tuotetta ei enää suositella tälle asiakkaalle.',
  silenced: 'Tuotetta ei enää suositella kenellekään.',
  undo: 'Kumoa',
  why: 'Mistä tämä tulee',
  model: (version: number, at: string, from: string, to: string, n: number) =>
    `Malli ${f.n(version)}, laskettu ${at}. Opittu ostoista ${from}–${to}, ${customers(f, n)}. Omat ostot luetaan tältä hetkeltä.`,
  leaves: 'Pois jäävät loppuneet, palautetut ja reklamoidut tuotteet sekä ne, jotka joku on jättänyt pois.',
  toModel: 'Malli ja sen osuvuus',

  panel: {
    title: 'Tuotesuositukset',
    empty: 'Suosituksia ei ole vielä opittu. Ne opitaan yöllä, kun ostoriveillä on tuotteita.',
    learned: (version: number, at: string) => `Malli ${f.n(version)}, laskettu ${at}.`,
    window: (from: string, to: string, n: number, products: number) =>
      `Opittu ostoista ${from}–${to}: ${customers(f, n)}, ${f.n(products)} ${f.plural(products, 'tuote', 'tuotetta')}.`,
    covered: (n: number, all: number) =>
      n >= all
        ? 'Kaikki tuotteet ovat tarkassa mallissa.'
        : n === 0
          ? 'Kullekin tuotteelle on etsitty ne, joita samat asiakkaat ovat ostaneet.'
          : `Tarkassa mallissa ${f.n(n)} ostetuinta tuotetta, muut lähimpien naapurien mukaan.`,
    mixed: 'Mukana on sen verran viime viikkojen suosiota kuin omassa aineistossa auttoi.',
    tested: (until: string, n: number) =>
      `Kokeiltu omaan aineistoon: opittu ${until} asti, verrattu sen jälkeisiin ostoihin, ${customers(f, n)}.`,
    untested: 'Osuvuutta ei voitu vielä mitata: liian harva on ostanut uutta viime aikoina.',
    way: 'Tapa',
    ours: 'Suositukset',
    neighbours: 'Samaa ostaneiden mukaan',
    popular: 'Ostetuimmat tuotteet',
    recall: 'Osui ostoista',
    hit: 'Osui ainakin yhteen',
    againTested: (n: number) => `Uudelleen ostetut, ${customers(f, n)}:`,
    ownCount: 'Omien ostojen määrän mukaan',
    help: '20 ensimmäistä uutta ja 10 ensimmäistä uudelleen ostettavaa.',
    learn: 'Laske nyt',
    learnAgain: 'Laske uudelleen',
    learning: 'Suositusten laskenta',
    waits: 'Odottaa vuoroaan.',
    step: {
      read: 'Luetaan ostoja.',
      fit: 'Opitaan tuotteiden yhteyksiä.',
      measure: 'Mitataan osuvuutta.',
      write: 'Tallennetaan.',
    } as Record<string, string>,
    stop: 'Pysäytä',
    stopping: 'Pysähtyy…',
    failed: 'Viimeisin laskenta epäonnistui. Aiempi malli on voimassa. Yritä uudelleen.',
    stopped: 'Viimeisin laskenta pysäytettiin. Aiempi malli on voimassa.',
    silenced: 'Ei suositella kenellekään',
    silencedBy: (at: string, by: string | null) => (by === null ? at : `${by}, ${at}`),
    again: 'Suosittele taas',
    againFor: (name: string) => `Suosittele taas: ${name}`,
  },
})
