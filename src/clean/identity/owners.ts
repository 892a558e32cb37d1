import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { aliasOf, holdLinks, linksOf, lockCustomers } from './queries.ts'

/** What a batch needs to know of owners, and how firmly. */
interface Asked {
  /** Customer records that change what is told: their customers are the caller's until the transaction ends. */
  change: Uuid[]
  /** Customer records through which something belongs to a customer: they stay where they are until then. */
  lean: Uuid[]
  /** Customer records of which nothing new is told. */
  read: Uuid[]
}

/**
 * Whose records are, so that no merge, un-merge or rollback gives them to another customer before the caller's transaction ends. Whoever
 * comes while one is under way waits for it and finds the owner that it leaves.
 */
export async function ownersHeld(tx: Tx, { change, lean, read }: Asked): Promise<Map<Uuid, Uuid>> {
  for (;;) {
    const known = new Map((await linksOf(tx, change)).map((row) => [row.record_id, row.customer_id]))
    const locked = await lockCustomers(tx, [...new Set(known.values())])
    if ([...known].some(([record, owner]) => locked.get(record) !== owner)) continue
    const others = await holdLinks(
      tx,
      lean.filter((id) => !locked.has(id)),
    )
    for (const id of lean) if (locked.has(id)) known.set(id, locked.get(id)!)
    for (const [id, owner] of others) known.set(id, owner)
    for (const { record_id, customer_id } of await linksOf(tx, read)) known.set(record_id, customer_id)
    return known
  }
}

/** The customer that somebody speaks of, held; of one merged away, the one that stayed. Refuses 404 when there is neither. */
export async function spokenOf(tx: Tx, id: Uuid): Promise<Uuid> {
  for (let known = id; ; ) {
    if ((await lockCustomers(tx, [known])).size > 0) return known
    const stayed = await aliasOf(tx, known)
    if (stayed === undefined || stayed === known)
      throw new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
    known = stayed
  }
}
