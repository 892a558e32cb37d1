import type { Levels } from './contract.ts'

/** Distinct combinations of levels with how often they occur: millions of pairs come down to some thousands. */
export interface Patterns {
  readonly width: number
  /** pattern * width + comparison */
  readonly levels: Uint8Array
  readonly counts: Float64Array
  readonly length: number
  /** The pattern of each pair. */
  readonly of: Uint32Array
}

export function patternsOf(levels: Levels, width: number): Patterns {
  const pairs = width === 0 ? 0 : levels.length / width
  const of = new Uint32Array(pairs)
  const half = Math.min(width, 13)
  const known = new Map<number, Map<number, number> | number>()
  const kept: number[] = []
  const counts: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const from = pair * width
    let low = 0
    for (let c = 0; c < half; c++) low = low * 16 + levels[from + c]!
    let high = 0
    for (let c = half; c < width; c++) high = (high * 16 + levels[from + c]!) % 9_007_199_254_740_881
    let pattern: number | undefined
    let inner: Map<number, number> | undefined
    if (width <= half) pattern = known.get(low) as number | undefined
    else {
      inner = known.get(low) as Map<number, number> | undefined
      pattern = inner?.get(high)
    }
    if (pattern === undefined) {
      pattern = counts.length
      counts.push(0)
      for (let c = 0; c < width; c++) kept.push(levels[from + c]!)
      if (width <= half) known.set(low, pattern)
      else if (inner !== undefined) inner.set(high, pattern)
      else known.set(low, new Map([[high, pattern]]))
    }
    counts[pattern]!++
    of[pair] = pattern
  }
  return { width, levels: Uint8Array.from(kept), counts: Float64Array.from(counts), length: counts.length, of }
}
