/** Which customers may be one: a model learned from the base, pairs and groups of them, what is decided, and arriving records (MISSION U1). */
export { arrive, subjectsOf, workArrived } from './arrive.ts'
export { type Deciding, settle, survivorAmong, takeBack } from './decide.ts'
export { learnedOf, startsOf } from './engine.ts'
export { noteArrivals, onArrival } from './note.ts'
export {
  type Agreement,
  agreement,
  type DecidedPair,
  type Decision,
  decisionById,
  eraseMatches,
  latestDecisions,
  type Verdict,
  verdicts,
} from './queries/decisions.ts'
export { countAuto, countGroups, type Group, groupOf, type GroupPlace, pageOfGroups } from './queries/groups.ts'
export { type ModelRow, modelsInUse, policies, setPolicy } from './queries/models.ts'
export { countZones, edgeOfAuto, pairsAmong, pairsOfOne } from './queries/pairs.ts'
export {
  askToStop,
  holdRuns,
  insertRun,
  lastRun,
  openRun,
  type Run,
  runById,
  type RunResult,
  runStates,
} from './queries/runs.ts'
export { waiting } from './queries/stale.ts'
export { automaticKinds, carryOut, mergeArrived } from './run.ts'
export { searchBase } from './search.ts'
export { setRun } from './queries/runs.ts'
export { type Evidence, type OpenPair, pairKey, type WorthOf, type Zone, type ZoneFacts, zones } from './shapes.ts'
