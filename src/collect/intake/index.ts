/** The one door: everything that is told of a customer enters as a source record and leaves through the pipeline (DESIGN, invariant 1). */
export * from './expand.ts'
export type * from './fields.ts'
export { fieldsOf } from './fields.ts'
export * from './pipeline.ts'
export { lockSource, markHasCustomers, setHasCustomers, setTrust, waitingOf } from './queries.ts'
export type * from './records.ts'
export { faultCodes } from './records.ts'
export { problems } from './problems.ts'
export * from './erased/index.ts'
export * from './quarantine/index.ts'
export { dropLines } from './retract/lines.ts'
export { placeAnew, retract, type RetractOptions } from './retract/retract.ts'
export { anyUnreadable, writtenBy } from './retract/queries.ts'
export { routes } from './routes.ts'
export { defaultLimits, type Limits, limitsOf } from './limits.ts'
export {
  changeLimits,
  ensureSource,
  nameKeyOf,
  sourceInfo,
  sourceLimits,
  sourceNamed,
  staffSource,
  trust,
} from './sources.ts'
export { takeFromStaff } from './staff.ts'
export { type Delivery, take } from './take.ts'
export { announceCustomers, touchedBy } from './told.ts'
