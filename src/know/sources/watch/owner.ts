import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { SourceOwner } from './contract.ts'
import { isThere, ownerOf, setOwner, staffNames } from './queries/read.ts'

/** Who sees to a source, and who could. Throws 404 `not_found`. */
export async function owner(context: Context, source: Uuid): Promise<SourceOwner> {
  authorize(context.actor, 'source.manage')
  await known(context, source)
  const [ownerId, people] = await Promise.all([ownerOf(context.db, source), staffNames(context.db)])
  return { ownerId, people }
}

/** Gives a source to a member of staff, or to nobody. Throws 404 `not_found`, 422 `owner_unknown`. */
export async function changeOwner(context: Context, source: Uuid, ownerId: Uuid | null): Promise<SourceOwner> {
  authorize(context.actor, 'source.manage')
  await known(context, source)
  const people = await staffNames(context.db)
  if (ownerId !== null && !people.some((one) => one.id === ownerId))
    throw new Refusal(422, 'owner_unknown', 'Nobody of that id works here.', 'Choose somebody from the list.')
  await setOwner(context.db, source, ownerId, { now: context.now, actor: context.actor.id })
  return { ownerId, people }
}

async function known({ db }: Context, source: Uuid): Promise<void> {
  if ((await isThere(db, source)) === undefined)
    throw new Refusal(404, 'not_found', 'There is no such source.', 'Open one from the list of sources.')
}
