import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

const customers = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')}`
const days = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'day', 'days')}`
const times = (f: Format, n: number) => (n === 1 ? 'once' : `${f.n(n)} times`)

/** The next product, and what to buy again. */
export const suggestions = (f: Format): Words['suggestions'] => ({
  title: 'Suggestions',
  fresh: 'New',
  again: 'Again',
  because: 'Because they bought:',
  popular: (buyers) => `Popular just now, ${customers(f, buyers)}.`,
  boughtBy: (buyers) => `Bought by ${customers(f, buyers)}.`,
  favourites: {
    all: (n) => `No purchases of their own yet. These are favourites of all customers (${customers(f, n)}).`,
    city: (value, n) => `No purchases of their own yet. Favourites in the same town: ${value}, ${customers(f, n)}.`,
    category: (value, n) => `Favourites of the same category: ${value}, ${customers(f, n)}.`,
  },
  bought: (n, last) => `Bought ${times(f, n)}, last on ${last}`,
  own: (n) => `usually every ${days(f, n)}`,
  others: (n) => `others come back in ${days(f, n)}`,
  due: 'Time to buy again',
  more: 'Show all',
  none: {
    noModel: 'Nothing new can be suggested yet. Suggestions are learned from purchase lines at night.',
    archived: 'Nothing is suggested to an archived customer.',
    nothing: 'Nothing new stands out.',
  },
  notThis: 'Not for them',
  notThisFor: (name) => `Not for them: ${name}`,
  never: 'Not for anybody',
  neverFor: (name) => `Not for anybody: ${name}`,
  left: 'The product is no longer suggested to this customer.',
  silenced: 'The product is no longer suggested to anybody.',
  undo: 'Undo',
  why: 'Where this comes from',
  model: (version, at, from, to, n) =>
    `Model ${f.n(version)}, made ${at}. Learned from purchases ${from}–${to}, ${customers(f, n)}. Their own purchases are read as they are now.`,
  leaves: 'Left out: what is sold out, was returned or complained about, and what somebody has taken off.',
  toModel: 'The model and how well it does',

  panel: {
    title: 'Product suggestions',
    empty: 'No suggestions have been learned yet. They are learned at night, once purchase lines have products.',
    learned: (version, at) => `Model ${f.n(version)}, made ${at}.`,
    window: (from, to, n, products) =>
      `Learned from purchases ${from}–${to}: ${customers(f, n)}, ${f.n(products)} ${f.plural(products, 'product', 'products')}.`,
    covered: (n, all) =>
      n >= all
        ? 'All products are in the exact model.'
        : n === 0
          ? 'Every product goes by what the same customers have bought.'
          : `The ${f.n(n)} products most bought are in the exact model, the others go by their nearest neighbours.`,
    mixed: 'Popularity of the last weeks is mixed in as far as it helped on your own data.',
    tested: (until, n) =>
      `Tried on your own data: learned up to ${until}, compared with what was bought afterwards, ${customers(f, n)}.`,
    untested: 'How well it does could not be measured yet: too few have bought anything new lately.',
    way: 'Way',
    ours: 'Suggestions',
    neighbours: 'What buyers of the same bought',
    popular: 'Most bought products',
    recall: 'Of purchases met',
    hit: 'Met at least one',
    againTested: (n) => `Bought again, ${customers(f, n)}:`,
    ownCount: 'By own number of purchases',
    help: 'The first 20 new ones, and the first 10 to buy again.',
    learn: 'Work out now',
    learnAgain: 'Work out again',
    learning: 'Working out suggestions',
    waits: 'Waiting for its turn.',
    step: {
      read: 'Reading purchases.',
      fit: 'Learning how products go together.',
      measure: 'Measuring how well it does.',
      write: 'Saving.',
    },
    stop: 'Stop',
    stopping: 'Stopping…',
    failed: 'The last attempt failed. The model before it is in force. Try again.',
    stopped: 'The last attempt was stopped. The model before it is in force.',
    silenced: 'Not suggested to anybody',
    silencedBy: (at, by) => (by === null ? at : `${by}, ${at}`),
    again: 'Suggest again',
    againFor: (name) => `Suggest again: ${name}`,
  },
})
