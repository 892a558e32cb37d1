/** One customer, one record: whose a record is, what it claims, and the values in use (MISSION U1, U4). */
export { type Competing, type CompetingField, competing, type Reason, reasons, toldBy } from './competing.ts'
export {
  addressText,
  attributesOf,
  type Claim,
  goldenOf,
  isProtected,
  type Trait,
  traits,
  traitsOf,
  type Valued,
  valuesOf,
} from './golden.ts'
export { type Consent, consentsOf } from './consents.ts'
export { type Happening, happenings, note } from './history.ts'
export { editDistance } from './matching/similarity.ts'
export { move } from './mover.ts'
export { aliasOf, sharing } from './queries.ts'
export { resolve } from './resolve.ts'
export { reweigh } from './reweigh.ts'
export { uses } from './uses.ts'
export { leaningOn } from './queries.ts'
export { retract } from './retract.ts'
export { eraseIdentity, recordsOfCustomer, sharedWith, tellErased } from './queries/erase.ts'
export { claimsOf } from './queries.ts'
export * from './merge/index.ts'
export { areNicknames, nicknamesOf } from './matching/nicknames.ts'
export * from './duplicates/index.ts'
export {
  chanceOf,
  type Column,
  type ColumnKind,
  columnKinds,
  type Matched,
  type MatchStep,
  matchTable,
  membersOf,
  type Model,
  normalise,
  partOrderOf,
  type Table,
  valueMark,
  type Zone,
} from './matching/index.ts'
