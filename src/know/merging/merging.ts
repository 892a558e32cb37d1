import {
  isProtected,
  keepApart,
  merge,
  mergeById,
  type MergeReason,
  planUnmerge,
  split,
  unmerge,
} from '#src/clean/identity/index.ts'
import { workOf } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { type PageRow, standingAt } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Apart, MergeAsked, Merged, Split, Unmerged } from './contract.ts'
import { unknownCustomer } from './preview.ts'
import { holdCustomers, versionsOf } from './queries.ts'

/**
 * Merging takes the right to merge, and to see all of either: whoever may not see what non-disclosure hides could otherwise bring it to light
 * by merging, or hide somebody. Refuses 403 `contact_hidden`.
 */
function mayTouch({ actor }: Context, row: Pick<PageRow, 'claims'>): void {
  authorize(actor, 'customer.merge')
  if (isProtected(row.claims) && !may(actor, 'customer.protected'))
    throw new Refusal(
      403,
      'contact_hidden',
      'Your role does not see these details, so it cannot change them.',
      'Ask a colleague who may see them.',
    )
}

/**
 * Makes two customers one. Refuses 404, 403 `contact_hidden`, 409 `changed_meanwhile` when either is not as it was read, and `merge_refused` with
 * the reasons in details.objections.
 */
export async function mergeCustomers(context: Context, id: Uuid, version: number, asked: MergeAsked): Promise<Merged> {
  authorize(context.actor, 'customer.merge')
  const { with: other, version: otherVersion, stays = id, anyway = false } = asked
  if (stays !== id && stays !== other)
    throw new Refusal(422, 'merge_stays', 'The customer that stays must be one of the two.', 'Name one of them.')
  return context.db.tx(async (tx) => {
    await holdCustomers(tx, [id, other])
    mayTouch(context, await standingAt(tx, id, version))
    mayTouch(context, await standingAt(tx, other, otherVersion))
    const wish = { to: stays, from: stays === id ? other : id, anyway }
    return mergeWithin(context, tx, { ...wish, because: { by: 'person' } })
  })
}

async function mergeWithin(
  context: Context,
  tx: Tx,
  wish: { from: Uuid; to: Uuid; because: MergeReason; anyway?: boolean },
): Promise<Merged> {
  await holdCustomers(tx, [wish.from, wish.to])
  const { mergeId, customerId } = await merge(workOf(context, tx), wish)
  return { id: customerId, version: await versionNow(tx, customerId), mergeId }
}

async function versionNow(tx: Tx, id: Uuid): Promise<number> {
  const [row] = await versionsOf(tx, [id])
  if (!row) throw unknownCustomer()
  return row.version
}

/** Takes a merge back. Refuses 404, 403 `contact_hidden`, 409 `changed_meanwhile` and `unmerge_refused`. */
export async function undoMerge(context: Context, mergeId: Uuid, version: number): Promise<Unmerged> {
  authorize(context.actor, 'customer.merge')
  return context.db.tx(async (tx) => {
    const row = await mergeById(tx, mergeId)
    if (!row) throw new Refusal(404, 'not_found', 'There is no such merge.', 'Open it from the customer.')
    const { survivor } = await planUnmerge(tx, row)
    if (survivor !== null) mayTouch(context, await standingAt(tx, survivor, version))
    const { customerId, from } = await unmerge(workOf(context, tx), { mergeId })
    return { id: customerId, from, version: from === null ? null : await versionNow(tx, from) }
  })
}

/** Takes records out into a customer of their own. Refuses 404, 403 `contact_hidden`, 409 `changed_meanwhile` and `split_refused`. */
export async function splitCustomer(
  context: Context,
  id: Uuid,
  version: number,
  records: readonly Uuid[],
): Promise<Split> {
  authorize(context.actor, 'customer.merge')
  return context.db.tx(async (tx) => {
    mayTouch(context, await standingAt(tx, id, version))
    const { customerId } = await split(workOf(context, tx), { customer: id, records: [...new Set(records)] })
    return { id, version: await versionNow(tx, id), part: customerId }
  })
}

/** Remembers that two customers are not one, so that nobody is asked again. Refuses 404, and 409 for a customer and itself. */
export async function tellApart(context: Context, id: Uuid, other: Uuid): Promise<Apart> {
  authorize(context.actor, 'customer.merge')
  return context.db.tx(async (tx) => {
    await holdCustomers(tx, [id, other])
    if ((await versionsOf(tx, [id, other])).length < new Set([id, other]).size) throw unknownCustomer()
    if (id === other)
      throw new Refusal(409, 'merge_refused', 'A customer is always the same as itself.', 'Name another.', {
        objections: [{ code: 'same_customer' }],
      })
    await keepApart(workOf(context, tx), [id, other], { by: 'person' })
    return { id, with: other }
  })
}
