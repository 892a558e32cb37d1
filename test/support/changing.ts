import { gammaDraw, poissonDraw, seeded } from '#src/know/insights/statistics/index.ts'
import { type WeeklyCounts, weeklyCounts } from '#src/know/insights/deviations/weeks.ts'

export type Change = 'none' | 'stop' | 'drop80' | 'triple'
const factors: Readonly<Record<Change, number>> = { none: 1, stop: 0, drop80: 0.2, triple: 3 }

export interface Fleet {
  readonly counts: WeeklyCounts
  readonly change: readonly Change[]
  /** First changed week; −1 when nothing changes. */
  readonly changeWeek: readonly number[]
  /** Purchases in an average week. */
  readonly rate: Float64Array
}

export interface FleetOptions {
  readonly seed: number
  readonly customers: number
  /** Gamma of the rates. */
  readonly shape: number
  readonly rate: number
  /** Of all customers, share with each of the three changes. */
  readonly changed?: number
  /** Share who first come at some time during the year before. */
  readonly arriving?: number
}

/**
 * Customers who buy as Gamma–Poisson with a season, six weeks in which all buy half, and some who change in weeks 52–63 of 78: what the
 * reference set is made of, as many and as mixed as wanted.
 */
export function changingFleet({ seed, customers, shape, rate, changed = 0.05, arriving = 0 }: FleetOptions): Fleet {
  const uniform = seeded(seed)
  const season = Array.from(
    { length: 78 },
    (_, t) => (1 + 0.25 * Math.sin((2 * Math.PI * t) / 52)) * (t >= 60 && t < 66 ? 0.5 : 1),
  )
  const bought: { customer: number[]; week: number[]; count: number[] } = { customer: [], week: [], count: [] }
  const change: Change[] = []
  const changeWeek: number[] = []
  const rates = new Float64Array(customers)
  for (let i = 0; i < customers; i++) {
    const lambda = gammaDraw(uniform, shape) / rate
    rates[i] = lambda
    const which = Math.floor(uniform() / changed)
    change.push((['stop', 'drop80', 'triple'] as const)[which] ?? 'none')
    changeWeek.push(change[i] === 'none' ? -1 : 52 + Math.floor(uniform() * 12))
    const arrives = uniform() < arriving ? Math.floor(uniform() * 45) : 0
    for (let t = arrives; t < 78; t++) {
      const factor = changeWeek[i]! >= 0 && t >= changeWeek[i]! ? factors[change[i]!] : 1
      const y = poissonDraw(uniform, lambda * season[t]! * factor) + (arrives > 0 && t === arrives ? 1 : 0)
      if (y === 0) continue
      bought.customer.push(i)
      bought.week.push(t)
      bought.count.push(y)
    }
  }
  const counts = weeklyCounts(
    {
      customer: Int32Array.from(bought.customer),
      week: Int32Array.from(bought.week),
      count: Float64Array.from(bought.count),
    },
    customers,
    { weeks: 78, baseline: 52 },
  )
  return { counts, change, changeWeek, rate: rates }
}
