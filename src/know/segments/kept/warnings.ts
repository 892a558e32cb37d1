import { daysBetween } from '#src/know/insights/index.ts'
import type { Day } from '#src/terms/index.ts'
import type { Condition, Leaf } from '../contract.ts'

type Node = Record<string, unknown>
const isLeaf = (tree: Condition): tree is Leaf => typeof (tree as unknown as Node).field === 'string'
const partsOf = (tree: Condition): readonly Condition[] => {
  const { all } = tree as unknown as Node
  return Array.isArray(all) ? (all as Condition[]) : [tree]
}

/** The condition without its demand for consent, where everybody in it must have given it. */
export function withoutConsent(tree: Condition): { channel: string; rest: Condition } | undefined {
  const parts = partsOf(tree)
  const demand = parts.find(
    (one) => isLeaf(one) && one.field.startsWith('consent.') && one.op === 'is' && one.value === 'granted',
  )
  if (demand === undefined) return undefined
  return {
    channel: (demand as Leaf).field.slice('consent.'.length),
    rest: { all: parts.filter((one) => one !== demand) },
  }
}

/** Every node of a tree, with those of the filters within it. */
function* nodesOf(tree: Condition): Generator<Node> {
  const node = tree as unknown as Node
  yield node
  for (const part of ['all', 'any', 'where'] as const)
    if (Array.isArray(node[part])) for (const one of node[part] as Condition[]) yield* nodesOf(one)
  if (node.not !== undefined) yield* nodesOf(node.not as Condition)
}

/** How many days the widest window on what happened looks back; undefined without any. */
export function longestWindow(tree: Condition, today: Day): number | undefined {
  const days: number[] = []
  for (const node of nodesOf(tree)) {
    const window = node.window as Node | undefined
    if (typeof window?.last === 'number') days.push(window.last)
    if (Array.isArray(window?.between)) days.push(Math.max(...(window.between as number[])))
    if (typeof window?.from === 'string') days.push(daysBetween(window.from, today))
    const past = /^(last|first)(Purchase|Contact)$/.test(String(node.field))
    if (past && (node.op === 'within' || node.op === 'older') && typeof node.value === 'number') days.push(node.value)
  }
  return days.length === 0 ? undefined : Math.max(...days)
}

const most = 8
/** Values that somebody should have: of all parts when nobody fits, else of alternatives, where a wrong one would not show. */
export function valuesAsked(tree: Condition, nobody: boolean): { leaf: Leaf; value: string }[] {
  const found: { leaf: Leaf; value: string }[] = []
  const look = (one: Condition, doubtful: boolean) => {
    const node = one as unknown as Node
    if (isLeaf(one)) {
      const values = Array.isArray(one.value) ? (one.value as readonly unknown[]) : [one.value]
      if (!doubtful || (one.op !== 'is' && one.op !== 'anyOf' && one.op !== 'begins')) return
      for (const value of values)
        if (typeof value === 'string' && !/^\d{4}-\d\d-\d\d$/.test(value))
          found.push({ leaf: { field: one.field, op: one.op === 'begins' ? 'begins' : 'is', value }, value })
    } else if (Array.isArray(node.all)) for (const part of node.all as Condition[]) look(part, doubtful)
    else if (Array.isArray(node.any)) for (const part of node.any as Condition[]) look(part, true)
  }
  look(tree, nobody)
  return found.slice(0, most)
}
