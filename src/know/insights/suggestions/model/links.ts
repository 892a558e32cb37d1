/** What having bought one product says of another: links of product i are [start[i], start[i + 1]) of `to` and `weight`. */
export interface Links {
  readonly start: Uint32Array
  readonly to: Uint32Array
  readonly weight: Float32Array
}

/** Gathers links by the product they lead to, keeping the heaviest, and gives them back by the product they come from. */
export class LinkGatherer {
  private from = new Uint32Array(4096)
  private to = new Uint32Array(4096)
  private weight = new Float32Array(4096)
  private n = 0
  readonly items: number
  constructor(items: number) {
    this.items = items
  }

  /**
   * Links to one product: `weights[k]` from product `sources[k]`, for k below `of`. Nothing is kept of weights of zero, and of equal weights
   * that of the earlier source, so that the same data gives the same links.
   */
  add(to: number, sources: ArrayLike<number>, weights: Float64Array, keep: number, of = sources.length): void {
    const least = of > keep ? leastKept(weights, of, keep) : { weight: 0, equals: of }
    let { equals } = least
    for (let k = 0; k < of; k++) {
      const size = Math.abs(weights[k]!)
      if (size === 0 || size < least.weight || (size === least.weight && equals-- <= 0)) continue
      if (this.n === this.to.length) this.widen()
      this.from[this.n] = sources[k]!
      this.to[this.n] = to
      this.weight[this.n++] = weights[k]!
    }
  }

  private widen(): void {
    const [from, to, weight] = [this.from, this.to, this.weight]
    this.from = new Uint32Array(this.n * 2)
    this.to = new Uint32Array(this.n * 2)
    this.weight = new Float32Array(this.n * 2)
    this.from.set(from)
    this.to.set(to)
    this.weight.set(weight)
  }

  done(): Links {
    const start = new Uint32Array(this.items + 1)
    for (let k = 0; k < this.n; k++) start[this.from[k]! + 1]!++
    for (let i = 0; i < this.items; i++) start[i + 1]! += start[i]!
    const next = start.slice()
    const to = new Uint32Array(this.n)
    const weight = new Float32Array(this.n)
    for (let k = 0; k < this.n; k++) {
      const at = next[this.from[k]!]!++
      to[at] = this.to[k]!
      weight[at] = this.weight[k]!
    }
    return { start, to, weight }
  }
}

/** The smallest size that is among the `keep` largest, and how many of exactly that size are. */
function leastKept(weights: Float64Array, of: number, keep: number): { weight: number; equals: number } {
  const sizes = weights.slice(0, of)
  for (let k = 0; k < of; k++) sizes[k] = Math.abs(sizes[k]!)
  sizes.sort()
  const weight = sizes[of - keep]!
  let larger = 0
  while (larger < keep && sizes[of - 1 - larger]! > weight) larger++
  return { weight, equals: keep - larger }
}

/** Both sorts of links as one, the second with its weights times `factor`. They lead to different products. */
export function joined(one: Links, other: Links, factor: number): Links {
  const items = one.start.length - 1
  const start = new Uint32Array(items + 1)
  const to = new Uint32Array(one.to.length + other.to.length)
  const weight = new Float32Array(to.length)
  let n = 0
  for (let i = 0; i < items; i++) {
    for (const [links, times] of [[one, 1], [other, factor]] as const) // biome-ignore format: a pair
      for (let at = links.start[i]!; at < links.start[i + 1]!; at++) {
        to[n] = links.to[at]!
        weight[n++] = times * links.weight[at]!
      }
    start[i + 1] = n
  }
  return { start, to, weight }
}

/** Adds the scores that a customer's products give to all others. */
export function addScores(scores: Float64Array, { start, to, weight }: Links, owned: ArrayLike<number>): void {
  for (let k = 0; k < owned.length; k++)
    for (let at = start[owned[k]!]!; at < start[owned[k]! + 1]!; at++) scores[to[at]!]! += weight[at]!
}

/** The owned products that speak most for a product, strongest first, with their weights; only those that speak for it. */
export function reasonsFor(
  links: Links,
  owned: ArrayLike<number>,
  item: number,
  count = 2,
): { item: number; weight: number }[] {
  const found: { item: number; weight: number }[] = []
  for (let k = 0; k < owned.length; k++)
    for (let at = links.start[owned[k]!]!; at < links.start[owned[k]! + 1]!; at++)
      if (links.to[at] === item && links.weight[at]! > 0) found.push({ item: owned[k]!, weight: links.weight[at]! })
  return found.sort((a, b) => b.weight - a.weight || a.item - b.item).slice(0, count)
}
