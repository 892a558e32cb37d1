import type { Figures, Money } from '../fi/attention.ts'
import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { ago, during, every } from './terms.ts'

const share = (f: Format, text: string | undefined) => f.percent(Number(text ?? 0))
const whole = (f: Format, text: string | undefined) => f.n(Math.round(Number(text ?? 0)))

const deviations = (f: Format, x: Figures, money: Money): string => {
  const from = x.began ? ` since ${f.day(x.began)}` : ''
  const shares = `share of purchases before ${share(f, x.usualShare)}, now ${share(f, x.nowShare)}`
  switch (x.deviation) {
    case 'drop':
      return `Buys less often than before${from}: ${whole(f, x.bought)} purchases where their own pace would have made ${whole(f, x.expected)}.`
    case 'rise':
      return `Buys more often than before${from}: ${whole(f, x.bought)} purchases where their own pace would have made ${whole(f, x.expected)}.`
    case 'basketDown':
      return `Purchases have become smaller${from}: before ${money(x.usual)}, now ${money(x.now)}.`
    case 'basketUp':
      return `Purchases have become larger${from}: before ${money(x.usual)}, now ${money(x.now)}.`
    case 'returns':
      return `Returns more than before${from}: ${shares}.`
    case 'category':
      return `Buys other things than before${from}. Category ${x.name ?? ''}: ${shares}.`
    case 'channel':
      return `Buys through another channel than before${from}. Channel ${x.name ?? ''}: ${shares}.`
    default:
      return `Behaviour has changed${from}.`
  }
}

export const attention = (f: Format): Words['attention'] => ({
  title: 'The shopkeeper’s list',
  lead: (people, late) => {
    const first =
      people === 0
        ? 'Nobody is on your list now.'
        : people === 1
          ? 'One person deserves your attention today.'
          : `${spelled(f, people)} people deserve your attention today.`
    const rest = late === 0 ? '' : late === 1 ? ' One system is late.' : ` ${spelled(f, late)} systems are late.`
    return first + rest
  },
  scopes: 'Whose list',
  scope: { mine: 'Mine', team: 'Everybody’s' },
  figure: 'On your list',
  figureNote: (worth, done) =>
    [worth && `worth in all about ${worth}`, done > 0 && `${f.n(done)} done today`].filter(Boolean).join(' · ') ||
    'none done yet',
  madeAt: (at) => `The list was made ${at}. It changes as soon as something happens.`,
  why: {
    slipping: (x) =>
      `Bought ${every(f, Number(x.rhythmDays))} ${during(f, Number(x.lasted))}, last ${ago(f, Number(x.sinceDays))}.`,
    cantLose: (x) =>
      `One of the most frequent buyers: ${f.n(Number(x.purchaseDays))} purchases, last ${ago(f, Number(x.sinceDays))}.`,
    lapsing: (x) =>
      `Silent for so long that a purchase within the next ${f.n(Number(x.days))} days has a chance of only ${share(f, String(1 - Number(x.chance)))}.`,
    deviation: (x, money) => deviations(f, x, money),
    leaving: (x) => `Said on ${f.day(x.at ?? '')} that they leave. Nobody has been in touch yet.`,
    wish: (x) => `Made a wish on ${f.day(x.at ?? '')}. Nobody has come back to it yet.`,
    unanswered: (x) => {
      const day = f.day(x.at ?? '')
      if (x.what === 'promise')
        return x.handler
          ? `${x.handler} made a promise on ${day}. Nothing says that it was kept.`
          : `Promised on ${day}. Nothing says that it was kept.`
      const what = x.what === 'complaint' ? 'complaint' : 'inquiry'
      return Number(x.times) > 1
        ? `${f.n(Number(x.times))} ${what === 'complaint' ? 'complaints' : 'inquiries'}, the last on ${day}. No answer is seen.`
        : `The ${what} of ${day} waits for an answer.`
    },
    champion: (x) => `Purchase number ${f.n(Number(x.purchaseDays))} brought them among the best customers.`,
    birthday: (x) => {
      const years = Number(x.years)
      const when = x.on === f.today ? 'today' : `on ${f.day(x.on ?? '')}`
      return years === 1 ? `One year as a customer ${when}.` : `${f.n(years)} years as a customer ${when}.`
    },
    quarantined: (x) =>
      `${Number(x.rows) === 1 ? 'One row waits' : `${f.n(Number(x.rows))} rows wait`} to be mended, source ${x.source ?? ''}.`,
  },
  kind: {
    slipping: 'Slipping regular',
    cantLose: 'Can’t lose',
    lapsing: 'Forecast fell',
    deviation: 'Behaviour changed',
    leaving: 'Said they leave',
    wish: 'Wish',
    unanswered: 'Waits for an answer',
    champion: 'New champion',
    birthday: 'Anniversary',
    quarantined: 'Row to mend',
  },
  gain: {
    wish: 'for them: what they wished for',
    unanswered: 'for them: the matter settled',
    champion: 'for them: thanks',
    birthday: 'for them: thanks',
    quarantined: 'for them: the right details',
  },
  evidence: (purchases, net, year) =>
    [`${f.n(purchases)} ${f.plural(purchases, 'purchase', 'purchases')}`, net, `customer since ${year}`]
      .filter(Boolean)
      .join(' · '),
  noPurchases: 'no purchases yet',
  rows: { purchases: 'See the purchases', contacts: 'See the contacts', notes: 'See the wish', repairs: 'See the row' },
  worth: (sum) => `worth about ${sum}`,
  worthUnknown: 'worth not known',
  worthLabel: 'How the worth was computed',
  how: {
    comesBack: (x, money) =>
      `Chance of a purchase within ${f.n(Number(x.days))} days ${share(f, x.chance)} × own purchases in a year ${money(x.yearly)}${x.margin ? ` × margin ${share(f, x.margin)}` : ''}.${x.margin ? '' : ' No margin has been given: this is sales.'} What the contact itself adds has not been measured.`,
    next12: (x, money) =>
      `Forecast of 12 months: ${f.n(Number(x.purchases), 1)} purchases${x.spend ? ` of ${money(x.spend)}` : ''}${x.margin ? `, margin ${share(f, x.margin)}` : ''}.${x.margin ? '' : ' No margin has been given: this is sales.'}`,
    onePurchase: (x, money) =>
      `One usual purchase ${money(x.spend)}${x.margin ? ` × margin ${share(f, x.margin)}` : ''}. How likely it is, is not known.`,
    notKnown: (x) =>
      ({
        noForecast: 'There is no forecast yet.',
        noPurchases: 'No purchases to compute it from.',
        noSums: 'The sums of the purchases are not known.',
        notMeasured: 'What this brings is not measured in money.',
      })[x.because ?? ''] ?? 'The worth is not known.',
  },
  action: {
    call: 'Call',
    write: 'Write',
    meet: 'Talk to them',
    answer: 'Answer',
    thank: 'Thank',
    mend: 'Mend the row',
  },
  act: { take: 'Take', done: 'Done', snooze: 'Put off', notUseful: 'Not useful', undo: 'Undo', over: 'Take it anyway' },
  acts: (name) => `Line: ${name}`,
  taken: 'Yours',
  takenBy: (name) => `${name} has it`,
  dealtToMe: 'on your list',
  dealtTo: (name) => `on the list of ${name}`,
  free: 'with nobody',
  solved: { bought: 'Has just bought. It solved itself.', handled: 'The matter has been settled.' },
  finish: {
    label: 'How did it go?',
    outcome: { reached: 'Reached', notReached: 'Not reached', cameBack: 'Came back already', other: 'Other' },
    contact: 'By way of',
    by: { call: 'call', mail: 'message', visit: 'visit' },
    note: 'Note',
    placeholder: 'What was agreed? It shows among the customer’s events.',
    save: 'Mark as done',
  },
  put: {
    label: 'Back when?',
    tomorrow: 'Tomorrow',
    week: 'In a week',
    month: 'In a month',
    day: 'Another day',
    save: 'Put off',
  },
  told: {
    taken: (name) => `You took: ${name}.`,
    done: (name) => `Done: ${name}.`,
    snoozed: (name) => `Put off: ${name}.`,
    notUseful: (name) => `Noted: ${name}. There will be fewer like this.`,
    undone: (name) => `Undone: ${name}.`,
    dealt: (count) =>
      count === 0 ? 'There are no free lines.' : `You got ${f.n(count)} more ${f.plural(count, 'line', 'lines')}.`,
  },
  someoneHas: (name) => `${name} has taken this already.`,
  doneToday: (count) => `Done today ${f.n(count)}`,
  did: { taken: 'taken', done: 'done', snoozed: 'put off', notUseful: 'not useful' },
  rest: (others, free) => `On other lists ${f.n(others)} · with nobody ${f.n(free)}`,
  more: 'Take more',
  begin: 'Take the list of the day',
  wholeList: 'Show the whole list',
  nextPage: 'Show more',
  empty: {
    title: 'Nobody is on your list',
    first: (free) =>
      free === 1
        ? 'One customer deserves attention and is on nobody’s list yet.'
        : `${f.n(free)} customers deserve attention and are on nobody’s list yet. You get the most important of them.`,
    mine: 'Nobody waits for you right now. You can take more of those that are free, or look at the whole list.',
    text: 'No good customer has fallen out of rhythm or waits for an answer. A good moment to see what customers have wished for.',
    never: 'The list is made every morning and whenever something has been imported.',
  },
  keys: { j: 'next', k: 'previous', t: 'take', d: 'done', s: 'put off', x: 'not useful', u: 'undo' },
  keysLabel: 'Keys',
  onList: 'On today’s list because',
  learned: {
    title: 'What the list has learned',
    text: 'When a line is not useful, its kind weighs less for your team. A customer who was reached or came back makes it weigh more.',
    none: 'Nothing yet: every kind has its full weight.',
    row: (useful, not) => `useful ${f.n(useful)}, not useful ${f.n(not)}`,
    weight: (weight) => `weight ${f.n(weight, 2)}`,
    reset: 'Forget',
    capacity: 'Lines per person and day',
    make: 'Make the list anew',
    asked: 'The list is being made anew.',
  },
})

const counted = ['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
const spelled = (f: Format, n: number) => counted[n] ?? f.n(n)
