import { Type } from 'typebox'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { carryOut } from './run.ts'

export const bulkJob = defineJob(
  'lists.bulk',
  Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  ({ input, context, signal }) => carryOut(context, input.id, signal),
  { longest: 3600, batch: 1 },
)
export const jobs: Job[] = [bulkJob]
