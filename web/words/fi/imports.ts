import type { Format } from '../format.ts'
import { effects, held, rollback } from './import-after.ts'
import { plan } from './import-mapping.ts'

type Explained = Record<string, string>

export const imports = (f: Format) => ({
  title: 'Tuonnit',
  intro: 'Tiedostot sellaisina kuin ne ovat: jokainen rivi päätyy johonkin, ja näet mihin.',
  add: 'Tuo tiedosto',
  list: 'Tehdyt tuonnit',
  empty: 'Mitään ei ole vielä tuotu.',
  emptyNext: 'Tuo asiakas- tai myyntitiedosto. Ennen tallentamista näet, mitä siitä tunnistettiin.',
  lines: (n: number) => `${f.n(n)} ${f.plural(n, 'rivi', 'riviä')}`,
  nothingYet: 'Ei vielä rivejä.',
  toRepair: (n: number) => `${f.n(n)} ${f.plural(n, 'rivi', 'riviä')} Korjattavissa`,
  by: (name: string) => `toi ${name}`,
  dryRun: 'Koeajo',
  state: {
    planned: 'Suunniteltu',
    queued: 'Jonossa',
    running: 'Käynnissä',
    held: 'Odottaa päätöstä',
    finished: 'Valmis',
    failed: 'Keskeytyi',
    cancelled: 'Keskeytetty',
    rollingBack: 'Perutaan',
    rolledBack: 'Peruttu',
  } as Explained,
  new: {
    title: 'Uusi tuonti',
    drop: 'Pudota tiedostot tähän',
    or: 'tai',
    choose: 'Valitse tiedostot',
    formats:
      'CSV, TSV, Excel, JSON, NDJSON tai vCard, myös gzip-pakattuna. Erotin, merkistö ja sarakkeet tunnistetaan. Saman toimituksen tiedostot kannattaa antaa yhdessä.',
    chosen: 'Valitut tiedostot',
    remove: (name: string) => `Poista ${name}`,
    source: 'Mistä tiedot ovat',
    sourceNote: 'Sama nimi samasta järjestelmästä joka kerta: niin ohjelma tietää, mikä on päivitys.',
    sourceExample: 'esim. Verkkokauppa',
    currency: 'Valuutta, jos tiedosto ei kerro',
    send: 'Lähetä ja katso mitä löytyi',
    sending: (share: string) => `Lähetetään ${share}`,
    reading: 'Tunnistetaan sarakkeita…',
    stop: 'Keskeytä lähetys',
  },
  plan: plan(f),
  effects: effects(f),
  held: held(f),
  rollback: rollback(f),
  going: {
    queued: 'Odottaa vuoroaan.',
    counting: 'Lasketaan rivejä',
    reading: 'Luetaan rivejä',
    figures: 'Lasketaan asiakkaiden tunnuslukuja',
    rate: (perSecond: number) => `${f.n(perSecond)} riviä sekunnissa`,
    left: (seconds: number) =>
      seconds < 50
        ? `alle minuutti jäljellä`
        : seconds < 5400
          ? `noin ${f.n(Math.max(1, Math.round(seconds / 60)))} min jäljellä`
          : `noin ${f.n(Math.round(seconds / 3600))} tuntia jäljellä`,
    of: (done: number, all: number) => `${f.n(done)} / ${f.n(all)} riviä`,
    leave: 'Voit poistua sivulta; tuonti jatkuu.',
    cancel: 'Keskeytä tuonti',
    cancelNote: 'Jo tallennetut rivit jäävät.',
  },
  report: {
    title: 'Mihin rivit päätyivät',
    titleDry: 'Mihin rivit päätyisivät',
    sum: (n: number) => `Yhteensä ${f.n(n)} ${f.plural(n, 'rivi', 'riviä')}, jokainen tasan yhdessä joukossa.`,
    took: (seconds: number) =>
      seconds < 90
        ? `Kesti ${f.n(Math.max(1, Math.round(seconds)))} s.`
        : `Kesti ${f.n(Math.round(seconds / 60))} min.`,
    clean: 'Ei korjattavia rivejä. Tuonti meni läpi kokonaan.',
    dry: 'Tämä oli koeajo: mitään ei tallennettu.',
    runNow: 'Tuo tiedot nyt',
    mend: 'Muuta kohdistusta',
    mended: 'Sulje kohdistus',
    repair: (n: number) => `Korjaa ${f.n(n)} ${f.plural(n, 'rivi', 'riviä')}`,
    dropped: 'Toimitus hylättiin. Mitään ei tuotu.',
    cancelled: 'Tuonti keskeytettiin. Siihen asti luetut rivit ovat tallessa.',
    failed: (line: number) => `Tuonti keskeytyi riville ${f.n(line)}. Sitä edeltävät rivit ovat tallessa.`,
    faults: 'Arvot, jotka eivät kelvanneet',
    faultsNote: 'Korjattavia lukuun ottamatta rivin muu sisältö tuotiin.',
    faultsNoteDry: 'Korjattavia lukuun ottamatta rivin muu sisältö tuotaisiin.',
    flags: 'Huomattavaa',
    flag: {
      duplicateLines: (n: number) =>
        `${f.n(n)} ${f.plural(n, 'rivi on täsmälleen sama', 'riviä on täsmälleen samoja')} kuin aiempi rivi samassa tiedostossa.`,
    } as Record<string, (n: number) => string>,
    files: 'Tiedostot',
    goOn: 'Jatka tästä',
    again: 'Tuo toinen tiedosto',
  },
  rows: {
    none: 'Ei rivejä.',
    line: 'Rivi',
    written: 'Mitä rivillä luki',
    reason: 'Syy',
    customer: 'Asiakas',
    dryRun:
      'Koeajo ei tallenna rivejä, joten luvut eivät avaa niitä. Esimerkit muutoksista aukeavat alla olevista lauseista.',
  },
  bucket: {
    new: 'Uusia',
    updated: 'Päivittyi',
    unchanged: 'Ennallaan',
    duplicate: 'Toistuvia',
    unassigned: 'Ilman asiakasta',
    waiting: 'Odottaa',
    quarantined: 'Korjattavia',
    ignored: 'Ohitettu',
  } as Explained,
  bucketWhy: {
    new: 'Tätä ei ollut ennen.',
    updated: 'Sama tietue, uutta sisältöä.',
    unchanged: 'Sama tietue, sama sisältö.',
    duplicate: 'Sama tietue on jo aiemmalla rivillä tässä toimituksessa.',
    unassigned: 'Myynti tuntemattomalle: tallessa, liitettävissä myöhemmin asiakkaaseen.',
    waiting: 'Viittaa tilaukseen tai asiakkaaseen, jota ei ole vielä tuotu. Liittyy itsestään, kun se tulee.',
    quarantined: 'Rivissä on jotain, mitä ei voi tulkita. Mitään siitä ei tallennettu asiakkaalle.',
    ignored: 'Jätetty pois säännön mukaan.',
  } as Explained,
  /** The same of a dry run: nothing has happened. */
  bucketDry: {
    new: 'Uusia',
    updated: 'Päivittyisi',
    unchanged: 'Pysyisi ennallaan',
    duplicate: 'Toistuvia',
    unassigned: 'Jäisi ilman asiakasta',
    waiting: 'Jäisi odottamaan',
    quarantined: 'Jäisi korjattavaksi',
    ignored: 'Ohitettaisiin',
  } as Explained,
  bucketWhyDry: {
    new: 'Tätä ei ole ennestään.',
    updated: 'Sama tietue, uutta sisältöä.',
    unchanged: 'Sama tietue, sama sisältö.',
    duplicate: 'Sama tietue on jo aiemmalla rivillä tässä toimituksessa.',
    unassigned: 'Myynti tuntemattomalle: jäisi talteen, liitettävissä myöhemmin asiakkaaseen.',
    waiting: 'Viittaa tilaukseen tai asiakkaaseen, jota ei ole vielä tuotu. Liittyisi itsestään, kun se tulee.',
    quarantined: 'Rivissä on jotain, mitä ei voi tulkita. Mitään siitä ei tallennettaisi asiakkaalle.',
    ignored: 'Jätettäisiin pois säännön mukaan.',
  } as Explained,
  kind: {
    product: 'tuotteita',
    customer: 'asiakkaita',
    purchase: 'ostoja',
    purchaseLine: 'ostojen rivejä',
    invoice: 'laskuja',
    payment: 'maksuja',
    interaction: 'yhteydenottoja',
    feedback: 'palautteita',
  } as Explained,
})
