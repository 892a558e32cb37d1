import type { Words } from '../fi/index.ts'
import type { Format } from '../format.ts'

export const effects = (f: Format): Words['imports']['effects'] => {
  const customers = (n: number) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')}`
  return {
    title: 'What changed about customers',
    titleDry: 'What would change about customers',
    nothing: 'Nothing changed about any known customer.',
    nothingDry: 'Nothing would change about any known customer.',
    fields: {
      name: 'name',
      email: 'e-mail address',
      phone: 'phone number',
      address: 'address',
      language: 'language',
      businessId: 'business ID',
      vatId: 'VAT number',
      birthDate: 'date of birth',
      title: 'title',
      website: 'website',
      gender: 'gender',
      kind: 'kind of customer',
      consent: 'marketing permission',
    },
    attribute: (name) => `attribute “${name}”`,
    told: {
      filled: (n, field) => `${customers(n)} got a missing ${field}.`,
      changed: (n, field) => `${customers(n)} got another ${field}.`,
      kept: (n, field) => `${customers(n)} would have got a worse ${field}: kept as they were.`,
      new: (n) => `${f.n(n)} new ${f.plural(n, 'customer', 'customers')}.`,
    },
    toldDry: {
      filled: (n, field) => `${customers(n)} would get a missing ${field}.`,
      changed: (n, field) => `${customers(n)} would get another ${field}.`,
      kept: (n, field) => `${customers(n)} would get a worse ${field}: kept as they are.`,
      new: (n) => `There would be ${f.n(n)} new ${f.plural(n, 'customer', 'customers')}.`,
    },
    customer: 'Customer',
    newCustomer: 'new customer',
    old: 'At present',
    new: 'In the file',
    where: 'Row',
    first: (n) => `The first ${f.n(n)} are shown.`,
    none: 'No examples of these are kept.',
  }
}

export const held = (f: Format): Words['imports']['held'] => ({
  title: 'The import waits for your decision. Nothing has been saved.',
  limit: {
    quarantined: (measured, allowed) => `${measured} of the rows would go to repair. The source’s limit is ${allowed}.`,
    faulty: (measured, allowed) => `${measured} of the rows have a faulty value. The source’s limit is ${allowed}.`,
    rows: (measured, allowed) => `There are ${measured} rows. The source’s limit is ${allowed}.`,
  },
  worst: 'Most of it comes from',
  example: 'such as',
  rows: (n) => `on ${f.n(n)} ${f.plural(n, 'row', 'rows')}`,
  choices: 'What you can do',
  mend: 'Mend the mapping',
  mendNote: 'Often a column has moved or is mapped wrongly.',
  letIn: 'Import anyway',
  letInNote: 'Good rows are imported, the others go to repair.',
  drop: 'Throw the delivery away',
  dropNote: 'Nothing is imported. The delivery stays on the list as cancelled.',
  limits: 'The limits are among the settings of the source.',
  letInBy: (name, when) => `A limit was passed. ${name} let the import in, ${when}.`,
})

export const rollback = (f: Format): Words['imports']['rollback'] => {
  const n = (count: number, one: string, many: string) => `${f.n(count)} ${f.plural(count, one, many)}`
  return {
    open: 'Roll back',
    title: 'Roll back the whole import',
    lead: 'Customer data goes back to what it would be without this import. The history and this report stay.',
    touches: 'What it touches',
    touchesAbout: 'What it touches, about',
    records: (count) =>
      n(count, 'record goes or returns to its version before', 'records go or return to their versions before'),
    customers: (count) => n(count, 'customer is worked out anew', 'customers are worked out anew'),
    customersGone: (count) =>
      n(
        count,
        'customer goes, since nothing else is known of them',
        'customers go, since nothing else is known of them',
      ),
    timeline: (count) => n(count, 'event goes', 'events go'),
    quarantined: (count) => n(count, 'row leaves the rows to repair', 'rows leave the rows to repair'),
    editsStay: (count) => n(count, 'change made by hand since then stays', 'changes made by hand since then stay'),
    ask: 'It cannot be stopped halfway. The file can be imported again.',
    go: 'Roll back',
    keep: 'Leave as it is',
    refused: 'The import cannot be rolled back.',
    because: { state: 'It is under way or has been rolled back already.', dryRun: 'The dry run saved nothing.' },
    objection: {
      record_unreadable: 'An earlier version of the program kept a part of it in a form that cannot be read again.',
    },
    going: 'Rolling the import back',
    doing: (done, all) => `${f.n(done)} / ${f.n(all)} records`,
    done: (when) => `The import was rolled back, ${when}. Customer data is as if it had never been made.`,
    doneBy: (name, when) => `${name} rolled the import back, ${when}. Customer data is as if it had never been made.`,
    outcome: (count) => n(count, 'record was taken out.', 'records were taken out.'),
    leave: 'You may leave the page; the rollback goes on.',
    offer: 'You can go on from here, or roll the whole import back.',
  }
}
