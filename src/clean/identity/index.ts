/** One customer, one record: whose a record is, what it claims, and the values in use (MISSION U1, U4). */
export { type Competing, type CompetingField, competing, type Reason, reasons, toldBy } from './competing.ts'
export {
  addressText,
  attributesOf,
  type Claim,
  isProtected,
  type Trait,
  traits,
  traitsOf,
  type Valued,
  valuesOf,
} from './golden.ts'
export { type Happening, happenings, note } from './history.ts'
export { move } from './mover.ts'
export { aliasOf, sharing } from './queries.ts'
export { resolve } from './resolve.ts'
export { reweigh } from './reweigh.ts'
export { uses } from './uses.ts'
export { leaningOn } from './queries.ts'
export { retract } from './retract.ts'
export { eraseIdentity, recordsOfCustomer, sharedWith, tellErased } from './queries/erase.ts'
export { claimsOf } from './queries.ts'
