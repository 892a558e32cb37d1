import { type Baskets, buyersOf, byItem } from './baskets.ts'
import { LinkGatherer, type Links } from './links.ts'

/** Of somebody with more products than this, such as a reseller, every product counts for itself but pairs only among this many. */
const longest = 2000

/**
 * Shrunk cosine: weight of i for j = n_ij / (√(n_i·n_j) + shrink), of each product j the `keep` heaviest.
 * @param targets products to find neighbours for; all of them when left out
 */
export function knn(
  baskets: Baskets,
  { shrink, keep }: { shrink: number; keep: number },
  targets?: ArrayLike<number>,
): Links {
  const { start, item } = baskets
  const buyers = buyersOf(baskets)
  const of = byItem(baskets)
  const both = new Float64Array(baskets.items)
  const touched = new Uint32Array(baskets.items)
  const weights = new Float64Array(baskets.items)
  const gatherer = new LinkGatherer(baskets.items)
  const count = targets?.length ?? baskets.items
  for (let t = 0; t < count; t++) {
    const j = targets?.[t] ?? t
    let found = 0
    for (let b = of.start[j]!; b < of.start[j + 1]!; b++) {
      const u = of.user[b]!
      const end = Math.min(start[u + 1]!, start[u]! + longest)
      for (let at = start[u]!; at < end; at++) {
        const i = item[at]!
        if (both[i]!++ === 0) touched[found++] = i
      }
    }
    for (let k = 0; k < found; k++) {
      const i = touched[k]!
      weights[k] = i === j ? 0 : both[i]! / (Math.sqrt(buyers[i]! * buyers[j]!) + shrink)
      both[i] = 0
    }
    gatherer.add(j, touched, weights, keep, found)
  }
  return gatherer.done()
}
