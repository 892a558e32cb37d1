import type { Format } from '../format.ts'
import { eventOf, matters, nounOf, states } from './condition-words.ts'
import { type Comparison, type LineSaid, type Opening, type Part, quiet, slot } from '../parts.ts'

/** A comparison and its negation; what begins with "ei" gives that away after "eikä". */
const operators: Record<string, readonly [string, string]> = {
  is: ['on', 'ei ole'],
  isNot: ['ei ole', 'on'],
  anyOf: ['on jokin näistä:', 'ei ole mikään näistä:'],
  begins: ['alkaa tekstillä', 'ei ala tekstillä'],
  contains: ['sisältää tekstin', 'ei sisällä tekstiä'],
  less: ['on alle', 'ei ole alle'],
  atMost: ['on enintään', 'ei ole enintään'],
  more: ['on yli', 'ei ole yli'],
  atLeast: ['on vähintään', 'ei ole vähintään'],
  between: ['on välillä', 'ei ole välillä'],
  before: ['on ennen', 'ei ole ennen'],
  after: ['on', 'ei ole'],
  within: ['on viimeisten', 'ei ole viimeisten'],
  older: ['on yli', 'ei ole yli'],
  coming: ['on seuraavien', 'ei ole seuraavien'],
  empty: ['puuttuu', 'ei puutu'],
  notEmpty: ['on tiedossa', 'ei ole tiedossa'],
}
/** What follows the value. */
const endings: Record<string, string> = {
  after: 'jälkeen',
  within: 'päivän ajalta',
  older: 'päivän takaa',
  coming: 'päivän aikana',
}

const counts: Record<string, string> = {
  is: 'tasan',
  isNot: 'muu määrä kuin',
  less: 'alle',
  atMost: 'enintään',
  more: 'yli',
  atLeast: 'vähintään',
  between: '',
}

const units: Record<string, string> = {
  count: 'kertaa',
  days: 'eri päivänä',
  quantity: 'kappaletta',
  sum: 'yhteensä',
  average: 'keskimäärin',
}

const lower = (text: string) => text.charAt(0).toLocaleLowerCase('fi') + text.slice(1)
const blank = (text: string | undefined) => text || '…'
/** Without its "ei", which "eikä" has said. */
const afterNor = (verb: string) => verb.replace(/^ei /, '')

function beginning(opening: Opening, negative: boolean, at: 'lla' | 'n' | ''): Part[] {
  if (opening === 'first') return [at === 'n' ? 'Asiakkaan' : at === 'lla' ? 'Asiakkaalla' : 'Asiakas']
  if (opening === 'inside') return []
  return [slot('join', opening === 'or' ? 'tai' : negative ? 'eikä' : 'ja')]
}

function values(op: string, [first, second]: readonly string[]): Part[] {
  if (op === 'empty' || op === 'notEmpty') return []
  if (op === 'between') return [slot('value', blank(first)), '–', slot('second', blank(second))]
  return [slot('value', blank(first)), ...(endings[op] ? [endings[op]] : [])]
}

const isPercent = (id: string) => id === 'forecast.alive' || id === 'forecast.buys'

type FieldSaid = Extract<LineSaid, { as: 'field' }>
/** Hänellä on avoin reklamaatio; eikä hänellä ole avointa reklamaatiota. */
function ofMatter({ opening, has, id, name }: FieldSaid): Part[] {
  const none = has === 'none'
  const [one, no] = matters[id] ?? [name, name]
  const verb = none ? (opening === 'and' ? 'ole' : 'ei ole') : 'on'
  const who = opening === 'first' ? [] : ['hänellä']
  return [...beginning(opening, none, 'lla'), ...who, slot('op', verb), slot('subject', none ? no : one)]
}

function ofField(said: FieldSaid): Part[] {
  const { opening, id, type, ofCustomer } = said
  if (said.has) return ofMatter(said)
  const own = id.replace(/^customer\./, '')
  const state = type === 'yesno' ? states[own] : undefined
  const matter = matters[id]
  const noun = state ?? (ofCustomer ? (nounOf(id) ?? (matter && { of: matter[2] })) : undefined)
  const denied = type === 'yesno' && !said.yes ? !said.not : said.not
  const [positive, negative] = operators[type === 'yesno' ? 'is' : said.op] ?? [said.op, `ei ${said.op}`]
  const verb = type === 'yesno' ? (denied ? 'ei ole' : 'on') : said.not ? negative : positive
  const refuses = verb.startsWith('ei ')
  const nor = opening === 'and' && refuses
  const name = noun ? (refuses ? (noun.not ?? noun.of) : noun.of) : said.name
  const at = noun?.at ?? (type === 'yesno' && !state ? 'lla' : 'n')
  const start = ofCustomer
    ? beginning(opening, refuses, at)
    : beginning(opening === 'first' ? 'inside' : opening, refuses, '')
  const subject = slot(
    'subject',
    noun || !/^\p{Lu}\p{Ll}/u.test(name) || id.startsWith('attribute.') ? name : lower(name),
  )
  const op = slot('op', nor ? afterNor(verb) : verb)
  if (type === 'yesno') {
    const on = at === 'lla' && opening !== 'first' && ofCustomer ? ['hänellä'] : []
    return [...start, ...on, op, subject]
  }
  return [...start, subject, op, ...values(said.op, said.values), ...(isPercent(id) ? ['%'] : [])]
}

/** Of which sort: "tuoteryhmästä Kengät". The value stands in its basic form, whatever it is. */
function ofSort({ id, name, op, values: told }: Comparison, at: number): Part[] {
  const way = sortWay(id, name, op)
  const slots = values(op, told).map((part) =>
    typeof part === 'string' ? part : slot(`where.${at}.${part.slot}`, part.text),
  )
  return [slot(`where.${at}.op`, way), ...slots, ...(id.startsWith('amount.') ? ['kerralla'] : [])]
}
const sortWay = (id: string, name: string, op: string) =>
  sortWords[id.replace(/\..*/, '')]?.[op] ?? `niin, että ${lower(name)} ${operators[op]?.[0] ?? op}`
const sortWords: Record<string, Record<string, string>> = {
  category: {
    is: 'tuoteryhmästä',
    isNot: 'muusta tuoteryhmästä kuin',
    anyOf: 'jostakin tuoteryhmästä:',
    begins: 'tuoteryhmästä, jonka nimen alku on',
    contains: 'tuoteryhmästä, jonka nimessä on',
  },
  productName: {
    is: 'tuotetta',
    isNot: 'muuta tuotetta kuin',
    anyOf: 'jotakin tuotetta:',
    begins: 'tuotetta, jonka nimen alku on',
    contains: 'tuotetta, jonka nimessä on',
  },
  sku: {
    is: 'tuotekoodia',
    isNot: 'muuta tuotekoodia kuin',
    anyOf: 'jotakin tuotekoodia:',
    begins: 'tuotekoodia, jonka alku on',
  },
  channel: { is: 'kanavassa', isNot: 'muussa kanavassa kuin', anyOf: 'jossakin kanavassa:' },
  amount: {
    is: 'tasan',
    less: 'alle',
    atMost: 'enintään',
    more: 'yli',
    atLeast: 'vähintään',
    between: 'välillä',
  },
}

const sortNames: Record<string, string> = {
  category: 'Tuoteryhmä',
  product: 'Tuotekoodi',
  productName: 'Tuote',
  channel: 'Kanava',
  amount: 'Summa kerralla',
  quantity: 'Kappalemäärä',
  status: 'Tila',
  reference: 'Viite',
  source: 'Lähde',
  direction: 'Suunta',
  title: 'Aihe',
  handler: 'Hoitaja',
  score: 'Arvio',
  name: 'Tapahtuman nimi',
}

function ofEvent(said: Extract<LineSaid, { as: 'happened' }>): Part[] {
  const { opening, never, once, not, measure, op } = said
  const negative = never || not
  const nor = opening === 'and' && negative
  const event = eventOf(said.event)
  const verb = negative ? (nor ? 'ole' : 'ei ole') : 'on'
  const where = said.where.flatMap(ofSort)
  return [
    ...beginning(opening, negative, ''),
    slot('op', verb),
    slot('subject', never ? event.never : event.did),
    ...where,
    ...(never ? [] : once ? [slot('often', 'ainakin kerran')] : often(measure, op, said)),
    ...when(said),
    quiet('more', '+'),
  ]
}

function often(
  measure: string,
  op: string,
  { values: [first, second], number }: Extract<LineSaid, { as: 'happened' }>,
): Part[] {
  const amount: Part[] =
    op === 'between' ? [slot('value', blank(first)), '–', slot('second', blank(second))] : [slot('value', blank(first))]
  const how = counts[op] ?? op
  if (measure === 'sum') return [slot('often', `yhteensä ${how}`.trim()), ...amount]
  if (measure === 'quantity')
    return [slot('often', how || 'kappaleita'), ...amount, number === 1 ? 'kappaleen' : 'kappaletta']
  if (measure === 'average') return [slot('often', `keskimäärin ${how}`.trim()), ...amount, 'kerralla']
  if (measure === 'days')
    return [slot('often', how || 'eri päivinä'), ...amount, number === 1 ? 'päivänä' : 'eri päivänä']
  return [slot('often', how || 'kertoja'), ...amount, number === 1 && op !== 'less' ? 'kerran' : 'kertaa']
}

function when({ window, never }: Extract<LineSaid, { as: 'happened' }>): Part[] {
  const { as, first, second } = window
  if (as === 'ever') return [quiet('window', never ? 'koskaan' : 'milloin tahansa')]
  if (as === 'last')
    return never
      ? [slot('days', blank(first)), slot('window', 'päivään')]
      : [slot('window', 'viimeisten'), slot('days', blank(first)), 'päivän aikana']
  if (as === 'between')
    return [slot('days', blank(first)), '–', slot('second-day', blank(second)), slot('window', 'päivää sitten')]
  if (as === 'range') return [slot('window', 'ajalla'), slot('from', blank(first)), '–', slot('until', blank(second))]
  if (as === 'until') return [slot('until', blank(second)), slot('window', 'mennessä')]
  return [slot('from', blank(first)), slot('window', 'alkaen')]
}

/** Conditions as language: by ear, with no case ending on anything that is a variable. */
export const conditions = (f: Format) => ({
  /** One line of a sentence in parts. */
  line: (said: LineSaid): Part[] => {
    switch (said.as) {
      case 'begun':
        return [...beginning(said.opening, false, ''), slot('subject', '…')]
      case 'segment': {
        const nor = said.opening === 'and' && said.not
        return [
          ...beginning(said.opening, said.not, ''),
          slot('op', said.not ? (nor ? 'kuulu' : 'ei kuulu') : 'kuuluu'),
          slot('subject', 'segmenttiin'),
          slot('value', blank(said.name)),
        ]
      }
      case 'field':
        return ofField(said)
      case 'happened':
        return ofEvent(said)
    }
  },
  /** What stands over a group within a sentence. */
  group: (opening: Opening, join: 'all' | 'any', not: boolean): Part[] => {
    const nor = opening === 'and' && not && join === 'any'
    const start: Part[] = opening === 'first' ? ['Asiakkaasta'] : beginning(opening, nor, '')
    const text =
      join === 'all'
        ? not
          ? 'jokin näistä ei pidä paikkaansa:'
          : 'kaikki nämä pitävät paikkansa:'
        : not
          ? nor
            ? 'mikään näistä pidä paikkaansa:'
            : 'mikään näistä ei pidä paikkaansa:'
          : 'jokin näistä pitää paikkansa:'
    return [...start, slot('group', text)]
  },
  groups: {
    all: 'kaikki nämä pitävät paikkansa',
    any: 'jokin näistä pitää paikkansa',
    'not any': 'mikään näistä ei pidä paikkaansa',
    'not all': 'jokin näistä ei pidä paikkaansa',
  } as Record<string, string>,
  /** A group in the middle of running text. */
  denied: (opening: Opening, inner: string) =>
    `${opening === 'and' ? 'eikä' : opening === 'or' ? 'tai ei' : 'Ei'} pidä paikkaansa, että (${inner})`,
  joins: { all: 'ja', any: 'tai' } as Record<string, string>,
  /** Before what begins with "eikä" there is a comma. */
  comma: (text: string) => text.startsWith('eikä'),
  everybody: 'Kaikki asiakkaat',
  everything: 'Kaikki rivit',
  operator: (op: string, not: boolean): string =>
    `${operators[op]?.[not ? 1 : 0] ?? op}${endings[op] ? ` … ${endings[op]}` : ''}`,
  yesno: ['on', 'ei ole'] as readonly string[],
  did: ['on', 'ei ole'] as readonly string[],
  belongs: ['kuuluu', 'ei kuulu'] as readonly string[],
  sort: (id: string, name: string, op: string) => sortWay(id, name, op),
  sortName: (id: string): string | undefined => sortNames[id.replace(/\..*/, '')],
  has: { some: 'on avoin', none: 'ei ole avointa' },
  deviation: {
    drop: 'ostaa harvemmin',
    rise: 'ostaa useammin',
    basketDown: 'ostokset pienentyneet',
    basketUp: 'ostokset kasvaneet',
    returns: 'palauttaa enemmän',
    category: 'tuoteryhmä vähentynyt',
    channel: 'kanava vaihtunut',
  } as Record<string, string>,
  /** What a choice is called after its noun. */
  consent: { granted: 'annettu', denied: 'evätty' } as Record<string, string>,
  dropSort: 'Poista tarkenne',
  event: (id: string) => eventOf(id).name,
  eventDid: (id: string) => `on ${eventOf(id).did}`,
  often: {
    never: 'ei kertaakaan',
    once: 'ainakin kerran',
    count: 'Kuinka monta kertaa',
    days: 'Kuinka monena päivänä',
    sum: 'Summa yhteensä',
    average: 'Keskimäärin kerralla',
    quantity: 'Kuinka monta kappaletta',
    of: (measure: string, op: string): string =>
      `${op === 'between' ? 'välillä' : (counts[op] ?? op)} … ${units[measure] ?? ''}`,
  },
  windows: {
    ever: 'milloin tahansa',
    last: 'viimeisten … päivän aikana',
    between: '… – … päivää sitten',
    since: '… alkaen',
    until: '… mennessä',
    range: 'ajalla … – …',
  } as Record<string, string>,
  of: (n: number) => `${f.n(n)} ${f.plural(n, 'asiakas', 'asiakasta')}`,
})
