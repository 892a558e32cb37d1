import type { Baskets } from './baskets.ts'

/** How well lists met what was bought afterwards; means over customers. */
export interface Met {
  /** Customers with something to be met. */
  readonly customers: number
  /** Share of what was bought that the first k held. */
  readonly recall: number
  /** Share of the first k that was bought. */
  readonly precision: number
  /** Σ 1/log₂(place + 1) of what was met, over the most that was possible with k places. */
  readonly ndcg: number
  /** Share of customers who bought something of the first k. */
  readonly hitRate: number
}

/** The first k products for a customer, best first; fewer when there are no more. */
export type Rank = (user: number, k: number) => ArrayLike<number>

/**
 * Compares lists with what was bought afterwards, binary relevance.
 * @param which `fresh`: of the later purchases only products that the customer had not bought before count; `again`: only those that they had; `all`
 * @param most at most about so many customers are looked at, evenly taken
 * @param train customers without any product here are left out: nothing is known of them
 */
export function measure(
  train: Baskets,
  test: Baskets,
  which: 'fresh' | 'again' | 'all',
  rank: Rank,
  k: number,
  most = Number.POSITIVE_INFINITY,
): Met {
  const sums = { customers: 0, recall: 0, precision: 0, ndcg: 0, hitRate: 0 }
  for (let u = 0; u < train.users; u += Math.max(1, Math.floor(train.users / most))) {
    const wanted = relevant(train, test, u, which)
    if (wanted.size === 0) continue
    sums.customers++
    const list = rank(u, k)
    let hits = 0
    let gain = 0
    for (let place = 0; place < Math.min(k, list.length); place++)
      if (wanted.has(list[place]!)) {
        hits++
        gain += 1 / Math.log2(place + 2)
      }
    let best = 0
    for (let place = 0; place < Math.min(k, wanted.size); place++) best += 1 / Math.log2(place + 2)
    sums.recall += hits / wanted.size
    sums.precision += hits / k
    sums.ndcg += gain / best
    sums.hitRate += hits > 0 ? 1 : 0
  }
  const { customers } = sums
  const mean = (sum: number) => (customers === 0 ? 0 : sum / customers)
  return {
    customers,
    recall: mean(sums.recall),
    precision: mean(sums.precision),
    ndcg: mean(sums.ndcg),
    hitRate: mean(sums.hitRate),
  }
}

function relevant(train: Baskets, test: Baskets, u: number, which: 'fresh' | 'again' | 'all'): Set<number> {
  const [from, to] = [train.start[u]!, train.start[u + 1]!]
  if (from === to) return new Set()
  const later = test.item.subarray(test.start[u], test.start[u + 1])
  if (which === 'all') return new Set(later)
  const owned = new Set(train.item.subarray(from, to))
  return new Set(later.filter((item) => owned.has(item) === (which === 'again')))
}
