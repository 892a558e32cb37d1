import type { Condition, Leaf, Measure, Operator, Value } from '#src/know/segments/contract.ts'
import { opposite } from './opposite.ts'

/** A condition on a field that is being written: its value may be missing still. */
export interface FieldLine {
  readonly field: string
  readonly op: Operator
  readonly value?: Value
}
/** When: the last so many days, between days (either may be missing), or between so many days ago. Null stands for what is not written yet. */
export type Window =
  | { readonly last: number | null }
  | { readonly from?: string; readonly until?: string }
  | { readonly between: readonly [number | null, number | null] }
/** A condition on what has happened: how often, of which sort, when. */
export interface HappenedLine {
  readonly happened: string
  readonly where?: readonly FieldLine[]
  readonly window?: Window
  readonly measure?: Measure
  readonly currency?: string
  readonly op: Operator
  readonly value?: Value
}
/** A condition on being in a segment; an empty id is not chosen yet. */
export interface SegmentLine {
  readonly segment: string
}
/** One that is begun: what it asks about is not chosen yet. */
export interface BegunLine {
  readonly begun: true
}
export type Asked = FieldLine | HappenedLine | SegmentLine | BegunLine

export interface Line {
  readonly id: number
  readonly not: boolean
  readonly asked: Asked
}
export type Join = 'all' | 'any'
export interface Group {
  readonly id: number
  readonly not: boolean
  readonly join: Join
  readonly items: readonly Item[]
}
export type Item = Line | Group
/** A condition tree while it is written: a group at the root, whose number is 0, every item with a number of its own that edits keep. */
export interface Draft {
  readonly root: Group
  /** The number of the next item. */
  readonly next: number
}
export const isGroup = (item: Item): item is Group => 'items' in item
const noField: Asked = { begun: true }

/** What is asked as a draft. Two negations are none, and a negated comparison with an exact opposite becomes that. */
export function draftOf(tree: Condition | undefined): Draft {
  let next = 1
  const number = () => next++
  const item = (node: Condition, not: boolean): Item => {
    if ('not' in node) return item(node.not, !not)
    if ('all' in node || 'any' in node) {
      const join: Join = 'all' in node ? 'all' : 'any'
      const id = number()
      const inner = 'all' in node ? node.all : node.any
      return { id, not, join, items: inner.map((one) => item(one, false)) }
    }
    return turned({ id: number(), not: false, asked: node as Asked }, not)
  }
  if (tree === undefined) return { root: { id: 0, not: false, join: 'all', items: [] }, next }
  const top = item(tree, false)
  const root: Group = isGroup(top) ? { ...top, id: 0 } : { id: 0, not: false, join: 'all', items: [top] }
  return { root, next }
}

/** A line as it is, or the opposite of it. */
function turned(line: Line, not: boolean): Line {
  if (!not) return line
  const other = opposite(line.asked)
  return other === undefined ? { ...line, not: !line.not } : { ...line, asked: other }
}

/** What is asked by a draft: without lines that are not whole, and without groups of nothing; undefined when nothing is left. */
export function conditionOf({ root }: Draft): Condition | undefined {
  return conditionOfItem(root)
}
function conditionOfItem(item: Item): Condition | undefined {
  if (!isGroup(item)) {
    if (!isWhole(item.asked)) return undefined
    const asked = item.asked as Leaf
    return item.not ? { not: asked } : asked
  }
  const inner = item.items.flatMap((one) => conditionOfItem(one) ?? [])
  // of nothing: everybody or nobody, as it was asked; but not where lines are only unfinished
  if (inner.length === 0 && (item.items.length > 0 || (item.id === 0 && item.join === 'all' && !item.not)))
    return undefined
  if (inner.length === 0) return (item.join === 'all') === item.not ? { any: [] } : { all: [] }
  const joined = inner.length === 1 ? inner[0]! : item.join === 'all' ? { all: inner } : { any: inner }
  if (!item.not) return joined
  return 'not' in joined ? joined.not : { not: joined }
}

/** Whether a line has all that it needs to be asked. */
export function isWhole(asked: Asked): boolean {
  if ('begun' in asked) return false
  if ('segment' in asked) return asked.segment !== ''
  if ('happened' in asked) {
    const { window, where = [] } = asked
    return hasValue(asked) && where.every(hasValue) && (window === undefined || isWholeWindow(window))
  }
  return hasValue(asked)
}
function hasValue({ op, value }: { op: Operator; value?: Value }): boolean {
  if (op === 'empty' || op === 'notEmpty') return true
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => one !== '') && (op !== 'between' || value.length === 2)
  return value !== undefined && value !== ''
}
function isWholeWindow(window: Window): boolean {
  if ('last' in window) return window.last !== null
  if ('between' in window) return window.between.every((one) => one !== null)
  // a day that is there must be written
  return Boolean(window.from ?? window.until) && window.from !== '' && window.until !== ''
}
/** Whether every line of a draft is whole. */
export const isFinished = ({ root }: Draft): boolean => linesOf(root).every(({ asked }) => isWhole(asked))

/** The lines under an item, in reading order. */
export const linesOf = (item: Item): Line[] => (isGroup(item) ? item.items.flatMap(linesOf) : [item])
/** Every item under a group and itself, in reading order. */
export const itemsOf = (item: Item): Item[] => (isGroup(item) ? [item, ...item.items.flatMap(itemsOf)] : [item])

/** The group that an item stands in, and its place there; undefined of the root and of what is not in the draft. */
export function placeOf(root: Group, id: number): { group: Group; at: number } | undefined {
  const at = root.items.findIndex((one) => one.id === id)
  if (at >= 0) return { group: root, at }
  for (const one of root.items) {
    const found = isGroup(one) ? placeOf(one, id) : undefined
    if (found) return found
  }
  return undefined
}

/** Changes one item; nothing in its place takes it away. */
function withItem(item: Group, id: number, change: (old: Item) => readonly Item[]): Group {
  const items = item.items.flatMap((one): readonly Item[] =>
    one.id === id ? change(one) : isGroup(one) ? [withItem(one, id, change)] : [one],
  )
  return items.length === item.items.length && items.every((one, i) => one === item.items[i])
    ? item
    : { ...item, items }
}
const withGroup = (root: Group, id: number, change: (old: Group) => Group): Group =>
  root.id === id ? change(root) : withItem(root, id, (old) => (isGroup(old) ? [change(old)] : [old]))

/** Of the groups that were touched those of nothing go; one that has been left with a single item gives its place to that. */
function tidied(root: Group, touched: readonly number[]): Group {
  const tidy = (item: Item): Item[] => {
    if (!isGroup(item)) return [item]
    const items = item.items.flatMap(tidy)
    if (items.length === 0 && (touched.includes(item.id) || item.items.length > 0)) return []
    if (items.length === 1 && touched.includes(item.id)) {
      const [only] = items as [Item]
      return [item.not ? negated(only) : only]
    }
    return [
      items.length === item.items.length && items.every((one, i) => one === item.items[i]) ? item : { ...item, items },
    ]
  }
  const items = root.items.flatMap(tidy)
  return items.length === 0 ? { id: root.id, not: false, join: 'all', items } : { ...root, items }
}

/** A line after another item, or at the end of a group. Returns its number too. */
export function added(draft: Draft, after: number, asked: Asked = noField): { draft: Draft; id: number } {
  const id = draft.next
  const line: Line = { id, not: false, asked }
  const group = itemsOf(draft.root).find((one) => one.id === after)
  const root =
    group && isGroup(group)
      ? withGroup(draft.root, after, (old) => ({ ...old, items: [...old.items, line] }))
      : withItem(draft.root, after, (old) => [old, line])
  return { draft: { root, next: id + 1 }, id }
}

/** A group with one begun line at the end of a group. Returns the number of the line. */
export function addedGroup(draft: Draft, into: number): { draft: Draft; id: number } {
  const root = withGroup(draft.root, into, (old) => {
    const line: Line = { id: draft.next + 1, not: false, asked: noField }
    const group: Group = { id: draft.next, not: false, join: old.join === 'all' ? 'any' : 'all', items: [line] }
    return { ...old, items: [...old.items, group] }
  })
  return { draft: { root, next: draft.next + 2 }, id: draft.next + 1 }
}

/** Without an item. */
export function removed({ root, next }: Draft, id: number): Draft {
  const place = placeOf(root, id)
  if (!place) return { root, next }
  return {
    root: tidied(
      withItem(root, id, () => []),
      [place.group.id],
    ),
    next,
  }
}

/** A line that asks something else. */
export function asking({ root, next }: Draft, id: number, asked: Asked, not = false): Draft {
  return { root: withItem(root, id, (old) => (isGroup(old) ? [old] : [{ id: old.id, not, asked }])), next }
}

function negated(item: Item): Item {
  if (isGroup(item)) return { ...item, not: !item.not }
  return item.not ? { ...item, not: false } : turned(item, true)
}
/** The opposite of an item: of a line or a whole group, the root too. */
export function negate({ root, next }: Draft, id: number): Draft {
  return { root: root.id === id ? (negated(root) as Group) : withItem(root, id, (old) => [negated(old)]), next }
}

/** Whether all or any of a group must hold. */
export function joined({ root, next }: Draft, id: number, join: Join): Draft {
  return { root: withGroup(root, id, (old) => ({ ...old, join })), next }
}

/**
 * An item one level deeper: into the group before it, else into a new group together with the item before it. The first of a group goes together
 * with the one after it. An item that is alone stays.
 */
export function indented(draft: Draft, id: number): Draft {
  const place = placeOf(draft.root, id)
  if (!place || place.group.items.length < 2) return draft
  const { group, at } = place
  const item = group.items[at]!
  const first = at === 0
  const other = group.items[first ? 1 : at - 1]!
  const apart = group.items.filter((one) => one !== item && one !== other)
  const inner: Group = isGroup(other)
    ? { ...other, items: first ? [item, ...other.items] : [...other.items, item] }
    : {
        id: draft.next,
        not: false,
        join: group.join === 'all' ? 'any' : 'all',
        items: first ? [item, other] : [other, item],
      }
  const items = [...apart]
  items.splice(first ? 0 : at - 1, 0, inner)
  // all of a group in one group says nothing new: the group itself turns
  if (apart.length === 0 && !isGroup(other)) return joined(draft, group.id, inner.join)
  const root = withGroup(draft.root, group.id, (old) => ({ ...old, items }))
  return { root, next: isGroup(other) ? draft.next : draft.next + 1 }
}

/** An item one level out, after the group that it stood in. What stands at the root stays. */
export function outdented(draft: Draft, id: number): Draft {
  const place = placeOf(draft.root, id)
  if (!place || place.group.id === draft.root.id) return draft
  const { group, at } = place
  const item = group.items[at]!
  const less: Group = { ...group, items: group.items.filter((one) => one !== item) }
  const root = withItem(draft.root, group.id, () =>
    less.items.length === 0 ? [item] : at === 0 ? [item, less] : [less, item],
  )
  return { root: tidied(root, [group.id]), next: draft.next }
}

/** An item before or after its neighbour in the same group. */
export function moved({ root, next }: Draft, id: number, by: -1 | 1): Draft {
  const place = placeOf(root, id)
  const to = (place?.at ?? 0) + by
  if (!place || to < 0 || to >= place.group.items.length) return { root, next }
  const items = [...place.group.items]
  const [item] = items.splice(place.at, 1)
  items.splice(to, 0, item!)
  return { root: withGroup(root, place.group.id, (old) => ({ ...old, items })), next }
}
