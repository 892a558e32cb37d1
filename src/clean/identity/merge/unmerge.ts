import { retract, runPipeline, type Work } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Claim, differences, goldenOf } from '../golden.ts'
import { strongKeys } from '../identifiers.ts'
import { aliasOf, claimsOf, deleteAlias, insertAlias, linksOf, lockCustomers } from '../queries.ts'
import { keepApart } from './apart.ts'
import type { UnmergeObjection, UnmergeResult } from './contract.ts'
import { holdersOf } from './merge.ts'
import { giveAliases, lockMerge, type Member, membersWithMerges, type MergeRow, setUndone } from './queries.ts'
import { reidentify, shift, shiftBatch, tell } from './shift.ts'

export interface UnmergePlan {
  /** Whose records they are now; null where nobody has any of them. */
  survivor: Uuid | null
  /** Records that came by the merge and are there still. */
  going: Uuid[]
  /** Records that came since then and lead only to those. */
  followers: Uuid[]
  /** What staff wrote of the merged customer since then: stays. */
  staying: Uuid[]
  objections: UnmergeObjection[]
}

/** What taking a merge back would do, as things stand. */
export async function planUnmerge(runner: Runner, row: MergeRow): Promise<UnmergePlan> {
  const survivor = (await aliasOf(runner, row.to_id)) ?? row.to_id
  if (row.undone_at !== null) return { survivor: null, ...nothing, objections: [{ code: 'undone_already' }] }
  const members = await membersWithMerges(runner, survivor)
  const claims = (await claimsOf(runner, [survivor])).get(survivor)!
  return planOf(row, { survivor, members, claims })
}
const nothing = { going: [], followers: [], staying: [] }

/** The same of a merge in force, from all that whoever has its records now consists of. Pure. */
export function planOf(
  row: MergeRow,
  { survivor, members, claims }: { survivor: Uuid; members: readonly Member[]; claims: readonly Claim[] },
): UnmergePlan {
  if (members.length === 0) return { survivor: null, ...nothing, objections: [{ code: 'survivor_gone' }] }
  const came = members.filter((m) => m.came.includes(row.id))
  const going = came.map((m) => m.record_id)
  const later = members.filter((m) => isLater(m, row, came))
  const followers = followersOf(members, claims, new Set(going), later)
  const staying = later.filter((m) => m.by_hand && m.record_id !== row.strict_id).map((m) => m.record_id)
  return { survivor, going, followers, staying, objections: going.length === 0 ? [{ code: 'nothing_left' }] : [] }
}

/** Whether a record came after the merge: it was on neither side, and no other merge brought it together with these. */
function isLater(one: Member, row: MergeRow, going: readonly Member[]): boolean {
  if (one.came.includes(row.id) || one.met.includes(row.id)) return false
  return !going.some((m) => one.came.some((id) => m.met.includes(id)) || one.met.some((id) => m.came.includes(id)))
}

/** Later records of sources that strong identifiers lead to those that go, and to nobody who stays. Pure. */
function followersOf(
  members: readonly Member[],
  claims: readonly Claim[],
  going: ReadonlySet<Uuid>,
  later: readonly Member[],
): Uuid[] {
  const keys = new Map(claims.map((claim) => [claim.origin, strongKeys(claim)]))
  const open = new Set(later.filter((m) => !m.by_hand).map((m) => m.record_id))
  const reach = (start: Iterable<Uuid>): Set<Uuid> => {
    const told = new Set([...start].flatMap((id) => keys.get(id) ?? []))
    const found = new Set<Uuid>()
    for (let grown = true; grown; ) {
      grown = false
      for (const id of open)
        if (!found.has(id) && keys.get(id)?.some((key) => told.has(key))) {
          found.add(id)
          for (const key of keys.get(id)!) told.add(key)
          grown = true
        }
    }
    return found
  }
  const stays = reach(members.map((m) => m.record_id).filter((id) => !going.has(id) && !open.has(id)))
  return [...reach(going)].filter((id) => !stays.has(id))
}

/**
 * Takes a merge back: what came by it, in whatever version it is told now, goes to the customer that it was of, and so do later records that
 * lead only there. What staff wrote of the merged customer since then stays with the survivor. The two are remembered as not the same.
 * Refuses 404, and 409 `unmerge_refused` with the reasons in `details.objections`.
 */
export async function unmerge(work: Work, { mergeId }: { mergeId: Uuid }): Promise<UnmergeResult> {
  const row = await lockMerge(work.tx, mergeId)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such merge.', 'Open it from the customer.')
  await lockSurvivor(work, row)
  // the word that the merge itself added is none of anybody's
  const strict =
    row.undone_at === null && row.strict_id !== null && (await linksOf(work.tx, [row.strict_id])).length > 0
  if (strict) await retract(work, [row.strict_id!])
  const plan = await planUnmerge(work.tx, row)
  if (plan.objections.length > 0 || plan.survivor === null) throw refused(plan.objections)
  const survivor = plan.survivor
  const records = [...plan.going, ...plan.followers]
  await partOff(work, { records, from: survivor, to: row.from_id, held: row.held })
  await deleteAlias(work.tx, row.from_id)
  await giveAliases(work.tx, row.aliases, records, survivor, row.from_id)
  await setUndone(work.tx, row.id, work.now, work.actorId)
  const left = await claimsOf(work.tx, [survivor, row.from_id])
  const isLeft = (await lockCustomers(work.tx, [survivor])).size > 0
  await finish(work, { survivor, isLeft, returned: row.from_id, left })
  if (isLeft) await keepApart(work, [row.from_id, survivor], { by: 'unmerge', mergeId })
  return {
    customerId: row.from_id,
    from: isLeft ? survivor : null,
    records: plan.going.length,
  }
}

/** Holds whoever has the records of a merge, also where that one goes into another meanwhile. */
async function lockSurvivor(work: Work, row: MergeRow): Promise<void> {
  for (let known: Uuid | undefined; ; ) {
    const survivor = (await aliasOf(work.tx, row.to_id)) ?? row.to_id
    if (survivor === known) return
    await lockCustomers(work.tx, [survivor])
    known = survivor
  }
}

/** Gives records to a customer that has nothing else, and to both the identifiers that they tell. */
export async function partOff(
  work: Work,
  { records, from, to, held }: { records: Uuid[]; from: Uuid; to: Uuid; held: readonly [string, string][] },
): Promise<void> {
  const holders = await holdersOf(work, [from])
  await shift(work, records, from, to)
  const claims = await claimsOf(work.tx, [from, to])
  for (const [kind, value] of held) if (holders.has(`${kind}\u0000${value}`)) holders.set(`${kind}\u0000${value}`, to)
  await reidentify(work, claims, holders)
}

interface Parted {
  survivor: Uuid
  isLeft: boolean
  returned: Uuid
  left: ReadonlyMap<Uuid, Claim[]>
}

async function finish(work: Work, { survivor, isLeft, returned, left }: Parted): Promise<void> {
  const back = goldenOf(returned, left.get(returned)!)
  const whole = goldenOf(survivor, [...left.values()].flat())
  const batch = shiftBatch()
  batch.created.push(back)
  batch.touched.add(survivor)
  batch.touched.add(returned)
  const golden = goldenOf(survivor, left.get(survivor)!)
  if (isLeft) {
    batch.changed.push(golden)
    await tell(work, survivor, 'unmerged', { ...differences(whole, golden), mergedFrom: [back.name, null] })
  } else {
    batch.emptied.push(survivor)
    batch.joined!.set(survivor, returned)
    await insertAlias(work.tx, survivor, returned, work.now)
  }
  batch.returned = new Set([returned])
  await tell(work, returned, 'unmerged', { mergedInto: [(isLeft ? golden : whole).name, null] })
  await runPipeline(work, batch)
}

const refused = (objections: UnmergeObjection[]) =>
  new Refusal(409, 'unmerge_refused', 'This merge cannot be taken back.', 'Look at the reasons.', { objections })
