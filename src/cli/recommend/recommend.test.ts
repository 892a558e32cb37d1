import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { runCommandLine } from '../frame.ts'
import { splitByCustomer } from './split.ts'

const folder = mkdtempSync(join(tmpdir(), 'kauppias-recommend-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function run(...words: string[]) {
  const texts = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _, done) {
        texts[name] += chunk.toString()
        done()
      },
    })
  const code = await runCommandLine(['recommend', ...words], {
    cwd: folder,
    env: {},
    streams: { out: stream('out'), err: stream('err') },
  })
  return { code, ...texts }
}

interface Figures {
  customers: number
  recall: number
  precision: number
  ndcg: number
  hitRate: number
}
interface Result {
  evaluation: { fresh: Record<string, Figures>; again: Record<string, Figures> | null }
  lists: { favourites: boolean; fresh: { item: string; because: string[] }[]; again: { item: string }[] }
  customers: number
  items: number
  method: string
}
const json = (out: string) => JSON.parse(out) as Result

/** Two tastes of ten products each; everybody buys of one taste, now and then of the other. */
const lines: string[] = []
for (let who = 0; who < 120; who++)
  for (let n = 0; n < 6; n++) {
    const taste = (who * 7 + n * 13) % 10 === 0 ? 1 - (who % 2) : who % 2
    const item = `${taste ? 'A' : 'B'}${(who * 3 + n * n + n) % 10}`
    const day = `2026-0${1 + n}-${String(1 + ((who * 5) % 28)).padStart(2, '0')}`
    lines.push(`${who}\t${item}\t${1 + ((who + n) % 5)}\t${day}`)
  }
writeFileSync(join(folder, 'bare.tsv'), lines.join('\n'))
writeFileSync(
  join(folder, 'orders.csv'),
  ['Customer;Item;Rating;Day', ...lines.map((line) => line.replaceAll('\t', ';'))].join('\n'),
)

test('figures after a day are what a plain count of the lists that were written says', async () => {
  const measured = await run('orders.csv', '--customer', 'customer', '--item', 'item', '--date', 'day', '--evaluate', '2026-04-30', '--k', '5', '--method', 'knn', '--json') // biome-ignore format: words
  assert.equal(measured.code, 0, measured.err)
  const before = lines.filter((line) => line.split('\t')[3]! <= '2026-04-30')
  writeFileSync(
    join(folder, 'before.csv'),
    ['Customer;Item;Rating;Day', ...before.map((line) => line.replaceAll('\t', ';'))].join('\n'),
  )
  const listed = await run('before.csv', '--customer', 'Customer', '--item', 'Item', '--date', 'Day', '--k', '5', '--method', 'knn', '--out', 'lists.csv') // biome-ignore format: words
  assert.equal(listed.code, 0, listed.err)
  const rows = readFileSync(join(folder, 'lists.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((row) => row.split(',')) // biome-ignore format: a chain
  const had = new Set(before.map((line) => line.split('\t').slice(0, 2).join(' ')))
  const came = lines.filter((line) => !before.includes(line)).map((line) => line.split('\t').slice(0, 2).join(' '))
  const sums = { n: 0, recall: 0, precision: 0, hit: 0, ndcg: 0 }
  for (let who = 0; who < 120; who++) {
    const wanted = new Set(came.filter((pair) => pair.startsWith(`${who} `) && !had.has(pair)))
    if (wanted.size === 0) continue
    const list = rows
      .filter(([customer, kind]) => customer === String(who) && kind === 'new')
      .map((row) => `${who} ${row[3]}`)
    const hits = list.filter((pair) => wanted.has(pair))
    const gain = (place: number) => 1 / Math.log2(place + 2)
    const best = Array.from({ length: Math.min(5, wanted.size) }, (_, place) => gain(place)).reduce((a, b) => a + b)
    sums.n++
    sums.recall += hits.length / wanted.size
    sums.precision += hits.length / 5
    sums.hit += hits.length > 0 ? 1 : 0
    sums.ndcg += list.reduce((sum, pair, place) => sum + (wanted.has(pair) ? gain(place) : 0), 0) / best
  }
  const { knn } = json(measured.out).evaluation.fresh
  assert.equal(knn!.customers, sums.n)
  for (const [
    found,
    sum,
  ] of [[knn!.recall, sums.recall], [knn!.precision, sums.precision], [knn!.hitRate, sums.hit], [knn!.ndcg, sums.ndcg]] as const) // biome-ignore format: pairs
    assert.ok(Math.abs(found - sum / sums.n) < 1e-9)
})

test('a file without a header, columns by number, split at random: the same seed gives the same figures', async () => {
  const words = ['bare.tsv', '--customer', '1', '--item', '2', '--split', '0.75', '--repeat', '2', '--k', '10', '--method', 'ease', '--lambda', '20', '--json'] // biome-ignore format: words
  const [one, same, other] = [await run(...words), await run(...words), await run(...words, '--seed', '9')]
  assert.equal(one.code, 0, one.err)
  const figures = ({ out }: { out: string }) => json(out).evaluation.fresh
  assert.equal(json(one.out).customers, 120)
  assert.equal(json(one.out).items, new Set(lines.map((line) => line.split('\t')[1])).size)
  assert.deepEqual(figures(one), figures(same))
  assert.notDeepEqual(figures(one), figures(other))
  assert.ok(figures(one).ease!.recall > figures(one).popular!.recall)
})

test('a split takes the share of every customer, rounded, and each row once', () => {
  const user = Int32Array.from({ length: 100 }, (_, row) => row % 7)
  const learns = splitByCustomer(user, 7, 0.75, 3)
  for (let one = 0; one < 7; one++) {
    const mine = [...user.keys()].filter((row) => user[row] === one)
    assert.equal(mine.filter((row) => learns[row] === 1).length, Math.round(mine.length * 0.75))
  }
})

test('another file to measure on may hold customers and products that nobody knows', async () => {
  writeFileSync(
    join(folder, 'later.csv'),
    'Customer;Item;Rating;Day\n0;B4;5;2026-07-01\n0;NEW;5;2026-07-01\nstranger;A1;5;2026-07-01',
  )
  const { code, out, err } = await run('orders.csv', '--customer', 'Customer', '--item', 'Item', '--test', 'later.csv', '--json') // biome-ignore format: words
  assert.equal(code, 0, err)
  assert.equal(json(out).evaluation.fresh.auto!.customers, 1)
})

test('lists of one customer say why; of a stranger, that they are what all buy', async () => {
  const words = ['orders.csv', '--customer', 'Customer', '--item', 'Item', '--date', 'Day', '--method', 'ease', '--lambda', '5', '--k', '3', '--json'] // biome-ignore format: words
  const { lists } = json((await run(...words, '--user', '1')).out)
  assert.equal(lists.favourites, false)
  assert.equal(lists.fresh.length, 3)
  assert.ok(lists.fresh[0]!.because.length > 0)
  const stranger = json((await run(...words, '--user', 'nobody')).out).lists
  assert.deepEqual([stranger.favourites, stranger.again], [true, []])
})

test('a file of ratings: no header, seconds since 1970, measured on what came after a day', async () => {
  const rows = lines.map((line) => {
    const [who, item, rating, day] = line.split('\t')
    return [who, item, rating, Date.parse(day!) / 1000 - 870_000_000].join('\t') // of 1998: nine digits
  })
  writeFileSync(join(folder, 'ratings.data'), rows.join('\n'))
  const words = ['ratings.data', '--customer', '1', '--item', '2', '--date', '4', '--evaluate', '1998-10-06', '--k', '10', '--json'] // biome-ignore format: words
  const { code, out, err } = await run(...words)
  assert.equal(code, 0, err)
  const found = json(out)
  assert.deepEqual(Object.keys(found.evaluation.fresh), ['auto', 'knn', 'popular', 'recentlyPopular'])
  assert.ok(found.evaluation.fresh.auto!.customers > 0)
  assert.equal(found.customers, 120)
})

test('ratings count only when told from where on', async () => {
  const words = ['orders.csv', '--customer', 'Customer', '--item', 'Item', '--rating', 'Rating'] // biome-ignore format: words
  assert.equal((await run(...words)).code, 2)
  const measured = await run(...words, '--least', '4', '--split', '0.5', '--json')
  assert.equal(measured.code, 0, measured.err)
})

test('what cannot be understood is refused with a way out', async () => {
  const wrong: string[][] = [
    ['orders.csv', '--customer', 'Customer'],
    ['orders.csv', '--customer', 'Customer', '--item', 'Nothing'],
    ['orders.csv', '--customer', 'Customer', '--item', 'Item', '--method', 'magic'],
    ['orders.csv', '--customer', 'Customer', '--item', 'Item', '--evaluate', '2026-04-30'],
    ['orders.csv', '--customer', 'Customer', '--item', 'Item', '--split', '2'],
    ['missing.csv', '--customer', 'Customer', '--item', 'Item'],
  ]
  for (const words of wrong) {
    const { code, err } = await run(...words)
    assert.ok(code === 1 || code === 2, words.join(' '))
    assert.ok(err.length > 20)
  }
})

const shared = new URL('../../../../shared/data/', import.meta.url)
const sets = [
  ['transactions-online-retail/online_retail_until_2011-09-09.csv.gz', 'CustomerID', 'StockCode', 'InvoiceDate', 'Quantity', '2011-06-09'],
  ['retail-completejourney/transactions_sample.csv.gz', 'household_id', 'product_id', 'transaction_timestamp', 'quantity', '2017-09-30'],
] as const // biome-ignore format: rows

for (const [file, customer, item, date, amount, day] of sets)
  test(`C1: new products beat neighbours and popularity, "again" is not worse than own count: ${file.split('/')[0]}`, async (t) => {
    const path = new URL(file, shared).pathname
    if (!existsSync(path)) return t.skip('the shared data are not here')
    const { code, out, err } = await run(path, '--customer', customer, '--item', item, '--date', date, '--amount', amount, '--evaluate', day, '--json') // biome-ignore format: words
    assert.equal(code, 0, err)
    const { fresh, again } = json(out).evaluation
    t.diagnostic(JSON.stringify({ fresh, again }))
    const ours = fresh.auto!
    for (const other of ['knn', 'popular', 'recentlyPopular'])
      assert.ok(ours.recall > fresh[other]!.recall && ours.hitRate > fresh[other]!.hitRate, other)
    assert.ok(again!.again!.recall >= again!.ownCount!.recall)
  })
