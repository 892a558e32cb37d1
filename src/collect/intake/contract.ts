import { type Static, Type } from 'typebox'
import { InstantSchema, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const share = Type.Number({ minimum: 0, maximum: 1 })
const rows = Type.Integer({ minimum: 1, maximum: 1_000_000 })

/** How bad a delivery may be before it is held whole: shares of rows that cannot enter and of rows of which a value is left out, in files of at least `rows` rows. */
export const SourceLimits = Type.Object({ quarantined: share, faulty: share, rows }, strict)

/** GET /api/v1/sources */
export const Source = Type.Object(
  { id: UuidSchema, name: Type.String(), trust: Type.Integer(), createdAt: InstantSchema, limits: SourceLimits },
  strict,
)
export type Source = Static<typeof Source>
export const SourceList = Type.Object({ sources: Type.Array(Source) }, strict)

/** PATCH /api/v1/sources/:id; what is not named stays. */
export const SourceChange = Type.Object(
  {
    limits: Type.Object(
      { quarantined: Type.Optional(share), faulty: Type.Optional(share), rows: Type.Optional(rows) },
      strict,
    ),
  },
  strict,
)
