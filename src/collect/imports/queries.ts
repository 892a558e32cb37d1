import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, raw, sql, type Tx, table } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Bucket, Uuid } from '#src/terms/index.ts'
import type { Fault, Mapping } from '#src/collect/intake/index.ts'
import type { importStates } from './contract.ts'
import type { FilePlan } from './mapping/plan.ts'
import type { Format } from './reading/format.ts'

export type Counts = Partial<Record<Bucket, number>>
export type ImportState = (typeof importStates)[number]
export interface ImportRow {
  id: Uuid
  source_id: Uuid
  source: string
  state: ImportState
  dry_run: boolean
  currency: string
  started_by: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  cancel_asked: boolean
  phase: string | null
  faults: Record<string, number>
  flags: Record<string, number>
  problem: Problem | null
  let_in_by: string | null
  let_in_at: Date | null
  measured: Measured | null
  effects: EffectCounts | null
  rolled_back_by: string | null
  rolled_back_at: Date | null
  rollback_done: number
  rollback_total: number | null
}
/** Why an import stopped; one that is held says which limit of its source it passes. */
export interface Problem {
  code: string
  because: string
  next?: string
  limit?: string
  allowed?: number
  measured?: number
  rows?: number
  worst?: { field: string; code: string; count: number; example: string }[]
}
/** What the gate of a source saw. Shares are 0..1. */
export interface Measured {
  /** Rows looked at, of how many. */
  looked: number
  rows: number
  quarantined: number
  faulty: number
}
export type EffectKind = 'filled' | 'changed' | 'kept' | 'new'
/** Field → what → customers. */
export type EffectCounts = Record<string, Partial<Record<EffectKind, number>>>
export interface FileRow {
  import_id: Uuid
  file_no: number
  name: string
  path: string
  bytes: string
  format: Format
  mapping: Mapping | null
  ignore_because: string | null
  notes: string[]
  plan: FilePlan
  done_lines: number
  lines: number | null
  counts: Counts
}

const importColumns = raw(`i.id, i.source_id, s.name as source, i.state, i.dry_run, i.currency,
  (select name from company."user" u where u.id = i.started_by) as started_by, i.created_at, i.started_at, i.finished_at, i.cancel_asked,
  i.phase, i.faults, i.flags, i.problem, (select name from company."user" u where u.id = i.let_in_by) as let_in_by, i.let_in_at, i.measured,
  i.effects, (select name from company."user" u where u.id = i.rolled_back_by) as rolled_back_by, i.rolled_back_at, i.rollback_done,
  i.rollback_total`)

export function importOf(runner: Runner, id: Uuid): Promise<ImportRow | undefined> {
  return runner.maybe(sql<ImportRow>`
    select ${importColumns} from collect.import i join collect.source s on s.id = i.source_id where i.id = ${id}`)
}
export function filesOf(runner: Runner, ids: Uuid[]): Promise<FileRow[]> {
  return runner.rows(sql<FileRow>`
    select import_id, file_no, name, path, bytes, format, mapping, ignore_because, notes, plan, done_lines, lines, counts
    from collect.import_file where import_id = any(${ids}::uuid[]) order by import_id, file_no`)
}
export function newestImports(
  runner: Runner,
  before: { at: Date; id: Uuid } | null,
  limit: number,
): Promise<ImportRow[]> {
  const from = before ? sql`where (i.created_at, i.id) < (${before.at}, ${before.id}::uuid)` : raw('')
  return runner.rows(sql<ImportRow>`
    select ${importColumns} from collect.import i join collect.source s on s.id = i.source_id ${from}
    order by i.created_at desc, i.id desc limit ${limit}`)
}

export async function insertImport(
  runner: Runner,
  row: { id: Uuid; sourceId: Uuid; currency: string; startedBy: Uuid | null; dryRun: boolean; now: Date },
): Promise<void> {
  await runner.run(sql`
    insert into collect.import (id, source_id, state, dry_run, currency, started_by, created_at)
    values (${row.id}, ${row.sourceId}, 'planned', ${row.dryRun}, ${row.currency}, ${row.startedBy}, ${row.now})`)
}
export type PlannedFile = Pick<
  FileRow,
  'name' | 'path' | 'format' | 'mapping' | 'ignore_because' | 'notes' | 'plan'
> & {
  bytes: number
}
export async function insertFiles(tx: Tx, importId: Uuid, files: PlannedFile[]): Promise<void> {
  const file = table('collect.import_file', {
    import_id: 'uuid',
    file_no: 'smallint',
    name: 'text',
    path: 'text',
    bytes: 'bigint',
    format: 'jsonb',
    mapping: 'jsonb',
    ignore_because: 'text',
    notes: 'jsonb',
    plan: 'jsonb',
  })
  await insertMany(
    tx,
    file,
    files.map((f, i) => ({ ...f, import_id: importId, file_no: i + 1 })),
  )
}
/** What a person's change made of a file while nothing of it has run. */
export async function replan(
  runner: Runner,
  importId: Uuid,
  fileNo: number,
  file: Pick<FileRow, 'format' | 'mapping' | 'ignore_because' | 'notes' | 'plan'>,
): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  await runner.run(sql`
    update collect.import_file set format = ${json(file.format)}::jsonb, mapping = ${json(file.mapping)}::jsonb,
      ignore_because = ${file.ignore_because}, notes = ${json(file.notes)}::jsonb, plan = ${json(file.plan)}::jsonb
    where import_id = ${importId} and file_no = ${fileNo}`)
}

/** Queues a planned or stopped import; one that was only tried starts from its first line. False: it runs, is done, or does not exist. */
export async function askToRun(
  tx: Tx,
  id: Uuid,
  dryRun: boolean,
  letIn: { by: Uuid | null; at: Date } | null = null,
): Promise<boolean> {
  const before = await tx.maybe(sql<{ tried: boolean }>`
    select dry_run as tried from collect.import
    where id = ${id} and (state in ('planned', 'held', 'failed', 'cancelled') or (state = 'finished' and dry_run)) for update`)
  if (!before) return false
  if (before.tried) {
    await tx.run(sql`update collect.import_file set done_lines = 0, counts = '{}' where import_id = ${id}`)
    await tx.run(sql`update collect.import set faults = '{}', flags = '{}', effects = null where id = ${id}`)
    await tx.run(sql`delete from collect.import_effect where import_id = ${id}`)
  }
  await tx.run(sql`
    update collect.import set state = 'queued', dry_run = ${dryRun}, cancel_asked = false, problem = null, finished_at = null,
      let_in_by = coalesce(${letIn?.by ?? null}::uuid, let_in_by), let_in_at = coalesce(${letIn?.at ?? null}::timestamptz, let_in_at)
    where id = ${id}`)
  return true
}
export async function letIn(
  runner: Runner,
  id: Uuid,
  { actor, now }: { actor: { kind: string; id: Uuid }; now: Date },
): Promise<Date> {
  const by = actor.kind === 'system' ? null : actor.id
  await runner.run(sql`update collect.import set let_in_by = ${by}, let_in_at = ${now} where id = ${id}`)
  return now
}
export async function begin(runner: Runner, id: Uuid, now: Date): Promise<void> {
  await runner.run(sql`
    update collect.import set state = 'running', phase = 'reading', started_at = coalesce(started_at, ${now}), finished_at = null, problem = null
    where id = ${id}`)
  await announce(runner, { topic: 'import', id })
}
export async function setPhase(runner: Runner, id: Uuid, phase: string | null): Promise<void> {
  await runner.run(sql`update collect.import set phase = ${phase} where id = ${id}`)
  await announce(runner, { topic: 'import', id })
}
export async function end(
  runner: Runner,
  id: Uuid,
  state: ImportState,
  now: Date,
  problem: Problem | null = null,
): Promise<void> {
  await runner.run(sql`
    update collect.import set state = ${state}, phase = null, finished_at = ${now},
      problem = ${problem === null ? null : JSON.stringify(problem)}::jsonb where id = ${id}`)
  await announce(runner, { topic: 'import', id })
}
export async function askToCancel(runner: Runner, id: Uuid): Promise<boolean> {
  return (
    (await runner.run(sql`
    update collect.import set cancel_asked = state <> 'held', state = case when state = 'held' then 'cancelled' else state end
    where id = ${id} and state in ('queued', 'running', 'held')`)) > 0
  )
}
export async function cancelAsked(runner: Runner, id: Uuid): Promise<boolean> {
  return (await runner.one(sql<{ cancel_asked: boolean }>`select cancel_asked from collect.import where id = ${id}`))
    .cancel_asked
}
export async function setTotal(runner: Runner, id: Uuid, fileNo: number, lines: number): Promise<void> {
  await runner.run(sql`update collect.import_file set lines = ${lines} where import_id = ${id} and file_no = ${fileNo}`)
}
export async function setProgress(
  runner: Runner,
  row: { id: Uuid; fileNo: number; doneLines: number; counts: Counts; faults: object; flags: object },
): Promise<void> {
  await runner.run(sql`
    update collect.import_file set done_lines = ${row.doneLines}, counts = ${JSON.stringify(row.counts)}::jsonb
    where import_id = ${row.id} and file_no = ${row.fileNo}`)
  await runner.run(sql`
    update collect.import set faults = ${JSON.stringify(row.faults)}::jsonb, flags = ${JSON.stringify(row.flags)}::jsonb where id = ${row.id}`)
  await announce(runner, { topic: 'import', id: row.id })
}

/** A stopped import of the same files into the same source: the same command again goes on from there. */
export async function unfinished(
  runner: Runner,
  sourceId: Uuid,
  files: { name: string; bytes: number }[],
): Promise<Uuid | undefined> {
  const wanted = files.map((f) => `${f.name}|${f.bytes}`).sort()
  return (
    await runner.maybe(sql<{ id: Uuid }>`
      select i.id from collect.import i
      where i.source_id = ${sourceId} and i.state in ('running', 'queued', 'failed') and not i.dry_run
        and ${wanted}::text[] = (
          select array_agg(f.name || '|' || f.bytes order by (f.name || '|' || f.bytes) collate "C")
          from collect.import_file f where f.import_id = i.id)
      order by i.created_at desc limit 1`)
  )?.id
}

const line = table('collect.import_line', {
  import_id: 'uuid',
  bucket: 'text',
  file_no: 'smallint',
  line_no: 'int',
  record_id: 'uuid',
  faults: 'jsonb',
  cells: 'bytea',
  again: 'boolean',
})
export type LineRow = Record<keyof typeof line.columns, unknown>
export const insertLines = (tx: Tx, rows: LineRow[]) => insertMany(tx, line, rows)

export interface LineOfBucket {
  file_no: number
  line_no: number
  faults: Fault[] | null
  cells: Buffer | null
  payload: Buffer | null
  identity_id: Uuid | null
}
/** Lines of one bucket in the order of the files, each with what was written. */
export function linesOf(
  runner: Runner,
  importId: Uuid,
  bucket: Bucket,
  after: { fileNo: number; line: number },
  limit: number,
): Promise<LineOfBucket[]> {
  return runner.rows(sql<LineOfBucket>`
    select l.file_no, l.line_no, l.faults, l.cells, coalesce(p.payload, r.payload) as payload, r.identity_id
    from collect.import_line l
    left join collect.record r on r.id = l.record_id
    left join lateral (
      select payload from collect.record_past p
      where p.record_id = l.record_id and p.import_id = l.import_id and p.file_no = l.file_no and p.line_no = l.line_no limit 1
    ) p on true
    where l.import_id = ${importId} and l.bucket = ${bucket} and (l.file_no, l.line_no) > (${after.fileNo}, ${after.line})
    order by l.file_no, l.line_no limit ${limit}`)
}

export async function saveMapping(
  runner: Runner,
  sourceId: Uuid,
  layout: string,
  mapping: Mapping,
  now: Date,
): Promise<void> {
  await runner.run(sql`
    insert into collect.source_mapping (source_id, layout, mapping, saved_at)
    values (${sourceId}, ${layout}, ${JSON.stringify(mapping)}::jsonb, ${now})
    on conflict (source_id, layout) do update set mapping = excluded.mapping, saved_at = excluded.saved_at`)
}
export function savedMappings(
  runner: Runner,
  sourceId: Uuid,
): Promise<{ layout: string; mapping: Mapping; saved_at: Date }[]> {
  return runner.rows(
    sql<{
      layout: string
      mapping: Mapping
      saved_at: Date
    }>`select layout, mapping, saved_at from collect.source_mapping where source_id = ${sourceId}`,
  )
}

/** Lets go of what a connection holds at once, not only when the server notices that it has ended. */
export async function letGo(client: { query: (text: string) => Promise<unknown> }): Promise<void> {
  await client.query('select pg_advisory_unlock_all()').catch(() => {})
}
/** Holds the import for this process; false when another one runs it. Freed when the connection ends, however it ends. */
export async function holdImport(
  client: { query: (text: string, values: unknown[]) => Promise<{ rows: { held: boolean }[] }> },
  id: Uuid,
): Promise<boolean> {
  return (await client.query('select pg_try_advisory_lock(hashtextextended($1, 1)) as held', [id])).rows[0]!.held
}

const effect = table('collect.import_effect', {
  import_id: 'uuid',
  what: 'text',
  field: 'text',
  nth: 'int',
  customer_id: 'uuid',
  file_no: 'smallint',
  line_no: 'int',
  old: 'text',
  told: 'text',
})
export type EffectRow = Record<keyof typeof effect.columns, unknown>
export const insertEffects = (tx: Tx, rows: EffectRow[]) => insertMany(tx, effect, rows)
export async function setEffects(runner: Runner, id: Uuid, effects: EffectCounts): Promise<void> {
  await runner.run(sql`update collect.import set effects = ${JSON.stringify(effects)}::jsonb where id = ${id}`)
}
export async function setMeasured(runner: Runner, id: Uuid, measured: Measured | null): Promise<void> {
  await runner.run(sql`
    update collect.import set measured = ${measured === null ? null : JSON.stringify(measured)}::jsonb where id = ${id}`)
}

/** Imports whose dropped files nobody needs any more: finished (or undone), or planned or tried and left. A stopped one keeps its own. */
export function clearable(
  runner: Runner,
  before: { finished: Date; left: Date },
  limit: number,
): Promise<{ id: Uuid; paths: string[] }[]> {
  return runner.rows(sql<{ id: Uuid; paths: string[] }>`
    select i.id, (select coalesce(array_agg(f.path), '{}') from collect.import_file f where f.import_id = i.id) as paths
    from collect.import i
    where i.files_cleared_at is null
      and ((i.state in ('finished', 'rolledBack') and not i.dry_run and i.finished_at < ${before.finished})
        or ((i.state = 'planned' or (i.state = 'finished' and i.dry_run)) and coalesce(i.finished_at, i.created_at) < ${before.left}))
    order by i.created_at limit ${limit}`)
}
export async function setCleared(runner: Runner, id: Uuid, now: Date): Promise<void> {
  await runner.run(
    sql`update collect.import set files_cleared_at = ${now} where id = ${id} and files_cleared_at is null`,
  )
}
export async function areCleared(runner: Runner, id: Uuid): Promise<boolean> {
  return (
    (await runner.maybe(
      sql<{ one: number }>`select 1 as one from collect.import where id = ${id} and files_cleared_at is not null`,
    )) !== undefined
  )
}
/** Which of these folders' files some import was planned from. */
export async function knownPaths(runner: Runner, paths: string[]): Promise<Set<string>> {
  const rows = await runner.rows(sql<{ path: string }>`
    select distinct path from collect.import_file where path = any(${paths}::text[])`)
  return new Set(rows.map(({ path }) => path))
}
