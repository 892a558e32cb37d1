/** One customer, one record: whose a record is, what it claims, and the values in use (MISSION U1, U4). */
export { type Claim, addressText, type Valued, valuesOf } from './golden.ts'
export { move } from './mover.ts'
export { aliasOf, sharing } from './queries.ts'
export { resolve } from './resolve.ts'
