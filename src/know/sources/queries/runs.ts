import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** One run of measuring. */
export interface RunRow {
  id: Uuid
  source_id: Uuid | null
  state: 'waiting' | 'running' | 'done' | 'failed'
  step: string | null
  done: number
  total: number
  asked_at: Date
  started_at: Date | null
  finished_at: Date | null
}
const columns = raw('id, source_id, state, step, done, total, asked_at, started_at, finished_at')

export async function insertRun(
  tx: Runner,
  run: { id: Uuid; sourceId: Uuid | null; by: Uuid | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into know.source_measuring (id, source_id, state, done, total, asked_by, asked_at)
    values (${run.id}, ${run.sourceId}, 'waiting', 0, 0, ${run.by}, ${run.now})`)
}
export function runOf(runner: Runner, id: Uuid): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`select ${columns} from know.source_measuring where id = ${id}`)
}
/** The run that waits or goes on; a dead one is forgotten after two hours. */
export function openRun(runner: Runner, now: Date): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`
    select ${columns} from know.source_measuring
    where state in ('waiting', 'running') and asked_at > ${new Date(now.getTime() - 2 * 3_600_000)}
    order by asked_at desc limit 1`)
}
export function lastRun(runner: Runner): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`
    select ${columns} from know.source_measuring where state in ('done', 'failed') order by asked_at desc limit 1`)
}
export async function setRun(
  runner: Runner,
  id: Uuid,
  change: { state: RunRow['state']; step: string | null; done: number; total: number; now: Date },
): Promise<void> {
  const { state, step, done, total, now } = change
  const over = state === 'done' || state === 'failed'
  await runner.run(sql`
    update know.source_measuring
    set state = ${state}, step = ${step}, done = ${done}, total = ${total}, started_at = coalesce(started_at, ${now}::timestamptz),
      finished_at = ${over ? now : null}::timestamptz
    where id = ${id}`)
}
/** Old runs tell nobody anything. */
export async function forgetRuns(runner: Runner, before: Date): Promise<void> {
  await runner.run(sql`delete from know.source_measuring where asked_at < ${before}`)
}

/** One measuring at a time; the other waits for it. Ends with the transaction. */
export async function holdMeasuring(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('sources.measure', 3))`)
}

/** Sources that an import brought something after the last measuring began. */
export function unmeasured(runner: Runner): Promise<{ id: Uuid }[]> {
  return runner.rows(sql<{ id: Uuid }>`
    select distinct i.source_id as id from collect.import i
    where not i.dry_run and i.finished_at > coalesce(
      (select max(r.started_at) from know.source_measuring r
        where r.state = 'done' and (r.source_id is null or r.source_id = i.source_id)), '-infinity')`)
}
