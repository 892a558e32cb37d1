import { noteChanged } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import { inThread, Stopped } from '#src/platform/jobs/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { MadeAll, Progress } from './make.ts'
import { forgetRuns, type RunRow, runOf, setRun } from './queries/runs.ts'

/** Columns of a million customers and their forecasts need about a third of this. */
const memoryMb = 1024

/**
 * Carries out a making of all forecasts that somebody or the night asked for, in a thread of its own, with its progress told. Begun again after a
 * kill, it goes on by the model that it had fitted. Ends between two steps when somebody asks it to; what is written by then stays.
 */
export async function carryOut(context: Context, id: Uuid, signal: AbortSignal): Promise<void> {
  const { db, clock, config } = context
  const run = await runOf(db, id)
  if (run === undefined || !['waiting', 'running'].includes(run.state)) return
  const say = async (state: RunRow['state'], { step, done, total }: Omit<Progress, 'step'> & Pick<RunRow, 'step'>) => {
    await setRun(db, id, { state, step, done, total, now: clock.now() })
    await announce(db, { topic: 'insights', id })
  }
  try {
    if (run.stop_asked) throw new Stopped()
    const { customers } = await inThread<MadeAll, Progress>(new URL('./worker.ts', import.meta.url), {
      data: { url: db.url, runId: id, now: clock.now().getTime(), timeZone: config.timeZone },
      memoryMb,
      signal,
      first: { step: 'read', done: 0, total: 0 },
      say: (progress) => say('running', progress),
      stopAsked: async () => (await runOf(db, id))?.stop_asked ?? false,
    })
    await db.tx((tx) => noteChanged(tx, 'all', ['forecast']))
    await say('done', { step: null, done: customers, total: customers })
    await forgetRuns(db, new Date(clock.now().getTime() - 30 * 86_400_000))
  } catch (error) {
    if (signal.aborted) throw error // begun again elsewhere
    // what was written until then stays
    await db.tx((tx) => noteChanged(tx, 'all', ['forecast'], true))
    await say(error instanceof Stopped ? 'stopped' : 'failed', { step: null, done: 0, total: 0 })
    if (!(error instanceof Stopped)) throw error
  }
}
