import type { Column, Comparison, Facts, Prepared } from '../contract.ts'
import { comparisonsFor } from '../levels.ts'
import { readerOf, type SharedValues } from './shared.ts'

/** What a thread needs to know of the table; plain data and shared memory. */
export interface Material {
  readonly columns: readonly Column[]
  readonly facts: Facts
  /** By comparison, those that read the same columns share one. */
  readonly values: readonly SharedValues[]
}

/** The part of the work a thread is given at a time: one comparison, pairs `from` up to `to`. */
export interface Part {
  readonly job: number
  readonly comparison: number
  readonly from: number
  readonly to: number
}

/** Pairs to compare and where the levels go, all in shared memory. */
export interface Job {
  readonly job: number
  readonly a: Uint32Array
  readonly b: Uint32Array
  /** levels[pair * width + comparison] */
  readonly levels: Uint8Array
  readonly width: number
}

const cacheSize = 1 << 18

/** Compares parts. What a comparison made of values is kept as long as parts of it follow one another. */
export class PartComparer {
  private readonly material: Material
  private readonly comparisons: readonly Comparison[]
  private readonly cachedA = new Uint32Array(cacheSize)
  private readonly cachedB = new Uint32Array(cacheSize)
  private readonly cached = new Uint8Array(cacheSize)
  private current = -1
  private prepared: (Prepared | undefined | null)[] = []
  private read: (code: number) => string[] = () => []

  constructor(material: Material) {
    this.material = material
    this.comparisons = comparisonsFor(material.columns, material.facts)
  }

  compare({ a, b, levels, width }: Job, { comparison, from, to }: Part): void {
    this.turnTo(comparison)
    const { codes } = this.material.values[comparison]!
    const { cachedA, cachedB, cached } = this
    for (let pair = from; pair < to; pair++) {
      const one = codes[a[pair]!]!
      const other = codes[b[pair]!]!
      // The levels are symmetric, so a pair of values is looked up one way round.
      const x = Math.min(one, other)
      const y = Math.max(one, other)
      const at = (Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 14
      if (cached[at] === 0 || cachedA[at] !== x || cachedB[at] !== y) {
        cachedA[at] = x
        cachedB[at] = y
        cached[at] = this.level(comparison, x, y) + 1
      }
      levels[pair * width + comparison] = cached[at]! - 1
    }
  }

  private turnTo(comparison: number): void {
    if (this.current === comparison) return
    this.current = comparison
    this.cached.fill(0)
    const values = this.material.values[comparison]!
    this.prepared = Array.from<null>({ length: values.from.length - 1 }).fill(null)
    this.read = readerOf(values)
  }

  private level(comparison: number, a: number, b: number): number {
    const one = this.prepare(comparison, a)
    if (one === undefined) return 0
    const other = this.prepare(comparison, b)
    return other === undefined ? 0 : this.comparisons[comparison]!.level(one, other)
  }

  private prepare(comparison: number, code: number): Prepared | undefined {
    const known = this.prepared[code]
    if (known !== null) return known
    const made = this.comparisons[comparison]!.prepare(this.read(code))
    this.prepared[code] = made
    return made
  }
}
