import type { Baskets } from './baskets.ts'
import { fit } from './choose.ts'
import { measure, type Met } from './evaluate.ts'
import { popularity, rankFresh, type Settings, type Suggester } from './fit.ts'
import { type AgainBy, rankAgain } from './rankAgain.ts'

/** Every way of suggesting beside the simple ones, on the same customers. */
export interface Comparison {
  /** Products that the customer had not bought before. */
  readonly fresh: Readonly<Record<string, Met>>
  /** Products that the customer had; null where nobody bought anything again. */
  readonly again: Readonly<Record<'again' | 'ownCount', Met>> | null
  /** How `again` is ranked. */
  readonly againBy: AgainBy
  readonly method: string
  readonly lambda: number | null
  readonly covered: number
  readonly mix: Suggester['mix']
}

const againPlaces = 10

export interface Asked {
  readonly settings: Settings
  /** Places of the list of new products; "again" is measured at 10. */
  readonly k: number
  /** The day the training data ends. */
  readonly until: number | undefined
  /** As `chooseAgain` found on the training data. */
  readonly againBy?: AgainBy
  /** At most about so many customers are looked at, evenly taken. */
  readonly most?: number
}

/**
 * Fits on what was before and compares with what came after.
 */
export function compare(
  train: Baskets,
  test: Baskets,
  { settings, k, until, againBy = 'rhythm', most }: Asked,
): Comparison {
  const chosen = fit(train, settings)
  const by = (suggester: Suggester) => measure(train, test, 'fresh', rankFresh(suggester, train), k, most)
  const { keep: _, ...plain } = settings
  const recent = fit(train, { ...plain, method: 'popular' })
  const again = measure(train, test, 'again', rankAgain(train, until, againBy), againPlaces, most)
  return {
    fresh: {
      [settings.method]: by(chosen),
      ...(settings.method !== 'knn' && { knn: by(fit(train, { ...plain, method: 'knn' })) }),
      ...(settings.method !== 'popular' && { popular: by(fit(train, { ...plain, method: 'popular' })) }),
      ...(until !== undefined && { recentlyPopular: by({ ...recent, base: popularity(train) }) }),
    },
    again:
      again.customers === 0
        ? null
        : { again, ownCount: measure(train, test, 'again', rankAgain(train, until, 'count'), againPlaces, most) },
    againBy,
    method: chosen.method,
    lambda: chosen.lambda,
    covered: chosen.covered,
    mix: chosen.mix,
  }
}

/** The mean of several comparisons, each counting the same. */
export function meanOf(all: readonly Comparison[]): Comparison {
  const [first] = all as readonly [Comparison, ...Comparison[]]
  const mean = (pick: (one: Comparison) => Met): Met => {
    const of = (figure: keyof Met) => all.reduce((sum, one) => sum + pick(one)[figure], 0) / all.length
    const [recall, precision, ndcg, hitRate] = [of('recall'), of('precision'), of('ndcg'), of('hitRate')]
    return { customers: Math.round(of('customers')), recall, precision, ndcg, hitRate }
  }
  const fresh = Object.fromEntries(Object.keys(first.fresh).map((name) => [name, mean((one) => one.fresh[name]!)]))
  const again = all.every((one) => one.again !== null)
    ? { again: mean((one) => one.again!.again), ownCount: mean((one) => one.again!.ownCount) }
    : null
  return { ...first, fresh, again }
}
