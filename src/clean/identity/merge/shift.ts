import type { Batch, Work } from '#src/collect/intake/index.ts'
import { staffSource } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Claim } from '../golden.ts'
import type { Changes, Happening } from '../history.ts'
import { identifiersOf } from '../identifiers.ts'
import { move } from '../mover.ts'
import { addIdentifiers, insertHistory, type OwnedIdentifier } from '../queries.ts'
import { deleteAllIdentifiers, giveLinks } from './queries.ts'

/** A batch in which records change customer and nothing is told. */
export const shiftBatch = (): Batch => ({
  source: staffSource,
  importId: null,
  bulk: false,
  items: [],
  gone: [],
  taking: null,
  created: [],
  changed: [],
  emptied: [],
  touched: new Set(),
  joined: new Map(),
})

/** Gives records to another customer, with everything that came through them. */
export async function shift(work: Work, records: Uuid[], from: Uuid, to: Uuid): Promise<void> {
  await move(work.tx, records, from, to)
  await giveLinks(work.tx, records, from, to)
}

/**
 * Makes the identifiers of these customers anew from their claims. Of a strong one that several tell, `holders` says who has it; without a
 * word there, the first told of.
 */
export async function reidentify(
  work: Work,
  claims: ReadonlyMap<Uuid, readonly Claim[]>,
  holders: ReadonlyMap<string, Uuid>,
): Promise<void> {
  const first: OwnedIdentifier[] = []
  const rest: OwnedIdentifier[] = []
  for (const [customerId, told] of claims) {
    await deleteAllIdentifiers(work.tx, customerId)
    for (const [key, i] of identifiersOf(told))
      (i.strong && holders.get(key) === customerId ? first : rest).push({ ...i, customerId })
  }
  const mine = new Set(first.map((i) => `${i.kind}\u0000${i.value}`))
  for (const one of rest) {
    const key = `${one.kind}\u0000${one.value}`
    if (!one.strong) continue
    if (mine.has(key)) one.strong = false
    else mine.add(key)
  }
  await addIdentifiers(work.tx, [...first, ...rest])
}

/** Notes in the history of a customer what became of it as a whole. */
export async function tell(
  work: Work,
  customerId: Uuid,
  what: Happening,
  changes: Changes,
  origin: Uuid = work.uuid(),
): Promise<void> {
  await insertHistory(work.tx, [
    {
      customer_id: customerId,
      at: work.now,
      id: work.uuid(),
      what,
      actor_id: work.actorId,
      source_id: staffSource.id,
      origin_id: origin,
      changes,
    },
  ])
}
