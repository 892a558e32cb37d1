import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

export const today = (f: Format): Words['today'] => ({
  title: 'Today',
  customers: 'Customers',
  customersNote: 'Open the list',
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
