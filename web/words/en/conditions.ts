import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { eventOf, matters, nounOf, states } from './condition-words.ts'
import { type Comparison, type LineSaid, type Opening, type Part, quiet, slot } from '../parts.ts'

const operators: Record<string, readonly [string, string]> = {
  is: ['is', 'is not'],
  isNot: ['is not', 'is'],
  anyOf: ['is any of', 'is none of'],
  begins: ['begins with', 'does not begin with'],
  contains: ['contains', 'does not contain'],
  less: ['is under', 'is not under'],
  atMost: ['is at most', 'is not at most'],
  more: ['is over', 'is not over'],
  atLeast: ['is at least', 'is not at least'],
  between: ['is between', 'is not between'],
  before: ['is before', 'is not before'],
  after: ['is after', 'is not after'],
  within: ['is within the last', 'is not within the last'],
  older: ['is more than', 'is not more than'],
  coming: ['is within the next', 'is not within the next'],
  empty: ['is missing', 'is not missing'],
  notEmpty: ['is known', 'is not known'],
}
const endings: Record<string, string> = { within: 'days', older: 'days ago', coming: 'days' }
const counts: Record<string, string> = {
  is: 'exactly',
  isNot: 'other than',
  less: 'fewer than',
  atMost: 'at most',
  more: 'more than',
  atLeast: 'at least',
  between: '',
}

const units: Record<string, string> = {
  count: 'times',
  days: 'different days',
  quantity: 'pieces',
  sum: 'in all',
  average: 'on average',
}

const lower = (text: string) => (/^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text)
const blank = (text: string | undefined) => text || '…'

/** Everybody is spoken of as customers who …, whose …; within the sentence each line goes on so. */
function beginning(opening: Opening, pronoun: string): Part[] {
  const who = pronoun ? [pronoun] : []
  if (opening === 'first') return pronoun ? ['Customers', ...who] : []
  if (opening === 'inside') return who
  return [slot('join', opening), ...who]
}

function values(op: string, [first, second]: readonly string[]): Part[] {
  if (op === 'empty' || op === 'notEmpty') return []
  if (op === 'between') return [slot('value', blank(first)), 'and', slot('second', blank(second))]
  return [slot('value', blank(first)), ...(endings[op] ? [endings[op]] : [])]
}

function ofField(said: Extract<LineSaid, { as: 'field' }>): Part[] {
  const { opening, id, type, ofCustomer, not } = said
  if (said.has) {
    const [one, no] = matters[id] ?? [said.name, said.name]
    const none = said.has === 'none'
    return [...beginning(opening, 'who'), slot('op', none ? 'have no' : 'have'), slot('subject', none ? no : one)]
  }
  const own = id.replace(/^customer\./, '')
  if (type === 'yesno') {
    const denied = said.yes ? not : !not
    const [yes, no, what] = states[own] ?? ['have', 'do not have', lower(said.name)]
    return [...beginning(opening, ofCustomer ? 'who' : ''), slot('op', denied ? no : yes), slot('subject', what)]
  }
  const noun = ofCustomer ? nounOf(id) : undefined
  const [positive, negative] = operators[said.op] ?? [said.op, `not ${said.op}`]
  const name = noun ?? (id.startsWith('attribute.') ? said.name : lower(said.name))
  return [
    ...beginning(opening, ofCustomer ? 'whose' : ''),
    slot('subject', name),
    slot('op', not ? negative : positive),
    ...values(said.op, said.values),
    ...(id === 'forecast.alive' || id === 'forecast.buys' ? ['percent'] : []),
  ]
}

const sortWay = (id: string, name: string, op: string) =>
  sortWords[id.replace(/\..*/, '')]?.[op] ?? `so that ${lower(name)} ${operators[op]?.[0] ?? op}`
const sortWords: Record<string, Record<string, string>> = {
  category: {
    is: 'from the category',
    isNot: 'from a category other than',
    anyOf: 'from any of the categories',
    begins: 'from a category that begins with',
    contains: 'from a category that contains',
  },
  productName: {
    is: 'the product',
    isNot: 'a product other than',
    anyOf: 'any of the products',
    begins: 'a product that begins with',
    contains: 'a product that contains',
  },
  product: {
    is: 'the product code',
    isNot: 'a product code other than',
    anyOf: 'any of the product codes',
    begins: 'a product code that begins with',
  },
  channel: { is: 'through', isNot: 'other than through', anyOf: 'through any of' },
  amount: {
    is: 'for exactly',
    less: 'for under',
    atMost: 'for at most',
    more: 'for over',
    atLeast: 'for at least',
    between: 'for between',
  },
}
function ofSort({ id, name, op, values: told }: Comparison, at: number): Part[] {
  const way = sortWay(id, name, op)
  const slots = values(op, told).map((part) =>
    typeof part === 'string' ? part : slot(`where.${at}.${part.slot}`, part.text),
  )
  return [slot(`where.${at}.op`, way), ...slots, ...(id.startsWith('amount.') ? ['at a time'] : [])]
}

const sortNames: Record<string, string> = {
  category: 'Category',
  product: 'Product code',
  productName: 'Product',
  channel: 'Channel',
  amount: 'Amount at a time',
  quantity: 'Pieces',
  status: 'State',
  reference: 'Reference',
  source: 'Source',
  direction: 'Direction',
  title: 'Subject',
  handler: 'Handled by',
  score: 'Score',
  name: 'Name of the event',
}

type Happened = Extract<LineSaid, { as: 'happened' }>
function ofEvent(said: Happened): Part[] {
  const { opening, never, once, not, measure, op } = said
  const event = eventOf(said.event)
  return [
    ...beginning(opening, 'who'),
    slot('op', never || not ? 'have not' : 'have'),
    slot('subject', never ? event.never : event.did),
    ...said.where.flatMap(ofSort),
    ...(never ? [] : once ? [slot('often', 'at least once')] : often(measure, op, said)),
    ...when(said),
    quiet('more', '+'),
  ]
}

function often(measure: string, op: string, { values: [first, second], number }: Happened): Part[] {
  const amount: Part[] =
    op === 'between' ? [slot('value', blank(first)), '–', slot('second', blank(second))] : [slot('value', blank(first))]
  const how = counts[op] ?? op
  const sum = how === 'fewer than' ? 'under' : how || 'between'
  if (measure === 'sum') return [slot('often', `for ${sum}`), ...amount, 'in all']
  if (measure === 'quantity') return [slot('often', how || 'between'), ...amount, number === 1 ? 'piece' : 'pieces']
  if (measure === 'average') return [slot('often', `for ${sum}`), ...amount, 'on average']
  if (measure === 'days')
    return [slot('often', `on ${how || 'between'}`), ...amount, number === 1 ? 'day' : 'different days']
  return [slot('often', how || 'between'), ...amount, number === 1 ? 'time' : 'times']
}

function when({ window, never }: Happened): Part[] {
  const { as, first, second } = window
  if (as === 'ever') return [quiet('window', never ? 'ever' : 'at any time')]
  if (as === 'last') return [slot('window', 'in the last'), slot('days', blank(first)), first === '1' ? 'day' : 'days']
  if (as === 'between')
    return [slot('days', blank(first)), '–', slot('second-day', blank(second)), slot('window', 'days ago')]
  if (as === 'range')
    return [slot('window', 'between'), slot('from', blank(first)), 'and', slot('until', blank(second))]
  if (as === 'until') return [slot('window', 'by'), slot('until', blank(second))]
  return [slot('window', 'since'), slot('from', blank(first))]
}

const groupSaid = {
  all: 'all of these are true',
  any: 'any of these is true',
  'not any': 'none of these is true',
  'not all': 'not all of these are true',
}

export const conditions = (f: Format): Words['conditions'] => ({
  line: (said) => {
    switch (said.as) {
      case 'begun':
        return [...beginning(said.opening, said.opening === 'first' ? 'who' : ''), slot('subject', '…')]
      case 'segment':
        return [
          ...beginning(said.opening, 'who'),
          slot('op', said.not ? 'are not' : 'are'),
          slot('subject', 'in the segment'),
          slot('value', blank(said.name)),
        ]
      case 'field':
        return ofField(said)
      case 'happened':
        return ofEvent(said)
    }
  },
  group: (opening, join, not) => [
    ...(opening === 'first' ? ['Customers of whom'] : beginning(opening, 'of whom')),
    slot('group', `${groupSaid[not ? (`not ${join}` as const) : join]}:`),
  ],
  groups: {
    all: groupSaid.all,
    any: groupSaid.any,
    'not any': groupSaid['not any'],
    'not all': groupSaid['not all'],
  },
  denied: (opening, inner) =>
    `${opening === 'and' || opening === 'or' ? `${opening} it is not so that` : 'It is not so that'} (${inner})`,
  joins: { all: 'and', any: 'or' },
  comma: () => false,
  everybody: 'All customers',
  everything: 'All rows',
  operator: (op, not) => `${operators[op]?.[not ? 1 : 0] ?? op}${endings[op] ? ` … ${endings[op]}` : ''}`,
  yesno: ['are', 'are not'],
  did: ['have', 'have not'],
  belongs: ['are', 'are not'],
  sort: (id, name, op) => sortWay(id, name, op),
  sortName: (id) => sortNames[id.replace(/\..*/, '')],
  has: { some: 'have an open one', none: 'have no open one' },
  deviation: {
    drop: 'buys less often',
    rise: 'buys more often',
    basketDown: 'smaller purchases',
    basketUp: 'larger purchases',
    returns: 'returns more',
    category: 'less of a category',
    channel: 'another channel',
  },
  /** What a choice is called after its noun. */
  consent: { granted: 'given', denied: 'refused' },
  dropSort: 'Remove this part',
  event: (id) => eventOf(id).name,
  eventDid: (id) => `have ${eventOf(id).did}`,
  often: {
    never: 'not once',
    once: 'at least once',
    count: 'How many times',
    days: 'On how many days',
    sum: 'Sum in all',
    average: 'On average at a time',
    quantity: 'How many pieces',
    of: (measure, op) => `${op === 'between' ? 'between' : (counts[op] ?? op)} … ${units[measure] ?? ''}`,
  },
  windows: {
    ever: 'at any time',
    last: 'in the last … days',
    between: '… – … days ago',
    since: 'since …',
    until: 'by …',
    range: 'between … and …',
  },
  of: (n) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')}`,
})
