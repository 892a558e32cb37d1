import { type Baskets, buyersOf, dayless, mostBought } from './baskets.ts'
import { ease } from './ease.ts'
import { knn } from './knn.ts'
import { addScores, joined, type Links } from './links.ts'
import { top } from './top.ts'

export const methods = ['auto', 'ease', 'knn', 'popular'] as const
export type Method = (typeof methods)[number]

export interface Settings {
  /** `auto`: EASE over the most bought, neighbours for the rest (or for all), and recent popularity, as did best on the data's own past. */
  readonly method: Method
  /** Of EASE; 500 unless told, and with `auto` what does best on the data's own past. */
  readonly lambda?: number
  /** How many products EASE covers at most; 2,000 unless told. */
  readonly most?: number
  /** Links kept for each product: 100 unless told, all where EASE stands alone. */
  readonly keep?: number
}
export const usual = { lambda: 500, most: 2000, shrink: 10, neighbours: 100 } as const

/** How the parts are mixed. */
export interface Mix {
  /** Weight of popularity, in mean standard deviations of a customer's scores for the most popular product of all. */
  readonly popularity: number
  /** What links to products outside EASE count for. */
  readonly outside: number
  /** What buyers of more than 30 days ago count for in popularity; .3 when absent. */
  readonly older?: number
}

/** What is needed to rank products for anybody. */
export interface Suggester {
  readonly method: Exclude<Method, 'auto'>
  readonly links: Links
  /** Added to every product's score. */
  readonly base: Float64Array
  /** Products that anybody bought. */
  readonly buyers: Uint32Array
  /** Products that EASE covers. */
  readonly covered: number
  readonly lambda: number | null
  readonly mix: Mix
}

/** The parts before they are mixed. */
export interface Parts {
  readonly inner: Links
  readonly outer: Links | null
  /** What brings neighbours' weights to the size of EASE's. */
  readonly factor: number
  readonly baskets: Baskets
  readonly scale: number
  readonly buyers: Uint32Array
  readonly covered: number
}

/** Fits links by one way, without any mixing. */
export function suggesterBy(baskets: Baskets, settings: Settings & { method: Suggester['method'] }): Suggester {
  const buyers = buyersOf(baskets)
  const base = new Float64Array(baskets.items)
  const none = { popularity: 0, outside: 0 }
  if (settings.method === 'popular') {
    for (let i = 0; i < base.length; i++) base[i] = buyers[i]!
    const links = { start: new Uint32Array(baskets.items + 1), to: new Uint32Array(0), weight: new Float32Array(0) }
    return { method: 'popular', links, base, buyers, covered: 0, lambda: null, mix: none }
  }
  if (settings.method === 'knn') {
    const links = knn(baskets, { shrink: usual.shrink, keep: settings.keep ?? usual.neighbours })
    return { method: 'knn', links, base, buyers, covered: 0, lambda: null, mix: none }
  }
  const chosen = mostBought(buyers, settings.most ?? usual.most)
  const lambda = settings.lambda ?? usual.lambda
  const links = ease(baskets, chosen, { lambda, keep: settings.keep ?? chosen.length })
  return { method: 'ease', links, base, buyers, covered: chosen.length, lambda, mix: none }
}

/** Fits everything that `mixed` puts together; without a `lambda` neighbours for all products. */
export function partsOf(baskets: Baskets, settings: Settings, lambda: number | null): Parts {
  const buyers = buyersOf(baskets)
  const bought = mostBought(buyers, baskets.items)
  const chosen = bought.slice(0, settings.most ?? usual.most)
  const keep = settings.keep ?? usual.neighbours
  const neighbours = { shrink: usual.shrink, keep }
  const common = { baskets, buyers }
  if (lambda === null) {
    const inner = knn(baskets, neighbours)
    return { ...common, inner, outer: null, factor: 0, scale: scaleOf(baskets, inner, chosen), covered: 0 }
  }
  const inner = ease(baskets, chosen, { lambda, keep })
  const rest = bought.slice(chosen.length)
  const outer = rest.length === 0 ? null : knn(baskets, neighbours, rest)
  const factor = outer === null ? 0 : sizeOf(inner, chosen) / sizeOf(knn(baskets, neighbours, some(chosen)), chosen)
  return {
    ...common,
    inner,
    outer,
    factor: Number.isFinite(factor) ? factor : 0,
    scale: scaleOf(baskets, inner, chosen),
    covered: chosen.length,
  }
}

/** Links of EASE, and those to other products for as much as `outside` says. */
export function linksOf({ inner, outer, factor }: Parts, outside: number): Links {
  return outer === null || outside === 0 ? inner : joined(inner, outer, factor * outside)
}

export function mixed(parts: Parts, lambda: number | null, mix: Mix): Suggester {
  const { baskets, scale, buyers, covered } = parts
  return {
    method: lambda === null ? 'knn' : 'ease',
    links: linksOf(parts, mix.outside),
    base: popularity(baskets, mix.older).map((share) => share * scale * mix.popularity),
    buyers,
    covered,
    lambda,
    mix,
  }
}

const some = (chosen: Uint32Array) => chosen.filter((_, at) => at % Math.ceil(chosen.length / 200) === 0)

/** Mean weight of the ten heaviest links to each of some products. */
function sizeOf(links: Links, chosen: Uint32Array): number {
  const wanted = new Map([...some(chosen)].map((item) => [item, [] as number[]]))
  for (const [at, to] of links.to.entries()) wanted.get(to)?.push(links.weight[at]!)
  let sum = 0
  for (const weights of wanted.values())
    for (const weight of weights.sort((a, b) => b - a).slice(0, 10)) sum += Math.max(0, weight)
  return sum
}

const recentDays = 30

/** Buyers of the last 30 days of the data, and others for less, against the most popular product; without days all buyers. */
export function popularity({ items, item, last }: Baskets, older = 0.3): Float64Array {
  const counts = new Float64Array(items)
  const until = last.reduce((latest, day) => Math.max(latest, day), dayless)
  for (let at = 0; at < item.length; at++)
    counts[item[at]!]! += until === dayless || last[at]! > until - recentDays ? 1 : older
  const most = counts.reduce((best, count) => Math.max(best, count), 0)
  return most === 0 ? counts : counts.map((count) => count / most)
}

const looked = 300

/** Mean standard deviation of the scores of one customer over the covered products. */
function scaleOf(baskets: Baskets, links: Links, chosen: Uint32Array): number {
  const { users, start, item } = baskets
  const withAny = Array.from({ length: users }, (_, u) => u).filter((u) => start[u] !== start[u + 1])
  const step = Math.max(1, Math.floor(withAny.length / looked))
  let [sum, count] = [0, 0]
  for (let k = 0; k < withAny.length; k += step) {
    const u = withAny[k]!
    const scores = new Float64Array(baskets.items)
    addScores(scores, links, item.subarray(start[u], start[u + 1]))
    let [all, squares] = [0, 0]
    for (const one of chosen) {
      all += scores[one]!
      squares += scores[one]! ** 2
    }
    const mean = all / chosen.length
    sum += Math.sqrt(Math.max(0, squares / chosen.length - mean * mean))
    count++
  }
  return count === 0 ? 0 : sum / count
}

/** Scores of all products for somebody who owns these; −∞ where nothing should come: owned already, or never bought by anybody. */
export function scoresFor({ links, base, buyers }: Suggester, owned: ArrayLike<number>): Float64Array {
  const scores = base.slice()
  addScores(scores, links, owned)
  for (let i = 0; i < scores.length; i++) if (buyers[i] === 0) scores[i] = Number.NEGATIVE_INFINITY
  for (let k = 0; k < owned.length; k++) scores[owned[k]!] = Number.NEGATIVE_INFINITY
  return scores
}

/** New products for a customer of the baskets, best first. */
export function rankFresh(suggester: Suggester, { start, item }: Baskets): (user: number, k: number) => Uint32Array {
  return (user, k) => top(scoresFor(suggester, item.subarray(start[user], start[user + 1])), k)
}
