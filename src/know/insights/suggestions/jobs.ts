import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { anyLines, modelInForce } from './queries/model.ts'
import { runs } from './queries/runs.ts'
import { ask, linkJob } from './run.ts'

/** Every night. */
const nightly = defineJob('suggestions.nightly', shape({}), ({ context }) => ask(context), {
  cron: '20 4 * * *',
  longest: 60,
  batch: 1,
})

/** Where there was too little to learn from, or it failed. */
const restMs = 3_600_000

/** Before the first model: within minutes of the first purchases with products; an hour later again where there was too little. */
const first = defineJob(
  'suggestions.first',
  shape({}),
  async ({ context }) => {
    if ((await modelInForce(context.db)) !== undefined || !(await anyLines(context.db))) return
    const run = await runs.lastRun(context.db)
    if (run === undefined || context.clock.now().getTime() - run.asked_at.getTime() >= restMs) await ask(context)
  },
  { cron: '3-59/5 * * * *', longest: 60, batch: 1 },
)

export const suggestionJobs: readonly Job[] = [linkJob, nightly, first]
