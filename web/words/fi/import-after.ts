import type { Format } from '../format.ts'

type Explained = Record<string, string>

/** What an import does to known customers; a dry run speaks of what it would do. `field` is a word of `fields`. */
export const effects = (f: Format) => {
  const of = (n: number) => `${f.n(n)} ${f.plural(n, 'asiakkaan', 'asiakkaan')}`
  return {
    title: 'Mitä asiakastiedoissa muuttui',
    titleDry: 'Mitä asiakastiedoissa muuttuisi',
    nothing: 'Yhdenkään tutun asiakkaan tiedot eivät muuttuneet.',
    nothingDry: 'Yhdenkään tutun asiakkaan tiedot eivät muuttuisi.',
    fields: {
      name: 'nimi',
      email: 'sähköpostiosoite',
      phone: 'puhelinnumero',
      address: 'osoite',
      language: 'asiointikieli',
      businessId: 'Y-tunnus',
      vatId: 'ALV-tunnus',
      birthDate: 'syntymäaika',
      title: 'titteli',
      website: 'verkkosivu',
      gender: 'sukupuoli',
      kind: 'asiakkaan laji',
      consent: 'markkinointilupa',
    } as Explained,
    attribute: (name: string) => `lisätieto ”${name}”`,
    told: {
      filled: (n: number, field: string) => `${of(n)} puuttunut ${field} täydentyi.`,
      changed: (n: number, field: string) => `${of(n)} ${field} vaihtui.`,
      kept: (n: number, field: string) => `${of(n)} ${field} olisi ollut huonompi: pidettiin nykyinen.`,
      new: (n: number) => `${f.n(n)} ${f.plural(n, 'uusi asiakas', 'uutta asiakasta')}.`,
    },
    toldDry: {
      filled: (n: number, field: string) => `${of(n)} puuttuva ${field} täydentyisi.`,
      changed: (n: number, field: string) => `${of(n)} ${field} vaihtuisi.`,
      kept: (n: number, field: string) => `${of(n)} ${field} olisi huonompi: pidetään nykyinen.`,
      new: (n: number) => `${f.n(n)} ${f.plural(n, 'uusi asiakas', 'uutta asiakasta')} tulisi.`,
    },
    customer: 'Asiakas',
    newCustomer: 'uusi asiakas',
    old: 'Nykyinen',
    new: 'Tiedostossa',
    where: 'Rivi',
    first: (n: number) => `Näytetään ensimmäiset ${f.n(n)}.`,
    none: 'Näistä ei ole esimerkkejä.',
  }
}

/** A delivery that is worse than its source may be waits for a person. */
export const held = (f: Format) => ({
  title: 'Tuonti odottaa päätöstäsi. Mitään ei ole tallennettu.',
  limit: {
    quarantined: (measured: string, allowed: string) =>
      `Riveistä ${measured} menisi Korjattaviin. Lähteen raja on ${allowed}.`,
    faulty: (measured: string, allowed: string) =>
      `Riveistä ${measured} sisältää virheellisen arvon. Lähteen raja on ${allowed}.`,
    rows: (measured: string, allowed: string) => `Rivejä on ${measured}. Lähteen raja on ${allowed}.`,
  } as Record<string, (measured: string, allowed: string) => string>,
  worst: 'Eniten vikaa aiheuttavat',
  example: 'esimerkiksi',
  rows: (n: number) => `${f.n(n)} ${f.plural(n, 'rivillä', 'rivillä')}`,
  choices: 'Vaihtoehdot',
  mend: 'Korjaa kohdistusta',
  mendNote: 'Usein sarake on väärässä paikassa tai kohdistettu väärin.',
  letIn: 'Tuo silti',
  letInNote: 'Kelvolliset rivit tuodaan, muut menevät Korjattaviin.',
  drop: 'Hylkää toimitus',
  dropNote: 'Mitään ei tuoda. Toimitus jää luetteloon keskeytettynä.',
  limits: 'Rajat ovat lähteen asetuksissa.',
  letInBy: (name: string, when: string) => `Raja ylittyi. ${name} päästi tuonnin läpi ${when}.`,
})

/** Taking a whole import back. */
export const rollback = (f: Format) => {
  const n = (count: number, one: string, many: string) => `${f.n(count)} ${f.plural(count, one, many)}`
  return {
    open: 'Peru tuonti',
    title: 'Peru koko tuonti',
    lead: 'Asiakastiedot palaavat siihen, mitä ne olisivat ilman tätä tuontia. Historia ja tämä raportti säilyvät.',
    touches: 'Mihin peruminen koskee',
    touchesAbout: 'Mihin peruminen koskee, arvio',
    records: (count: number) =>
      n(
        count,
        'tuotu tietue poistuu tai palaa edelliseen versioon',
        'tuotua tietuetta poistuu tai palaa edelliseen versioon',
      ),
    customers: (count: number) =>
      n(count, 'asiakkaan tiedot lasketaan uudelleen', 'asiakkaan tiedot lasketaan uudelleen'),
    customersGone: (count: number) =>
      n(
        count,
        'asiakas poistuu, koska muuta tietoa hänestä ei ole',
        'asiakasta poistuu, koska muuta tietoa heistä ei ole',
      ),
    timeline: (count: number) => n(count, 'tapahtuma poistuu', 'tapahtumaa poistuu'),
    quarantined: (count: number) => n(count, 'rivi poistuu Korjattavista', 'riviä poistuu Korjattavista'),
    editsStay: (count: number) =>
      n(count, 'tuonnin jälkeen käsin tehty muutos jää voimaan', 'tuonnin jälkeen käsin tehtyä muutosta jää voimaan'),
    ask: 'Perumista ei voi keskeyttää. Tiedoston voi tuoda uudelleen.',
    go: 'Peru tuonti',
    keep: 'Älä peru',
    refused: 'Tuontia ei voi perua.',
    because: {
      state: 'Se on kesken tai jo peruttu.',
      dryRun: 'Koeajo ei tallentanut mitään.',
    },
    objection: {
      record_unreadable: 'Osan tiedoista on tallentanut ohjelman aiempi versio muodossa, jota ei voi enää lukea.',
    } as Explained,
    going: 'Tuontia perutaan',
    doing: (done: number, all: number) => `${f.n(done)} / ${f.n(all)} tietuetta`,
    done: (when: string) => `Tuonti peruttiin ${when}. Asiakastiedot ovat kuin sitä ei olisi tehty.`,
    doneBy: (name: string, when: string) =>
      `${name} perui tuonnin ${when}. Asiakastiedot ovat kuin sitä ei olisi tehty.`,
    outcome: (count: number) => n(count, 'tietue otettiin pois.', 'tietuetta otettiin pois.'),
    leave: 'Voit poistua sivulta; peruminen jatkuu.',
    offer: 'Voit jatkaa tästä tai perua koko tuonnin.',
  }
}
