import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, raw, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import type { Mapping } from '../fields.ts'
import type { Fault } from '../records.ts'

const quarantine = table('collect.quarantine', {
  id: 'uuid',
  content: 'uuid',
  source_id: 'uuid',
  layout_id: 'uuid',
  entrance: 'text',
  kind: 'text',
  state: 'text',
  import_id: 'uuid',
  file_no: 'smallint',
  line_no: 'int',
  told_at: 'timestamptz',
  first_at: 'timestamptz',
  times: 'int',
  cells: 'bytea',
  code: 'text',
  field: 'text',
  faults: 'jsonb',
  came_with: 'jsonb',
})
const line = table('collect.quarantine_line', {
  import_id: 'uuid',
  file_no: 'smallint',
  line_no: 'int',
  quarantine_id: 'uuid',
  told_at: 'timestamptz',
})
const layout = table('collect.quarantine_layout', {
  id: 'uuid',
  source_id: 'uuid',
  kind: 'text',
  name: 'text',
  columns: 'jsonb',
  mapping: 'jsonb',
  currency: 'text',
  delimiter: 'text',
  told_at: 'timestamptz',
})
export type NewRow = Record<keyof typeof quarantine.columns, unknown>
export type LineRow = Record<keyof typeof line.columns, unknown>

export const insertQuarantined = (tx: Tx, rows: NewRow[]) => insertMany(tx, quarantine, rows)
export const insertTold = (tx: Tx, rows: LineRow[]) => insertMany(tx, line, rows)

export interface LayoutRow {
  id: Uuid
  source_id: Uuid
  kind: RecordKind
  name: string
  columns: string[]
  mapping: Mapping
  currency: string
  delimiter: string | null
  told_at: Date
}
export async function keepLayout(tx: Tx, row: LayoutRow): Promise<void> {
  await insertMany(tx, layout, [row], 'on conflict (id) do update set told_at = excluded.told_at, name = excluded.name')
}
const layoutColumns = raw('id, source_id, kind, name, columns, mapping, currency, delimiter, told_at')
export function layoutsOf(runner: Runner, ids: Uuid[]): Promise<LayoutRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(
    sql<LayoutRow>`select ${layoutColumns} from collect.quarantine_layout where id = any(${ids}::uuid[])`,
  )
}
/** How rows with exactly these columns were read when they came from the source last. */
export function layoutLike(runner: Runner, sourceId: Uuid, columns: string[]): Promise<LayoutRow | undefined> {
  return runner.maybe(sql<LayoutRow>`
    select ${layoutColumns} from collect.quarantine_layout
    where source_id = ${sourceId} and columns = ${JSON.stringify(columns)}::jsonb order by told_at desc limit 1`)
}

/** How often each content has been set aside from one file so far. */
export function toldBefore(
  tx: Tx,
  importId: Uuid,
  fileNo: number,
  contents: Uuid[],
): Promise<{ content: Uuid; count: number }[]> {
  return tx.rows(sql<{ content: Uuid; count: number }>`
    select q.content, count(*)::int as count from collect.quarantine q
    join collect.quarantine_line l on l.quarantine_id = q.id and l.import_id = ${importId} and l.file_no = ${fileNo}
    where q.content = any(${contents}::uuid[]) group by q.content`)
}

export interface Known {
  id: Uuid
  state: 'waiting' | 'mended' | 'dropped'
  draft: Buffer | null
  cells: Buffer
  /** Key of the record that it became, while there is one. */
  record_key: string | null
}
/** Rows told before; their turn is taken until the transaction ends. */
export function lockKnown(tx: Tx, ids: Uuid[]): Promise<Known[]> {
  return tx.rows(sql<Known>`
    select q.id, q.state, q.draft, q.cells, r.key as record_key from collect.quarantine q left join collect.record r on r.id = q.record_id
    where q.id = any(${ids}::uuid[]) order by q.id for update of q`)
}

/** Told again: seen last now, read with the mapping in force now. A draft and what was decided of the row stay. */
export async function tellAgain(
  tx: Tx,
  rows: readonly Pick<NewRow, 'id' | 'layout_id' | 'import_id' | 'file_no' | 'line_no' | 'told_at'>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.quarantine q set layout_id = t.layout_id, import_id = t.import_id, file_no = t.file_no, line_no = t.line_no,
      told_at = t.told_at, times = q.times + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.layout_id)}::uuid[], ${rows.map((r) => r.import_id)}::uuid[],
      ${rows.map((r) => r.file_no)}::smallint[], ${rows.map((r) => r.line_no)}::int[], ${rows.map((r) => r.told_at)}::timestamptz[])
      as t (id, layout_id, import_id, file_no, line_no, told_at)
    where q.id = t.id`)
}

export interface Drafted {
  id: Uuid
  draft: Buffer | null
  code: string
  field: string
  faults: readonly Fault[]
}
/** Keeps what has been mended so far. With an act the draft before it is kept too, so that the act can be undone. */
export async function keepDrafts(tx: Tx, rows: readonly Drafted[], act: Uuid | null): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.quarantine q set before = case when ${act}::uuid is null then null else q.draft end, act_id = ${act}::uuid,
      draft = d.draft, code = d.code, field = d.field, faults = d.faults
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.draft)}::bytea[], ${rows.map((r) => r.code)}::text[],
      ${rows.map((r) => r.field)}::text[], ${rows.map((r) => JSON.stringify(r.faults))}::jsonb[]) as d (id, draft, code, field, faults)
    where q.id = d.id and q.state = 'waiting'`)
}

export interface Settled {
  id: Uuid
  outcome: string
  recordId: Uuid | null
  /** The cells that entered, where they are not those drafted already. */
  draft?: Buffer | null
}
/** Closes waiting rows as mended, each with what became of it. */
export async function settleMended(tx: Tx, rows: readonly Settled[], now: Date, by: Uuid | null): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.quarantine q set state = 'mended', outcome = s.outcome, record_id = s.record_id, draft = coalesce(s.draft, q.draft),
      act_id = null, before = null, settled_at = ${now}, settled_by = ${by}::uuid
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.outcome)}::text[], ${rows.map((r) => r.recordId)}::uuid[],
      ${rows.map((r) => r.draft ?? null)}::bytea[]) as s (id, outcome, record_id, draft)
    where q.id = s.id and q.state = 'waiting'`)
}
export async function settleDropped(
  tx: Tx,
  ids: Uuid[],
  how: { reason: string; act: Uuid; now: Date; by: Uuid | null },
): Promise<number> {
  return tx.run(sql`
    update collect.quarantine set state = 'dropped', reason = ${how.reason}, act_id = ${how.act}, settled_at = ${how.now},
      settled_by = ${how.by}::uuid where id = any(${ids}::uuid[]) and state = 'waiting'`)
}
export async function waitAgain(tx: Tx, ids: Uuid[]): Promise<number> {
  return tx.run(sql`
    update collect.quarantine set state = 'waiting', reason = null, outcome = null, record_id = null, act_id = null, before = null,
      settled_at = null, settled_by = null where id = any(${ids}::uuid[]) and state <> 'waiting'`)
}
export function rowsOfAct(tx: Tx, act: Uuid): Promise<{ id: Uuid; state: string; before: Buffer | null }[]> {
  return tx.rows(sql<{ id: Uuid; state: string; before: Buffer | null }>`
    select id, state, before from collect.quarantine where act_id = ${act} order by id for update`)
}

/** Lets go of what one import told: rows that another one told too go back to it, and wait again if they had entered by this one. */
export async function forgetTold(tx: Tx, importId: Uuid): Promise<void> {
  await tx.run(sql`delete from collect.quarantine_line where import_id = ${importId}`)
  await tx.run(sql`
    delete from collect.quarantine q where q.import_id = ${importId}
      and not exists (select from collect.quarantine_line l where l.quarantine_id = q.id)`)
  await tx.run(sql`
    update collect.quarantine q set import_id = l.import_id, file_no = l.file_no, line_no = l.line_no, told_at = l.told_at,
      times = greatest(1, q.times - 1), state = case when q.state = 'mended' then 'waiting' else q.state end,
      outcome = case when q.state = 'mended' then null else q.outcome end,
      record_id = null
    from (select distinct on (quarantine_id) quarantine_id, import_id, file_no, line_no, told_at from collect.quarantine_line
      where quarantine_id in (select id from collect.quarantine where import_id = ${importId})
      order by quarantine_id, told_at desc, import_id desc) l
    where q.id = l.quarantine_id and q.import_id = ${importId}`)
}

/** Rows that wait for repair, by source: what the steward's page counts. */
export function quarantineCounts(
  runner: Runner,
): Promise<{ source_id: Uuid; waiting: number; ready: number; oldest: Date }[]> {
  return runner.rows(sql<{ source_id: Uuid; waiting: number; ready: number; oldest: Date }>`
    select source_id, count(*)::int as waiting, count(*) filter (where code = '')::int as ready, min(told_at) as oldest
    from collect.quarantine where state = 'waiting' group by source_id order by waiting desc, source_id`)
}

const run = table('collect.quarantine_run', {
  id: 'uuid',
  filter: 'jsonb',
  state: 'text',
  total: 'int',
  outcomes: 'jsonb',
  started_by: 'uuid',
  created_at: 'timestamptz',
})
export interface RunRow {
  id: Uuid
  filter: unknown
  state: 'queued' | 'running' | 'finished' | 'cancelled' | 'failed'
  total: number
  done: number
  outcomes: Record<string, number>
  place: unknown
  cancel_asked: boolean
  started_by: Uuid | null
  created_at: Date
  finished_at: Date | null
}
export async function insertRun(
  tx: Tx,
  row: Pick<RunRow, 'id' | 'filter' | 'total' | 'started_by' | 'created_at'>,
): Promise<void> {
  await insertMany(tx, run, [{ ...row, state: 'queued', outcomes: {} }])
}
export function repairRun(runner: Runner, id: Uuid): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`
    select id, filter, state, total, done, outcomes, place, cancel_asked, started_by, created_at, finished_at
    from collect.quarantine_run where id = ${id}`)
}
export async function setRun(
  runner: Runner,
  id: Uuid,
  to: Partial<Pick<RunRow, 'state' | 'done' | 'outcomes' | 'place' | 'finished_at'>>,
): Promise<void> {
  await runner.run(sql`
    update collect.quarantine_run set state = coalesce(${to.state ?? null}, state), done = coalesce(${to.done ?? null}::int, done),
      outcomes = coalesce(${to.outcomes === undefined ? null : JSON.stringify(to.outcomes)}::jsonb, outcomes),
      place = coalesce(${to.place === undefined ? null : JSON.stringify(to.place)}::jsonb, place),
      finished_at = coalesce(${to.finished_at ?? null}::timestamptz, finished_at)
    where id = ${id}`)
}
export async function askToStop(runner: Runner, id: Uuid): Promise<boolean> {
  return (
    (await runner.run(sql`
      update collect.quarantine_run set cancel_asked = true where id = ${id} and state in ('queued', 'running')`)) > 0
  )
}
