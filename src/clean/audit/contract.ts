import { type Static, type TProperties, Type } from 'typebox'
import { InstantSchema as Moment, nullable, oneOf, UuidSchema as Id } from '#src/terms/schemas.ts'

const shape = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })

/**
 * What is wrong at a place of the chain: the entry was `changed`, `deleted`, `copied` or `added` (written in afterwards); a leaf is
 * `missing` or `altered`; an entry is gone `untold` by any erasure; a seal is `rewritten` or cut off (`truncated`).
 */
export const badLinks = [
  'changed',
  'deleted',
  'copied',
  'added',
  'missing',
  'altered',
  'untold',
  'rewritten',
  'truncated',
] as const

export const BadLink = shape({
  what: oneOf(badLinks),
  seal: nullable(Type.Integer()),
  shard: nullable(Type.Integer()),
  n: nullable(Type.Integer()),
  entryId: nullable(Id),
  customerId: nullable(Id),
})
export type BadLink = Static<typeof BadLink>

export const Verdict = shape({
  whole: Type.Boolean(),
  seals: Type.Integer(),
  /** Sealed entries that were compared with the history. */
  entries: Type.Integer(),
  /** Sealed entries whose person was erased. */
  erased: Type.Integer(),
  /** Entries that came into a later seal than their moment says. */
  late: Type.Integer(),
  /** Seals whose head is known beside the database. */
  anchored: Type.Integer(),
  sealedUntil: nullable(Moment),
  faults: Type.Integer(),
  /** The first of them, at most twenty. */
  first: Type.Array(BadLink),
})
export type Verdict = Static<typeof Verdict>

export const Check = shape({
  id: Id,
  state: oneOf(['waiting', 'running', 'done', 'failed'] as const),
  done: Type.Integer(),
  total: nullable(Type.Integer()),
  askedAt: Moment,
  finishedAt: nullable(Moment),
  verdict: nullable(Verdict),
})
export const AuditState = shape({
  sealed: nullable(
    shape({ seals: Type.Integer(), leaves: Type.Integer(), until: Moment, at: Moment, head: Type.String() }),
  ),
  check: nullable(Check),
})
