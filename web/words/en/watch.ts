import type { Format } from '../format.ts'
import type { Words } from '../fi/index.ts'

/** Where faults come from. */
export const watch = (f: Format): Words['watch'] => {
  const share = (value: number | null) =>
    value === null ? '–' : value > 0 && value < 0.001 ? `< ${f.percent(0.001, 1)}` : f.percent(value, 1)
  const rows = (n: number | null) => (n === null ? '–' : rowsOf(n))
  const rowsOf = (n: number) => `${f.n(n)} ${f.plural(n, 'row', 'rows')}`
  return {
    title: 'Where faults come from',
    lead: 'The last eight weeks. A technical cause is mended once; a way of working changes with people.',
    counted: (moment) => `Counted ${moment}.`,
    never: 'Faults have not been counted yet. The figures come a few minutes after an import.',
    none: 'No faults in eight weeks.',
    noneOf: 'No faults of this kind in eight weeks.',
    which: 'Which faults',
    all: 'All',
    class: { technical: 'Technical', working: 'Way of working' },
    cause: {
      mapping: 'meaning of columns',
      source: 'the source changed',
      integration: 'integration',
      screen: 'screen',
      person: 'one person’s way',
      importer: 'who brings the file',
      everybody: 'everybody’s way',
      atSource: 'entry at the source',
    },
    entrance: { import: 'imports', event: 'event interface', api: 'API', form: 'form', staff: 'written by hand' },
    screen: {
      customerPage: 'the customer’s page',
      newCustomer: 'new customer',
      bulk: 'change to many',
      api: 'a program by the API',
    },
    code: {
      phone_in_name: 'Phone number in the name',
      placeholder: 'Field filled for the sake of it',
      digits_in_city: 'Digits in the town',
      duplicate_merged: 'Customer added a second time',
      duplicate_found: 'Customer almost surely there twice',
      bounced: 'Mail came back',
      corrected: 'Put right within a month',
    },
    field: { address: 'address' },
    count: (n, of) => (of === null ? `${f.n(n)} times` : `${f.n(n)} / ${f.n(of)}`),
    share,
    trend: (shares) => `By week: ${shares.map((one) => (one === null ? 'nothing told' : share(one))).join(', ')}`,
    why: 'How this was concluded',
    reason: {
      program: (r) => `A program writes, not a person: ${r.name === 'event' ? 'event interface' : 'API'}.`,
      brokenRows: () => 'The row is broken as a whole. Typing does not do that.',
      wholeColumn: (r) =>
        `In the file ${r.name} ${share(r.share)} of rows have it (${f.n(r.faults)} / ${rows(r.told)}).`,
      joining: () => 'It is about the id by which a row finds its customer.',
      jumped: (r) => `In the last seven days ${share(r.share)} (${f.n(r.faults)} / ${rows(r.told)}).`,
      usual: (r) => `Before that ${share(r.share)} (${f.n(r.faults)} / ${rows(r.told)}).`,
      form: () => 'Customers fill in the form themselves.',
      steady: (r) =>
        r.share === null
          ? 'Faults are spread evenly, not in one file or at one time.'
          : `Faults are spread evenly, ${share(r.share)} of rows, not in one file or at one time.`,
      few: () => 'There are too few faults to be sure of the cause yet.',
      oneImporter: (r) =>
        `In files brought by one person ${share(r.share)}${r.name ? ` (role: ${r.name})` : ''}, ${rows(r.told)}.`,
      others: (r) => `In those of others ${share(r.share)}, ${rows(r.told)}.`,
      screen: (r) => `${share(r.share)} of the faults come from here: ${r.name}.`,
      rate: (r) => (r.share === null ? `${f.n(r.faults)} entries.` : `${share(r.share)} of all entries.`),
      onePerson: (r) =>
        `${share(r.share)} of the faults were written by one person${r.name ? ` (role: ${r.name})` : ''}.`,
    },
    open: {
      repairs: 'Open the rows to repair',
      cleanup: 'Unify spellings',
      duplicates: 'Open duplicate customers',
      source: 'Open the rows',
    },
    more: (n) => `Show all ${f.n(n)}`,
    alerts: 'More faults than usual',
    noAlerts: 'Every source has kept to its own limits.',
    alert: (faulty, told, upper, centre) =>
      `${f.n(faulty)} / ${rows(told)}, ${share(faulty / told)}. Usually ${share(centre)}, upper limit ${share(upper)}.`,
    lost: (n) => `${f.n(n)} ${f.plural(n, 'verified value has', 'verified values have')} been displaced`,
    lostWhy:
      'This must not happen: no source takes the place of a verified value. Check the rows and tell your administrator.',
    lostLine: (field, source, moment) => `${field}: ${source}, ${moment}`,
    chart: 'Control chart',
    chartOf: 'Source',
    chartWhy:
      'Share of faulty rows by delivery or day. The limits come from the source’s own variation; what is above them is no accident.',
    noCharts: 'There will be a chart when a source has delivered at least 20 rows at once.',
    learning: (n, least) => `Limits are set by ${f.n(least)} deliveries. So far there are ${f.n(n)}.`,
    limits: (centre, basis) => `Usually ${share(centre)}, from the ${f.n(basis)} before.`,
    spread: (times) =>
      `Shares vary ${f.n(times, 1)} times more than chance explains, so the limits are that much wider.`,
    point: (day, faulty, told, upper, verdict) =>
      `${day}: ${share(told === 0 ? 0 : faulty / told)} (${f.n(faulty)} / ${rows(told)})${upper === null ? '' : `, upper limit ${share(upper)}`}, ${verdict}`,
    verdict: { small: 'too few rows', learning: 'no limits yet', within: 'within limits', above: 'above the limit' },
    table: 'The figures as a table',
    columns: { day: 'Day', share: 'Faults', rows: 'Rows', upper: 'Upper limit', verdict: 'Result' },
    upper: 'upper limit',
    centre: 'usual',
    owner: 'Owner',
    ownerNote: 'Gets a letter on Mondays when there is something to say, and a message when a limit is passed.',
    nobody: 'Nobody',
    ownerSaved: 'Saved.',
  }
}
