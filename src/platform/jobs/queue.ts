import { PgBoss } from 'pg-boss'
import { Value } from 'typebox/value'
import type { Context } from '../context.ts'
import type { Db, Tx } from '../db/index.ts'
import type { Log } from '../log.ts'
import type { Job } from './job.ts'
import type { EnqueueOptions, Jobs, Work } from './jobs.ts'
import { writingOn } from './queries.ts'

export interface RunningJobs extends Jobs {
  /** Stops fetching, waits at most 8 s for what runs and hands back the rest. */
  stop(): Promise<void>
}

export interface JobsOptions {
  readonly url: string
  readonly jobs: readonly Job[]
  /** Also does the work, not only puts it into the queue. */
  readonly work: boolean
  readonly timeZone: string
  readonly log: Log
  /** A fresh context for each run, acting as the program itself. */
  readonly contextFor: () => Context
}

/** A worker that says nothing for this long is taken for dead and its jobs run elsewhere. 10 s is the least that pg-boss takes. */
const heartbeatSeconds = 10
const patience = 8000

/** Opens the queue (pg-boss, schema `jobs`) and, with `work`, begins to work and to keep the timetable. */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const { log, work } = options
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'kauppias jobs',
    schema: 'jobs',
    max: 3,
    supervise: work,
    schedule: work,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    useListenNotify: work,
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  const stopping = new AbortController()
  let silentUntil = 0
  boss.on('error', (error) => {
    // with the database away every look at it fails: once in ten seconds says it
    if (stopping.signal.aborted || performance.now() < silentUntil) return
    silentUntil = performance.now() + 10_000
    log.error('queue', error)
  })
  boss.on('warning', ({ message }) => log.warn('queue', { message }))
  await boss.start()
  await prepare(boss, options)
  if (work) for (const job of options.jobs) await begin(boss, job, options, stopping.signal)
  return {
    enqueue: (on, job, input, more) => send(boss, on, job, input, { key: options.contextFor().uuid(), ...more }),
    stop: async () => {
      stopping.abort()
      await boss.stop({ graceful: true, timeout: patience, close: true })
    },
  }
}

/** Makes the queues as the jobs say and the timetable as their crons say. */
async function prepare(boss: PgBoss, { jobs, work, timeZone }: JobsOptions): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const { name, options } of jobs) {
    const wanted = {
      retryLimit: options.retries ?? 5,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: options.longest ?? 900,
      heartbeatSeconds,
      deleteAfterSeconds: 7 * 24 * 3600,
      notify: true,
    }
    if (!known.has(name)) await boss.createQueue(name, { ...wanted, policy: 'short' })
    else if (work) await boss.updateQueue(name, wanted)
  }
  if (!work) return
  const timetable = new Map(jobs.flatMap(({ name, options }) => (options.cron ? [[name, options.cron] as const] : [])))
  for (const { name } of await boss.getSchedules()) if (!timetable.has(name)) await boss.unschedule(name)
  for (const [name, cron] of timetable) await boss.schedule(name, cron, {}, { tz: timeZone, missed: 'once' })
}

async function begin(boss: PgBoss, job: Job, options: JobsOptions, stopping: AbortSignal): Promise<void> {
  for (let n = 0; n < (job.options.atOnce ?? 1); n++) await beginOne(boss, job, options, stopping)
}

async function beginOne(boss: PgBoss, job: Job, options: JobsOptions, stopping: AbortSignal): Promise<void> {
  const { log } = options
  const settings = {
    batchSize: job.options.batch ?? 20,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: 3,
    perJobResults: true,
  } as const
  const worker = await boss.work<object, unknown, typeof settings>(job.name, settings, async (batch) => {
    const results = []
    for (const { id, data, signal, retryCount } of batch) {
      try {
        const both = AbortSignal.any([signal, stopping])
        both.throwIfAborted()
        const input = Value.Check(job.input, data ?? {}) ? (data ?? {}) : refuse(job.name)
        await job.handle({ input, context: options.contextFor(), signal: both, attempt: retryCount })
        results.push({ id, status: 'completed' as const })
      } catch (error) {
        if (!stopping.aborted) log.error('job failed', error, { job: job.name, id, attempt: retryCount })
        results.push({ id, status: 'failed' as const })
      }
    }
    // a batch of one is never "full" to pg-boss: without a word the next of many would wait for the clock
    if (settings.batchSize === 1) boss.notifyWorker(worker)
    return results
  })
}

function refuse(name: string): never {
  throw new Error(`input of job ${name} is not of its schema`)
}

async function send(
  boss: PgBoss,
  on: Db | Tx,
  job: Work,
  input: unknown,
  options: EnqueueOptions & { key: string },
): Promise<void> {
  if (!Value.Check(job.input, input)) refuse(job.name)
  await boss.send(job.name, input as object, {
    db: writingOn(on),
    singletonKey: options.key, // of policy `short`: one waiting job per key
    ...(options.at === undefined ? {} : { startAfter: options.at }),
  })
}

/** Jobs that are only noted. For tests of verbs that enqueue. */
export function heldJobs(): Jobs & { readonly held: { name: string; input: unknown }[] } {
  const held: { name: string; input: unknown }[] = []
  return {
    held,
    enqueue: async (_, job, input) => {
      held.push({ name: job.name, input })
    },
  }
}
