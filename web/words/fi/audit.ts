import type { Format } from '../format.ts'

/** Historian sinetit: onko muutoshistoriaan kajottu. */
export const audit = (f: Format) => ({
  title: 'Historian sinetit',
  intro:
    'Jokainen muutos asiakkaan tietoihin sinetöidään yöllä ketjuun. Jos kirjausta myöhemmin muutetaan, poistetaan tai lisätään tietokantaan ohi ohjelman, tarkistus kertoo ensimmäisen rikkoutuneen kohdan.',
  until: 'Sinetöity',
  never: 'Ei vielä. Ensimmäinen sinetti tehdään ensi yönä.',
  sealed: 'Sineteissä',
  links: (leaves: number, seals: number) =>
    `${f.n(leaves)} ${f.plural(leaves, 'kirjaus', 'kirjausta')}, ${f.n(seals)} ${f.plural(seals, 'sinetti', 'sinettiä')}`,
  head: 'Viimeisin tunniste',
  headNote: 'Kirjoita tämä muistiin muualle, jos haluat itse todentaa sinetin.',
  check: 'Tarkista historia',
  again: 'Tarkista uudelleen',
  waiting: 'Odottaa vuoroaan',
  going: (done: number, total: number) => `Tarkistettu ${f.n(done)} / ${f.n(total)}`,
  failed: 'Tarkistus jäi kesken. Yritä uudelleen.',
  checked: (when: string, entries: number) =>
    `Tarkistettu ${when}: ${f.n(entries)} ${f.plural(entries, 'kirjaus', 'kirjausta')}.`,
  whole: 'Historia on ehjä.',
  erased: (n: number) => `Tietosuojapoistoissa poistettuja kirjauksia on ${f.n(n)}.`,
  broken: (n: number) => `Historiaan on kajottu: ${f.n(n)} ${f.plural(n, 'virhe', 'virhettä')}.`,
  whatNow: 'Ota tietokannan pääsyloki talteen ja vertaa varmuuskopioon.',
  place: (seal: number, shard: number | null, n: number | null) =>
    shard === null ? `sinetti ${seal}` : `sinetti ${seal}, ketju ${shard}, lenkki ${n ?? '–'}`,
  customer: 'Avaa asiakas',
  what: {
    changed: 'Kirjausta on muutettu sinetöinnin jälkeen.',
    deleted: 'Sinetöity kirjaus puuttuu.',
    copied: 'Sinetöity kirjaus on kahdesti.',
    added: 'Kirjaus on lisätty jo sinetöityyn aikaan.',
    missing: 'Ketjusta puuttuu lenkkejä tai niiden järjestys on väärä.',
    altered: 'Ketjun lenkkiä on muutettu.',
    untold: 'Kirjaus on poistettu, eikä mikään tietosuojapoisto kerro siitä.',
    rewritten: 'Sinetti ei ole se, joka kirjattiin tietokannan viereen.',
    truncated: 'Tietokannan viereen kirjattuja sinettejä puuttuu.',
  },
})
