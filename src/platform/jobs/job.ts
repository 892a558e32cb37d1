import type { Static, TSchema } from 'typebox'
import type { Context } from '../context.ts'
import type { Work } from './jobs.ts'

/** What a handler gets. */
export interface JobCall<Input> {
  readonly input: Input
  /** Acts as the program itself. */
  readonly context: Context
  /** Aborted when the program stops or the job takes longer than it may: finish the piece at hand and return or throw. */
  readonly signal: AbortSignal
  /** 0 at first; a job whose worker died comes again with one more. */
  readonly attempt: number
}

export interface JobOptions {
  /** Five fields, in the company's time zone, e.g. `0 3 * * *`. Missed while the program was down: run once. The input is `{}`. */
  readonly cron?: string
  /** How often it is tried again after a failure (default 5, with growing pauses). */
  readonly retries?: number
  /** Longest time one run may take, in seconds (default 900). */
  readonly longest?: number
  /** How many run at once in one process (default 1). */
  readonly atOnce?: number
  /** How many are fetched together (default 20); 1 for work that takes minutes, so that it does not hold up others. */
  readonly batch?: number
}

/** A kind of background work, types erased. It may run more than once: handlers leave the same state the second time. */
export interface Job extends Work {
  readonly options: JobOptions
  readonly handle: (call: JobCall<unknown>) => Promise<void>
}

/** Declares a kind of work. `name` is `slice.what`; `input` is checked when it is put into the queue and holds ids, not personal data. */
export function defineJob<S extends TSchema>(
  name: string,
  input: S,
  handle: (call: JobCall<Static<S>>) => Promise<void>,
  options: JobOptions = {},
): Job & Work<S> {
  return { name, input, options, handle: handle as Job['handle'] }
}
