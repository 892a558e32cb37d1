import type { Format } from '../format.ts'
import { ago, during, every } from './terms.ts'

const counted = [
  '',
  'Yksi',
  'Kaksi',
  'Kolme',
  'Neljä',
  'Viisi',
  'Kuusi',
  'Seitsemän',
  'Kahdeksan',
  'Yhdeksän',
  'Kymmenen',
]
const spelled = (f: Format, n: number) => counted[n] ?? f.n(n)

export const today = (f: Format) => ({
  title: 'Tänään',
  summary: (silent: number, repair: number) => {
    const people =
      silent === 0
        ? 'Kaikki ovat rytmissään.'
        : `${spelled(f, silent)} ${f.plural(silent, 'hyvä asiakas on', 'hyvää asiakasta on')} ollut hiljaa tavallista pidempään.`
    const rows =
      repair === 0 ? '' : ` ${spelled(f, repair)} ${f.plural(repair, 'rivi odottaa', 'riviä odottaa')} korjausta.`
    return people + rows
  },
  customers: 'Asiakkaita',
  customersNote: 'Avaa luettelo',
  beyond: 'Hiljenneet hyvät asiakkaat',
  beyondNote: (net: string) => `ostoja yhteensä ${net}`,
  beyondNone: 'kaikki rytmissään',
  waiting: 'Odottaa ratkaisua',
  waitingNote: (quarantined: number, unassigned: number, parents: number) =>
    [
      quarantined > 0 && `${f.n(quarantined)} korjattavaa`,
      unassigned > 0 && `${f.n(unassigned)} ilman asiakasta`,
      parents > 0 && `${f.n(parents)} odottaa tilaustaan`,
    ]
      .filter(Boolean)
      .join(' · '),
  waitingNone: 'Ei korjattavia rivejä.',
  list: 'Kauppiaan lista',
  why: (rhythm: number, lasted: number, since: number) =>
    `Ostanut ${every(f, rhythm)} ${during(f, lasted)}, viimeksi ${ago(f, since)}.`,
  evidence: (purchases: number, year: string) =>
    `${f.n(purchases)} ${f.plural(purchases, 'osto', 'ostoa')} · asiakkaana vuodesta ${year}`,
  worth: (net: string) => `ostanut ${net}`,
  act: 'Ota yhteyttä',
  listEmpty: 'Kukaan hyvistä asiakkaista ei ole jäänyt rytmistään. Hyvä hetki katsoa, mitä asiakkaat ovat toivoneet.',
  top: 'Eniten ostaneet',
  topLast: (day: string) => `viimeksi ${day}`,
  purchases: (count: number) => `${f.n(count)} ${f.plural(count, 'osto', 'ostoa')}`,
  cameIn: 'Tullut sisään',
  cameInLine: (lines: number, quarantined: number) =>
    quarantined === 0
      ? `${f.n(lines)} ${f.plural(lines, 'rivi', 'riviä')}, meni läpi kokonaan`
      : `${f.n(lines)} ${f.plural(lines, 'rivi', 'riviä')}, ${f.n(quarantined)} korjattavaa`,
  cameInNone: 'Mitään ei ole vielä tuotu.',
  heard: 'Kuultua',
  heardNone: 'Ei uusia toiveita eikä reklamaatioita.',
  empty: {
    title: 'Täällä ei ole vielä asiakkaita',
    text: 'Tuo asiakas- tai myyntitiedosto sellaisena kuin se on. Ohjelma tunnistaa sarakkeet ja näyttää, mitä löysi, ennen kuin mitään tallennetaan.',
    act: 'Tuo ensimmäinen tiedosto',
    or: 'Lisää asiakas käsin',
  },
})
