import type { FieldInfo } from '#src/know/lists/contract.ts'
import type { Condition, Leaf, Operator, Value } from '#src/know/segments/contract.ts'

/** A condition that is being written: its value may be missing still. */
export interface DraftLeaf {
  field: string
  op: Operator
  value?: Value
}
export type Join = 'all' | 'any' | 'none'
/** A group of conditions as people build it; `none` is `not any`. */
export interface DraftGroup {
  join: Join
  items: (DraftLeaf | DraftGroup)[]
}
export const isGroup = (item: DraftLeaf | DraftGroup): item is DraftGroup => 'items' in item

/** A tree as it is built on the screen: groups all the way, with a group at the root. */
export function draftOf(tree: Condition | undefined): DraftGroup {
  if (tree === undefined) return { join: 'all', items: [] }
  const item = itemOf(tree)
  return isGroup(item) ? item : { join: 'all', items: [item] }
}
function itemOf(tree: Condition): DraftLeaf | DraftGroup {
  if ('all' in tree) return { join: 'all', items: tree.all.map(itemOf) }
  if ('any' in tree) return { join: 'any', items: tree.any.map(itemOf) }
  if (!('not' in tree)) return { ...tree }
  const { not } = tree
  return { join: 'none', items: 'any' in not ? not.any.map(itemOf) : [itemOf(not)] }
}

/** What is asked by a draft: without conditions whose value is missing; undefined when nothing is left. */
export function treeOf(draft: DraftGroup): Condition | undefined {
  const items = draft.items.flatMap((item): Condition[] => {
    const tree = isGroup(item) ? treeOf(item) : isWhole(item) ? (item as Leaf) : undefined
    return tree === undefined ? [] : [tree]
  })
  if (items.length === 0) return undefined
  if (draft.join === 'none') return { not: { any: items } }
  if (items.length === 1) return items[0]!
  return draft.join === 'all' ? { all: items } : { any: items }
}

/** Whether a condition has all that its operator needs. */
function isWhole({ op, value }: DraftLeaf): boolean {
  if (op === 'empty' || op === 'notEmpty') return true
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => one !== '') && (op !== 'between' || value.length === 2)
  return value !== undefined && value !== ''
}

/** Whether every condition of a draft is whole. */
export function isFinished(draft: DraftGroup): boolean {
  return draft.items.every((item) => (isGroup(item) ? isFinished(item) : isWhole(item)))
}

/** A new condition on a field, with its first operator. */
export function begun(field: FieldInfo): DraftLeaf {
  const op = field.operators[0]!
  return field.type === 'yesno' ? { field: field.id, op, value: true } : { field: field.id, op }
}
