/** Which customers may be one: a model learned from the base, pairs and groups of them, what is decided, and arriving records (MISSION U1). */
export { workArrived } from './arrive.ts'
export { type Deciding, settle, survivorAmong, takeBack } from './decide.ts'
export { learnedOf, modelsAtHand, startsOf } from './engine.ts'
export { noteArrivals, onArrival } from './note.ts'
export {
  type Agreement,
  agreement,
  type Decision,
  decisionById,
  eraseMatches,
  latestDecisions,
  type Verdict,
} from './queries/decisions.ts'
export { countGroups, type Group, groupOf, type GroupPlace, pageOfGroups } from './queries/groups.ts'
export { policies, setPolicy } from './queries/models.ts'
export { countZones, edgeOfAuto, pairsAmong, pairsOfOne } from './queries/pairs.ts'
export {
  askToStop,
  holdRuns,
  insertRun,
  lastRun,
  openRun,
  type Run,
  runById,
} from './queries/runs.ts'
export { ready, waiting } from './queries/stale.ts'
export { carryOut, mergeArrived } from './run.ts'
export { searchBase } from './search.ts'
export { setRun } from './queries/runs.ts'
export type { OpenPair, WorthOf } from './shapes.ts'
