import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Claim } from '../golden.ts'
import { type Identifier, identifiersOf } from '../identifiers.ts'
import { claimsOf } from '../queries.ts'
import { apartAmong } from './apart.ts'
import type { MergeObjection } from './contract.ts'

/**
 * Kinds of strong identifiers in which two customers contradict each other: both have some and none is the same. A source's own ids of persons
 * compare within that source only. Pure.
 */
export function strongConflicts(a: readonly Claim[], b: readonly Claim[]): Identifier['kind'][] {
  const [ofA, ofB] = [strongsOf(a), strongsOf(b)]
  const found = new Set<Identifier['kind']>()
  for (const [scope, { kind, values }] of ofA) {
    const other = ofB.get(scope)
    if (other && values.isDisjointFrom(other.values)) found.add(kind)
  }
  return [...found]
}

/** Strong identifiers by who gave them. */
function strongsOf(claims: readonly Claim[]): Map<string, { kind: Identifier['kind']; values: Set<string> }> {
  const all = new Map<string, { kind: Identifier['kind']; values: Set<string> }>()
  for (const { kind, value, strong } of identifiersOf(claims).values()) {
    if (!strong) continue
    const scope = kind === 'person' ? `${kind} ${value.slice(value.lastIndexOf('|') + 1)}` : kind
    const of = all.get(scope) ?? { kind, values: new Set<string>() }
    of.values.add(value)
    all.set(scope, of)
  }
  return all
}

/** What speaks against making two customers one, as they stand now. */
export async function objectionsTo(runner: Runner, [a, b]: readonly [Uuid, Uuid]): Promise<MergeObjection[]> {
  if (a === b) return [{ code: 'same_customer' }]
  const claims = await claimsOf(runner, [a, b])
  const conflicts = strongConflicts(claims.get(a)!, claims.get(b)!)
  const apart = await apartAmong(runner, [a, b])
  return [
    ...conflicts.map((kind) => ({ code: 'strong_conflict' as const, kind })),
    ...apart.slice(0, 1).map(({ at }) => ({ code: 'kept_apart' as const, at: at.toISOString() })),
  ]
}
