import type { Column, Comparison, Facts, Prepared } from './contract.ts'
import { againstHousehold, nearStart, sharesOf, together } from './household.ts'
import { comparisonsFor } from './levels.ts'
import { shiftsOf } from './score.ts'
import { type Needs, needsOf } from './zones.ts'

export const modelVersion = 1

/** What one comparison has learned. */
export interface LearnedComparison {
  readonly name: string
  /** Names of the levels; index = level, 0 = not known. */
  readonly levels: readonly string[]
  /** Shares of the levels among pairs of one entity, and among others. */
  readonly m: readonly number[]
  readonly u: readonly number[]
  /** log2(m/u) by level. */
  readonly bits: readonly number[]
  /** Share of all pairs that have the same term; the rarity of a term that is the same is measured against it. */
  readonly agreement: number
  /** How common the term of a row is on the average; the rarity of a term that is nearly the same is measured against it. */
  readonly spread: number
  /** Rows that have a term, and how many have each of the commonest; others are taken to be in one row. */
  readonly terms: { readonly total: number; readonly counts: Readonly<Record<string, number>> }
}

export interface Zone {
  /** log2 odds from which pairs belong to the zone. */
  readonly from: number
  readonly pairs: number
  /** Share of the zone expected to be wrong: not of one entity; in the zone `leave`, of one entity after all. */
  readonly expectedError: number
}

/** Everything learned from a table, as JSON. Scores any two records with the same columns. */
export interface Model {
  readonly version: number
  readonly columns: readonly Column[]
  readonly facts: Facts
  /** Share of all pairs of rows that are of one entity. */
  readonly lambda: number
  /** Share that are of one household but not of one entity; 0 = not looked at. */
  readonly near: number
  readonly comparisons: readonly LearnedComparison[]
  /** Merge by itself, ask, leave. */
  readonly zones: { readonly auto: Zone; readonly ask: Zone; readonly leave: Zone }
  /** log2 odds at which clusters are joined. */
  readonly join: number
}

export type ZoneName = 'auto' | 'ask' | 'leave'

export interface Evidence {
  readonly comparison: string
  readonly level: string
  /** Bits; above 0 for one entity. */
  readonly weight: number
  readonly a: string
  readonly b: string
}

export interface Explained {
  /** log2 odds, the start included. */
  readonly weight: number
  readonly probability: number
  readonly zone: ZoneName
  /** Where every pair starts before it is looked at: log2 odds of two rows taken at random. */
  readonly start: number
  /** Comparisons where both sides are known, in the order of the columns. */
  readonly evidence: readonly Evidence[]
}

/** A record made ready to be compared with many others. */
export interface Ready {
  readonly values: readonly string[]
  readonly prepared: readonly (Prepared | undefined)[]
  /** By comparison: log2 of the share of rows with its term. */
  readonly rarity: readonly number[]
}

/** Odds of a weight in bits as a chance. */
export const chanceOf = (bits: number): number => 1 / (1 + 2 ** -bits)

/** Scores single records by a model: an arriving one against its candidates, or a pair to be explained. */
export class RecordScorer {
  readonly model: Model
  private readonly comparisons: readonly Comparison[]
  private readonly needs: Needs
  private readonly start: number
  private readonly near: number
  private readonly share: readonly number[]
  private readonly shift: readonly (readonly number[])[]

  constructor(model: Model) {
    this.model = model
    this.comparisons = comparisonsFor(model.columns, model.facts)
    this.needs = needsOf(this.comparisons)
    this.near = nearStart(model)
    this.share = sharesOf(this.comparisons)
    this.shift = this.comparisons.map((comparison, c) => shiftsOf(comparison, model.comparisons[c]!))
    this.start = Math.log2(model.lambda / (1 - model.lambda))
  }

  /** @param values one normalised value for each column of the model */
  ready(values: readonly string[]): Ready {
    const of = this.comparisons.map(({ columns }) => columns.map((at) => values[at] ?? ''))
    return {
      values,
      prepared: this.comparisons.map((comparison, c) => comparison.prepare(of[c]!)),
      rarity: this.comparisons.map((comparison, c) => {
        const { total, counts } = this.model.comparisons[c]!.terms
        const term = comparison.term(of[c]!)
        return Math.log2((Object.hasOwn(counts, term) ? counts[term]! : 1) / Math.max(2, total))
      }),
    }
  }

  private level(c: number, a: Ready, b: Ready): number {
    const [one, other] = [a.prepared[c], b.prepared[c]]
    return one === undefined || other === undefined ? 0 : this.comparisons[c]!.level(one, other)
  }

  private bits(c: number, level: number, a: Ready, b: Ready): number {
    if (level === 0) return 0
    const share = this.comparisons[c]!.rarity[level]!
    const common = share === 0 ? 0 : Math.max(a.rarity[c]!, b.rarity[c]!)
    return this.model.comparisons[c]!.bits[level]! + this.shift[c]![level]! - share * common
  }

  /** Weight and zone alone: for the many. */
  score(a: Ready, b: Ready): { weight: number; zone: ZoneName } {
    const levels = this.comparisons.map((_, c) => this.level(c, a, b))
    const { weight } = this.weigh(levels, a, b)
    return { weight, zone: this.zoneOf(weight, levels) }
  }

  /** `household`: what it takes away that the two may be of one household, in bits; 0 or below. */
  private weigh(levels: readonly number[], a: Ready, b: Ready): { weight: number; household: number } {
    let chance = this.start
    let near = this.near
    for (let c = 0; c < levels.length; c++) {
      const bits = this.bits(c, levels[c]!, a, b)
      chance += bits
      near += againstHousehold(bits, this.share[c]!)
    }
    const weight = together(chance, near)
    return { weight, household: weight - chance }
  }

  private zoneOf(weight: number, levels: readonly number[]): ZoneName {
    const { auto, ask } = this.model.zones
    if (weight - this.needs(levels) >= auto.from) return 'auto'
    return weight >= ask.from ? 'ask' : 'leave'
  }

  explain(a: Ready, b: Ready): Explained {
    const levels = this.comparisons.map((_, c) => this.level(c, a, b))
    const { weight, household } = this.weigh(levels, a, b)
    const shown = (ready: Ready, c: number) =>
      this.comparisons[c]!.shown.map((at) => ready.values[at] ?? '')
        .filter((value) => value !== '')
        .join(' ')
    const evidence = this.comparisons.flatMap(({ name, levels: names }, c) =>
      levels[c] === 0
        ? []
        : [
            {
              comparison: name,
              level: names[levels[c]!]!,
              weight: this.bits(c, levels[c]!, a, b),
              a: shown(a, c),
              b: shown(b, c),
            },
          ],
    )
    if (household < -0.05)
      evidence.push({
        comparison: 'household',
        level: 'may be another of the household',
        weight: household,
        a: '',
        b: '',
      })
    return { weight, probability: chanceOf(weight), zone: this.zoneOf(weight, levels), start: this.start, evidence }
  }
}

/** Evidence for and against two records being one, for a waterfall. Values are normalised, one for each column of the model. */
export function explain(model: Model, a: readonly string[], b: readonly string[]): Explained {
  const scorer = new RecordScorer(model)
  return scorer.explain(scorer.ready(a), scorer.ready(b))
}
