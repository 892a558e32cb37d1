import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

export type RunState = 'waiting' | 'running' | 'merging' | 'done' | 'failed' | 'cancelled'
/** What a run did, in numbers. */
export interface RunResult {
  customers: number
  compared: number
  pairs: number
  groups: number
  merged: number
  seconds: number
}
/** One search through the whole base. */
export interface Run {
  id: Uuid
  state: RunState
  step: string | null
  done: number
  total: number
  cancel_asked: boolean
  asked_by: Uuid | null
  asked_at: Date
  started_at: Date | null
  finished_at: Date | null
  result: RunResult | null
}
const columns = raw('id, state, step, done, total, cancel_asked, asked_by, asked_at, started_at, finished_at, result')

/** One at a time asks. Ends with the transaction. */
export async function holdRuns(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('duplicates.run', 4))`)
}
export async function insertRun(tx: Runner, run: { id: Uuid; by: Uuid | null; now: Date }): Promise<void> {
  await tx.run(sql`
    insert into clean.match_run (id, state, done, total, asked_by, asked_at) values (${run.id}, 'waiting', 0, 0, ${run.by}, ${run.now})`)
}
export function runById(runner: Runner, id: Uuid): Promise<Run | undefined> {
  return runner.maybe(sql<Run>`select ${columns} from clean.match_run where id = ${id}`)
}
/** A run asked for before this is dead, whatever its state says. */
export const aliveSince = (now: Date): Date => new Date(now.getTime() - 86_400_000)
/** The one that waits or goes on. */
export function openRun(runner: Runner, now: Date): Promise<Run | undefined> {
  return runner.maybe(sql<Run>`
    select ${columns} from clean.match_run
    where state in ('waiting', 'running', 'merging') and asked_at > ${aliveSince(now)}
    order by asked_at desc limit 1`)
}
export function lastRun(runner: Runner): Promise<Run | undefined> {
  return runner.maybe(sql<Run>`select ${columns} from clean.match_run order by asked_at desc, id desc limit 1`)
}
export async function setRun(
  runner: Runner,
  id: Uuid,
  to: { state: RunState; step: string | null; done: number; total: number; now: Date; result?: RunResult },
): Promise<void> {
  const over = to.state === 'done' || to.state === 'failed' || to.state === 'cancelled'
  await runner.run(sql`
    update clean.match_run set state = ${to.state}, step = ${to.step}, done = ${to.done}, total = ${to.total},
      started_at = coalesce(started_at, ${to.now}::timestamptz), finished_at = ${over ? to.now : null}::timestamptz,
      result = coalesce(${to.result ? JSON.stringify(to.result) : null}::jsonb, result)
    where id = ${id}`)
}
/** False when it is over already. */
export async function askToStop(runner: Runner, id: Uuid): Promise<boolean> {
  const rows = await runner.run(sql`
    update clean.match_run set cancel_asked = true where id = ${id} and state in ('waiting', 'running', 'merging')`)
  return rows > 0
}
