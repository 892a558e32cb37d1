import { Type } from 'typebox'
import { shape } from '#src/platform/http/index.ts'
import type { Context } from '#src/platform/context.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { watchEveryone } from './everyone.ts'
import { fedSince, insertRun, newestRun, runOf } from './queries.ts'

/** A run that somebody asked for. */
export const watchJob = defineJob(
  'insights.deviations',
  shape({ runId: Type.String({ format: 'uuid' }) }),
  async ({ input, context, signal }) => {
    const run = await runOf(context.db, input.runId)
    if (run === undefined || run.state === 'done') return
    await watchEveryone(context, run.id, signal)
  },
  { longest: 3600, batch: 1, retries: 2 },
)

async function watchNow(context: Context, signal: AbortSignal): Promise<void> {
  const id = context.uuid()
  await insertRun(context.db, { id, by: null, now: context.clock.now() })
  await watchEveryone(context, id, signal)
}

/** Every night, after the figures. */
export const watchNightly = defineJob(
  'insights.deviations.nightly',
  shape({}),
  ({ context, signal }) => watchNow(context, signal),
  { cron: '15 3 * * *', longest: 3600, batch: 1 },
)

/**
 * After an import, or its rollback. Looks every five minutes, and rests nine times as long as the last run took: a large base under many small imports is not
 * watched without end.
 */
export const watchFollowing = defineJob(
  'insights.deviations.following',
  shape({}),
  async ({ context, signal }) => {
    const now = context.clock.now()
    const last = await newestRun(context.db, now)
    if (last?.state === 'waiting' || last?.state === 'running') return
    if (last?.started_at && last.finished_at) {
      const took = last.finished_at.getTime() - last.started_at.getTime()
      if (now.getTime() - last.finished_at.getTime() < 9 * took) return
    }
    if (await fedSince(context.db)) await watchNow(context, signal)
  },
  { cron: '*/5 * * * *', longest: 3600, batch: 1 },
)

export const deviationJobs: readonly Job[] = [watchJob, watchNightly, watchFollowing]
