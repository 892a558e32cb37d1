import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import type { Fault } from '#src/collect/intake/index.ts'
import type { RepairFilter } from './contract.ts'

export interface QuarantineRow {
  id: Uuid
  source_id: Uuid
  source: string
  layout_id: Uuid
  entrance: string
  kind: RecordKind
  state: 'waiting' | 'mended' | 'dropped'
  import_id: Uuid | null
  file_no: number
  line_no: number
  /** Lines of the file above its first row of data. */
  above: number
  told_at: Date
  times: number
  cells: Buffer
  draft: Buffer | null
  code: string
  field: string
  faults: Fault[]
  outcome: string | null
  reason: string | null
  record_id: Uuid | null
  /** Of the record that it became. */
  identity_id: Uuid | null
}
const columns =
  raw(`q.id, q.source_id, s.name as source, q.layout_id, q.entrance, q.kind, q.state, q.import_id, q.file_no, q.line_no, q.told_at,
  q.times, q.cells, q.draft, q.code, q.field, q.faults, q.outcome, q.reason, q.record_id,
  coalesce((f.format->>'skip')::int, 0) + coalesce((f.format->>'blank')::int, 0) as above`)

/** The line of its file as a person sees it opened; 0 where it came in no file. */
export const lineOf = (row: QuarantineRow): number => (row.line_no === 0 ? 0 : row.line_no + row.above)

/** A place in the order in which rows were told. */
export interface Place {
  at: Date
  fileNo: number
  line: number
  id: Uuid
}
export const placeOf = (row: QuarantineRow): Place => ({
  at: row.told_at,
  fileNo: row.file_no,
  line: row.line_no,
  id: row.id,
})

const all = raw('true')
function matching(filter: RepairFilter): Statement {
  const is = (condition: Statement, value: unknown) => (value === undefined ? all : condition)
  return sql`${is(sql`q.source_id = ${filter.source}`, filter.source)}
    and ${is(sql`q.import_id = ${filter.import}`, filter.import)}
    and ${is(sql`q.layout_id = ${filter.layout}`, filter.layout)}
    and ${is(sql`q.code = ${filter.code}`, filter.code)}
    and ${is(sql`q.field = ${filter.field}`, filter.field)}
    and ${filter.ready === undefined ? all : filter.ready ? raw("q.code = ''") : raw("q.code <> ''")}`
}
const inState = (state: QuarantineRow['state']): Statement =>
  state === 'waiting'
    ? raw("q.state = 'waiting'")
    : state === 'mended'
      ? raw("q.state = 'mended' and q.state <> 'waiting'")
      : raw("q.state = 'dropped' and q.state <> 'waiting'")

/** Rows of one state after a place, in the order in which they were told. */
export function rowsAfter(
  runner: Runner,
  filter: RepairFilter,
  state: QuarantineRow['state'],
  after: Place | null,
  limit: number,
): Promise<QuarantineRow[]> {
  const from = after
    ? sql`and (q.told_at, q.file_no, q.line_no, q.id) > (${after.at}, ${after.fileNo}::smallint, ${after.line}::int, ${after.id}::uuid)`
    : raw('')
  return runner.rows(sql<QuarantineRow>`
    select ${columns}, r.identity_id from collect.quarantine q
    join collect.source s on s.id = q.source_id
    left join collect.record r on r.id = q.record_id
    left join collect.import_file f on f.import_id = q.import_id and f.file_no = q.file_no
    where ${inState(state)} and ${matching(filter)} ${from}
    order by q.told_at, q.file_no, q.line_no, q.id limit ${limit}`)
}
export function rowsById(runner: Runner, ids: Uuid[]): Promise<QuarantineRow[]> {
  return runner.rows(sql<QuarantineRow>`
    select ${columns}, r.identity_id from collect.quarantine q
    join collect.source s on s.id = q.source_id
    left join collect.record r on r.id = q.record_id
    left join collect.import_file f on f.import_id = q.import_id and f.file_no = q.file_no
    where q.id = any(${ids}::uuid[]) order by q.told_at, q.file_no, q.line_no, q.id`)
}
/** Waiting rows that nobody else mends at this moment, locked until the transaction ends. */
export function lockWaiting(tx: Tx, ids: Uuid[]): Promise<{ id: Uuid }[]> {
  return tx.rows(sql<{ id: Uuid }>`
    select id from collect.quarantine where id = any(${ids}::uuid[]) and state = 'waiting' order by id for update`)
}

/** Ids of waiting rows that match, in order, at most `limit`. */
export async function idsOf(
  runner: Runner,
  filter: RepairFilter,
  state: QuarantineRow['state'],
  limit: number,
): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ id: Uuid }>`
    select q.id from collect.quarantine q where ${inState(state)} and ${matching(filter)}
    order by q.told_at, q.file_no, q.line_no, q.id limit ${limit}`)
  return rows.map((row) => row.id)
}
export interface CauseRow {
  source_id: Uuid
  source: string
  layout_id: Uuid
  code: string
  field: string
  rows: number
}
export function causes(runner: Runner, filter: RepairFilter): Promise<CauseRow[]> {
  return runner.rows(sql<CauseRow>`
    select c.*, s.name as source from (
      select q.source_id, q.layout_id, q.code, q.field, count(*)::int as rows from collect.quarantine q
      where ${inState('waiting')} and ${matching(filter)} group by 1, 2, 3, 4) c
    join collect.source s on s.id = c.source_id order by s.name_key, c.layout_id, c.rows desc, c.code, c.field limit 500`)
}
export function settledCounts(
  runner: Runner,
  filter: RepairFilter,
): Promise<{ state: 'mended' | 'dropped'; rows: number }[]> {
  return runner.rows(sql<{ state: 'mended' | 'dropped'; rows: number }>`
    select q.state, count(*)::int as rows from collect.quarantine q
    where q.state <> 'waiting' and ${matching({ source: filter.source, import: filter.import })} group by q.state`)
}

/** What is known under these ids, and since when: a record made of a mended row is as old as the row. */
export function knownSince(
  tx: Tx,
  ids: Uuid[],
): Promise<{ id: Uuid; told_at: Date; import_id: Uuid | null; file_no: number | null; line_no: number | null }[]> {
  return tx.rows(sql<{
    id: Uuid
    told_at: Date
    import_id: Uuid | null
    file_no: number | null
    line_no: number | null
  }>`
    select r.id, coalesce(q.told_at, r.received_at) as told_at, r.import_id, r.file_no, r.line_no
    from collect.record r
    left join lateral (
      select q.told_at from collect.quarantine q
      where q.record_id = r.id and q.state = 'mended' and q.import_id is not distinct from r.import_id
        and q.file_no is not distinct from r.file_no and q.line_no is not distinct from r.line_no
      order by q.told_at desc limit 1
    ) q on true
    where r.id = any(${ids}::uuid[])`)
}
