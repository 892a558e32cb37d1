import { authorize, may } from '#src/company/index.ts'
import { leadsTo, namesOf } from '#src/know/customers/index.ts'
import { dayIn, monthsUpTo } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { unknownPlace } from '#src/platform/refusal.ts'
import type { Day, Role, Uuid } from '#src/terms/index.ts'
import type { Action, Attention, AttentionSettings, CustomerAttention, Done, Line } from './contract.ts'
import { startOf } from './days.ts'
import { valueTo } from './deal.ts'
import { usualCapacity } from './dealing.ts'
import { morning } from './jobs.ts'
import {
  actsOfCustomer,
  actsOfPerson,
  capacityOf,
  type DoneRow,
  forgetWeights,
  lastRun,
  setCapacity,
  type WeightRow,
  weights,
} from './queries/acts.ts'
import {
  countLines,
  lineOfCustomer,
  linesOfPerson,
  namesOfStaff,
  pageOfLines,
  type ReasonRow,
  reasonsOf,
  type ShownRow,
} from './queries/lines.ts'
import { purchaseMonths } from './queries.ts'

import { weightOf } from './score.ts'
import { sources } from './sources/index.ts'

const shownMonths = 12
const shownActs = 50
const shownOfCustomer = 10

/** Lines hold figures, sums and what was said: who may not see all of that sees none. */
const sees = ({ actor }: Context) =>
  may(actor, 'customer.read') && may(actor, 'timeline.read') && may(actor, 'value.read')

const cursorOf = ({ score, customer_id }: ShownRow) => Buffer.from(`${score} ${customer_id}`).toString('base64url')
function placeOf(cursor: string | undefined): { score: number; id: Uuid } | null {
  if (cursor === undefined) return null
  const [, score = '', id = ''] =
    /^(\d+(?:\.\d+)?) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (score === '') throw unknownPlace()
  return { score: Number(score), id }
}

/**
 * The shopkeeper's list, best first: of the reader by what their team has learned (`mine`), or of everybody in pages (`team`). What the
 * reader did today comes along, to be taken back.
 */
export async function list(
  context: Context,
  query: { scope?: 'mine' | 'team'; after?: string; limit?: number },
): Promise<Attention> {
  authorize(context.actor, 'today.read')
  const { db, actor, now, config } = context
  const day = dayIn(now, config.timeZone)
  const place = placeOf(query.after)
  const limit = query.limit ?? 50
  const team = query.scope === 'team'
  const shown = sees(context)
  const [run, capacity, rows, learned, did, counted] = await Promise.all([
    lastRun(db),
    capacityOf(db, usualCapacity),
    shown ? (team ? pageOfLines(db, place, limit + 1) : linesOfPerson(db, actor.id)) : [],
    team ? [] : weights(db),
    shown ? actsOfPerson(db, actor.id, dayStart(day, config.timeZone), shownActs) : [],
    shown ? countLines(db, actor.id) : { others: 0, free: 0 },
  ])
  const page = team ? rows.slice(0, limit) : rows
  const told = await beside(context, page, day)
  const ordered = team ? page : inOrderOf(actor.role, page, told.reasons, learned)
  return {
    day,
    madeAt: run?.made_at.toISOString() ?? null,
    capacity,
    lines: ordered.map((row) => presentLine(row, told)),
    next: team && rows.length > limit ? cursorOf(page.at(-1)!) : null,
    ...counted,
    done: did.map((row) => ({
      ...presentAct(row, new Map([[actor.id, actor.name]]), actor.id),
      customer: { id: row.customer_id, name: row.name },
    })),
  }
}

/** A moment surely not after the day began in the company's zone, and hardly before. */
const dayStart = (day: Day, timeZone: string): Date => {
  const noon = new Date(startOf(day).getTime() + 12 * 3_600_000)
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(noon))
  return new Date(startOf(day).getTime() - (hour - 12) * 3_600_000)
}

function inOrderOf(
  team: Role,
  rows: readonly ShownRow[],
  reasons: ReadonlyMap<Uuid, ReasonRow[]>,
  learned: readonly WeightRow[],
): ShownRow[] {
  const weight = new Map(
    learned
      .filter((row) => row.team === team)
      .map((row) => [row.kind, weightOf({ useful: row.useful, notUseful: row.not_useful })]),
  )
  const value = (row: ShownRow) => valueTo(team, reasons.get(row.customer_id) ?? [], (_, kind) => weight.get(kind) ?? 1)
  const solved = (row: ShownRow) => Number(row.solved_at !== null)
  return [...rows].sort((a, b) => solved(a) - solved(b) || value(b) - value(a) || b.score - a.score)
}

/** What can be done, as far as what is known of the customer tells. */
function actionOf(kind: string, row: ShownRow): Action {
  if (kind === 'quarantined') return 'mend'
  if (kind === 'unanswered') return 'answer'
  if (kind === 'champion' || kind === 'birthday') return 'thank'
  if (row.has_phone) return 'call'
  return row.has_email ? 'write' : 'meet'
}

/** What stands beside lines in other tables. */
interface Beside {
  reasons: ReadonlyMap<Uuid, ReasonRow[]>
  months: readonly string[]
  /** Purchases by `customer month`. */
  purchases: ReadonlyMap<string, number>
  staff: ReadonlyMap<Uuid, string>
  me: Uuid
}
async function beside({ db, actor }: Context, rows: readonly ShownRow[], day: Day): Promise<Beside> {
  const months = monthsUpTo(day, shownMonths)
  const ids = rows.map((row) => row.customer_id)
  const [reasons, counts, staff] = await Promise.all([
    reasonsOf(db, ids),
    purchaseMonths(db, ids, months[0]!),
    staffOf(
      db,
      rows.flatMap((row) => row.dealt_to ?? []),
    ),
  ])
  return {
    reasons: Map.groupBy(reasons, (row) => row.customer_id),
    months,
    purchases: new Map(counts.map(({ id, month, purchases }) => [`${id} ${month}`, purchases])),
    staff,
    me: actor.id,
  }
}

function presentLine(row: ShownRow, { reasons, months, purchases, staff, me }: Beside): Line {
  const why = reasons.get(row.customer_id) ?? []
  return {
    id: row.customer_id,
    name: row.name,
    foundAt: row.found_at.toISOString(),
    reasons: why.map(({ kind, since, figures }) => ({ kind, since: since.toISOString(), figures })),
    worth: {
      amount: row.worth === null || row.currency === null ? null : { minor: String(row.worth), currency: row.currency },
      how: row.how,
    },
    action: actionOf(why[0]?.kind ?? '', row),
    months: row.purchases === 0 ? [] : months.map((month) => purchases.get(`${row.customer_id} ${month}`) ?? 0),
    purchases: row.purchases,
    net: row.net === null || row.net_currency === null ? null : { minor: row.net, currency: row.net_currency },
    since: row.first_purchase,
    dealtTo: somebody(row.dealt_to, staff, me),
    takenAt: row.taken_at?.toISOString() ?? null,
    solved: row.solved_at === null ? null : { at: row.solved_at.toISOString(), by: row.solved_by ?? 'handled' },
  }
}

async function staffOf(db: Runner, ids: readonly Uuid[]): Promise<Map<Uuid, string>> {
  return new Map((await namesOfStaff(db, [...new Set(ids)])).map(({ id, name }) => [id, name]))
}
const somebody = (id: Uuid | null, staff: ReadonlyMap<Uuid, string>, me: Uuid) =>
  id === null ? null : { id, name: staff.get(id) ?? '', me: id === me }

function presentAct(row: DoneRow, staff: ReadonlyMap<Uuid, string>, me: Uuid): Done {
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: somebody(row.by_id, staff, me),
    what: row.what,
    kinds: row.kinds,
    outcome: row.outcome,
    note: row.note,
    until: row.until,
    undone: row.undone_at !== null,
  }
}

/** The line of one customer, and what was done with it lately. An id merged away answers of the one that stayed. Refuses 404. */
export async function ofCustomer(context: Context, id: Uuid): Promise<CustomerAttention> {
  authorize(context.actor, 'today.read')
  const { db, now, config } = context
  if ((await namesOf(db, [id])).length === 0) return ofCustomer(context, await leadsTo(db, id))
  if (!sees(context)) return { line: null, acts: [] }
  const [row, acts] = await Promise.all([lineOfCustomer(db, id), actsOfCustomer(db, id, shownOfCustomer)])
  const told = await beside(context, row ? [row] : [], dayIn(now, config.timeZone))
  const staff = await staffOf(
    db,
    acts.map((act) => act.by_id),
  )
  return {
    line: row ? presentLine(row, told) : null,
    acts: acts.map((act) => presentAct(act, staff, context.actor.id)),
  }
}

/** How many lines a person is dealt, and what teams have learned. */
export async function settings(context: Context): Promise<AttentionSettings> {
  authorize(context.actor, 'today.read')
  const { db } = context
  return {
    capacity: await capacityOf(db, usualCapacity),
    weights: (await weights(db)).map((row) => ({
      team: row.team as Role,
      kind: row.kind,
      weight: weightOf({ useful: row.useful, notUseful: row.not_useful }),
      useful: row.useful,
      notUseful: row.not_useful,
      since: row.since.toISOString(),
    })),
    kinds: sources.map(({ kind }) => kind),
    found: (await lastRun(db))?.kinds ?? {},
  }
}
/** Changes how many lines a person is dealt, from the next dealing on. */
export async function change(context: Context, { capacity }: { capacity: number }): Promise<AttentionSettings> {
  authorize(context.actor, 'today.manage')
  await context.db.tx((tx) => setCapacity(tx, capacity, context.now, context.actor.id))
  return settings(context)
}
/** Forgets what a team has learned, of one kind or of all. */
export async function reset(
  context: Context,
  { team, kind }: { team: Role; kind?: string },
): Promise<AttentionSettings> {
  authorize(context.actor, 'today.manage')
  await context.db.tx((tx) => forgetWeights(tx, team, kind ?? null))
  return settings(context)
}
/** Has the list of the day made anew. */
export async function remake(context: Context): Promise<{ asked: boolean }> {
  authorize(context.actor, 'today.manage')
  await context.jobs.enqueue(context.db, morning, {}, { key: 'asked' })
  return { asked: true }
}
