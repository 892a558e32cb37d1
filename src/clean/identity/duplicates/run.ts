import { setTimeout as pauseFor } from 'node:timers/promises'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { inThread, Stopped } from '#src/platform/jobs/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import { mergeGroup } from './decide.ts'
import { regroupAll } from './groups.ts'
import { autoGroups, countAuto, type Group } from './queries/groups.ts'
import { policies } from './queries/models.ts'
import { type Run, type RunResult, runById, setRun } from './queries/runs.ts'
import { dropSeen, olderOpen, ownTransaction } from './queries/stale.ts'
import type { Progress, SearchResult } from './search.ts'
import type { WorthOf } from './shapes.ts'

/** Names of all columns of a million customers and the pairs of 64-bit arithmetic need about two. */
const memoryMb = 4096

/**
 * Carries out a search through the whole base that somebody asked for: in a thread of its own, with its progress told, then the groups, then, where
 * it is switched on, the merging of the automatic zone. Goes on where it was after a kill: the search from the beginning, the merging where it
 * stood. Stops between steps when somebody asks it to.
 */
export async function carryOut(
  context: Context,
  id: Uuid,
  options: { worthOf: (tx: Tx) => WorthOf; signal: AbortSignal },
): Promise<void> {
  const run = await runById(context.db, id)
  if (!run || ['done', 'failed', 'cancelled'].includes(run.state)) return
  const teller = tellerOf(context, id)
  const began = context.clock.now().getTime()
  try {
    const searched = run.state === 'merging' ? run.result : await searchAndGroup(context, run, options, teller)
    await teller.say('merging', 'merging', 0, 1, searched ?? undefined)
    const merged = await mergeAutomatic(context, id, options, teller)
    const seconds = Math.round((context.clock.now().getTime() - began) / 1000) + (searched?.seconds ?? 0)
    await teller.say('done', null, 1, 1, { ...noResult, ...searched, merged, seconds })
  } catch (error) {
    if (options.signal.aborted) throw error // begun again elsewhere
    await teller.say(error instanceof Stopped ? 'cancelled' : 'failed', null, 0, 1)
    if (!(error instanceof Stopped)) throw error
  }
}
const noResult: RunResult = { customers: 0, compared: 0, pairs: 0, groups: 0, merged: 0, seconds: 0 }

interface Teller {
  say(state: Run['state'], step: string | null, done: number, total: number, result?: RunResult): Promise<void>
}
function tellerOf({ db, clock }: Context, id: Uuid): Teller {
  return {
    say: async (state, step, done, total, result) => {
      await setRun(db, id, { state, step, done, total, now: clock.now(), ...(result && { result }) })
      await announce(db, { topic: 'duplicates', id })
    },
  }
}

async function searchAndGroup(
  context: Context,
  run: Run,
  { worthOf, signal }: { worthOf: (tx: Tx) => WorthOf; signal: AbortSignal },
  teller: Teller,
): Promise<RunResult> {
  const { db, clock } = context
  const began = clock.now().getTime()
  await teller.say('running', 'reading', 0, 1)
  await earlierOver(context, signal)
  const found = await inThread<SearchResult, Progress>(new URL('./worker.ts', import.meta.url), {
    data: { url: db.url, runId: run.id, now: began },
    memoryMb,
    signal,
    first: { step: 'reading', done: 0, total: 1 },
    say: ({ step, done, total }) => teller.say('running', step, done, total),
    stopAsked: async () => (await runById(db, run.id))?.cancel_asked ?? false,
  })
  const groups = await db.tx(async (tx) => {
    await dropSeen(tx, found.horizon)
    return regroupAll(tx, worthOf(tx))
  })
  const { customers, compared, pairs } = found
  const seconds = Math.round((clock.now().getTime() - began) / 1000)
  return { customers, compared, pairs, groups, merged: 0, seconds }
}

/** Those who write and began before marks were wanted have ended: from here on nobody's change is missed. At most a minute. */
async function earlierOver({ db }: Context, signal: AbortSignal): Promise<void> {
  const mine = await db.tx(ownTransaction)
  for (let tries = 0; tries < 600 && (await olderOpen(db, mine)); tries++) await pauseFor(100, undefined, { signal })
}

/** The kinds whose sure pairs are merged without asking. */
async function automaticKinds(context: Pick<Context, 'db'>): Promise<CustomerKind[]> {
  return (await policies(context.db)).flatMap(({ kind, automatic }) => (automatic ? [kind] : []))
}

const together = 50
/** Merges what of the queue stands in the automatic zone, group by group; answers how many customers went into others. */
async function mergeAutomatic(
  context: Context,
  id: Uuid,
  { worthOf, signal }: { worthOf: (tx: Tx) => WorthOf; signal: AbortSignal },
  teller: Teller,
): Promise<number> {
  const kinds = await automaticKinds(context)
  if (kinds.length === 0) return 0
  const total = await countAuto(context.db, kinds)
  return mergeSome(context, kinds, worthOf, async (done) => {
    signal.throwIfAborted()
    if ((await runById(context.db, id))?.cancel_asked) throw new Stopped()
    await teller.say('merging', 'merging', done, Math.max(total, done))
  })
}

/** Some groups after the others; before each lot `going` is told how many are done, and ends it by throwing. */
async function mergeSome(
  context: Context,
  kinds: readonly CustomerKind[],
  worthOf: (tx: Tx) => WorthOf,
  going: (done: number) => Promise<void> | void,
): Promise<number> {
  let merged = 0
  let done = 0
  for (let after: Uuid | null = null; ; ) {
    await going(done)
    const groups: Group[] = await autoGroups(context.db, after, kinds, together)
    for (const group of groups) merged += await mergeGroup(context, group, worthOf)
    done += groups.length
    const last = groups.at(-1)
    if (!last) return merged
    after = last.id
  }
}

/** Merges all that stands in the automatic zone now, where that is switched on: after arrivals. Throws when the signal says so. */
export async function mergeArrived(
  context: Context,
  worthOf: (tx: Tx) => WorthOf,
  signal?: AbortSignal,
): Promise<number> {
  const kinds = await automaticKinds(context)
  return kinds.length === 0 ? 0 : mergeSome(context, kinds, worthOf, () => signal?.throwIfAborted())
}
