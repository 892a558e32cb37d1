import { Type } from 'typebox'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { forgetVisitors } from './queries.ts'

const day = 24 * 3600_000
/** Visitors who have not said who they are within this time are forgotten. */
const kept = 395 * day

/** Forgets old visitors, some at a time. */
export const tidyEvents: Job = defineJob(
  'events.tidy',
  Type.Object({}, { additionalProperties: false }),
  async ({ context, signal }) => {
    const before = new Date(context.now.getTime() - kept)
    while (!signal.aborted && (await forgetVisitors(context.db, before, 5000)) > 0);
  },
  { cron: '40 3 * * *' },
)
export const jobs: readonly Job[] = [tidyEvents]
