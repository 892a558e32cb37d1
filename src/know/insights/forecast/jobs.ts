import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { refreshStale } from '../rollups.ts'
import { needed } from './make.ts'
import { customersCounted, modelInForce } from './queries/model.ts'
import { lastRun } from './queries/runs.ts'
import { ask, makeJob } from './run.ts'

/** Every night, when the figures are cut: the models learn of the day, and everybody is a day older. */
const nightly = defineJob(
  'forecast.nightly',
  shape({}),
  async ({ context, signal }) => {
    await refreshStale(context.db, { timeZone: context.config.timeZone, signal })
    if (!signal.aborted) await ask(context)
  },
  { cron: '40 3 * * *', longest: 3600, batch: 1 },
)

/** After a failure. */
const restMs = 3_600_000

/** Customers have become so many more or fewer that the model speaks of others. */
const grown = 0.1

/** After imports: before the first model, and when the base has grown or shrunk by a tenth. */
export const following = defineJob(
  'forecast.following',
  shape({}),
  async ({ context }) => {
    const [model, customers] = [await modelInForce(context.db), await customersCounted(context.db)]
    if (customers < needed) return
    const run = await lastRun(context.db)
    if (run?.state === 'failed' && context.clock.now().getTime() - run.asked_at.getTime() < restMs) return
    if (model === undefined || Math.abs(customers - model.customers) > grown * model.customers) await ask(context)
  },
  { cron: '*/5 * * * *', longest: 60, batch: 1 },
)

export const forecastJobs: readonly Job[] = [makeJob, nightly, following]
