import type { Format } from '../format.ts'

export const today = (f: Format) => ({
  title: 'Tänään',
  customers: 'Asiakkaita',
  customersNote: 'Avaa luettelo',
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
