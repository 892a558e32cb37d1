import type { Baskets } from './baskets.ts'
import { inverse } from './inverse.ts'
import { LinkGatherer, type Links } from './links.ts'

/**
 * EASE (Steck 2019): G = XᵀX + λI, P = G⁻¹, weight of i for j = −P[i][j] / P[j][j]. Over the given products only.
 * @param chosen the products it covers, n of them: time grows with n³, memory with 3 · 8 · n² bytes
 * @param keep links kept for each product, the heaviest
 */
export function ease(baskets: Baskets, chosen: Uint32Array, { lambda, keep }: { lambda: number; keep: number }): Links {
  const n = chosen.length
  const place = new Int32Array(baskets.items).fill(-1)
  for (const [at, item] of chosen.entries()) place[item] = at
  const gram = gramOf(baskets, place, n)
  for (let i = 0; i < n; i++) gram[i * n + i]! += lambda
  const p = inverse(gram, n)
  const gatherer = new LinkGatherer(baskets.items)
  const weights = new Float64Array(n)
  for (let j = 0; j < n; j++) {
    const own = p[j * n + j]!
    for (let i = 0; i < n; i++) weights[i] = i === j ? 0 : -p[j * n + i]! / own
    gatherer.add(chosen[j]!, chosen, weights, keep)
  }
  return gatherer.done()
}

/** Lower triangle of XᵀX: how many customers bought both. */
function gramOf({ users, start, item }: Baskets, place: Int32Array, n: number): Float64Array {
  const gram = new Float64Array(n * n)
  const mine = new Uint32Array(n)
  for (let u = 0; u < users; u++) {
    let count = 0
    for (let at = start[u]!; at < start[u + 1]!; at++) {
      const one = place[item[at]!]!
      if (one >= 0) mine[count++] = one
    }
    const sorted = mine.subarray(0, count).sort()
    for (let a = 0; a < count; a++) {
      const row = sorted[a]! * n
      for (let b = 0; b <= a; b++) gram[row + sorted[b]!]!++
    }
  }
  return gram
}
