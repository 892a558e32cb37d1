import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

export const audit = (f: Format): Words['audit'] => ({
  title: 'Seals of history',
  intro:
    'Every change of a customer is sealed into a chain at night. If an entry is later changed, removed or added in the database past the program, a check names the first broken place.',
  until: 'Sealed until',
  never: 'Not yet. The first seal is made next night.',
  sealed: 'In the seals',
  links: (leaves, seals) =>
    `${f.n(leaves)} ${f.plural(leaves, 'entry', 'entries')}, ${f.n(seals)} ${f.plural(seals, 'seal', 'seals')}`,
  head: 'Newest head',
  headNote: 'Write it down elsewhere if you want to prove the seal yourself.',
  check: 'Check the history',
  again: 'Check again',
  waiting: 'Waits for its turn',
  going: (done, total) => `Checked ${f.n(done)} of ${f.n(total)}`,
  failed: 'The check did not end. Try again.',
  checked: (when, entries) => `Checked ${when}: ${f.n(entries)} ${f.plural(entries, 'entry', 'entries')}.`,
  whole: 'The history is whole.',
  erased: (n) => `${f.n(n)} ${f.plural(n, 'entry', 'entries')} of erased people are gone as told.`,
  broken: (n) => `The history was tampered with: ${f.n(n)} ${f.plural(n, 'fault', 'faults')}.`,
  whatNow: 'Save the database’s own access log and compare with a backup.',
  place: (seal, shard, n) => (shard === null ? `seal ${seal}` : `seal ${seal}, chain ${shard}, link ${n ?? '–'}`),
  customer: 'Open the customer',
  what: {
    changed: 'An entry was changed after it was sealed.',
    deleted: 'A sealed entry is missing.',
    copied: 'A sealed entry stands twice.',
    added: 'An entry was written into a time already sealed.',
    missing: 'Links of the chain are missing or out of order.',
    altered: 'A link of the chain was altered.',
    untold: 'An entry was taken, and no erasure tells of it.',
    rewritten: 'A seal is not the one that was noted beside the database.',
    truncated: 'Seals that were noted beside the database are missing.',
  },
})
