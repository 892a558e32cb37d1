import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { SuggestionRun } from '../contract.ts'

export interface RunRow {
  id: Uuid
  state: SuggestionRun['state']
  step: SuggestionRun['step']
  done: number
  total: number
  stop_asked: boolean
  asked_at: Date
  finished_at: Date | null
}
const columns = raw('id, state, step, done, total, stop_asked, asked_at, finished_at')

/** Whoever asks for a run at the same time waits until the transaction ends. */
export async function holdRuns(tx: Tx): Promise<void> {
  await tx.run(sql`lock table know.suggestion_run in share row exclusive mode`)
}
export async function insertRun(tx: Runner, run: { id: Uuid; by: Uuid | null; now: Date }): Promise<void> {
  await tx.run(sql`
    insert into know.suggestion_run (id, state, done, total, asked_by, asked_at)
    values (${run.id}, 'waiting', 0, 0, ${run.by}, ${run.now})`)
}
export function runOf(runner: Runner, id: Uuid): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`select ${columns} from know.suggestion_run where id = ${id}`)
}
/** The run that waits or goes on; a dead one is forgotten after two hours. */
export function openRun(runner: Runner, now: Date): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`
    select ${columns} from know.suggestion_run
    where state in ('waiting', 'running') and asked_at > ${new Date(now.getTime() - 2 * 3_600_000)}
    order by asked_at desc limit 1`)
}
/** The latest run, however it stands. */
export function lastRun(runner: Runner): Promise<RunRow | undefined> {
  return runner.maybe(sql<RunRow>`select ${columns} from know.suggestion_run order by asked_at desc limit 1`)
}
export async function setRun(
  runner: Runner,
  id: Uuid,
  change: { state: RunRow['state']; step: RunRow['step']; done: number; total: number; now: Date },
): Promise<void> {
  const { state, step, done, total, now } = change
  const over = !['waiting', 'running'].includes(state)
  await runner.run(sql`
    update know.suggestion_run
    set state = ${state}, step = ${step}, done = ${done}, total = ${total}, started_at = coalesce(started_at, ${now}::timestamptz),
      finished_at = ${over ? now : null}::timestamptz
    where id = ${id}`)
}
/** Whether there was anything to stop. */
export async function askToStop(runner: Runner, id: Uuid): Promise<boolean> {
  return (
    (await runner.run(sql`
      update know.suggestion_run set stop_asked = true where id = ${id} and state in ('waiting', 'running')`)) > 0
  )
}
/** Old runs tell nobody anything. */
export async function forgetRuns(runner: Runner, before: Date): Promise<void> {
  await runner.run(sql`delete from know.suggestion_run where asked_at < ${before}`)
}
