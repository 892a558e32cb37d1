import type { Mapping } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import {
  type Day,
  type FactGroup,
  type FactKind,
  factGroups,
  factKinds,
  facts,
  type QualityMeasure,
  type Uuid,
} from '#src/terms/index.ts'
import type { Cell, FactLine, Inventory, MapLine, Ratio, SourceInventory } from './contract.ts'
import { columnsOf, factsOfCell, kindOf, proposalOf } from './facts.ts'
import { attributeOf } from './queries/facts.ts'
import { everySource } from './queries/measuring.ts'
import {
  deliveriesOf,
  type MeasureRow,
  mappingsOf,
  measuresUntil,
  type SourceRow,
  sourcesWithImports,
  type TrendRow,
  weekly,
} from './queries/reading.ts'
import { allMeasures, noRows, notMeasured, ratioOf, sumOf } from './ratios.ts'
import { presentRun } from './runs.ts'
import { usesOf } from './uses.ts'

/** Weeks of trend. */
const weeks = 12
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)

/** The coverage map: sources down, kinds of data across, one property drawn. */
export async function inventory(context: Context, measure: QualityMeasure): Promise<Inventory> {
  authorize(context.actor, 'source.read')
  const { db, now, config } = context
  const today = dayIn(now, config.timeZone)
  const [sources, latest, trend, measuring] = await Promise.all([
    sourcesWithImports(db, null),
    measuresUntil(db, today, null),
    weekly(db, measure, dayIn(daysBefore(now, weeks * 7), config.timeZone), null),
    presentRun(db, now),
  ])
  const of = Map.groupBy(latest, (row) => row.source_id)
  const past = Map.groupBy(trend, (row) => row.source_id)
  const drawn = (id: Uuid, rows: MeasureRow[]) => cellsOf(rows, past.get(id) ?? [], measure)
  const all = summed(of, measure)
  const line = (source: SourceRow): MapLine => {
    const rows = of.get(source.id) ?? []
    return {
      ...presentSource(source),
      ...spanOf(rows, config.timeZone),
      measuredAt: measuredAt(rows, of),
      cells: rows.length > 0 || of.size === 0 ? drawn(source.id, rows) : unknownOrNothing(source, of),
    }
  }
  return {
    measure,
    groups: groupsOf(),
    lines: [
      {
        ...nobody,
        imports: sources.reduce((sum, source) => sum + source.imports, 0),
        ...spanOf(latest, config.timeZone),
        measuredAt: measuredAt(of.get(everySource) ?? [], of),
        cells: drawn(everySource, all),
      },
      ...sources.map(line),
    ],
    measuring,
  }
}

const nobody = { id: everySource, name: null, trust: null, imports: 0, lastImport: null }
const groupsOf = () =>
  Object.entries(factGroups).map(([group, kinds]) => ({ group: group as FactGroup, kinds: [...kinds] }))

const presentSource = (source: SourceRow) => ({
  id: source.id,
  name: source.name,
  trust: source.trust,
  imports: source.imports,
  lastImport: source.last_import?.toISOString() ?? null,
})

/** The moment that the numbers are of. A source that had nothing to count when all were measured was measured all the same. */
function measuredAt(rows: readonly MeasureRow[], of: ReadonlyMap<Uuid, MeasureRow[]>): string | null {
  return (rows[0] ?? of.get(everySource)?.[0])?.measured_at.toISOString() ?? null
}

function spanOf(rows: readonly MeasureRow[], timeZone: string): { first: Day | null; last: Day | null } {
  const firsts = rows.flatMap((row) => (row.first_at ? [row.first_at.getTime()] : []))
  const lasts = rows.flatMap((row) => (row.last_at ? [row.last_at.getTime()] : []))
  const day = (times: number[], pick: (a: number, b: number) => number) =>
    times.length === 0 ? null : dayIn(new Date(times.reduce(pick)), timeZone)
  return { first: day(firsts, (a, b) => Math.min(a, b)), last: day(lasts, (a, b) => Math.max(a, b)) }
}

/** A source without any counts: it came after the last measuring, or it tells nothing. */
function unknownOrNothing(source: SourceRow, of: ReadonlyMap<Uuid, MeasureRow[]>): Cell[] {
  const last = of.get(everySource)?.[0]?.measured_at
  const since = source.last_import ?? source.created_at
  const ratio = last === undefined || since >= last ? notMeasured : noRows
  return factKinds.map((kind) => ({ kind, ratio, trend: [] }))
}

/**
 * All customers: of facts that customers have one value of, that; of events, and of properties other than completeness, the sum of the
 * sources. Columns of their own stay theirs.
 */
function summed(of: ReadonlyMap<Uuid, MeasureRow[]>, measure: QualityMeasure): MeasureRow[] {
  const sums = new Map<string, MeasureRow>()
  for (const [id, rows] of of)
    if (id !== everySource)
      for (const row of rows) {
        if (attributeOf(row.fact) !== null) continue
        const sum = sums.get(row.fact)
        sums.set(row.fact, sum === undefined ? { ...row, source_id: everySource } : added(sum, row))
      }
  if (measure === 'completeness') for (const row of of.get(everySource) ?? []) sums.set(row.fact, row)
  return [...sums.values()]
}
function added(a: MeasureRow, b: MeasureRow): MeasureRow {
  const plus = (x: string | null, y: string | null) =>
    x === null || y === null ? (x ?? y) : String(Number(x) + Number(y))
  return {
    ...a,
    applicable: plus(a.applicable, b.applicable)!,
    filled: plus(a.filled, b.filled)!,
    valid: plus(a.valid, b.valid),
    written: plus(a.written, b.written),
    single: plus(a.single, b.single),
    agreeing: plus(a.agreeing, b.agreeing),
    checked: plus(a.checked, b.checked),
    correct: plus(a.correct, b.correct),
    proven: plus(a.proven, b.proven),
    ages: a.ages && b.ages ? a.ages.map((n, i) => n + b.ages![i]!) : (a.ages ?? b.ages),
  }
}

function cellsOf(rows: readonly MeasureRow[], past: readonly TrendRow[], measure: QualityMeasure): Cell[] {
  const byFact = new Map(rows.map((row) => [row.fact, row]))
  // a fact of which the source has no rows at all speaks for nothing
  const told = new Set(rows.filter((row) => Number(row.applicable) > 0).map((row) => row.fact))
  return factKinds.map((kind) => {
    const own = factsOfCell(kind, measure, told)
    return {
      kind,
      ratio: sumOf(rows.length === 0 ? [notMeasured] : own.map((fact) => ratioOf(byFact.get(fact), measure))),
      trend: trendOf(past, own),
    }
  })
}

function trendOf(past: readonly TrendRow[], own: readonly string[]): (number | null)[] {
  const days = Map.groupBy(past, (row) => row.measured_on)
  return [...days.values()].map((rows) => {
    const counted = rows.filter((row) => own.includes(row.fact) && row.n !== null && Number(row.of) > 0)
    const of = counted.reduce((sum, row) => sum + Number(row.of), 0)
    return of === 0 ? null : counted.reduce((sum, row) => sum + Number(row.n), 0) / of
  })
}

/** One source: each fact with every property, its trend, what uses it and what to do about it. */
export async function sourceInventory(context: Context, id: Uuid): Promise<SourceInventory> {
  authorize(context.actor, 'source.read')
  const { db, now, config } = context
  const every = id === everySource
  const [source] = every ? [] : await sourcesWithImports(db, id)
  if (source === undefined && !every) throw new Refusal(404, 'not_found', 'There is no such source.')
  const today = dayIn(now, config.timeZone)
  const only = every ? null : id
  const [latest, before, trend, mappings, measuring, deliveries] = await Promise.all([
    measuresUntil(db, today, only),
    measuresUntil(db, dayIn(daysBefore(now, 7), config.timeZone), only),
    weekly(db, 'completeness', dayIn(daysBefore(now, weeks * 7), config.timeZone), id),
    mappingsOf(db, only),
    presentRun(db, now),
    every ? [] : deliveriesOf(db, id, 10),
  ])
  return {
    ...(source === undefined ? nobody : presentSource(source)),
    createdAt: source?.created_at.toISOString() ?? null,
    deliveries: deliveries.map((row) => ({ ...row, at: row.at.toISOString() })),
    measuredAt: latest[0]?.measured_at.toISOString() ?? (await wholeMeasured(db, today)),
    facts: factLines(every ? together(latest) : { rows: latest }, every ? together(before) : { rows: before }, {
      trend,
      mappings: mappings.map((row) => row.mapping),
      timeZone: config.timeZone,
    }),
    measuring,
  }
}

async function wholeMeasured(db: Runner, today: Day): Promise<string | null> {
  return (await measuresUntil(db, today, everySource))[0]?.measured_at.toISOString() ?? null
}

/** Counts of all customers, and the sums of their sources for the properties that values in use do not have. */
function together(latest: readonly MeasureRow[]): Counts {
  const of = Map.groupBy(latest, (row) => row.source_id)
  return { rows: summed(of, 'completeness'), others: summed(of, 'validity') }
}
interface Counts {
  rows: readonly MeasureRow[]
  others?: readonly MeasureRow[]
}
interface About {
  trend: readonly TrendRow[]
  mappings: readonly Mapping[]
  timeZone: string
}

/** Facts that the source tells rows of, in the order of the kinds; its own columns by name. */
export function factLines(now: Counts, before: Counts, about: About): FactLine[] {
  const own = now.rows.filter((row) => attributeOf(row.fact) !== null).map((row) => row.fact)
  const told = new Set(now.rows.filter((row) => Number(row.applicable) > 0).map((row) => row.fact))
  const order = [...facts, ...own].filter((fact) => told.has(fact))
  const place = (fact: string) => factKinds.indexOf(kindOf(fact) as FactKind)
  order.sort((a, b) => place(a) - place(b))
  return order.map((fact) => factLine(fact, now, before, about))
}

function factLine(fact: string, now: Counts, before: Counts, { trend, mappings, timeZone }: About): FactLine {
  const find = (rows: readonly MeasureRow[] | undefined) => rows?.find((row) => row.fact === fact)
  const row = find(now.rows)!
  const pick = (counts: Counts, measure: QualityMeasure) =>
    (measure === 'completeness' ? undefined : find(counts.others)) ?? find(counts.rows)
  const uses = usesOf(fact)
  const columns = columnsOf(fact, mappings)
  const earlier = (measure: QualityMeasure): Ratio | null => {
    const was = pick(before, measure)
    return was === undefined || was.measured_on === row.measured_on ? null : ratioOf(was, measure)
  }
  return {
    fact,
    kind: kindOf(fact)!,
    attribute: attributeOf(fact),
    measures: allMeasures.map((measure) => ({
      measure,
      ratio: ratioOf(pick(now, measure), measure),
      before: earlier(measure),
    })),
    ages: row.ages,
    first: row.first_at && dayIn(row.first_at, timeZone),
    last: row.last_at && dayIn(row.last_at, timeZone),
    trend: trendOf(trend, [fact]),
    uses,
    columns,
    proposal: proposalOf({ fact, filled: Number(row.filled), uses, columns }),
  }
}
