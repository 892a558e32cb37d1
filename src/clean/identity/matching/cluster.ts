import type { Pairs } from './contract.ts'

/** Joined pairs of rows, best first. */
export interface Edges {
  readonly pairs: Pairs
  /** log2 odds that the pair is of one entity, prior included. */
  readonly odds: Float32Array | Float64Array
}

export interface ClusterOptions {
  /** Two groups are joined when their mean log2 odds reach this. */
  readonly threshold: number
  /** Odds of any two rows, for pairs that are not among the edges. */
  readonly between: (a: number, b: number) => number
  /** Pairs that must not be together. */
  readonly apart?: (a: number, b: number) => boolean
  /** Whether two groups contradict each other as a whole. */
  readonly contradict?: (a: readonly number[], b: readonly number[]) => boolean
  /** Odds beyond these count no more: one pair alone cannot carry a group. */
  readonly least?: number
  readonly most?: number
}

const mostCross = 200

/**
 * Groups of rows by average-link agglomeration: pairs are taken best first, and two groups grow together only if all their pairs taken
 * together speak for it, not just the pair that brought them up. Linear in the edges but for groups that are looked at again.
 * @returns the cluster of each row: the lowest row in it
 */
export function cluster(rows: number, edges: Edges, options: ClusterOptions): Uint32Array {
  const { threshold, least = -12, most = 12 } = options
  const of = Uint32Array.from({ length: rows }, (_, row) => row)
  const members = new Map<number, number[]>()
  const order = bestFirst(edges, threshold)
  const refused = new Map<string, number>()
  for (const edge of order) {
    const [one, other] = [of[edges.pairs.a[edge]!]!, of[edges.pairs.b[edge]!]!]
    if (one === other) continue
    const a = members.get(one) ?? [one]
    const b = members.get(other) ?? [other]
    const key = one < other ? `${one} ${other}` : `${other} ${one}`
    if (refused.get(key) === a.length + b.length) continue
    const mean = a.length === 1 && b.length === 1 ? edges.odds[edge]! : meanOdds(a, b, options, least, most)
    if (mean < threshold || a.some((x) => b.some((y) => options.apart?.(x, y))) || contradict(a, b, options)) {
      refused.set(key, a.length + b.length)
      continue
    }
    const kept = Math.min(one, other)
    const joined = [...a, ...b]
    members.delete(one)
    members.delete(other)
    members.set(kept, joined)
    for (const row of joined) of[row] = kept
  }
  return lowest(of)
}

/** Two rows alone were looked at pair by pair. */
const contradict = (a: number[], b: number[], options: ClusterOptions) =>
  a.length + b.length > 2 && options.contradict?.(a, b) === true

function bestFirst({ odds }: Edges, threshold: number): Uint32Array {
  const kept: number[] = []
  for (let i = 0; i < odds.length; i++) if (odds[i]! >= threshold) kept.push(i)
  return Uint32Array.from(kept).sort((x, y) => odds[y]! - odds[x]! || x - y)
}

/** Mean over all pairs between the groups, or over an even choice of them when they are many. */
function meanOdds(a: number[], b: number[], { between }: ClusterOptions, least: number, most: number): number {
  const all = a.length * b.length
  const step = Math.max(1, Math.floor(all / mostCross))
  let sum = 0
  let count = 0
  for (let i = 0; i < all; i += step) {
    const x = a[i % a.length]!
    const y = b[Math.floor(i / a.length)]!
    sum += Math.max(least, Math.min(most, between(x, y)))
    count++
  }
  return sum / count
}

/** Names each cluster by its lowest row, so the order in which it grew does not show. */
function lowest(of: Uint32Array): Uint32Array {
  const low = new Map<number, number>()
  for (let row = 0; row < of.length; row++) if (!low.has(of[row]!)) low.set(of[row]!, row)
  return of.map((name) => low.get(name)!)
}
