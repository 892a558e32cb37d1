import type { Context } from '#src/platform/context.ts'
import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { watchLimits } from './alerts.ts'
import { catchUp, recount } from './count.ts'
import { announceAlerts, writeLetters } from './letters.ts'

/** Counts what changed, looks at the limits, and tells whom it concerns. */
export async function watchNow(context: Context, how: { evidence: boolean; signal?: AbortSignal }): Promise<void> {
  const { db, clock, config } = context
  const options = { now: clock.now(), timeZone: config.timeZone, ...how }
  const changed = await catchUp(db, options)
  if (changed) await watchLimits(context)
  await announceAlerts(context)
}

const following = defineJob(
  'sources.watch',
  shape({}),
  ({ context, signal }) => watchNow(context, { evidence: false, signal }),
  { cron: '*/5 * * * *', longest: 3600, batch: 1 },
)

/** At night what comes to light afterwards; on Sundays all anew, since people who were erased are counted no more. */
const nightly = defineJob(
  'sources.watchNightly',
  shape({}),
  async ({ context, signal }) => {
    const { db, clock, config } = context
    const now = clock.now()
    const isSunday =
      new Intl.DateTimeFormat('en', { timeZone: config.timeZone, weekday: 'short' }).format(now) === 'Sun'
    if (isSunday) await recount(db, { now, timeZone: config.timeZone, evidence: true })
    await watchNow(context, { evidence: true, signal })
  },
  { cron: '10 4 * * *', longest: 3600, batch: 1 },
)

/** Every Monday morning. */
const letters = defineJob('sources.letters', shape({}), ({ context }) => writeLetters(context), {
  cron: '0 7 * * 1',
  retries: 5,
})

export const watchJobs: readonly Job[] = [following, nightly, letters]
