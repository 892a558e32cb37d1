import { dayText, type ModelName } from '#src/know/insights/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { dayOfText } from '../analytics/cells.ts'
import { type Figures, figuresOf, type Models, modelsOf, type Wish } from '../analytics/insights/foretell.ts'
import { type Holdout, holdoutOf } from '../analytics/insights/holdout.ts'
import { type Known, knownAt, type Ledger, ledgerOf, type Rows } from '../analytics/insights/ledger.ts'
import { degenerateWords, holdoutLines, modelLines, warningWords } from '../analytics/insights/words.ts'
import { outFile } from '../analytics/out.ts'
import { leftLines, type ReadColumns, readColumns, readOptions, type Wanted } from '../analytics/read.ts'
import { textOf, usage } from '../asked.ts'
import type { Command, Invocation } from '../command.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage:
    'FILE --customer C --date D [--amount A] [--cutoff DATE] [--horizon 39w] [--model auto|bgnbd|mbgnbd] --out FILE [--json]',
  about: [
    'Foretells of every customer in a file of purchases: whether they are still there, what they will buy, what they are worth.',
    'A column is named by its header (capitals do not matter) or its place, counted from 1. --amount may be a product, "Quantity*UnitPrice".',
    'Purchases of one day are one. Rows below zero are returns: they make no purchase day and are taken from the spend. The day is the one',
    'that is written, whatever time zone stands after it. Without --cutoff everything is looked at, up to the last day of the file; with it, what comes',
    'after is held against what was foretold.',
    '--out gets the columns customer, x (purchase days after the first), t_x and T (weeks from the first purchase day to the last one and to the',
    'cut-off), p_alive, p_none (probability of no purchase within the horizon), expected_purchases (within it), expected_spend (at a time), clv',
    '(12 months of 365.25/12 days, discounted monthly, times margin), state (active, cooling, lapsing, lost by p_none), r, f, m (1 to 5), segment.',
    "With --model auto BG/NBD or MBG/NBD is taken by likelihood, and p_none joins MBG/NBD with what the shop's own last window teaches; a model",
    'that is named makes p_none by itself. Where nobody is seen to leave, NBD takes the place of either, and it is said.',
    '--json: file, rows, leftOut, returns, from, cutoff, horizonDays, model, parameters, logLikelihood, degenerate, tried (all models with parameters',
    'and log-likelihood), customers, repeaters, purchases, unique, spend (Gamma-Gamma of repeat purchases), expectedBy (of and',
    'spend: what makes expected_spend), lapse, warnings, totals, states, segments, holdout (days,',
    'purchases, top10: share of later sales by model, pastSpend…; lapse: share, auc and brier), seconds.',
  ],
  examples: [
    'insights orders.csv --customer customer_id --date date --amount amount --out insights.csv',
    'insights CDNOW_master.txt --customer 1 --date 2 --amount 4 --cutoff 1997-09-30 --horizon 39w --out insights.csv',
    'insights retail.csv.gz --customer CustomerID --date InvoiceDate --amount Quantity*UnitPrice --margin 30% --out insights.csv --json',
  ],
  options: {
    customer: { about: 'The column that says who bought', value: 'COLUMN' },
    date: { about: 'The column of the day', value: 'COLUMN' },
    amount: { about: 'The column of the sum; without it spend, clv and m stay empty', value: 'COLUMN' },
    cutoff: { about: 'The last day that is known; later rows are only held against', value: 'DATE' },
    horizon: { about: 'How far to look: 39w, 90d, 6m or 1y (39w)', value: 'TIME' },
    model: { about: 'auto, bgnbd, mbgnbd or nbd (auto)', value: 'NAME' },
    margin: { about: 'Share of the sales that stays, for clv: 0.3 or 30% (1)', value: 'SHARE' },
    discount: { about: 'Discount rate a month, for clv: 0.01 or 1% (0.01)', value: 'RATE' },
    spend: {
      about:
        'Purchases that expected spend is learned from: repeat, as in the literature, all, or auto: all where the file begins midway (auto)',
      value: 'OF',
    },
    out: { about: 'Write the figures of every customer to this file (CSV)', value: 'FILE' },
    json: { about: 'Print parameters, likelihood, warnings and what came true as JSON' },
    ...readOptions,
  },
  words: { least: 1, most: 1 },
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { words, options, cwd, output } = invocation
  const begun = performance.now()
  const wanted = wantedOf(options)
  const asked = wishOf(options)
  const out = await outFile(cwd, textOf(options.out))
  const read = await readColumns(invocation, words[0]!, wanted)
  const ledger = ledgerOf(rowsOf(read))
  const wish: Wish = { ...asked, cutOff: asked.cutOff ?? ledger.last }
  const known = knownAt(ledger, wish.cutOff)
  if (known.histories.n === 0)
    throw new Refusal(422, 'nobody_yet', 'Nobody has bought by the cut-off.', 'Name a later day with --cutoff.')
  const models = modelsOf(ledger, known, wish)
  const figures = figuresOf(known, models, wish)
  await out?.write(lines(known, figures, read.columns.customer.names))
  const holdout = holdoutOf(ledger, known, models, figures, wish)
  if (!output.json)
    for (const line of [
      ...read.notes,
      ...leftLines(read.leftOut),
      ...returnLines(ledger),
      ...modelLines(models),
      ...gapLines(ledger, known, models),
    ])
      output.note(line)
  for (const line of holdout === null ? [] : holdoutLines(holdout)) output.line(line)
  output.value(resultOf(read, ledger, { wish, models, figures, known, holdout }, (performance.now() - begun) / 1000))
  return exit.done
}

type WantedColumns = {
  customer: Wanted & { as: 'key' }
  date: Wanted & { as: 'day' }
  amount?: Wanted & { as: 'number' }
}

function wantedOf(options: Invocation['options']): WantedColumns {
  const [customer, date, amount] = [textOf(options.customer), textOf(options.date), textOf(options.amount)]
  if (customer === undefined || date === undefined)
    throw usage(
      'The columns are not named.',
      'Say --customer COLUMN --date COLUMN, and --amount COLUMN if there is one.',
    )
  return {
    customer: { column: customer, as: 'key' },
    date: { column: date, as: 'day' },
    ...(amount !== undefined && { amount: { column: amount, as: 'number' } }),
  }
}

function rowsOf({ rows, columns }: ReadColumns<WantedColumns>): Rows {
  const { customer, date, amount } = columns
  return { rows, customer, date, ...(amount instanceof Float64Array && { amount }) }
}

function wishOf(options: Invocation['options']): Omit<Wish, 'cutOff'> & { cutOff?: number } {
  const model = textOf(options.model)?.toLowerCase().replace('/', '') ?? 'auto'
  if (!['auto', 'bgnbd', 'mbgnbd', 'nbd'].includes(model))
    throw usage(`There is no model "${model}".`, 'The models are auto, bgnbd, mbgnbd and nbd.')
  const spend = textOf(options.spend)?.toLowerCase() ?? 'auto'
  if (spend !== 'auto' && spend !== 'repeat' && spend !== 'all')
    throw usage(`--spend cannot be "${spend}".`, 'Write --spend auto, --spend repeat or --spend all.')
  const cutoff = textOf(options.cutoff)
  return {
    model: model as ModelName | 'auto',
    spend,
    horizonDays: horizonOf(textOf(options.horizon) ?? '39w'),
    terms: { margin: shareOf('margin', options, 1), discount: shareOf('discount', options, 0.01) },
    ...(cutoff !== undefined && { cutOff: cutOffOf(cutoff) }),
  }
}

const daysOf: Readonly<Record<string, number>> = { d: 1, w: 7, m: 365.25 / 12, y: 365.25 }

function horizonOf(text: string): number {
  const found = /^(\d+(?:\.\d+)?) ?([dwmy]?)[a-z]*$/i.exec(text.trim())
  const days = found === null ? 0 : Math.round(Number(found[1]) * daysOf[found[2]?.toLowerCase() || 'w']!)
  if (days < 1 || days > 36_525)
    throw usage(`"${text}" is no length of time from a day to 100 years.`, 'Write e.g. --horizon 39w, 90d, 6m or 1y.')
  return days
}

function shareOf(name: 'margin' | 'discount', options: Invocation['options'], otherwise: number): number {
  const text = textOf(options[name])
  if (text === undefined) return otherwise
  const found = /^(\d+(?:[.,]\d+)?) ?(%?)$/.exec(text.trim())
  const share = found === null ? Number.NaN : Number(found[1]!.replace(',', '.')) / (found[2] === '%' ? 100 : 1)
  if (!(share >= 0 && share <= 10)) throw usage(`"${text}" is no ${name}.`, `Write e.g. --${name} ${otherwise}.`)
  return share
}

function cutOffOf(text: string): number {
  const day = dayOfText(text.trim())
  if (day === undefined) throw usage(`"${text}" is no day.`, 'Write e.g. --cutoff 1997-09-30.')
  return day
}

function returnLines({ returns }: Ledger): string[] {
  if (returns === 0) return []
  return [`Rows below zero: ${returns}; returns, taken from the spend; they make no purchase day.`]
}

/** What a reader would else wonder at. */
function gapLines({ last }: Ledger, { cutOff, sums }: Known, { expectedBy }: Models): string[] {
  return [
    ...(cutOff > last + 7
      ? [`Note: The cut-off lies ${cutOff - last} days after the last row (${dayText(last)}); they count as silence.`]
      : []),
    ...(sums !== undefined && expectedBy.spend === null
      ? ['Note: Too few customers came again to learn what they spend: expected_spend and clv stay empty.']
      : []),
  ]
}

/** Twelve digits: more than the models know, without the noise of the last bits. */
const cellOf = (value: number | undefined) => (value === undefined ? '' : Number(value.toPrecision(12)))

const columns = [
  'customer', 'x', 't_x', 'T', 'p_alive', 'p_none', 'expected_purchases', 'expected_spend', 'clv', 'state', 'r', 'f', 'm', 'segment',
] // biome-ignore format: a list

function* lines({ histories }: Known, of: Figures, names: readonly string[]): Generator<(string | number)[]> {
  yield columns
  const { customer, x, last, age, n } = histories
  for (let i = 0; i < n; i++)
    yield [
      names[customer[i]!]!, x[i]!, cellOf(last[i]! / 7), cellOf(age[i]! / 7), cellOf(of.alive[i]), cellOf(of.none[i]),
      cellOf(of.expected[i]), cellOf(of.spend?.[i]), cellOf(of.value?.[i]), of.state[i]!, of.r[i]!, of.f[i]!, of.m?.[i] ?? '',
      of.segment[i]!,
    ] // biome-ignore format: a row
}

interface Found {
  readonly wish: Wish
  readonly models: Models
  readonly figures: Figures
  readonly known: Known
  readonly holdout: Holdout | null
}

function resultOf(
  read: ReadColumns<WantedColumns>,
  ledger: Ledger,
  { wish, models, figures, holdout }: Found,
  seconds: number,
) {
  const { fit, spend, expectedBy, lapse } = models
  const { warnings, degenerate, ...rest } = fit
  const counts = (words: readonly string[]) =>
    Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, { length }]) => [word, length]))
  const sum = (values: Float64Array | undefined) => values?.reduce((all, one) => all + one, 0) ?? null
  return {
    file: read.file,
    rows: read.rows,
    leftOut: read.leftOut,
    returns: ledger.returns,
    from: dayText(ledger.first),
    cutoff: dayText(wish.cutOff),
    horizonDays: wish.horizonDays,
    ...rest,
    degenerate: degenerate === null ? null : { code: degenerate, words: degenerateWords(degenerate) },
    spend,
    expectedBy,
    lapse,
    warnings: [...warnings, ...(spend?.warnings ?? [])].map((one) => ({ ...one, words: warningWords(one) })),
    totals: { expectedPurchases: sum(figures.expected), clv: sum(figures.value) },
    states: counts(figures.state),
    segments: counts(figures.segment),
    holdout,
    seconds,
  }
}
