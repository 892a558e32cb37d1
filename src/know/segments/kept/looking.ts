import { authorize } from '#src/company/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import { dayAfter, isDay } from '../days.ts'
import type { Changes, CustomerSegments, Members, Overlap, Sizes } from './contract.ts'
import { sightOf } from './count.ts'
import { hiddenOf, seen } from './kept.ts'
import { type SegmentRow, segments } from './queries/kept.ts'
import * as queries from './queries/members.ts'

interface Page {
  after?: string
  limit?: number
}
const usual = 50

/** The segment, if the reader may see all that its condition asks about: its members tell of that. Throws 404, 403 `field_not_allowed`. */
async function open(context: Context, id: Uuid): Promise<SegmentRow> {
  authorize(context.actor, 'segment.read')
  const row = await seen(context, id)
  const [hidden] = await hiddenOf(context, context.db, [row])
  if (hidden!.length > 0)
    throw new Refusal(403, 'field_not_allowed', 'Your role does not see this field.', 'Choose another segment.', {
      field: hidden![0],
    })
  return row
}

/** Who is in a segment, by id. */
export async function members(context: Context, id: Uuid, { after, limit = usual }: Page): Promise<Members> {
  await open(context, id)
  if (after !== undefined && !uuid.test(after)) throw unknownPlace()
  const sight = sightOf(context)
  const rows = await queries.members(context.db, id, { after: after ?? null, limit: limit + 1, sight })
  const shown = rows.slice(0, limit)
  return {
    members: shown.map(({ id: customer, name, kind, city, entered_at }) => ({
      id: customer,
      name,
      kind,
      city,
      enteredAt: entered_at.toISOString(),
    })),
    next: rows.length > limit ? shown.at(-1)!.id : null,
  }
}
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who entered and left since a day of the company's calendar, newest first; without one, within the last seven days. */
export async function changes(
  context: Context,
  id: Uuid,
  { since, what, after, limit = usual }: Page & { since?: Day; what?: 'entered' | 'left' },
): Promise<Changes> {
  await open(context, id)
  const { db, config, now } = context
  const from = since ?? dayAfter(dayIn(now, config.timeZone), -6)
  if (!isDay(from)) throw unknownPlace()
  const rows = await queries.changes(db, id, {
    from,
    timeZone: config.timeZone,
    entered: what === undefined ? null : what === 'entered',
    after: after === undefined ? null : placeOf(after),
    limit: limit + 1,
    sight: sightOf(context),
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    since: from,
    ...(await queries.changedSince(db, id, from)),
    changes: shown.map((row) => ({
      customer: row.id == null ? null : { id: row.id, name: row.name!, kind: row.kind!, city: row.city ?? null },
      what: row.entered ? 'entered' : 'left',
      at: row.at.toISOString(),
      because: row.because,
    })),
    next: rows.length > limit && last ? `${last.at.toISOString()}_${last.customer_id}_${last.turn}` : null,
  }
}

function placeOf(after: string): { at: Date; customer: Uuid; turn: number } {
  const [, at = '', customer = '', turn = ''] = /^([\dT:.Z-]{24})_([0-9a-f-]{36})_(\d{1,9})$/.exec(after) ?? []
  const ms = Date.parse(at)
  if (Number.isNaN(ms) || !uuid.test(customer)) throw unknownPlace()
  return { at: new Date(ms), customer, turn: Number(turn) }
}

/** The size of a segment over time. */
export async function sizes(context: Context, id: Uuid): Promise<Sizes> {
  authorize(context.actor, 'segment.read')
  await seen(context, id)
  return { sizes: await queries.sizes(context.db, id) }
}

const patience = 8000
/** How many members a segment has in common with others; without a word on which, with all that the reader sees (the twenty largest). */
export async function overlap(context: Context, id: Uuid, wanted: readonly Uuid[] | undefined): Promise<Overlap> {
  authorize(context.actor, 'segment.read')
  const mine = await seen(context, id)
  const since = dayIn(context.now, context.config.timeZone)
  const all = await segments(context.db, { reader: context.actor.id, since })
  const others = all
    .filter((one) => one.id !== id && (wanted === undefined || wanted.includes(one.id)))
    .sort((a, b) => b.members - a.members)
    .slice(0, 20)
  const ids = others.map((one) => one.id)
  const both = new Map(
    (await context.db.within(patience, (runner) => queries.overlaps(runner, id, ids))).map((row) => [
      row.segment_id,
      row.both,
    ]),
  )
  return {
    members: mine.members,
    overlaps: others.map((one) => ({ id: one.id, name: one.name, members: one.members, both: both.get(one.id) ?? 0 })),
  }
}

/** The segments that a customer is in, of those that the reader sees and whose conditions hide nothing from them. */
export async function ofCustomer(context: Context, customer: Uuid): Promise<CustomerSegments> {
  authorize(context.actor, 'segment.read')
  authorize(context.actor, 'customer.read')
  if (!(await queries.customerIs(context.db, customer)))
    throw new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
  const rows = await queries.segmentsOfCustomer(context.db, customer, context.actor.id)
  const since = dayIn(context.now, context.config.timeZone)
  const kept = await segments(context.db, { reader: context.actor.id, ids: rows.map((row) => row.id), since })
  const hidden = await hiddenOf(context, context.db, kept)
  const shown = new Set(kept.filter((_, i) => hidden[i]!.length === 0).map((one) => one.id))
  return {
    segments: rows
      .filter((row) => shown.has(row.id))
      .map((row) => ({
        id: row.id,
        name: row.name,
        kind: row.list ? 'list' : 'live',
        since: row.entered_at.toISOString(),
      })),
  }
}
