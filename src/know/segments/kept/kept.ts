import { authorize, may } from '#src/company/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Condition } from '../contract.ts'
import { dayAfter } from '../days.ts'
import { askFor, askSweep } from '../live/asked.ts'
import { envFor, meantBy } from '../live/asking.ts'
import { type Conditions, effective, withNamed } from '../live/tree.ts'
import type { Env } from '../fields.ts'
import { compile } from '../queries/compile.ts'
import { guardGrown, segmentsOf } from '../tree.ts'
import type { Origin, ReadyCode, Segment, SegmentChange, SegmentDraft, SegmentList, SegmentUses } from './contract.ts'
import {
  bumpConditions,
  conditions,
  deleteSegment,
  insertSegment,
  lockConditions,
  type SegmentRow,
  segments,
  updateSegment,
} from './queries/kept.ts'
import { usesOf } from './uses.ts'

const weekAgo = ({ now, config }: Context) => dayAfter(dayIn(now, config.timeZone), -6)
/** Conditions of all segments as they are meant: to read those that name others. */
export const conditionsOf = async (runner: Runner): Promise<Conditions> => meantBy(await conditions(runner))

/** Segments that the reader sees: shared ones and their own. */
export async function list(context: Context): Promise<SegmentList> {
  authorize(context.actor, 'segment.read')
  const rows = await segments(context.db, { reader: context.actor.id, since: weekAgo(context) })
  return { segments: await present(context, context.db, rows) }
}

/** A segment. Throws 404 for one that is not there, or that is somebody else's own. */
export async function read(context: Context, id: Uuid, runner: Runner = context.db): Promise<Segment> {
  authorize(context.actor, 'segment.read')
  const row = await seen(context, id, runner)
  return (await present(context, runner, [row]))[0]!
}

/** The row, if the reader sees it. */
export async function seen(context: Context, id: Uuid, runner: Runner = context.db): Promise<SegmentRow> {
  const reader = context.actor.kind === 'system' ? null : context.actor.id
  const [row] = await segments(runner, { reader, ids: [id], since: weekAgo(context) })
  if (row === undefined) throw unknown()
  return row
}
const unknown = () => new Refusal(404, 'not_found', 'There is no such segment.', 'Choose one from the list.')

async function present(context: Context, runner: Runner, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const { actor } = context
  const hidden = await hiddenOf(context, runner, rows)
  return rows.map((row, i) => ({
    id: row.id,
    name: row.name,
    about: row.about,
    kind: row.condition === null ? 'list' : 'live',
    condition: hidden[i]!.length > 0 ? null : row.condition,
    hidden: hidden[i]!,
    ready: row.ready,
    origin: row.origin,
    shared: row.shared,
    mine: row.owner_id === actor.id,
    changeable: may(actor, 'segment.write') && (row.owner_id === actor.id || may(actor, 'segment.manage')),
    owner: row.owner,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    members: row.members,
    entered: row.entered,
    left: row.left,
    building: buildingOf(row),
  }))
}

function buildingOf({ state, done, total }: SegmentRow): Segment['building'] {
  return state === null || state === 'done' ? null : { state, done: done ?? 0, total: total ?? 0 }
}

/** Fields that these segments ask about and the reader may not see, segments that they name included. */
export async function hiddenOf(
  context: Context,
  runner: Runner,
  rows: readonly Pick<SegmentRow, 'condition'>[],
): Promise<string[][]> {
  const env = await envFor(runner, context, await conditionsOf(runner), context.actor)
  return rows.map(({ condition }) => {
    if (condition === null) return []
    try {
      compile(effective(condition), env)
      return []
    } catch (error) {
      // one that can no longer be understood hides nothing
      return error instanceof Refusal && error.code === 'field_not_allowed' ? [String(error.details?.field)] : []
    }
  })
}

/**
 * Refuses what could not be asked: faulty conditions, fields that the reader does not see, segments that are not there or, with `self`, go in a
 * circle or become too large for those who name it.
 */
export async function check(context: Context, runner: Runner, condition: Condition, self?: Uuid): Promise<Env> {
  const { actor } = context
  const meant = effective(condition)
  const all = new Map(await conditionsOf(runner))
  const visible = new Set((await segments(runner, { reader: actor.id, since: weekAgo(context) })).map(({ id }) => id))
  for (const id of segmentsOf(condition))
    if (!visible.has(id))
      throw new Refusal(422, 'segment_unknown', 'A condition names a segment that is not there.', 'Choose another one.')
  if (self !== undefined) {
    all.set(self, meant)
    if (withNamed(meant, all).named.has(self))
      throw new Refusal(422, 'segment_circle', 'A segment cannot ask about itself.', 'Leave that condition out.')
    for (const one of all.values()) if (one !== null && withNamed(one, all).named.has(self)) guardGrown(one, all)
  }
  const env = await envFor(runner, context, all, actor)
  compile(meant, env)
  return env
}

export interface Keeping extends SegmentDraft {
  ready?: ReadyCode
}

/** Keeps a segment; its members are made in the background. */
export async function keep(context: Context, draft: Keeping): Promise<Segment> {
  authorize(context.actor, 'segment.write')
  if (draft.shared) mayShare(context)
  return context.db.tx(async (tx) => {
    await lockConditions(tx)
    await check(context, tx, draft.condition)
    const id = context.uuid()
    await insert(context, tx, { id, ...draft, origin: null })
    await askFor(context, tx, [id], 'new')
    return read(context, id, tx)
  })
}

const mayShare = (context: Context) => authorize(context.actor, 'segment.manage')

/** Writes a new segment, or with `condition` null a list. */
export async function insert(
  context: Context,
  tx: Tx,
  one: Omit<Keeping, 'condition'> & { id: Uuid; condition: Condition | null; origin: Origin | null },
): Promise<void> {
  if (one.shared) mayShare(context)
  const { id, name, about = '', condition, ready = null, origin, shared = false } = one
  const { actor, now } = context
  await insertSegment(tx, {
    id,
    name: name.trim(),
    about: about.trim(),
    condition,
    ready,
    origin,
    owner: actor.id,
    shared,
    now,
  })
}

/** The row, if the actor may change it: their own, or a shared one for those who manage them. */
export async function changeable(context: Context, id: Uuid, runner: Runner): Promise<SegmentRow> {
  authorize(context.actor, 'segment.write')
  const row = await seen(context, id, runner)
  if (row.owner_id !== context.actor.id) authorize(context.actor, 'segment.manage')
  return row
}

/** Changes a segment. `version` guards against somebody else's change (409 `segment_changed`). Another condition makes its members anew. */
export async function change(context: Context, id: Uuid, version: number, told: SegmentChange): Promise<Segment> {
  return context.db.tx(async (tx) => {
    await lockConditions(tx)
    const row = await changeable(context, id, tx)
    if (told.shared !== undefined && told.shared !== row.shared) mayShare(context)
    if (told.condition !== undefined && row.condition === null)
      throw new Refusal(
        422,
        'list_has_no_condition',
        'A list has no condition.',
        'Put customers on it, or make a segment.',
      )
    const condition = told.condition ?? row.condition
    const anew = told.condition !== undefined && JSON.stringify(told.condition) !== JSON.stringify(row.condition)
    if (anew) await check(context, tx, told.condition!, id)
    const changed = await updateSegment(
      tx,
      { id, version, now: context.now },
      {
        name: (told.name ?? row.name).trim(),
        about: (told.about ?? row.about).trim(),
        condition,
        shared: told.shared ?? row.shared,
        anew,
      },
    )
    if (changed === 0) throw changedMeanwhile()
    if (anew) {
      const leaning = await leaningOn(tx, id)
      await bumpConditions(tx, leaning)
      await askFor(context, tx, [id, ...leaning], 'condition')
    }
    return read(context, id, tx)
  })
}

const changedMeanwhile = () =>
  new Refusal(409, 'segment_changed', 'Somebody changed the same segment meanwhile.', 'Look at it and change again.')

/** Segments whose conditions name this one, directly or through others. */
export async function leaningOn(runner: Runner, id: Uuid): Promise<Uuid[]> {
  const all = await conditionsOf(runner)
  return [...all].flatMap(([other, condition]) =>
    condition !== null && other !== id && withNamed(condition, all).named.has(id) ? [other] : [],
  )
}

/** Who uses a segment. */
export async function uses(context: Context, id: Uuid): Promise<SegmentUses> {
  authorize(context.actor, 'segment.read')
  await seen(context, id)
  return { uses: await usesOf(context, context.db, id) }
}

/**
 * Forgets a segment. Refuses 409 `segment_used` while somebody cannot do without it, and, until `confirmed`, while anybody uses it: the uses
 * stand in the details.
 */
export async function forget(context: Context, id: Uuid, version: number, confirmed: boolean): Promise<void> {
  await context.db.tx(async (tx) => {
    await lockConditions(tx)
    await changeable(context, id, tx)
    const used = await usesOf(context, tx, id)
    if (used.some(({ breaks }) => breaks) || (used.length > 0 && !confirmed))
      throw new Refusal(409, 'segment_used', 'The segment is used.', 'Look at where, and take it away there first.', {
        uses: used,
        names: used.map(({ name }) => name).join(', '),
      })
    if ((await deleteSegment(tx, id, version)) === 0) throw changedMeanwhile()
    await askSweep(context, tx, id)
  })
}

/** Makes the members anew, should anybody doubt them. */
export async function rebuild(context: Context, id: Uuid): Promise<Segment> {
  return context.db.tx(async (tx) => {
    await changeable(context, id, tx)
    await askFor(context, tx, [id], 'asked')
    return read(context, id, tx)
  })
}
