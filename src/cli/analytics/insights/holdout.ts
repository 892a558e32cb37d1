import { auc, boughtWithin, brier, captured, lapseModel, lapseScorer, predictAll } from '#src/know/insights/index.ts'
import { type Figures, figuresOf, type Models, type Wish } from './foretell.ts'
import { type Known, type Ledger, worthWithin } from './ledger.ts'

interface Ranked {
  readonly auc: number | null
  readonly brier: number | null
}

/** What came true after the cut-off. Shares 0..1. */
export interface Holdout {
  readonly days: number
  readonly purchases: {
    readonly actual: number
    readonly expected: number
    readonly bias: number
    readonly meanAbsoluteError: number
  }
  /** Share of the later sales (purchase days when no sums are known) that the top tenth by each order brought. */
  readonly top10: Readonly<
    Record<'model' | 'pastSpend' | 'pastRepeatSpend' | 'pastPurchases' | 'recency' | 'oracle', number | null>
  >
  readonly lapse: {
    /** Share of the customers who bought nothing. */
    readonly share: number
    readonly p_none: Ranked
    readonly model: Ranked
    readonly logistic: Ranked | null
    readonly daysSinceLast: { readonly auc: number | null }
  }
}

/** Windows shorter than this share of the horizon are foretold anew for their own length. */
const nearly = 0.97

/** Holds what was foretold against what came; null where nothing follows the cut-off. */
export function holdoutOf(ledger: Ledger, known: Known, models: Models, figures: Figures, wish: Wish): Holdout | null {
  const { cutOff, horizonDays } = wish
  const there = Math.min(horizonDays, ledger.last - cutOff)
  if (there < 7) return null
  const whole = there >= horizonDays * nearly
  const foretold = whole ? figures : figuresOf(known, shortened(models, there), { ...wish, horizonDays: there })
  const days = whole ? horizonDays : there
  const { histories } = known
  const bought = boughtWithin(ledger.days, histories, cutOff, cutOff + days)
  const worth = worthWithin(ledger, known, bought, cutOff + days, cutOff)
  return {
    days,
    purchases: purchasesOf(bought, foretold.expected),
    top10: topOf(known, foretold, worth),
    lapse: lapseOf(known, models, foretold, bought, days),
  }
}

/** What was learned of one window's length says nothing of another: the models alone are left. */
const shortened = (models: Models, days: number): Models =>
  models.lapse === null ? models : { ...models, lapse: { ...models.lapse, horizonDays: days } }

function purchasesOf(bought: Uint32Array, foretold: Float64Array): Holdout['purchases'] {
  const actual = bought.reduce((sum, one) => sum + one, 0)
  const expected = foretold.reduce((sum, one) => sum + one, 0)
  const error = foretold.reduce((sum, one, i) => sum + Math.abs(one - bought[i]!), 0)
  return { actual, expected, bias: expected / actual - 1, meanAbsoluteError: error / bought.length }
}

function topOf({ histories, sums }: Known, { value, expected }: Figures, worth: Float64Array): Holdout['top10'] {
  const { x, last, age } = histories
  return {
    model: captured(value ?? expected, worth),
    pastSpend: sums === undefined ? null : captured(sums.spend, worth),
    pastRepeatSpend: sums === undefined ? null : captured(sums.repeat, worth),
    pastPurchases: captured(Float64Array.from(x), worth),
    recency: captured(
      Float64Array.from(x, (times, i) => last[i]! - age[i]! + times / 1e6),
      worth,
    ),
    oracle: captured(worth, worth),
  }
}

function lapseOf(known: Known, models: Models, { none }: Figures, bought: Uint32Array, days: number): Holdout['lapse'] {
  const { x, last, age } = known.histories
  const stayedAway = Uint8Array.from(bought, (times) => (times > 0 ? 0 : 1))
  const ranked = (score: Float64Array): Ranked => ({
    auc: auc(score, stayedAway),
    brier: brier((row) => score[row]!, stayedAway),
  })
  const logistic = models.lapse?.logistic ?? null
  const learned = logistic === null ? undefined : lapseScorer(logistic)
  return {
    share: stayedAway.reduce((sum, one) => sum + one, 0) / stayedAway.length,
    p_none: ranked(none),
    model: ranked(predictAll(lapseModel(models.fit), known.histories, days).none),
    logistic:
      learned === undefined ? null : ranked(Float64Array.from(x, (times, i) => learned(times, last[i]!, age[i]!))),
    daysSinceLast: {
      auc: auc(
        Float64Array.from(age, (all, i) => all - last[i]!),
        stayedAway,
      ),
    },
  }
}
