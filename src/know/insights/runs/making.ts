import { Type } from 'typebox'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { shape } from '#src/platform/http/index.ts'
import { defineJob, inThread, Stopped } from '#src/platform/jobs/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Run } from './contract.ts'
import type { RunRow, Runs } from './queries.ts'

/** Long work over everybody, which somebody or the night asks for: one run of it at a time, in a thread of its own. */
export interface Making<Step extends string, Result> {
  /** Of the job, and its key in the queue. */
  readonly name: string
  readonly runs: Runs<Step>
  /** Script of the thread, which gets `{ url, runId, now, timeZone }`, and what it may take. */
  readonly worker: URL
  readonly memoryMb: number
  readonly firstStep: Step
  /** How many were made. */
  readonly count: (result: Result) => number
  /** Told when it has ended; `broken`: stopped or failed, and what was written until then stays. */
  readonly ended?: (tx: Tx, broken: boolean) => Promise<void>
}

const keptMs = 30 * 86_400_000

/** The job, and what callers do with its runs. */
export function making<Step extends string, Result>(of: Making<Step, Result>) {
  const carriesOut = (context: Context, id: Uuid, signal: AbortSignal) => carryOut(of, context, id, signal)
  const job = defineJob(
    of.name,
    shape({ runId: Type.String({ format: 'uuid' }) }),
    ({ input, context, signal }) => carriesOut(context, input.runId, signal),
    { longest: 3600, batch: 1, retries: 2 },
  )
  return {
    job,
    /** Carries out a run that was asked for, with its progress told; nothing where it is over. Ends between two steps when somebody asks it to. */
    carryOut: carriesOut,
    /** Puts a run into the queue unless one waits or goes on. */
    ask: ({ db, clock, uuid, jobs, actor }: Context): Promise<void> =>
      db.tx(async (tx) => {
        await of.runs.holdRuns(tx)
        const now = clock.now()
        if ((await of.runs.openRun(tx, now)) !== undefined) return
        const id = uuid()
        await of.runs.insertRun(tx, { id, by: actor.kind === 'system' ? null : actor.id, now })
        await jobs.enqueue(tx, job, { runId: id }, { key: of.name })
      }),
    /** The run that waits or goes on, else the last one; null before the first. */
    async latest({ db, now }: Context): Promise<Run<Step> | null> {
      const run = (await of.runs.openRun(db, now)) ?? (await of.runs.lastRun(db))
      return run === undefined ? null : present(run)
    },
    /** Asks the run that waits or goes on to end; whether there was one. */
    async stop({ db, now }: Context): Promise<boolean> {
      const run = await of.runs.openRun(db, now)
      return run !== undefined && (await of.runs.askToStop(db, run.id))
    },
  }
}

async function carryOut<Step extends string, Result>(
  { runs, worker, memoryMb, firstStep, count, ended }: Making<Step, Result>,
  { db, clock, config }: Context,
  id: Uuid,
  signal: AbortSignal,
): Promise<void> {
  const run = await runs.runOf(db, id)
  if (run === undefined || !['waiting', 'running'].includes(run.state)) return
  type Told = Pick<RunRow<Step>, 'step' | 'done' | 'total'>
  const say = async (state: Run<Step>['state'], { step, done, total }: Told) => {
    await runs.setRun(db, id, { state, step, done, total, now: clock.now() })
    await announce(db, { topic: 'insights', id })
  }
  try {
    if (run.stop_asked) throw new Stopped()
    const result = await inThread<Result, Told & { step: Step }>(worker, {
      data: { url: db.url, runId: id, now: clock.now().getTime(), timeZone: config.timeZone },
      memoryMb,
      signal,
      first: { step: firstStep, done: 0, total: 0 },
      say: (progress) => say('running', progress),
      stopAsked: async () => (await runs.runOf(db, id))?.stop_asked ?? false,
    })
    const made = count(result)
    if (ended) await db.tx((tx) => ended(tx, false))
    await say('done', { step: null, done: made, total: made })
    await runs.forgetRuns(db, new Date(clock.now().getTime() - keptMs))
  } catch (error) {
    if (signal.aborted) throw error // begun again elsewhere
    if (ended) await db.tx((tx) => ended(tx, true))
    await say(error instanceof Stopped ? 'stopped' : 'failed', { step: null, done: 0, total: 0 })
    if (!(error instanceof Stopped)) throw error
  }
}

const present = <Step extends string>(run: RunRow<Step>): Run<Step> => ({
  id: run.id,
  state: run.state,
  step: run.step,
  done: run.done,
  total: run.total,
  stopping: run.stop_asked,
  askedAt: run.asked_at.toISOString(),
  finishedAt: run.finished_at?.toISOString() ?? null,
})
