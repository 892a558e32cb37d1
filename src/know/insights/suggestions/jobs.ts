import { Type } from 'typebox'
import type { Context } from '#src/platform/context.ts'
import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { anyLines, modelInForce } from './queries/model.ts'
import { holdRuns, insertRun, lastRun, openRun } from './queries/runs.ts'
import { carryOut } from './run.ts'

/** A learning of links that somebody or something asked for. */
export const linkJob = defineJob(
  'suggestions.make',
  shape({ runId: Type.String({ format: 'uuid' }) }),
  ({ input, context, signal }) => carryOut(context, input.runId, signal),
  { longest: 3600, batch: 1, retries: 2 },
)

/** Puts a learning into the queue unless one waits or goes on. */
export async function ask(context: Context): Promise<void> {
  const { db, clock, uuid, jobs } = context
  await db.tx(async (tx) => {
    await holdRuns(tx)
    const now = clock.now()
    if ((await openRun(tx, now)) !== undefined) return
    const id = uuid()
    await insertRun(tx, { id, by: context.actor.kind === 'system' ? null : context.actor.id, now })
    await jobs.enqueue(tx, linkJob, { runId: id }, { key: 'suggestions.make' })
  })
}

/** Every night. */
const nightly = defineJob('suggestions.nightly', shape({}), ({ context }) => ask(context), {
  cron: '20 4 * * *',
  longest: 60,
  batch: 1,
})

/** Where there was too little to learn from, or it failed. */
const restMs = 3_600_000

/** Before the first model: within minutes of the first purchases with products; an hour later again where there was too little. */
const first = defineJob(
  'suggestions.first',
  shape({}),
  async ({ context }) => {
    if ((await modelInForce(context.db)) !== undefined || !(await anyLines(context.db))) return
    const run = await lastRun(context.db)
    if (run === undefined || context.clock.now().getTime() - run.asked_at.getTime() >= restMs) await ask(context)
  },
  { cron: '3-59/5 * * * *', longest: 60, batch: 1 },
)

export const suggestionJobs: readonly Job[] = [linkJob, nightly, first]
