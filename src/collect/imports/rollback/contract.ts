import { type Static, Type } from 'typebox'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const count = Type.Optional(Type.Integer())

export const importStates = [
  'planned',
  'queued',
  'running',
  'held',
  'finished',
  'failed',
  'cancelled',
  'rollingBack',
  'rolledBack',
] as const

/** Why an import stopped. One that is `held` says which limit of its source it passes: `quarantined` and `faulty` are shares, `rows` a number. */
export const ImportProblem = Type.Object(
  {
    code: Type.String(),
    because: Type.String(),
    next: Type.Optional(Type.String()),
    limit: Type.Optional(Type.String()),
    allowed: Type.Optional(Type.Number()),
    measured: Type.Optional(Type.Number()),
    /** Rows looked at. */
    rows: Type.Optional(Type.Integer()),
    worst: Type.Optional(
      Type.Array(
        Type.Object(
          { field: Type.String(), code: Type.String(), count: Type.Integer(), example: Type.String() },
          strict,
        ),
      ),
    ),
  },
  strict,
)

/** What the gate of the source saw before anything was written; shares of the rows looked at. */
export const Measured = Type.Object(
  { looked: Type.Integer(), rows: Type.Integer(), quarantined: Type.Number(), faulty: Type.Number() },
  strict,
)

/**
 * Field → what → how many customers. `filled` = was empty, `changed` = the told value is in use now, `kept` = the told value loses to the
 * one in use, `new` (field `customer`) = customers not known before.
 */
export const effectKinds = ['filled', 'changed', 'kept', 'new'] as const
export const EffectCounts = Type.Record(
  Type.String(),
  Type.Object({ filled: count, changed: count, kept: count, new: count }, strict),
)

export const RollbackState = Type.Object(
  {
    /** Records taken back so far, of about how many. */
    done: Type.Integer(),
    total: nullable(Type.Integer()),
    by: nullable(Type.String()),
    at: nullable(InstantSchema),
  },
  strict,
)
export const LetIn = Type.Object({ by: nullable(Type.String()), at: InstantSchema }, strict)

/** GET /api/v1/imports/:id/rollback: what it would touch. */
export const RollbackPreview = Type.Object(
  {
    possible: Type.Boolean(),
    /** Why not: `state` (it runs, waits or is taken back already), `dryRun`, `objections`; null when possible. */
    because: nullable(oneOf(['state', 'dryRun', 'objections'])),
    records: Type.Integer(),
    customers: Type.Integer(),
    /** Customers whom nobody else tells of. */
    customersGone: Type.Integer(),
    /** Lines of timelines. */
    timeline: Type.Integer(),
    /** Later edits and notes by staff on these customers: they stay. */
    editsStay: Type.Integer(),
    /** Rows of this import that wait for repair: they go too. */
    quarantined: Type.Integer(),
    /** The figures are worked out from a part of a large import. */
    estimated: Type.Boolean(),
    objections: Type.Array(Type.Object({ code: Type.String(), because: Type.String() }, strict)),
  },
  strict,
)
export type RollbackPreview = Static<typeof RollbackPreview>

/** GET /api/v1/imports/:id/effects?field=&what=: examples, at most 100 of each. */
export const ImportEffects = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          field: Type.String(),
          what: oneOf(effectKinds),
          customer: nullable(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
          fileNo: nullable(Type.Integer()),
          line: nullable(Type.Integer()),
          old: nullable(Type.String()),
          told: nullable(Type.String()),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type ImportEffects = Static<typeof ImportEffects>
