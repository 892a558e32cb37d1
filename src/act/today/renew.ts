import { dayIn } from '#src/know/insights/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Composed, dealAll, dealNew } from './dealing.ts'
import { type Company, envOf, mainCurrency, subjectOf } from './env.ts'
import { actsSince, keepRun, lastRun, takeMarked } from './queries/acts.ts'
import {
  deleteLines,
  deleteList,
  insertLines,
  type LineRow,
  lockLines,
  lockList,
  type ReasonRow,
  reasonsOf,
} from './queries/lines.ts'
import { bestSubjects, subjectsOf } from './queries/sources.ts'
import { scoreOf, sizeOf, together } from './score.ts'
import type { Env, Found, Subject } from './source.ts'
import { sourceOf, sources } from './sources/index.ts'
import { type ActRow, hidden, holderOf, longestDays } from './stand.ts'
import { yearlyOf } from './worth.ts'

/** So many of the best customers are looked through every morning. */
const looked = 10_000
/** Lines of one day at the most. */
const mostLines = 500
const dayMs = 86_400_000

/** What each found customer's line would be, before anybody is dealt it. */
function compose(
  subject: Subject,
  found: ReadonlyMap<string, Found>,
  { env, acts, old }: { env: Env; acts: readonly ActRow[]; old: LineRow | undefined },
): Composed | null {
  const size = sizeOf(subject, env)
  const reasons = [...found]
    .filter(([kind, one]) => !hidden({ kind, since: one.since }, acts, env))
    .map(([kind, one]) => ({
      customer_id: subject.id,
      kind,
      score:
        Math.round(scoreOf(one.urgency ?? sourceOf.get(kind)!.urgency, size, sourceOf.get(kind)!.base) * 100) / 100,
      since: one.since,
      figures: one.figures,
    }))
    .sort((a, b) => b.score - a.score || (a.kind < b.kind ? -1 : 1))
  const [first] = reasons
  if (first === undefined) return null
  // the strongest reason whose worth is known speaks of money
  const worths = reasons.map(({ kind }) => sourceOf.get(kind)!.worth(subject, env))
  const worth = worths.find(({ amount }) => amount !== null) ?? worths[0]!
  const holder = holderOf(acts, env)
  const line: LineRow = {
    customer_id: subject.id,
    score: Math.round(together(reasons.map(({ score }) => score)) * 100) / 100,
    worth: worth.amount,
    currency: worth.currency,
    how: worth.how,
    found_at: old?.found_at ?? env.now,
    solved_at: null,
    solved_by: null,
    dealt_to: holder?.by ?? old?.dealt_to ?? null,
    dealt_on: holder ? (old?.dealt_on ?? env.day) : (old?.dealt_on ?? null),
    taken_at: holder?.at ?? null,
  }
  return { line, reasons, subject }
}

async function look(
  runner: Runner,
  env: Env,
  who: { ids: readonly Uuid[] | null; subjects: readonly Subject[]; standing: readonly ReasonRow[] },
): Promise<Map<Uuid, Map<string, Found>>> {
  const of = new Map<Uuid, Map<string, Found>>()
  for (const source of sources) {
    const standing = who.standing
      .filter(({ kind }) => kind === source.kind)
      .map(({ customer_id: customerId, since, figures }) => ({ customerId, since, figures }))
    for (const one of await source.find({ runner, env, ids: who.ids, subjects: who.subjects, standing })) {
      const mine = of.get(one.customerId) ?? new Map<string, Found>()
      of.set(one.customerId, mine.set(source.kind, one))
    }
  }
  return of
}

/** By customer. */
const grouped = <T extends { customer_id: Uuid }>(rows: readonly T[]): Map<Uuid, T[]> =>
  Map.groupBy(rows, (row) => row.customer_id)

/**
 * The list of the day, in one transaction: the best customers, and whoever the sources find, scored, the best kept and dealt. A line that stands goes
 * on with whoever had it. Reads a bounded number of rows however many customers there are.
 * @returns how many lines there are
 */
export async function makeList(db: Db, company: Company, now: Date): Promise<number> {
  return db.tx(async (tx) => {
    const env = await envOf(tx, company, now)
    const currency = mainCurrency(env.figures, company.currency)
    const best = (await bestSubjects(tx, { currency, limit: looked, timeZone: env.timeZone })).map(subjectOf)
    const top = best.reduce((most, subject) => Math.max(most, yearlyOf(subject) ?? 0), 0)
    const whole = { ...env, top }
    const old = new Map((await lockList(tx)).map((row) => [row.customer_id, row]))
    const standing = await reasonsOf(tx, [...old.keys()])
    const found = await look(tx, whole, { ids: null, subjects: best, standing })
    const known = new Map(best.map((subject) => [subject.id, subject]))
    const others = [...found.keys()].filter((id) => !known.has(id))
    for (const row of await subjectsOf(tx, others, env.timeZone)) known.set(row.id, subjectOf(row))
    const acts = grouped(await actsSince(tx, [...found.keys()], new Date(now.getTime() - longestDays * dayMs)))
    const composed = [...found].flatMap(([id, its]) => {
      const subject = known.get(id)
      if (subject === undefined) return []
      return compose(subject, its, { env: whole, acts: acts.get(id) ?? [], old: old.get(id) }) ?? []
    })
    composed.sort((a, b) => b.line.score - a.line.score || (a.line.customer_id < b.line.customer_id ? -1 : 1))
    const kept = composed.filter(({ line }, i) => i < mostLines || line.taken_at !== null)
    const solved = solvedToday([...old.values()], new Set(kept.map(({ line }) => line.customer_id)), env)
    await dealAll(tx, kept, whole)
    await deleteList(tx)
    await insertLines(
      tx,
      [...kept.map(({ line }) => line), ...solved],
      [
        ...kept.flatMap(({ reasons }) => reasons),
        ...standing.filter((row) => solved.some((line) => line.customer_id === row.customer_id)),
      ],
    )
    const kinds: Record<string, number> = {}
    for (const { reasons } of kept) for (const { kind } of reasons) kinds[kind] = (kinds[kind] ?? 0) + 1
    const floor = kept.length < mostLines ? 0 : kept.at(-1)!.line.score
    await keepRun(tx, { day: env.day, made_at: now, top, floor, lines: kept.length, kinds })
    if (kept[0] ?? old.size > 0)
      await announce(tx, { topic: 'attention', id: kept[0]?.line.customer_id ?? [...old.keys()][0]! })
    return kept.length
  })
}

/** What solved itself today stays to be seen until the morning. */
const solvedToday = (
  old: readonly LineRow[],
  open: ReadonlySet<Uuid>,
  { day, timeZone }: Omit<Env, 'top'>,
): LineRow[] =>
  old.filter(
    (line) => line.solved_at !== null && !open.has(line.customer_id) && dayIn(line.solved_at, timeZone) === day,
  )

/**
 * Looks at these customers anew, in the caller's transaction: their lines come, change, solve themselves or go. A line that is with somebody and
 * whose reasons have gone by themselves stays, marked solved, until the morning.
 */
export async function renew(tx: Tx, ids: readonly Uuid[], company: Company, now: Date): Promise<void> {
  if (ids.length === 0) return
  const run = await lastRun(tx)
  const env: Env = { ...(await envOf(tx, company, now)), top: run?.top ?? 0 }
  const old = new Map((await lockLines(tx, ids)).map((row) => [row.customer_id, row]))
  const standing = await reasonsOf(tx, [...old.keys()])
  const subjects = (await subjectsOf(tx, ids, env.timeZone)).map(subjectOf)
  const found = await look(tx, env, { ids, subjects, standing })
  const acts = grouped(await actsSince(tx, ids, new Date(now.getTime() - longestDays * dayMs)))
  const before = grouped(standing)
  const lines: Composed[] = []
  for (const subject of subjects) {
    const had = old.get(subject.id)
    const mine = acts.get(subject.id) ?? []
    const composed = compose(subject, found.get(subject.id) ?? new Map(), { env, acts: mine, old: had })
    if (composed !== null && (had !== undefined || composed.line.score >= (run?.floor ?? 0))) lines.push(composed)
    else if (composed === null && had !== undefined) {
      const solved = solvedLine(subject, had, before.get(subject.id) ?? [], mine, env)
      if (solved !== null) lines.push(solved)
    }
  }
  await deleteLines(tx, ids)
  await dealNew(tx, lines, env)
  await insertLines(
    tx,
    lines.map(({ line }) => line),
    lines.flatMap(({ reasons }) => reasons),
  )
  if (lines.length > 0 || old.size > 0)
    await announce(tx, { topic: 'attention', id: lines[0]?.line.customer_id ?? [...old.keys()][0]! })
}

/** The line as it stays for the day, where its reasons went by themselves while it was with somebody. */
function solvedLine(
  subject: Subject,
  had: LineRow,
  reasons: ReasonRow[],
  acts: readonly ActRow[],
  env: Env,
): Composed | null {
  if (had.dealt_to === null) return null
  if (had.solved_at !== null) return { line: had, reasons, subject }
  const gone = reasons.filter(({ kind, since }) => !hidden({ kind, since }, acts, env))
  if (gone.length === 0) return null
  const bought = gone.some(
    ({ figures }) => figures.last !== undefined && subject.last !== null && subject.last > figures.last,
  )
  return { line: { ...had, solved_at: env.now, solved_by: bought ? 'bought' : 'handled' }, reasons: gone, subject }
}

/** Marks of one transaction at the most: those who come first wait for few. */
const batch = 500
/** A mark that is nobody's: something changed of all customers together. */
export const everybody: Uuid = '00000000-0000-0000-0000-000000000000'

/** Looks anew at whoever is marked, batch by batch; returns how many. */
export async function renewMarked(db: Db, company: Company, now: () => Date, signal?: AbortSignal): Promise<number> {
  let done = 0
  while (!signal?.aborted) {
    const ids = await db.tx(async (tx) => {
      const taken = await takeMarked(tx, batch)
      await renew(tx, taken, company, now())
      return taken
    })
    if (ids.includes(everybody)) await makeList(db, company, now())
    if (ids.length === 0) break
    done += ids.length
  }
  return done
}
