/** Stands where a row has no day. */
export const dayless = -0x8000_0000

/** Who bought what: one pair of customer and product each, in columns; the pairs of customer u are [start[u], start[u + 1]), by product. */
export interface Baskets {
  readonly users: number
  readonly items: number
  readonly start: Uint32Array
  readonly item: Uint32Array
  /** Days on which it was bought; where days are not known, rows. */
  readonly times: Uint32Array
  /** First and last day of purchase, days since 1970-01-01; `dayless` where not known. */
  readonly first: Int32Array
  readonly last: Int32Array
}

/** Rows of purchases as columns of equal length. */
export interface Rows {
  readonly user: ArrayLike<number>
  readonly item: ArrayLike<number>
  /** Days since 1970-01-01. */
  readonly day?: ArrayLike<number>
}

/**
 * Puts rows together by customer and product. Rows of one customer, product and day are one purchase.
 * @param users how many customers there are, with and without rows
 */
export function basketsOf(rows: Rows, users: number, items: number): Baskets {
  const { user, item, day } = rows
  const ordered = byUser(user, users)
  const pairs = user.length
  const out = {
    item: new Uint32Array(pairs),
    times: new Uint32Array(pairs),
    first: new Int32Array(pairs).fill(dayless),
    last: new Int32Array(pairs).fill(dayless),
  }
  const start = new Uint32Array(users + 1)
  let filled = 0
  for (let u = 0; u < users; u++) {
    const mine = ordered.rows.subarray(ordered.start[u], ordered.start[u + 1])
    mine.sort((a, b) => item[a]! - item[b]! || (day === undefined ? 0 : day[a]! - day[b]!))
    for (let at = 0; at < mine.length; at++) {
      const row = mine[at]!
      const before = at === 0 ? -1 : mine[at - 1]!
      const same = before >= 0 && item[before] === item[row]
      if (!same) {
        out.item[filled] = item[row]!
        out.first[filled] = day?.[row] ?? dayless
        out.times[filled++] = 1
      } else if (day === undefined || day[before] !== day[row]) out.times[filled - 1]!++
      out.last[filled - 1] = day?.[row] ?? dayless
    }
    start[u + 1] = filled
  }
  return {
    users,
    items,
    start,
    item: out.item.slice(0, filled),
    times: out.times.slice(0, filled),
    first: out.first.slice(0, filled),
    last: out.last.slice(0, filled),
  }
}

function byUser(user: ArrayLike<number>, users: number): { start: Uint32Array; rows: Uint32Array } {
  const start = new Uint32Array(users + 1)
  for (let row = 0; row < user.length; row++) start[user[row]! + 1]!++
  for (let u = 0; u < users; u++) start[u + 1]! += start[u]!
  const next = start.slice()
  const rows = new Uint32Array(user.length)
  for (let row = 0; row < user.length; row++) rows[next[user[row]!]!++] = row
  return { start, rows }
}

/** How many customers bought each product. */
export function buyersOf(baskets: Baskets): Uint32Array {
  const buyers = new Uint32Array(baskets.items)
  for (const item of baskets.item) buyers[item]!++
  return buyers
}

/** The same pairs by product: customers of product i are user[start[i] … start[i + 1]). */
export function byItem({ users, items, start, item }: Baskets): { start: Uint32Array; user: Uint32Array } {
  const from = new Uint32Array(items + 1)
  for (const one of item) from[one + 1]!++
  for (let i = 0; i < items; i++) from[i + 1]! += from[i]!
  const next = from.slice()
  const user = new Uint32Array(item.length)
  for (let u = 0; u < users; u++) for (let at = start[u]!; at < start[u + 1]!; at++) user[next[item[at]!]!++] = u
  return { start: from, user }
}

/** The `count` products with the most buyers, most first; of equals the one that came first. */
export function mostBought(buyers: Uint32Array, count: number): Uint32Array {
  const all = Uint32Array.from(buyers.keys()).filter((item) => buyers[item]! > 0)
  return all.sort((a, b) => buyers[b]! - buyers[a]! || a - b).slice(0, count)
}
