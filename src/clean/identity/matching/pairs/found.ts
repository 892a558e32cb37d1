import type { Pairs } from '../contract.ts'
import type { Blocks } from '../blocking/blocks.ts'

/** Pairs one rule found, those of small blocks first, so that the rule can be cut back to a smaller block later. */
export interface Found {
  a: Uint32Array
  b: Uint32Array
  /** upTo[size]: how many pairs come of blocks of at most this size. */
  readonly upTo: Float64Array
}

/** By block size: the pairs in blocks of exactly this size; what is larger than the last is not counted. */
export function pairsBySize(blocks: Blocks, largest: number): Float64Array {
  const pairs = new Float64Array(largest + 1)
  for (let i = 0; i < blocks.length; i++) {
    const size = blocks.from[i + 1]! - blocks.from[i]!
    if (size <= largest) pairs[size]! += (size * (size - 1)) / 2
  }
  return pairs
}

/** All pairs within blocks of at most `largest` records, small blocks first. Pairs of one source are left out where `source` is given. */
export function pairsWithin(blocks: Blocks, largest: number, source?: Uint16Array): Found {
  const bySize = pairsBySize(blocks, largest)
  const room = bySize.reduce((sum, n) => sum + n, 0)
  const a = new Uint32Array(room)
  const b = new Uint32Array(room)
  const upTo = new Float64Array(largest + 1)
  const order = bySizeOrder(blocks, largest)
  let at = 0
  let reached = 0
  for (const block of order) {
    const from = blocks.from[block]!
    const to = blocks.from[block + 1]!
    for (; reached < to - from; reached++) upTo[reached] = at
    for (let i = from; i < to; i++) {
      const one = blocks.rows[i]!
      for (let j = i + 1; j < to; j++) {
        const other = blocks.rows[j]!
        if (source && source[one] === source[other]) continue
        a[at] = one
        b[at++] = other
      }
    }
  }
  for (; reached <= largest; reached++) upTo[reached] = at
  return at === room ? { a, b, upTo } : { a: a.slice(0, at), b: b.slice(0, at), upTo }
}

function bySizeOrder(blocks: Blocks, largest: number): Uint32Array {
  const next = new Uint32Array(largest + 2)
  for (let i = 0; i < blocks.length; i++) {
    const size = blocks.from[i + 1]! - blocks.from[i]!
    if (size <= largest) next[size + 1]!++
  }
  for (let size = 1; size < next.length; size++) next[size]! += next[size - 1]!
  const order = new Uint32Array(next[largest + 1]!)
  for (let i = 0; i < blocks.length; i++) {
    const size = blocks.from[i + 1]! - blocks.from[i]!
    if (size <= largest) order[next[size]!++] = i
  }
  return order
}

/** Keeps the pairs of blocks up to a size; gives memory back where much goes. */
export function cutBack(found: Found, size: number): void {
  const keep = found.upTo[Math.min(size, found.upTo.length - 1)]!
  if (keep === found.a.length) return
  const less = (list: Uint32Array) => (keep < found.a.length * 0.9 ? list.slice(0, keep) : list.subarray(0, keep))
  const [a, b] = [less(found.a), less(found.b)]
  found.a = a
  found.b = b
}

/** The distinct pairs of several lists, in ascending order of a, then b. The lists are emptied on the way. */
export function distinctPairs(lists: Pick<Found, 'a' | 'b'>[], rows: number): Pairs {
  const start = new Uint32Array(rows + 1)
  for (const { a } of lists) for (let i = 0; i < a.length; i++) start[a[i]! + 1]!++
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!
  const others = new Uint32Array(start[rows]!)
  const next = start.slice(0, rows)
  for (const list of lists) {
    const { a, b } = list
    for (let i = 0; i < a.length; i++) others[next[a[i]!]!++] = b[i]!
    list.a = list.b = new Uint32Array(0)
  }
  let length = 0
  for (let row = 0; row < rows; row++) {
    const from = start[row]!
    const to = start[row + 1]!
    sortPart(others, from, to)
    start[row] = length
    for (let i = from; i < to; i++) if (i === from || others[i] !== others[i - 1]) others[length++] = others[i]!
  }
  start[rows] = length
  const a = new Uint32Array(length)
  for (let row = 0; row < rows; row++) a.fill(row, start[row], start[row + 1])
  return { a, b: others.slice(0, length), length }
}

function sortPart(list: Uint32Array, from: number, to: number): void {
  if (to - from > 24) {
    list.subarray(from, to).sort()
    return
  }
  for (let i = from + 1; i < to; i++) {
    const value = list[i]!
    let j = i - 1
    for (; j >= from && list[j]! > value; j--) list[j + 1] = list[j]!
    list[j + 1] = value
  }
}

/** Every pair of rows; of different sources only, where `source` is given. */
export function allPairs(rows: number, source?: Uint16Array): Pairs {
  const room = (rows * (rows - 1)) / 2
  const a = new Uint32Array(room)
  const b = new Uint32Array(room)
  let length = 0
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      if (source && source[i] === source[j]) continue
      a[length] = i
      b[length++] = j
    }
  return length === room ? { a, b, length } : { a: a.slice(0, length), b: b.slice(0, length), length }
}
