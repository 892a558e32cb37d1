import { setTimeout as pauseFor } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** Somebody asked to stop, or the program does. */
export class Stopped extends Error {}

const lookEveryMs = 500

interface Threaded<Progress> {
  /** What the thread reads as `workerData`; it posts `{ progress }` now and then, and `{ result }` once. */
  readonly data: object
  readonly memoryMb: number
  readonly signal: AbortSignal
  /** What is told before the thread has told anything. */
  readonly first: Progress
  /** Told twice a second at most, and only what is new. */
  readonly say: (progress: Progress) => Promise<void>
  /** Whether somebody asked to stop; looked at as often. */
  readonly stopAsked: () => Promise<boolean>
}

/** Does long work in a thread of its own: its memory and time are not those of the requests. Rejects with `Stopped` when asked to stop. */
export async function inThread<Result, Progress extends { step: string; done: number }>(
  script: URL,
  { data, memoryMb, signal, first, say, stopAsked }: Threaded<Progress>,
): Promise<Result> {
  if (signal.aborted) throw new Stopped()
  const worker = new Worker(script, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: memoryMb } })
  let latest = first
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  worker.on('message', (message: { progress?: Progress; result?: Result }) => {
    if (message.progress) latest = message.progress
    if (message.result) resolve(message.result)
  })
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the thread ended without a result')))
  const stopped = () => reject(new Stopped())
  signal.addEventListener('abort', stopped)
  const looking = new AbortController()
  const looks = (async () => {
    let told = ''
    while (!looking.signal.aborted) {
      if (await stopAsked()) return stopped()
      const now = `${latest.step} ${latest.done}`
      if (now !== told) await say(latest)
      told = now
      await pauseFor(lookEveryMs, undefined, { signal: looking.signal }).catch(() => {})
    }
  })().catch(reject)
  try {
    return await promise
  } finally {
    looking.abort()
    signal.removeEventListener('abort', stopped)
    await worker.terminate()
    await looks
  }
}
