import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { makeList } from './renew.ts'

/** The list of the day, before the first of the staff comes in and after the figures of the night. */
export const morning = defineJob(
  'today.list',
  shape({}),
  async ({ context: { db, clock, config } }) => {
    await makeList(db, config, clock.now())
  },
  { cron: '30 5 * * *', longest: 900, batch: 1 },
)

export const jobs: readonly Job[] = [morning]
