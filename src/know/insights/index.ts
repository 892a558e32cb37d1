/** Value and future of every customer (MISSION K1): stage, rhythm, spend and RFM, each with its reason (K2). Figures are kept current as things happen. */
export { folded, lineKind, ofMail } from './buckets/queries.ts'
export { dayIn, dayNumber, daysBetween, dayText, monthsUpTo } from './days.ts'
export { cutRfm } from './figures.ts'
export * from './models/index.ts'
export { type ForecastState, forecastStates } from './forecast/contract.ts'
export { problems } from './forecast/problems.ts'
export {
  bitsOfChance,
  boundOf,
  currentDeviations,
  type Deed,
  type Deviation,
  type DeviationKind,
  deviationKinds,
  falseShare,
  type Finding,
  findHabits,
  fitHabits,
  fitPace,
  goingOnOf,
  judgeOf,
  keepDeviations,
  leastBits,
  type Pace,
  type PaceModel,
  type Shift,
  watchedCustomers,
  type WeeklyCounts,
  weeklyCounts,
  windowsFor,
} from './deviations/index.ts'
export {
  alwaysValidHalfWidth,
  type Arm,
  type Difference,
  type Interval,
  difference,
  ratioMismatch,
  seeded,
  tally,
} from './statistics/index.ts'
export { jobs } from './jobs.ts'
export * as suggesting from './suggestions/model/index.ts'
export { makeLinks, type Suggested, suggestionsFor, suggestionsForMany } from './suggestions/index.ts'
export { readFigures as latestFigures } from './queries.ts'
export { type Figures, groupOf, rfmOf, scoresOf } from './rfm.ts'
export { routes } from './routes.ts'
export { rhythmOf, rhythmRule } from './rhythm.ts'
export { markStale, rebuild, refresh, refreshStale } from './rollups.ts'
export { stageOf } from './stage.ts'
export { rhythmFrom, valueAtGlance } from './value.ts'
export { uses } from './uses.ts'
export { eraseFigures } from './queries/erase.ts'
