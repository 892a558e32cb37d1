import type { Comparison, Levels, Pairs } from './contract.ts'
import { cluster } from './cluster.ts'
import { chanceOf, type Model, type Zone } from './model.ts'
import type { Scorer } from './score.ts'
import { contradictionIn, needsOf } from './zones.ts'

/** Share of the pairs merged without asking that may be wrong. */
export const autoError = 0.001
/** log2 odds below which nothing merges by itself, however well the data separates: about 1 in 130. */
const autoLeast = 7
const autoMost = 24
/** Below one in twenty nobody is asked. */
const askFrom = -Math.log2(19)
/** Three to one joins people. Organisations have branches that share nearly everything: sixteen to one. */
const joinPeople = Math.log2(3)
const joinOrganisations = 4

/** Members of a cluster looked at in pairs, at most. */
const lookedAt = 40

export interface Scored {
  readonly pairs: Pairs
  readonly levels: Levels
  /** log2 odds by pair. */
  readonly odds: Float32Array
}

export interface Calibrated {
  readonly model: Model
  /** The cluster of each row (its lowest row). */
  readonly clusters: Uint32Array
  /** Clusters of what merges by itself alone. */
  readonly automatic: Uint32Array
}

export interface CalibrateOptions {
  readonly apart?: ((a: number, b: number) => boolean) | undefined
}

/**
 * Sets the zones for this table and clusters it. The zone that merges by itself begins at the lowest odds at which the pairs it would
 * bring together, those implied by its clusters too, are expected to be wrong in at most `autoError`. Implied pairs tell where chains of
 * single good pairs run on to somebody else, so the zone shrinks where the data is confusing.
 */
export function calibrate(
  unset: Model,
  comparisons: readonly Comparison[],
  scorer: Scorer,
  { pairs, levels, odds }: Scored,
  { apart }: CalibrateOptions = {},
): Calibrated {
  const width = comparisons.length
  const needs = needsOf(comparisons)
  const allowed = new Float32Array(odds.length).fill(Number.NEGATIVE_INFINITY)
  for (let i = 0; i < odds.length; i++) if (odds[i]! >= autoLeast) allowed[i] = odds[i]! - needs(levels, i * width)
  const rows = scorer.table.rows
  const between = (a: number, b: number) => scorer.weigh(a, b)
  const options = { between, ...(apart && { apart }) }
  const contradict = contradictionIn(comparisons, (c, a, b) => scorer.level(c, a, b))
  const at = (threshold: number) => {
    const clusters = cluster(rows, { pairs, odds: allowed }, { ...options, contradict, threshold })
    return { clusters, ...errorWithin(clusters, between) }
  }
  const auto = lowestWithin(at)
  const join =
    comparisons.some(({ kind }) => kind === 'organisation') && !comparisons.some(({ kind }) => kind === 'birthDate')
      ? joinOrganisations
      : joinPeople
  const clusters = cluster(rows, { pairs, odds }, { ...options, threshold: join })
  const zones = {
    auto: { from: auto.from, pairs: auto.pairs, expectedError: auto.error },
    ...otherZones(odds, allowed, auto.from),
  }
  return { model: { ...unset, zones, join }, clusters, automatic: auto.clusters }
}

interface Tried {
  clusters: Uint32Array
  pairs: number
  error: number
}

/** The lowest threshold, in steps of a half, whose clusters are good enough. Expected error falls as the threshold rises. */
function lowestWithin(at: (threshold: number) => Tried): Tried & { from: number } {
  let low = 0
  let high = (autoMost - autoLeast) * 2
  let best: (Tried & { from: number }) | undefined
  while (low <= high) {
    const middle = best === undefined && high === (autoMost - autoLeast) * 2 ? low : (low + high) >> 1
    const from = autoLeast + middle / 2
    const tried = at(from)
    if (tried.error <= autoError) {
      best = { ...tried, from }
      high = middle - 1
    } else low = middle + 1
  }
  return best ?? { ...at(Number.POSITIVE_INFINITY), from: Number.POSITIVE_INFINITY }
}

/**
 * Pairs that the clusters bring together, and the share of them expected to be wrong. Alone, a pair in a well-knit group looks worse
 * than it is (little is known of one of the two); by the way over a third that both surely belong to, it looks better than it is, since
 * the mistakes of the ways are not independent. The geometric mean of the two stands between.
 */
export function errorWithin(
  clusters: Uint32Array,
  between: (a: number, b: number) => number,
): { pairs: number; error: number } {
  let pairs = 0
  let alone = 0
  let overThird = 0
  for (const rows of membersOf(clusters)) {
    const some = rows.length > lookedAt ? rows.slice(0, lookedAt) : rows
    const weight = (rows.length * (rows.length - 1)) / (some.length * (some.length - 1))
    const doubt = some.map((a, i) => some.map((b, j) => (i === j ? 0 : 1 - chanceOf(between(a, b)))))
    for (let i = 0; i < some.length; i++)
      for (let j = i + 1; j < some.length; j++) {
        const direct = doubt[i]![j]!
        let least = direct
        for (let k = 0; k < some.length; k++)
          if (k !== i && k !== j) least = Math.min(least, doubt[i]![k]! + doubt[k]![j]!)
        pairs += weight
        alone += weight * direct
        overThird += weight * least
      }
  }
  return { pairs: Math.round(pairs), error: pairs === 0 ? 0 : Math.sqrt(alone * overThird) / pairs }
}

/** Rows of each cluster of two or more, lowest first. */
export function membersOf(clusters: Uint32Array): number[][] {
  const members = new Map<number, number[]>()
  for (let row = 0; row < clusters.length; row++) {
    const name = clusters[row]!
    if (name === row) continue
    const rows = members.get(name)
    if (rows) rows.push(row)
    else members.set(name, [name, row])
  }
  return [...members.values()]
}

function otherZones(odds: Float32Array, allowed: Float32Array, auto: number): { ask: Zone; leave: Zone } {
  const ask = { pairs: 0, wrong: 0 }
  const leave = { pairs: 0, wrong: 0 }
  for (let i = 0; i < odds.length; i++) {
    if (allowed[i]! >= auto) continue
    const chance = chanceOf(odds[i]!)
    if (odds[i]! >= askFrom) {
      ask.pairs++
      ask.wrong += 1 - chance
    } else {
      leave.pairs++
      leave.wrong += chance
    }
  }
  const share = ({ pairs, wrong }: { pairs: number; wrong: number }) => (pairs === 0 ? 0 : wrong / pairs)
  return {
    ask: { from: askFrom, pairs: ask.pairs, expectedError: share(ask) },
    leave: { from: Number.NEGATIVE_INFINITY, pairs: leave.pairs, expectedError: share(leave) },
  }
}
