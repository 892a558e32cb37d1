import { boundOf, dayText, falseShare, fitPace, leastBits, type PaceModel } from '#src/know/insights/index.ts'
import { dayOfText } from '../analytics/cells.ts'
import { outFile } from '../analytics/out.ts'
import { leftLines, readColumns, readOptions, type Wanted } from '../analytics/read.ts'
import { textOf, usage } from '../asked.ts'
import type { Command, Invocation } from '../command.ts'
import { type Alarm, alarmsOf } from '../deviations/alarms.ts'
import { type History, historyOf, type Rows, type Wish } from '../deviations/history.ts'
import { exit } from '../exit.ts'
import { cell } from '../match/write.ts'

export const command: Command = {
  usage:
    'FILE --customer C (--date D | --week W) [--count N] [--amount A] [--channel C] [--category C] [--out FILE] [--json]',
  about: [
    'Finds customers in a file of purchases whose behaviour has left its usual course: who buys less or more often than usual, whose baskets',
    'have changed, who returns more, who gave up a category or a channel. Needs no labels; season and growth of the whole fleet are no change.',
    'A row is a purchase (--date; those of one day are one), or what a customer bought in a week (--week counts up by one; --count says how',
    'often, else once). The last 26 weeks are watched against the 52 before them; of a shorter file the last third. Whoever has bought 3 times in',
    'the baseline is watched. Rows that --returns marks (or of a negative amount) are returns.',
    'Alarms go to standard output, strongest first, or to --out, as CSV: customer, kind (drop, rise, basketDown, basketUp, returns, category,',
    'channel), direction (up, down), since (the most likely begin), found (when the evidence sufficed), ended (when behaviour was back; empty',
    'while it goes on), size (purchases and baskets: now / usual - 1; else share now - usual share), bits (-log2 of the chance of such evidence',
    'without change), evidence (figures as NAME=VALUE), bound. Since, found and ended are days, or weeks as the file counts them.',
    'bound of drop and rise: of unchanged customers, the share that gets any such alarm within the watched weeks, measured on redraws. Bound of',
    'the other kinds: of the alarms shown, the share that may be chance.',
    '--json: file, rows, leftOut, customers, watched, purchases, returns, weeks (unit, first, baseline, watched, last), begins (start: customers are',
    'there from the first week; first: from their first purchase), prior (shape, rate), index (by week), falseAlarms (share, drop, rise), falseShare,',
    'kinds (alarms by kind), alarms, seconds.',
  ],
  examples: [
    'deviations orders.csv --customer customer_id --date date --amount total --category group --out alarms.csv',
    'deviations events.csv --customer customer_id --week week --count purchases --cutoff 52 --json',
    'deviations CDNOW_master.txt --customer 1 --date 2 --amount 4 --cutoff 1997-10-01 --baseline 39',
  ],
  options: {
    customer: { about: 'The column that says who bought', value: 'COLUMN' },
    date: { about: 'The column of the day', value: 'COLUMN' },
    week: { about: 'The column of the week, a number', value: 'COLUMN' },
    count: { about: 'How often they bought; with --date days are then not merged', value: 'COLUMN' },
    amount: { about: 'The sum, or e.g. "Quantity*UnitPrice": watches baskets', value: 'COLUMN' },
    channel: { about: 'Where they bought: watches channels', value: 'COLUMN' },
    category: { about: 'What they bought: watches categories', value: 'COLUMN' },
    returns: { about: 'Marks rows that came back: anything but empty, 0, no or false', value: 'COLUMN' },
    cutoff: { about: 'The first watched day or week', value: 'DAY' },
    baseline: { about: 'Weeks that tell what is usual (52)', value: 'WEEKS' },
    watched: { about: 'Weeks that are watched, without --cutoff (26)', value: 'WEEKS' },
    out: { about: 'Write the alarms to this file (CSV)', value: 'FILE' },
    json: { about: 'Print alarms and model as JSON' },
    ...readOptions,
  },
  words: { least: 1, most: 1 },
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { words, options, cwd, output } = invocation
  const begun = performance.now()
  const wish = wishOf(options)
  const wanted = wantedOf(options)
  const out = await outFile(cwd, textOf(options.out))
  const read = await readColumns(invocation, words[0]!, wanted)
  const { customer, ...columns } = read.columns
  const history = historyOf({ customer: customer.of, ...columns } as Rows, customer.names.length, wish)
  const bar = output.progress('Looking', 100)
  const model = fitPace(history.counts, { onProgress: (share) => bar.at(Math.round(share * 70)) })
  const alarms = alarmsOf(history, model, customer.names, (done) =>
    bar.at(70 + Math.round((30 * done) / Math.max(1, model.watched))),
  )
  bar.end()
  for (const line of [...read.notes, ...leftLines(read.leftOut), ...summary(history, model, alarms)]) output.note(line)
  if (out !== undefined) await out.write(lines(alarms))
  else for (const line of lines(alarms)) output.line(line.map(cell).join(','))
  output.value({
    file: read.file,
    rows: read.rows,
    leftOut: read.leftOut,
    ...resultOf(history, model, alarms),
    seconds: (performance.now() - begun) / 1000,
  })
  return exit.done
}

function wantedOf(options: Invocation['options']): { customer: Wanted & { as: 'key' } } & Record<string, Wanted> {
  const named = (name: string, as: Wanted['as'], optional: boolean) => {
    const column = textOf(options[name])
    return column === undefined ? {} : { [name]: { column, as, optional } }
  }
  const customer = textOf(options.customer)
  const [date, week] = [textOf(options.date), textOf(options.week)]
  if (customer === undefined || (date === undefined) === (week === undefined))
    throw usage('The columns are not named.', 'Say --customer COLUMN, and either --date COLUMN or --week COLUMN.')
  return {
    customer: { column: customer, as: 'key' },
    ...(date !== undefined && { day: { column: date, as: 'day' } }),
    ...named('week', 'number', false),
    ...named('count', 'number', false),
    ...named('amount', 'number', true),
    ...named('channel', 'text', true),
    ...named('category', 'text', true),
    ...named('returns', 'text', true),
  }
}

function wishOf(options: Invocation['options']): Wish {
  const weeks = (name: string, otherwise: number) => {
    const text = textOf(options[name]) ?? String(otherwise)
    const number = /^\d{1,4}w?$/.test(text) ? Number.parseInt(text, 10) : 0
    if (number < 1) throw usage(`"${text}" is no number of weeks.`, `Write e.g. --${name} ${otherwise}.`)
    return number
  }
  const cutoff = textOf(options.cutoff)
  return {
    baseline: weeks('baseline', 52),
    watched: weeks('watched', 26),
    ...(cutoff !== undefined && { cutOff: cutOffOf(cutoff, options.week !== undefined) }),
  }
}

function cutOffOf(text: string, inWeeks: boolean): number {
  if (inWeeks) {
    if (!/^-?\d{1,9}$/.test(text))
      throw usage(`"${text}" is no week.`, 'Write the first watched week, e.g. --cutoff 52.')
    return Number(text)
  }
  const day = dayOfText(text.trim())
  if (day === undefined) throw usage(`"${text}" is no day.`, 'Write the first watched day, e.g. --cutoff 1997-10-01.')
  return day
}

const header = ['customer', 'kind', 'direction', 'since', 'found', 'ended', 'size', 'bits', 'evidence', 'bound']

function* lines(alarms: readonly Alarm[]): Generator<(string | number)[]> {
  yield header
  for (const { customer, kind, direction, since, found, ended, size, bits, evidence, bound } of alarms) {
    const figures = Object.entries(evidence).map(([name, value]) => `${name}=${value}`)
    yield [customer, kind, direction, since, found, ended ?? '', size, bits, figures.join(' '), bound]
  }
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

function summary({ counts, unit, first }: History, model: PaceModel, alarms: readonly Alarm[]): string[] {
  const begin = first + (unit === 'day' ? 7 : 1) * counts.baseline
  const kinds = Object.entries(kindsOf(alarms)).map(([kind, n]) => `${n} ${kind}`)
  return [
    `${model.watched} of ${counts.n} customers are watched for ${counts.weeks - counts.baseline} weeks from ${unit === 'day' ? dayText(begin) : `week ${begin}`}, against the ${counts.baseline} weeks before.`,
    model.begins === 'start'
      ? 'Customers are there from the first week on.'
      : 'Customers are there from their first purchase on.',
    `Alarms: ${kinds.length === 0 ? 'none' : kinds.join(', ')}.`,
    `Of unchanged customers ${percent(model.falseAlarms)} get an alarm of a drop or rise (drop ${percent(boundOf.drop)}, rise ${percent(boundOf.rise)}). Of the other alarms at most ${percent(falseShare)} are chance, each with ${leastBits} bits at least.`,
  ]
}

function kindsOf(alarms: readonly Alarm[]): Record<string, number> {
  const kinds: Record<string, number> = {}
  for (const { kind } of alarms) kinds[kind] = (kinds[kind] ?? 0) + 1
  return kinds
}

function resultOf(history: History, model: PaceModel, alarms: readonly Alarm[]) {
  const { counts, unit, purchases, returns } = history
  const shown = (at: number) => (unit === 'day' ? dayText(at) : at)
  return {
    customers: counts.n,
    watched: model.watched,
    purchases,
    returns,
    weeks: {
      unit,
      first: shown(history.first),
      baseline: counts.baseline,
      watched: counts.weeks - counts.baseline,
      last: shown(history.last),
    },
    begins: model.begins,
    prior: model.prior,
    index: model.index,
    falseAlarms: { share: model.falseAlarms, ...boundOf },
    falseShare,
    kinds: kindsOf(alarms),
    alarms,
  }
}
