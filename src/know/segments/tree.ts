import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Condition, grownLimits, type Happened, type Leaf, limits, type Membership } from './contract.ts'

/** A condition at the end of a tree. */
export type End = Leaf | Happened | Membership

/**
 * The conditions at the ends of a tree, in reading order. Refuses (422) a tree that is too large, however deep, before anything walks it in
 * its own way.
 */
export function endsOf(tree: Condition): End[] {
  const ends: End[] = []
  const open: Condition[] = [tree]
  let nodes = 0
  let leaves = 0
  while (open.length > 0) {
    const node = open.pop()!
    if (++nodes > limits.nodes) throw tooLarge()
    if (isEnd(node)) {
      leaves += leavesIn(node)
      if (leaves > limits.leaves) throw tooLarge()
      ends.push(node)
    } else for (const child of childrenOf(node).toReversed()) open.push(child)
  }
  return ends
}

const leavesIn = (end: End): number => 1 + ('happened' in end ? (end.where?.length ?? 0) : 0)

interface Size {
  readonly leaves: number
  readonly nodes: number
  readonly depth: number
}
/**
 * Refuses (422) a tree that becomes too large with the conditions of all segments that it names in their places. Each segment is measured once,
 * however often it is named; one that names itself is somebody else's to refuse.
 */
export function guardGrown(tree: Condition, segments: ReadonlyMap<Uuid, Condition | null> | undefined): void {
  const known = new Map<Uuid, Size>()
  const sizeOf = (one: Condition): Size => {
    let [leaves, nodes, depth] = [0, 0, 0]
    const open: [node: Condition, at: number][] = [[one, 0]]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [node, at] = next
      const inner = 'segment' in node ? sizeOfNamed(node.segment) : undefined
      nodes += 1 + (inner?.nodes ?? 0)
      leaves += inner?.leaves ?? (isEnd(node) ? leavesIn(node) : 0)
      depth = Math.max(depth, at + (inner?.depth ?? 0))
      if (leaves > grownLimits.leaves || nodes > grownLimits.nodes || depth > grownLimits.depth)
        throw tooLarge(grownLimits)
      if (!isEnd(node)) for (const child of childrenOf(node)) open.push([child, at + 1])
    }
    return { leaves, nodes, depth }
  }
  const sizeOfNamed = (id: Uuid): Size | undefined => {
    const condition = segments?.get(id)
    if (!condition) return undefined
    const size = known.get(id)
    if (size !== undefined) return size
    known.set(id, { leaves: 1, nodes: 1, depth: 0 })
    const whole = sizeOf(condition)
    known.set(id, whole)
    return whole
  }
  if (segments !== undefined) sizeOf(tree)
}

export const isEnd = (node: Condition): node is End => 'field' in node || 'happened' in node || 'segment' in node

/** What stands within a group. */
export const childrenOf = (node: Exclude<Condition, End>): readonly Condition[] =>
  'all' in node ? node.all : 'any' in node ? node.any : [node.not]

/** Conditions on fields of the listed thing itself. */
export const leavesOf = (tree: Condition): Leaf[] => endsOf(tree).filter((end) => 'field' in end)

/** Ids of the fields that a tree asks about, each once. */
export const fieldsOf = (tree: Condition): string[] => [...new Set(leavesOf(tree).map(({ field }) => field))]

/** Segments that a tree names, each once. */
export const segmentsOf = (tree: Condition): Uuid[] => [
  ...new Set(endsOf(tree).flatMap((end) => ('segment' in end ? [end.segment] : []))),
]

const tooLarge = ({ leaves }: { leaves: number } = limits) =>
  new Refusal(422, 'conditions_too_large', 'There are too many conditions.', 'Ask with fewer conditions.', {
    leaves,
  })
