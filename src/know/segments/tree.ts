import { Refusal } from '#src/platform/refusal.ts'
import { type Condition, type Leaf, limits } from './contract.ts'

/** The conditions at the ends of a tree, in reading order. Refuses (422) a tree that is too deep or too large, before anything walks it deeper. */
export function leavesOf(tree: Condition): Leaf[] {
  const leaves: Leaf[] = []
  const open: { node: Condition; depth: number }[] = [{ node: tree, depth: 1 }]
  let nodes = 0
  while (open.length > 0) {
    const { node, depth } = open.pop()!
    if (depth > limits.depth || ++nodes > 2 * limits.leaves) throw tooLarge()
    if ('field' in node) {
      if (leaves.push(node) > limits.leaves) throw tooLarge()
    } else for (const child of childrenOf(node).toReversed()) open.push({ node: child, depth: depth + 1 })
  }
  return leaves
}

const childrenOf = (node: Exclude<Condition, Leaf>): readonly Condition[] =>
  'all' in node ? node.all : 'any' in node ? node.any : [node.not]

/** Ids of the fields that a tree asks about, each once. */
export const fieldsOf = (tree: Condition): string[] => [...new Set(leavesOf(tree).map(({ field }) => field))]

const tooLarge = () =>
  new Refusal(
    422,
    'conditions_too_large',
    'There are too many conditions, or too many within each other.',
    'Ask with fewer conditions.',
    { depth: limits.depth, leaves: limits.leaves },
  )
