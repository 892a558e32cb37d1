import type { Pairs, Table } from '../contract.ts'
import { allPairs, cutBack, distinctPairs, type Found, pairsBySize, pairsWithin } from '../pairs/found.ts'
import { wordy } from './atoms.ts'
import { type Blocks, blocksOf, blocksOfIds, Keyed } from './blocks.ts'
import { mix } from './hash.ts'
import { type Entries, entriesOf } from './index-of.ts'

export { keyMaker, keysOf, keysVersion } from './keys.ts'

/*
 * Which pairs of records are worth comparing. Records that share something rare are: one thing (an e-mail address, a rare
 * surname), or two common things that are rare together (name and birth date), or three. What is rare enough on its own
 * is not looked at again with another; what is too common on its own is split by a second and a third thing instead of
 * being dropped. "Rare" is one figure for all rules of a step: the largest block for which the pairs stay within the budget, since
 * the chance that two of a block of n are the same is about 1/n whatever they share.
 */

export interface BlockingOptions {
  /** Pairs to find at most, before those found twice are put together. */
  budget?: number
  /** Every pair, whatever they share. For small files: 5,000 rows give 12.5 million. */
  all?: boolean
  /** Count only: no pairs are made. */
  preview?: boolean
}

export interface RuleReport {
  /** What the records of a block share, joined by ' + '. */
  name: string
  /** Pairs the rule found, also found by others or not. */
  pairs: number
  /** Blocks too large to pair; the next step splits them. */
  blocksLeftOut: number
  /** Records in the largest block. */
  largest: number
}

export interface Candidates {
  pairs: Pairs
  rules: RuleReport[]
  /** The largest block that was paired, by number of things shared (index 0: one thing). */
  largestPaired: number[]
}

/** Shares of the budget for sharing one thing, two, three. */
const shares = [0.3, 0.55, 0.15]
/** No block above this is paired, however much budget is left. */
const largestEver = 1000
/** Something that so large a share of the records holds says nothing even together with others. */
const tooCommon = 0.12

/** Pairs a table of so many rows is given: 60 for each up to 12 million, 12 for each from a million rows on, half a million at least. */
export const usualBudget = (rows: number): number =>
  Math.max(500_000, Math.min(rows * 60, 12_000_000), Math.min(rows * 12, 60_000_000))

/** Finds the pairs of records that are worth comparing. Runs for seconds on a million rows: call it in a thread where others wait. */
export function candidatePairs(table: Table, options: BlockingOptions = {}): Candidates {
  const { rows, source } = table
  const budget = options.budget ?? usualBudget(rows)
  const everything = (rows * (rows - 1)) / 2
  if (options.all || everything <= budget) {
    const pairs = options.preview ? noPairs : allPairs(rows, source)
    return { pairs, rules: [{ name: '', pairs: everything, blocksLeftOut: 0, largest: rows }], largestPaired: [rows] }
  }
  const search = new Search(table, budget, options.preview === true)
  search.one()
  search.two()
  search.three()
  return search.answer()
}

const noPairs: Pairs = { a: new Uint32Array(0), b: new Uint32Array(0), length: 0 }

/** A rule of the step at hand: what it found, and its block sizes for when the step's limit is known. */
interface Tried {
  name: string
  found: Found | undefined
  sizes: Float64Array
  blocks: number[]
  largest: number
}

/** One step of the search: its limit falls as its rules turn out to give more. */
class Step {
  readonly tried: Tried[] = []
  private readonly sum = new Float64Array(largestEver + 1)
  limit: number
  private readonly budget: number
  private readonly counting: boolean
  constructor(budget: number, rows: number, counting: boolean) {
    this.budget = budget
    this.counting = counting
    this.limit = Math.min(largestEver, rows)
  }

  add(name: string, blocks: Blocks, source?: Uint16Array): void {
    const sizes = pairsBySize(blocks, largestEver)
    let pairs = 0
    let limit = 1
    for (let size = 2; size <= largestEver; size++) this.sum[size]! += sizes[size]!
    for (let size = 2; size <= this.limit && pairs + this.sum[size]! <= this.budget; size++) {
      pairs += this.sum[size]!
      limit = size
    }
    this.limit = limit
    const counts: number[] = Array.from({ length: largestEver + 2 }, () => 0)
    let largest = 0
    for (let i = 0; i < blocks.length; i++) {
      const size = blocks.from[i + 1]! - blocks.from[i]!
      counts[Math.min(size, largestEver + 1)]!++
      if (size > largest) largest = size
    }
    const found = this.counting ? undefined : pairsWithin(blocks, limit, source)
    this.tried.push({ name, found, sizes, blocks: counts, largest })
  }

  /** Cuts every rule back to the limit all of them have in the end. Answers the pairs used. */
  close(): number {
    let used = 0
    for (const { found, sizes } of this.tried) {
      if (found) cutBack(found, this.limit)
      for (let size = 2; size <= this.limit; size++) used += sizes[size]!
    }
    return used
  }

  reports(): RuleReport[] {
    return this.tried.map(({ name, found, sizes, blocks, largest }) => ({
      name,
      pairs: found?.a.length ?? sizes.subarray(0, this.limit + 1).reduce((sum, n) => sum + n, 0),
      blocksLeftOut: blocks.slice(this.limit + 1).reduce((sum, n) => sum + n, 0),
      largest,
    }))
  }
}

/** Two places whose atoms are too common alone; `rows` has a bit for each row with a pair of them that is too common too. */
interface Common {
  i: number
  j: number
  rows: Uint8Array
}

class Search {
  private readonly entries: Entries[]
  private readonly steps: Step[] = []
  private readonly common: Common[] = []
  private readonly table: Table
  private readonly budget: number
  private readonly counting: boolean
  private left: number
  private above = 0
  private readonly tooMany: number

  constructor(table: Table, budget: number, counting: boolean) {
    this.table = table
    this.budget = budget
    this.counting = counting
    this.entries = entriesOf(table)
    this.left = budget
    this.tooMany = tooCommon * table.rows
  }

  /** Sharing one thing. */
  one(): void {
    const step = this.open(shares[0]!)
    for (const { place, start, ids, holders } of this.entries)
      step.add(place.label, blocksOfIds(start, ids, holders), this.table.source)
    this.shut(step)
    this.above = step.limit
  }

  /** Sharing two things that are too common alone. */
  two(): void {
    const step = this.open(shares[1]!)
    const useful = this.entries.map(({ holders }) => holders.some((count) => this.joins(count)))
    const sizes: { i: number; j: number; sizes: Uint16Array }[] = []
    for (let i = 0; i < this.entries.length; i++)
      for (let j = i; j < this.entries.length; j++) {
        if (!useful[i] || !useful[j] || !this.mayJoin(i, j)) continue
        const blocks = blocksOf(this.keysOfTwo(i, j))
        step.add(this.label(i, j), blocks, this.table.source)
        sizes.push({ i, j, sizes: sizesByRow(blocks, this.table.rows) })
      }
    this.shut(step)
    for (const one of sizes) {
      const rows = rowsAbove(one.sizes, step.limit)
      if (rows) this.common.push({ i: one.i, j: one.j, rows })
    }
  }

  /** Sharing three things of which every two are too common together. */
  three(): void {
    const step = this.open(shares[2]!)
    const byPlaces = new Map(this.common.map((common) => [common.i * 256 + common.j, common.rows]))
    for (const { i, j, rows: ij } of this.common)
      for (let k = j; k < this.entries.length; k++) {
        const jk = byPlaces.get(j * 256 + k)
        const ik = byPlaces.get(i * 256 + k)
        if (!jk || !ik || (i === j && j === k)) continue
        const keyed = this.keysOfThree(i, j, k, [ij, ik, jk])
        if (keyed.length > 1) step.add(this.label(i, j, k), blocksOf(keyed), this.table.source)
      }
    this.shut(step)
  }

  answer(): Candidates {
    const lists = this.steps.flatMap((step) => step.tried.flatMap(({ found }) => found ?? []))
    const rules = this.steps.flatMap((step) => step.reports())
    return {
      pairs: this.counting ? noPairs : distinctPairs(lists, this.table.rows),
      rules,
      largestPaired: this.steps.map(({ limit }) => limit),
    }
  }

  /** What a step leaves over goes to the next. */
  private open(share: number): Step {
    const later = shares.slice(this.steps.length + 1).reduce((sum, one) => sum + one, 0)
    return new Step(Math.max(share * this.budget, this.left - later * this.budget), this.table.rows, this.counting)
  }
  private shut(step: Step): void {
    this.left -= step.close()
    this.steps.push(step)
  }

  private label(...places: number[]): string {
    return places.map((at) => this.entries[at]!.place.label).join(' + ')
  }

  /** Whether something so many hold is too common alone, and not so common that it says nothing with others either. */
  private joins(holders: number): boolean {
    return holders > this.above && holders <= this.tooMany
  }

  private mayJoin(i: number, j: number): boolean {
    const [one, other] = [this.entries[i]!.place, this.entries[j]!.place]
    return i === j ? wordy.has(one.atom) : one.family !== other.family
  }

  private keysOfTwo(i: number, j: number): Keyed {
    const keyed = new Keyed()
    const [A, B] = [this.entries[i]!, this.entries[j]!]
    for (let row = 0; row < this.table.rows; row++)
      for (let s = A.start[row]!, end = A.start[row + 1]!; s < end; s++) {
        const x = A.ids[s]!
        if (!this.joins(A.holders[x]!)) continue
        for (let t = i === j ? s + 1 : B.start[row]!, stop = B.start[row + 1]!; t < stop; t++) {
          const y = B.ids[t]!
          if (!this.joins(B.holders[y]!)) continue
          if (i === j && x > y) keyed.add(mix(y, x), mix(x, y + 77), row)
          else keyed.add(mix(x, y), mix(y, x + 77), row)
        }
      }
    return keyed
  }

  private keysOfThree(i: number, j: number, k: number, masks: readonly Uint8Array[]): Keyed {
    const keyed = new Keyed()
    const [A, B, C] = [this.entries[i]!, this.entries[j]!, this.entries[k]!]
    const [p, q, r] = masks as [Uint8Array, Uint8Array, Uint8Array]
    for (let byte = 0; byte < p.length; byte++) {
      const bits = p[byte]! & q[byte]! & r[byte]!
      if (bits === 0) continue
      for (let bit = 0; bit < 8; bit++) {
        if ((bits & (1 << bit)) === 0) continue
        const row = byte * 8 + bit
        for (let s = A.start[row]!; s < A.start[row + 1]!; s++) {
          if (!this.joins(A.holders[A.ids[s]!]!)) continue
          for (let t = i === j ? s + 1 : B.start[row]!; t < B.start[row + 1]!; t++) {
            if (!this.joins(B.holders[B.ids[t]!]!)) continue
            for (let u = j === k ? t + 1 : C.start[row]!; u < C.start[row + 1]!; u++)
              if (this.joins(C.holders[C.ids[u]!]!))
                addThree(keyed, A.ids[s]!, B.ids[t]!, C.ids[u]!, i === j, j === k, row)
          }
        }
      }
    }
    return keyed
  }
}

/** Words of one place have no order among themselves. */
function addThree(keyed: Keyed, x: number, y: number, z: number, xy: boolean, yz: boolean, row: number): void {
  if (xy && x > y) addThree(keyed, y, x, z, false, false, row)
  else if (yz && y > z) addThree(keyed, x, z, y, false, false, row)
  else keyed.add(mix(mix(x, y), z), mix(mix(z, y + 77), x), row)
}

/** By row: the size of the largest block it is in, as far as that matters. */
function sizesByRow(blocks: Blocks, rows: number): Uint16Array {
  const sizes = new Uint16Array(rows)
  for (let i = 0; i < blocks.length; i++) {
    const size = Math.min(largestEver + 1, blocks.from[i + 1]! - blocks.from[i]!)
    for (let at = blocks.from[i]!; at < blocks.from[i + 1]!; at++) {
      const row = blocks.rows[at]!
      if (sizes[row]! < size) sizes[row] = size
    }
  }
  return sizes
}

/** A bit for each row in a block above the limit; undefined where there is none. */
function rowsAbove(sizes: Uint16Array, limit: number): Uint8Array | undefined {
  const bits = new Uint8Array((sizes.length + 7) >> 3)
  let any = false
  for (let row = 0; row < sizes.length; row++) {
    if (sizes[row]! <= limit) continue
    any = true
    bits[row >> 3]! |= 1 << (row & 7)
  }
  return any ? bits : undefined
}
