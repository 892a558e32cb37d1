import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { cutRfm } from './figures.ts'
import { deviationJobs } from './deviations/jobs.ts'
import { forecastJobs } from './forecast/jobs.ts'
import { refreshStale } from './rollups.ts'
import { suggestionJobs } from './suggestions/index.ts'

/** Every night: what bulk work left stale, then the figures about all customers. */
export const nightly = defineJob(
  'insights.nightly',
  shape({}),
  async ({ context: { db, clock, config }, signal }) => {
    await refreshStale(db, { timeZone: config.timeZone, signal })
    if (!signal.aborted) await cutRfm(db, clock.now())
  },
  { cron: '0 3 * * *', longest: 3600, batch: 1 },
)

/** What an update of the program, or a bulk that broke off, has left: nobody waits until night for it. */
const leftStale = defineJob(
  'insights.stale',
  shape({}),
  async ({ context: { db, config }, signal }) => {
    await refreshStale(db, { timeZone: config.timeZone, signal })
  },
  { cron: '*/15 * * * *', longest: 3600, batch: 1 },
)

export const jobs: readonly Job[] = [nightly, leftStale, ...forecastJobs, ...deviationJobs, ...suggestionJobs]
