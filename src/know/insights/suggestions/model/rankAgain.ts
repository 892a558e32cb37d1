import { againScore, type Refill, refillOf } from './again.ts'
import { type Baskets, basketsOf, type Rows } from './baskets.ts'
import { measure, type Rank } from './evaluate.ts'
import { top } from './top.ts'

/** How what somebody had is ranked: by how often they bought it alone, or with the rhythm of each product (`againScore`). */
export type AgainBy = 'count' | 'rhythm'

/** Shares of the rows, in order of time, after which both ways are tried on what followed. */
const trials = [0.6, 0.75, 0.9]
/** With fewer customers nothing is told, with more the first evenly taken do. */
const [fewest, most] = [50, 1500]
const places = 10

/**
 * The way that has done better on the data's own past. Own count is hard to beat (analytics §4) and the rhythm, which pays with a wholesaler, costs
 * with a grocer: it must have been better in each of the trials.
 */
export function chooseAgain({ user, item, day }: Rows, users: number, items: number): AgainBy {
  if (day === undefined || day.length === 0) return 'count'
  const days = Int32Array.from(day).sort()
  const part = (keep: (row: number) => boolean) => {
    const rows = Uint32Array.from({ length: day.length }, (_, row) => row).filter(keep)
    const of = (column: ArrayLike<number>) => Int32Array.from(rows, (row) => column[row]!)
    return basketsOf({ user: of(user), item: of(item), day: of(day) }, users, items)
  }
  const isBetter = (share: number) => {
    const until = days[Math.floor(days.length * share)]!
    const [train, test] = [part((row) => day[row]! <= until), part((row) => day[row]! > until)]
    const [count, rhythm] = (['count', 'rhythm'] as const).map((by) =>
      measure(train, test, 'again', rankAgain(train, until, by), places, most),
    )
    return count!.customers >= fewest && rhythm!.recall > count!.recall
  }
  return trials.every(isBetter) ? 'rhythm' : 'count'
}

/** What a customer bought before, likeliest to be bought again first. `until`: the day they are ranked on. */
export function rankAgain(train: Baskets, until: number | undefined, by: AgainBy): Rank {
  const refill = refillOf(train)
  const { start, item } = train
  return (user, k) => {
    const [from, to] = [start[user]!, start[user + 1]!]
    const scores = Float64Array.from({ length: to - from }, (_, n) => againAt(train, refill, from + n, until, by))
    return top(scores, k).map((place) => item[from + place]!)
  }
}

/** How high a pair of customer and product ranks. By count, of equals that which more others bought. */
export function againAt(
  baskets: Baskets,
  refill: Refill,
  at: number,
  until: number | undefined,
  by: AgainBy = 'rhythm',
): number {
  const item = baskets.item[at]!
  if (by === 'count') return baskets.times[at]! + refill.buyers[item]! / (baskets.users + 1)
  const since = until === undefined ? undefined : until - baskets.last[at]!
  const product = { days: refill.days[item]!, buyers: refill.buyers[item]!, share: refill.share[item]! }
  return againScore(baskets.times[at]!, since, product)
}
