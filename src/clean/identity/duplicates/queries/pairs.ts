import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, raw, sql, table, type Tx } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import type { FoundPair, OpenPair, Zone } from '../shapes.ts'

const pairTable = table('clean.match_pair', {
  a: 'uuid',
  b: 'uuid',
  kind: 'text',
  model: 'int',
  weight: 'numeric',
  probability: 'numeric',
  zone: 'text',
  evidence: 'jsonb',
  state: 'text',
  found_at: 'timestamptz',
})
const columns = raw('a, b, kind, model, weight, probability, zone, evidence, state, group_id as "group"')
const rowOf = (pair: FoundPair, state: OpenPair['state'], foundAt: Date) => ({ ...pair, state, found_at: foundAt })

/** Writes pairs that are not there yet. */
export const insertPairs = (tx: Tx, pairs: readonly (FoundPair & { state: OpenPair['state'] })[], now: Date) =>
  insertMany(
    tx,
    pairTable,
    pairs.map((pair) => rowOf(pair, pair.state, now)),
  )

/** All pairs of a kind go, but those put off by somebody are answered: they stay put off if they are found again. */
export async function emptyPairs(tx: Tx, kind: CustomerKind): Promise<{ a: Uuid; b: Uuid }[]> {
  return tx.rows(sql<{ a: Uuid; b: Uuid }>`
    with gone as (delete from clean.match_pair where kind = ${kind} returning a, b, state)
    select a, b from gone where state = 'later'`)
}

/** Pairs of these customers go; answers what they were. */
export function deletePairsOf(tx: Tx, customers: readonly Uuid[]): Promise<OpenPair[]> {
  return tx.rows(sql<OpenPair>`
    delete from clean.match_pair where a = any(${customers}::uuid[]) or b = any(${customers}::uuid[])
    returning ${columns}`)
}
export async function setPairs(
  tx: Tx,
  pairs: readonly { a: Uuid; b: Uuid }[],
  to: { state?: OpenPair['state']; zone?: Zone },
): Promise<void> {
  await tx.run(sql`
    update clean.match_pair p set state = coalesce(${to.state ?? null}, p.state), zone = coalesce(${to.zone ?? null}, p.zone)
    from unnest(${pairs.map((p) => p.a)}::uuid[], ${pairs.map((p) => p.b)}::uuid[]) as g (a, b)
    where p.a = g.a and p.b = g.b`)
}

/** Pairs of one customer. */
export function pairsOfOne(runner: Runner, customer: Uuid): Promise<OpenPair[]> {
  return runner.rows(sql<OpenPair>`
    select ${columns} from clean.match_pair where a = ${customer}
    union all
    select ${columns} from clean.match_pair where b = ${customer}`)
}

/** Both customers are among these. */
export function pairsAmong(runner: Runner, customers: readonly Uuid[]): Promise<OpenPair[]> {
  return runner.rows(sql<OpenPair>`
    select ${columns} from clean.match_pair where a = any(${customers}::uuid[]) and b = any(${customers}::uuid[])
    order by weight desc, a, b`)
}

export interface BarePair {
  a: Uuid
  b: Uuid
  kind: CustomerKind
  weight: number
  probability: number
  zone: Zone
  state: OpenPair['state']
  group: Uuid | null
}
const bare = raw('a, b, kind, weight, probability, zone, state, group_id as "group"')
/** Every pair without its evidence, to make all groups. */
export function allPairs(tx: Tx): Promise<BarePair[]> {
  return tx.rows(sql<BarePair>`select ${bare} from clean.match_pair`)
}
/** Pairs that touch these customers or stand in these groups, without their evidence. */
export function barePairsAround(tx: Tx, customers: readonly Uuid[], groups: readonly Uuid[]): Promise<BarePair[]> {
  return tx.rows(sql<BarePair>`
    select ${bare} from clean.match_pair where a = any(${customers}::uuid[])
    union
    select ${bare} from clean.match_pair where b = any(${customers}::uuid[])
    union
    select ${bare} from clean.match_pair where group_id = any(${groups}::uuid[])`)
}

/** Some pairs of the automatic zone, from the least sure upwards: those at its edge tell most. */
export function edgeOfAuto(runner: Runner, kind: CustomerKind, most: number): Promise<OpenPair[]> {
  return runner.rows(sql<OpenPair>`
    select ${columns} from clean.match_pair where kind = ${kind} and zone = 'auto' order by weight, a, b limit ${most}`)
}

export interface ZoneCount {
  kind: CustomerKind
  zone: Zone
  pairs: number
}
export function countZones(runner: Runner): Promise<ZoneCount[]> {
  return runner.rows(
    sql<ZoneCount>`select kind, zone, count(*)::int as pairs from clean.match_pair group by kind, zone`,
  )
}
