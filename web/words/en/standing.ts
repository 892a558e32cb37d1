import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

export const standing = (f: Format): Words['standing'] => ({
  more: 'More actions',
  archive: 'Archive',
  restore: 'Take back from the archive',
  delete: 'Delete…',
  archived: 'Archived. The customer is in no list or search.',
  restored: 'Taken back from the archive.',
  undo: 'Undo',
  remove: {
    title: 'Delete the customer',
    archiving: 'Archiving',
    archivingText: 'The customer is left out of lists and search. Nothing is lost, and it can be taken back.',
    deleting: 'Deleting',
    deletingText: 'Everything that sources told of the customer goes, and all that was made of it:',
    back: 'When the same file is imported again, the customer comes back with it.',
    erasing: 'Erasing personal data',
    erasingText:
      'When a customer asks for personal data to be erased, choose that in the menu. Invoices that the law keeps stay even then.',
    record: (source, kind, n) => `${source}: ${kind} (${f.n(n)})`,
    kinds: {
      customer: 'customer records',
      product: 'products',
      purchase: 'purchases',
      purchaseLine: 'purchase lines',
      invoice: 'invoices',
      payment: 'payments',
      interaction: 'contacts',
      feedback: 'feedback',
    },
    staff: 'Written by hand',
    timeline: (n) => `${f.n(n)} timeline ${f.plural(n, 'entry', 'entries')}`,
    notes: (n) => `${f.n(n)} of them written by the staff`,
    purchases: (n, sums) => `${f.n(n)} ${f.plural(n, 'purchase', 'purchases')}${sums && `, ${sums} in all`}`,
    invoices: (n) => `${f.n(n)} ${f.plural(n, 'invoice', 'invoices')}`,
    no: 'It cannot be deleted:',
    invoiceKept: (n, until) =>
      `${f.n(n)} ${f.plural(n, 'invoice', 'invoices')} must be kept until ${until} by the bookkeeping act.`,
    toldElsewhere: 'The customer is the contact person of a company, and would come back at once from its row.',
    instead: 'Archive instead',
    go: 'Delete the customer',
    done: (name) => `Deleted: ${name}`,
  },
  bulk: {
    open: 'Edit…',
    title: 'Edit the chosen',
    text: 'The change is made to each chosen customer, and stands in the history of each.',
    what: 'What is changed',
    language: 'Language of dealing',
    attribute: 'Another detail',
    name: 'Name of the detail',
    value: 'Value',
    restore: 'Take back from the archive',
    go: 'Change',
    running: (through, total) => `Changing: ${f.n(through)} / ${f.n(total)}`,
    undoing: (through, total) => `Undoing: ${f.n(through)} / ${f.n(total)}`,
    done: (n) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')} changed.`,
    archived: (n) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')} archived.`,
    restored: (n) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')} taken back from the archive.`,
    same: (n) => `${f.n(n)} ${f.plural(n, 'was', 'were')} so already.`,
    cancelled: 'Stopped.',
    undone: (n) => `${f.n(n)} ${f.plural(n, 'change', 'changes')} undone.`,
    refused: (because, n) => {
      if (because === 'protected') return `${f.n(n)} left as they were: non-disclosure.`
      if (because === 'changed') return `${f.n(n)} left: somebody changed the same meanwhile.`
      if (because === 'gone') return `${f.n(n)} no longer there.`
      return `${f.n(n)} left as they were.`
    },
    progress: 'How far the change is',
    stop: 'Stop',
    close: 'Close the message',
  },
})
