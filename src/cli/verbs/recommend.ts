import { suggesting } from '#src/know/insights/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { dayOfText } from '../analytics/cells.ts'
import { type OutFile, outFile } from '../analytics/out.ts'
import { leftLines, readOptions } from '../analytics/read.ts'
import { textOf, usage } from '../asked.ts'
import type { Command, Invocation } from '../command.ts'
import { exit } from '../exit.ts'
import { type Listing, listsFor, rowsOf } from '../recommend/lists.ts'
import { basketsWhere, type Columns, joinNames, type Purchases, readPurchases } from '../recommend/read.ts'
import { splitByCustomer } from '../recommend/split.ts'
import { comparisonLines } from '../recommend/words.ts'

export const command: Command = {
  usage:
    'FILE --customer C --item I [--date D] [--user U] [--evaluate DATE | --test FILE | --split SHARE] [--k 20] [--method auto|ease|knn|popular] [--out FILE] [--json]',
  about: [
    'Suggests products from any file of purchases: new ones, with the two purchases that speak most for each, and what to buy again.',
    'A column is named by its header (capitals do not matter) or its place, counted from 1. Every row says that a customer has a product;',
    'with --amount rows of zero or below are no purchases, and what was returned is suggested no more. With --rating and --least only rows',
    'rated at least so high count; without them a rating changes nothing.',
    '--method auto: EASE over the 2,000 products with the most buyers, neighbours for the others, and as much recent popularity as does best',
    "on the file's own last part; ease, knn (shrunk cosine, 100 neighbours) and popular do one thing each. Without --user and --evaluate every",
    'customer gets lists. Somebody without purchases gets what all buy most.',
    'To measure, three ways: --evaluate DATE learns from everything up to that day and tries it on what came after; --test FILE learns from FILE',
    'and tries it on the other; --split 0.75 learns from that share of the rows of each customer, drawn by --seed, --repeat times over.',
    "New: only products that the customer did not have in the learning part are suggested, and count. All of the customer's later products count,",
    'those that nobody had before too. Recall: of what came, the share in the first k. Precision: of the first k, the share that came. nDCG: gains',
    '1/log2(place + 1), against the best that k places allow. Hit rate: customers with at least one. Means over customers with both parts.',
    'Again: of what the customer had and bought again, Recall@10, beside ranking by own count (equals: by number of buyers).',
    '--out gets customer, list (new, again; favourite for who has nothing), rank, item, score, because_1, because_2, rhythm_days, days_since.',
    '--json: file, rows, leftOut, customers, items, pairs, method, lambda, covered, mix, k, and evaluation { fresh: { auto|ease|…, knn, popular,',
    'recentlyPopular }, again: { again, ownCount } }, each { customers, recall, precision, ndcg, hitRate }; or lists { customer, favourites, fresh,',
    'again }; seconds.',
  ],
  examples: [
    'recommend orders.csv --customer customer_id --item sku --date date --out suggestions.csv',
    'recommend retail.csv.gz --customer CustomerID --item StockCode --date InvoiceDate --amount Quantity --evaluate 2011-06-09',
    'recommend ratings.tsv --customer 1 --item 2 --split 0.75 --repeat 5 --seed 1 --k 10 --method ease --json',
    'recommend orders.csv --customer customer_id --item sku --date date --user 4711',
  ],
  options: {
    customer: { about: 'The column that says who bought', value: 'COLUMN' },
    item: { about: 'The column of the product', value: 'COLUMN' },
    date: { about: 'The column of the day', value: 'COLUMN' },
    amount: { about: 'A column of quantity or sum: rows of zero or below are no purchases', value: 'COLUMN' },
    rating: { about: 'The column of a rating, used with --least', value: 'COLUMN' },
    least: { about: 'Ratings from here on count as liked', value: 'NUMBER' },
    user: { about: 'Lists for this customer only', value: 'CUSTOMER' },
    evaluate: { about: 'Learn up to this day, measure on what came after', value: 'DATE' },
    test: { about: 'Measure on this file, which has the same columns', value: 'FILE' },
    split: { about: "Measure on the rest of each customer's rows: share to learn from, e.g. 0.75", value: 'SHARE' },
    seed: { about: 'Number that the drawing of --split begins with (1)', value: 'NUMBER' },
    repeat: { about: 'How many times --split is drawn; the mean is told (1)', value: 'TIMES' },
    k: { about: 'Length of the lists (20)', value: 'NUMBER' },
    method: { about: 'auto, ease, knn or popular (auto)', value: 'NAME' },
    lambda: { about: 'Of EASE: higher is more careful (500; auto tries others on small files)', value: 'NUMBER' },
    products: { about: 'How many products EASE covers at most (2000)', value: 'NUMBER' },
    out: { about: 'Write the lists to this file (CSV)', value: 'FILE' },
    json: { about: 'Print the result as JSON' },
    ...readOptions,
  },
  words: { least: 1, most: 1 },
  run,
}

interface Wish {
  readonly columns: Columns
  readonly settings: suggesting.Settings
  readonly k: number
  readonly seed: number
  readonly repeat: number
  readonly split: number | undefined
  readonly evaluate: number | undefined
  readonly test: string | undefined
}

async function run(invocation: Invocation): Promise<number> {
  const { words, options, output } = invocation
  const begun = performance.now()
  const wish = wishOf(options)
  const out = await outFile(invocation.cwd, textOf(options.out))
  const read = await readPurchases(invocation, words[0]!, wish.columns)
  if (read.user.length === 0) throw new Refusal(422, 'no_rows', 'No row is a purchase.', 'See --amount and --least.')
  if (!output.json) for (const line of [...read.notes, ...leftLines(read.leftOut)]) output.note(line)
  const told = { file: words[0], rows: read.rows, leftOut: read.leftOut, customers: read.users.length }
  const seconds = () => Math.round(performance.now() - begun) / 1000
  const comparison = await evaluated(invocation, wish, read)
  if (comparison !== undefined) {
    const { fresh, again, ...how } = comparison
    if (Object.values(fresh)[0]!.customers === 0)
      output.note('Nobody has anything new in the part to measure on. Is the day within the file?')
    for (const line of comparisonLines(comparison, wish.k)) output.line(line)
    output.value({
      ...told,
      items: read.items.length,
      ...how,
      k: wish.k,
      evaluation: { fresh, again },
      seconds: seconds(),
    })
    if (out === undefined && textOf(options.user) === undefined) return exit.done
  }
  const { baskets, suggester, lists } = await listed(invocation, wish, read, out)
  const { method, lambda, covered, mix } = suggester
  const how = { items: baskets.items, pairs: baskets.item.length, method, lambda, covered, mix, k: wish.k }
  if (comparison === undefined || lists !== undefined)
    output.value({ ...told, ...how, ...(lists !== undefined && { lists }), seconds: seconds() })
  return exit.done
}

/** The comparison that was asked for, if one was. */
async function evaluated(
  invocation: Invocation,
  wish: Wish,
  read: Purchases,
): Promise<suggesting.Comparison | undefined> {
  const { settings, k } = wish
  if (wish.test !== undefined) {
    const later = joinNames(read, await readPurchases(invocation, wish.test, wish.columns))
    const size = { users: later.users.length, items: later.items.length }
    const asked = { settings, k, until: latest(read), againBy: againBy(read, size) }
    return suggesting.compare(basketsWhere(read, size), basketsWhere(later, size), asked)
  }
  const size = { users: read.users.length, items: read.items.length }
  if (wish.evaluate !== undefined) {
    const { day } = read
    const until = wish.evaluate
    const train = basketsWhere(read, size, (row) => day![row]! <= until)
    if (train.item.length === 0) throw usage('Nothing was bought by that day.', 'Name a later day with --evaluate.')
    const test = basketsWhere(read, size, (row) => day![row]! > until)
    return suggesting.compare(train, test, { settings, k, until, againBy: againBy(read, size, until) })
  }
  if (wish.split === undefined) return undefined
  const rounds: suggesting.Comparison[] = []
  for (let round = 0; round < wish.repeat; round++) {
    invocation.signal.throwIfAborted()
    const learns = splitByCustomer(read.user, size.users, wish.split, wish.seed + round)
    const [train, test] = [
      basketsWhere(read, size, (row) => learns[row] === 1),
      basketsWhere(read, size, (row) => learns[row] === 0),
    ]
    rounds.push(suggesting.compare(train, test, { settings, k, until: undefined, againBy: 'count' }))
  }
  return suggesting.meanOf(rounds)
}

/** How what was bought before is ranked, as its own past up to a day teaches. */
function againBy(read: Purchases, size: { users: number; items: number }, until = Infinity): suggesting.AgainBy {
  const rows = Uint32Array.from(read.user.keys()).filter((row) => (read.day?.[row] ?? Infinity) <= until)
  const of = (column: Int32Array) => Int32Array.from(rows, (row) => column[row]!)
  const { user, item, day } = read
  return suggesting.chooseAgain(
    { user: of(user), item: of(item), ...(day && { day: of(day) }) },
    size.users,
    size.items,
  )
}

/** Lists of all customers into the file, those of one on the screen. */
async function listed({ options, output }: Invocation, wish: Wish, read: Purchases, out: OutFile | undefined) {
  const baskets = basketsWhere(read, { users: read.users.length, items: read.items.length })
  const suggester = suggesting.fit(baskets, wish.settings)
  const returned = new Map<number, Set<number>>()
  for (const [row, user] of read.back.user.entries())
    returned.set(user, (returned.get(user) ?? new Set()).add(read.back.item[row]!))
  const { users, items } = read
  const refill = suggesting.refillOf(baskets)
  const listing: Listing = {
    baskets,
    suggester,
    refill,
    items,
    users,
    againBy: againBy(read, { users: users.length, items: items.length }),
    until: latest(read),
    k: wish.k,
    returned,
  }
  await out?.write(rowsOf(listing))
  const user = textOf(options.user)
  if (user === undefined) {
    if (out === undefined) output.note('Name a file with --out, or a customer with --user, to see the lists.')
    return { baskets, suggester }
  }
  const lists = listsFor(listing, users.indexOf(user.trim()), user)
  if (lists.favourites) output.line(`Nothing is known of ${user}: what all customers buy most.`)
  else output.line(`New for ${user}:`)
  for (const { item, because } of lists.fresh)
    output.line(
      `  ${item}${because.length > 0 ? `  because of ${because.join(' and ')}` : lists.favourites ? '' : '  popular now'}`,
    )
  if (lists.again.length > 0) output.line('To buy again:')
  for (const { item, rhythmDays, sinceDays } of lists.again)
    output.line(
      `  ${item}${sinceDays === undefined ? '' : `  last ${sinceDays} days ago, others every ${rhythmDays ?? '?'} days`}`,
    )
  return { baskets, suggester, lists }
}

function latest({ day }: Purchases): number | undefined {
  return day?.reduce((most, one) => Math.max(most, one), -Infinity)
}

function wishOf(options: Invocation['options']): Wish {
  const text = (name: string) => textOf(options[name])
  const [customer, item] = [text('customer'), text('item')]
  if (customer === undefined || item === undefined)
    throw usage('The columns are not named.', 'Say --customer COLUMN --item COLUMN, and --date COLUMN if there is one.')
  const method = (text('method') ?? 'auto').toLowerCase()
  const known = suggesting.methods.find((one) => one === method)
  if (known === undefined)
    throw usage(`There is no method "${method}".`, `The methods are ${suggesting.methods.join(', ')}.`)
  const [date, amount, rating, evaluate] = [text('date'), text('amount'), text('rating'), text('evaluate')]
  if (evaluate !== undefined && date === undefined) throw usage('A day needs a column of days.', 'Say --date COLUMN.')
  if ((rating === undefined) !== (text('least') === undefined))
    throw usage('--rating and --least belong together.', 'Say both, or neither: then every row counts.')
  const least = text('least') === undefined ? Number.NEGATIVE_INFINITY : numberOf(options, 'least', 0, -1e9, 1e9)
  const split = text('split') === undefined ? undefined : numberOf(options, 'split', 0.75, 0.05, 0.95)
  if ([evaluate, text('test'), split].filter((one) => one !== undefined).length > 1)
    throw usage('There are three ways to measure.', 'Say one of --evaluate, --test and --split.')
  const columns = { customer, item, least, ...(date && { date }), ...(amount && { amount }), ...(rating && { rating }) }
  return {
    columns,
    settings: {
      method: known,
      ...(text('lambda') !== undefined && { lambda: numberOf(options, 'lambda', suggesting.usual.lambda, 1e-6, 1e9) }),
      most: whole(options, 'products', suggesting.usual.most, 1, 5000),
    },
    k: whole(options, 'k', 20, 1, 1000),
    seed: whole(options, 'seed', 1, 0, 2 ** 31),
    repeat: whole(options, 'repeat', 1, 1, 100),
    split,
    evaluate: evaluate === undefined ? undefined : dayOf(evaluate),
    test: text('test'),
  }
}

function numberOf(
  options: Invocation['options'],
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const text = textOf(options[name])
  const value = text === undefined ? otherwise : Number(text.replace(',', '.'))
  if (!(value >= least && value <= most))
    throw usage(`--${name} ${text} does not do.`, `Write e.g. --${name} ${otherwise}.`)
  return value
}
const whole = (...asked: Parameters<typeof numberOf>) => Math.round(numberOf(...asked))

function dayOf(text: string): number {
  const day = dayOfText(text.trim())
  if (day === undefined) throw usage(`"${text}" is no day.`, 'Write e.g. --evaluate 2011-06-09.')
  return day
}
