import { Refusal } from '#src/platform/refusal.ts'
import type { Invocation } from './command.ts'

/** The text that an option was given; undefined where there is none. */
export const textOf = (value: Invocation['options'][string]): string | undefined =>
  typeof value === 'string' ? value : undefined

/** The command line is not understood: exit code 2. `next` says what to write instead. */
export const usage = (because: string, next: string): Refusal => new Refusal(400, 'usage', because, next)
