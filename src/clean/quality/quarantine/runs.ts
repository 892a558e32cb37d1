import { askToStop, insertRun, repairRun, type RunRow, workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { chosen } from './acts.ts'
import type { RepairChoice, RepairReplayed, RepairRun } from './contract.ts'
import { replayJob } from './jobs.ts'
import { atOnce, countsOf, replayRows } from './replay.ts'

/** Takes mended rows in, in the order in which they were told. Up to 500 at once, more as a run in the background. */
export async function replay(context: Context, choice: RepairChoice): Promise<RepairReplayed> {
  authorize(context.actor, 'quality.repair')
  const ids = await chosen(context, choice)
  if (ids.length > atOnce) return { counts: {}, rows: [], run: await startRun(context, choice, ids.length) }
  const rows = await context.db.tx((tx) => replayRows(context, workOf(context, tx), ids, false))
  return { counts: countsOf(rows), rows, run: null }
}

async function startRun(context: Context, choice: RepairChoice, total: number): Promise<RepairRun> {
  const id = context.uuid()
  const by = context.actor.kind === 'system' ? null : context.actor.id
  await context.db.tx(async (tx) => {
    await insertRun(tx, { id, filter: choice, total, started_by: by, created_at: context.now })
    await context.jobs.enqueue(tx, replayJob, { runId: id })
  })
  return presentRun((await repairRun(context.db, id))!)
}

const presentRun = (run: RunRow): RepairRun => ({
  id: run.id,
  state: run.state,
  total: run.total,
  done: run.done,
  outcomes: run.outcomes,
  finishedAt: run.finished_at?.toISOString() ?? null,
})
const unknownRun = (): Refusal => new Refusal(404, 'not_found', 'There is no such run.', 'Look at the rows that wait.')

/** How far a run is. */
export async function runReport(context: Context, id: Uuid): Promise<RepairRun> {
  authorize(context.actor, 'quality.read')
  const run = await repairRun(context.db, id)
  if (!run) throw unknownRun()
  return presentRun(run)
}

/** Stops a run; what it has taken in stays. */
export async function stopRun(context: Context, id: Uuid): Promise<RepairRun> {
  authorize(context.actor, 'quality.repair')
  const run = await repairRun(context.db, id)
  if (!run) throw unknownRun()
  if (!(await askToStop(context.db, id)))
    throw new Refusal(409, 'repair_run_over', 'The run is over.', 'Look at the rows that wait.')
  return presentRun(run)
}
