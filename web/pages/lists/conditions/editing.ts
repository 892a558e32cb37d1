import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Condition } from '#src/know/segments/contract.ts'
import { did, type History, historyOf, redone, undone } from './history.ts'
import {
  added,
  addedGroup,
  type Asked,
  asking,
  conditionOf,
  type Draft,
  draftOf,
  type Group,
  indented,
  isFinished,
  itemsOf,
  type Join,
  joined,
  moved,
  negate,
  outdented,
  placeOf,
  removed,
} from './tree.ts'

/** Where the focus goes after an edit: to what a line asks about, its first value, or its grip. */
export interface Focus {
  id: number
  what: 'subject' | 'value' | 'grip'
}
export interface Editing {
  draft: Draft
  condition: Condition | undefined
  finished: boolean
  canUndo: boolean
  canRedo: boolean
  focus: Focus | undefined
  act: (name: ItemAct, id: number) => void
  ask: (id: number, asked: Asked, not: boolean, typing?: string) => void
  picked: (id: number, asked: Asked) => void
  join: (group: number, join: Join) => void
  /** What a group means as a whole. */
  mean: (group: Group, join: Join, not: boolean) => void
  undo: () => void
  redo: () => void
  /** Another tree in its place, as one step. */
  replace: (condition: Condition | undefined) => void
}
export const itemActs = ['add', 'addGroup', 'negate', 'join', 'indent', 'outdent', 'up', 'down', 'remove'] as const
export type ItemAct = (typeof itemActs)[number]

/** Where the focus is, if it is still there; else at the first line. */
const somewhere = -1

type Step = [draft: Draft, focus: Focus | undefined]
const acts: Record<ItemAct, (draft: Draft, id: number) => Step> = {
  add: (draft, id) => {
    const next = added(draft, id)
    return [next.draft, { id: next.id, what: 'subject' }]
  },
  addGroup: (draft, id) => {
    const next = addedGroup(draft, id)
    return [next.draft, { id: next.id, what: 'subject' }]
  },
  negate: (draft, id) => [negate(draft, id), undefined],
  join: (draft, id) => {
    const group = placeOf(draft.root, id)?.group
    return [group ? joined(draft, group.id, group.join === 'all' ? 'any' : 'all') : draft, { id, what: 'grip' }]
  },
  indent: (draft, id) => [indented(draft, id), { id, what: 'grip' }],
  outdent: (draft, id) => [outdented(draft, id), { id, what: 'grip' }],
  up: (draft, id) => [moved(draft, id, -1), { id, what: 'grip' }],
  down: (draft, id) => [moved(draft, id, 1), { id, what: 'grip' }],
  remove: (draft, id) => {
    const before = itemsOf(draft.root).map((one) => one.id)
    const next = removed(draft, id)
    const left = itemsOf(next.root).map((one) => one.id)
    const gone = before.indexOf(id)
    const near = [...before.slice(gone + 1), ...before.slice(0, gone).toReversed()].find(
      (one) => one !== next.root.id && left.includes(one),
    )
    return [next, { id: near ?? next.root.id, what: 'grip' }]
  },
}

/** Writing of conditions: every edit is a step that can be taken back. `changed` hears each new draft. */
export function useEditing(initial: Condition | undefined, begin: boolean): Editing {
  const [history, setHistory] = useState<History<Draft>>(() => {
    const draft = draftOf(initial)
    return historyOf(begin && draft.root.items.length === 0 ? added(draft, 0).draft : draft)
  })
  const [focus, setFocus] = useState<Focus>()
  const draft = history.now
  const condition = useMemo(() => conditionOf(draft), [draft])
  const step = ([next, to]: Step) => {
    setHistory((old) => did(old, next))
    setFocus(to)
  }
  return {
    draft,
    condition,
    finished: isFinished(draft),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    focus,
    act: (name, id) => step(acts[name](draft, id)),
    ask: (id, asked, not, typing) => {
      setHistory((old) => did(old, asking(old.now, id, asked, not), typing && `${id} ${typing}`))
      setFocus(undefined)
    },
    picked: (id, asked) => step([asking(draft, id, asked), { id, what: 'value' }]),
    join: (group, join) => step([joined(draft, group, join), undefined]),
    mean: (group, join, not) =>
      step([joined(not === group.not ? draft : negate(draft, group.id), group.id, join), undefined]),
    undo: () => {
      setHistory(undone)
      setFocus({ id: somewhere, what: 'grip' })
    },
    redo: () => {
      setHistory(redone)
      setFocus({ id: somewhere, what: 'grip' })
    },
    replace: (condition) => step([draftOf(condition), undefined]),
  }
}

/** Keys on a grip: arrows walk and indent, letters turn. */
export function gripKey(event: KeyboardEvent): ItemAct | 'before' | 'after' | undefined {
  if (event.ctrlKey || event.metaKey) return undefined
  if (event.altKey) return event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : undefined
  switch (event.key) {
    case 'ArrowUp':
      return 'before'
    case 'ArrowDown':
      return 'after'
    case 'ArrowRight':
      return 'indent'
    case 'ArrowLeft':
      return 'outdent'
    case 'Delete':
    case 'Backspace':
      return 'remove'
    case '+':
    case 'Insert':
      return 'add'
    case 'n':
    case '-':
      return 'negate'
    case 'o':
    case 'j':
      return 'join'
    default:
      return undefined
  }
}

/** Puts the focus where an edit wants it, once it is drawn. */
export function useFocus({ focus }: Editing) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!focus || (focus.id === somewhere && ref.current?.contains(document.activeElement))) return
    const item = ref.current?.querySelector(focus.id === somewhere ? '[data-item]' : `[data-item="${focus.id}"]`)
    const wanted =
      focus.what === 'value'
        ? (item?.querySelector<HTMLElement>('[data-missing]') ??
          item?.querySelector<HTMLElement>('[data-focus=value] :is(input, select, button)'))
        : undefined
    const target =
      wanted ??
      item?.querySelector<HTMLElement>(`[data-focus="${focus.what}"]`) ??
      item?.querySelector<HTMLElement>('[data-focus=grip]')
    ;(target ?? ref.current?.querySelector<HTMLElement>('[data-focus=add]'))?.focus()
  }, [focus])
  return ref
}
