import type { Format } from '../format.ts'
import type { Words } from '../fi/index.ts'

/** Erasing a person for good: what goes, what the law keeps, and until when. */
export const erase = (f: Format): Words['erase'] => ({
  open: 'Erase for good…',
  title: 'Erase a person’s data for good',
  text: 'Everything told of them goes: details, events, purchases and rows of imported files. This cannot be undone.',
  goes: 'What goes',
  stays: 'What stays',
  nothingStays: 'Nothing stays.',
  records: (n: number) => (n === 1 ? '1 source row' : `${f.n(n)} source rows`),
  entries: (n: number) => (n === 1 ? '1 event' : `${f.n(n)} events`),
  purchases: (n: number) => (n === 1 ? '1 purchase' : `${f.n(n)} purchases`),
  payments: (n: number) => (n === 1 ? '1 payment' : `${f.n(n)} payments`),
  invoices: (n: number) => (n === 1 ? '1 invoice' : `${f.n(n)} invoices`),
  lines: (n: number) => (n === 1 ? 'content of 1 imported line' : `content of ${f.n(n)} imported lines`),
  quarantined: (n: number) => (n === 1 ? '1 row to repair' : `${f.n(n)} rows to repair`),
  held: (n: number, until: string) =>
    `${n === 1 ? '1 invoice' : `${f.n(n)} invoices`} without name and contact details until ${until}: bookkeeping must keep vouchers for six years.`,
  backups: 'The data disappear from backups as those expire. A restore erases the person again at once.',
  reason: 'Why',
  reasons: {
    asked: 'They asked us to',
    objected: 'They objected to the processing',
    unlawful: 'The data should not have been processed',
    unneeded: 'The data are no longer needed',
  },
  sure: 'I understand that this cannot be undone',
  go: 'Erase for good',
  done: 'The data are erased',
  standing: (names: string) => `These files stay on the disk until their import has ended: ${names}`,
  toList: 'To the customers',
})
