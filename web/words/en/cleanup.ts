import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

export const cleanup = (f: Format): Words['cleanup'] => ({
  title: 'Make spellings one',
  intro:
    'The same thing is often written in several ways. Choose the right spelling and the others are corrected to it. The change stands in each customer’s history and can be undone.',
  past: 'Earlier changes of many',
  field: 'Detail',
  fieldName: (id) => (id === 'city' ? 'City' : id === 'title' ? 'Title' : id.replace(/^attribute\./, '')),
  look: 'Find similar ones',
  again: 'Look again',
  going: 'Looking…',
  looked: (when) => `Looked ${when}`,
  never: 'This detail has not been looked through yet.',
  neverNext: 'Find similar ones: the program groups the values, and you decide.',
  none: 'All values look like different things.',
  noneOf: (n) => `${f.n(n)} ${f.plural(n, 'value was', 'different values were')} looked through.`,
  failed: 'The search failed. Try again.',
  list: 'Groups, largest effect first',
  likeness: {
    fingerprint: 'The same letters and words',
    pairs: 'The same letters, other blanks or order',
    distance: 'Probably a slip of the fingers',
  },
  customers: (n) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')}`,
  use: 'Use this',
  choose: (text) => `Use this: ${text}`,
  inUse: 'right',
  right: 'The right spelling',
  apply: (n, shown) => (n === 1 ? 'Correct 1 customer' : `Correct ${shown} customers`),
  leave: 'These are different things',
  left: 'Left as they are, and not proposed again.',
  done: (to, n, state) =>
    state === 'running'
      ? `Being corrected to ${to} in the background.`
      : `${f.n(n)} ${f.plural(n, 'customer was', 'customers were')} corrected to ${to}.`,
  undone: (n) => `Undone: ${f.n(n)} ${f.plural(n, 'customer', 'customers')} as before.`,
})
