import type { Baskets } from './model/index.ts'
import { top } from './model/index.ts'
import type { FavouriteRow } from './queries/model.ts'
import type { Bought } from './read.ts'

const kept = 60
/** Fewer customers than that are not a crowd. */
const crowd = 10
/** Buyers whom a product has everywhere weigh as this share of a crowd, where a crowd is small. */
const drawn = 20

/** What customers of a city, buyers of a category, and all customers buy most. Groups that are too small to hide anybody in get none. */
export function favouritesOf(bought: Bought, baskets: Baskets, version: number): FavouriteRow[] {
  const everybody = countBy(baskets, () => 0, 1)[0]!
  const categories = [
    ...new Set(bought.products.flatMap(({ category }) => (category === null ? [] : [category.toLowerCase()]))),
  ]
  const places = new Map(categories.map((name, at) => [name, at]))
  const cities = countBy(baskets, (user) => bought.city[user]!, bought.cities.length)
  const rows: FavouriteRow[] = [row('all', '', everybody, everybody, version)]
  for (const [at, group] of cities.entries())
    if (group.customers >= crowd) rows.push(row('city', bought.cities[at]!, group, everybody, version))
  const categoryOf = Int32Array.from(bought.products, ({ category }) =>
    category === null ? -1 : places.get(category.toLowerCase())!,
  )
  for (const [at, group] of byCategory(baskets, categoryOf, categories.length).entries())
    if (group.customers >= crowd) rows.push(row('category', categories[at]!, group, everybody, version))
  return rows
}

interface Group {
  customers: number
  /** Customers of the group who bought each product. */
  buyers: Map<number, number>
}

function countBy({ users, start, item }: Baskets, groupOf: (user: number) => number, groups: number): Group[] {
  const all = Array.from({ length: groups }, (): Group => ({ customers: 0, buyers: new Map() }))
  for (let u = 0; u < users; u++) {
    const group = all[groupOf(u)]
    if (group === undefined || start[u] === start[u + 1]) continue
    group.customers++
    for (const one of item.subarray(start[u], start[u + 1])) group.buyers.set(one, (group.buyers.get(one) ?? 0) + 1)
  }
  return all
}

/** Buyers of each category, and of each of its products. */
function byCategory({ users, start, item }: Baskets, categoryOf: Int32Array, categories: number): Group[] {
  const all = Array.from({ length: categories }, (): Group => ({ customers: 0, buyers: new Map() }))
  for (let u = 0; u < users; u++) {
    const met = new Set<number>()
    for (const one of item.subarray(start[u], start[u + 1])) {
      const group = all[categoryOf[one]!]
      if (group === undefined) continue
      group.buyers.set(one, (group.buyers.get(one) ?? 0) + 1)
      met.add(categoryOf[one]!)
    }
    for (const category of met) all[category]!.customers++
  }
  return all
}

function row(kind: FavouriteRow['kind'], value: string, group: Group, all: Group, version: number): FavouriteRow {
  const products = [...group.buyers.keys()].filter((item) => all.buyers.get(item)! >= 2).sort((a, b) => a - b)
  const share = (item: number) => (all.buyers.get(item) ?? 0) / all.customers
  const scores = Float64Array.from(
    products,
    (item) => (group.buyers.get(item)! + drawn * share(item)) / (group.customers + drawn),
  )
  const best = [...top(scores, kept)].map((at) => products[at]!)
  return {
    version,
    kind,
    value,
    customers: group.customers,
    products: best,
    buyers: best.map((item) => group.buyers.get(item)!),
  }
}
