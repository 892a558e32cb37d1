import type { Format } from '../format.ts'

type Figures = Readonly<Record<string, string>>
const customers = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')}`
const days = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'päivä', 'päivää')}`
/** Small chances are not nothing, and great ones not certain. */
const chance = (f: Format, share: number) =>
  share < 0.01 ? 'alle 1\u00a0%' : share > 0.99 ? 'yli 99\u00a0%' : f.percent(share, 0)

/** What is expected of the customers: one by one, and all together. */
export const insights = (f: Format) => ({
  title: 'Ennusteet',
  lead: (asOf: string, n: number) => `Ostohistoria ${asOf} asti, ${customers(f, n)}.`,
  empty: 'Ennusteita ei ole vielä laskettu.',
  emptyNext: (needs: number) =>
    `Ennusteet lasketaan yöllä, kun vähintään ${f.n(needs)} asiakkaalla on ostoja. Tuo ostot, tai laske ennusteet nyt.`,
  emptyOther: (needs: number) => `Ennusteet lasketaan yöllä, kun vähintään ${f.n(needs)} asiakkaalla on ostoja.`,
  make: 'Laske ennusteet',
  makeAgain: 'Laske ennusteet uudelleen',
  making: 'Ennusteiden laskenta',
  waits: 'Odottaa vuoroaan.',
  step: {
    read: 'Luetaan ostohistoriaa.',
    fit: 'Sovitetaan malleja.',
    test: 'Kokeillaan malleja viime jaksoon.',
    predict: 'Lasketaan ennusteita.',
    count: 'Lasketaan yhteen.',
  } as Record<string, string>,
  done: (n: number, of: number) => `${f.n(n)} / ${f.n(of)}`,
  stop: 'Pysäytä',
  stopping: 'Pysähtyy…',
  failed: 'Viimeisin laskenta epäonnistui. Aiemmat ennusteet ovat voimassa. Yritä uudelleen.',
  stopped: 'Viimeisin laskenta pysäytettiin. Siihen mennessä lasketut ennusteet ovat voimassa.',
  state: {
    active: 'Osto todennäköinen',
    cooling: 'Osto epävarma',
    lapsing: 'Osto epätodennäköinen',
    lost: 'Ostoa ei näköpiirissä',
  },
  states: 'Ketkä ostavat vielä',
  statesHelp:
    'Tämä on ennuste ostosta. Asiakkaan vaihe, kuten Vakioasiakas tai Hiipuva, kertoo toteutuneesta: kuinka hiljaisuus suhtautuu asiakkaan omaan ostorytmiin.',
  stateHelp: (horizon: number) => ({
    active: `Uusi osto ${f.n(horizon)} päivän kuluessa on vähintään yhtä todennäköinen kuin se, ettei ostoa tule.`,
    cooling: 'Osto jää tulematta todennäköisemmin kuin tulee.',
    lapsing: 'On ostanut useasti. Osto jää nyt tulematta vähintään 80\u00a0%:n todennäköisyydellä.',
    lost: 'Osto jää tulematta vähintään 95\u00a0%:n todennäköisyydellä.',
  }),
  countedAt: (day: string) =>
    `Luvut ovat päivältä ${day} ja yksittäisen asiakkaan ennuste päivittyy heti, kun hän ostaa.`,

  equity: 'Asiakaskannan arvo',
  equityHelp: (margin: boolean, discount: boolean) =>
    `Odotettu ${margin ? 'kate' : 'myynti'} seuraavien 12 kuukauden aikana${discount ? ', nykyarvona' : ''}.`,
  equityOf: (n: number) => `Yhteensä ${customers(f, n)}.`,
  equityPast: (sum: string) =>
    `Ilman mallia: samat asiakkaat ovat ostaneet tähän asti vuodessa ${sum}. Malli ottaa huomioon, että osa on jo lähtenyt.`,
  equityChange: 'Muutos 28 päivässä',
  equityNoChange: 'Muutos näytetään, kun aineistoa on yli 28 päivältä.',
  changed: {
    new: 'Uudet asiakkaat',
    lapsed: 'Ostamatta jääneet',
    frequency: 'Ostojen tahti',
    spend: 'Ostosten suuruus',
  },
  changedHelp: {
    new: 'Ensimmäinen osto 28 päivän sisällä.',
    lapsed: 'Ei ostoja 28 päivään: hiljaisuus pienentää odotusta.',
    frequency: 'Osti 28 päivän sisällä: tahti odotetusta.',
    spend: 'Keskiostos kasvoi tai pieneni.',
  },
  trend: 'Arvo päivittäin',

  best: 'Arvokkaimmat asiakkaat',
  bestFuture: 'Ennusteen mukaan',
  bestPast: 'Tähänastisten ostojen mukaan',
  bestFutureHelp: 'Odotettu arvo 12 kuukauden aikana',
  bestPastHelp: 'Ostot tähän asti',
  overlap: (both: number, tenth: number) =>
    `Ennusteen parhaasta kymmenyksestä ${f.percent(both / tenth, 0)} on myös tähänastisten ostojen parhaassa kymmenyksessä. Menneet ostot kertovat parhaista asiakkaista lähes yhtä paljon kuin malli. Malli erottaa ne, jotka ovat jo lähteneet.`,
  rank: (n: number | null) => (n === null ? 'ei sadan parhaan joukossa' : `${f.n(n)}.`),
  rankOther: { future: 'Ennusteessa', past: 'Ostoissa' },
  currency: 'Valuutta',
  noBest: 'Ei asiakkaita tässä valuutassa.',

  models: 'Mihin ennusteet perustuvat',
  basis: (n: number, span: string | null) => `${span === null ? 'Malli' : `Ostot ${span}, malli`} ${f.n(n)}.`,
  span: (from: string, asOf: string) => `${from}–${asOf}`,
  version: (n: number, at: string) => `Malli ${f.n(n)}, laskettu ${at}.`,
  window: (from: string | null, asOf: string, n: number) =>
    from === null ? `${customers(f, n)}.` : `Ostot ${from}–${asOf}, ${customers(f, n)}.`,
  unique: (n: number) => `Erilaisia ostohistorioita ${f.n(n)}.`,
  interval: (n: number) => `Uudelleen ostaneilla ostojen väli on keskimäärin ${days(f, n)}.`,
  modelSays: {
    mbgnbd: 'Malli oppii ostojen tahdin ja sen, moniko lopettaa ostamisen minkäkin oston jälkeen (MBG/NBD).',
    bgnbd: 'Malli oppii ostojen tahdin ja sen, moniko lopettaa ostamisen minkäkin oston jälkeen (BG/NBD).',
    nbd: 'Malli oppii ostojen tahdin. Asiakkaiden lähtemistä se ei ennusta (NBD).',
  },
  degenerate: {
    noDropout:
      'Tästä historiasta ei näe, että kukaan lopettaisi ostamisen. Siksi ennuste olettaa kaikkien jatkavan: vertaa sitä hiljaisuuden pituuteen.',
    sameDropout:
      'Kaikki näyttävät lopettavan samalla todennäköisyydellä. Ennusteet pätevät, mallin luvut sellaisinaan eivät.',
    sameRate: 'Kaikki näyttävät ostavan samaa tahtia. Ennusteet pätevät, mallin luvut sellaisinaan eivät.',
    edge: 'Malli ei löytänyt selvää ratkaisua. Suhtaudu ennusteisiin varauksella.',
    nobodyAgain: 'Kukaan ei ole vielä ostanut toista kertaa. Tahtia ei voi oppia, joten ennuste on arvaus.',
    spendAlike: 'Kaikkien keskiostos on lähes sama.',
    spendHeavyTail: 'Muutama hyvin suuri ostos hallitsee: keskiostoksena käytetään asiakkaan omaa.',
  } as Record<string, string>,
  spend: (currency: string, mean: string, n: number) =>
    `${currency}: keskiostos ${mean}, laskettu ${f.n(n)} asiakkaan ostoista.`,
  lapseBy: {
    model: (horizon: number) => `”Ei ostoja ${f.n(horizon)} päivään” kerrotaan ostojen mallista.`,
    both: (horizon: number) =>
      `”Ei ostoja ${f.n(horizon)} päivään” kerrotaan ostojen mallista ja siitä, mitä samanlaisille asiakkaille kävi viime jaksolla. Yhdessä ne osuivat paremmin kuin malli yksin.`,
  },
  tested: (from: string, to: string, n: number, lapsed: string) =>
    `Kokeiltu jaksoon ${from}–${to}: ${customers(f, n)}, joista ${lapsed} ei ostanut.`,
  way: {
    model: 'Ostojen malli',
    both: 'Ostojen malli ja viime jaksosta opittu',
    daysSince: 'Pelkkä hiljaisuuden pituus',
  } as Record<string, string>,
  wayColumn: 'Tapa',
  aucColumn: 'Erottelukyky',
  aucHelp: 'Kuinka usein lähtenyt sai suuremman luvun kuin jäänyt. 50 % on arvaus, 100 % täydellinen.',
  brierColumn: 'Virhe (Brier)',
  parameters: 'Mallin luvut',
  likelihood: 'Uskottavuuden logaritmi',
  warnings: 'Huomaa',
  warning: {
    leftTruncated: (x) =>
      `Aineisto alkaa kesken: ${f.percent(Number(x.share), 0)} asiakkaista ilmestyy heti alussa. Heidän aiemmat ostonsa puuttuvat, ja ikä lasketaan aineiston alusta.`,
    noSeasonality: () =>
      'Aineistoa on alle kahdelta vuodelta, joten vuodenajan vaihtelua ei voi nähdä. Sesongin alla ennuste on liian pieni, sen jälkeen liian suuri.',
    fewRepeaters: (x) => `Vain ${f.n(Number(x.repeaters))} on ostanut useammin kuin kerran. Ennusteet ovat karkeita.`,
    spendDependsOnFrequency: (x) =>
      `Usein ostavien keskiostos poikkeaa muista (${x.currency}, korrelaatio ${f.n(Number(x.correlation), 2)}). Odotettu ostos voi olla vinossa.`,
    spendAlike: (x) => `Keskiostokset ovat lähes samat (${x.currency}).`,
    spendHeavyTail: (x) =>
      `Muutama hyvin suuri ostos hallitsee (${x.currency}): keskiostoksena käytetään asiakkaan omaa.`,
    oldData: (x) =>
      `Viimeisin osto on päivältä ${f.day(x.last ?? '')} ja ennusteet on laskettu siitä päivästä, ei tästä päivästä.`,
  } as Record<string, (figures: Figures) => string>,

  economics: 'Kannattaako hankkia vai pitää',
  economicsHelp: 'Luvut ovat omasta aineistosta. Mitä yritys ei ole kertonut, sitä ei arvata.',
  notKnown: 'ei tiedossa',
  newCustomers: 'Uusia asiakkaita 12 kuukaudessa',
  newValue: (margin: boolean): string =>
    margin ? 'Uuden asiakkaan kate 12 kuukaudessa' : 'Uuden asiakkaan myynti 12 kuukaudessa',
  newNet: 'Siitä jää hankinnan jälkeen',
  payback: 'Hankinta maksaa itsensä takaisin',
  paybackIn: (months: number) => (months === 0 ? 'heti' : `${f.n(months)} kuukaudessa`),
  retention: 'Vuoden takaisista ostajista ostaa yhä',
  retentionOf: (stayed: number, of: number) => `${f.percent(stayed / of, 0)} (${f.n(stayed)} / ${f.n(of)})`,
  keptValue: (margin: boolean): string =>
    margin ? 'Nykyisen asiakkaan kate 12 kuukaudessa' : 'Nykyisen asiakkaan myynti 12 kuukaudessa',
  keptNet: 'Siitä jää pitämisen jälkeen',
  needsMargin: 'Kerro kateosuus ja kulut, niin näet, mitä jää.',
  terms: 'Yrityksen omat luvut',
  termsHelp: 'Jätä tyhjäksi, jos et tiedä. Tallennus laskee ennusteet uudelleen.',
  margin: 'Kateosuus (%)',
  discount: 'Laskentakorko vuodessa (%)',
  acquisition: (currency: string) => `Uuden asiakkaan hankinta (${currency})`,
  keeping: (currency: string) => `Asiakkaan pitäminen vuodessa (${currency})`,
  horizon: 'Jakso, jonka kuluessa ostoa odotetaan (päivää)',
  horizonNone: (n: number) => `Tyhjä: kaksi kertaa ostojen keskimääräinen väli, nyt ${days(f, n)}.`,
  save: 'Tallenna',
  saved: 'Tallennettu. Ennusteet lasketaan uudelleen.',
  wrongNumber: 'Kirjoita luku.',
  outOfRange: (least: number, most: number) => `Luvun on oltava välillä ${f.n(least)}–${f.n(most)}.`,
  others: 'Luvut voi muuttaa esihenkilö tai pääkäyttäjä.',

  customer: {
    title: 'Odotettavissa',
    none: {
      noPurchases: 'Ei ostoja, joten ennustetta ei ole.',
      noModel: 'Ennusteita ei ole vielä laskettu.',
    },
    says: {
      active: (share: number, horizon: number) =>
        `Ostaa ${f.n(horizon)} päivän kuluessa ${chance(f, share)}:n todennäköisyydellä.`,
      cooling: (share: number, horizon: number) =>
        `Osto on epävarma: ostaa ${f.n(horizon)} päivän kuluessa enää ${chance(f, share)}:n todennäköisyydellä.`,
      lapsing: (share: number, horizon: number) =>
        `Osto on epätodennäköinen: ostaa ${f.n(horizon)} päivän kuluessa enää ${chance(f, share)}:n todennäköisyydellä.`,
      lost: (share: number, horizon: number) =>
        `Ostoa ei enää odoteta: ostaa ${f.n(horizon)} päivän kuluessa ${chance(f, share)}:n todennäköisyydellä.`,
    },
    since: (day: string) => `Näin ${day} alkaen.`,
    next: 'Seuraava osto',
    nextBy: (day: string) => `viimeistään ${day}`,
    nextHelp: 'Siihen mennessä osto on todennäköisempi kuin se, ettei ostoa ole tullut.',
    nextNone: 'ei odotettavissa',
    purchases: 'Ostokertoja 12 kk',
    count: (n: number) => (n < 0.05 ? 'tuskin yhtään' : f.n(n, n < 10 ? 1 : 0)),
    spend: 'Kerralla',
    value: (margin: boolean): string => (margin ? 'Kate 12 kk' : 'Myynti 12 kk'),
    pastYear: 'Tähän asti vuodessa',
    notKnown: 'ei tiedossa',
    why: 'Mistä tämä tulee',
    bought: (n: number, first: string, last: string, ago: number) =>
      n === 1
        ? `Yksi ostopäivä ${last}, ${days(f, ago)} sitten.`
        : `${f.n(n)} ostopäivää ${first}–${last}, viimeisestä ${days(f, ago)}.`,
    interval: (n: number) => `Ostojen väli keskimäärin ${days(f, n)}.`,
    perPurchase: (sum: string) => `Ostokerran keskiarvo ${sum} palautusten jälkeen.`,
    alive: (share: number) => `On yhä asiakas ${chance(f, share)}:n todennäköisyydellä.`,
    counted: (margin: string | null, discount: string | null) =>
      `${margin === null ? 'Arvo on myyntiä, koska kateosuus ei ole tiedossa.' : `Arvo on katetta, ${margin} myynnistä.`}${discount === null ? '' : ` Laskentakorko ${discount} vuodessa.`}`,
    past: (sum: string) => `Ilman mallia: ostot tähän asti ${sum}.`,
    ranks: (future: number | null, past: number | null) =>
      future === null && past === null
        ? ''
        : `Sijoitus: ennusteessa ${future === null ? 'ei sadan parhaan joukossa' : `${f.n(future)}.`}, ostoissa ${past === null ? 'ei sadan parhaan joukossa' : `${f.n(past)}.`}`,
    rows: 'Näytä ostot',
    model: 'Ennusteiden perusteet',
  },
})
