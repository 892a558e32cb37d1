import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { forgetLooks } from './queries.ts'

/** How long looks are kept, in years. */
export const kept = 2

export const jobs: Job[] = [
  defineJob(
    'access.forget',
    shape({}),
    async ({ context }) => {
      const before = new Date(context.now)
      before.setUTCFullYear(before.getUTCFullYear() - kept)
      await forgetLooks(context.db, before)
    },
    { cron: '41 3 * * *' },
  ),
]
