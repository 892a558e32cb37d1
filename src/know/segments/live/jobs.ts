import { shape } from '#src/platform/http/index.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import { buildWork, sweepWork } from './asked.ts'
import { build } from './build.ts'
import { sweepChanges, sweepMembers, sweepPicks, sweepRest, unbuilt } from './queries/catalogue.ts'
import { awaitLook } from './queries/marks.ts'

const buildJob = defineJob(
  buildWork.name,
  buildWork.input,
  async ({ context, input }) => {
    await build(context, input.segment)
  },
  { longest: 1800, batch: 1, atOnce: 2 },
)

const some = 20_000
export const sweepJob = defineJob(
  sweepWork.name,
  sweepWork.input,
  async ({ context: { db }, input: { segment }, signal }) => {
    for (const sweep of [sweepMembers, sweepChanges, sweepPicks])
      for (let gone = 1; gone > 0; ) {
        signal.throwIfAborted()
        gone = await db.tx(async (tx) => {
          await awaitLook(tx)
          return sweep(tx, segment, some)
        })
      }
    await db.tx((tx) => sweepRest(tx, segment))
  },
)

/** Buildings that were left, by a program that died or a queue that was emptied. */
const leftJob = defineJob(
  'segments.left',
  shape({}),
  async ({ context }) => {
    for (const segment of await unbuilt(context.db))
      await context.jobs.enqueue(context.db, buildWork, { segment }, { key: segment })
  },
  { cron: '*/10 * * * *' },
)

export const jobs: readonly Job[] = [buildJob, sweepJob, leftJob]
