import { type Static, Type } from 'typebox'
import { InstantSchema, UuidSchema } from '#src/terms/schemas.ts'

/** GET /api/v1/sources */
export const Source = Type.Object(
  { id: UuidSchema, name: Type.String(), trust: Type.Integer(), createdAt: InstantSchema },
  { additionalProperties: false },
)
export type Source = Static<typeof Source>
export const SourceList = Type.Object({ sources: Type.Array(Source) }, { additionalProperties: false })
