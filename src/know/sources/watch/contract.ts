import { type Static, Type } from 'typebox'
import { DaySchema, InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }

/** By what door a fault came. */
export const entrances = ['import', 'event', 'api', 'form', 'staff'] as const
export type Entrance = (typeof entrances)[number]
export const faultClasses = ['technical', 'working'] as const
export type FaultClass = (typeof faultClasses)[number]
/** Technical: mapping, source, integration. Way of working: the others. */
export const causes = [
  'mapping',
  'source',
  'integration',
  'screen',
  'person',
  'importer',
  'everybody',
  'atSource',
] as const
export type Cause = (typeof causes)[number]

/** What a fault was classed by. `name`: a file, a role, a screen or an entrance. */
export const Reason = Type.Object(
  {
    code: oneOf([
      'program',
      'brokenRows',
      'wholeColumn',
      'joining',
      'jumped',
      'usual',
      'form',
      'steady',
      'few',
      'oneImporter',
      'others',
      'screen',
      'rate',
      'onePerson',
    ]),
    share: nullable(Type.Number()),
    told: nullable(Type.Integer()),
    faults: Type.Integer(),
    name: nullable(Type.String()),
  },
  strict,
)
export type Reason = Static<typeof Reason>

const SourceRef = Type.Object({ id: UuidSchema, name: Type.String() }, strict)

export const FaultLine = Type.Object(
  {
    source: SourceRef,
    entrance: oneOf(entrances),
    /** Kind of record; `edit`, `created`, `evidence` and `value` for what is found otherwise. */
    kind: Type.String(),
    field: Type.String(),
    code: Type.String(),
    faults: Type.Integer(),
    /** Rows that could have had it; null where they are not counted. */
    of: nullable(Type.Integer()),
    /** Share in each of the last weeks, oldest first; null where nothing was told. */
    trend: Type.Array(nullable(Type.Number())),
    class: oneOf(faultClasses),
    cause: oneOf(causes),
    reasons: Type.Array(Reason),
    /** A word to those concerned, in the reader's language. */
    guidance: Type.String(),
    /** Where its rows are; null when nobody can open them. */
    rows: nullable(
      Type.Object(
        {
          to: oneOf(['repairs', 'cleanup', 'duplicates', 'source']),
          /** Of the inventory, for `source`. */
          fact: nullable(Type.String()),
          measure: nullable(Type.String()),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type FaultLine = Static<typeof FaultLine>

export const Alert = Type.Object(
  {
    source: SourceRef,
    entrance: oneOf(entrances),
    day: DaySchema,
    /** The delivery, where it was one. */
    importId: nullable(UuidSchema),
    told: Type.Integer(),
    faulty: Type.Integer(),
    centre: Type.Number(),
    upper: Type.Number(),
    spread: Type.Number(),
    basis: Type.Integer(),
    openedAt: InstantSchema,
  },
  strict,
)
export type Alert = Static<typeof Alert>

/** GET /api/v1/quality/causes: where faults come from, in the last 8 weeks. */
export const Causes = Type.Object(
  {
    countedAt: nullable(InstantSchema),
    /** Verified values that something else took the place of: there are to be none. */
    redirtied: Type.Object(
      {
        count: Type.Integer(),
        rows: Type.Array(
          Type.Object(
            {
              customer: Type.Object({ id: UuidSchema, name: Type.String() }, strict),
              field: Type.String(),
              source: nullable(SourceRef),
              at: InstantSchema,
            },
            strict,
          ),
        ),
      },
      strict,
    ),
    /** Deliveries and days above their limits in the last two weeks, newest first. */
    alerts: Type.Array(Alert),
    lines: Type.Array(FaultLine),
    /** Sources of which there is a chart. */
    charts: Type.Array(Type.Object({ source: SourceRef, entrance: oneOf(entrances), points: Type.Integer() }, strict)),
  },
  strict,
)
export type Causes = Static<typeof Causes>

/** GET /api/v1/sources/:id/chart?entrance=import: the deliveries or days of one source with their limits, oldest first. */
export const Chart = Type.Object(
  {
    source: SourceRef,
    entrance: oneOf(entrances),
    /** Of the latest point that has limits. */
    limits: nullable(Type.Object({ centre: Type.Number(), spread: Type.Number(), basis: Type.Integer() }, strict)),
    points: Type.Array(
      Type.Object(
        {
          day: DaySchema,
          importId: nullable(UuidSchema),
          told: Type.Integer(),
          faulty: Type.Integer(),
          centre: nullable(Type.Number()),
          upper: nullable(Type.Number()),
          lower: nullable(Type.Number()),
          verdict: oneOf(['small', 'learning', 'within', 'above']),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type Chart = Static<typeof Chart>

/** GET and PUT /api/v1/sources/:id/owner: who sees to the source; those who can be chosen. */
export const SourceOwner = Type.Object(
  {
    ownerId: nullable(UuidSchema),
    people: Type.Array(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
  },
  strict,
)
export type SourceOwner = Static<typeof SourceOwner>
export const OwnerChange = Type.Object({ ownerId: nullable(UuidSchema) }, strict)
