import { rising } from './likelihood.ts'
import { minimise, type Objective } from './minimise.ts'

/**
 * Histories where purchases can happen once a period (donations a year, visits to a yearly fair): of `n` periods since the first, `x` with a purchase,
 * the last of them `last` (0 when none); `weight` customers each.
 */
export interface PeriodHistories {
  readonly rows: readonly { readonly x: number; readonly last: number; readonly n: number; readonly weight: number }[]
}

/** Chance to buy in a period Beta(alpha, beta), to leave before one Beta(gamma, delta). */
export interface PeriodFit {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly delta: number
  readonly logLikelihood: number
  readonly customers: number
}

type Row = PeriodHistories['rows'][number]

/** ln (v)_n and Σ 1/(v+j) for any order of n. */
function risingTable(v: number, most: number): { log: Float64Array; slope: Float64Array } {
  const at = rising(v)
  const log = new Float64Array(most + 1)
  const slope = new Float64Array(most + 1)
  for (let n = 0; n <= most; n++) {
    const sums = at(n)
    log[n] = sums.log
    slope[n] = sums.slope
  }
  return { log, slope }
}

interface Tables {
  readonly a: ReturnType<typeof risingTable>
  readonly b: ReturnType<typeof risingTable>
  readonly ab: ReturnType<typeof risingTable>
  readonly d: ReturnType<typeof risingTable>
  readonly gd: ReturnType<typeof risingTable>
  readonly logGamma: number
}

const tablesOf = ([a, b, g, d]: readonly number[], most: number): Tables => ({
  a: risingTable(a!, most + 1),
  b: risingTable(b!, most),
  ab: risingTable(a! + b!, most + 1),
  d: risingTable(d!, most),
  gd: risingTable(g! + d!, most + 1),
  logGamma: Math.log(g!),
})

/** Logarithms of the ways a history may have come about: alive to the end, or gone after period last + i. */
function ways(
  { x, last, n }: Row,
  { a, b, ab, d, gd, logGamma }: Tables,
): { log: number; stayed: number; upTo: number }[] {
  const bought = (periods: number) => a.log[x]! + b.log[periods - x]! - ab.log[periods]!
  const all = [{ log: bought(n) + d.log[n]! - gd.log[n]!, stayed: n, upTo: n }]
  for (let at = last; at < n; at++)
    all.push({ log: bought(at) + logGamma + d.log[at]! - gd.log[at + 1]!, stayed: at, upTo: at + 1 })
  return all
}

function logSum(all: readonly { log: number }[]): number {
  const most = Math.max(...all.map(({ log }) => log))
  return most + Math.log(all.reduce((sum, { log }) => sum + Math.exp(log - most), 0))
}

/** Fits BG/BB (Fader, Hardie and Shang 2010), with gradients, over sums of logarithms instead of Beta functions. */
export function fitPeriods({ rows }: PeriodHistories): PeriodFit {
  const most = rows.reduce((longest, { n }) => Math.max(longest, n), 0)
  const objective: Objective = (at, gradient) => {
    const parameters = Array.from(at, Math.exp)
    const tables = tablesOf(parameters, most)
    const slopes = new Float64Array(4)
    let value = 0
    for (const row of rows) {
      const all = ways(row, tables)
      const total = logSum(all)
      value += row.weight * total
      for (const [i, { log, stayed, upTo }] of all.entries()) {
        const share = row.weight * Math.exp(log - total)
        slopes[0]! += share * (tables.a.slope[row.x]! - tables.ab.slope[stayed]!)
        slopes[1]! += share * (tables.b.slope[stayed - row.x]! - tables.ab.slope[stayed]!)
        slopes[2]! += share * ((i > 0 ? 1 / parameters[2]! : 0) - tables.gd.slope[upTo]!)
        slopes[3]! += share * (tables.d.slope[stayed]! - tables.gd.slope[upTo]!)
      }
    }
    for (let i = 0; i < 4; i++) gradient[i] = -parameters[i]! * slopes[i]!
    return -value
  }
  const starts = [
    [1, 1, 1, 3],
    [0.3, 0.3, 0.3, 3],
    [3, 3, 0.1, 3],
    [1, 4, 2, 2],
  ]
  const best = starts
    .map((start) => minimise(objective, start.map(Math.log)))
    .reduce((a, b) => (b.value < a.value ? b : a))
  const [alpha, beta, gamma, delta] = Array.from(best.at, Math.exp) as [number, number, number, number]
  const customers = rows.reduce((sum, { weight }) => sum + weight, 0)
  return { alpha, beta, gamma, delta, logLikelihood: -best.value, customers }
}

/** Of one history: probability to be there still in the next period, and purchases expected in the next `periods`. */
export function predictPeriods(
  { alpha, beta, gamma, delta }: PeriodFit,
  row: Omit<Row, 'weight'>,
  periods: number,
): { alive: number; expected: number } {
  const tables = tablesOf([alpha, beta, gamma, delta], row.n + periods)
  const { a, b, ab, d, gd } = tables
  const total = logSum(ways({ ...row, weight: 1 }, tables))
  const bought = (x: number, n: number) => a.log[x]! + b.log[row.n - row.x]! - ab.log[n]!
  const there = (n: number) => d.log[n]! - gd.log[n]!
  let expected = 0
  for (let j = 1; j <= periods; j++) expected += Math.exp(bought(row.x + 1, row.n + 1) + there(row.n + j) - total)
  return { alive: Math.exp(bought(row.x, row.n) + there(row.n + 1) - total), expected }
}
