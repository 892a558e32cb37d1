import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { dayIn, daysBetween, rhythmOf } from '#src/know/insights/index.ts'
import type { Quality } from './contract.ts'
import { factLines } from './inventory.ts'
import { everySource } from './queries/measuring.ts'
import {
  deliveryDays,
  mappingsOf,
  type MeasureRow,
  measuresUntil,
  repairCauses,
  type SourceRow,
  sourcesWithImports,
  stoppedImports,
} from './queries/reading.ts'
import { allMeasures, ratioOf, shareOf } from './ratios.ts'
import { presentRun } from './runs.ts'

/** The steward's first screen: what stopped, what waits for repair, what got better or worse, who has gone silent, what nobody uses. */
export async function quality(context: Context): Promise<Quality> {
  authorize(context.actor, 'quality.read')
  const { db, now, config } = context
  const today = dayIn(now, config.timeZone)
  const weekAgo = dayIn(new Date(now.getTime() - 7 * 86_400_000), config.timeZone)
  const [sources, stopped, causes, latest, before, deliveries, measuring, mappings] = await Promise.all([
    sourcesWithImports(db, null),
    stoppedImports(db, 20),
    repairCauses(db),
    measuresUntil(db, today, null),
    measuresUntil(db, weekAgo, null),
    deliveryDays(db, config.timeZone),
    presentRun(db, now),
    mappingsOf(db, null),
  ])
  const names = new Map(sources.map((source) => [source.id, source]))
  return {
    measuredAt: latest.find((row) => row.source_id === everySource)?.measured_at.toISOString() ?? null,
    measuring,
    sources: sources.filter((source) => source.imports > 0).length,
    stopped: stopped.map((row) => ({
      id: row.id,
      source: { id: row.source_id, name: row.source },
      state: row.state === 'held' ? 'held' : 'failed',
      at: row.at.toISOString(),
      files: row.files ?? [],
      lines: row.lines,
      problem: row.problem?.code ?? null,
    })),
    repairs: {
      total: causes.reduce((sum, cause) => sum + cause.rows, 0),
      causes: causes.slice(0, 8),
    },
    comparedWith: before.find((row) => row.source_id === everySource)?.measured_on ?? null,
    changes: changesOf(latest, before, names),
    silent: silentOf(deliveries, names, today),
    unused: unusedOf(latest, mappings, names, config.timeZone),
  }
}

type Named = ReadonlyMap<Uuid, SourceRow>
const refOf = (source: SourceRow) => ({ id: source.id, name: source.name })

/** Fewer rows than this say nothing of a trend. */
const leastRows = 20
const point = 0.01

/** Properties whose share moved by a percentage point or more since the last measuring a week ago or earlier, the largest move first. */
function changesOf(latest: readonly MeasureRow[], before: readonly MeasureRow[], names: Named): Quality['changes'] {
  const was = new Map(before.map((row) => [`${row.source_id} ${row.fact}`, row]))
  const changes: { move: number; change: Quality['changes'][number] }[] = []
  for (const row of latest) {
    const source = names.get(row.source_id)
    const old = was.get(`${row.source_id} ${row.fact}`)
    if (source === undefined || old === undefined || old.measured_on === row.measured_on) continue
    for (const measure of allMeasures) {
      const [now, then] = [ratioOf(row, measure), ratioOf(old, measure)]
      const [share, earlier] = [shareOf(now), shareOf(then)]
      if (share === null || earlier === null || Math.min(now.of!, then.of!) < leastRows) continue
      const move = share - earlier
      if (Math.abs(move) < point) continue
      const change = { source: refOf(source), fact: row.fact, measure, now, before: then, since: old.measured_on }
      changes.push({ move, change })
    }
  }
  changes.sort((a, b) => Math.abs(b.move) - Math.abs(a.move))
  return changes.slice(0, 10).map(({ change }) => change)
}

/**
 * Sources beyond their own rhythm of deliveries: the same rule that tells a customer who has gone silent (insights, `rhythmOf`), a silence with
 * a chance below 1 in 5. Of a source that delivered on fewer than three days nothing is usual yet.
 */
function silentOf(
  deliveries: readonly { source_id: Uuid; days: string[] }[],
  names: Named,
  today: string,
): Quality['silent'] {
  const silent: Quality['silent'] = []
  for (const { source_id: id, days } of deliveries) {
    const source = names.get(id)
    const [first, last] = [days[0], days.at(-1)]
    if (source === undefined || first === undefined || last === undefined || days.length < 3) continue
    const between = daysBetween(first, last)
    const { days: rhythmDays, limit } = rhythmOf(days.length - 1, between, between / (days.length - 1))
    const sinceDays = daysBetween(last, today)
    if (sinceDays > limit) silent.push({ source: refOf(source), last, sinceDays, rhythmDays, deliveries: days.length })
  }
  return silent.sort((a, b) => b.sinceDays / b.rhythmDays - a.sinceDays / a.rhythmDays).slice(0, 10)
}

function unusedOf(
  latest: readonly MeasureRow[],
  mappings: Awaited<ReturnType<typeof mappingsOf>>,
  names: Named,
  timeZone: string,
): Quality['unused'] {
  const unused: Quality['unused'] = []
  for (const [id, rows] of Map.groupBy(latest, (row) => row.source_id)) {
    const source = names.get(id)
    if (source === undefined) continue
    const own = mappings.filter((row) => row.source_id === id).map((row) => row.mapping)
    for (const line of factLines({ rows }, { rows: [] }, { trend: [], mappings: own, timeZone })) {
      const filled = line.measures[0]!.ratio.n ?? 0
      if (line.proposal !== null)
        unused.push({ source: refOf(source), fact: line.fact, filled, proposal: line.proposal })
    }
  }
  const weight = { end: 0, alwaysEmpty: 1, onlyShown: 2 } as const
  unused.sort((a, b) => weight[a.proposal] - weight[b.proposal] || b.filled - a.filled)
  return unused.slice(0, 12)
}
