import { Type } from 'typebox'
import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { checkOf, setCheck } from './queries.ts'
import { sealHistory } from './seal.ts'
import { verifyHistory } from './verify.ts'

/** A check that somebody asked for. Run again after a crash it starts over: it changes nothing. */
export const checkJob = defineJob(
  'audit.check',
  shape({ checkId: Type.String({ format: 'uuid' }) }),
  async ({ input, context, signal }) => {
    const check = await checkOf(context.db, input.checkId)
    if (check === undefined || check.state === 'done') return
    let [done, total]: [number, number | null] = [0, null]
    await setCheck(context.db, check.id, { state: 'running', done, total })
    try {
      const verdict = await verifyHistory(context, {
        signal,
        onProgress: async (n, of) => {
          ;[done, total] = [n, of]
          await setCheck(context.db, check.id, { state: 'running', done, total })
        },
      })
      if (!verdict.whole) context.log.error('audit', new Error(`the history has ${verdict.faults} bad links`))
      await setCheck(context.db, check.id, { state: 'done', done, total, finishedAt: context.clock.now(), verdict })
    } catch (error) {
      await setCheck(context.db, check.id, { state: 'failed', done, total, finishedAt: context.clock.now() })
      throw error
    }
  },
  { longest: 3600, batch: 1, retries: 1 },
)

/** Every night, off the way of imports. */
const nightly = defineJob(
  'audit.seal',
  shape({}),
  async ({ context, signal }) => {
    await sealHistory(context, { signal })
  },
  { cron: '15 2 * * *', longest: 3600, batch: 1 },
)

export const jobs: readonly Job[] = [checkJob, nightly]
