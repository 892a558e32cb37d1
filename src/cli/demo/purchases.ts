import { Chance } from './chance.ts'
import type { Customer } from './people.ts'
import { categories, type Product, products } from './world.ts'

/** One purchase in the shop or on the web. Days count from 1970-01-01, minutes from midnight, cents include VAT. */
export interface Order {
  number: string
  customer: string
  day: number
  minute: number
  channel: 'myymälä' | 'verkkokauppa'
  /** A negative quantity came back. */
  lines: { product: Pick<Product, 'sku' | 'name' | 'category' | 'price'>; quantity: number }[]
}

/** How much is bought in each month, January first: Christmas and early summer show, February does not. */
const seasons = [0.75, 0.65, 0.85, 0.95, 1.15, 1.2, 0.85, 0.9, 1, 1, 1.35, 1.9]
const busiest = 1.9
const monthOf = (day: number) => new Date(day * 86_400_000).getUTCMonth()

/**
 * The purchases of one customer up to the day before `today`. People come at a rhythm of their own (gamma spread over people, exponential
 * between visits), stay away for good with a probability of their own after each visit, have two kinds of goods they like, and buy again
 * what is used up: the world of the Pareto/NBD family, so that figures about the future have something to find.
 */
export function ordersOf(customer: Customer, seed: number, index: number, today: number): Order[] {
  const chance = new Chance(seed + 9_000, index)
  const firstDay = Math.max(customer.since, today - 3 * 365)
  const perDay = (0.25 + 2.2 * chance.next() ** 2.2) / 60
  const leaves = 0.01 + 0.12 * chance.next() ** 2
  const liked = [chance.of(categories), chance.of(categories)]
  const prefersWeb = chance.next()
  const orders: Order[] = []
  let day = firstDay
  for (let nth = 1; day < today && nth < 300; nth++) {
    if (nth === 1 || chance.happens(seasons[monthOf(day)]! / busiest)) {
      const lines = basketOf(chance, liked)
      const channel = chance.happens(prefersWeb) ? 'verkkokauppa' : 'myymälä'
      const minute = channel === 'myymälä' ? 9 * 60 + chance.below(10 * 60) : chance.below(24 * 60)
      const number = `T${customer.id.slice(1)}-${nth}`
      orders.push({ number, customer: customer.id, day, minute, channel, lines })
      const back = lines[0]!
      if (chance.happens(0.03) && day + 9 < today)
        orders.push({
          ...orders.at(-1)!,
          number: `${number}P`,
          day: day + 9,
          lines: [{ ...back, quantity: -back.quantity }],
        })
      if (chance.happens(leaves)) break
    }
    day += Math.max(1, Math.round(-Math.log(1 - chance.next()) / perDay / 2))
  }
  return orders
}

/** One to three different things, mostly of the kinds one likes, often what is used up. */
function basketOf(chance: Chance, liked: string[]): Order['lines'] {
  const refills = products.filter((p) => p.refill !== undefined && liked.includes(p.category))
  const lines = new Map<string, Order['lines'][number]>()
  for (let wanted = 1 + chance.below(3); wanted > 0; wanted--) {
    const kind = chance.happens(0.75) ? chance.of(liked) : chance.of(categories)
    const product =
      refills.length > 0 && chance.happens(0.45)
        ? chance.of(refills)
        : chance.of(products.filter((p) => p.category === kind))
    const quantity = product.price < 2000 && chance.happens(0.3) ? 2 + chance.below(3) : 1
    if (!lines.has(product.sku)) lines.set(product.sku, { product, quantity })
  }
  return [...lines.values()]
}
