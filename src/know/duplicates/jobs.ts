import { Type } from 'typebox'
import { carryOut } from '#src/clean/identity/index.ts'
import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { worthIn } from './worth.ts'

/** A search through the whole base that somebody asked for. */
export const searchJob = defineJob(
  'duplicates.search',
  shape({ runId: Type.String({ format: 'uuid' }) }),
  ({ input, context, signal }) => carryOut(context, input.runId, { worthOf: worthIn(context), signal }),
  { longest: 4 * 3600, batch: 1, retries: 2 },
)

export const jobs: readonly Job[] = [searchJob]
