import type { Context } from '#src/platform/context.ts'
import { inThread, Stopped } from '#src/platform/jobs/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Made, Progress } from './make.ts'
import { forgetRuns, type RunRow, runOf, setRun } from './queries/runs.ts'

/** Ten million lines and EASE over 2,000 products need about half of this. */
const memoryMb = 2048

/**
 * Carries out a learning of links that somebody or the night asked for, in a thread of its own, with its progress told. Begun again after a
 * kill, it begins from the start. Ends when somebody asks it to; what was in force before stays.
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
    const { products } = await inThread<Made, Progress>(new URL('./worker.ts', import.meta.url), {
      data: { url: db.url, now: clock.now().getTime(), timeZone: config.timeZone },
      memoryMb,
      signal,
      first: { step: 'read', done: 0, total: 0 },
      say: (progress) => say('running', progress),
      stopAsked: async () => (await runOf(db, id))?.stop_asked ?? false,
    })
    await say('done', { step: null, done: products, total: products })
    await forgetRuns(db, new Date(clock.now().getTime() - 30 * 86_400_000))
  } catch (error) {
    if (signal.aborted) throw error // begun again elsewhere
    await say(error instanceof Stopped ? 'stopped' : 'failed', { step: null, done: 0, total: 0 })
    if (!(error instanceof Stopped)) throw error
  }
}
