import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { ago, during, every } from './terms.ts'

const counted = ['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
const spelled = (f: Format, n: number) => counted[n] ?? f.n(n)

export const today = (f: Format): Words['today'] => ({
  title: 'Today',
  summary: (silent, repair) => {
    const people =
      silent === 0
        ? 'Everybody is within their rhythm.'
        : `${spelled(f, silent)} good ${f.plural(silent, 'customer has', 'customers have')} been silent for longer than usual.`
    const rows =
      repair === 0 ? '' : ` ${spelled(f, repair)} ${f.plural(repair, 'row waits', 'rows wait')} to be mended.`
    return people + rows
  },
  customers: 'Customers',
  customersNote: 'Open the list',
  beyond: 'Good customers gone silent',
  beyondNote: (net) => `purchases in all ${net}`,
  beyondNone: 'all within their rhythm',
  waiting: 'Waiting for a decision',
  waitingNote: (quarantined, unassigned, parents) =>
    [
      quarantined > 0 && `${f.n(quarantined)} to mend`,
      unassigned > 0 && `${f.n(unassigned)} without a customer`,
      parents > 0 && `${f.n(parents)} waiting for their order`,
    ]
      .filter(Boolean)
      .join(' · '),
  waitingNone: 'No rows to mend.',
  list: 'The shopkeeper’s list',
  why: (rhythm, lasted, since) => `Bought ${every(f, rhythm)} ${during(f, lasted)}, last ${ago(f, since)}.`,
  evidence: (purchases, year) =>
    `${f.n(purchases)} ${f.plural(purchases, 'purchase', 'purchases')} · customer since ${year}`,
  worth: (net) => `bought for ${net}`,
  act: 'Get in touch',
  listEmpty: 'No good customer has fallen out of rhythm. A good moment to see what customers have wished for.',
  top: 'Bought the most',
  topLast: (day) => `last ${day}`,
  purchases: (count) => `${f.n(count)} ${f.plural(count, 'purchase', 'purchases')}`,
  cameIn: 'Came in',
  cameInLine: (lines, quarantined) =>
    quarantined === 0
      ? `${f.n(lines)} ${f.plural(lines, 'row', 'rows')}, went through whole`
      : `${f.n(lines)} ${f.plural(lines, 'row', 'rows')}, ${f.n(quarantined)} to mend`,
  cameInNone: 'Nothing has been imported yet.',
  heard: 'Heard',
  heardNone: 'No new wishes or complaints.',
  empty: {
    title: 'There are no customers here yet',
    text: 'Import a customer or sales file just as it is. The program recognises the columns and shows what it found before anything is saved.',
    act: 'Import the first file',
    or: 'Add a customer by hand',
  },
})
