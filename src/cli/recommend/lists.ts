import { suggesting } from '#src/know/insights/index.ts'

/** One line of a list. */
export interface Suggested {
  readonly item: string
  readonly score: number
  /** The customer's own purchases that speak most for it; for what was bought before, nothing. */
  readonly because: readonly string[]
  /** Days between purchases of it, usually, and since the last one. */
  readonly rhythmDays?: number
  readonly sinceDays?: number
}
export interface Lists {
  readonly customer: string
  /** Nothing is known of the customer: these are the favourites of all. */
  readonly favourites: boolean
  readonly fresh: readonly Suggested[]
  readonly again: readonly Suggested[]
}

export interface Listing {
  readonly baskets: suggesting.Baskets
  readonly suggester: suggesting.Suggester
  readonly refill: suggesting.Refill
  readonly items: readonly string[]
  readonly users: readonly string[]
  readonly againBy: suggesting.AgainBy
  /** The day the lists are made on. */
  readonly until: number | undefined
  readonly k: number
  /** Products that a customer returned. */
  readonly returned: ReadonlyMap<number, ReadonlySet<number>>
}

/** Both lists of one customer; `user` below zero: somebody whom nobody knows. */
export function listsFor(listing: Listing, user: number, name: string): Lists {
  const { baskets, suggester, k } = listing
  const owned = user < 0 ? new Uint32Array(0) : baskets.item.subarray(baskets.start[user], baskets.start[user + 1])
  const returned = listing.returned.get(user) ?? new Set()
  const favourites = owned.length === 0
  const scores = favourites ? popularFor(listing) : suggesting.scoresFor(suggester, owned)
  for (const item of returned) scores[item] = Number.NEGATIVE_INFINITY
  const fresh = [...suggesting.top(scores, k)].map((item) => ({
    item: listing.items[item]!,
    score: scores[item]!,
    because: suggesting.reasonsFor(suggester.links, owned, item).map((reason) => listing.items[reason.item]!),
  }))
  return { customer: name, favourites, fresh, again: user < 0 ? [] : againFor(listing, user, returned) }
}

function popularFor({ baskets, suggester }: Listing): Float64Array {
  return suggesting
    .popularity(baskets)
    .map((share, i) => (suggester.buyers[i] === 0 ? Number.NEGATIVE_INFINITY : share))
}

function againFor(listing: Listing, user: number, returned: ReadonlySet<number>): Suggested[] {
  const { baskets, refill, until, k, items, againBy } = listing
  const from = baskets.start[user]!
  const places = Float64Array.from({ length: baskets.start[user + 1]! - from }, (_, n) =>
    returned.has(baskets.item[from + n]!)
      ? Number.NEGATIVE_INFINITY
      : suggesting.againAt(baskets, refill, from + n, until, againBy),
  )
  return [...suggesting.top(places, k)].map((place) => {
    const at = from + place
    const item = baskets.item[at]!
    const days = refill.days[item]!
    return {
      item: items[item]!,
      score: places[place]!,
      because: [],
      ...(Number.isFinite(days) && { rhythmDays: Math.round(days) }),
      ...(until !== undefined && { sinceDays: until - baskets.last[at]! }),
    }
  })
}

/** Lines of the file: customer, list (new, again, favourite), place, product, score, the two strongest reasons. */
export function* rowsOf(listing: Listing): Generator<(string | number)[]> {
  yield ['customer', 'list', 'rank', 'item', 'score', 'because_1', 'because_2', 'rhythm_days', 'days_since']
  for (let user = 0; user < listing.baskets.users; user++) {
    const { customer, favourites, fresh, again } = listsFor(listing, user, listing.users[user]!)
    const kinds = [[favourites ? 'favourite' : 'new', fresh], ['again', again]] as const // biome-ignore format: a pair
    for (const [kind, list] of kinds)
      for (const [at, { item, score, because, rhythmDays, sinceDays }] of list.entries())
        yield [
          customer,
          kind,
          at + 1,
          item,
          score.toPrecision(6),
          because[0] ?? '',
          because[1] ?? '',
          rhythmDays ?? '',
          sinceDays ?? '',
        ]
  }
}
