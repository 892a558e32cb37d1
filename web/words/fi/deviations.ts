import type { Format } from '../format.ts'

/** How unlikely chance is, from bits. */
const odds = (f: Format, bits: number) =>
  bits >= 20
    ? 'harvemmalle kuin yhdelle asiakkaalle miljoonasta'
    : `noin yhdelle asiakkaalle ${f.n(Number((2 ** bits).toPrecision(1)))}:sta`

/** What has changed in how a customer buys. */
export const deviations = (f: Format) => ({
  title: 'Käytöksen muutokset',
  none: 'Selvää muutosta ei näy.',
  says: {
    drop: (size: number) => (size <= -0.99 ? 'Ei ole enää ostanut.' : 'Ostaa harvemmin kuin ennen.'),
    rise: () => 'Ostaa useammin kuin ennen.',
    basketDown: () => 'Ostokset ovat pienentyneet.',
    basketUp: () => 'Ostokset ovat kasvaneet.',
    returns: () => 'Palauttaa enemmän kuin ennen.',
    category: () => 'Tuoteryhmä on jäänyt vähemmälle:',
    channel: () => 'Kanava on jäänyt vähemmälle:',
  } as Record<string, (size: number) => string>,
  pace: (bought: number, expected: number, weeks: number) =>
    `Ostopäiviä ${f.n(bought)}, omalla tahdilla olisi ollut ${f.n(expected, expected < 10 ? 1 : 0)} (${f.n(weeks)} ${f.plural(weeks, 'viikko', 'viikkoa')}).`,
  basket: (usual: string, now: string, n: number) =>
    `Tavallisesti ${usual}, nyt ${now} (${f.n(n)} ${f.plural(n, 'ostos', 'ostosta')}).`,
  share: (usual: number, now: number, hits: number, of: number) =>
    `Osuus ennen ${f.percent(usual, 0)}, nyt ${f.percent(now, 0)} (${f.n(hits)} / ${f.n(of)}).`,
  since: (day: string, found: string) => `Huomattiin ${found}, alkoi ${day} tienoilla.`,
  change: (size: number) => `${size > 0 ? '+' : '−'}${f.percent(Math.abs(size), 0)}`,
  points: (size: number) => `${size > 0 ? '+' : '−'}${f.n(Math.abs(size) * 100)} %-yks.`,
  ended: (day: string) => `Ennallaan ${day} alkaen.`,
  past: 'Aiemmat muutokset',
  why: 'Mistä tämä tiedetään',
  evidence: (bits: number) => `Sattuma tuottaisi näin vahvan näytön ${odds(f, bits)}.`,
  method: (baseline: number, watched: number) =>
    `Viime ${f.n(watched)} viikkoa verrataan asiakkaan omiin ${f.n(baseline)} edelliseen viikkoon. Kaikkien asiakkaiden yhteiset vaihtelut, kuten kausi, eivät ole muutoksia.`,
  bound: (share: number, weeks: number) =>
    `Väärien hälytysten raja: asiakkaista, joiden ostotahti ei ole muuttunut, ${f.percent(share, 1)} saa ${f.n(weeks)} viikossa turhan ilmoituksen. Muista muutoksista enintään viidesosa on sattumaa.`,
  basis: (version: number, made: string, from: string, asOf: string, n: number) =>
    `Malli ${f.n(version)}, laskettu ${made}. Ostot ${from} alkaen ${asOf} asti, ${f.n(n)} ${f.plural(n, 'seurattu asiakas', 'seurattua asiakasta')}.`,
  rows: 'Ostot, joista tämä on laskettu',
  chart: 'Ostopäivät viikoittain ja odotettu tahti',
  week: 'Viikko alkaen',
  bought: 'Ostopäiviä',
  expected: 'Odotettu',
  inWeek: (week: string, n: number, expected: number) =>
    `${week}: ${f.n(n)} ${f.plural(n, 'ostopäivä', 'ostopäivää')}, odotettu ${f.n(expected, 1)}`,
})
