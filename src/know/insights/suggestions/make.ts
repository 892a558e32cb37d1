import type { Db } from '#src/platform/db/index.ts'
import { dayIn, dayNumber, dayText } from '../days.ts'
import type { Quality, suggestionSteps } from './contract.ts'
import { favouritesOf } from './favourites.ts'
import {
  type Baskets,
  basketsOf,
  chooseAgain,
  compare,
  fit,
  type Met,
  refillOf,
  type Settings,
  type Suggester,
} from './model/index.ts'
import {
  forgetLinks,
  insertFavourites,
  insertModel,
  insertProducts,
  nextVersion,
  type ProductRow,
} from './queries/model.ts'
import { type Bought, readBought } from './read.ts'

/** Customers and products there must be before anything is suggested. */
export const needed = { customers: 20, products: 5 } as const
/** Purchases older than that say little of what somebody wants now. */
const windowDays = 3 * 365
/** Customers that quality is measured on. */
const measured = 3000
const together = 1000
/** Fewer buyers than that say nothing of others, and might tell who they are. */
const leastBuyers = 2

export interface MakeOptions {
  now: Date
  timeZone: string
  onProgress?: (progress: Progress) => void
}
export interface Progress {
  step: (typeof suggestionSteps)[number]
  done: number
  total: number
}
export interface Made {
  /** Null where there is too little to learn from. */
  version: number | null
  products: number
}

/**
 * Learns links between products from everybody's purchases and puts a new version in force, in one transaction at the end. All in memory, in
 * columns: about 60 bytes a line and 96 MB for EASE.
 */
export async function makeLinks(db: Db, { now, timeZone, onProgress }: MakeOptions): Promise<Made> {
  const say = (step: Progress['step'], done: number, total: number) => onProgress?.({ step, done, total })
  say('read', 0, 0)
  const today = dayNumber(dayIn(now, timeZone))
  const bought = await readBought(db, today - windowDays, timeZone)
  if (bought.users < needed.customers || bought.products.length < needed.products) return { version: null, products: 0 }
  say('fit', 0, 0)
  const settings: Settings = { method: 'auto', keep: 100 }
  const baskets = basketsOf(bought, bought.users, bought.products.length)
  const suggester = fit(baskets, settings)
  say('measure', 0, 0)
  const againBy = chooseAgain(bought, bought.users, bought.products.length)
  const quality = qualityOf(bought, settings)
  const rows = productRows(bought, baskets, suggester)
  const [from, to] = spanOf(bought.day)
  const version = await db.tx(async (tx) => {
    const version = await nextVersion(tx)
    for (let at = 0; at < rows.length; at += together) {
      say('write', at, rows.length)
      await insertProducts(
        tx,
        rows.slice(at, at + together).map((row) => ({ ...row, version })),
      )
    }
    await insertFavourites(tx, favouritesOf(bought, baskets, version))
    await insertModel(tx, {
      version,
      made_at: now,
      data_from: dayText(from),
      data_to: dayText(to),
      customers: bought.users,
      products: rows.length,
      pairs: baskets.item.length,
      covered: suggester.covered,
      lambda: suggester.lambda ?? 0,
      popularity: suggester.mix.popularity,
      outside: suggester.mix.outside,
      again_by: againBy,
      quality,
    })
    await forgetLinks(tx, version)
    return version
  })
  return { version, products: rows.length }
}

function spanOf(days: Int32Array): [number, number] {
  return [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))]
}

function productRows(
  bought: Bought,
  baskets: Baskets,
  { links, base, buyers }: Suggester,
): Omit<ProductRow, 'version'>[] {
  const refill = refillOf(baskets)
  return bought.products.flatMap((product, at) => {
    if (buyers[at]! < leastBuyers) return []
    const [from, to] = [links.start[at]!, links.start[at + 1]!]
    const days = refill.days[at]!
    return {
      product: at,
      source_id: product.sourceId,
      code: product.code,
      name: product.name,
      category: product.category,
      buyers: buyers[at]!,
      base: Number(base[at]!.toPrecision(6)),
      refill_days: Number.isFinite(days) && days > 0 ? Math.round(days * 10) / 10 : null,
      refill_share: Number(refill.share[at]!.toPrecision(4)),
      others: [...links.to.subarray(from, to)],
      weights: [...links.weight.subarray(from, to)].map((weight) => Number(weight.toPrecision(5))),
    }
  })
}

/** Learned from the first four fifths of the lines, tried on the last; null where hardly anybody came again. */
function qualityOf({ user, item, day, users, products }: Bought, settings: Settings): Quality | null {
  const days = day.slice().sort()
  const until = Math.min(days[Math.floor(days.length * 0.8)]!, days.at(-1)! - 1)
  const part = (keep: (day: number) => boolean) => {
    const rows = Uint32Array.from(day.keys()).filter((row) => keep(day[row]!))
    const taken = (of: Int32Array) => Int32Array.from(rows, (row) => of[row]!)
    return { user: taken(user), item: taken(item), day: taken(day) }
  }
  const [known, later] = [part((one) => one <= until), part((one) => one > until)]
  const [train, test] = [known, later].map((rows) => basketsOf(rows, users, products.length)) as [Baskets, Baskets]
  if (train.item.length === 0) return null
  const againBy = chooseAgain(known, users, products.length)
  const { fresh, again } = compare(train, test, { settings, k: 20, until, againBy, most: measured })
  const { auto, knn, popular } = fresh as Record<'auto' | 'knn' | 'popular', Met>
  if (auto.customers < needed.customers) return null
  return {
    until: dayText(until),
    customers: auto.customers,
    ours: way(auto),
    neighbours: way(knn),
    popular: way(popular),
    again: again && { customers: again.again.customers, ours: way(again.again), ownCount: way(again.ownCount) },
  }
}

const rounded = (share: number) => Math.round(share * 1e4) / 1e4
const way = ({ recall, ndcg, hitRate }: Met) => ({
  recall: rounded(recall),
  ndcg: rounded(ndcg),
  hitRate: rounded(hitRate),
})
