import { fit as fitHistories, lapseModel } from './fit.ts'
import { boughtWithin, historiesAt, type PurchaseDays } from './histories.ts'
import { fitLapse, type LapseFit, lapseScorer } from './logistic.ts'
import { advantage, auc, brier } from './measures.ts'
import { chances } from './predict.ts'
import type { Fit, Histories } from './types.ts'

/** Lapse states against the probability of no purchase within the horizon (analytics §2). */
export const lapseStates = ['active', 'cooling', 'lapsing', 'lost'] as const
export type LapseState = (typeof lapseStates)[number]

/** Who bought only once is never called lapsing: there was no rhythm to fall out of. */
export function lapseState(none: number, x: number): LapseState {
  if (none >= 0.95) return 'lost'
  if (none >= 0.8 && x >= 1) return 'lapsing'
  return none >= 0.5 ? 'cooling' : 'active'
}

/**
 * How the probability of no purchase within the horizon is made; plain JSON. `model`: by the purchase model alone. `both`: the mean, in
 * log odds, of the purchase model and of what was learned from the shop's own window before, shifted so that as many are foretold to stay away as
 * the purchase model says. Measured on 19 cut-offs of four sets: better than the model alone in rank and in Brier on each, and than days since the last
 * purchase; the regression alone is sometimes better still, and far off where ages were cut short by the beginning of the data.
 */
export interface Lapse {
  readonly by: 'model' | 'both'
  readonly horizonDays: number
  /** Length of the window that was learned from; the horizon, or half the time there is when that is shorter. */
  readonly windowDays: number | null
  readonly logistic: LapseFit | null
  readonly shift: number
  /** How either way did over that window, the regression by five folds, and how the length of the silence alone would have. */
  readonly tried: {
    readonly customers: number
    /** Share who bought nothing. */
    readonly none: number
    /** Mean squared errors. */
    readonly brier: { readonly model: number; readonly both: number }
    /** Of as many customers as are needed for three digits. */
    readonly auc: { readonly model: number; readonly both: number; readonly silence: number }
  } | null
}

type Fitted = Pick<Fit, 'model' | 'parameters'>

const fewest = { customers: 200, ofEach: 20, windowDays: 14 }
const folds = 5
/** Standard errors by which the mixture must have been better: in shops that do as the model says it would be so by chance in every second. */
const surely = 2
/** Rows that are looked at for the shift, and for ranks. */
const someRows = 50_000

/** Days of the window to learn from where there are so many days of history; null when too few. */
export function lapseWindow(historyDays: number, horizonDays: number): number | null {
  const days = Math.min(horizonDays, Math.floor(historyDays / 2))
  return days >= fewest.windowDays ? days : null
}

/**
 * `learnLapse` from the purchase days behind the histories: of everybody, or of some where they are many.
 * @param days purchase days, @param now all histories at the cut-off, @param found the models fitted to them
 * @param span `first`: the first day of all purchases
 */
export function lapseOf(
  days: PurchaseDays,
  now: Histories,
  found: Fit,
  { first, cutOff, horizonDays }: { first: number; cutOff: number; horizonDays: number },
): Lapse {
  const windowDays = lapseWindow(cutOff - first, horizonDays)
  const histories = windowDays === null ? undefined : historiesAt(days, cutOff - windowDays)
  if (windowDays === null || histories === undefined || histories.n === 0)
    return learnLapse(now, lapseModel(found), horizonDays, null)
  const bought = boughtWithin(days, histories, cutOff - windowDays, cutOff)
  return learnLapse(now, lapseModel(found), horizonDays, {
    histories,
    none: Uint8Array.from(bought, (times) => (times > 0 ? 0 : 1)),
    fit: lapseModel(fitHistories(histories, { model: 'mbgnbd' })),
    windowDays,
  })
}

/**
 * Settles how lapse is foretold.
 * @param now all histories at the cut-off, @param fit the model for lapse on them (`lapseModel`)
 * @param past histories at the beginning of the window before (`lapseWindow` days earlier), who bought nothing in it, and the model fitted on them;
 * null when there is no such window
 */
export function learnLapse(
  now: Histories,
  fit: Fitted,
  horizonDays: number,
  past: {
    readonly histories: Histories
    readonly none: Uint8Array
    readonly fit: Fitted
    readonly windowDays: number
  } | null,
): Lapse {
  const alone: Lapse = { by: 'model', horizonDays, windowDays: null, logistic: null, shift: 0, tried: null }
  if (past === null) return alone
  const { histories, none, windowDays } = past
  const without = none.reduce((sum, one) => sum + one, 0)
  const enough = histories.n >= fewest.customers && Math.min(without, histories.n - without) >= fewest.ofEach
  const logistic = enough ? fitLapse(histories, none, windowDays) : null
  if (logistic === null) return { ...alone, windowDays }
  const byModel = rowScorer(histories, predictNone(past.fit, windowDays))
  const unseen = Array.from({ length: folds }, (_, fold) =>
    fitLapse(histories, none, windowDays, (row) => row % folds !== fold),
  )
  const learned = unseen.map((one) => rowScorer(histories, lapseScorer(one ?? logistic)))
  const byBoth = (row: number) => mixed(byModel(row), learned[row % folds]!(row), 0)
  const tried = {
    customers: histories.n,
    none: without / histories.n,
    brier: { model: brier(byModel, none), both: brier(byBoth, none) },
    auc: ranksOf(histories, none, { byModel, byBoth }),
  }
  const found: Lapse = { ...alone, windowDays, logistic, tried }
  if (!(advantage(byBoth, byModel, none) >= surely)) return found
  return { ...found, by: 'both', shift: shiftFor(now, predictNone(fit, horizonDays), lapseScorer(logistic)) }
}

type Scorer = (x: number, last: number, age: number) => number

const rowScorer =
  ({ x, last, age }: Histories, of: Scorer) =>
  (row: number) =>
    of(x[row]!, last[row]!, age[row]!)

function ranksOf(
  { n, last, age }: Histories,
  none: Uint8Array,
  { byModel, byBoth }: Record<'byModel' | 'byBoth', (row: number) => number>,
) {
  const every = Math.max(1, Math.floor(n / someRows))
  const rows = Uint32Array.from({ length: Math.ceil(n / every) }, (_, i) => i * every)
  const outcome = Uint8Array.from(rows, (row) => none[row]!)
  const rank = (of: (row: number) => number) => auc(Float64Array.from(rows, of), outcome) ?? 0.5
  return { model: rank(byModel), both: rank(byBoth), silence: rank((row) => age[row]! - last[row]!) }
}

function predictNone(fit: Fitted, days: number): Scorer {
  const of = chances(fit, days)
  return (x, last, age) => of(x, last, age).none
}

const logOdds = (p: number) => {
  const within = Math.min(1 - 1e-9, Math.max(1e-9, p))
  return Math.log(within / (1 - within))
}
const mixed = (a: number, b: number, shift: number) => 1 / (1 + Math.exp(-(logOdds(a) + logOdds(b)) / 2 - shift))

/** What makes the mean of the mixture that of the model. */
function shiftFor(now: Histories, model: Scorer, learned: Scorer): number {
  const every = Math.max(1, Math.floor(now.n / someRows))
  const odds: number[] = []
  let [share, all] = [0, 0]
  const weights: number[] = []
  for (let row = 0; row < now.n; row += every) {
    const [a, b] = [rowScorer(now, model)(row), rowScorer(now, learned)(row)]
    const weight = now.weight?.[row] ?? 1
    odds.push((logOdds(a) + logOdds(b)) / 2)
    weights.push(weight)
    share += weight * a
    all += weight
  }
  let [low, high] = [-20, 20]
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2
    const mean = odds.reduce((sum, v, i) => sum + weights[i]! / (1 + Math.exp(-v - middle)), 0)
    if (mean < share) low = middle
    else high = middle
  }
  return all > 0 ? (low + high) / 2 : 0
}

/**
 * Probability of no purchase within the horizon, of one customer; `fit` is the one that `learnLapse` was given. Days as in `predict`. By the
 * purchase model alone where what was learned is not all numbers: JSON writes what is none as null, and a model in force may have been kept by
 * another version of the program.
 */
export function noneScorer(fit: Fitted, { by, horizonDays, logistic, shift }: Lapse): Scorer {
  const model = predictNone(fit, horizonDays)
  if (by !== 'both' || logistic === null) return model
  if (![shift, logistic.meanDays, ...logistic.weights].every(Number.isFinite)) return model
  const learned = lapseScorer(logistic)
  return (x, last, age) => mixed(model(x, last, age), learned(x, last, age), shift)
}
