import type { Comparison, Levels, Prepared, Table } from './contract.ts'
import { againstHousehold, nearStart, sharesOf, together } from './household.ts'
import type { LearnedComparison, Model } from './model.ts'

/** Pairs with odds of less than one in 4,000, in bits. */
const hopeless = -12

/** Scores pairs of rows of one table: by levels compared before, or comparing on the spot. */
export class Scorer {
  readonly table: Table
  readonly comparisons: readonly Comparison[]
  private readonly codes: readonly Uint32Array[]
  private readonly prepared: readonly Map<number, Prepared | undefined>[]
  private readonly bits: readonly (readonly number[])[]
  private readonly shift: readonly (readonly number[])[]
  /** By comparison and code: log2 of the share of rows that have the term. */
  private readonly rarity: readonly Float32Array[]
  private readonly start: number
  private readonly near: number
  private readonly share: readonly number[]
  private readonly known = new Map<number, number>()

  /** @param codes by comparison: the number of its combination of values for each row */
  constructor(
    table: Table,
    comparisons: readonly Comparison[],
    codes: readonly Uint32Array[],
    model: Model,
    terms: readonly Terms[],
  ) {
    this.table = table
    this.comparisons = comparisons
    this.codes = codes
    this.prepared = comparisons.map(() => new Map())
    this.start = Math.log2(model.lambda / (1 - model.lambda))
    this.near = nearStart(model)
    this.share = sharesOf(comparisons)
    this.bits = model.comparisons.map(({ bits }) => bits)
    this.shift = comparisons.map((comparison, c) => shiftsOf(comparison, model.comparisons[c]!))
    this.rarity = comparisons.map((comparison, c) => rarityOf(comparison, terms[c]!))
  }

  private bitsOf(c: number, level: number, a: number, b: number): number {
    const bits = this.bits[c]![level]!
    const share = this.comparisons[c]!.rarity[level]!
    if (share === 0) return bits
    const codes = this.codes[c]!
    const rarity = this.rarity[c]!
    return bits + this.shift[c]![level]! - share * Math.max(rarity[codes[a]!]!, rarity[codes[b]!]!)
  }

  /**
   * log2 odds that rows a and b are of one entity, from their levels, which stand from `at` on. Odds far below any question are told
   * without looking at households, which only lower them.
   */
  weighLevels(levels: Levels, at: number, a: number, b: number): number {
    let chance = this.start
    for (let c = 0; c < this.comparisons.length; c++) {
      const level = levels[at + c]!
      if (level > 0) chance += this.bitsOf(c, level, a, b)
    }
    if (chance < hopeless || this.near === Number.POSITIVE_INFINITY) return chance
    let near = this.near
    for (let c = 0; c < this.comparisons.length; c++) {
      const level = levels[at + c]!
      if (level > 0) near += againstHousehold(this.bitsOf(c, level, a, b), this.share[c]!)
    }
    return together(chance, near)
  }

  level(c: number, a: number, b: number): number {
    const one = this.prepare(c, a)
    const other = this.prepare(c, b)
    return one === undefined || other === undefined ? 0 : this.comparisons[c]!.level(one, other)
  }

  private prepare(c: number, row: number): Prepared | undefined {
    const made = this.prepared[c]!
    const code = this.codes[c]![row]!
    const known = made.get(code)
    if (known !== undefined || made.has(code)) return known
    const prepared = this.comparisons[c]!.prepare(valuesOf(this.table, this.comparisons[c]!, row))
    made.set(code, prepared)
    return prepared
  }

  /** The same comparing on the spot; remembered. */
  weigh(a: number, b: number): number {
    const key = a < b ? a * this.table.rows + b : b * this.table.rows + a
    const known = this.known.get(key)
    if (known !== undefined) return known
    let chance = this.start
    let near = this.near
    for (let c = 0; c < this.comparisons.length; c++) {
      const level = this.level(c, a, b)
      if (level === 0) continue
      const bits = this.bitsOf(c, level, a, b)
      chance += bits
      near += againstHousehold(bits, this.share[c]!)
    }
    const sum = together(chance, near)
    if (this.known.size < 2_000_000) this.known.set(key, sum)
    return sum
  }
}

const valuesOf = (table: Table, { columns }: Comparison, row: number) => columns.map((at) => table.values[at]![row]!)

function rarityOf(comparison: Comparison, { counts, termOf, total }: Terms): Float32Array {
  const rarity = new Float32Array(termOf.length)
  if (!comparison.rarity.some((share) => share > 0)) return rarity
  for (let code = 0; code < termOf.length; code++) {
    const term = termOf[code]!
    rarity[code] = term === 0 ? 0 : Math.log2(counts[term]! / Math.max(2, total))
  }
  return rarity
}

/** The terms of a comparison numbered from 1. */
export interface Terms {
  /** How many rows have each. */
  readonly counts: readonly number[]
  readonly terms: readonly string[]
  /** By code of the comparison's values: its term; 0 = none. */
  readonly termOf: Uint32Array
  /** How many rows have any. */
  readonly total: number
}

export function termsOf(table: Table, comparison: Comparison, codes: Uint32Array): Terms {
  let most = 0
  for (const code of codes) if (code > most) most = code
  const termOf = new Uint32Array(most + 1)
  const seen = new Uint8Array(most + 1)
  const numbers = new Map<string, number>([['', 0]])
  const counts = [0]
  const terms = ['']
  let total = 0
  for (let row = 0; row < table.rows; row++) {
    const code = codes[row]!
    if (seen[code] === 0) {
      seen[code] = 1
      const term = comparison.term(valuesOf(table, comparison, row))
      let number = numbers.get(term)
      if (number === undefined) {
        number = counts.length
        numbers.set(term, number)
        counts.push(0)
        terms.push(term)
      }
      termOf[code] = number
    }
    const number = termOf[code]!
    if (number === 0) continue
    counts[number]!++
    total++
  }
  return { counts, terms, termOf, total }
}

/** Share of all pairs of rows with a term that have the same. */
export function agreementOf(counts: readonly number[], total: number): number {
  let same = 0
  for (let term = 1; term < counts.length; term++) same += counts[term]! * (counts[term]! - 1)
  return Math.max(1, same) / Math.max(2, total * (total - 1))
}

/** How common the term of a row is on the average: the least rarity is measured against, 1 / rows where all differ. */
export function spreadOf({ counts, total }: { counts: readonly number[]; total: number }): number {
  let sum = 0
  for (let term = 1; term < counts.length; term++) sum += counts[term]! ** 2
  return Math.max(1, sum) / Math.max(1, total ** 2)
}

/** By level: log2 of what the rarity of a term is measured against, times how far rarity counts there. */
export const shiftsOf = ({ rarity }: Comparison, { agreement, spread }: LearnedComparison): number[] =>
  rarity.map((share, level) => share * Math.log2(level === rarity.length - 1 ? agreement : spread))
