import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { allPairs, barePairsAround, type BarePair } from './queries/pairs.ts'
import { deleteGroups, emptyGroups, type Group, holdGroups, insertGroups } from './queries/groups.ts'
import type { WorthOf } from './shapes.ts'

/** Customers that the pairs join, each set in order. Pure. */
export function connected(pairs: readonly { a: Uuid; b: Uuid }[]): Uuid[][] {
  const leader = new Map<Uuid, Uuid>()
  const find = (id: Uuid): Uuid => {
    let at = id
    for (let up = leader.get(at)!; up !== at; up = leader.get(at)!) {
      leader.set(at, leader.get(up)!)
      at = up
    }
    return at
  }
  for (const { a, b } of pairs) {
    if (!leader.has(a)) leader.set(a, a)
    if (!leader.has(b)) leader.set(b, b)
    const [one, other] = [find(a), find(b)]
    if (one < other) leader.set(other, one)
    else if (other < one) leader.set(one, other)
  }
  const sets = new Map<Uuid, Uuid[]>()
  for (const id of leader.keys()) {
    const first = find(id)
    const set = sets.get(first)
    if (set) set.push(id)
    else sets.set(first, [id])
  }
  return [...sets.values()].map((set) => set.sort())
}

/** Certainty times worth: a customer of a hundred times the money stands as if twice as sure. Pure. */
export const rankOf = (probability: number, worth: number): number =>
  probability * (1 + Math.log10(1 + Math.max(0, worth)) / 2)

/** A group of more could not be looked at side by side. */
const mostTogether = 8
/** Mean probability between the customers of two groups that are asked about as one; a pair that was not found counts as none. */
const meanToJoin = 0.4

/**
 * Which customers are asked about together. The surest pairs first: groups grow while they stay small and all their customers speak for it, not only
 * the one pair that brings them up; a pair that is less likely than not is asked alone, and only when neither of its customers waits in a
 * surer question. What is left out waits until that is decided. Pure.
 */
export function questions(pairs: readonly BarePair[]): Uuid[][] {
  const setOf = new Map<Uuid, Set<Uuid>>()
  const chance = new Map(pairs.map(({ a, b, probability }) => [`${a} ${b}`, probability]))
  const mean = (one: ReadonlySet<Uuid>, other: ReadonlySet<Uuid>) => {
    let sum = 0
    for (const x of one) for (const y of other) sum += chance.get(x < y ? `${x} ${y}` : `${y} ${x}`) ?? 0
    return sum / (one.size * other.size)
  }
  const order = (x: BarePair, y: BarePair) => y.weight - x.weight || (x.a + x.b < y.a + y.b ? -1 : 1)
  for (const { a, b, probability } of [...pairs].sort(order)) {
    const [one, other] = [setOf.get(a), setOf.get(b)]
    if (probability < 0.5 ? one || other : one && one === other) continue
    const [left, right] = [one ?? new Set([a]), other ?? new Set([b])]
    if (left.size + right.size > mostTogether || (probability >= 0.5 && mean(left, right) < meanToJoin)) continue
    const joined = new Set([...left, ...right])
    for (const id of joined) setOf.set(id, joined)
  }
  return [...new Set(setOf.values())].map((set) => [...set].sort())
}

function groupsOf(pairs: readonly BarePair[], worths: ReadonlyMap<Uuid, number>): Group[] {
  const sets = questions(pairs)
  const setOf = new Map(sets.flatMap((set) => set.map((id) => [id, set] as const)))
  const within = Map.groupBy(pairs, (pair) => (setOf.get(pair.a) === setOf.get(pair.b) ? setOf.get(pair.a) : undefined))
  return [...within].flatMap(([customers, own]) => {
    if (!customers) return []
    const probability = Math.max(...own.map((pair) => pair.probability))
    const worth = Math.max(...customers.map((id) => worths.get(id) ?? 0))
    return {
      id: customers[0]!,
      kind: own[0]!.kind,
      customers,
      pairs: own.length,
      probability,
      auto: own.some((pair) => pair.zone === 'auto'),
      worth,
      rank: rankOf(probability, worth),
      later: own.every((pair) => pair.state === 'later'),
    }
  })
}

/** Makes the groups anew around these customers, and of what is left of these groups. */
export async function regroup(
  tx: Tx,
  around: { customers: readonly Uuid[]; groups: readonly Uuid[] },
  worthOf: WorthOf,
): Promise<void> {
  await holdGroups(tx)
  const groups = new Set(around.groups)
  const customers = new Set(around.customers)
  const pairs = new Map<string, BarePair>()
  // a pair found now may join groups that stood alone: outwards from what is new until nothing is
  for (let edge = around; edge.customers.length + edge.groups.length > 0; ) {
    const found = await barePairsAround(tx, edge.customers, edge.groups)
    for (const pair of found) pairs.set(`${pair.a} ${pair.b}`, pair)
    const reached = new Set(found.flatMap(({ a, b }) => [a, b])).difference(customers)
    const joined = new Set(found.flatMap(({ group }) => group ?? [])).difference(groups)
    for (const id of reached) customers.add(id)
    for (const id of joined) groups.add(id)
    edge = { customers: [...reached], groups: [...joined] }
  }
  await deleteGroups(tx, [...groups])
  const worths = await worthOf([...new Set([...pairs.values()].flatMap(({ a, b }) => [a, b]))])
  await insertGroups(tx, groupsOf([...pairs.values()], worths))
}

const together = 2000
/** All groups anew, after a search through the whole base. */
export async function regroupAll(tx: Tx, worthOf: WorthOf): Promise<number> {
  await holdGroups(tx)
  const pairs = await allPairs(tx)
  await emptyGroups(tx)
  const sets = groupsOf(pairs, new Map())
  for (let from = 0; from < sets.length; from += together) {
    const some = sets.slice(from, from + together)
    const worths = await worthOf(some.flatMap((group) => group.customers))
    await insertGroups(
      tx,
      some.map((group) => {
        const worth = Math.max(...group.customers.map((id) => worths.get(id) ?? 0))
        return { ...group, worth, rank: rankOf(group.probability, worth) }
      }),
    )
  }
  return sets.length
}
