import { noteChanged } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { dayIn, dayNumber, dayText } from '../days.ts'
import { planForMany } from '../queries.ts'
import { fitHabits } from './habits.ts'
import { foundOf, type InForce, inForce, pastOf, watcher } from './keep.ts'
import { weekOf, type Windows, windowsFor } from './model.ts'
import { fitPaceInTurns, watchedCustomers } from './pace.ts'
import {
  daysAfter,
  deedsOf,
  dropAllDeparted,
  endUnseen,
  extentOf,
  forgetModels,
  forgetRuns,
  insertModel,
  settle,
  setRun,
} from './queries.ts'
import { type WeeklyCounts, weeklyCounts } from './weeks.ts'

const readTogether = 20_000
const judgedTogether = 1000
/** What is usual in baskets, channels and categories is learned from so many of the watched. */
const sampled = 6000
const keptDays = 30

/**
 * Learns a model from the purchases of everybody and looks at all who are watched: reads purchase days chunk by chunk, fits, then reads and
 * settles the watched chunk by chunk, each in a transaction of its own. Purchases that come meanwhile are judged by whoever takes them in.
 * Done again, or twice at once, it ends the same.
 */
export async function watchEveryone(context: Context, runId: Uuid, signal: AbortSignal): Promise<void> {
  const { db, clock } = context
  try {
    await run(context, runId, signal)
    await forgetRuns(db, new Date(clock.now().getTime() - keptDays * 86_400_000))
  } catch (error) {
    await setRun(db, runId, { state: 'failed', done: 0, total: 0, now: clock.now() })
    throw error
  }
}

async function run(
  { db, clock, config: { timeZone }, uuid }: Context,
  runId: Uuid,
  signal: AbortSignal,
): Promise<void> {
  const today = dayIn(clock.now(), timeZone)
  const { first, customers } = await extentOf(db)
  let total = customers
  const progress = (done: number, state: 'running' | 'done' = 'running') =>
    setRun(db, runId, { state, done, total: Math.max(total, done), now: clock.now() })
  await progress(0)
  const windows = first === null ? null : windowsFor(dayNumber(first), dayNumber(today))
  if (windows !== null) {
    const { counts, ids } = await readCounts(db, windows, { today, signal, progress })
    const pace = await fitPaceInTurns(counts)
    const watched = watchedCustomers(counts).map((i) => ids[i]!)
    total = customers + watched.length
    const habits = await learnHabits(db, watched, windows, timeZone)
    const version = await db.tx((tx) =>
      insertModel(
        tx,
        uuid(),
        {
          firstWeek: dayText(windows.first),
          monitoredFrom: dayText(windows.first + 7 * windows.baseline),
          asOf: today,
          model: { pace, habits },
        },
        clock.now(),
      ),
    )
    const model = (await inForce(db))!
    for (let at = 0; at < watched.length; at += judgedTogether) {
      signal.throwIfAborted()
      await judge(db, watched.slice(at, at + judgedTogether), model, { timeZone, today })
      await progress(customers + at)
    }
    await db.tx(async (tx) => {
      const ended = await endUnseen(tx, version, today)
      await noteChanged(tx, [...ended, ...(await dropAllDeparted(tx))], ['deviation'], true)
      await forgetModels(tx, version - keptDays)
    })
  }
  await progress(total, 'done')
}

/** Purchase days of everybody as weekly counts: a few bytes each. */
async function readCounts(
  db: Db,
  windows: Windows,
  {
    today,
    signal,
    progress,
  }: {
    today: string
    signal: AbortSignal
    progress: (done: number) => Promise<void>
  },
): Promise<{ counts: WeeklyCounts; ids: Uuid[] }> {
  const ids: Uuid[] = []
  const customer: number[][] = []
  const week: number[][] = []
  const span = { from: dayText(windows.first), until: today, limit: readTogether }
  let done = 0
  for (let after: Uuid | null = null; ; ) {
    signal.throwIfAborted()
    const page: Awaited<ReturnType<typeof daysAfter>> = await daysAfter(db, after, span)
    const [who, when]: [number[], number[]] = [[], []]
    for (const { customer_id, first, days } of page.rows ?? []) {
      const at = ids.push(customer_id) - 1
      const weeks = days.split(',').map((day) => weekOf(Number(day), windows.first))
      for (const one of first < windows.first ? [-1, ...weeks] : weeks) {
        who.push(at)
        when.push(one)
      }
    }
    customer.push(who)
    week.push(when)
    done += page.read
    await progress(done)
    if (page.read < readTogether || page.last === null) break
    after = page.last
  }
  const bought = { customer: joined(customer), week: joined(week) }
  return { counts: weeklyCounts(bought, ids.length, windows), ids }
}

function joined(parts: readonly (readonly number[])[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

async function learnHabits(db: Db, watched: readonly Uuid[], windows: Windows, timeZone: string) {
  const step = Math.max(1, Math.ceil(watched.length / sampled))
  const sample = watched.filter((_, i) => i % step === 0)
  const pasts = []
  for (let at = 0; at < sample.length; at += judgedTogether) {
    const rows = await deedsOf(db, sample.slice(at, at + judgedTogether), { from: dayText(windows.first), timeZone })
    pasts.push(...rows.map((row) => pastOf(row, windows).deeds))
  }
  return fitHabits(pasts, windows)
}

async function judge(
  db: Db,
  ids: readonly Uuid[],
  model: InForce,
  { timeZone, today }: { timeZone: string; today: string },
): Promise<void> {
  await db.tx(async (tx) => {
    await planForMany(tx)
    const rows = await deedsOf(tx, ids, { from: model.head.first_week, timeZone })
    // as whoever comes in today is judged: what is kept and what is made anew must not differ
    const { currents } = watcher(model, today)
    const found = rows.flatMap((row) => foundOf(row.customer_id, currents(pastOf(row, model.windows))))
    const changed = await settle(tx, rows, found, { today, version: model.head.version })
    if (changed.length > 0) await noteChanged(tx, changed, ['deviation'], true)
  })
}
