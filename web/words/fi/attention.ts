import type { Format } from '../format.ts'
import { ago, during, every } from './terms.ts'

/** Plain digits and ISO days; texts of people are made visible by whoever asks. */
export type Figures = Readonly<Record<string, string>>

/** What a sentence about money is made of: figures with sums in minor units of this currency. */
export type Money = (minor: string | undefined) => string

/** A date ends in a full stop already. */
const end = (text: string) => (text.endsWith('.') ? text : `${text}.`)
const share = (f: Format, text: string | undefined) => f.percent(Number(text ?? 0))
const whole = (f: Format, text: string | undefined) => f.n(Math.round(Number(text ?? 0)))

const deviations = (f: Format, x: Figures, money: Money): string => {
  const from = x.began ? ` ${f.day(x.began)} alkaen` : ''
  const name = x.name ?? ''
  const shares = `osuus ostoista ennen ${share(f, x.usualShare)}, nyt ${share(f, x.nowShare)}`
  switch (x.deviation) {
    case 'drop':
      return `Ostaa aiempaa harvemmin${from}: ostokertoja ${whole(f, x.bought)}, omalla tahdilla olisi ollut ${whole(f, x.expected)}.`
    case 'rise':
      return `Ostaa aiempaa useammin${from}: ostokertoja ${whole(f, x.bought)}, omalla tahdilla olisi ollut ${whole(f, x.expected)}.`
    case 'basketDown':
      return `Ostokset ovat pienentyneet${from}: ennen ${money(x.usual)}, nyt ${money(x.now)}.`
    case 'basketUp':
      return `Ostokset ovat kasvaneet${from}: ennen ${money(x.usual)}, nyt ${money(x.now)}.`
    case 'returns':
      return `Palauttaa aiempaa enemmän${from}: ${shares}.`
    case 'category':
      return `Ostaa eri asioita kuin ennen${from}. Tuoteryhmä ${name}: ${shares}.`
    case 'channel':
      return `Asioi eri kanavassa kuin ennen${from}. Kanava ${name}: ${shares}.`
    default:
      return `Käyttäytyminen on muuttunut${from}.`
  }
}

export const attention = (f: Format) => ({
  title: 'Kauppiaan lista',
  lead: (people: number, late: number) => {
    const first =
      people === 0
        ? 'Listallasi ei ole nyt ketään.'
        : people === 1
          ? 'Yksi ihminen ansaitsee huomiosi tänään.'
          : `${spelled(f, people)} ihmistä ansaitsee huomiosi tänään.`
    const rest =
      late === 0 ? '' : late === 1 ? ' Yksi järjestelmä on myöhässä.' : ` ${spelled(f, late)} järjestelmää on myöhässä.`
    return first + rest
  },
  scopes: 'Kenen lista',
  scope: { mine: 'Minun', team: 'Kaikkien' } as Record<string, string>,
  figure: 'Listalla sinulle',
  figureNote: (worth: string | null, done: number) =>
    [worth && `arvo yhteensä n. ${worth}`, done > 0 && `${f.n(done)} ${f.plural(done, 'hoidettu', 'hoidettua')} tänään`]
      .filter(Boolean)
      .join(' · ') || 'ei vielä hoidettuja',
  madeAt: (at: string) => `Lista on tehty ${at}. Se muuttuu heti, kun jotain tapahtuu.`,
  why: {
    slipping: (x) =>
      `Ostanut ${every(f, Number(x.rhythmDays))} ${during(f, Number(x.lasted))}, viimeksi ${ago(f, Number(x.sinceDays))}.`,
    cantLose: (x) =>
      `Yksi useimmin ostaneista: ${f.n(Number(x.purchaseDays))} ostokertaa, viimeksi ${ago(f, Number(x.sinceDays))}.`,
    lapsing: (x) =>
      `Hiljaisuus on venynyt: ostaa seuraavien ${f.n(Number(x.days))} päivän aikana enää ${share(f, String(1 - Number(x.chance)))}:n todennäköisyydellä.`,
    deviation: (x, money) => deviations(f, x, money),
    leaving: (x) => `${end(`Sanoi lähtevänsä ${f.day(x.at ?? '')}`)} Kukaan ei ole vielä ottanut yhteyttä.`,
    wish: (x) => `${end(`Toivoi ${f.day(x.at ?? '')}`)} Kukaan ei ole vielä palannut asiaan.`,
    unanswered: (x) => {
      const day = f.day(x.at ?? '')
      if (x.what === 'promise')
        return x.handler
          ? `${end(`${x.handler} lupasi ${day}`)} Hoidosta ei ole merkintää.`
          : `${end(`Luvattu ${day}`)} Hoidosta ei ole merkintää.`
      const what = x.what === 'complaint' ? 'Reklamaatio' : 'Tiedustelu'
      return Number(x.times) > 1
        ? `${what} jo ${f.n(Number(x.times))}. kerran, ${end(`viimeksi ${day}`)} Vastausta ei näy.`
        : `${what} ${day} odottaa vastausta.`
    },
    champion: (x) => `${f.n(Number(x.purchaseDays))}. ostokerta nosti parhaiden asiakkaiden joukkoon.`,
    birthday: (x) => {
      const years = Number(x.years)
      const when = x.on === f.today ? 'Tänään tulee täyteen' : `Täyteen tuli ${f.day(x.on ?? '')}`
      return `${when} ${years === 1 ? 'ensimmäinen vuosi' : `${f.n(years)} vuotta`} asiakkaana.`
    },
    quarantined: (x) =>
      `${Number(x.rows) === 1 ? 'Yksi rivi' : `${f.n(Number(x.rows))} riviä`} odottaa korjausta, lähde ${x.source ?? ''}.`,
  } as Record<string, (figures: Figures, money: Money) => string>,
  kind: {
    slipping: 'Hiipuva vakioasiakas',
    cantLose: 'Ei saa menettää',
    lapsing: 'Ennuste heikkeni',
    deviation: 'Käytös muuttui',
    leaving: 'Sanoi lähtevänsä',
    wish: 'Toive',
    unanswered: 'Odottaa vastausta',
    champion: 'Uusi paras asiakas',
    birthday: 'Asiakkuuden vuosipäivä',
    quarantined: 'Rivi korjattavana',
  } as Record<string, string>,
  gain: {
    wish: 'hänelle: mitä toivoi',
    unanswered: 'hänelle: asia kuntoon',
    champion: 'hänelle: kiitos',
    birthday: 'hänelle: kiitos',
    quarantined: 'hänelle: tiedot oikein',
  } as Record<string, string>,
  evidence: (purchases: number, net: string | null, year: string) =>
    [`${f.n(purchases)} ${f.plural(purchases, 'osto', 'ostoa')}`, net, `asiakkaana vuodesta ${year}`]
      .filter(Boolean)
      .join(' · '),
  noPurchases: 'ei vielä ostoja',
  rows: { purchases: 'Katso ostot', contacts: 'Katso yhteydenotot', notes: 'Katso toive', repairs: 'Katso rivi' },
  worth: (sum: string) => `arvo n. ${sum}`,
  worthUnknown: 'arvo ei tiedossa',
  worthLabel: 'Miten arvo on laskettu',
  how: {
    comesBack: (x, money) =>
      `Todennäköisyys ostaa ${f.n(Number(x.days))} päivässä ${share(f, x.chance)} × omat ostot vuodessa ${money(x.yearly)}${x.margin ? ` × kate ${share(f, x.margin)}` : ''}.${x.margin ? '' : ' Katetta ei ole kerrottu: luku on myyntiä.'} Yhteydenoton omaa vaikutusta ei ole mitattu.`,
    next12: (x, money) =>
      `Ennuste 12 kuukaudelle: ${f.n(Number(x.purchases), 1)} ostokertaa${x.spend ? `, kerralla ${money(x.spend)}` : ''}${x.margin ? `, kate ${share(f, x.margin)}` : ''}.${x.margin ? '' : ' Katetta ei ole kerrottu: luku on myyntiä.'}`,
    onePurchase: (x, money) =>
      `Yksi tavallinen ostos ${money(x.spend)}${x.margin ? ` × kate ${share(f, x.margin)}` : ''}. Toteutumisen todennäköisyyttä ei tiedetä.`,
    notKnown: (x) =>
      ({
        noForecast: 'Ennustetta ei ole vielä.',
        noPurchases: 'Ei ostoja, joista arvon voisi laskea.',
        noSums: 'Ostojen summia ei tiedetä.',
        notMeasured: 'Tämän hyötyä ei mitata euroina.',
      })[x.because ?? ''] ?? 'Arvoa ei tiedetä.',
  } as Record<string, (figures: Figures, money: Money) => string>,
  action: {
    call: 'Soita',
    write: 'Kirjoita',
    meet: 'Puhu hänelle',
    answer: 'Vastaa',
    thank: 'Kiitä',
    mend: 'Korjaa rivi',
  } as Record<string, string>,
  act: { take: 'Ota', done: 'Valmis', snooze: 'Siirrä', notUseful: 'Ei hyötyä', undo: 'Peru', over: 'Ota silti' },
  acts: (name: string) => `Rivi: ${name}`,
  taken: 'Sinulla',
  takenBy: (name: string) => `${name} hoitaa`,
  dealtToMe: 'sinun listallasi',
  dealtTo: (name: string) => `listalla: ${name}`,
  free: 'vapaana',
  solved: {
    bought: 'Osti juuri. Asia ratkesi itsestään.',
    handled: 'Asia on hoitunut.',
  } as Record<string, string>,
  finish: {
    label: 'Miten kävi?',
    outcome: {
      reached: 'Tavoitin',
      notReached: 'En tavoittanut',
      cameBack: 'Palasi jo',
      other: 'Muu',
    } as Record<string, string>,
    contact: 'Mitä kautta',
    by: { call: 'puhelu', mail: 'viesti', visit: 'käynti' } as Record<string, string>,
    note: 'Muistiinpano',
    placeholder: 'Mitä sovittiin? Näkyy asiakkaan tapahtumissa.',
    save: 'Merkitse valmiiksi',
  },
  put: {
    label: 'Milloin takaisin?',
    tomorrow: 'Huomenna',
    week: 'Viikon päästä',
    month: 'Kuukauden päästä',
    day: 'Muu päivä',
    save: 'Siirrä',
  },
  told: {
    taken: (name: string) => `Otit: ${name}.`,
    done: (name: string) => `Hoidettu: ${name}.`,
    snoozed: (name: string) => `Siirretty: ${name}.`,
    notUseful: (name: string) => `Selvä: ${name}. Tällaisia tulee vastedes vähemmän.`,
    undone: (name: string) => `Peruttu: ${name}.`,
    dealt: (count: number) =>
      count === 0 ? 'Vapaita rivejä ei ole.' : `Sait ${f.n(count)} ${f.plural(count, 'rivin', 'riviä')} lisää.`,
  },
  someoneHas: (name: string) => `${name} on jo ottanut tämän.`,
  doneToday: (count: number) => `Tänään hoidettu ${f.n(count)}`,
  did: {
    taken: 'otettu',
    done: 'hoidettu',
    snoozed: 'siirretty',
    notUseful: 'ei hyötyä',
  } as Record<string, string>,
  rest: (others: number, free: number) => `Muiden listoilla ${f.n(others)} · vapaana ${f.n(free)}`,
  more: 'Ota lisää',
  begin: 'Ota päivän lista',
  wholeList: 'Näytä koko lista',
  nextPage: 'Näytä lisää',
  empty: {
    title: 'Listallasi ei ole ketään',
    first: (free: number) =>
      free === 1
        ? 'Yksi asiakas ansaitsee huomiota, eikä hän ole vielä kenenkään listalla.'
        : `${f.n(free)} asiakasta ansaitsee huomiota, eivätkä he ole vielä kenenkään listalla. Saat heistä tärkeimmät.`,
    mine: 'Kukaan ei odota sinua juuri nyt. Voit ottaa lisää vapaista tai katsoa koko listan.',
    text: 'Kukaan hyvistä asiakkaista ei ole jäänyt rytmistään eikä odota vastausta. Hyvä hetki katsoa, mitä asiakkaat ovat toivoneet.',
    never: 'Lista tehdään joka aamu ja aina, kun uusia tietoja on tuotu.',
  },
  keys: {
    j: 'seuraava',
    k: 'edellinen',
    t: 'ota',
    d: 'valmis',
    s: 'siirrä',
    x: 'ei hyötyä',
    u: 'peru',
  } as Record<string, string>,
  keysLabel: 'Näppäimet',
  onList: 'Tämän päivän listalla, koska',
  learned: {
    title: 'Mitä lista on oppinut',
    text: 'Kun rivistä ei ole hyötyä, sen lajin paino pienenee teidän tiimillänne. Tavoitettu tai palannut asiakas nostaa painoa.',
    none: 'Ei vielä mitään: kaikilla lajeilla on täysi paino.',
    row: (useful: number, not: number) => `hyötyä ${f.n(useful)}, ei hyötyä ${f.n(not)}`,
    weight: (weight: number) => `paino ${f.n(weight, 2)}`,
    reset: 'Unohda',
    capacity: 'Rivejä henkilöä kohti päivässä',
    make: 'Tee lista uudelleen',
    asked: 'Lista tehdään uudelleen.',
  },
})

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
