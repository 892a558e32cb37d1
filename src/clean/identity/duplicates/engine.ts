import type { Runner } from '#src/platform/db/connection.ts'
import type { CustomerKind } from '#src/terms/index.ts'
import { keyMaker } from '../matching/blocking/index.ts'
import {
  keysVersion as rulesVersion,
  type Matched,
  type MatchStep,
  matchTable,
  type Model,
  modelVersion,
  type Ready,
  RecordScorer,
  type Table,
} from '../matching/index.ts'
import { type ModelRow, modelsInUse, versionsInUse } from './queries/models.ts'
import type { Progress } from './search.ts'
import type { Evidence, Zone } from './shapes.ts'
import { columnsOf, type Subject } from './subject.ts'

/** By which rules keys are made: other ones make all keys anew. */
export const keysVersion = `blocking ${rulesVersion}, columns 1`

export interface Scored {
  weight: number
  probability: number
  zone: Zone
  evidence: readonly Evidence[]
}
export interface PairScorer {
  readonly version: number
  /** Undefined below the asking threshold. */
  score(a: Subject, b: Subject): Scored | undefined
}
export interface FoundRows extends Scored {
  rowA: number
  rowB: number
}
export interface Found {
  model: Model
  /** Pairs compared. */
  compared: number
  pairs: FoundRows[]
}

const makers = { person: keyMaker(columnsOf.person), organisation: keyMaker(columnsOf.organisation) }
/** A person and an organisation share no key. */
const ofOrganisations = 0x5a17_0000_0000_00b1n
/** Hashes of what a record of the same customer is likely to share. */
export function keysOf({ kind, values }: Pick<Subject, 'kind' | 'values'>): bigint[] {
  const keys = makers[kind](values)
  return kind === 'person' ? keys : keys.map((key) => BigInt.asIntN(64, key ^ ofOrganisations))
}

interface InUse {
  row: ModelRow
  /** Not of one that an older program learned. */
  scorer: RecordScorer | undefined
}
const inUse = new Map<string, InUse>()
const keyOf = ({ run_id, kind }: Pick<ModelRow, 'run_id' | 'kind'>) => `${run_id} ${kind}`

/** The models in use, read once and kept while no later one is learned: they are large. */
async function knownModels(runner: Runner): Promise<InUse[]> {
  const wanted = await versionsInUse(runner)
  if (wanted.some((one) => !inUse.has(keyOf(one)))) {
    inUse.clear()
    for (const row of await modelsInUse(runner)) {
      const { engine } = row.model
      inUse.set(keyOf(row), { row, scorer: engine.version === modelVersion ? new RecordScorer(engine) : undefined })
    }
  }
  return wanted.flatMap((one) => inUse.get(keyOf(one)) ?? [])
}

/** What was learned last of each kind. */
export const modelsAtHand = async (runner: Runner): Promise<ModelRow[]> =>
  (await knownModels(runner)).map(({ row }) => row)

/** What scores pairs by the models in use. */
export async function scorersOf(runner: Runner): Promise<Partial<Record<CustomerKind, PairScorer>>> {
  const scorers: Partial<Record<CustomerKind, PairScorer>> = {}
  for (const { row, scorer } of await knownModels(runner)) if (scorer) scorers[row.kind] = scorerOf(row.version, scorer)
  return scorers
}

function scorerOf(version: number, scorer: RecordScorer): PairScorer {
  const made = new WeakMap<Subject, Ready>()
  const ready = (subject: Subject) => {
    const known = made.get(subject) ?? scorer.ready(subject.values)
    made.set(subject, known)
    return known
  }
  return {
    version,
    score(a, b) {
      const [one, other] = [ready(a), ready(b)]
      if (scorer.score(one, other).zone === 'leave') return undefined
      const { weight, probability, zone, evidence } = scorer.explain(one, other)
      if (zone === 'leave') return undefined
      return { weight, probability, zone, evidence: evidence.map((e) => [e.comparison, e.level, round(e.weight)]) }
    },
  }
}
const round = (bits: number) => Math.round(bits * 100) / 100

/** What each level of each comparison weighs for a value of usual rarity, for people. */
export const learnedOf = ({ model }: ModelRow): { comparison: string; levels: { level: string; weight: number }[] }[] =>
  model.engine.comparisons.map(({ name, levels, bits }) => ({
    comparison: name,
    levels: levels.flatMap((level, at) => (at === 0 ? [] : [{ level, weight: round(bits[at]!) }])),
  }))
/** Where the weight of a pair starts, by kind. */
export async function startsOf(runner: Runner): Promise<Partial<Record<CustomerKind, number>>> {
  return Object.fromEntries((await modelsAtHand(runner)).map(({ kind, model }) => [kind, startOf(model.engine)]))
}
const startOf = ({ lambda }: Model) => Math.log2(lambda / (1 - lambda))

export interface SearchOptions {
  restraint: (a: number, b: number) => 'never' | 'ask' | undefined
  onProgress: (progress: Progress) => void
}

const steps: Readonly<Record<MatchStep, Progress['step']>> = {
  blocking: 'pairing',
  comparing: 'comparing',
  learning: 'learning',
  clustering: 'scoring',
}

/** Learns from a table and finds the pairs in it. */
export async function searchTable(
  kind: CustomerKind,
  rows: Omit<Table, 'columns'>,
  { restraint, onProgress }: SearchOptions,
): Promise<Found> {
  const table: Table = { ...rows, columns: columnsOf[kind] }
  const matched = await matchTable(table, {
    apart: (a, b) => restraint(a, b) === 'never',
    onProgress: (step, share) => onProgress({ step: steps[step], done: Math.round(share * 1000), total: 1000 }),
  })
  const model = storable(matched.model)
  return { model, compared: matched.pairs.length, pairs: found(table, { ...matched, model }, restraint) }
}

/** Below one in five a person's time is better spent otherwise. */
const leastAsked = -2

/** A zone that nothing reaches begins at infinity, which JSON has no word for. */
function storable(model: Model): Model {
  const reach = (weight: number) => Math.max(-1e6, Math.min(1e6, weight))
  const { auto, ask, leave } = model.zones
  const zone = (one: typeof auto) => ({ ...one, from: reach(one.from) })
  const asked = { ...zone(ask), from: Math.max(leastAsked, reach(ask.from)) }
  return { ...model, zones: { auto: zone(auto), ask: asked, leave: zone(leave) } }
}

/** The pairs worth asking about, with what speaks for and against each. Sure is what also its neighbours bear out. */
function found(table: Table, matched: Matched, restraint: SearchOptions['restraint']): FoundRows[] {
  const { pairs, odds, model, automatic } = matched
  const { ask } = model.zones
  const scorer = new RecordScorer(model)
  const ready = (row: number) => scorer.ready(table.values.map((column) => column[row]!))
  const rows: FoundRows[] = []
  for (let i = 0; i < pairs.length; i++) {
    const [rowA, rowB] = [pairs.a[i]!, pairs.b[i]!]
    if (odds[i]! < ask.from) continue
    const bar = restraint(rowA, rowB)
    if (bar === 'never') continue
    const explained = scorer.explain(ready(rowA), ready(rowB))
    if (explained.zone === 'leave') continue
    const sure = explained.zone === 'auto' && automatic[rowA] === automatic[rowB] && bar !== 'ask'
    const evidence = explained.evidence.map((e): Evidence => [e.comparison, e.level, round(e.weight)])
    const { weight, probability } = explained
    rows.push({ rowA, rowB, weight, probability, zone: sure ? 'auto' : 'ask', evidence })
  }
  return rows
}
