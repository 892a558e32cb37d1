import { Type } from 'typebox'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { search } from './search.ts'

export const searchJob = defineJob(
  'cleanup.search',
  Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  ({ input, context }) => search(context, input.id),
  { longest: 900, batch: 1, retries: 1 },
)
export const jobs: readonly Job[] = [searchJob]
