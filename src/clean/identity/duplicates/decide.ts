import { workOf, type Work } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { keepApart, liftApart, merge, type MergeReason, objectionsTo, unmerge } from '../merge/index.ts'
import { arrive } from './arrive.ts'
import { connected, regroup } from './groups.ts'
import { type DecidedPair, type Decision, insertDecision, setUndone, type Verdict } from './queries/decisions.ts'
import { type Group, recordsOf } from './queries/groups.ts'
import { pairsAmong, setPairs } from './queries/pairs.ts'
import type { OpenPair, WorthOf } from './shapes.ts'

export interface Deciding {
  customers: readonly Uuid[]
  verdict: Verdict
  /** Who stays, of those who are the same. */
  survivor: Uuid
  /** By the program, in the automatic zone. */
  automatic?: true
}

const decidedOf = ({ a, b, probability, zone, model, evidence }: OpenPair): DecidedPair => ({
  a,
  b,
  probability,
  zone,
  model,
  evidence,
})
function reasonOf(pair: OpenPair | undefined, automatic: boolean): MergeReason {
  return {
    by: automatic ? 'match' : 'person',
    ...(pair && { model: `${pair.kind} ${pair.model}`, weight: pair.weight, probability: pair.probability }),
  }
}

/**
 * Carries out what was decided of customers: the same (merged into the survivor), apart (each pair is remembered as two), or later.
 * In the caller's transaction. Throws what merging throws.
 */
export async function settle(work: Work, deciding: Deciding, worthOf: WorthOf): Promise<Decision> {
  const { verdict, survivor, automatic = false } = deciding
  const { tx, now } = work
  const customers = [...deciding.customers].sort()
  const pairs = await pairsAmong(tx, customers)
  const best = pairs[0]
  const merges: Uuid[] = []
  if (verdict === 'same')
    for (const from of customers) {
      if (from === survivor) continue
      const pair = pairs.find((one) => one.a === from || one.b === from)
      const because = reasonOf(pair, automatic)
      merges.push((await merge(work, { from, to: survivor, because, ...(automatic ? {} : { anyway: true }) })).mergeId)
    }
  if (verdict === 'apart')
    for (const [i, a] of customers.entries())
      for (const b of customers.slice(i + 1)) {
        const pair = pairs.find((one) => one.a === a && one.b === b)
        await keepApart(work, [a, b], reasonOf(pair, automatic))
      }
  const decision: Decision = {
    id: work.uuid(),
    at: now,
    by_id: automatic ? null : work.actorId,
    verdict,
    kind: best?.kind ?? 'person',
    customers,
    survivor: verdict === 'same' ? survivor : null,
    merges,
    pairs: pairs.map(decidedOf),
    likely: best === undefined ? null : best.probability >= 0.5,
    auto: best?.zone === 'auto',
    undone_at: null,
  }
  await insertDecision(tx, decision)
  if (verdict === 'later') {
    await setPairs(tx, pairs, { state: 'later' })
    await regroup(tx, { customers, groups: [] }, worthOf)
  } else await arrive(tx, customers, worthOf, now)
  return decision
}

/** Takes a decision back: customers that were merged come apart as they were, and the pairs wait again. Throws 409 `decision_undone`. */
export async function takeBack(work: Work, decision: Decision, worthOf: WorthOf): Promise<void> {
  const { tx, now } = work
  if (!(await setUndone(tx, decision.id, work.actorId, now)))
    throw new Refusal(409, 'decision_undone', 'This decision has been taken back already.', 'Look at the queue.')
  const { customers } = decision
  for (const mergeId of [...decision.merges].reverse()) await unmerge(work, { mergeId })
  for (const [i, a] of customers.entries())
    for (const b of customers.slice(i + 1)) if (decision.verdict !== 'later') await liftApart(tx, [a, b], now)
  if (decision.verdict === 'later') {
    await setPairs(tx, await pairsAmong(tx, customers), { state: 'open' })
    await regroup(tx, { customers, groups: [] }, worthOf)
  } else await arrive(tx, customers, worthOf, now)
}

/** More customers in one group than this are no duplicates but a fault of the data: a person is to look. */
const mostByItself = 6

/**
 * Merges what of a group stands in the automatic zone. Whatever speaks against it leaves the pair to a person.
 * @returns how many customers went into others
 */
export async function mergeGroup(context: Context, group: Group, worthOf: (tx: Tx) => WorthOf): Promise<number> {
  try {
    return await mergeSure(context, group, worthOf)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error
    // what was seen too late to speak against it is for a person
    await context.db.tx(async (tx) => {
      await setPairs(tx, await pairsAmong(tx, group.customers), { zone: 'ask' })
      await regroup(tx, { customers: group.customers, groups: [group.id] }, worthOf(tx))
    })
    return 0
  }
}

async function mergeSure(context: Context, group: Group, worthOf: (tx: Tx) => WorthOf): Promise<number> {
  return context.db.tx(async (tx) => {
    const work = workOf({ ...context, now: context.clock.now() }, tx)
    const pairs = (await pairsAmong(tx, group.customers)).filter((pair) => pair.zone === 'auto')
    let merged = 0
    for (const customers of connected(pairs)) {
      const own = pairs.filter((pair) => customers.includes(pair.a))
      if (customers.length > mostByItself || (await isBarred(tx, customers))) {
        await setPairs(tx, own, { zone: 'ask' })
        await regroup(tx, { customers, groups: [] }, worthOf(tx))
        continue
      }
      const survivor = await survivorAmong(tx, customers)
      const decision = await settle(work, { customers, verdict: 'same', survivor, automatic: true }, worthOf(tx))
      merged += decision.merges.length
    }
    return merged
  })
}

/** Who stays: the one of whom most is told, then the older. */
export async function survivorAmong(runner: Runner, customers: readonly Uuid[]): Promise<Uuid> {
  const records = new Map((await recordsOf(runner, customers)).map((row) => [row.customer_id, row.records]))
  return [...customers].sort((a, b) => (records.get(b) ?? 0) - (records.get(a) ?? 0) || (a < b ? -1 : 1))[0]!
}

async function isBarred(tx: Tx, customers: readonly Uuid[]): Promise<boolean> {
  for (const [i, a] of customers.entries())
    for (const b of customers.slice(i + 1)) if ((await objectionsTo(tx, [a, b])).length > 0) return true
  return false
}
