import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'
import { effects, held, rollback } from './import-after.ts'
import { plan } from './import-mapping.ts'

export const imports = (f: Format): Words['imports'] => ({
  title: 'Imports',
  intro: 'Files just as they are: every row ends somewhere, and you see where.',
  add: 'Import a file',
  list: 'Imports so far',
  empty: 'Nothing has been imported yet.',
  emptyNext: 'Import a customer or sales file. You see what was recognised before anything is saved.',
  lines: (n) => `${f.n(n)} ${f.plural(n, 'row', 'rows')}`,
  nothingYet: 'No rows yet.',
  toRepair: (n) => `${f.n(n)} ${f.plural(n, 'row', 'rows')} to repair`,
  by: (name) => `by ${name}`,
  dryRun: 'Dry run',
  state: {
    planned: 'Planned',
    queued: 'Queued',
    running: 'Running',
    held: 'Held',
    finished: 'Done',
    failed: 'Stopped',
    cancelled: 'Cancelled',
    rollingBack: 'Rolling back',
    rolledBack: 'Rolled back',
  },
  new: {
    title: 'New import',
    drop: 'Drop the files here',
    or: 'or',
    choose: 'Choose files',
    formats:
      'CSV, TSV, Excel, JSON, NDJSON or vCard, also as gzip. Delimiter, encoding and columns are recognised. Give the files of one delivery together.',
    chosen: 'Chosen files',
    remove: (name) => `Remove ${name}`,
    source: 'Where the data is from',
    sourceNote: 'The same name for the same system every time: then the program knows what is an update.',
    sourceExample: 'e.g. Web shop',
    currency: 'Currency, if the file does not say',
    send: 'Send and see what was found',
    sending: (share) => `Sending ${share}`,
    reading: 'Recognising columns…',
    stop: 'Stop sending',
  },
  plan: plan(f),
  effects: effects(f),
  held: held(f),
  rollback: rollback(f),
  going: {
    queued: 'Waiting for its turn.',
    counting: 'Counting rows',
    reading: 'Reading rows',
    figures: 'Counting the customers’ figures',
    rate: (perSecond) => `${f.n(perSecond)} rows per second`,
    left: (seconds) =>
      seconds < 50
        ? 'less than a minute left'
        : seconds < 5400
          ? `about ${f.n(Math.max(1, Math.round(seconds / 60)))} min left`
          : `about ${f.n(Math.round(seconds / 3600))} hours left`,
    of: (done, all) => `${f.n(done)} / ${f.n(all)} rows`,
    leave: 'You can leave the page; the import goes on.',
    cancel: 'Stop the import',
    cancelNote: 'Rows already saved stay.',
  },
  report: {
    title: 'Where the rows ended',
    sum: (n) => `${f.n(n)} ${f.plural(n, 'row', 'rows')} in all, each in exactly one bucket.`,
    took: (seconds) =>
      seconds < 90
        ? `It took ${f.n(Math.max(1, Math.round(seconds)))} s.`
        : `It took ${f.n(Math.round(seconds / 60))} min.`,
    clean: 'No rows to mend. The import went through whole.',
    dry: 'This was a dry run: nothing was saved.',
    runNow: 'Import the data now',
    mend: 'Change the mapping',
    mended: 'Close the mapping',
    repair: (n) => `Repair ${f.n(n)} ${f.plural(n, 'row', 'rows')}`,
    dropped: 'The delivery was thrown away. Nothing was imported.',
    cancelled: 'The import was stopped. The rows read until then are saved.',
    failed: (line) => `The import stopped at row ${f.n(line)}. The rows before it are saved.`,
    faults: 'Values not accepted',
    faultsNote: 'Except for rows to mend, the rest of the row was imported.',
    flags: 'Worth noting',
    flag: {
      duplicateLines: (n) =>
        `${f.n(n)} ${f.plural(n, 'row is an exact copy', 'rows are exact copies')} of an earlier row in the same file.`,
    },
    files: 'Files',
    goOn: 'Continue from here',
    again: 'Import another file',
  },
  rows: {
    none: 'No rows.',
    line: 'Row',
    written: 'What was written',
    reason: 'Reason',
    customer: 'Customer',
    dryRun: 'A dry run keeps no rows.',
  },
  bucket: {
    new: 'New',
    updated: 'Updated',
    unchanged: 'Unchanged',
    duplicate: 'Repeated',
    unassigned: 'No customer',
    waiting: 'Waiting',
    quarantined: 'To mend',
    ignored: 'Left out',
  },
  bucketWhy: {
    new: 'Was not here before.',
    updated: 'The same record, new content.',
    unchanged: 'The same record, the same content.',
    duplicate: 'The same record is on an earlier row of this delivery.',
    unassigned: 'A sale to somebody unknown: kept, can be attached to a customer later.',
    waiting: 'Refers to an order or customer not imported yet. Joins by itself when that comes.',
    quarantined: 'Something in the row cannot be read. Nothing of it was saved to a customer.',
    ignored: 'Left out by rule.',
  },
  kind: {
    product: 'products',
    customer: 'customers',
    purchase: 'purchases',
    purchaseLine: 'lines of purchases',
    invoice: 'invoices',
    payment: 'payments',
    interaction: 'contacts',
    feedback: 'feedback',
  },
})
