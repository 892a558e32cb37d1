import type { Config, Environment } from '#src/platform/config.ts'
import type { Db } from '#src/platform/db/index.ts'
import type { Clock, Random } from '#src/platform/ports/index.ts'
import type { Output } from './output.ts'

/** An option of a command. `value` is how `--help` calls what follows it; without, it is a switch. */
export interface Option {
  readonly about: string
  readonly value?: string
  readonly short?: string
  readonly multiple?: boolean
}

/** One verb of the command line. */
export interface Command {
  /** What follows the verb, e.g. `FILE… --source NAME`. */
  readonly usage: string
  /** What it does, in sentences of one line each. */
  readonly about: readonly string[]
  /** Whole command lines after `kauppias`. */
  readonly examples: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** How many words besides options it takes; none when absent. */
  readonly words?: { readonly least: number; readonly most?: number }
  /** Does it. Returns the exit code. Throws Refusal for what the person can mend. */
  run(invocation: Invocation): Promise<number>
}

/** What a command is given. */
export interface Invocation {
  readonly words: readonly string[]
  /** `--name` → true for a switch, text for a value, texts for `multiple`. */
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  /** The folder where the person stands, to which file names are relative. */
  readonly cwd: string
  readonly env: Environment
  /** Throws a Refusal when the environment is not accepted. */
  readonly config: Config
  readonly clock: Clock
  readonly random: Random
  readonly output: Output
  /** Aborted by Ctrl-C, by SIGTERM, and when the database is lost. */
  readonly signal: AbortSignal
  /** Opens the database on first use, starting the built-in server if need be, and brings it to this version; the frame closes it. */
  database(options?: { migrate?: boolean }): Promise<Db>
}
