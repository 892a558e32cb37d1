import { type Baskets, buyersOf, dayless, mostBought } from './baskets.ts'
import { measure } from './evaluate.ts'
import {
  linksOf,
  type Mix,
  type Parts,
  mixed,
  partsOf,
  rankFresh,
  type Settings,
  type Suggester,
  suggesterBy,
  usual,
} from './fit.ts'

/** Where the data is too small to tell. */
const fallback: Mix = { popularity: 1, outside: 0.1 }
const least = 50
/** Customers to try on: more where there are few products, which costs little. */
const most = { few: 2000, many: 600 }
const places = 20

/** How the parts are fitted and mixed. Without a lambda: by neighbours alone. */
export interface Way {
  readonly lambda: number | null
  readonly mix: Mix
}

/** Fits by the way that is told; for `auto` by that which would have done best on the last fifth of the data, told by what came before it. */
export function fit(baskets: Baskets, settings: Settings): Suggester {
  if (settings.method !== 'auto') return suggesterBy(baskets, { ...settings, method: settings.method })
  const { lambda, mix } = chooseWay(baskets, settings)
  return mixed(partsOf(baskets, settings, lambda), lambda, mix)
}

/**
 * The way that does best on the data's own past; of those that hardly differ, the first: EASE with its usual lambda before others, and as little
 * popularity as possible, which looks at the customer most.
 */
export function chooseWay(baskets: Baskets, settings: Settings): Way {
  const usualWay = { lambda: settings.lambda ?? usual.lambda, mix: fallback }
  const { train, test } = foretold(baskets)
  const tried = thinned(train, test, productsOf(train, settings) <= few ? most.few : most.many)
  if (tried.users < least) return usualWay
  const worths: { way: Way; worth: number }[] = []
  const worthOf = (parts: Parts, { lambda, mix }: Way) => {
    const rank = rankFresh(mixed(parts, lambda, mix), train)
    const { recall, ndcg } = measure(train, tried.test, 'fresh', rank, places)
    return recall + ndcg
  }
  for (const lambda of lambdasFor(train, settings)) {
    const parts = partsOf(train, settings, lambda)
    for (const outside of parts.outer === null ? [0] : outsides) {
      const links = linksOf(parts, outside)
      const before = worths.length
      const tell = (mix: Mix) => {
        const way = { lambda, mix }
        worths.push({ way, worth: worthOf({ ...parts, inner: links, outer: null }, way) })
      }
      for (const popularity of popularities) tell({ popularity, outside })
      // what all bought in all the time, where that is better than what they bought lately
      const own = worths.slice(before).reduce((a, b) => (b.worth > a.worth ? b : a)).way.mix
      if (own.popularity > 0) tell({ ...own, older: 1 })
    }
  }
  const best = Math.max(...worths.map(({ worth }) => worth))
  return worths.find(({ worth }) => worth >= best * (1 - hardly))?.way ?? usualWay
}

/** A lambda that was told is not questioned. Where there are few products, trying costs little and a small shop may need less of it. */
function lambdasFor(train: Baskets, settings: Settings): (number | null)[] {
  if (settings.lambda !== undefined) return [settings.lambda]
  return productsOf(train, settings) <= few ? [usual.lambda, 200, 100, 30, null] : [usual.lambda, null]
}
const productsOf = (train: Baskets, { most: limit = usual.most }: Settings) =>
  Math.min(limit, mostBought(buyersOf(train), train.items).length)
const few = 1000
const outsides = [0, 0.1, 0.3, 1]
const popularities = [0, 1, 3, 10, 30, 100, 1000]
const hardly = 0.001

/** The data up to a day, and what was new after it; without days a fifth of the pairs, taken evenly. */
export function foretold(baskets: Baskets): { train: Baskets; test: Baskets } {
  const { first, last } = baskets
  const days = first.filter((day) => day !== dayless).sort()
  const dated = days.length === first.length && days.length > 0 && days[0] !== days.at(-1)
  const until = dated ? Math.min(days[Math.floor(days.length * 0.8)]!, days.at(-1)! - 1) : 0
  const early = (at: number) => (dated ? first[at]! <= until : (Math.imul(at + 1, 2_654_435_761) >>> 0) % 5 !== 0)
  return {
    train: only(baskets, early, (at) => (dated ? Math.min(last[at]!, until) : dayless)),
    test: only(
      baskets,
      (at) => !early(at),
      (at) => last[at]!,
    ),
  }
}

function only(baskets: Baskets, keep: (at: number) => boolean, lastOf: (at: number) => number): Baskets {
  const { users, items, start, item, times, first } = baskets
  const kept = Uint32Array.from(item.keys()).filter(keep)
  const from = new Uint32Array(users + 1)
  let n = 0
  for (let u = 0; u < users; u++) {
    while (n < kept.length && kept[n]! < start[u + 1]!) n++
    from[u + 1] = n
  }
  return {
    users,
    items,
    start: from,
    item: kept.map((at) => item[at]!),
    times: kept.map((at) => times[at]!),
    first: Int32Array.from(kept, (at) => first[at]!),
    last: Int32Array.from(kept, lastOf),
  }
}

/** At most so many customers to try on, evenly taken. */
function thinned(train: Baskets, test: Baskets, most: number): { test: Baskets; users: number } {
  const has = ({ start }: Baskets, u: number) => start[u] !== start[u + 1]
  const both = Array.from({ length: train.users }, (_, u) => u).filter((u) => has(train, u) && has(test, u))
  const step = Math.max(1, Math.ceil(both.length / most))
  const taken = new Set(both.filter((_, at) => at % step === 0))
  const owner = new Uint32Array(test.item.length)
  for (let u = 0; u < test.users; u++) owner.fill(u, test.start[u], test.start[u + 1])
  return {
    test: only(
      test,
      (at) => taken.has(owner[at]!),
      (at) => test.last[at]!,
    ),
    users: taken.size,
  }
}
