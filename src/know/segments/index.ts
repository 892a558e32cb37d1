/** The one language of conditions (DESIGN, invariant 6): a typed tree over known fields, compiled to SQL in one place for everybody. */
export * from './contract.ts'
export { dayAfter } from './days.ts'
export type { Env, Field, FieldTable, Place } from './fields.ts'
export { problems } from './problems.ts'
export { allowedField, compile, fieldOf, placeOf } from './queries/compile.ts'
export { consentChannels, customerFields } from './queries/customers.ts'
export { fieldsOf, leavesOf } from './tree.ts'
export { uses } from './uses.ts'
