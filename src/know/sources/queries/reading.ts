import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { Mapping } from '#src/collect/intake/index.ts'
import type { Day, QualityMeasure, Uuid } from '#src/terms/index.ts'

export async function sourceIds(runner: Runner): Promise<Uuid[]> {
  return (await runner.rows(sql<{ id: Uuid }>`select id from collect.source`)).map((row) => row.id)
}

export interface SourceRow {
  id: Uuid
  name: string
  trust: number
  created_at: Date
  imports: number
  last_import: Date | null
}
/** Sources with their deliveries, by name; one of them with `id`. */
export function sourcesWithImports(runner: Runner, id: Uuid | null): Promise<SourceRow[]> {
  return runner.rows(sql<SourceRow>`
    select s.id, s.name, s.trust, s.created_at, coalesce(i.imports, 0)::int as imports, i.last_import
    from collect.source s
    left join (
      select source_id, count(*) as imports, max(finished_at) as last_import
      from collect.import where not dry_run and finished_at is not null group by source_id
    ) i on i.source_id = s.id
    where ${id === null ? raw('true') : sql`s.id = ${id}`}
    order by s.name_key`)
}

export interface MeasureRow {
  source_id: Uuid
  measured_on: Day
  measured_at: Date
  fact: string
  applicable: string
  filled: string
  valid: string | null
  written: string | null
  single: string | null
  agreeing: string | null
  checked: string | null
  correct: string | null
  proven: string | null
  ages: number[] | null
  first_at: Date | null
  last_at: Date | null
}
const columns =
  raw(`m.source_id, m.measured_on, m.measured_at, m.fact, m.applicable, m.filled, m.valid, m.written, m.single, m.agreeing, m.checked,
  m.correct, m.proven, m.ages, m.first_at, m.last_at`)

/** The last counts made of each source not later than a day. */
export function measuresUntil(runner: Runner, day: Day, source: Uuid | null): Promise<MeasureRow[]> {
  return runner.rows(sql<MeasureRow>`
    select ${columns}
    from (
      select source_id, max(measured_on) as measured_on from know.source_measure
      where measured_on <= ${day}::date and ${ofSource(source)} group by source_id
    ) latest
    join know.source_measure m on m.source_id = latest.source_id and m.measured_on = latest.measured_on
    order by m.source_id, m.fact`)
}
const ofSource = (source: Uuid | null): Statement => (source === null ? raw('true') : sql`source_id = ${source}`)

/** Numerator and denominator of a property, as the counts hold them. */
const pairs = {
  completeness: raw('m.filled as n, m.applicable as of'),
  validity: raw('m.valid as n, m.written as of'),
  uniqueness: raw('m.single as n, case when m.single is not null then m.filled end as of'),
  consistency: raw('m.agreeing as n, m.checked as of'),
  currentness: raw(
    'case when m.ages is not null then (m.ages ->> 0)::bigint + (m.ages ->> 1)::bigint end as n, case when m.ages is not null then m.filled end as of',
  ),
  accuracy: raw('m.correct as n, m.proven as of'),
} as const satisfies Record<QualityMeasure, Statement>

export interface TrendRow {
  source_id: Uuid
  measured_on: Day
  fact: string
  n: string | null
  of: string | null
}
/** One property as it was at the end of each week since a day: the trend, oldest first. */
export function weekly(runner: Runner, measure: QualityMeasure, since: Day, source: Uuid | null): Promise<TrendRow[]> {
  return runner.rows(sql<TrendRow>`
    select m.source_id, m.measured_on, m.fact, ${pairs[measure]}
    from (
      select source_id, max(measured_on) as measured_on from know.source_measure
      where measured_on >= ${since}::date and ${ofSource(source)} group by source_id, date_trunc('week', measured_on)
    ) latest
    join know.source_measure m on m.source_id = latest.source_id and m.measured_on = latest.measured_on
    order by m.measured_on`)
}

/** What the columns of a source's files are taken to mean, as last confirmed. */
export function mappingsOf(runner: Runner, source: Uuid | null): Promise<{ source_id: Uuid; mapping: Mapping }[]> {
  return runner.rows(sql<{ source_id: Uuid; mapping: Mapping }>`
    select source_id, mapping from collect.source_mapping where ${ofSource(source)} order by source_id, saved_at`)
}

export interface DeliveryRow {
  id: Uuid
  at: Date
  state: string
  files: string[]
  lines: number
  quarantined: number
}
/** The last imports of a source that have been set going, newest first. */
export function deliveriesOf(runner: Runner, source: Uuid, limit: number): Promise<DeliveryRow[]> {
  return runner.rows(sql<DeliveryRow>`
    select i.id, coalesce(i.finished_at, i.started_at, i.created_at) as at, i.state, f.files, f.lines, f.quarantined
    from collect.import i
    cross join lateral (
      select coalesce(array_agg(name order by file_no), '{}') as files, coalesce(sum(done_lines), 0)::int as lines,
        coalesce(sum((counts ->> 'quarantined')::int), 0)::int as quarantined
      from collect.import_file where import_id = i.id
    ) f
    where i.source_id = ${source} and i.state <> 'planned' and not i.dry_run
    order by i.created_at desc, i.id limit ${limit}`)
}

/** Customers that a source tells of, in the order of their ids. */
export async function customersOf(runner: Runner, source: Uuid, after: Uuid, limit: number): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ customer_id: Uuid }>`
    select distinct customer_id from clean.claim where source_id = ${source} and customer_id > ${after} order by customer_id limit ${limit}`)
  return rows.map((row) => row.customer_id)
}

// --- the steward's page -----------------------------------------------------------------------------------------------------

export interface StoppedRow {
  id: Uuid
  source_id: Uuid
  source: string
  state: string
  at: Date
  files: string[]
  lines: number
  problem: { code: string; because: string } | null
}
/** Imports that wait for somebody: stopped by a failure, or held whole by a limit of their source. */
export function stoppedImports(runner: Runner, limit: number): Promise<StoppedRow[]> {
  return runner.rows(sql<StoppedRow>`
    select i.id, i.source_id, s.name as source, i.state, coalesce(i.finished_at, i.started_at, i.created_at) as at, f.files, f.lines,
      i.problem
    from collect.import i
    join collect.source s on s.id = i.source_id
    cross join lateral (
      select array_agg(name order by file_no) as files, coalesce(sum(done_lines), 0)::int as lines from collect.import_file where import_id = i.id
    ) f
    where i.state in ('failed', 'held')
    order by i.created_at desc, i.id limit ${limit}`)
}

/** Days on which each source delivered something, oldest first. */
export function deliveryDays(runner: Runner, timeZone: string): Promise<{ source_id: Uuid; days: Day[] }[]> {
  return runner.rows(sql<{ source_id: Uuid; days: Day[] }>`
    select source_id, array_agg(day::text order by day) as days
    from (
      select distinct source_id, (finished_at at time zone ${timeZone}::text)::date as day
      from collect.import where not dry_run and state = 'finished' and finished_at is not null
    ) d
    group by source_id`)
}

/** Rows to repair by what keeps them out, most first. */
export function repairCauses(runner: Runner): Promise<{ code: string; field: string; rows: number }[]> {
  return runner.rows(sql<{ code: string; field: string; rows: number }>`
    select code, field, count(*)::int as rows from collect.quarantine where state = 'waiting'
    group by code, field order by count(*) desc, code, field`)
}
