import { candidatePairs, type RuleReport } from './blocking/index.ts'
import { calibrate } from './calibrate.ts'
import type { Levels, Pairs, Table } from './contract.ts'
import { learn } from './learn.ts'
import { comparisonsFor, factsOf } from './levels.ts'
import type { Model } from './model.ts'
import { Scorer, type Terms, termsOf } from './score.ts'
import { Comparer } from './workers/index.ts'
import { needsOf } from './zones.ts'

export interface MatchOptions {
  /** Pairs blocking may find; by the number of rows without it. */
  readonly budget?: number
  /** Threads to compare in. */
  readonly threads?: number
  /** Pairs never to be together. */
  readonly apart?: (a: number, b: number) => boolean
  /** Each source holds an entity once: no two rows of one source come together. */
  readonly oncePerSource?: boolean
  readonly signal?: AbortSignal
  onProgress?(step: MatchStep, share: number): void
}
export type MatchStep = 'blocking' | 'comparing' | 'learning' | 'clustering'

export interface Matched {
  readonly model: Model
  readonly pairs: Pairs
  readonly levels: Levels
  /** log2 odds by pair. */
  readonly odds: Float32Array
  /** Bits the pair needs beyond the threshold of the zone to merge by itself (zones.ts). */
  needs(pair: number): number
  /** The cluster of each row, named by its lowest row. */
  readonly clusters: Uint32Array
  /** The same by what merges by itself alone. */
  readonly automatic: Uint32Array
  readonly rules: readonly RuleReport[]
  /** Milliseconds by step. */
  readonly took: Readonly<Record<MatchStep, number>>
  /** log2 odds of any two rows. */
  weigh(a: number, b: number): number
}

/** Finds which rows are of one entity, learning from the table itself. Deterministic; the order of the rows does not matter but for ties. */
export async function matchTable(table: Table, options: MatchOptions = {}): Promise<Matched> {
  const took = { blocking: 0, comparing: 0, learning: 0, clustering: 0 }
  const timed = async <T>(step: MatchStep, work: () => T | Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted()
    options.onProgress?.(step, 0)
    const begun = performance.now()
    const result = await work()
    took[step] += performance.now() - begun
    options.onProgress?.(step, 1)
    return result
  }
  const facts = factsOf(table)
  const comparisons = comparisonsFor(table.columns, facts)
  const { pairs, rules } = await timed('blocking', () =>
    candidatePairs(table, options.budget === undefined ? {} : { budget: options.budget }),
  )
  const comparer = new Comparer(table, facts, {
    ...(options.threads !== undefined && { threads: options.threads }),
    ...(options.signal && { signal: options.signal }),
    onProgress: (done, total) => options.onProgress?.('comparing', total === 0 ? 1 : done / total),
  })
  try {
    const levels = await timed('comparing', () => comparer.compare(pairs))
    const codes = comparisons.map((_, c) => comparer.codes(c))
    let terms: Terms[] = []
    const learned = await timed('learning', () =>
      learn({
        table,
        facts,
        comparisons,
        candidates: pairs,
        levels,
        terms: () => {
          terms = comparisons.map((comparison, c) => termsOf(table, comparison, codes[c]!))
          return terms
        },
        compare: (some) => comparer.compare(some).finally(() => comparer.close()),
      }),
    )
    return await timed('clustering', () => {
      const scorer = new Scorer(table, comparisons, codes, learned, terms)
      const odds = new Float32Array(pairs.length)
      for (let i = 0; i < odds.length; i++)
        odds[i] = scorer.weighLevels(levels, i * comparisons.length, pairs.a[i]!, pairs.b[i]!)
      const needs = needsOf(comparisons)
      const apart = apartBy(table, options)
      const { model, clusters, automatic } = calibrate(learned, comparisons, scorer, { pairs, levels, odds }, { apart })
      const needed = (pair: number) => needs(levels, pair * comparisons.length)
      const weigh = (a: number, b: number) => scorer.weigh(a, b)
      return { model, pairs, levels, odds, needs: needed, clusters, automatic, rules, took, weigh }
    })
  } finally {
    await comparer.close()
  }
}

function apartBy({ source }: Table, { apart, oncePerSource }: MatchOptions): MatchOptions['apart'] {
  if (!oncePerSource || source === undefined) return apart
  return (a, b) => source[a] === source[b] || apart?.(a, b) === true
}
