/**
 * Models of purchases, spend and lapse (analytics §1 and §2): pure functions over columns, no database. Times go in as days and are weeks inside, as in
 * the literature.
 */
export { fitPeriods, type PeriodFit, type PeriodHistories, predictPeriods } from './bgbb.ts'
export { fit, lapseModel } from './fit.ts'
export {
  boughtWithin,
  compress,
  historiesAt,
  type HistoriesOf,
  type PurchaseDays,
  purchaseDays,
  type Purchases,
} from './histories.ts'
export {
  type Lapse,
  lapseOf,
  type LapseState,
  lapseState,
  lapseStates,
  lapseWindow,
  learnLapse,
  noneScorer,
} from './lapse.ts'
export { features, fitLapse, type LapseFit, lapseScorer, meanIntervalDays } from './logistic.ts'
export { auc, brier, captured } from './measures.ts'
export { chances, expectedNew, nextPurchaseDays, predict, predictAll, type Predictions, predictor } from './predict.ts'
export { expectedSpend, fitSpend, type SpendFit, type Spending } from './spend.ts'
export {
  type Attempt,
  type DegenerateCode,
  degenerateCodes,
  type Fit,
  type Histories,
  type ModelName,
  type Parameters,
  type Prediction,
  type Warning,
  warningCodes,
} from './types.ts'
export { discountedPurchases, lifetimeValue, type ValueTerms } from './value.ts'
