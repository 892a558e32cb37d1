import type { Format } from '../format.ts'

/** Kirjoitusasujen yhtenäistäminen. */
export const cleanup = (f: Format) => ({
  title: 'Yhtenäistä kirjoitusasut',
  intro:
    'Sama asia on usein kirjoitettu monella tavalla. Valitse oikea kirjoitusasu, niin muut korjataan siihen. Muutos näkyy jokaisen asiakkaan historiassa ja sen voi kumota.',
  past: 'Aiemmat joukkomuutokset',
  field: 'Tieto',
  fieldName: (id: string) =>
    id === 'city' ? 'Postitoimipaikka' : id === 'title' ? 'Titteli' : id.replace(/^attribute\./, ''),
  look: 'Etsi samankaltaiset',
  again: 'Etsi uudelleen',
  going: 'Etsitään…',
  looked: (when: string) => `Etsitty ${when}`,
  never: 'Tätä tietoa ei ole vielä käyty läpi.',
  neverNext: 'Etsi samankaltaiset: ohjelma ryhmittelee arvot, ja sinä päätät.',
  none: 'Kaikki arvot näyttävät eri asioilta.',
  noneOf: (n: number) => `Käytiin läpi ${f.n(n)} ${f.plural(n, 'arvo', 'eri arvoa')}.`,
  failed: 'Etsiminen ei onnistunut. Yritä uudelleen.',
  list: 'Ryhmät, suurin vaikutus ensin',
  likeness: {
    fingerprint: 'Samat kirjaimet ja sanat',
    pairs: 'Samat kirjaimet, eri välit tai järjestys',
    distance: 'Luultavasti näppäilyvirhe',
  },
  customers: (n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')}`,
  use: 'Käytä tätä',
  choose: (text: string) => `Käytä tätä: ${text}`,
  inUse: 'oikea',
  right: 'Oikea kirjoitusasu',
  apply: (n: number, shown: string) => (n === 1 ? 'Korjaa 1 asiakas' : `Korjaa ${shown} asiakasta`),
  leave: 'Nämä ovat eri asioita',
  left: 'Jätetty ennalleen, eikä ehdoteta uudelleen.',
  done: (to: string, n: number, state: string) =>
    state === 'running'
      ? `Korjataan kirjoitusasuun ${to} taustalla.`
      : `${f.n(n)} ${f.plural(n, 'asiakas korjattiin', 'asiakasta korjattiin')} kirjoitusasuun ${to}.`,
  undone: (n: number) => `Kumottu: ${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')} kuten ennen.`,
})
