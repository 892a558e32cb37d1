import { defineJob } from '../jobs/index.ts'
import { shape } from './schemas.ts'
import { forgetOldKeys } from './idempotency.ts'
import { forgetOldLimits } from './limit.ts'

/** Forgets answers kept for repeated requests after 48 hours, and limits that are over. */
export const tidyHttp = defineJob(
  'platform.tidy',
  shape({}),
  async ({ context }) => {
    await forgetOldKeys(context.db, context.now)
    await forgetOldLimits(context.db, context.now)
  },
  { cron: '17 * * * *' },
)
