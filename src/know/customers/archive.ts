import { note } from '#src/clean/identity/index.ts'
import { tellChanged } from '#src/clean/propagation/index.ts'
import { noteChanged, workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerChanged } from './contract.ts'
import { standingAt } from './edit.ts'
import type { PageRow } from './queries.ts'
import { setArchived } from './queries/values.ts'

export type Archiving = 'archived' | 'restored'

/** Puts a customer away: out of lists and search, everything kept. Refuses 404, 409 `changed_meanwhile` and `archived_already`. */
export const archive = (context: Context, id: Uuid, version: number): Promise<CustomerChanged> =>
  act(context, id, version, 'archived')

/** Takes a customer back out. Refuses 404, 409 `changed_meanwhile` and `not_archived`. */
export const restore = (context: Context, id: Uuid, version: number): Promise<CustomerChanged> =>
  act(context, id, version, 'restored')

async function act(context: Context, id: Uuid, version: number, what: Archiving): Promise<CustomerChanged> {
  authorize(context.actor, 'customer.archive')
  return context.db.tx(async (tx) => {
    const row = await standingAt(tx, id, version)
    if ((row.archived_at !== null) === (what === 'archived')) throw what === 'archived' ? already() : notArchived()
    return setAway(context, tx, row, what)
  })
}

/** The same for a customer that the caller's transaction has locked. */
export async function setAway(context: Context, tx: Tx, row: PageRow, what: Archiving): Promise<CustomerChanged> {
  const work = workOf(context, tx)
  const version = await setArchived(tx, row.id, what === 'archived' ? context.now : null, context.now)
  const entry = await note(work, row.id, what)
  await tellChanged(tx, [row.id], context.now)
  await noteChanged(tx, [row.id], ['customer'])
  return { id: row.id, version, entry }
}

const already = () =>
  new Refusal(409, 'archived_already', 'The customer is archived already.', 'Nothing is left to do.')
const notArchived = () => new Refusal(409, 'not_archived', 'The customer is not archived.', 'Nothing is left to do.')
