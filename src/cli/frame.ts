import { parseArgs } from 'node:util'
import { type Config, type Environment, readConfig } from '#src/platform/config.ts'
import { jsonLog } from '#src/platform/log.ts'
import { type Clock, type Random, systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { usage } from './asked.ts'
import type { Command, Invocation } from './command.ts'
import type { OpenDatabase } from './database.ts'
import { exit } from './exit.ts'
import { helpOf, overview } from './help.ts'
import { type Output, outputOn, type Streams } from './output.ts'
import { type Stop, stopOnSignals } from './stop.ts'
import { type Verb, verbs } from './verbs.ts'

export interface Surroundings {
  readonly env: Environment
  readonly streams: Streams
  readonly cwd: string
  readonly clock: Clock
  readonly random: Random
}

/** Runs one command line and returns its exit code. Throws nothing. */
export async function runCommandLine(argv: readonly string[], given: Partial<Surroundings> = {}): Promise<number> {
  const around: Surroundings = {
    env: process.env,
    streams: { out: process.stdout, err: process.stderr },
    cwd: process.env.INIT_CWD ?? process.cwd(), // npm runs scripts in the project's folder
    clock: systemClock,
    random: systemRandom,
    ...given,
  }
  const json = argv.includes('--json')
  const output = outputOn(around.streams, json)
  try {
    return await dispatch(argv, around, output)
  } catch (error) {
    return explain(error, output, around.clock)
  }
}

async function dispatch(argv: readonly string[], around: Surroundings, output: Output): Promise<number> {
  const found = findVerb(argv)
  if (found === undefined) {
    const asked = argv.length === 0 || ['--help', '-h', 'help'].includes(argv[0]!)
    if (!asked)
      throw usage(`There is no verb "${argv[0]}".`, `The verbs are: ${verbs.map(({ name }) => name).join(', ')}.`)
    around.streams.out.write(`${overview()}\n`)
    return argv.length === 0 ? exit.usage : exit.done
  }
  const { verb, rest } = found
  const { command } = await verb.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    around.streams.out.write(`${helpOf(verb, command)}\n`)
    return exit.done
  }
  return runVerb(verb, command, rest, around, output)
}

async function runVerb(
  verb: Verb,
  command: Command,
  rest: readonly string[],
  around: Surroundings,
  output: Output,
): Promise<number> {
  const { words, options } = understand(verb, command, rest)
  const stop = stopOnSignals()
  let opened: Promise<OpenDatabase> | undefined
  let config: Config | undefined
  const invocation: Invocation = {
    ...around,
    words,
    options,
    output,
    signal: stop.signal,
    get config() {
      config ??= readConfig(around.env)
      return config
    },
    database: async ({ migrate = true } = {}) => {
      const { openDatabase } = await import('./database.ts')
      opened ??= openDatabase(invocation.config, { migrate, report: output.note, lost: (error) => stop.because(error) })
      return (await opened).db
    },
  }
  try {
    return afterwards(await command.run(invocation), stop)
  } catch (error) {
    if (stop.signal.aborted) return afterwards(undefined, stop)
    throw error
  } finally {
    await opened?.then(
      (database) => database.close(),
      () => {}, // what the command was told already
    )
    stop.forget()
  }
}

/** A command that ends well after being stopped decides its own code; otherwise the cause of the stop does. */
function afterwards(code: number | undefined, stop: Stop): number {
  if (stop.cause !== undefined) throw stop.cause
  if (typeof code === 'number') return code
  if (!stop.signal.aborted) return exit.done
  return stop.by === 'SIGTERM' ? exit.terminated : exit.interrupted
}

function findVerb(argv: readonly string[]): { verb: Verb; rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const verb = verbs.find(({ name }) => name === argv.slice(0, length).join(' '))
    if (verb !== undefined) return { verb, rest: argv.slice(length) }
  }
  return undefined
}

function understand(verb: Verb, command: Command, rest: readonly string[]): Pick<Invocation, 'words' | 'options'> {
  const options = Object.entries(command.options).map(([name, { value, short, multiple }]) => [
    name,
    {
      type: value === undefined ? 'boolean' : 'string',
      ...(short && { short }),
      ...(multiple && { multiple }),
    } as const,
  ])
  const next = `See: npm run -s kauppias -- ${verb.name} --help`
  let parsed: { values: Invocation['options']; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...rest], options: Object.fromEntries(options), allowPositionals: true })
  } catch (error) {
    throw usage((error as Error).message.split('. ')[0]!, next)
  }
  const { least, most = Number.POSITIVE_INFINITY } = command.words ?? { least: 0, most: 0 }
  const count = parsed.positionals.length
  if (count < least) throw usage(`Something is missing: ${verb.name} ${command.usage}`, next)
  if (count > most) throw usage(`Not understood: ${parsed.positionals.slice(most).join(' ')}`, next)
  return { words: parsed.positionals, options: parsed.values }
}

function explain(error: unknown, output: Output, clock: Clock): number {
  if (error instanceof Refusal) {
    output.value({ error: { code: error.code, because: error.message, next: error.next ?? null } })
    output.note(error.next === undefined ? error.message : `${error.message}\n${error.next}`)
    return error.code === 'usage' ? exit.usage : exit.refused
  }
  output.value({ error: { code: 'fault', because: 'A fault in the program.', next: null } })
  output.note(
    'This is a fault in the program, not yours. What was confirmed is kept. "doctor" may tell more; for those who mend it:',
  )
  jsonLog((line) => output.note(line.trimEnd()), clock).error('fault', error)
  return exit.fault
}
