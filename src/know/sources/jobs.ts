import { Type } from 'typebox'
import { shape } from '#src/platform/http/index.ts'
import type { Context } from '#src/platform/context.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { runMeasuring } from './measure.ts'
import { reweighJob } from './trust.ts'
import { watchJobs, watchNow } from './watch/jobs.ts'
import { insertRun, lastRun, openRun, runOf, unmeasured } from './queries/runs.ts'

/** A measuring that somebody asked for. */
export const measureJob = defineJob(
  'sources.measure',
  shape({ runId: Type.String({ format: 'uuid' }) }),
  async ({ input, context, signal }) => {
    const run = await runOf(context.db, input.runId)
    if (run === undefined || run.state === 'done') return
    // whoever asks for numbers wants to know where the faults come from, too
    await watchNow(context, { evidence: true, signal })
    await runMeasuring(context, { id: run.id, sources: run.source_id === null ? null : [run.source_id] }, signal)
  },
  { longest: 3600, batch: 1, retries: 2 },
)

async function measureNow(context: Context, sources: readonly Uuid[] | null, signal: AbortSignal): Promise<void> {
  const id = context.uuid()
  await insertRun(context.db, { id, sourceId: null, by: null, now: context.clock.now() })
  await runMeasuring(context, { id, sources }, signal)
}

/** Every night all sources: each day leaves its point in the trend. */
export const nightly = defineJob(
  'sources.nightly',
  shape({}),
  ({ context, signal }) => measureNow(context, null, signal),
  {
    cron: '30 3 * * *',
    longest: 3600,
    batch: 1,
  },
)

/**
 * After an import, the sources that it fed. Looks every five minutes, and rests nine times as long as the last measuring took, so that a
 * large base under many small imports is not measured without end.
 */
export const following = defineJob(
  'sources.following',
  shape({}),
  async ({ context, signal }) => {
    const { db, clock } = context
    const now = clock.now()
    if ((await openRun(db, now)) !== undefined) return
    const last = await lastRun(db)
    if (last?.finished_at && last.started_at) {
      const took = last.finished_at.getTime() - last.started_at.getTime()
      if (now.getTime() - last.finished_at.getTime() < 9 * took) return
    }
    const fed = await unmeasured(db)
    if (fed.length > 0)
      await measureNow(
        context,
        fed.map((source) => source.id),
        signal,
      )
  },
  { cron: '*/5 * * * *', longest: 3600, batch: 1 },
)

export const jobs: readonly Job[] = [measureJob, nightly, following, reweighJob, ...watchJobs]
