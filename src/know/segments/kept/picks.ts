import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { askFor } from '../live/asked.ts'
import { changed } from '../live/note.ts'
import type { Origin, Picked, PicksChange, PicksDraft, Segment } from './contract.ts'
import { changeable, hiddenOf, insert, read, seen } from './kept.ts'
import { copyMembers, deletePicks, insertPicks, standing } from './queries/picks.ts'

const told = 100

/** Keeps a list of customers. Ids of customers who were merged away stand for those who stayed. */
export async function pick(context: Context, draft: PicksDraft): Promise<Picked> {
  authorize(context.actor, 'segment.write')
  return context.db.tx((tx) => newList(context, tx, draft, { from: 'ids', at: context.now.toISOString() }))
}

/** Writes a list and asks for its members. */
export async function newList(context: Context, tx: Tx, draft: PicksDraft, origin: Origin): Promise<Picked> {
  const id = context.uuid()
  const { customers, ...rest } = draft
  await insert(context, tx, { id, ...rest, condition: null, origin })
  const { matched, unknown } = await put(context, tx, id, customers)
  await askFor(context, tx, [id], 'new')
  const segment = await read(context, id, tx)
  return { segment, matched, unknown: unknown.slice(0, told), unknownCount: unknown.length }
}

async function put(
  context: Context,
  tx: Tx,
  segment: Uuid,
  ids: readonly Uuid[],
): Promise<{ matched: number; unknown: Uuid[] }> {
  const known = await standing(tx, ids)
  const found = await insertPicks(
    tx,
    segment,
    known.map((one) => one.id),
    context.now,
  )
  const met = new Set(known.map((one) => one.asked))
  await changed(tx, found, ['picks'], found.length > 1000)
  return { matched: found.length, unknown: ids.filter((id) => !met.has(id)) }
}

/** Puts customers on a list, or takes them off it. Refuses 422 `not_a_list`. */
export async function repick(context: Context, id: Uuid, { add = [], remove = [] }: PicksChange): Promise<Picked> {
  return context.db.tx(async (tx) => {
    const row = await changeable(context, id, tx)
    if (row.condition !== null)
      throw new Refusal(422, 'not_a_list', 'The members follow from the condition.', 'Change the condition.')
    const { matched, unknown } = await put(context, tx, id, add)
    if (remove.length > 0) {
      await deletePicks(tx, id, remove)
      await changed(tx, remove, ['picks'], remove.length > 1000)
    }
    const segment = await read(context, id, tx)
    return { segment, matched, unknown: unknown.slice(0, told), unknownCount: unknown.length }
  })
}

/** Keeps whoever is in a segment now as a list. Refuses 409 `segment_building` while nobody knows. */
export async function snapshot(context: Context, from: Uuid, name: string): Promise<Segment> {
  authorize(context.actor, 'segment.write')
  return context.db.tx(async (tx) => {
    const row = await seen(context, from, tx)
    const [hidden] = await hiddenOf(context, tx, [row])
    if (hidden!.length > 0)
      throw new Refusal(403, 'field_not_allowed', 'Your role does not see this field.', 'Choose another segment.', {
        field: hidden![0],
      })
    if (row.built_version !== row.condition_version)
      throw new Refusal(409, 'segment_building', 'The members are still being counted.', 'Try again in a moment.')
    const id = context.uuid()
    const origin: Origin = { from: 'segment', segment: from, name: row.name, at: context.now.toISOString() }
    await insert(context, tx, { id, name, condition: null, origin })
    await copyMembers(tx, from, id, context.now)
    await askFor(context, tx, [id], 'new')
    return read(context, id, tx)
  })
}
