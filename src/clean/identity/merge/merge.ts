import { runPipeline, takeFromStaff, type Work } from '#src/collect/intake/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Claim, differences, goldenOf } from '../golden.ts'
import { identifiersOf } from '../identifiers.ts'
import { claimsOf, insertAlias, lockCustomers } from '../queries.ts'
import { liftApart } from './apart.ts'
import type { MergeObjection, MergeResult, MergeWish } from './contract.ts'
import { aliasesOf, heldOf, insertMerge } from './queries.ts'
import { reidentify, shift, shiftBatch, tell } from './shift.ts'
import { strictest } from './strictest.ts'
import { objectionsTo } from './vetoes.ts'

/**
 * Makes two customers one: every record of `from` goes to `to` with all that came through it, and the id of `from` leads there. The stricter
 * consent of the two wins. Both are held until the caller's transaction ends; what arrives meanwhile waits and then finds the one that stays.
 * Refuses 409 `merge_refused` with the reasons in `details.objections`.
 */
export async function merge(work: Work, wish: MergeWish): Promise<MergeResult> {
  const { from, to, because } = wish
  const { came, was, claims } = await bothOf(work, wish)
  const [ofFrom, ofTo] = [claims.get(from)!, claims.get(to)!]
  const mergeId = work.uuid()
  const before = goldenOf(to, ofTo)
  const after = [...ofTo, ...ofFrom]
  const aliases = await aliasesOf(work.tx, from)
  const holders = await holdersOf(work, [from, to])
  const contested = identifiersOf(ofTo)
  const held = [...holders].flatMap(([key, id]): [string, string][] => {
    const i = contested.get(key)
    return id === from && i?.strong ? [[i.kind, i.value]] : []
  })
  await shift(work, came, from, to)
  await insertAlias(work.tx, from, to, work.now)
  const asOne = new Map([...holders].map(([key]) => [key, to]))
  await reidentify(
    work,
    new Map([
      [from, []],
      [to, after],
    ] as [Uuid, Claim[]][]),
    asOne,
  )
  const golden = goldenOf(to, after)
  const batch = shiftBatch()
  batch.changed.push(golden)
  batch.emptied.push(from)
  batch.joined!.set(from, to)
  batch.touched.add(from)
  batch.touched.add(to)
  await runPipeline(work, batch)
  const strict = strictest(ofFrom, ofTo, work.now)
  const strictId = strict === undefined ? null : await keepStrict(work, to, strict)
  const row = { id: mergeId, from_id: from, to_id: to, at: work.now, actor_id: work.actorId, because }
  await insertMerge(work.tx, { ...row, aliases, held, strict_id: strictId }, came, was)
  await tell(work, to, 'merged', { ...differences(before, golden), mergedFrom: [null, goldenOf(from, ofFrom).name] })
  await tell(work, from, 'merged', { mergedInto: [null, before.name] })
  return { mergeId, customerId: to, records: came.length }
}

interface Both {
  came: Uuid[]
  was: Uuid[]
  claims: Map<Uuid, Claim[]>
}

/** Both customers, held; refuses what speaks against making them one. */
async function bothOf(work: Work, { from, to, anyway }: MergeWish): Promise<Both> {
  if (from === to) throw refused([{ code: 'same_customer' }])
  await lockCustomers(work.tx, [from, to])
  // what came while the lock was waited for shows to the next statement only
  const owners = await lockCustomers(work.tx, [from, to])
  const of = (id: Uuid) => [...owners].flatMap(([record, owner]) => (owner === id ? [record] : []))
  const [came, was] = [of(from), of(to)]
  const missing = [...(came.length === 0 ? [from] : []), ...(was.length === 0 ? [to] : [])]
  if (missing.length > 0) throw refused(missing.map((id) => ({ code: 'customer_gone', id })))
  const objections = await objectionsTo(work.tx, [from, to])
  const standing = objections.filter(({ code }) => !(anyway === true && code === 'kept_apart'))
  if (standing.length > 0) throw refused(standing)
  if (objections.length > 0) await liftApart(work.tx, [from, to], work.now)
  return { came, was, claims: await claimsOf(work.tx, [from, to]) }
}

/** Who of these customers holds which strong identifier, by its key. */
export async function holdersOf(work: Work, customers: readonly Uuid[]): Promise<Map<string, Uuid>> {
  const all = new Map<string, Uuid>()
  for (const id of customers)
    for (const [kind, value] of await heldOf(work.tx, id)) all.set(`${kind}\u0000${value}`, id)
  return all
}

/** Keeps the stricter word as one of the customer's own records, so that everybody who reads consents reads it. */
async function keepStrict(work: Work, about: Uuid, strict: NonNullable<ReturnType<typeof strictest>>): Promise<Uuid> {
  const batch = await takeFromStaff(work, { kind: 'customer', claims: { ...strict, told: work.uuid() }, about })
  return batch.items[0]!.id
}

const refused = (objections: MergeObjection[]) =>
  new Refusal(
    409,
    'merge_refused',
    'These two cannot be made one customer.',
    'Look at the reasons; what sources tell wrongly must be corrected there first.',
    { objections },
  )
