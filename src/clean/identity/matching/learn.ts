import type { Compare, Comparison, Facts, Levels, Pairs, Table } from './contract.ts'
import { learnParameters } from './em.ts'
import { type LearnedComparison, type Model, modelVersion } from './model.ts'
import { patternsOf } from './patterns.ts'
import { agreementOf, spreadOf, type Terms } from './score.ts'

const randomPairs = 300_000
const termsKept = 20_000

export interface LearnInput {
  readonly table: Table
  readonly facts: Facts
  readonly comparisons: readonly Comparison[]
  /** By comparison; asked for after the last comparing, when the threads have given their memory back. */
  readonly terms: () => readonly Terms[]
  readonly candidates: Pairs
  readonly levels: Levels
  readonly compare: Compare
}

/** All pairs of rows that could be of one entity. */
export function pairsPossible({ rows, source }: Table): number {
  const all = (rows * (rows - 1)) / 2
  if (source === undefined) return all
  const sizes = new Map<number, number>()
  for (const each of source) sizes.set(each, (sizes.get(each) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum - (size * (size - 1)) / 2, all)
}

/** Learns how much each level of each comparison tells, without labels. Zones are set by `calibrate`. */
export async function learn(input: LearnInput): Promise<Model> {
  const { table, facts, comparisons, candidates, levels } = input
  const width = comparisons.length
  const allPairs = Math.max(1, pairsPossible(table))
  const every = candidates.length >= allPairs
  const found = patternsOf(levels, width)
  const random = every ? found : patternsOf(await input.compare(somePairs(table, randomPairs)), width)
  const terms = input.terms()
  const agreement = terms.map(({ counts, total }) => agreementOf(counts, total))
  const { lambda, near, m, u } = learnParameters({ candidates: found, random, allPairs, comparisons, agreement })
  const nothing = { from: Number.POSITIVE_INFINITY, pairs: 0, expectedError: 0 }
  return {
    version: modelVersion,
    columns: table.columns,
    facts,
    lambda,
    near,
    comparisons: comparisons.map(
      ({ name, levels: names }, c): LearnedComparison => ({
        name,
        levels: names,
        m: m[c]!.map(short),
        u: u[c]!.map(short),
        bits: bitsOf(m[c]!, u[c]!, names),
        agreement: agreement[c]!,
        spread: spreadOf(terms[c]!),
        terms: { total: terms[c]!.total, counts: commonest(terms[c]!) },
      }),
    ),
    zones: { auto: nothing, ask: nothing, leave: nothing },
    join: 0,
  }
}

/** Differing never speaks for one entity, no likeness tells more than being the same; both names crosswise tell at most as much as both the right way round. */
function bitsOf(m: readonly number[], u: readonly number[], levels: readonly string[]): number[] {
  const most = Math.log2(m.at(-1)! / u.at(-1)!)
  return m.map((share, level) =>
    level === 0
      ? 0
      : level === 1
        ? short(Math.min(0, Math.log2(share / u[level]!)))
        : short(Math.min(Math.log2(share / u[level]!), levels[level] === 'crosswise' ? 2 * most : most)),
  )
}

const short = (value: number) => Number(value.toPrecision(6))

function commonest({ counts, terms }: { counts: readonly number[]; terms: readonly string[] }): Record<string, number> {
  const kept: number[] = []
  for (let term = 1; term < counts.length; term++) if (counts[term]! > 1) kept.push(term)
  kept.sort((a, b) => counts[b]! - counts[a]! || (terms[a]! < terms[b]! ? -1 : 1))
  return Object.fromEntries(kept.slice(0, termsKept).map((term) => [terms[term]!, counts[term]!]))
}

/** Pairs of rows evenly over the table, the same on every run, whatever the order of the rows gives. */
export function somePairs({ rows, source }: Table, count: number): Pairs {
  const a = new Uint32Array(count)
  const b = new Uint32Array(count)
  let length = 0
  let state = 0x9e3779b9
  const next = () => {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % rows
  }
  for (let tried = 0; length < count && tried < count * 4; tried++) {
    const [one, other] = [next(), next()]
    if (one === other || (source && source[one] === source[other])) continue
    a[length] = Math.min(one, other)
    b[length++] = Math.max(one, other)
  }
  return { a: a.subarray(0, length), b: b.subarray(0, length), length }
}
