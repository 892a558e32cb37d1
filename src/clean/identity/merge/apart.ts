import type { Work } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { MergeReason } from './contract.ts'
import { allApart, apartOf, insertApart, setLifted, tellersOf } from './queries.ts'

/** Records by which each of the two is known again: enough to outlive a rollback of some. */
const most = 100

/**
 * Remembers that two customers are not one. They are known by their records, so that the memory follows whoever has these: after later merges,
 * un-merges, and when an import is taken back and comes again. Nothing happens where it is remembered already.
 */
export async function keepApart(work: Work, [a, b]: readonly [Uuid, Uuid], because: MergeReason): Promise<void> {
  const known = await apartOf(work.tx, [a, b])
  if (known.length > 0) return
  const sides = [await tellersOf(work.tx, a, most), await tellersOf(work.tx, b, most)] as const
  if (sides.some((side) => side.length === 0)) return
  const row = { id: work.uuid(), a_id: a, b_id: b, at: work.now, actor_id: work.actorId, because }
  await insertApart(work.tx, row, sides)
}

/** Pairs among these customers that are never to be merged. */
export async function apartAmong(runner: Runner, ids: readonly Uuid[]): Promise<{ a: Uuid; b: Uuid; at: Date }[]> {
  if (ids.length < 2) return []
  return (await apartOf(runner, [...ids])).map(({ a, b, at }) => ({ a, b, at }))
}

/** All such pairs, for whoever matches the whole base. */
export const apartPairs = (runner: Runner): Promise<{ a: Uuid; b: Uuid }[]> => allApart(runner)

/** Forgets that two customers are not one. */
export async function liftApart(tx: Tx, [a, b]: readonly [Uuid, Uuid], now: Date): Promise<void> {
  // several words may stand against the same pair
  for (let found = await apartOf(tx, [a, b]); found.length > 0; found = await apartOf(tx, [a, b]))
    await setLifted(
      tx,
      found.map((row) => row.id),
      now,
    )
}
