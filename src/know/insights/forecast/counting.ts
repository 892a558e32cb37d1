import { type Forecasts, noDay } from './columns.ts'
import { forecastStates } from './contract.ts'
import { type InForce, purchasesAhead, spendAhead, year } from './predict.ts'
import type { EquityRow, Summary } from './queries/model.ts'
import type { Reading } from './read.ts'

/** Days over which the change of equity is told. */
export const span = 28
/** How many of the best get a place. */
const places = 100

interface Counted {
  summary: Omit<Summary, 'retention'>
  equity: EquityRow[]
  futureRank: Uint8Array
  pastRank: Uint8Array
}

/** What is told of all customers together, archived ones left out. */
export function countAll(
  model: InForce,
  reading: Reading,
  forecasts: Forecasts,
  { asOf, from }: { asOf: number; from: number },
): Counted {
  const { customers } = reading
  const counted: Counted = {
    summary: { states: forecastStates.map(() => 0), overlap: {}, newCustomers: 0, kept: {}, pastYear: {} },
    equity: equityOf(model, reading, forecasts, { asOf, from }),
    futureRank: new Uint8Array(customers.n),
    pastRank: new Uint8Array(customers.n),
  }
  const { states, kept, overlap, pastYear } = counted.summary
  for (let i = 0; i < customers.n; i++) {
    if (customers.archived[i]) continue
    states[forecasts.state[i]!]!++
    if (asOf - customers.first[i]! < 365) counted.summary.newCustomers++
    const own = customers.currencies[customers.currency[i]!]
    if (own === undefined) continue
    pastYear[own] = (pastYear[own] ?? 0) + perYear(customers.net[i]!, asOf - customers.first[i]!)
    if (forecastStates[forecasts.state[i]!] === 'lost') continue
    kept[own] ??= { customers: 0, value: 0 }
    const sum = kept[own]
    sum.customers++
    sum.value += forecasts.value[i]!
  }
  for (const [place, currency] of customers.currencies.entries()) {
    const rows = Uint32Array.from({ length: customers.n }, (_, i) => i).filter(
      (i) => customers.currency[i] === place && !customers.archived[i],
    )
    rank(rows, forecasts.value, counted.futureRank)
    rank(rows, customers.net, counted.pastRank)
    const tenth = Math.floor(rows.length / 10)
    if (tenth === 0) continue
    const [value, net] = [leastOf(rows, forecasts.value, tenth), leastOf(rows, customers.net, tenth)]
    if (!(value > 0 && net > 0)) continue // a tenth that is worth nothing tells nothing
    let both = 0
    for (const i of rows) if (forecasts.value[i]! >= value && customers.net[i]! >= net) both++
    overlap[currency] = { both: Math.min(both, tenth), tenth }
  }
  return counted
}

/** What somebody has brought in a year so far: without a model one would say that it goes on. At least one year is counted. */
export function perYear(net: number, days: number): number {
  return net / Math.max(1, days / year)
}

/** What the `count` largest reach at least. */
function leastOf(rows: Uint32Array, of: Float64Array, count: number): number {
  const sorted = Float64Array.from(rows, (i) => of[i]!).sort()
  return sorted[sorted.length - count]!
}

function rank(rows: Uint32Array, of: Float64Array, into: Uint8Array): void {
  if (rows.length === 0) return
  const least = leastOf(rows, of, Math.min(places, rows.length))
  const best = rows.filter((i) => of[i]! >= least && of[i]! > 0).sort((a, b) => of[b]! - of[a]! || a - b)
  for (const [at, i] of best.slice(0, places).entries()) into[i] = at + 1
}

/**
 * Expected value of all customers in each currency, and what it was 28 days before by the same model from what was known then. The change in four:
 * customers who came since; silence of those who bought nothing since; purchases of those who did; sums per purchase. In whole minor units, of which
 * the four make the change exactly.
 */
function equityOf(
  model: InForce,
  { customers, before }: Reading,
  forecasts: Forecasts,
  { asOf, from }: { asOf: number; from: number },
): EquityRow[] {
  const then = asOf - span
  const ahead = purchasesAhead(model)
  const spendOf = spendAhead(model)
  const margin = model.fit.counted.margin ?? 1
  const rows = customers.currencies.map((currency) => ({
    currency,
    customers: 0,
    value: 0,
    before: from > then ? null : 0,
    new: 0,
    lapsed: 0,
    frequency: 0,
    spend: 0,
  }))
  let at = 0
  for (let i = 0; i < customers.n; i++) {
    const changed = before.row[at] === i ? at++ : -1
    const place = customers.currency[i]!
    if (place < 0 || customers.archived[i]) continue
    const row: Sums = rows[place]!
    const value = forecasts.value[i]!
    row.customers++
    row.value += value
    const first = customers.first[i]!
    const days = changed < 0 ? customers.purchaseDays[i]! : before.purchaseDays[changed]!
    const last = changed < 0 || before.last[changed] === noDay ? customers.last[i]! : before.last[changed]!
    if (row.before === null) continue
    if (first > then || days < 1 || last > then) {
      row.new += value
      continue
    }
    const net = changed < 0 ? customers.net[i]! : before.net[changed]!
    const purchasesThen = ahead(days - 1, last - first, then - first)
    const each = margin * forecasts.spend[i]!
    const eachThen = changed < 0 ? each : margin * spendOf(row.currency, days, net)
    const purchases = each > 0 ? value / each : 0
    row.before += purchasesThen * eachThen
    row[days < customers.purchaseDays[i]! ? 'frequency' : 'lapsed'] += (purchases - purchasesThen) * eachThen
    row.spend += purchases * (each - eachThen)
  }
  return rows.map(inWhole)
}

const causes = ['new', 'lapsed', 'frequency', 'spend'] as const
type Cause = (typeof causes)[number]
type Sums = Pick<EquityRow, 'currency' | 'customers'> & Record<'value' | Cause, number> & { before: number | null }

/** What rounding has left over goes to the largest part, where it is the smallest share. */
function inWhole({ currency, customers, value, before, ...sums }: Sums): EquityRow {
  const whole = (sum: number) => BigInt(Math.round(sum))
  const change = before === null ? 0n : whole(value) - whole(before)
  const parts = causes.map((cause) => ({ cause, sum: before === null ? 0n : whole(sums[cause]) }))
  const largest = parts.reduce((a, b) => (size(b.sum) > size(a.sum) ? b : a))
  largest.sum += change - parts.reduce((all, { sum }) => all + sum, 0n)
  const told = Object.fromEntries(parts.map(({ cause, sum }) => [cause, String(sum)])) as Record<Cause, string>
  return {
    currency,
    customers,
    value: String(whole(value)),
    before: before === null ? null : String(whole(before)),
    ...told,
  }
}
const size = (sum: bigint) => (sum < 0n ? -sum : sum)
