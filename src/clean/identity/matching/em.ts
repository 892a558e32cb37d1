import type { Comparison } from './contract.ts'
import { againstHousehold, nearStart, sharesOf } from './household.ts'
import type { Patterns } from './patterns.ts'

/** How levels spread among pairs of one entity (m) and of two (u), by comparison and level; index 0 (not known) is unused. */
export interface Parameters {
  /** Share of matching pairs among all pairs of the table. */
  lambda: number
  /** Share of pairs of one household (household.ts); 0 = not looked at. */
  near: number
  m: number[][]
  u: number[][]
}

export interface EmInput {
  readonly candidates: Patterns
  /** A fair sample of all pairs of the table. */
  readonly random: Patterns
  /** All pairs of rows that could match. */
  readonly allPairs: number
  readonly comparisons: readonly Pick<Comparison, 'levels' | 'prior' | 'kind'>[]
  /** By comparison: exact share of all pairs that agree in the value, where the last level is just that; else undefined. */
  readonly agreement: readonly (number | undefined)[]
  /** Pairs the priors of m are worth. */
  readonly strength?: number
}

const floor = 1e-9
/** Rounds in which only the number of matches is sought: what priors say of m leads to the matches and not to neighbours. */
const settling = 6
/** How many times the matches found by the priors alone learning may find; more are neighbours or namesakes, and the priors are held to more strongly. */
const drift = 1.8

/**
 * Fellegi–Sunter parameters by expectation maximisation over all pairs of the table. Pairs outside the candidates count as not matching,
 * which holds as long as blocking finds nearly everything; a pair's chance to match does not depend on whether blocking found it, so
 * the chance of a candidate needs no correction. u comes from random pairs, freed of the matches among them; m has a Dirichlet prior.
 */
export function learnParameters(input: EmInput, rounds = 60): Parameters {
  const { candidates, comparisons, allPairs } = input
  const shares = comparisons.map((comparison, c) =>
    levelShares(input.random, c, comparison.levels.length, input.agreement[c]),
  )
  const chances = new Float64Array(candidates.length)
  const held = sharesOf(comparisons)
  const near = held.some((s) => s > 0)
  const fresh = (): Parameters => ({
    lambda: startingLambda(input),
    near: near ? startingLambda(input) : 0,
    m: comparisons.map(({ prior }) => [...prior]),
    u: shares.map((row) => [...row]),
  })
  const least = Math.max(0.5 / allPairs, startingLambda(input) * cleanest)
  const step = (parameters: Parameters) => {
    const { matches, households } = expect(candidates, parameters, held, chances)
    parameters.lambda = Math.min(0.5, Math.max(least, matches / allPairs))
    if (near) parameters.near = Math.min(0.4, Math.max(0.5, households) / allPairs)
  }
  const settled = fresh()
  for (let round = 0; round < settling; round++) step(settled)
  for (let strength = Math.max(input.strength ?? 15, settled.lambda * allPairs * 0.1); ; strength *= 4) {
    const parameters = { ...fresh(), lambda: settled.lambda, near: settled.near }
    let drifted = false
    for (let round = 0; round < rounds && !drifted; round++) {
      const before = parameters.lambda
      step(parameters)
      maximise({ ...input, strength }, chances, shares, parameters)
      drifted = parameters.lambda > settled.lambda * drift
      if (round > 5 && Math.abs(Math.log(parameters.lambda / before)) < 1e-5) break
    }
    if (!drifted) return parameters
    if (strength > settled.lambda * allPairs * 100) return settled
  }
}

/**
 * A table is held to have at least this part of what learning starts from: one row in 200 has a double. Of a table where none was found the
 * share is not known but small, and what arrives later may well be a double of a row in it.
 */
const cleanest = 0.05

/** As if one row in ten had a double. */
const startingLambda = ({ allPairs }: EmInput) => 0.1 / Math.sqrt(2 * allPairs)

/** Fills each pattern's chance to be a match and returns the expected numbers of matches and of pairs of one household. */
export function expect(
  patterns: Patterns,
  { lambda, near, m, u }: Parameters,
  share: readonly number[],
  chances: Float64Array,
): { matches: number; households: number } {
  const logs = m.map((row, c) =>
    row.map((value, level) => (level === 0 ? 0 : Math.log2(Math.max(floor, value) / Math.max(floor, u[c]![level]!)))),
  )
  const nearLogs = logs.map((row, c) => row.map((bits) => againstHousehold(bits, share[c]!)))
  const prior = Math.log2(lambda / (1 - lambda))
  const nearPrior = nearStart({ lambda, near })
  let matches = 0
  let households = 0
  for (let i = 0; i < patterns.length; i++) {
    let weight = prior
    let against = nearPrior
    for (let c = 0; c < patterns.width; c++) {
      const level = patterns.levels[i * patterns.width + c]!
      weight += logs[c]![level]!
      against += nearLogs[c]![level]!
    }
    const [chance, household] = [2 ** -weight, 2 ** -against]
    const match = 1 / (1 + chance + household)
    chances[i] = match
    matches += match * patterns.counts[i]!
    households += household * match * patterns.counts[i]!
  }
  return { matches, households }
}

function maximise(input: EmInput, chances: Float64Array, shares: number[][], { lambda, m, u }: Parameters): void {
  const { candidates, comparisons, strength = 15 } = input
  for (const [c, { prior, levels }] of comparisons.entries()) {
    const counts = prior.map((share) => share * strength)
    for (let i = 0; i < candidates.length; i++)
      counts[candidates.levels[i * candidates.width + c]!]! += chances[i]! * candidates.counts[i]!
    counts[0] = 0
    const total = counts.reduce((sum, count) => sum + count, 0)
    for (let level = 1; level < levels.length; level++) m[c]![level] = counts[level]! / total
    bound(m[c]!, Math.min(0.8, prior[1]! * 3 + 0.2))
    let left = 0
    for (let level = 1; level < levels.length; level++) {
      u[c]![level] = Math.max(shares[c]![level]! * 0.02, floor, shares[c]![level]! - lambda * m[c]![level]!)
      left += u[c]![level]!
    }
    for (let level = 1; level < levels.length; level++) u[c]![level]! /= left
  }
}

/** No more than `most` of the matches differ in a field, or it is not the same people that were found but neighbours. */
function bound(row: number[], most: number): void {
  const differs = row[1]!
  if (differs <= most) return
  for (let level = 2; level < row.length; level++) row[level]! *= (1 - most) / (1 - differs)
  row[1] = most
}

/** Shares of the levels 1… among the pairs where both sides are known. */
function levelShares(patterns: Patterns, c: number, levels: number, agreement: number | undefined): number[] {
  const counts = Array.from({ length: levels }, () => 0.5)
  counts[0] = 0
  for (let i = 0; i < patterns.length; i++) {
    const level = patterns.levels[i * patterns.width + c]!
    if (level > 0) counts[level]! += patterns.counts[i]!
  }
  if (agreement !== undefined) {
    const others = counts.reduce((sum, count) => sum + count, 0) - counts[levels - 1]!
    counts[levels - 1] = Math.max(1e-12, (agreement / Math.max(1e-9, 1 - agreement)) * others)
  }
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}
