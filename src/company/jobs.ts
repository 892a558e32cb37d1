import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { forgetOld } from './sessions.ts'

export const jobs: Job[] = [
  defineJob('company.tidy', shape({}), ({ context }) => forgetOld(context.db, context.now), { cron: '23 * * * *' }),
]
