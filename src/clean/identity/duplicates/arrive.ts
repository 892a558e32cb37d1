import type { Runner } from '#src/platform/db/connection.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import { apartAmong } from '../merge/index.ts'
import { claimsOf } from '../queries.ts'
import { keysOf, type PairScorer, scorersOf } from './engine.ts'
import { regroup } from './groups.ts'
import { deleteKeys, insertKeys, sharers } from './queries/keys.ts'
import { deletePairsOf, insertPairs } from './queries/pairs.ts'
import { takeArrived } from './queries/stale.ts'
import { type FoundPair, pairKey, type WorthOf } from './shapes.ts'
import { birthColumn, restraint, type Subject, subjectOf } from './subject.ts'

/** So many candidates of one customer are scored at the most, those that share most keys first. */
const mostCandidates = 200
/** A key that more customers share tells next to nothing alone. */
const mostOfKey = 60

/** The customers as the matching sees them. */
async function subjectsOf(runner: Runner, ids: readonly Uuid[]): Promise<Map<Uuid, Subject>> {
  const subjects = new Map<Uuid, Subject>()
  for (const [id, claims] of await claimsOf(runner, [...ids])) {
    const subject = subjectOf(claims)
    if (subject) subjects.set(id, subject)
  }
  return subjects
}

/** Whom each of these may be, by the keys they share; keys in common first, then those of few. */
async function candidatesOf(runner: Runner, keys: ReadonlyMap<Uuid, readonly bigint[]>): Promise<Map<Uuid, Uuid[]>> {
  const wanted = [...keys].flatMap(([customer, list]) => list.map((key) => ({ customer, key })))
  const found = await sharers(runner, wanted, mostOfKey)
  const sizes = Map.groupBy(found, (row) => `${row.customer} ${row.key}`)
  const votes = new Map<Uuid, Map<Uuid, number>>()
  for (const of of sizes.values())
    for (const { customer, other } of of) {
      const mine = votes.get(customer) ?? new Map<Uuid, number>()
      mine.set(other, (mine.get(other) ?? 0) + 1 / of.length)
      votes.set(customer, mine)
    }
  return new Map(
    [...votes].map(([customer, mine]) => [
      customer,
      [...mine]
        .sort((x, y) => y[1] - x[1])
        .slice(0, mostCandidates)
        .map(([id]) => id),
    ]),
  )
}

/** The pairs of these subjects with whomever they may be. */
async function pairsOf(
  runner: Runner,
  scorers: Partial<Record<CustomerKind, PairScorer>>,
  subjects: ReadonlyMap<Uuid, Subject>,
  keys: ReadonlyMap<Uuid, readonly bigint[]>,
): Promise<FoundPair[]> {
  const candidates = await candidatesOf(runner, keys)
  const others = [...new Set([...candidates.values()].flat())].filter((id) => !subjects.has(id))
  const known = new Map([...subjects, ...(await subjectsOf(runner, others))])
  const found = new Map<string, FoundPair>()
  for (const [id, list] of candidates) {
    const subject = subjects.get(id)!
    const scorer = scorers[subject.kind]
    if (!scorer) continue
    for (const other of list) {
      const against = known.get(other)
      const key = pairKey(id, other)
      if (!against || found.has(key)) continue
      const at = birthColumn[subject.kind]
      const limit = restraint(subject, against, [subject.values[at] ?? '', against.values[at] ?? ''])
      if (limit === 'never') continue
      const [a, b] = id < other ? [id, other] : [other, id]
      const scored = a === id ? scorer.score(subject, against) : scorer.score(against, subject)
      if (!scored) continue
      const zone = limit === 'ask' ? 'ask' : scored.zone
      found.set(key, { ...scored, zone, a, b, kind: subject.kind, model: scorer.version })
    }
  }
  return found.size === 0 ? [] : withoutApart(runner, [...found.values()])
}

/** Without those of whom somebody has said that they are two. */
async function withoutApart(runner: Runner, pairs: FoundPair[]): Promise<FoundPair[]> {
  const apart = await apartAmong(runner, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))])
  const keys = new Set(apart.map(({ a, b }) => pairKey(a, b)))
  return pairs.filter(({ a, b }) => !keys.has(pairKey(a, b)))
}

/**
 * Compares these customers with whomever they may be, and brings keys, pairs and groups up to date; those who are gone leave them.
 * In the caller's transaction; the same for one arriving record and for the customers of an import.
 * @returns how many pairs were found
 */
export async function arrive(tx: Tx, ids: readonly Uuid[], worthOf: WorthOf, now: Date): Promise<number> {
  if (ids.length === 0) return 0
  const scorers = await scorersOf(tx)
  const subjects = await subjectsOf(tx, ids)
  const keys = new Map([...subjects].map(([id, subject]) => [id, keysOf(subject)]))
  await deleteKeys(tx, ids)
  await insertKeys(
    tx,
    [...keys].flatMap(([customer_id, list]) => list.map((key) => ({ key, customer_id }))),
  )
  const found = await pairsOf(tx, scorers, subjects, keys)
  const before = await deletePairsOf(tx, ids)
  if (found.length === 0 && before.length === 0) return 0
  const states = new Map(before.map((pair) => [pairKey(pair.a, pair.b), pair.state]))
  await insertPairs(
    tx,
    found.map((pair) => ({ ...pair, state: states.get(pairKey(pair.a, pair.b)) ?? 'open' })),
    now,
  )
  const customers = [...new Set([...ids, ...found.flatMap(({ a, b }) => [a, b])])]
  const groups = [...new Set(before.flatMap(({ group }) => (group === null ? [] : [group])))]
  await regroup(tx, { customers, groups }, worthOf)
  return found.length
}

/** Those who come first wait for few: a batch is small. */
const batch = 100

/**
 * Works through the customers that are marked, batch by batch, each in a transaction of its own.
 * @returns how many were compared
 */
export async function workArrived(
  db: Db,
  { worthOf, now, signal }: { worthOf: (tx: Tx) => WorthOf; now: () => Date; signal?: AbortSignal },
): Promise<number> {
  let done = 0
  while (!signal?.aborted) {
    const count = await db.tx(async (tx) => {
      const ids = await takeArrived(tx, batch, now())
      await arrive(tx, ids, worthOf(tx), now())
      return ids.length
    })
    if (count === 0) break
    done += count
  }
  return done
}
