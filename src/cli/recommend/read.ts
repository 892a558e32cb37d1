import { suggesting } from '#src/know/insights/index.ts'
import type { Keys } from '../analytics/cells.ts'
import { type LeftOut, readColumns } from '../analytics/read.ts'
import type { Invocation } from '../command.ts'

/** Which columns hold what. */
export interface Columns {
  readonly customer: string
  readonly item: string
  readonly date?: string
  readonly amount?: string
  readonly rating?: string
  /** The least rating that counts as liked. */
  readonly least: number
}

/** Rows of a file with customers and products as numbers, days where there is a column of them. */
export interface Purchases {
  readonly user: Int32Array
  readonly item: Int32Array
  readonly day?: Int32Array
  readonly users: readonly string[]
  readonly items: readonly string[]
  /** Rows below zero, which are returns: pairs of customer and product. */
  readonly back: { readonly user: Int32Array; readonly item: Int32Array }
  readonly rows: number
  readonly leftOut: readonly LeftOut[]
  readonly notes: readonly string[]
}

/** Reads purchases, or what else says that somebody liked something; rows without customer, product or day are left out and counted. */
export async function readPurchases(invocation: Invocation, word: string, columns: Columns): Promise<Purchases> {
  const read = await readColumns(invocation, word, {
    user: { column: columns.customer, as: 'key' },
    item: { column: columns.item, as: 'key' },
    ...(columns.date !== undefined && { day: { column: columns.date, as: 'day' as const } }),
    ...(columns.amount !== undefined && { amount: { column: columns.amount, as: 'number' as const } }),
    ...(columns.rating !== undefined && { rating: { column: columns.rating, as: 'number' as const } }),
  })
  const { user, item, ...rest } = read.columns as {
    user: Keys
    item: Keys
    day?: Int32Array
    amount?: Float64Array
    rating?: Float64Array
  }
  const { day, amount, rating } = rest
  const places = Uint32Array.from(user.of.keys())
  const isBack = (row: number) => amount !== undefined && !(amount[row]! > 0)
  const good = places.filter((row) => !isBack(row) && (rating === undefined || rating[row]! >= columns.least))
  const back = places.filter((row) => amount !== undefined && amount[row]! < 0)
  const taken = (of: Int32Array, rows: Uint32Array) => Int32Array.from(rows, (row) => of[row]!)
  return {
    user: taken(user.of, good),
    item: taken(item.of, good),
    ...(day !== undefined && { day: taken(day, good) }),
    users: user.names,
    items: item.names,
    back: { user: taken(user.of, back), item: taken(item.of, back) },
    rows: read.rows,
    leftOut: read.leftOut,
    notes: read.notes,
  }
}

/** The same customers and products by the same numbers in both files; those of the second that the first lacks come after. */
export function joinNames(one: Purchases, other: Purchases): Purchases {
  const [users, user] = renumbered(one.users, other.users, other.user)
  const [items, item] = renumbered(one.items, other.items, other.item)
  return { ...other, users, items, user, item }
}

function renumbered(names: readonly string[], others: readonly string[], of: Int32Array): [string[], Int32Array] {
  const all = [...names]
  const places = new Map(names.map((name, at) => [name, at]))
  const placeOf = others.map((name) => {
    let at = places.get(name)
    if (at === undefined) {
      at = all.push(name) - 1
      places.set(name, at)
    }
    return at
  })
  return [all, of.map((at) => placeOf[at]!)]
}

/** Rows for which `keep` says yes, as baskets. */
export function basketsWhere(
  { user, item, day }: Purchases,
  size: { users: number; items: number },
  keep: (row: number) => boolean = () => true,
): suggesting.Baskets {
  const rows = Uint32Array.from(user.keys()).filter(keep)
  const taken = (of: Int32Array) => Int32Array.from(rows, (row) => of[row]!)
  const kept: suggesting.Rows = { user: taken(user), item: taken(item), ...(day !== undefined && { day: taken(day) }) }
  return suggesting.basketsOf(kept, size.users, size.items)
}
