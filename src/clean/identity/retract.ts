import type { Batch, Item, Work } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Claim } from './golden.ts'
import { identifiersOf, strongKeys } from './identifiers.ts'
import { ownersHeld } from './owners.ts'
import { broughtBy } from './merge/queries.ts'
import { move } from './mover.ts'
import {
  claimsOf,
  deleteAlias,
  deleteClaims,
  deleteLinks,
  evidenceOf,
  type Identified,
  makeStrong,
  membersOf,
  type OwnedIdentifier,
  repointLink,
  takeRejoined,
} from './queries.ts'

/** Claims of the customers that lose some, as they were before; kept beside the batch until the values in use are worked out. */
const before = new WeakMap<Batch, Map<Uuid, Claim[]>>()
export const lostIn = (batch: Batch): Map<Uuid, Claim[]> => before.get(batch) ?? new Map<Uuid, Claim[]>()

/** Takes the claims and links of records that go, and says whose everything was that loses its effect. */
export async function retract(work: Work, batch: Batch): Promise<void> {
  const through = new Set(batch.gone.flatMap(({ identityId }) => (identityId === null ? [] : [identityId])))
  const customerRecords = batch.gone.flatMap((one) => (!one.stays && one.identityId === one.id ? [one.id] : []))
  const owners = await ownersHeld(work.tx, { change: customerRecords, lean: [...through], read: [] })
  for (const one of batch.gone) one.customerId = one.identityId === null ? null : (owners.get(one.identityId) ?? null)
  const own = batch.gone.filter((one) => !one.stays && one.identityId === one.id && one.customerId !== null)
  const customers = [...new Set(own.map((one) => one.customerId!))]
  before.set(batch, await claimsOf(work.tx, customers))
  await deleteClaims(
    work.tx,
    own.map((one) => ({ customerId: one.customerId!, origin: one.id })),
  )
  await deleteLinks(
    work.tx,
    own.map((one) => one.id),
  )
}

/** What the claims of the batch's customers are, were, and who is new among them. */
export interface Standing {
  made: Set<Uuid>
  before: Map<Uuid, Claim[]>
  after: Map<Uuid, Claim[]>
}

/**
 * Records that are with a customer only by a strong identifier which nobody there tells any more part again: each group goes to the
 * customer that it was before it was joined, or to a new one. What is left stays with the record that came first.
 */
export async function part(work: Work, batch: Batch, standing: Standing): Promise<void> {
  const { before: was, after } = standing
  const returned = batch.items.filter((item) => item.recordVersion !== undefined)
  const undone = await takeRejoined(
    work.tx,
    returned.map((item) => ({ id: item.id, version: item.recordVersion! })),
  )
  const forced = new Map(undone.map((row) => [row.record_id, row.from_id]))
  const suspects = [...after.keys()].filter((id) => lostKeys(was.get(id) ?? [], after.get(id)!).size > 0)
  const customers = new Set([...suspects, ...undone.map((row) => row.to_id)])
  if (customers.size === 0) return
  const members = Map.groupBy(await membersOf(work.tx, [...customers]), (row) => row.customer_id)
  for (const [customerId, rows] of members) {
    const claims = after.get(customerId)
    if (!claims) continue
    const lost = lostKeys(was.get(customerId) ?? [], claims)
    const order = rows.map((row) => row.record_id)
    const merged = await broughtBy(work.tx, order)
    for (const group of groupsThatPart(order, claims, lost, forced, merged)) {
      const former = group.map((id) => forced.get(id) ?? rows.find((row) => row.record_id === id)?.from_id)
      const to = former.find((id) => id !== undefined && id !== null && !after.has(id)) ?? work.uuid()
      await moveGroup(work, batch, standing, { group, from: customerId, to })
    }
  }
}

/** Strong identifiers that some record told and tells no more. */
function lostKeys(was: readonly Claim[], is: readonly Claim[]): Set<string> {
  const lost = new Set<string>()
  for (const claim of was) {
    const now = is.find((c) => c.origin === claim.origin)
    if (now === claim) continue
    const kept = new Set(now ? strongKeys(now) : [])
    for (const key of strongKeys(claim)) if (!kept.has(key)) lost.add(key)
  }
  return lost
}

/**
 * Groups of records to part from the one that came first, and from the first of each customer that was merged in: those a person or a match
 * put together, and no identifier that goes away parts them. Pure.
 * @param order records in the order in which they came @param merged record → the merge that brought it
 */
export function groupsThatPart(
  order: readonly Uuid[],
  claims: readonly Claim[],
  lost: ReadonlySet<string>,
  forced: ReadonlyMap<Uuid, Uuid>,
  merged: ReadonlyMap<Uuid, Uuid> = new Map(),
): Uuid[][] {
  const keys = new Map(claims.map((claim) => [claim.origin, strongKeys(claim)]))
  const left = order.filter((id) => keys.has(id))
  const groups: Uuid[][] = []
  const together = (first: Uuid): Uuid[] => {
    const group = [first]
    const told = new Set(keys.get(first))
    for (let grown = true; grown; ) {
      grown = false
      for (const id of left)
        if (!group.includes(id) && keys.get(id)!.some((key) => told.has(key))) {
          group.push(id)
          for (const key of keys.get(id)!) told.add(key)
          grown = true
        }
    }
    return group
  }
  const mains = new Map<Uuid | undefined, Uuid>()
  for (const id of left) if (!forced.has(id) && !mains.has(merged.get(id))) mains.set(merged.get(id), id)
  if (mains.size === 0) return []
  const stays = new Set([...mains.values()].flatMap(together))
  for (const id of left) {
    if (stays.has(id) || groups.some((group) => group.includes(id))) continue
    if (!forced.has(id) && !keys.get(id)!.some((key) => lost.has(key))) continue
    groups.push(together(id))
  }
  return groups
}

async function moveGroup(
  work: Work,
  batch: Batch,
  { made, before: was, after }: Standing,
  { group, from, to }: { group: Uuid[]; from: Uuid; to: Uuid },
): Promise<void> {
  await move(work.tx, group, from, to)
  for (const record of group) await repointLink(work.tx, record, to, work.now)
  await deleteAlias(work.tx, to)
  batch.returned ??= new Set()
  batch.returned.add(to)
  made.add(to)
  was.set(to, [])
  const claims = after.get(from)!
  after.set(
    to,
    claims.filter((claim) => group.includes(claim.origin)),
  )
  after.set(
    from,
    claims.filter((claim) => !group.includes(claim.origin)),
  )
  batch.touched.add(from)
  batch.touched.add(to)
  const moved = (id: Uuid | null, item: Item) => (id === from && group.includes(item.identityId ?? '') ? to : id)
  for (const item of batch.items) item.customerId = moved(item.customerId, item)
}

/** A strong identifier that its holder lost goes to another customer that tells it too. */
export async function inherit(work: Work, lost: OwnedIdentifier[]): Promise<void> {
  const free: Identified[] = await evidenceOf(
    work.tx,
    lost.filter((i) => i.strong),
  )
  if (free.length === 0) return
  const claims = await claimsOf(
    work.tx,
    free.map((row) => row.customer_id),
  )
  const heirs = new Map<string, Identified>()
  for (const row of free) {
    const key = `${row.kind}\u0000${row.value}`
    if (!heirs.has(key) && identifiersOf(claims.get(row.customer_id) ?? []).get(key)?.strong) heirs.set(key, row)
  }
  await makeStrong(work.tx, [...heirs.values()])
}
