import type { Format } from '../format.ts'

type Explained = Record<string, string>

/** Mistä virheet tulevat. */
export const watch = (f: Format) => {
  const share = (value: number | null) =>
    value === null ? '–' : value > 0 && value < 0.001 ? `< ${f.percent(0.001, 1)}` : f.percent(value, 1)
  const rows = (n: number | null) => (n === null ? '–' : rowsOf(n))
  const rowsOf = (n: number) => `${f.n(n)} ${f.plural(n, 'rivi', 'riviä')}`
  return {
    title: 'Mistä virheet tulevat',
    lead: 'Viimeiset kahdeksan viikkoa. Tekninen syy korjataan kerralla, työtapa muuttuu ihmisten kanssa.',
    counted: (moment: string) => `Laskettu ${moment}.`,
    never: 'Virheitä ei ole vielä laskettu. Luvut tulevat muutaman minuutin kuluttua tuonnista.',
    none: 'Ei virheitä kahdeksaan viikkoon.',
    noneOf: 'Tällaisia virheitä ei ole kahdeksaan viikkoon.',
    which: 'Mitkä virheet',
    all: 'Kaikki',
    class: { technical: 'Tekninen', working: 'Työtapa' } as Explained,
    cause: {
      mapping: 'sarakkeiden kohdistus',
      source: 'lähde muuttui',
      integration: 'liitäntä',
      screen: 'näkymä',
      person: 'yhden henkilön tapa',
      importer: 'tiedoston tuoja',
      everybody: 'yhteinen tapa',
      atSource: 'kirjaaminen lähteessä',
    } as Explained,
    entrance: {
      import: 'tuonnit',
      event: 'tapahtumarajapinta',
      api: 'rajapinta',
      form: 'lomake',
      staff: 'käsin kirjatut',
    } as Explained,
    screen: {
      customerPage: 'asiakkaan sivu',
      newCustomer: 'uusi asiakas',
      bulk: 'joukkomuutos',
      api: 'ohjelma rajapinnan kautta',
    } as Explained,
    code: {
      phone_in_name: 'Puhelinnumero nimikentässä',
      placeholder: 'Kenttä täytetty vain täytteeksi',
      digits_in_city: 'Numeroita paikkakunnan kentässä',
      duplicate_merged: 'Asiakas lisätty toiseen kertaan',
      duplicate_found: 'Asiakas lähes varmasti toiseen kertaan',
      bounced: 'Posti ei mennyt perille',
      corrected: 'Oikaistu kuukauden sisällä',
    } as Explained,
    field: { address: 'osoite' } as Explained,
    count: (n: number, of: number | null) => (of === null ? `${f.n(n)} kertaa` : `${f.n(n)} / ${f.n(of)}`),
    share,
    trend: (shares: readonly (number | null)[]) =>
      `Viikoittain: ${shares.map((one) => (one === null ? 'ei tietoja' : share(one))).join(', ')}`,
    why: 'Mistä tämä on päätelty',
    reason: {
      program: (r) => `Kirjoittaja on ohjelma, ei ihminen: ${r.name === 'event' ? 'tapahtumarajapinta' : 'rajapinta'}.`,
      brokenRows: () => 'Rivi on rikki kokonaan. Sellaista ei synny kirjaamalla.',
      wholeColumn: (r) =>
        `Tiedostossa ${r.name} virhe on ${share(r.share)} riveistä (${f.n(r.faults)} / ${rows(r.told)}).`,
      joining: () => 'Kyse on siitä, millä tunnuksella rivi löytää asiakkaansa.',
      jumped: (r) => `Viimeisten seitsemän päivän aikana ${share(r.share)} (${f.n(r.faults)} / ${rows(r.told)}).`,
      usual: (r) => `Sitä ennen ${share(r.share)} (${f.n(r.faults)} / ${rows(r.told)}).`,
      form: () => 'Lomakkeen täyttää asiakas itse.',
      steady: (r) =>
        r.share === null
          ? 'Virheitä on tasaisesti, ei yhdessä tiedostossa eikä yhdellä kertaa.'
          : `Virheitä on tasaisesti ${share(r.share)} riveistä, ei yhdessä tiedostossa eikä yhdellä kertaa.`,
      few: () => 'Virheitä on niin vähän, ettei syystä voi vielä olla varma.',
      oneImporter: (r) =>
        `Saman henkilön tuomissa tiedostoissa ${share(r.share)}${r.name ? ` (rooli: ${r.name})` : ''}, ${rows(r.told)}.`,
      others: (r) => `Muiden tuomissa ${share(r.share)}, ${rows(r.told)}.`,
      screen: (r) => `Virheistä ${share(r.share)} tulee tästä: ${r.name}.`,
      rate: (r) => (r.share === null ? `Kirjauksia ${f.n(r.faults)}.` : `Kaikista kirjauksista ${share(r.share)}.`),
      onePerson: (r) =>
        `Virheistä ${share(r.share)} on yhden henkilön kirjaamia${r.name ? ` (rooli: ${r.name})` : ''}.`,
    } as Record<
      string,
      (r: { share: number | null; told: number | null; faults: number; name: string | null }) => string
    >,
    open: {
      repairs: 'Avaa korjattavat rivit',
      cleanup: 'Yhtenäistä kirjoitusasut',
      duplicates: 'Avaa päällekkäiset asiakkaat',
      source: 'Avaa rivit',
    } as Explained,
    more: (n: number) => `Näytä kaikki ${f.n(n)}`,
    alerts: 'Virheitä tavallista enemmän',
    noAlerts: 'Jokainen lähde on pysynyt omissa rajoissaan.',
    alert: (faulty: number, told: number, upper: number, centre: number) =>
      `${f.n(faulty)} / ${rows(told)}, ${share(faulty / told)}. Tavallisesti ${share(centre)}, yläraja ${share(upper)}.`,
    lost: (n: number) => `${f.n(n)} ${f.plural(n, 'vahvistettu arvo on', 'vahvistettua arvoa on')} syrjäytynyt`,
    lostWhy: 'Näin ei saisi käydä: vahvistettua arvoa ei korvaa mikään lähde. Tarkista rivit ja ilmoita ylläpidolle.',
    lostLine: (field: string, source: string, moment: string) => `${field}: ${source}, ${moment}`,
    chart: 'Valvontakortti',
    chartOf: 'Lähde',
    chartWhy:
      'Virheellisten rivien osuus toimituksittain tai päivittäin. Rajat tulevat lähteen omasta vaihtelusta; yli menevä ei ole sattumaa.',
    noCharts: 'Valvontakortti piirtyy, kun lähteestä on tullut vähintään 20 rivin toimitus.',
    learning: (n: number, least: number) =>
      `Rajat lasketaan, kun toimituksia on ${f.n(least)}. Nyt niitä on ${f.n(n)}.`,
    limits: (centre: number, basis: number) => `Tavallisesti ${share(centre)}, laskettu ${f.n(basis)} edellisestä.`,
    spread: (times: number) =>
      `Osuudet vaihtelevat ${f.n(times, 1)} kertaa enemmän kuin sattuma selittää, joten rajat ovat sen mukaan väljemmät.`,
    point: (day: string, faulty: number, told: number, upper: number | null, verdict: string) =>
      `${day}: ${share(told === 0 ? 0 : faulty / told)} (${f.n(faulty)} / ${rows(told)})${upper === null ? '' : `, yläraja ${share(upper)}`}, ${verdict}`,
    verdict: {
      small: 'liian vähän rivejä',
      learning: 'rajoja ei vielä ole',
      within: 'rajoissa',
      above: 'yli rajan',
    } as Explained,
    table: 'Luvut taulukkona',
    columns: { day: 'Päivä', share: 'Virheitä', rows: 'Rivejä', upper: 'Yläraja', verdict: 'Tulos' },
    upper: 'yläraja',
    centre: 'tavallinen',
    owner: 'Vastuuhenkilö',
    ownerNote: 'Saa maanantaisin kirjeen lähteen virheistä, kun kerrottavaa on, ja viestin heti, kun raja ylittyy.',
    nobody: 'Ei kukaan',
    ownerSaved: 'Tallennettu.',
  }
}
