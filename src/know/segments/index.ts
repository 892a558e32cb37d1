/** The one language of conditions (DESIGN, invariant 6): a typed tree over known fields, compiled to SQL in one place for everybody. */
export * from './contract.ts'
export { dayAfter } from './days.ts'
export type { Env, Field, FieldTable, Place } from './fields.ts'
import { routes as asking } from './asking/routes.ts'
import { problems as ofKept, routes as kept } from './kept/index.ts'
import { problems as ofConditions } from './problems.ts'

export const problems = { ...ofConditions, ...ofKept }
export const routes = [...asking, ...kept]
export {
  check as checkConditions,
  declareSegmentUses,
  eraseFromSegments,
  eraseMemberships,
  retract,
  type UsesOf,
} from './kept/index.ts'
export { build, changed, jobs, lookAll, noteBatch, startLooking } from './live/index.ts'
export { attributeNames, currenciesInUse, sources } from './asking/queries.ts'
export { operatorsFor } from './queries/happenings.ts'
export { rowsOf } from './queries/shape.ts'
export { allowedField, chosenIds, compile, compileWhole, fieldOf, placeOf } from './queries/compile.ts'
export { due, dueWhole } from './queries/due.ts'
export { consentChannels, customerFields } from './queries/customers.ts'
export { endsOf, fieldsOf, leavesOf, segmentsOf } from './tree.ts'
export { uses } from './uses.ts'
