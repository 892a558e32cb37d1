import { Type } from 'typebox'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { forgetDeliveries } from './queries.ts'

const day = 24 * 3600_000
/** No sender comes again after this long. */
const kept = 90 * day

/** Forgets old deliveries, some at a time. */
export const tidyHooks: Job = defineJob(
  'hooks.tidy',
  Type.Object({}, { additionalProperties: false }),
  async ({ context, signal }) => {
    const before = new Date(context.now.getTime() - kept)
    while (!signal.aborted && (await forgetDeliveries(context.db, before, 5000)) > 0);
  },
  { cron: '50 3 * * *' },
)
export const jobs: readonly Job[] = [tidyHooks]
