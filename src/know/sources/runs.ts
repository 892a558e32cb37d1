import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Static } from 'typebox'
import type { Uuid } from '#src/terms/index.ts'
import type { Measuring } from './contract.ts'
import { measureJob } from './jobs.ts'
import { insertRun, lastRun, openRun, type RunRow } from './queries/runs.ts'

/** The measuring that waits or goes on, else how the last one ended; null before the first. */
export async function presentRun(db: Runner, now: Date): Promise<Static<typeof Measuring>> {
  const run = (await openRun(db, now)) ?? (await lastRun(db))
  return run === undefined ? null : present(run)
}
const present = (run: RunRow): Static<typeof Measuring> => ({
  state: run.state,
  step: run.step,
  done: run.done,
  total: run.total,
  askedAt: run.asked_at.toISOString(),
})

/** Asks for a measuring of one source or all; while one waits or goes on, that one is answered. */
export async function askMeasuring(context: Context, sourceId: Uuid | null): Promise<Static<typeof Measuring>> {
  authorize(context.actor, 'quality.read')
  return context.db.tx(async (tx) => {
    const open = await openRun(tx, context.now)
    if (open !== undefined) return present(open)
    const id = context.uuid()
    const by = context.actor.kind === 'system' ? null : context.actor.id
    await insertRun(tx, { id, sourceId, by, now: context.now })
    await context.jobs.enqueue(tx, measureJob, { runId: id }, { key: 'sources.measure' })
    return presentRun(tx, context.now)
  })
}
