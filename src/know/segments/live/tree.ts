import type { Uuid } from '#src/terms/index.ts'
import type { Condition } from '../contract.ts'
import { endsOf, fieldsOf, segmentsOf } from '../tree.ts'

/** A condition as segments mean it: customers who are put away stay out unless it asks about that. */
export const effective = (tree: Condition): Condition =>
  fieldsOf(tree).includes('archived') ? tree : { all: [{ field: 'archived', op: 'is', value: false }, tree] }

/** Conditions of segments as they are meant; null of lists. */
export type Conditions = ReadonlyMap<Uuid, Condition | null>

/** A condition and those of all segments that it names, directly or through others. */
export function withNamed(tree: Condition, conditions: Conditions): { trees: Condition[]; named: ReadonlySet<Uuid> } {
  const named = new Set<Uuid>()
  const trees = [tree]
  for (const one of trees)
    for (const id of segmentsOf(one)) {
      if (named.has(id)) continue
      named.add(id)
      const inner = conditions.get(id)
      if (inner) trees.push(inner)
    }
  return { trees, named }
}

/** The conditions at the ends of a tree and of all segments that it names. */
export const allEnds = (tree: Condition, conditions: Conditions) => withNamed(tree, conditions).trees.flatMap(endsOf)
