import type { FieldList, ListName, Sort, View } from '#src/know/lists/contract.ts'
import type { Condition } from '#src/know/segments/contract.ts'

/** A list as its address tells it: what is not there is as the view has it, or as the list begins. */
export interface ListSearch {
  view?: string
  /** Ids separated by commas. */
  columns?: string
  /** The field, with a minus before it for falling order. */
  sort?: string
  where?: Condition
}

/** Where each list is. */
export const addresses = {
  customers: '/customers',
  purchases: '/purchases',
  products: '/products',
  interactions: '/contacts',
} as const satisfies Record<ListName, string>

/** The parts of an address that are of a list; the rest is dropped. */
export function listSearch(search: Record<string, unknown>): ListSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  const [view, columns, sort] = [text(search.view), text(search.columns), text(search.sort)]
  return {
    ...(view && { view }),
    ...(columns && { columns }),
    ...(sort && { sort }),
    ...(isCondition(search.where) && { where: search.where }),
  }
}

/** Whether it has the form of a condition: somebody may have written the address by hand. */
export function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null) return false
  const { field, happened, segment, op, where = [], all, any, not } = value as Record<string, unknown>
  if (typeof field === 'string') return typeof op === 'string'
  if (typeof happened === 'string') return typeof op === 'string' && Array.isArray(where) && where.every(isCondition)
  if (typeof segment === 'string') return true
  const group = all ?? any
  if (Array.isArray(group)) return group.every(isCondition)
  return not !== undefined && isCondition(not)
}

/** What is shown: columns, order, conditions. */
export interface Shown {
  columns: string[]
  sort: Sort
  conditions: Condition | undefined
}

const readSort = (text: string): Sort =>
  text.startsWith('-') ? { field: text.slice(1), direction: 'desc' } : { field: text, direction: 'asc' }
export const writeSort = ({ field, direction }: Sort): string => (direction === 'desc' ? `-${field}` : field)

export function shownOf(search: ListSearch, view: View | undefined, list: FieldList): Shown {
  const known = (id: string) => list.fields.some((field) => field.id === id)
  const asked = search.columns?.split(',').filter(known) ?? []
  const columns = asked.length > 0 ? asked : (view?.columns ?? []).filter(known)
  const sort = search.sort ? readSort(search.sort) : (view?.sort ?? list.sort)
  return {
    columns: columns.length > 0 ? columns : list.columns,
    sort: list.fields.some((field) => field.id === sort.field && field.sortable) ? sort : list.sort,
    conditions: search.where ?? view?.conditions ?? undefined,
  }
}

/** Whether what is shown differs from the view it began with (or from the list as it is). */
export function differs(shown: Shown, view: View | undefined, list: FieldList): boolean {
  const begun = shownOf({}, view, list)
  return (
    JSON.stringify([shown.columns, shown.sort, shown.conditions]) !==
    JSON.stringify([begun.columns, begun.sort, begun.conditions])
  )
}

/** Which rows are picked: all but some, or some. */
export interface Picked {
  all: boolean
  ids: ReadonlySet<string>
}
export const nonePicked: Picked = { all: false, ids: new Set() }
export const isPicked = ({ all, ids }: Picked, id: string) => all !== ids.has(id)
export const anyPicked = ({ all, ids }: Picked) => all || ids.size > 0
export function toggled({ all, ids }: Picked, id: string): Picked {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { all, ids: next }
}
