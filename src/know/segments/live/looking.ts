import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'

import { asking, type Asking, concerns, envFor, meantBy } from './asking.ts'
import { askFor } from './asked.ts'
import { type Because, type Difference, look, type Looking } from './queries/evaluate.ts'
import { catalogue, type Kept } from './queries/catalogue.ts'
import {
  awaitLook,
  dropDue,
  dropMarks,
  dueBy,
  floods,
  inside,
  noteDay,
  takeFlood,
  takeMarks,
  takeWide,
  tryLook,
} from './queries/marks.ts'

/** Customers looked at in one transaction, and from how many marks of bulk work on everybody is looked at instead. */
export const chunk = { soon: 500, bulk: 2000, due: 2000, flood: 30_000 } as const

export interface Looked {
  /** Marks and moments that were dealt with: 0 = nothing waits. */
  readonly count: number
  readonly differences: readonly Difference[]
}

/**
 * Looks at what waits, in one transaction: those of whom something changed first, then bulk work, then those whose day has come. Returns
 * null while somebody else is at it. `large`: large bulks have ended.
 */
export async function lookNext(context: Context, large = true): Promise<Looked | null> {
  const look = (singly: boolean) =>
    context.db.tx(async (tx) => {
      if (!(await tryLook(tx))) return null
      return lookWithin(context, tx, { large, singly })
    })
  try {
    return await look(false)
  } catch (error) {
    if (error instanceof Refusal) throw error
    // one of them cannot be asked of somebody: the others are not to wait for it
    return look(true)
  }
}

interface How {
  readonly large: boolean
  /** Segment by segment: one that fails is left as it is, and waits to be built. */
  readonly singly: boolean
}
async function lookWithin(context: Context, tx: Tx, { large, singly }: How): Promise<Looked> {
  const kept = await catalogue(tx)
  if (kept.length === 0) {
    await dropMarks(tx)
    return { count: 0, differences: [] }
  }
  const all = { ...(await askings(context, tx, kept)), singly }
  const { today } = all.env
  const before = await noteDay(tx, today)
  // what was looked at on a later day may not hold on an earlier one
  if (before !== null && before > today)
    await rebuildOf(context, tx, all.asked, (one) => one.due !== undefined, 'clock')
  const wide = await takeWide(tx, large)
  if (wide !== 0) await rebuildOf(context, tx, all.asked, (one) => concerns(one, wide), 'wide')
  const soon = await takeMarks(tx, false, chunk.soon)
  if (soon.length > 0) return lookAt(context, tx, all, marked(soon), 'change')
  if (await floods(tx, chunk.flood)) {
    const areas = await takeFlood(tx)
    await rebuildOf(context, tx, all.asked, (one) => concerns(one, areas), 'wide')
    return { count: chunk.flood, differences: [] }
  }
  const bulk = await takeMarks(tx, true, chunk.bulk)
  if (bulk.length > 0) return lookAt(context, tx, all, marked(bulk), 'change')
  const due = await dueBy(tx, today, chunk.due)
  const segments = new Set(due.flatMap((row) => row.segments))
  const whom = { customers: due.map((row) => row.customer_id), chosen: (one: Asking) => segments.has(one.id) }
  if (due.length === 0) return { count: wide === 0 ? 0 : 1, differences: [] }
  const looked = all.asked.filter(isLive).map(({ id }) => id)
  await dropDue(tx, today, whom.customers, looked)
  return lookAt(context, tx, all, whom, 'time')
}

const isLive = (one: Asking) => !one.building && !one.unbuilt

interface All {
  readonly singly: boolean
  readonly env: Awaited<ReturnType<typeof envFor>>
  readonly asked: readonly Asking[]
}
async function askings(context: Context, tx: Tx, kept: readonly Kept[]): Promise<Omit<All, 'singly'>> {
  const env = await envFor(tx, context, meantBy(kept))
  const faulty = (id: Uuid, error: unknown) =>
    context.log.error('a segment cannot be looked at', error, { segment: id })
  return { env, asked: asking(kept, env, faulty) }
}

/** Values that one statement may carry: the server takes 65 535. */
const mostValues = 20_000
/** Segments in as few statements as their values fit in; at least one, for whoever is no more leaves everything. */
function portionsOf(asked: readonly Asking[]): Asking[][] {
  const portions: Asking[][] = [[]]
  let values = 0
  for (const one of asked) {
    const own = one.inside.values.length + (one.due?.values.length ?? 0)
    if (values > 0 && values + own > mostValues) {
      portions.push([])
      values = 0
    }
    portions.at(-1)!.push(one)
    values += own
  }
  return portions
}

interface Whom {
  readonly customers: readonly Uuid[]
  readonly chosen: (one: Asking) => boolean
}
function marked(marks: readonly { customer_id: Uuid; areas: number }[]): Whom {
  const areas = marks.reduce((bits, mark) => bits | mark.areas, 0)
  return { customers: marks.map((mark) => mark.customer_id), chosen: (one) => concerns(one, areas) }
}

async function lookAt(
  context: Context,
  tx: Tx,
  all: All,
  { customers, chosen }: Whom,
  because: Because,
): Promise<Looked> {
  const live = all.asked.filter((one) => chosen(one) && isLive(one))
  const building = all.asked.filter((one) => one.building).map(({ id }) => id)
  const looking = { customers, building, because, today: all.env.today, now: context.now }
  const differences: Difference[] = []
  const leaning = live.filter((one) => one.leans)
  // what names lists is asked when these stand
  const portions = [...portionsOf(live.filter((one) => !one.leans)), ...(leaning.length > 0 ? portionsOf(leaning) : [])]
  if (all.singly) {
    for (const one of [[], ...portions.flat().map((alone) => [alone])])
      differences.push(...(await lookAlone(context, tx, { ...looking, asked: one })))
  } else for (const asked of portions) differences.push(...(await look(tx, { ...looking, asked })))
  return { count: customers.length, differences }
}

/** Looks by one segment, or by none; when that fails, it waits to be built. */
async function lookAlone(context: Context, tx: Tx, looking: Looking): Promise<Difference[]> {
  try {
    return await inside(tx, () => look(tx, looking))
  } catch (error) {
    const [one] = looking.asked
    if (one === undefined) throw error
    context.log.error('a segment cannot be looked at', error, { segment: one.id })
    await askFor(context, tx, [one.id], 'asked')
    return []
  }
}

async function rebuildOf(
  context: Context,
  tx: Tx,
  asked: readonly Asking[],
  chosen: (one: Asking) => boolean,
  why: 'wide' | 'clock',
): Promise<void> {
  const ids = asked.filter(chosen).map(({ id }) => id)
  await askFor(context, tx, ids, why)
}

/** Looks at customers by one segment, for its builder: whoever changed while it was built. The caller's transaction holds the members. */
export async function lookAgain(context: Context, tx: Tx, segment: Uuid, customers: readonly Uuid[]): Promise<void> {
  await awaitLook(tx)
  const { env, asked } = await askings(context, tx, await catalogue(tx))
  const mine = asked.filter((one) => one.id === segment)
  for (let i = 0; i < customers.length; i += chunk.soon) {
    const some = customers.slice(i, i + chunk.soon)
    await look(tx, {
      customers: some,
      asked: mine,
      building: [],
      because: 'change',
      today: env.today,
      now: context.now,
    })
  }
}
