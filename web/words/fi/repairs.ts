import type { Format } from '../format.ts'

type Explained = Record<string, string>
const rows = (f: Format) => (n: number) => `${f.n(n)} ${f.plural(n, 'rivi', 'riviä')}`

/** Rows that wait for repair. */
export const repairs = (f: Format) => ({
  title: 'Korjattavat',
  lead: (waiting: number, ready: number) =>
    ready === 0
      ? `${rows(f)(waiting)} odottaa korjausta. Muut rivit on jo tuotu.`
      : `${rows(f)(waiting)} odottaa, niistä ${f.n(ready)} on jo kunnossa.`,
  empty: 'Ei korjattavia rivejä.',
  emptyClean: 'Ei korjattavia rivejä. Viimeisin tuonti meni läpi kokonaan.',
  emptyNext: 'Kun tuonnissa on rivi, jota ei voi tulkita, se jää tänne odottamaan.',
  toImports: 'Avaa tuonnit',
  causes: 'Syyt',
  allRows: 'Kaikki rivit',
  ready: 'Kunnossa, tuotavissa',
  rows: rows(f),
  show: 'Näytä',
  state: { waiting: 'Odottavat', mended: 'Korjatut', dropped: 'Pois jätetyt' } as Explained,
  noneHere: 'Näillä rajauksilla ei ole rivejä.',
  noneSettled: { mended: 'Yhtään riviä ei ole vielä korjattu.', dropped: 'Yhtään riviä ei ole jätetty pois.' },
  /** What became of a mended row. */
  became: {
    entered: 'Tuotu',
    older: 'Suljettu: samasta asiasta tiedetään uudempaa',
    ignored: 'Ohitettu: lähde on poistanut asiakkaan',
    duplicate: 'Suljettu: sama tietue tuli jo',
  } as Explained,
  grid: (name: string) => `Korjattavat rivit: ${name}`,
  gridHelp: 'Liiku nuolilla, muokkaa Enterillä. Sarakkeen voi liittää leikepöydältä.',
  line: 'Rivi',
  rowFaults: 'Koko rivi',
  rowReady: 'Kunnossa',
  pick: (line: number) => `Valitse rivi ${f.n(line)}`,
  pickAll: 'Valitse kaikki ladatut rivit',
  edit: (column: string) => `Muokkaa: ${column}`,
  was: (text: string) => `Alun perin: ${text === '' ? 'tyhjä' : text}`,
  becomes: (text: string) => `tallentuu: ${text}`,
  told: (n: number) => `Tullut ${f.n(n)} kertaa`,
  hidden: 'Turvakielto: osoite ja puhelin on peitetty.',
  checking: 'Tarkistetaan…',
  alike: {
    offer: (n: number) => `Sama teksti on ${f.n(n)} muulla rivillä tässä sarakkeessa.`,
    apply: (n: number) => `Korjaa kaikki samanlaiset (${f.n(n)})`,
    not: 'Ei kiitos',
    act: 'Korjaa monta kerralla',
    suggested: (n: number, of: number) =>
      n === of ? `Korjaisi kaikki ${f.n(of)} kokeiltua riviä.` : `Korjaisi ${f.n(n)} / ${f.n(of)} kokeiltua riviä.`,
    intro: 'Koskee rivejä, joilla on sama vika samassa sarakkeessa. Mitään ei vielä tuoda.',
    column: 'Sarake',
    operation: 'Mitä tehdään',
    to: 'Toinen sarake',
    order: 'Päivät on kirjoitettu',
    prefix: 'Maatunnus',
    from: 'Teksti nyt',
    text: 'Uusi teksti',
    look: 'Näytä, mitä muuttuisi',
    would: (changed: number, mended: number) =>
      changed === 0
        ? 'Mikään rivi ei muuttuisi.'
        : `${rows(f)(changed)} muuttuisi, ja niistä ${f.n(mended)} olisi kunnossa.`,
    before: 'Ennen',
    after: 'Jälkeen',
    run: (n: number) => `Muuta ${rows(f)(n)}`,
    done: (changed: number, mended: number) =>
      `${f.n(changed)} ${f.plural(changed, 'rivi muutettiin', 'riviä muutettiin')}. Kunnossa niistä on ${f.n(mended)}.`,
    undo: 'Kumoa',
    undone: (n: number) => `${f.n(n)} ${f.plural(n, 'rivi', 'riviä')} on taas niin kuin ennen.`,
    close: 'Sulje',
    operations: {
      replace: 'Vaihda sama teksti toiseksi',
      trim: 'Poista ylimääräiset merkit ja välit',
      swap: 'Vaihda kaksi saraketta keskenään',
      move: 'Siirrä toiseen sarakkeeseen',
      empty: 'Tyhjennä solu',
      dateOrder: 'Lue päivät toisessa järjestyksessä',
      prefix: 'Lisää maatunnus numeron eteen',
    } as Explained,
    suggestion: {
      trim: (column: string) => `Poista ylimääräiset merkit sarakkeesta ”${column}”`,
      swap: (column: string, to: string) => `Vaihda ”${column}” ja ”${to}” keskenään`,
      move: (column: string, to: string) => `Siirrä ”${column}” sarakkeeseen ”${to}”`,
      empty: (column: string) => `Tyhjennä ”${column}” ja tuo muu rivi`,
      dateOrder: (column: string) => `Lue ”${column}” toisessa järjestyksessä`,
    } as Record<string, (column: string, to: string) => string>,
    orders: {
      dmy: 'päivä.kuukausi.vuosi',
      mdy: 'kuukausi/päivä/vuosi',
      ymd: 'vuosi-kuukausi-päivä',
    } as Explained,
  },
  selected: (n: number) => `${f.n(n)} ${f.plural(n, 'rivi valittu', 'riviä valittu')}`,
  clear: 'Poista valinta',
  replay: {
    ready: (n: number) => `Tuo kunnossa olevat (${f.n(n)})`,
    selected: 'Tuo valitut',
    done: (counts: Record<string, number>) =>
      [
        counts.entered ? `${rows(f)(counts.entered)} tuotiin asiakkaille.` : '',
        counts.older
          ? `${f.n(counts.older)} ${f.plural(counts.older, 'rivi suljettiin', 'riviä suljettiin')}: samasta asiasta tiedetään jo uudempaa.`
          : '',
        counts.ignored
          ? `${f.n(counts.ignored)} ${f.plural(counts.ignored, 'rivi ohitettiin', 'riviä ohitettiin')}: lähde on poistanut asiakkaan.`
          : '',
        counts.faulty ? `${rows(f)(counts.faulty)} odottaa yhä korjausta.` : '',
        counts.gone
          ? `${f.n(counts.gone)} ${f.plural(counts.gone, 'rivi ei enää odottanut', 'riviä ei enää odottanut')}.`
          : '',
      ]
        .filter((text) => text !== '')
        .join(' '),
    customers: 'Avaa asiakas',
    running: (done: number, all: number) => `Tuodaan rivejä: ${f.n(done)} / ${f.n(all)}`,
    cancel: 'Keskeytä',
    stopped: 'Tuonti keskeytettiin. Jo tuodut rivit jäivät.',
  },
  drop: {
    selected: 'Jätä valitut pois',
    all: 'Jätä nämä pois',
    title: 'Jätä rivejä pois',
    intro: (n: number) => `${rows(f)(n)} siirtyy pois jätettyihin. Ne säilyvät, ja ne voi palauttaa.`,
    reason: 'Miksi (vapaaehtoinen)',
    confirm: 'Jätä pois',
    cancel: 'Peruuta',
    done: (n: number) => `${f.n(n)} ${f.plural(n, 'rivi jätettiin', 'riviä jätettiin')} pois.`,
    restore: 'Palauta valitut',
    restored: (n: number) => `${rows(f)(n)} odottaa taas korjausta.`,
    because: (reason: string) => (reason === '' ? 'Jätetty pois' : `Jätetty pois: ${reason}`),
  },
  download: 'Lataa tiedostona',
  downloadHelp: 'Korjaa tiedosto ja tuo se takaisin samaan lähteeseen: korjatut rivit poistuvat täältä.',
  /** How each fault is mended. */
  how: {
    email_invalid: 'Kirjoita osoite muodossa nimi@yritys.fi, tai tyhjennä solu, jos rivi muuten riittää.',
    phone_invalid: 'Kirjoita koko numero. Ulkomaisen numeron eteen tarvitaan maatunnus, esimerkiksi +46.',
    date_invalid:
      'Kirjoita päivä muodossa 31.12.2026. Jos kaikki päivät ovat väärin, tarkista järjestys tai vaihtuneet sarakkeet.',
    amount_invalid: 'Kirjoita pelkkä luku, esimerkiksi 12,90. Tarkista myös, ovatko sarakkeet vaihtuneet.',
    number_invalid: 'Kirjoita pelkkä luku ilman yksikköä.',
    business_id_invalid: 'Tarkista Y-tunnus: viimeinen numero on tarkistusmerkki.',
    postcode_invalid: 'Suomalaisessa postinumerossa on viisi numeroa. Taulukko-ohjelma on voinut pudottaa alkunollan.',
    currency_unknown: 'Kirjoita valuutan kolme kirjainta, esimerkiksi EUR.',
    name_missing: 'Lisää nimi.',
    key_missing: 'Rivistä ei selviä, ketä se koskee. Lisää tunnus, nimi, sähköposti tai puhelin.',
    order_number_missing: 'Lisää tilauksen numero: ilman sitä riviä ei voi liittää ostoon.',
    text_too_long: 'Lyhennä tekstiä. Usein lainausmerkki on jäänyt auki ja solu on nielaissut seuraavat rivit.',
    text_unreadable: 'Riviä ei voitu lukea. Kirjoita solut uudelleen lähteestä.',
    row_ragged: 'Rivillä on enemmän soluja kuin otsikossa. Yhdistä yhteen kuuluvat solut ja tyhjennä ylimääräiset.',
    erased: 'Henkilö on poistettu pyynnöstä.',
    nothing_in_row: 'Rivillä ei ole mitään tuotavaa. Täydennä se tai jätä se pois.',
    date_missing: 'Lisää päivä.',
    amount_missing: 'Lisää summa.',
    out_of_range: 'Arvo on mahdoton. Tarkista vuosi ja nollien määrä.',
    value_unknown: 'Sanaa ei ole sarakkeen arvoluettelossa. Vaihda se johonkin luettelon sanaan.',
  } as Explained,
  readyHow: 'Näissä ei ole enää vikaa. Ne tulevat asiakkaille vasta, kun tuot ne.',
})
