import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Clock } from '#src/platform/ports/index.ts'
import { facts, type Uuid } from '#src/terms/index.ts'
import type { Env } from './queries/checks.ts'
import { reachFacts, ruleOf, type Subject } from './queries/facts.ts'
import {
  attributesOf,
  type Counted,
  countAllCustomers,
  countFacts,
  countGolden,
  countReach,
  everySource,
  goldenFacts,
  learnPlaces,
  thinOut,
  writeMeasures,
} from './queries/measuring.ts'
import { sourceIds } from './queries/reading.ts'
import { forgetRuns, holdMeasuring, setRun } from './queries/runs.ts'

/** The steps of a measuring, in order: each is one pass over its rows for all sources together. */
const subjects = [
  'claim',
  'purchase',
  'line',
  'invoice',
  'payment',
  'contact',
  'feedback',
] as const satisfies readonly Subject[]
export const steps = ['places', ...subjects, 'reach', 'customers'] as const
export type Step = (typeof steps)[number]

export interface MeasureOptions {
  clock: Clock
  timeZone: string
  /** Only these; all when absent. */
  sources?: readonly Uuid[]
  /** Between steps: `done` of `steps.length`. */
  onStep?: (step: Step, done: number) => Promise<void>
  signal?: AbortSignal
}

/**
 * Measures what the sources tell and how well, and keeps the counts as those of today. Set-based: one pass per kind of rows. A second
 * measuring at the same time waits for the first. Stops between steps when the signal says so, and then leaves the day as it was.
 */
export async function measureSources(db: Db, options: MeasureOptions): Promise<void> {
  const { clock, timeZone } = options
  const env: Env = { now: clock.now(), timeZone }
  await db.tx(async (tx) => {
    await holdMeasuring(tx)
    const known = await sourceIds(tx)
    const wanted = options.sources === undefined ? known : known.filter((id) => options.sources!.includes(id))
    const only = options.sources === undefined ? null : wanted
    const rows: Counted[] = []
    let done = 0
    const step = async (name: Step) => {
      options.signal?.throwIfAborted()
      await options.onStep?.(name, done++)
    }
    await step('places')
    await learnPlaces(tx)
    const own = await attributesOf(tx, only)
    for (const subject of subjects) {
      await step(subject)
      const of = facts.filter((fact) => ruleOf(fact, timeZone)?.subject === subject)
      rows.push(...(await countFacts(tx, subject, of, env, only)))
      if (subject === 'claim') rows.push(...(await countAttributes(tx, own, env)))
    }
    await step('reach')
    const customers = await countAllCustomers(tx)
    for (const fact of reachFacts)
      for (const { source_id, customers: told, first, last } of await countReach(tx, fact))
        if (Number(told) > 0 && (source_id === null || wanted.includes(source_id)))
          rows.push(plain(source_id ?? everySource, fact, customers, Number(told), first, last))
    await step('customers')
    const { counts } = await countGolden(tx)
    goldenFacts.forEach((fact, i) => {
      rows.push(plain(everySource, fact, Number(counts[2 * i]), Number(counts[2 * i + 1])))
    })
    const day = dayIn(env.now, timeZone)
    await writeMeasures(tx, rows, { day, at: env.now, sources: [...wanted, everySource] })
    await thinOut(tx, dayIn(new Date(env.now.getTime() - 60 * 86_400_000), timeZone))
  })
}

/** Columns of the sources' own, each counted in its source only. */
async function countAttributes(
  tx: Parameters<typeof countFacts>[0],
  own: readonly { source_id: Uuid; name: string }[],
  env: Env,
): Promise<Counted[]> {
  const rows: Counted[] = []
  for (const [source, list] of Map.groupBy(own, (one) => one.source_id)) {
    const names = list.map((one) => `attribute:${one.name}`)
    rows.push(...(await countFacts(tx, 'claim', names, env, [source])))
  }
  return rows
}

function plain(
  sourceId: Uuid,
  fact: string,
  applicable: number,
  filled: number,
  first: Date | null = null,
  last: Date | null = null,
): Counted {
  const none = { valid: null, written: null, single: null, agreeing: null, checked: null, correct: null, proven: null }
  return { sourceId, fact, applicable, filled, ...none, ages: null, first, last }
}

/** Measures on behalf of a run that was asked for, and keeps its progress. */
export async function runMeasuring(
  { db, clock, config }: Context,
  run: { id: Uuid; sources: readonly Uuid[] | null },
  signal: AbortSignal,
): Promise<void> {
  const total = steps.length
  const tell = (state: 'running' | 'done' | 'failed', step: Step | null, done: number) =>
    setRun(db, run.id, { state, step, done, total, now: clock.now() })
  try {
    await measureSources(db, {
      clock,
      timeZone: config.timeZone,
      signal,
      onStep: (step, done) => tell('running', step, done),
      ...(run.sources && { sources: run.sources }),
    })
    await tell('done', null, total)
    await forgetRuns(db, new Date(clock.now().getTime() - 30 * 86_400_000))
  } catch (error) {
    await tell('failed', null, 0)
    throw error
  }
}
