import { Type } from 'typebox'
import { shape } from '#src/platform/http/schemas.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { forgetNext, tellNext } from './queries/deliveries.ts'
import { setSendingAll, systemOf } from './queries/systems.ts'
import { watch } from './watch.ts'

const input = shape({ systemId: Type.String({ format: 'uuid' }) })
const step = 5_000
/** Before everybody. */
export const nobody: Uuid = '00000000-0000-0000-0000-000000000000'

/** Puts everybody into a system's queue, so many at a time; stopped, it goes on where it was. */
export const everybody = defineJob(
  'propagation.everybody',
  input,
  async ({ input: { systemId }, context: { db, clock }, signal }) => {
    for (;;) {
      const system = await systemOf(db, systemId)
      if (!system?.sending_all) return
      const after = system.sending_all
      const { last, count } = await tellNext(db, { systemId, after, most: step, now: clock.now() })
      await setSendingAll(db, systemId, count < step ? null : last)
      if (count < step) return
      signal.throwIfAborted()
    }
  },
)

/** Takes away what stood for a system that was removed. */
export const forget = defineJob(
  'propagation.forget',
  input,
  async ({ input: { systemId }, context: { db }, signal }) => {
    for (let after: Uuid | null = nobody; after !== null; after = await forgetNext(db, { systemId, after, most: step }))
      signal.throwIfAborted()
  },
)

const watching = defineJob('propagation.watch', shape({}), ({ context }) => watch(context), { cron: '* * * * *' })

export const jobs: Job[] = [everybody, forget, watching]
