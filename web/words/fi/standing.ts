import type { Format } from '../format.ts'

/** Asiakkaan arkistointi ja poistaminen, ja monen asiakkaan muuttaminen kerralla. */
export const standing = (f: Format) => ({
  more: 'Muut toiminnot',
  archive: 'Arkistoi',
  restore: 'Palauta arkistosta',
  delete: 'Poista…',
  archived: 'Arkistoitu. Asiakas ei näy luetteloissa eikä haussa.',
  restored: 'Palautettu arkistosta.',
  undo: 'Kumoa',
  remove: {
    title: 'Poista asiakas',
    archiving: 'Arkistointi',
    archivingText: 'Asiakas jää pois luetteloista ja hausta. Mitään ei häviä, ja arkistosta voi palauttaa.',
    deleting: 'Poistaminen',
    deletingText: 'Pois lähtee kaikki, mitä lähteet ovat asiakkaasta kertoneet, ja kaikki siitä laskettu:',
    back: 'Jos sama tiedosto tuodaan uudelleen, asiakas palaa sen mukana.',
    erasing: 'Henkilötietojen hävittäminen',
    erasingText:
      'Kun asiakas pyytää henkilötietojensa hävittämistä, valitse Poista lopullisesti. Lain vaatimat laskut jäävät silloinkin.',
    record: (source: string, kind: string, n: number) => `${source}: ${kind} (${f.n(n)})`,
    kinds: {
      customer: 'asiakastiedot',
      product: 'tuotteet',
      purchase: 'ostot',
      purchaseLine: 'ostosrivit',
      invoice: 'laskut',
      payment: 'maksut',
      interaction: 'yhteydenotot',
      feedback: 'palautteet',
    } as Record<string, string>,
    staff: 'Käsin kirjattu',
    timeline: (n: number) => `${f.n(n)} ${f.plural(n, 'tapahtuma', 'tapahtumaa')} aikajanalta`,
    notes: (n: number) => `joista ${f.n(n)} henkilöstön kirjaamaa`,
    purchases: (n: number, sums: string) => `${f.n(n)} ${f.plural(n, 'osto', 'ostoa')}${sums && `, yhteensä ${sums}`}`,
    invoices: (n: number) => `${f.n(n)} ${f.plural(n, 'lasku', 'laskua')}`,
    no: 'Poistaa ei voi:',
    invoiceKept: (n: number, until: string) =>
      `${f.n(n)} ${f.plural(n, 'lasku on', 'laskua on')} kirjanpitolain mukaan säilytettävä ${until} asti.`,
    toldElsewhere: 'Asiakas on yrityksen yhteyshenkilö. Hän palaisi heti yrityksen riviltä.',
    instead: 'Arkistoi sen sijaan',
    go: 'Poista asiakas',
    done: (name: string) => `Poistettu: ${name}`,
  },
  bulk: {
    open: 'Muuta…',
    title: 'Muuta valittuja',
    text: 'Muutos tehdään jokaisen valitun asiakkaan tietoihin, ja se jää näkyviin asiakkaan historiaan.',
    what: 'Mitä muutetaan',
    language: 'Asiointikieli',
    attribute: 'Muu tieto',
    name: 'Tiedon nimi',
    value: 'Arvo',
    restore: 'Palauta arkistosta',
    go: 'Muuta',
    running: (through: number, total: number) => `Muutetaan: ${f.n(through)} / ${f.n(total)}`,
    undoing: (through: number, total: number) => `Kumotaan: ${f.n(through)} / ${f.n(total)}`,
    done: (n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')} muutettu.`,
    archived: (n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')} arkistoitu.`,
    restored: (n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')} palautettu arkistosta.`,
    same: (n: number) => `${f.n(n)} oli jo niin.`,
    cancelled: 'Keskeytetty.',
    undone: (n: number) => `${f.n(n)} ${f.plural(n, 'muutos', 'muutosta')} kumottu.`,
    refused: (because: string, n: number): string => {
      if (because === 'protected') return `${f.n(n)} jätettiin: turvakielto.`
      if (because === 'changed') return `${f.n(n)} jätettiin: joku muutti samaa välillä.`
      if (because === 'gone') return `${f.n(n)} ei ole enää olemassa.`
      return `${f.n(n)} jätettiin ennalleen.`
    },
    progress: 'Muutoksen eteneminen',
    stop: 'Keskeytä',
    close: 'Sulje ilmoitus',
  },
})
